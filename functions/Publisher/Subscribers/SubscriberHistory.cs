using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using NodaTime;

namespace Publisher.Subscribers;

/// <summary>What happened to a subscription; together the proof of consent (RODO, article 7 (1)).</summary>
public enum HistoryEvent
{
    Imported, SignedUp, ConfirmationSent, Confirmed, Changed, AddressChanged, Unsubscribed, Returned, AddressChangeAsked,

    /// <summary>No mail any more: the address bounces, or its owner complained.</summary>
    Suppressed,

    /// <summary>Staff let the address be mailed again.</summary>
    SuppressionLifted,

    /// <summary>One of the two mailboxes agreed to a change of address: <see cref="ChoiceDetail.OldMailbox"/> or <see cref="ChoiceDetail.NewMailbox"/>.</summary>
    AddressChangeAgreed,

    /// <summary>The old mailbox called a change of address off.</summary>
    AddressChangeCancelled,

    /// <summary>Both mailboxes did not agree in time to a change of address.</summary>
    AddressChangeExpired,
}

/// <summary>One thing that happened to one subscription.</summary>
/// <param name="Channel">How it came about, in words: "form", "import: list of 2023, on paper", "link in a mail", "one click".</param>
/// <param name="Wording">Name and version of the text that was consented to; empty where none was.</param>
/// <param name="Detail">What was chosen or changed, in words; no address.</param>
/// <param name="Network">The caller's network, cut to /24 or /48; empty where unknown, and after its retention.</param>
public sealed record HistoryEntry(Instant At, HistoryEvent Event, string Channel, string Wording = "", string Detail = "", string Network = "");

/// <summary>How things come about, where it is always the same.</summary>
public static class HistoryChannel
{
    /// <summary>The page of signing up.</summary>
    public const string Form = "form";

    /// <summary>A program that signs people up.</summary>
    public const string Api = "API";

    /// <summary>A mail of ours.</summary>
    public const string Mail = "mail";

    /// <summary>A page that a link in a mail leads to.</summary>
    public const string Link = "link in a mail";

    /// <summary>The mail program's own button (RFC 8058).</summary>
    public const string OneClick = "one click";

    /// <summary>A mail server that said our mail does not arrive.</summary>
    public const string Bounce = "bounce";

    /// <summary>The reader's own word to their mail provider that it is spam.</summary>
    public const string Complaint = "complaint";

    /// <summary>Somebody of the organisation.</summary>
    public const string Staff = "staff";

    /// <summary>Nobody: a time ran out.</summary>
    public const string Time = "time ran out";

    private const string ImportStart = "import: ";

    public static string Import(string source) => ImportStart + source;

    /// <summary>The source of an import; null for any other channel.</summary>
    public static string? SourceOf(string channel) => channel.StartsWith(ImportStart, StringComparison.Ordinal) ? channel[ImportStart.Length..] : null;
}

/// <summary>
/// The history of subscriptions. Entries are added and, when a subscriber is erased, deleted; only <see cref="HistoryEntry.Network"/> is ever
/// taken out of one.
/// </summary>
public sealed class SubscriberHistory(TableServiceClient tables)
{
    /// <summary>Entries of one subscriber at one instant; more is a fault of ours.</summary>
    private const int MostAtOnce = 100;

    private readonly TableClient table = tables.GetTableClient(HistoryTable.Name);

    public Task CreateStorageAsync(CancellationToken cancellationToken) => table.CreateIfNotExistsAsync(cancellationToken);

