using System.Net;
using System.Net.Sockets;
using Publisher.App.Local;
using Publisher.Testing;

namespace Publisher.App.Tests.Local;

public sealed class FunctionInvokerTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task A_call_arrives_as_the_hosts_would()
    {
        await using var handler = await Handler.StartAsync();
        using var invoker = new FunctionInvoker(handler.Address, Limit, TimeProvider.System);

        var result = await invoker.InvokeAsync("Tick", """{"Data":{}}""", CancellationToken.None);

        Assert.True(result.Succeeded);
        Assert.Equal("done", Assert.Single(result.Logs));
        var call = Assert.Single(handler.Calls);
        Assert.Equal(("/Tick", """{"Data":{}}""", "chunked", null), (call.Path, call.Body, call.TransferEncoding, call.ContentLength));
        Assert.Equal(handler.Address.Authority, call.Host);
        Assert.StartsWith("application/json", call.ContentType, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var handler = await Handler.StartAsync();
        handler.Answer = (context, _) =>
        {
            context.Response.Redirect("/elsewhere");
            return Task.CompletedTask;
        };
        using var invoker = new FunctionInvoker(handler.Address, Limit, TimeProvider.System);

        var result = await invoker.InvokeAsync("Tick", "{}", CancellationToken.None);

        Assert.Contains("302", result.Failure, StringComparison.Ordinal);
        Assert.Single(handler.Calls);
    }

    [Fact]
    public async Task A_run_that_takes_too_long_fails_at_the_functions_timeout()
    {
        await using var handler = await Handler.StartAsync();
        handler.Answer = (context, _) => Task.Delay(Timeout.Infinite, context.RequestAborted);
        var time = new ManualTime(DateTimeOffset.UnixEpoch);
        using var invoker = new FunctionInvoker(handler.Address, Limit, time);

        var run = invoker.InvokeAsync("Tick", "{}", CancellationToken.None);
        await Eventually.IsTrueAsync(() => !handler.Calls.IsEmpty, "the call arrived");
        Assert.False(run.IsCompleted);
        time.Advance(Limit);

        var result = await run;
        Assert.Contains("functionTimeout of 00:05:00", result.Failure, StringComparison.Ordinal);
        Assert.Equal(Limit, result.Elapsed);
    }

    [Fact]
    public async Task A_broken_answer_is_a_failure()
    {
        await using var handler = await Handler.StartAsync();
        handler.Answer = async (context, _) =>
        {
            await Handler.WriteAsync(context, "{");
            await context.Response.Body.FlushAsync();
            context.Abort();
        };
        using var invoker = new FunctionInvoker(handler.Address, Limit, TimeProvider.System);

        Assert.Contains("broke off its answer", (await invoker.InvokeAsync("Tick", "{}", CancellationToken.None)).Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_handler_that_is_not_there_is_a_failure_and_never_ready()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var address = new Uri($"http://{free.LocalEndpoint}/");
        free.Stop();
        var time = new ManualTime(DateTimeOffset.UnixEpoch);
        using var invoker = new FunctionInvoker(address, Limit, time);

        Assert.Contains("could not be called", (await invoker.InvokeAsync("Tick", "{}", CancellationToken.None)).Failure, StringComparison.Ordinal);

        var ready = invoker.WaitUntilReadyAsync(CancellationToken.None);
        await Eventually.IsTrueAsync(() => time.Waiting > 0, "it waited for the handler");
        time.Advance(TimeSpan.FromSeconds(30));
        await Assert.ThrowsAsync<TimeoutException>(() => ready);
    }
}
