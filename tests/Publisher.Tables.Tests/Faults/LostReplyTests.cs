using Azure;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using Publisher.Tables.Tests.Contract;
using static Azure.Data.Tables.TableTransactionActionType;

namespace Publisher.Tables.Tests.Faults;

/// <summary>A conflict with one's own earlier try is success; a conflict with anyone else stays one.</summary>
public sealed class LostReplyTests(TableFixture fixture) : IClassFixture<TableFixture>
{
    public static TheoryData<string, string> LossesByWrite()
    {
        var data = new TheoryData<string, string>();
        foreach (var write in (string[])["add", "merge", "replace", "upsert", "delete", "transaction", "deletes"])
        {
            foreach (var loss in (string[])["lost", "broken", "500", "503", "408", "reset", "lost twice"]) data.Add(write, loss);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(LossesByWrite))]
    public async Task A_write_whose_reply_is_lost_succeeds_once_with_its_version(string write, string loss)
    {
        Fault[] faults = loss switch
        {
            "lost" => [Faulty.ReplyLost],
            "broken" => [Faulty.ReplyBrokenOff],
            "500" => [Faulty.CommittedBut(500)],
            "503" => [Faulty.CommittedBut(503)],
            "408" => [Faulty.CommittedBut(408)],
            "reset" => [Faulty.ResetBeforeSend],
            _ => [Faulty.ReplyLost, Faulty.ReplyLost],
        };
        var (table, version) = await TableWithRowAsync();
        var transport = new FaultyTransport(faults);

        var answers = await DoAsync(write, fixture.Service(transport).GetTableClient(table.Name), version);

        Assert.All(answers, answer => Assert.False(answer.IsError && answer.Status != 404));
        foreach (var key in (string[])["old", "new"])
        {
            var row = await table.GetEntityIfExistsAsync<TableEntity>("p", key);
            var expected = write switch { "add" => "11", "transaction" => key == "old" ? "2" : "1", "delete" or "deletes" => "-", _ => "2" };
            if (write == "add" && key == "old") continue;
            if (key == "new" && write is not ("add" or "transaction")) Assert.False(row.HasValue);
            else Assert.Equal(expected, row.HasValue ? $"{row.Value!.GetInt32("N")}" : "-");
            if (row.HasValue && !write.StartsWith("delete", StringComparison.Ordinal)) Assert.Contains(row.Value!.ETag, answers.Select(answer => answer.Headers.ETag));
        }
    }

    [Theory]
    [InlineData("add", 409)]
    [InlineData("merge", 412)]
    [InlineData("replace", 412)]
    [InlineData("delete", 412)]
    [InlineData("transaction", 409)]
    public async Task A_conflict_with_another_writer_during_a_retry_stays_a_conflict(string write, int status)
    {
        var (table, version) = await TableWithRowAsync();
        var other = Faulty.Before(Faulty.ResetBeforeSend, async () =>
        {
            await table.AddEntityAsync(new TableEntity("p", "new") { ["N"] = 99 });
            await table.UpdateEntityAsync(new TableEntity("p", "old") { ["N"] = 99 }, ETag.All);
        });

        var refused = await Assert.ThrowsAnyAsync<RequestFailedException>(() =>
            DoAsync(write, fixture.Service(new FaultyTransport(other)).GetTableClient(table.Name), version));

        Assert.Equal(status, refused.Status);
        Assert.Equal(99, (await table.GetEntityAsync<TableEntity>("p", "new")).Value.GetInt32("N"));
        Assert.Equal(99, (await table.GetEntityAsync<TableEntity>("p", "old")).Value.GetInt32("N"));
    }

    [Fact]
    public async Task Ones_own_row_that_another_has_written_since_is_reported_as_a_conflict()
    {
        var (table, version) = await TableWithRowAsync();
        var other = Faulty.Before(Faulty.ReplyLost, () => table.UpdateEntityAsync(new TableEntity("p", "old") { ["N"] = 99 }, ETag.All));

        var refused = await Assert.ThrowsAsync<RequestFailedException>(() =>
            DoAsync("merge", fixture.Service(new FaultyTransport(other)).GetTableClient(table.Name), version));

        Assert.Equal(412, refused.Status);
    }

