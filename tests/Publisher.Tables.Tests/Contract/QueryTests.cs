using Azure;
using Azure.Data.Tables;

namespace Publisher.Tables.Tests.Contract;

public sealed class QueryTests(TableFixture fixture) : IClassFixture<TableFixture>
{
    [Fact]
    public async Task More_rows_than_a_page_holds_all_come_in_order_and_once_over_partitions()
    {
        var table = await fixture.NewTableAsync();
        string[] partitions = ["a", "ł'ó d", "ź"];
        foreach (var partition in partitions)
        {
            foreach (var rows in Enumerable.Range(0, 400).Chunk(100))
                await table.SubmitTransactionAsync(rows.Select(n => new TableTransactionAction(TableTransactionActionType.Add, new TableEntity(partition, $"row {n:D4} ż"))));
        }

        var keys = new List<(string, string)>();
        await foreach (var row in table.QueryAsync<TableEntity>(select: ["PartitionKey", "RowKey"])) keys.Add((row.PartitionKey, row.RowKey));

        Assert.Equal(partitions.SelectMany(partition => Enumerable.Range(0, 400).Select(n => (partition, $"row {n:D4} ż"))), keys);
    }

    [Fact]
    public async Task A_query_goes_on_from_a_token_where_the_last_page_ended()
    {
        var table = await fixture.NewTableAsync();
        await table.SubmitTransactionAsync(Enumerable.Range(0, 7).Select(n => new TableTransactionAction(TableTransactionActionType.Add, new TableEntity("p", $"{n}"))));

        string? token = null;
        await foreach (var page in table.QueryAsync<TableEntity>(maxPerPage: 3).AsPages())
        {
            Assert.Equal(["0", "1", "2"], page.Values.Select(row => row.RowKey), StringComparer.Ordinal);
            token = page.ContinuationToken;
            break;
        }

        var rest = new List<string[]>();
        await foreach (var page in table.QueryAsync<TableEntity>().AsPages(token, 2)) rest.Add([.. page.Values.Select(row => row.RowKey)]);

        Assert.Equal(["3", "4", "5", "6"], rest.SelectMany(keys => keys), StringComparer.Ordinal);
        Assert.True(rest.Count >= 2);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1001)]
    public async Task A_page_size_no_page_has_is_a_fault_of_the_caller(int size)
    {
        var table = await fixture.NewTableAsync();

        Assert.Throws<ArgumentOutOfRangeException>(() => table.QueryAsync<TableEntity>(maxPerPage: size));
    }

    [Fact]
    public async Task Each_type_of_value_filters_by_what_it_is()
    {
        var table = await fixture.NewTableAsync();
        var id = Guid.Parse("0f8fad5b-d9cb-469f-a165-70867728950e");
        var instant = new DateTimeOffset(2026, 11, 22, 4, 5, 6, TimeSpan.Zero).AddTicks(1234567);
        byte[] bytes = [1, 171];
        await table.AddEntityAsync(new TableEntity("p", "hit")
        {
            ["S"] = "O'Hara", ["I"] = 5, ["L"] = 5_000_000_000L, ["D"] = 2.0, ["B"] = true, ["G"] = id, ["T"] = instant, ["X"] = bytes, ["E"] = "Autumn",
        });
        await table.AddEntityAsync(new TableEntity("p", "miss")
        {
            ["S"] = "O", ["I"] = 6, ["L"] = 6L, ["D"] = 3.0, ["B"] = false, ["G"] = Guid.Empty, ["T"] = instant.AddSeconds(1), ["X"] = new byte[] { 2 }, ["E"] = "Spring",
        });

        FormattableString[] filters =
        [
            $"S eq {"O'Hara"}", $"I eq {5}", $"L eq {5_000_000_000L}", $"D eq {2.0}", $"B eq {true}", $"G eq {id}", $"T eq {instant}",
            $"T eq {instant.UtcDateTime}", $"X eq {bytes}", $"X eq {BinaryData.FromBytes(bytes)}", $"E eq {Season.Autumn}",
            $"PartitionKey eq {"p"} and RowKey ge {"h"} and RowKey lt {"i"}",
        ];
        var hits = new List<string>();
        foreach (var filter in filters) hits.Add($"{filter.Format}: {string.Join(' ', await KeysAsync(table, TableClient.CreateQueryFilter(filter)))}");

        Assert.All(hits, hit => Assert.EndsWith(": hit", hit, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_filter_the_service_does_not_understand_is_400()
    {
        var table = await fixture.NewTableAsync();

        var refused = await Assert.ThrowsAsync<RequestFailedException>(() => KeysAsync(table, "this is (not a filter"));

        Assert.Equal(400, refused.Status);
    }

    internal static async Task<List<string>> KeysAsync(TableClient table, string filter)
    {
        var keys = new List<string>();
        await foreach (var row in table.QueryAsync<TableEntity>(filter)) keys.Add(row.RowKey);
        return keys;
    }
}
