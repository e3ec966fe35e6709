using System.Text;
using Azure;
using Azure.Data.Tables;
using Publisher.Tables.Tests.Contract;

namespace Publisher.Tables.Tests.Faults;

public sealed class ReadFaultTests(TableFixture fixture) : IClassFixture<TableFixture>
{
    public static TheoryData<string> Passing => [.. "503 429 reset lost broken 500".Split(' ')];

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task A_fault_that_passes_is_not_noticed(string name)
    {
        Fault fault = name switch
        {
            "503" => Faulty.Answer(503),
            "429" => Faulty.Answer(429, ("Retry-After", "1")),
            "reset" => Faulty.ResetBeforeSend,
            "lost" => Faulty.ReplyLost,
            "broken" => Faulty.ReplyBrokenOff,
            _ => Faulty.Answer(500),
        };
        var table = await TableWithRowAsync(new FaultyTransport(fault));

        Assert.Equal("ż", (await table.GetEntityAsync<TableEntity>("p", "r")).Value.GetString("Text"));
    }

    [Fact]
    public async Task A_body_that_stalls_is_given_up_and_asked_for_again()
    {
        var name = (await TableWithRowAsync(null)).Name;
        var options = new TableClientOptions { Transport = new FaultyTransport(Faulty.Stalled) };
        options.Retry.Delay = TimeSpan.FromMilliseconds(1);
        options.Retry.NetworkTimeout = TimeSpan.FromSeconds(2);
        var table = new TableClient(fixture.ConnectionString, name, options);

        Assert.Equal("ż", (await table.GetEntityAsync<TableEntity>("p", "r")).Value.GetString("Text"));
    }

    [Fact]
    public async Task A_body_that_stalls_on_every_try_is_no_answer()
    {
        var options = new TableClientOptions { Transport = new FaultyTransport(Faulty.Stalled, Faulty.Stalled) };
        options.Retry.MaxRetries = 1;
        options.Retry.Delay = TimeSpan.FromMilliseconds(1);
        options.Retry.NetworkTimeout = TimeSpan.FromMilliseconds(100);
        var table = new TableClient(fixture.ConnectionString, "nowhere", options);

        Assert.Equal(0, (await Assert.ThrowsAsync<RequestFailedException>(() => table.GetEntityAsync<TableEntity>("p", "r"))).Status);
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"value\":{}}")]
    [InlineData("{\"PartitionKey\":1}")]
    [InlineData("{\"Text\":{\"a\":1}}")]
    [InlineData("{\"Text\":\"\\ud800\"}")]
    [InlineData("{\"\\ud800\":1}")]
    [InlineData("{\"Text@odata.type\":\"Edm.Stream\",\"Text\":\"x\"}")]
    [InlineData("{\"Text@odata.type\":\"Edm.Int64\",\"Text\":\"x\"}")]
    [InlineData("{\"Text@odata.type\":7,\"Text\":\"x\"}")]
    [InlineData("{\"Number\":\"x\"}")]
    [InlineData("{\"Season\":\"Winter\"}")]
    public async Task An_answer_that_is_no_row_is_a_failed_request_for_rows_and_pages_alike(string body)
    {
        var row = await TableWithRowAsync(new FaultyTransport(Faulty.Body(() => new MemoryStream(Encoding.UTF8.GetBytes(body)))));
        var page = await TableWithRowAsync(new FaultyTransport(Faulty.Body(() => new MemoryStream(Encoding.UTF8.GetBytes($"{{\"value\":[{body}]}}")))));

        Assert.Equal(200, (await Assert.ThrowsAsync<RequestFailedException>(() => row.GetEntityAsync<SampleRow>("p", "r"))).Status);
        if (body is "" or "{\"value\":{}}") return;
        await Assert.ThrowsAsync<RequestFailedException>(async () => await page.QueryAsync<SampleRow>().AsPages().GetAsyncEnumerator().MoveNextAsync());
    }

    [Theory]
    [InlineData(10)]
    [InlineData(4000)]
    public async Task A_long_body_is_a_failed_request_and_is_not_read_beyond_the_limit(int mebibytes)
    {
        var body = new LongStream(mebibytes * 1024L * 1024);
        var table = await TableWithRowAsync(new FaultyTransport(Faulty.Body(() => body)));

        Assert.Equal(200, (await Assert.ThrowsAsync<RequestFailedException>(() => table.GetEntityAsync<TableEntity>("p", "r"))).Status);
        Assert.InRange(body.Taken, 1, 33 * 1024 * 1024);
    }

    [Fact]
    public async Task A_service_that_never_answers_is_one_kind_of_failure_with_status_0()
    {
        var table = await TableWithRowAsync(new FaultyTransport(Enumerable.Repeat(Faulty.ReplyLost, 4).ToArray()));

        Assert.Equal(0, (await Assert.ThrowsAsync<RequestFailedException>(() => table.GetEntityAsync<TableEntity>("p", "r"))).Status);
    }

    [Fact]
    public async Task Giving_up_is_the_callers_own_doing()
    {
        var table = await TableWithRowAsync(new FaultyTransport(Faulty.Stalled));
        using var giveUp = new CancellationTokenSource(TimeSpan.FromMilliseconds(20));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: giveUp.Token));
    }

    [Fact]
    public async Task A_continuation_that_goes_round_in_a_circle_is_not_followed()
    {
        Fault circle = (message, _) =>
        {
            message.Response = new CannedResponse(200, ("x-ms-continuation-NextPartitionKey", "a")) { ContentStream = new MemoryStream("{\"value\":[]}"u8.ToArray()) };
            return Task.CompletedTask;
        };
        var table = await TableWithRowAsync(new FaultyTransport(circle, circle, circle, circle));

        await Assert.ThrowsAsync<RequestFailedException>(async () =>
        {
            await foreach (var _ in table.QueryAsync<TableEntity>()) Assert.Fail("There are no rows.");
        });
    }

    private async Task<TableClient> TableWithRowAsync(FaultyTransport? transport)
    {
        var table = await fixture.NewTableAsync();
        await table.AddEntityAsync(new TableEntity("p", "r") { ["Text"] = "ż" });
        return fixture.Service(transport).GetTableClient(table.Name);
    }
}
