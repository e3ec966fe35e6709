using System.Globalization;
using System.Security.Cryptography;
using Azure;
using Azure.Data.Tables;
using NodaTime;

namespace Publisher.Staff;

/// <summary>One thing that somebody did.</summary>
/// <param name="Who">Their name.</param>
/// <param name="What">A verb: <c>sign-in</c>, <c>announce</c>; see <see cref="AuditVerbs"/>.</param>
/// <param name="Target">What it was done to: <c>call/2023-2</c>, an edition, a name. No address of a reader: this is kept for ever.</param>
/// <param name="Old">What was there before; empty where nothing was.</param>
/// <param name="New">What is there now; empty where nothing is.</param>
/// <param name="IsUnsure">It was begun, and nobody came back to say that it was done: it may have been, or a part of it.</param>
public sealed record AuditEntry(Instant At, string Who, string What, string Target, string Old, string New, bool IsUnsure = false);

/// <param name="Next">Where the next, older page begins; null at the end.</param>
public sealed record AuditPage(IReadOnlyList<AuditEntry> Entries, string? Next);

/// <summary>
/// The table <c>audit</c>: PartitionKey = "audit", RowKey = the instant counted backwards, so that the newest is first, and some chance. It is only ever
/// added to: nothing here changes or deletes a row. What changes something is written down by <see cref="AuditedChanges"/>.
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

    /// <summary>Writes down what somebody did, at this instant: what they looked at, for one. It is no way to write down a change.</summary>
    public Task RecordAsync(string who, string what, string target, string old, string @new, CancellationToken cancellationToken)
    {
        var now = clock.Now();
        return AddAsync(RowKey(now), new AuditEntry(now, who, what, target, old, @new), cancellationToken);
    }

    /// <param name="key">From <see cref="RowKey"/>; what has been added under it already stays as it is.</param>
    internal async Task AddAsync(string key, AuditEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            await table.AddEntityAsync(ToRow(Partition, key, entry), cancellationToken);
        }
        catch (RequestFailedException already) when (already.Status == 409)
        {
            // By an earlier try, whose answer was lost.
        }
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

    internal static string RowKey(Instant at) =>
        string.Create(CultureInfo.InvariantCulture, $"{DateTimeOffset.MaxValue.Ticks - at.ToDateTimeOffset().Ticks:D19}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}");

    private static string Cut(string text, int most)
    {
        if (text.Length <= most) return text;
        // Never between the halves of a letter.
        var end = char.IsHighSurrogate(text[most - 2]) ? most - 2 : most - 1;
        return text[..end] + "…";
    }

    internal static TableEntity ToRow(string partition, string key, AuditEntry entry)
    {
        var row = new TableEntity(partition, key)
        {
            ["At"] = entry.At.ToDateTimeOffset(),
            ["Who"] = Cut(entry.Who, MaxName),
            ["What"] = Cut(entry.What, MaxName),
            ["Target"] = Cut(entry.Target, MaxName),
            ["Old"] = Cut(entry.Old, MaxText),
            ["New"] = Cut(entry.New, MaxText),
        };
        if (entry.IsUnsure) row["IsUnsure"] = true;
        return row;
    }

    internal static AuditEntry FromRow(TableEntity row) => new(
        Instant.FromDateTimeOffset(row.GetDateTimeOffset("At") ?? default),
        row.GetString("Who") ?? "",
        row.GetString("What") ?? "",
        row.GetString("Target") ?? "",
        row.GetString("Old") ?? "",
        row.GetString("New") ?? "",
        row.GetBoolean("IsUnsure") ?? false);
}
