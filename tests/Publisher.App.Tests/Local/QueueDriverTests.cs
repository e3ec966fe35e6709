using System.Text.Json.Nodes;
using Azure.Storage.Queues;
using Publisher.App.Local;
using Publisher.Testing;

namespace Publisher.App.Tests.Local;

public sealed class QueueDriverTests(AzuriteFixture storage) : IClassFixture<AzuriteFixture>, IAsyncLifetime, IDisposable
{
    private static readonly HostSettings Settings = new() { BatchSize = 4, NewBatchThreshold = 2, MaxDequeueCount = 3, MaxPollingInterval = TimeSpan.FromMilliseconds(200) };

    private readonly string name = AzuriteFixture.UniqueName("work");
    private readonly CancellationTokenSource stop = new();
    private readonly CancellationTokenSource abandon = new();
    private readonly Lines lines = new();
    private Handler handler = null!;
    private FunctionInvoker invoker = null!;
    private Task running = Task.CompletedTask;

    public async Task InitializeAsync()
    {
        handler = await Handler.StartAsync();
        invoker = new FunctionInvoker(handler.Address, TimeSpan.FromMinutes(5), TimeProvider.System);
    }

    public async Task DisposeAsync()
    {
        await stop.CancelAsync();
        await abandon.CancelAsync();
        await running;
        await handler.DisposeAsync();
    }

    public void Dispose()
    {
        invoker.Dispose();
        stop.Dispose();
        abandon.Dispose();
    }

    [Fact]
    public async Task A_message_is_run_and_deleted()
    {
        Drive();
        await Queue().CreateIfNotExistsAsync();
        await Queue().SendMessageAsync("""{"name":"SendBatch","version":1}""");

        await EmptyAsync();

        var call = Assert.Single(handler.Calls);
        Assert.Equal("/SendBatch", call.Path);
        var payload = JsonNode.Parse(call.Body)!;
        Assert.Equal("""{"name":"SendBatch","version":1}""", JsonNode.Parse(payload["Data"]!["msg"]!.GetValue<string>())!.GetValue<string>());
        Assert.Equal("1", payload["Metadata"]!["DequeueCount"]!.GetValue<string>());
        Assert.Equal("SendBatch", payload["Metadata"]!["sys"]!["MethodName"]!.GetValue<string>());
        Assert.True(lines.Has("Information: SendBatch: done"));
    }

