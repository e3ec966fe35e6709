using Azure.Data.Tables;
using NodaTime;

namespace Publisher.Approvals;

/// <summary>The table <c>approvals</c>: PartitionKey = "approval", RowKey = the subject with | for / (no key holds a /). One row a subject: the latest word counts.</summary>
internal static class ApprovalTable
{
    public const string Name = "approvals";

    public const string PartitionKey = "approval";

    public static string RowKey(string subject) => subject.Replace('/', '|');

    public static TableEntity ToRow(Approval approval)
    {
        var row = new TableEntity(PartitionKey, RowKey(approval.Subject))
        {
            ["Hash"] = approval.Hash,
            ["State"] = approval.State.ToString(),
            ["AskedBy"] = approval.AskedBy,
            ["Asked"] = approval.Asked.ToDateTimeOffset(),
            ["Proposal"] = approval.Proposal,
            ["DecidedBy"] = approval.DecidedBy,
            ["Reason"] = approval.Reason,
            ["IsBypass"] = approval.IsBypass,
        };
        if (approval.Decided is { } decided) row["Decided"] = decided.ToDateTimeOffset();
        return row;
    }

    public static Approval FromRow(TableEntity row) => new(
        row.RowKey.Replace('|', '/'),
        row.GetString("Hash")!,
        Enum.Parse<ApprovalState>(row.GetString("State")!),
        row.GetString("AskedBy")!,
        Instant.FromDateTimeOffset(row.GetDateTimeOffset("Asked")!.Value),
        row.GetString("Proposal") ?? "",
        row.GetString("DecidedBy") ?? "",
        row.GetDateTimeOffset("Decided") is { } decided ? Instant.FromDateTimeOffset(decided) : null,
        row.GetString("Reason") ?? "",
        row.GetBoolean("IsBypass") ?? false)
    {
        ETag = row.ETag,
    };
}
