using System.Globalization;
using Azure;
using Azure.Data.Tables;
using NodaTime;
using NodaTime.Text;
using Publisher.Content;
using Publisher.Editions;

namespace Publisher.Reports;

/// <summary>What is counted together: a link of an item of an edition, on one day in the organisation's zone. Nobody is in it.</summary>
/// <param name="Begun">The month in which the edition's sending began, for it finds the count again.</param>
public sealed record ClickCount(LocalDate Begun, string Edition, ItemRef Item, LocalDate Day);

/// <summary>
/// How often the items of editions were opened, in sum: the table <c>clicks</c>, PartitionKey = month of the edition, RowKey = edition, kind, id, day and a number.
/// Each process writes into a row of its own choice of several, so that many at once seldom meet; whoever does meet another reads again.
/// </summary>
/// <param name="chance">Of which row this process writes into.</param>
public sealed class Clicks(TableServiceClient tables, DateTimeZone zone, Random chance)
{
    /// <summary>Rows that one count is spread over. A row takes some hundred writes a second, and a process makes one at a time.</summary>
    private const int Rows = 16;

    /// <summary>Others that may be met in a row, one after the other, before it is given up for now.</summary>
    private const int MostMet = 10;

    private const char Between = '|';

    private readonly TableClient table = tables.GetTableClient("clicks");
    private readonly int own = chance.Next(Rows);

    public Task CreateStorageAsync(CancellationToken cancellationToken) => table.CreateIfNotExistsAsync(cancellationToken);

    /// <summary>The count that an opening belongs to.</summary>
    /// <param name="started">When the sending of the edition began.</param>
    public ClickCount Of(string edition, Instant started, ItemRef item, Instant at) => new(Month(started), edition, item, at.InZone(zone).Date);

    /// <param name="by">Openings; below zero for what turned out to be none.</param>
    /// <exception cref="RequestFailedException">It is not counted.</exception>
    public async Task AddAsync(ClickCount count, int by, CancellationToken cancellationToken)
    {
        var (partition, key) = (Key(count.Begun), string.Join(Between, count.Edition, count.Item.Kind.Key(), count.Item.Id, LocalDatePattern.Iso.Format(count.Day), own.ToString("00", CultureInfo.InvariantCulture)));
        for (var met = 0; ; met++)
        {
            try
            {
                var found = await table.GetEntityIfExistsAsync<TableEntity>(partition, key, cancellationToken: cancellationToken);
                var row = new TableEntity(partition, key) { ["Count"] = (found.HasValue ? found.Value!.GetInt32("Count") ?? 0 : 0) + by };
                if (found.HasValue) await table.UpdateEntityAsync(row, found.Value!.ETag, TableUpdateMode.Replace, cancellationToken);
                else await table.AddEntityAsync(row, cancellationToken);
                return;
            }
            catch (RequestFailedException fault) when (fault.Status is 409 or 412 && met < MostMet)
            {
                // Somebody else has counted in between.
            }
        }
    }

    /// <summary>How often each item of some editions was opened, by now.</summary>
    public async Task<IReadOnlyDictionary<(string Edition, ItemRef Item), int>> OfAsync(IEnumerable<Edition> editions, CancellationToken cancellationToken)
    {
        var asked = editions.Where(edition => edition.Started is not null).ToDictionary(edition => edition.Id, edition => Key(Month(edition.Started!.Value)), StringComparer.Ordinal);
        var months = await Task.WhenAll(asked.Values.Distinct(StringComparer.Ordinal).Select(month => InAsync(month, asked, cancellationToken)));
        return months.SelectMany(month => month).ToDictionary(pair => pair.Key, pair => Math.Max(0, pair.Value));
    }

    private async Task<Dictionary<(string, ItemRef), int>> InAsync(string month, Dictionary<string, string> asked, CancellationToken cancellationToken)
    {
        var sums = new Dictionary<(string, ItemRef), int>();
        await foreach (var row in table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {month}"), select: ["RowKey", "Count"], cancellationToken: cancellationToken))
        {
            if (row.RowKey.Split(Between) is not [var edition, var kind, var id, ..] || !asked.TryGetValue(edition, out var begun) || begun != month || !ItemRef.TryParse($"{kind}/{id}", out var item)) continue;
            sums[(edition, item)] = sums.GetValueOrDefault((edition, item)) + (row.GetInt32("Count") ?? 0);
        }

        return sums;
    }

    private LocalDate Month(Instant at) => at.InZone(zone).Date.With(DateAdjusters.StartOfMonth);

    private static string Key(LocalDate month) => LocalDatePattern.Iso.Format(month)[..7];
}
