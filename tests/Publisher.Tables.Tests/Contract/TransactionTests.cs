using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using static Azure.Data.Tables.TableTransactionActionType;

namespace Publisher.Tables.Tests.Contract;

public sealed class TransactionTests(TableFixture fixture) : IClassFixture<TableFixture>
{
    [Fact]
    public async Task All_kinds_of_action_commit_together_and_answer_with_versions()
    {
        var table = await fixture.NewTableAsync();
        foreach (var key in (string[])["merge", "replace", "delete", "upsert", "put"]) await table.AddEntityAsync(Row(key, ("Old", 1)));

        var answers = (await table.SubmitTransactionAsync(
        [
            new(Add, Row("add 'ż {x}", ("New", 2))),
            new(UpdateMerge, Row("merge", ("New", 2))),
            new(UpdateReplace, Row("replace", ("New", 2))),
            new(TableTransactionActionType.Delete, Row("delete")),
            new(UpsertMerge, Row("upsert", ("New", 2))),
            new(UpsertReplace, Row("put", ("New", 2))),
        ])).Value;

        Assert.Equal([204, 204, 204, 204, 204, 204], answers.Select(answer => answer.Status));
        var rows = new Dictionary<string, TableEntity>(StringComparer.Ordinal);
        await foreach (var row in table.QueryAsync<TableEntity>()) rows[row.RowKey] = row;
        Assert.Equal(["add 'ż {x}", "merge", "put", "replace", "upsert"], rows.Keys.Order(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.Equal([false, true, false, false, true], rows.OrderBy(row => row.Key, StringComparer.Ordinal).Select(row => row.Value.ContainsKey("Old")));
        Assert.All(rows.Values, row => Assert.Equal(2, row.GetInt32("New")));
        Assert.Equal(rows["merge"].ETag, answers[1].Headers.ETag);
    }

    [Theory]
    [InlineData(0, 409)]
    [InlineData(1, 409)]
    [InlineData(7, 409)]
    public async Task A_refused_action_names_its_index_and_leaves_nothing_behind(int failing, int status)
    {
        var table = await fixture.NewTableAsync();
        await table.AddEntityAsync(Row($"{failing}"));

        var refused = await Assert.ThrowsAsync<TableTransactionFailedException>(() =>
            table.SubmitTransactionAsync(Enumerable.Range(0, 10).Select(n => new TableTransactionAction(Add, Row($"{n}")))));

        Assert.Equal((status, TableErrorCode.EntityAlreadyExists, (int?)failing), (refused.Status, refused.ErrorCode, refused.FailedTransactionActionIndex));
        Assert.Equal([$"{failing}"], await QueryTests.KeysAsync(table, ""));
    }

    [Fact]
    public async Task Versions_and_missing_rows_refuse_a_transaction()
    {
        var table = await fixture.NewTableAsync();
        var old = (await table.AddEntityAsync(Row("r"))).Headers.ETag!.Value;
        await table.UpsertEntityAsync(Row("r", ("N", 1)));

        var stale = await Assert.ThrowsAsync<TableTransactionFailedException>(() =>
            table.SubmitTransactionAsync([new(Add, Row("new")), new(UpdateMerge, Row("r", ("N", 2)), old)]));
        var missing = await Assert.ThrowsAsync<TableTransactionFailedException>(() =>
            table.SubmitTransactionAsync([new(TableTransactionActionType.Delete, Row("none"))]));

        Assert.Equal((412, 1), (stale.Status, stale.FailedTransactionActionIndex));
        Assert.Equal((404, 0), (missing.Status, missing.FailedTransactionActionIndex));
    }

    [Fact]
    public async Task What_the_service_would_refuse_outright_is_refused_in_a_sentence_before_it_is_sent()
    {
        var table = await fixture.NewTableAsync();
        var tooMany = Enumerable.Range(0, 101).Select(n => new TableTransactionAction(Add, Row($"{n}")));
        var tooLarge = Enumerable.Range(0, 100).Select(n => new TableTransactionAction(Add, Row($"{n}", ("Text", new string('x', 50_000)))));

        Assert.Contains("at least one", await RefusalAsync(table, []), StringComparison.Ordinal);
        Assert.Contains("at most 100", await RefusalAsync(table, tooMany), StringComparison.Ordinal);
        Assert.Contains("bytes long", await RefusalAsync(table, tooLarge), StringComparison.Ordinal);
        Assert.Contains("one PartitionKey", await RefusalAsync(table, [new(Add, Row("a")), new(Add, new TableEntity("q", "b"))]), StringComparison.Ordinal);
        Assert.Contains("appears twice", await RefusalAsync(table, [new(Add, Row("a")), new(UpsertMerge, Row("a"))]), StringComparison.Ordinal);
    }

    private static async Task<string> RefusalAsync(TableClient table, IEnumerable<TableTransactionAction> actions) =>
        (await Assert.ThrowsAsync<ArgumentException>(() => table.SubmitTransactionAsync(actions))).Message;

    private static TableEntity Row(string key, params (string Name, object Value)[] properties)
    {
        var row = new TableEntity("p", key);
        foreach (var (name, value) in properties) row[name] = value;
        return row;
    }
}
