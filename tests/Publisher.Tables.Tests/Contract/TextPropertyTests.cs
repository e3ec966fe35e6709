using Azure;
using Azure.Data.Tables;
using FsCheck;
using FsCheck.Fluent;
using Publisher.Tables.Tests.Unit;

namespace Publisher.Tables.Tests.Contract;

public sealed class TextPropertyTests(TableFixture fixture) : IClassFixture<TableFixture>
{
    private static Config Times(int count) => Config.QuickThrowOnFailure.WithMaxTest(count);

    [Fact]
    public async Task Any_text_comes_back_as_it_went()
    {
        var table = await fixture.NewTableAsync();
        Check.One(Times(150), Prop.ForAll(Texts.Any, async text =>
        {
            await table.UpsertEntityAsync(new TableEntity("p", "r") { ["Text"] = text });
            await table.SubmitTransactionAsync([new(TableTransactionActionType.UpsertMerge, new TableEntity("p", "t") { ["Text"] = text }), new(TableTransactionActionType.UpsertMerge, new TableEntity("p", "u"))]);

            Assert.Equal(text, (await table.GetEntityAsync<TableEntity>("p", "r")).Value.GetString("Text"));
            Assert.Equal(text, (await table.GetEntityAsync<TableEntity>("p", "t")).Value.GetString("Text"));
        }));
    }

    [Fact]
    public async Task Any_key_finds_its_row_and_no_other()
    {
        var table = await fixture.NewTableAsync();
        Check.One(Times(150), Prop.ForAll(Texts.Keys, Texts.Keys, async (partitionKey, rowKey) =>
        {
            await table.UpsertEntityAsync(new TableEntity(partitionKey, rowKey));
            var read = (await table.GetEntityAsync<TableEntity>(partitionKey, rowKey)).Value;
            await table.UpdateEntityAsync(read, read.ETag, TableUpdateMode.Replace);
            var found = new List<(string, string)>();
            await foreach (var row in table.QueryAsync<TableEntity>()) found.Add((row.PartitionKey, row.RowKey));

            Assert.Equal((partitionKey, rowKey), (read.PartitionKey, read.RowKey));
            Assert.Equal([(partitionKey, rowKey)], found);
            Assert.Equal(204, (await table.DeleteEntityAsync(partitionKey, rowKey)).Status);
        }));
    }

    [Fact]
    public async Task Any_key_serves_within_a_transaction()
    {
        var table = await fixture.NewTableAsync();
        Check.One(Times(100), Prop.ForAll(Texts.KeysOfTransactions, Texts.KeysOfTransactions, async (partitionKey, rowKey) =>
        {
            var row = new TableEntity(partitionKey, rowKey + "x");
            await table.SubmitTransactionAsync([new(TableTransactionActionType.UpsertReplace, row), new(TableTransactionActionType.Add, new TableEntity(partitionKey, rowKey + "y"))]);
            Assert.Equal(rowKey + "y", (await table.GetEntityAsync<TableEntity>(partitionKey, rowKey + "y")).Value.RowKey);
            await table.SubmitTransactionAsync([new(TableTransactionActionType.Delete, row), new(TableTransactionActionType.Delete, new TableEntity(partitionKey, rowKey + "y"))]);
            Assert.False((await table.GetEntityIfExistsAsync<TableEntity>(partitionKey, rowKey + "x")).HasValue);
        }));
    }

    [Fact]
    public async Task No_text_in_a_filter_lets_through_a_row_that_does_not_hold_it()
    {
        var table = await fixture.NewTableAsync();
        await table.AddEntityAsync(new TableEntity("p", "other") { ["Text"] = "something else entirely" });
        Check.One(Times(150), Prop.ForAll(Texts.Any, async text =>
        {
            await table.UpsertEntityAsync(new TableEntity("p", "this") { ["Text"] = text });

            Assert.Equal(["this"], await QueryTests.KeysAsync(table, TableClient.CreateQueryFilter($"Text eq {text}")), StringComparer.Ordinal);
            Assert.Equal(["other"], await QueryTests.KeysAsync(table, TableClient.CreateQueryFilter($"PartitionKey eq {"p"} and Text ne {text}")), StringComparer.Ordinal);
        }));
    }

    [Theory]
    [InlineData(0xd800)]
    [InlineData(0xdc00)]
    public async Task Half_a_surrogate_pair_is_refused_rather_than_turned_into_another_key_or_text(int half)
    {
        var text = $"a{(char)half}b";
        var table = await fixture.NewTableAsync();

        await Assert.ThrowsAsync<ArgumentException>(() => table.UpsertEntityAsync(new TableEntity("p", "r") { ["Text"] = text }));
        await Assert.ThrowsAsync<ArgumentException>(() => table.UpsertEntityAsync(new TableEntity("p", text)));
        await Assert.ThrowsAsync<ArgumentException>(() => table.DeleteEntityAsync(text, "r"));
        Assert.Throws<ArgumentException>(() => TableClient.CreateQueryFilter($"RowKey eq {text}"));
    }

    [Fact]
    public async Task A_key_with_a_character_the_service_forbids_is_a_failed_request()
    {
        var table = await fixture.NewTableAsync();

        Assert.Equal(400, (await Assert.ThrowsAsync<RequestFailedException>(() => table.AddEntityAsync(new TableEntity("p", "a/b")))).Status);
    }
}