    [Fact]
    public async Task A_message_that_fails_comes_again_until_it_succeeds()
    {
        handler.Answer = (context, call) => call.Number < 3 ? Handler.WriteAsync(context, "") : Handler.WriteAsync(context, Handler.Done);
        await SendAsync("again");
        Drive();

        await EmptyAsync();

        Assert.Equal(["1", "2", "3"], handler.Calls.Select(DequeueCount), StringComparer.Ordinal);
        Assert.False(await Queue("-poison").ExistsAsync());
        Assert.Equal(2, lines.All.Count(line => line.Contains("with an empty body: the host would wait", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_message_that_keeps_failing_ends_in_the_poison_queue()
    {
        handler.Answer = (context, _) => Handler.WriteAsync(context, "no", status: 500);
        await SendAsync("zażółć");
        Drive();

        await PoisonedAsync(1);
        await EmptyAsync();

        Assert.Equal(["1", "2", "3"], handler.Calls.Select(DequeueCount), StringComparer.Ordinal);
        var poison = (await Queue("-poison").PeekMessageAsync()).Value;
        Assert.Equal("zażółć", poison.Body.ToString());
        await ToldAsync(line => line.EndsWith($"failed 3 times and was moved to {name}-poison.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_message_whose_last_run_was_killed_goes_to_poison_without_another()
    {
        await SendAsync("killer");
        for (var killed = 0; killed < Settings.MaxDequeueCount; killed++)
        {
            var message = (await Queue().ReceiveMessageAsync()).Value;
            await Queue().UpdateMessageAsync(message.MessageId, message.PopReceipt, message.Body, TimeSpan.Zero);
        }

        Drive();

        await PoisonedAsync(1);
        await EmptyAsync();
        Assert.Empty(handler.Calls);
    }

    [Fact]
    public async Task What_is_not_base64_goes_to_poison_and_holds_up_nobody()
    {
        await Queue().CreateIfNotExistsAsync();
        await new QueueClient(storage.ConnectionString, name).SendMessageAsync("no <base64> at all");
        await SendAsync("good");
        Drive();

        await PoisonedAsync(1);
        await EmptyAsync();

        Assert.Equal("1", DequeueCount(Assert.Single(handler.Calls)));
        Assert.Equal("no <base64> at all", (await Queue("-poison").PeekMessageAsync()).Value.Body.ToString());
        await ToldAsync(line => line.EndsWith($"is not base64, which the host requires, and was moved to {name}-poison.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_more_than_a_batch_is_in_work_and_no_message_is_run_twice()
    {
        var (inside, most) = (0, 0);
        var full = new TaskCompletionSource();
        var counting = new Lock();
        handler.Answer = async (context, _) =>
        {
            lock (counting)
            {
                most = Math.Max(most, ++inside);
                if (inside == Settings.BatchSize) full.TrySetResult();
            }

            await full.Task;
            lock (counting) inside--;
            await Handler.WriteAsync(context, Handler.Done);
        };
        var texts = Enumerable.Range(0, 25).Select(number => $"message {number}").ToList();
        foreach (var text in texts) await SendAsync(text);
        Drive();

        await Eventually.IsTrueAsync(() => handler.Calls.Count >= texts.Count, "all were run");
        await EmptyAsync();

        Assert.Equal(Settings.BatchSize, most);
        Assert.Equal(texts.Order(StringComparer.Ordinal), handler.Calls.Select(Text).Order(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    [Fact]
    public async Task One_at_a_time_is_one_at_a_time()
    {
        var (inside, most) = (0, 0);
        handler.Answer = async (context, _) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref inside));
            await Task.Yield();
            Interlocked.Decrement(ref inside);
            await Handler.WriteAsync(context, Handler.Done);
        };
        for (var number = 0; number < 5; number++) await SendAsync("x");
        Drive(Settings with { BatchSize = 1, NewBatchThreshold = 0 });

        await EmptyAsync();

        Assert.Equal((5, 1), (handler.Calls.Count, most));
    }

    [Fact]
    public async Task A_queue_that_vanishes_is_made_again()
    {
        await SendAsync("first");
        Drive();
        await EmptyAsync();
        await Queue().DeleteAsync();

        await Eventually.IsTrueAsync(async () => await Queue().ExistsAsync(), "the queue was made again");
        await SendAsync("second");

        await Eventually.IsTrueAsync(() => handler.Calls.Count == 2, "the second message was run");
        Assert.Contains(lines.All, line => line.Contains("could not be read (storage answered 404 QueueNotFound)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Storage_that_is_away_is_told_in_one_line_and_tried_again()
    {
        running = New("UseDevelopmentStorage=true;DevelopmentStorageProxyUri=http://127.0.0.1:1", Settings).RunAsync(stop.Token, abandon.Token);

        await Eventually.IsTrueAsync(() => lines.All.Count(line => line.Contains("could not be read", StringComparison.Ordinal)) >= 2, "two tries were told");

        Assert.All(lines.All, line => Assert.DoesNotContain('\n', line));
        Assert.False(running.IsCompleted);
    }

    [Fact]
    public async Task Stopping_lets_a_run_finish_and_delete_its_message()
    {
        var finish = new TaskCompletionSource();
        handler.Answer = async (context, _) =>
        {
            await finish.Task;
            await Handler.WriteAsync(context, Handler.Done);
        };
        await SendAsync("slow");
        Drive();
        await Eventually.IsTrueAsync(() => !handler.Calls.IsEmpty, "the run began");

        await stop.CancelAsync();
        Assert.False(running.IsCompleted);
        finish.SetResult();
        await running;

        await EmptyAsync();
    }

    [Fact]
    public async Task A_run_broken_off_leaves_its_message_for_another()
    {
        handler.Answer = (context, _) => Task.Delay(Timeout.Infinite, context.RequestAborted);
        await SendAsync("endless");
        Drive();
        await Eventually.IsTrueAsync(() => !handler.Calls.IsEmpty, "the run began");

        await stop.CancelAsync();
        await abandon.CancelAsync();
        await running;

        var message = (await Queue().ReceiveMessageAsync()).Value;
        Assert.Equal(("endless", 2), (message.Body.ToString(), message.DequeueCount));
    }

    [Fact]
    public async Task A_long_run_keeps_its_message_hidden()
    {
        var time = new ManualTime(DateTimeOffset.UnixEpoch);
        var finish = new TaskCompletionSource();
        handler.Answer = async (context, _) =>
        {
            await finish.Task;
            await Handler.WriteAsync(context, Handler.Done);
        };
        await SendAsync("long");
        running = New(storage.ConnectionString, Settings with { BatchSize = 1 }, time).RunAsync(stop.Token, abandon.Token);
        await Eventually.IsTrueAsync(() => !handler.Calls.IsEmpty && time.Waiting == 1, "the run began");

        for (var halves = 0; halves < 3; halves++)
        {
            time.Advance(TimeSpan.FromMinutes(5));
            await Eventually.IsTrueAsync(() => time.Waiting == 1, "it was hidden anew");
        }

        // The receipt of the delivery no longer holds, so a deletion shows that the renewed one was used.
        finish.SetResult();
        await EmptyAsync();
        Assert.Single(handler.Calls);
        Assert.DoesNotContain(lines.All, line => line.StartsWith("Warning", StringComparison.Ordinal));
    }

    private void Drive(HostSettings? settings = null) => running = New(storage.ConnectionString, settings ?? Settings).RunAsync(stop.Token, abandon.Token);

    private QueueDriver New(string connection, HostSettings settings, TimeProvider? time = null) =>
        new("SendBatch", new QueueTrigger("msg", name), connection, invoker, new Payload(TimeProvider.System, new Random(1)), settings, time ?? TimeProvider.System, lines);

    private QueueClient Queue(string suffix = "") => new(storage.ConnectionString, name + suffix, new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 });

    private async Task SendAsync(string text)
    {
        await Queue().CreateIfNotExistsAsync();
        await Queue().SendMessageAsync(text);
    }

    private Task EmptyAsync() => Eventually.IsTrueAsync(async () => await CountAsync("") == 0, "the queue was empty");

    private Task PoisonedAsync(int count) => Eventually.IsTrueAsync(async () => await CountAsync("-poison") == count, $"{count} messages were poison");

    private Task ToldAsync(Func<string, bool> line) => Eventually.IsTrueAsync(() => lines.All.Any(line), "a line was logged");

    /// <summary>Messages in a queue, the hidden ones included.</summary>
    private async Task<int> CountAsync(string suffix) =>
        await Queue(suffix).ExistsAsync() ? (await Queue(suffix).GetPropertiesAsync()).Value.ApproximateMessagesCount : 0;

    private static string DequeueCount(Call call) => JsonNode.Parse(call.Body)!["Metadata"]!["DequeueCount"]!.GetValue<string>();

    private static string Text(Call call) => JsonNode.Parse(JsonNode.Parse(call.Body)!["Data"]!["msg"]!.GetValue<string>())!.GetValue<string>();
}