    /// <summary>Adds an entry. Adding the very same one again changes nothing, so it may be repeated by whoever does not know how it ended.</summary>
    public async Task AddAsync(SubscriberKey key, HistoryEntry entry, CancellationToken cancellationToken)
    {
        for (var number = 0; ; number++)
        {
            var row = HistoryTable.ToRow(key, entry, number);
            try
            {
                await table.AddEntityAsync(row, cancellationToken);
                return;
            }
            catch (RequestFailedException fault) when (fault.Status == 409 && number < MostAtOnce)
            {
                // Two things at one instant: the later is counted behind the earlier. Perhaps it is the same one.
                var there = await table.GetEntityIfExistsAsync<TableEntity>(row.PartitionKey, row.RowKey, cancellationToken: cancellationToken);
                if (there.HasValue && HistoryTable.FromRow(there.Value!) == entry) return;
            }
        }
    }

    /// <summary>Adds entries of many subscribers of one partition in one write.</summary>
    /// <param name="entries">At most as many as a transaction takes, of subscribers all different.</param>
    internal async Task AddAsync(IReadOnlyList<(SubscriberKey Key, HistoryEntry Entry)> entries, CancellationToken cancellationToken)
    {
        try
        {
            await table.SubmitTransactionAsync(
                entries.Select(each => new TableTransactionAction(TableTransactionActionType.Add, HistoryTable.ToRow(each.Key, each.Entry, 0))), cancellationToken);
        }
        catch (RequestFailedException fault) when (fault.Status == 409)
        {
            foreach (var (key, entry) in entries) await AddAsync(key, entry, cancellationToken);
        }
    }

    /// <summary>All of one subscriber, the oldest first.</summary>
    public async IAsyncEnumerable<HistoryEntry> OfAsync(SubscriberKey key, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in table.QueryAsync<TableEntity>(HistoryTable.Of(key), cancellationToken: cancellationToken)) yield return HistoryTable.FromRow(row);
    }

    /// <summary>All of one partition of subscribers, in the order of their keys, each one's oldest first, page by page.</summary>
    internal async IAsyncEnumerable<StoredEntry> InAsync(string partition, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var rows = table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {partition}"), select: ["PartitionKey", "RowKey", "At", "Network"], cancellationToken: cancellationToken);
        await foreach (var row in rows) yield return HistoryTable.Stored(row);
    }

    /// <summary>What happened to everyone there is, in the order of their keys, each one's oldest first, page by page.</summary>
    public async IAsyncEnumerable<(SubscriberKey Key, Instant At, HistoryEvent Event)> EventsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var rows = table.QueryAsync<TableEntity>(filter: (string?)null, select: ["PartitionKey", "RowKey", "At", "Event"], cancellationToken: cancellationToken);
        await foreach (var row in rows) yield return (HistoryTable.KeyOf(row), HistoryTable.At(row), Enum.Parse<HistoryEvent>(row.GetString("Event")!));
    }

    /// <summary>Takes the network out of an entry; what else it says stays as it is.</summary>
    internal async Task ForgetNetworkAsync(StoredEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            await table.UpdateEntityAsync(new TableEntity(entry.Key.PartitionKey, entry.RowKey) { ["Network"] = "" }, ETag.All, TableUpdateMode.Merge, cancellationToken);
        }
        catch (RequestFailedException fault) when (fault.Status == 404)
        {
            // Erased meanwhile.
        }
    }

    /// <summary>Deletes what one subscriber has up to an instant: what is said while others are at it is somebody's new word.</summary>
    internal async Task RemoveAsync(SubscriberKey key, Instant until, CancellationToken cancellationToken)
    {
        var rows = table.QueryAsync<TableEntity>(HistoryTable.Of(key), select: ["PartitionKey", "RowKey", "At"], cancellationToken: cancellationToken);
        await foreach (var row in rows)
            if (HistoryTable.At(row) <= until) await table.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancellationToken);
    }

    /// <summary>Deletes all of one subscriber.</summary>
    internal async Task RemoveAsync(SubscriberKey key, CancellationToken cancellationToken)
    {
        var rows = table.QueryAsync<TableEntity>(HistoryTable.Of(key), select: ["PartitionKey", "RowKey"], cancellationToken: cancellationToken);
        await foreach (var row in rows) await table.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancellationToken);
    }
}