    [Fact]
    public async Task A_committed_transaction_is_success_though_another_has_changed_one_of_its_rows_since_and_that_row_has_no_version()
    {
        var (table, version) = await TableWithRowAsync();
        var other = Faulty.Before(Faulty.ReplyLost, () => table.UpdateEntityAsync(new TableEntity("p", "old") { ["N"] = 99 }, ETag.All));

        var answers = await DoAsync("transaction", fixture.Service(new FaultyTransport(other)).GetTableClient(table.Name), version);

        Assert.NotNull(answers[0].Headers.ETag);
        Assert.Null(answers[1].Headers.ETag);
    }

    [Fact]
    public async Task Calls_that_share_a_client_request_id_are_not_taken_for_each_other()
    {
        var (table, _) = await TableWithRowAsync();
        using var scope = HttpPipeline.CreateClientRequestIdScope("the-same-for-all");
        await table.AddEntityAsync(new TableEntity("p", "new"));

        var refused = await Assert.ThrowsAsync<RequestFailedException>(() =>
            fixture.Service(new FaultyTransport(Faulty.ResetBeforeSend)).GetTableClient(table.Name).AddEntityAsync(new TableEntity("p", "new")));

        Assert.Equal(409, refused.Status);
    }

    [Fact]
    public async Task A_conflict_without_a_doubtful_try_is_believed_at_once()
    {
        var (table, _) = await TableWithRowAsync();
        var transport = new FaultyTransport(Faulty.Refused, Faulty.Answer(429));

        await Assert.ThrowsAsync<RequestFailedException>(() => fixture.Service(transport).GetTableClient(table.Name).AddEntityAsync(new TableEntity("p", "old")));

        Assert.DoesNotContain(transport.Tries, attempt => attempt.StartsWith("GET", StringComparison.Ordinal));
        Assert.Equal(3, transport.Tries.Count);
    }

    [Theory]
    [InlineData("add")]
    [InlineData("transaction")]
    public async Task When_the_row_cannot_be_read_back_the_outcome_is_unknown(string write)
    {
        var (table, version) = await TableWithRowAsync();
        var transport = new FaultyTransport(Faulty.ReplyLost, Faulty.None, Faulty.Answer(403));

        var unknown = await Assert.ThrowsAsync<RequestFailedException>(() => DoAsync(write, fixture.Service(transport).GetTableClient(table.Name), version));

        Assert.Equal(0, unknown.Status);
    }

    [Fact]
    public async Task A_table_made_by_a_try_whose_reply_was_lost_is_there()
    {
        var name = Publisher.Testing.AzuriteFixture.UniqueName("t");

        await fixture.Service(new FaultyTransport(Faulty.ReplyLost)).CreateTableIfNotExistsAsync(name);

        Assert.Equal(409, (await fixture.Service().CreateTableIfNotExistsAsync(name)).GetRawResponse().Status);
    }

    [Fact]
    public async Task The_mark_is_hidden_from_readers_and_refused_from_writers()
    {
        var (table, _) = await TableWithRowAsync();

        Assert.False((await table.GetEntityAsync<TableEntity>("p", "old")).Value.ContainsKey("ClientRequestId"));
        await Assert.ThrowsAsync<ArgumentException>(() => table.UpsertEntityAsync(new TableEntity("p", "old") { ["ClientRequestId"] = "x" }));
    }

    private async Task<(TableClient Table, ETag Version)> TableWithRowAsync()
    {
        var table = await fixture.NewTableAsync();
        return (table, (await table.AddEntityAsync(new TableEntity("p", "old") { ["N"] = 1 })).Headers.ETag!.Value);
    }

    private static async Task<IReadOnlyList<Response>> DoAsync(string write, TableClient table, ETag version)
    {
        var old = new TableEntity("p", "old") { ["N"] = 2 };
        return write switch
        {
            "add" => [await table.AddEntityAsync(new TableEntity("p", "new") { ["N"] = 11 })],
            "merge" => [await table.UpdateEntityAsync(old, version)],
            "replace" => [await table.UpdateEntityAsync(old, version, TableUpdateMode.Replace)],
            "upsert" => [await table.UpsertEntityAsync(old)],
            "delete" => [await table.DeleteEntityAsync("p", "old", version)],
            "deletes" => (await table.SubmitTransactionAsync([new(TableTransactionActionType.Delete, old, version)])).Value,
            _ => (await table.SubmitTransactionAsync([new(Add, new TableEntity("p", "new") { ["N"] = 1 }), new(UpdateMerge, old, version)])).Value,
        };
    }
}
