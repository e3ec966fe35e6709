using System.Globalization;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using NodaTime;

namespace Publisher.Subscribers;

/// <summary>What happened to a subscription; together the proof of consent (RODO, article 7 (1)).</summary>
public enum HistoryEvent { Imported, SignedUp, ConfirmationSent, Confirmed, Changed, AddressChanged, Unsubscribed }

/// <summary>One thing that happened to one subscription.</summary>
/// <param name="Channel">How it came about, in words: "form", "import: list of 2023, on paper", "link in a mail", "one click".</param>
/// <param name="Wording">Name and version of the text that was consented to; empty where none was.</param>
/// <param name="Detail">What was chosen or changed, in words; no address.</param>
/// <param name="Network">The caller's network, cut to /24 or /48; empty where unknown, and after its retention.</param>
public sealed record HistoryEntry(Instant At, HistoryEvent Event, string Channel, string Wording = "", string Detail = "", string Network = "");

/// <summary>
/// The table <c>history</c>: PartitionKey = the subscriber's key, RowKey = the time and a counter. Rows are added and, when a subscriber is
/// erased, deleted; only <see cref="HistoryEntry.Network"/> is ever taken out of one.
/// </summary>
public sealed class SubscriberHistory(TableServiceClient tables)
{
    /// <summary>Entries of one subscriber at one instant; more is a fault of ours.</summary>
    private const int MostAtOnce = 100;

    private readonly TableClient table = tables.GetTableClient("history");

    public Task CreateStorageAsync(CancellationToken cancellationToken) => table.CreateIfNotExistsAsync(cancellationToken);

    public async Task AddAsync(SubscriberKey key, HistoryEntry entry, CancellationToken cancellationToken)
    {
        for (var number = 0; ; number++)
        {
            try
            {
                await table.AddEntityAsync(ToRow(key, entry, number), cancellationToken);
                return;
            }
            catch (RequestFailedException fault) when (fault.Status == 409 && number < MostAtOnce)
            {
                // Two things at one instant: the later is counted behind the earlier.
            }
        }
    }

    /// <summary>All of one subscriber, the oldest first.</summary>
    public async IAsyncEnumerable<HistoryEntry> OfAsync(SubscriberKey key, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var partition = key.ToString();
        await foreach (var row in table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {partition}"), cancellationToken: cancellationToken))
            yield return FromRow(row);
    }

    private static TableEntity ToRow(SubscriberKey key, HistoryEntry entry, int number)
    {
        var order = string.Create(CultureInfo.InvariantCulture, $"{entry.At.ToUnixTimeTicks():D19}-{number:D2}");
        return new TableEntity(key.ToString(), order)
        {
            ["At"] = entry.At.ToDateTimeOffset(),
            ["Event"] = entry.Event.ToString(),
            ["Channel"] = entry.Channel,
            ["Wording"] = entry.Wording,
            ["Detail"] = entry.Detail,
            ["Network"] = entry.Network,
        };
    }

    private static HistoryEntry FromRow(TableEntity row) => new(
        Instant.FromDateTimeOffset(row.GetDateTimeOffset("At")!.Value),
        Enum.Parse<HistoryEvent>(row.GetString("Event")!),
        row.GetString("Channel") ?? "",
        row.GetString("Wording") ?? "",
        row.GetString("Detail") ?? "",
        row.GetString("Network") ?? "");
}
