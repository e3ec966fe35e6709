using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;
using Publisher.App.Local;
using Publisher.Testing;

namespace Publisher.App.Tests.Local;

public sealed class LocalFunctionsTests(AzuriteFixture storage) : IClassFixture<AzuriteFixture>
{
    private readonly Lines lines = new();

    [Fact]
    public async Task A_script_root_comes_to_life()
    {
        var queue = AzuriteFixture.UniqueName("life");
        using var root = new ScratchRoot().AddTimer("Every", "* * * * * *").AddTimer("Yearly", "0 0 0 1 1 *").AddQueue("Work", queue).AddHttp("Site", "archive/{*path}");
        await using var handler = await Handler.StartAsync();
        await using var functions = New(root, handler.Address, new AsOf(new DateTimeOffset(2026, 1, 8, 10, 0, 0, TimeSpan.Zero)));

        await functions.StartAsync();
        var client = new QueueClient(storage.ConnectionString, queue, new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 });
        await client.CreateIfNotExistsAsync();
        await client.SendMessageAsync("go");
        var byHand = await functions.RunTimerNowAsync("Yearly");

        Assert.True(byHand.Succeeded);
        await Eventually.IsTrueAsync(() => handler.Calls.Any(call => call.Path == "/Work"), "the message was run");
        await Eventually.IsTrueAsync(() => handler.Calls.Count(call => call.Path == "/Every") >= 2, "the timer ran twice");
        Assert.All(handler.Calls, call => Assert.Contains("\"UtcNow\":\"2026-01-08T10:0", call.Body, StringComparison.Ordinal));
        Assert.Equal(["Every", "Site", "Work", "Yearly"], functions.Functions.Select(function => function.Name), StringComparer.Ordinal);
        Assert.True(lines.Has("Information: Yearly runs at 0 0 0 1 1 * (UTC), next at 2027-01-01 00:00:00."));
        Assert.True(lines.Has($"Information: Work listens to the queue {queue}."));
    }

    [Fact]
    public async Task A_faulty_root_is_refused_before_anything_runs()
    {
        using var root = new ScratchRoot().AddTimer("Tick", "whenever");
        await using var functions = New(root, new Uri("http://127.0.0.1:1/"), TimeProvider.System);

        var error = await Assert.ThrowsAsync<FunctionManifestException>(() => functions.StartAsync());

        Assert.StartsWith("Tick: the schedule \"whenever\"", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_timer_that_is_not_there_is_named_with_those_that_are()
    {
        using var root = new ScratchRoot().AddTimer("Tick", "0 0 0 1 1 *");
        await using var handler = await Handler.StartAsync();
        await using var functions = New(root, handler.Address, TimeProvider.System);
        await functions.StartAsync();

        var error = await Assert.ThrowsAsync<ArgumentException>(() => functions.RunTimerNowAsync("Tock"));

        Assert.StartsWith("There is no timer function Tock; there are: Tick.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_the_end_nothing_runs_any_more()
    {
        using var root = new ScratchRoot().AddTimer("Every", "* * * * * *");
        await using var handler = await Handler.StartAsync();
        var functions = New(root, handler.Address, TimeProvider.System);
        await functions.StartAsync();
        await Eventually.IsTrueAsync(() => !handler.Calls.IsEmpty, "the timer ran");

        await functions.DisposeAsync();
        await functions.DisposeAsync();

        var calls = handler.Calls.Count;
        Assert.Equal(calls, lines.All.Count(line => line == "Information: Every: done"));
    }

    private LocalFunctions New(ScratchRoot root, Uri handler, TimeProvider time) =>
        new(root.Folder, new ConfigurationBuilder().Build(), handler, storage.ConnectionString, time, new Random(1), lines);

    /// <summary>A clock that was set to another day and goes on from there.</summary>
    private sealed class AsOf(DateTimeOffset start) : TimeProvider
    {
        private readonly long begun = System.GetTimestamp();

        public override DateTimeOffset GetUtcNow() => start + System.GetElapsedTime(begun);
    }
}
