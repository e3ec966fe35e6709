using Azure.Data.Tables;
using NodaTime;

namespace Publisher.Approvals;

/// <summary>The table <c>approvals</c>: PartitionKey = "approval", RowKey = the subject with | for / (no key holds a /). One row a subject: the latest word counts.</summary>
internal static class ApprovalTable
{
    public const string Name = "approvals";

    public const string PartitionKey = "approval";

    /// <summary>UTF-16 units of one property: a table's string holds 32,768, and an item may have as many by itself.</summary>
    private const int Piece = 30_000;

    public static string RowKey(string subject) => subject.Replace('/', '|');

    public static TableEntity ToRow(Approval approval)
    {
        var row = new TableEntity(PartitionKey, RowKey(approval.Subject))
        {
            ["Hash"] = approval.Hash,
            ["State"] = approval.State.ToString(),
            ["AskedBy"] = approval.AskedBy,
            ["Asked"] = approval.Asked.ToDateTimeOffset(),
            ["DecidedBy"] = approval.DecidedBy,
            ["Reason"] = approval.Reason,
            ["IsBypass"] = approval.IsBypass,
        };
        for (var at = 0; at * Piece < approval.Proposal.Length; at++) row[NameOf(at)] = approval.Proposal.Substring(at * Piece, Math.Min(Piece, approval.Proposal.Length - (at * Piece)));
        if (approval.Decided is { } decided) row["Decided"] = decided.ToDateTimeOffset();
        return row;
    }

    public static Approval FromRow(TableEntity row) => new(
        row.RowKey.Replace('|', '/'),
        row.GetString("Hash")!,
        Enum.Parse<ApprovalState>(row.GetString("State")!),
        row.GetString("AskedBy")!,
        Instant.FromDateTimeOffset(row.GetDateTimeOffset("Asked")!.Value),
        ProposalOf(row),
        row.GetString("DecidedBy") ?? "",
        row.GetDateTimeOffset("Decided") is { } decided ? Instant.FromDateTimeOffset(decided) : null,
        row.GetString("Reason") ?? "",
        row.GetBoolean("IsBypass") ?? false)
    {
        ETag = row.ETag,
    };

    /// <summary>Proposal, Proposal1, Proposal2 and so on.</summary>
    private static string NameOf(int piece) => piece == 0 ? "Proposal" : FormattableString.Invariant($"Proposal{piece}");

    private static string ProposalOf(TableEntity row)
    {
        var proposal = row.GetString(NameOf(0)) ?? "";
        for (var at = 1; row.GetString(NameOf(at)) is { } piece; at++) proposal += piece;
        return proposal;
    }
}
