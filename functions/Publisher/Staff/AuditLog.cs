using System.Globalization;
using System.Security.Cryptography;
using Azure.Data.Tables;
using NodaTime;

namespace Publisher.Staff;

/// <summary>One thing that somebody did.</summary>
/// <param name="Who">Their name.</param>
/// <param name="What">A verb: <c>sign-in</c>, <c>announce</c>; see <see cref="AuditVerbs"/>.</param>
/// <param name="Target">What it was done to: <c>call/2023-2</c>, an edition, a name. No address of a reader: this is kept for ever.</param>
/// <param name="Old">What was there before; empty where nothing was.</param>
/// <param name="New">What is there now; empty where nothing is.</param>
public sealed record AuditEntry(Instant At, string Who, string What, string Target, string Old, string New);

/// <param name="Next">Where the next, older page begins; null at the end.</param>
public sealed record AuditPage(IReadOnlyList<AuditEntry> Entries, string? Next);

/// <summary>The verbs that are known by name in the console; another may be written, and is shown as it is.</summary>
public static class AuditVerbs
{
    public const string SignIn = "sign-in";
    public const string SignOut = "sign-out";
    public const string AddStaff = "staff-add";
    public const string RevokeStaff = "staff-revoke";
    public const string Announce = "announce";

    public const string Correct = "correct";
    public const string Steer = "edition";
    public const string Post = "post";
    public const string LookUp = "person-look-up";
    public const string Lift = "suppression-lift";
    public const string CheckList = "list-check";
    public const string ImportList = "list-import";

    /// <summary>For <see cref="AuditEntry.Who"/>: somebody with the settings' secrets, at a terminal.</summary>
    public const string CommandLine = "publisher";
}

/// <summary>
/// The table <c>audit</c>: PartitionKey = "audit", RowKey = the instant counted backwards, so that the newest is first, and some chance. It is only ever
/// added to: nothing here changes or deletes a row.
/// </summary>
public sealed class AuditLog(TableServiceClient tables, TimeProvider clock)
{
    private const string Partition = "audit";

    /// <summary>Characters of old and of new: what an item's body may have, twice over, is far within a row's limit (64 kB each, in UTF-16).</summary>
    public const int MaxText = 16_000;

    /// <summary>Characters of the others.</summary>
    private const int MaxName = 300;

    /// <summary>Entries of a page.</summary>
    public const int PageSize = 50;

    private readonly TableClient table = tables.GetTableClient("audit");

    public Task CreateStorageAsync(CancellationToken cancellationToken) => table.CreateIfNotExistsAsync(cancellationToken);

    /// <summary>Writes down what somebody did, at this instant.</summary>
    public Task RecordAsync(string who, string what, string target, string old, string @new, CancellationToken cancellationToken)
    {
        var now = clock.Now();
        return table.AddEntityAsync(
            new TableEntity(Partition, RowKey(now))
            {
                ["At"] = now.ToDateTimeOffset(),
                ["Who"] = Cut(who, MaxName),
                ["What"] = Cut(what, MaxName),
                ["Target"] = Cut(target, MaxName),
                ["Old"] = Cut(old, MaxText),
                ["New"] = Cut(@new, MaxText),
            },
            cancellationToken);
    }

    /// <summary>A page of what was done, the newest first.</summary>
    /// <param name="from">Of the page before; empty for the first. What is none begins at the newest.</param>
    public async Task<AuditPage> PageAsync(string from, CancellationToken cancellationToken)
    {
        var entries = new List<AuditEntry>();
        var after = IsPlace(from) ? from : "";
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and RowKey gt {after}");
        var last = "";
        await foreach (var row in table.QueryAsync<TableEntity>(filter, maxPerPage: PageSize + 1, cancellationToken: cancellationToken))
        {
            if (entries.Count == PageSize) return new AuditPage(entries, last);
            entries.Add(FromRow(row));
            last = row.RowKey;
        }

        return new AuditPage(entries, null);
    }

    private static bool IsPlace(string from) => from.Length is > 0 and <= 64 && from.All(static c => char.IsAsciiLetterOrDigit(c) || c == '-');

    private static string RowKey(Instant at) =>
        string.Create(CultureInfo.InvariantCulture, $"{DateTimeOffset.MaxValue.Ticks - at.ToDateTimeOffset().Ticks:D19}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}");

    private static string Cut(string text, int most)
    {
        if (text.Length <= most) return text;
        // Never between the halves of a letter.
        var end = char.IsHighSurrogate(text[most - 2]) ? most - 2 : most - 1;
        return text[..end] + "…";
    }

    private static AuditEntry FromRow(TableEntity row) => new(
        Instant.FromDateTimeOffset(row.GetDateTimeOffset("At") ?? default),
        row.GetString("Who") ?? "",
        row.GetString("What") ?? "",
        row.GetString("Target") ?? "",
        row.GetString("Old") ?? "",
        row.GetString("New") ?? "");
}
