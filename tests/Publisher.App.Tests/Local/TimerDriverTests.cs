using System.Text.Json.Nodes;
using Publisher.App.Local;
using Publisher.Testing;

namespace Publisher.App.Tests.Local;

public sealed class TimerDriverTests : IAsyncLifetime, IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 1, 8, 10, 1, 0, TimeSpan.Zero);
    private static readonly TimerSchedule EveryFiveMinutes = TimerSchedule.TryParse("0 */5 * * * *")!;

    private readonly ManualTime time = new(Start);
    private readonly CancellationTokenSource stop = new();
    private readonly Lines lines = new();
    private readonly SemaphoreSlim gate = new(0);
    private Handler handler = null!;
    private FunctionInvoker invoker = null!;
    private TimerDriver driver = null!;
    private Task running = Task.CompletedTask;

    public async Task InitializeAsync()
    {
        handler = await Handler.StartAsync();
        invoker = new FunctionInvoker(handler.Address, functionTimeout: null, time);
    }

    public async Task DisposeAsync()
    {
        await stop.CancelAsync();
        gate.Release(100);
        await running;
        await handler.DisposeAsync();
    }

    public void Dispose()
    {
        driver.Dispose();
        invoker.Dispose();
        gate.Dispose();
        stop.Dispose();
    }

    [Fact]
    public async Task A_run_comes_with_each_occurrence()
    {
        Drive();
        await WaitedAsync();
        Assert.Empty(handler.Calls);

        await AdvanceAsync(TimeSpan.FromMinutes(4), runs: 1);
        await AdvanceAsync(TimeSpan.FromMinutes(5), runs: 2);

        var calls = handler.Calls.Select(Timer).ToList();
        Assert.Equal(["0001-01-01T00:00:00", "2026-01-08T10:05:00+00:00"], calls.Select(call => Status(call, "Last")), StringComparer.Ordinal);
        Assert.Equal(["2026-01-08T10:05:00+00:00", "2026-01-08T10:10:00+00:00"], calls.Select(call => Status(call, "Next")), StringComparer.Ordinal);
        Assert.All(calls, call => Assert.False(call["IsPastDue"]!.GetValue<bool>()));
        Assert.True(lines.Has("Information: Tick: done"));
    }

    [Fact]
    public async Task A_long_wait_in_pieces_ends_in_one_run()
    {
        Drive("0 0 6 * * *");
        for (var hour = 0; hour < 19; hour++)
        {
            await WaitedAsync();
            time.Advance(TimeSpan.FromHours(1));
        }

        await WaitedAsync();
        Assert.Empty(handler.Calls);
        time.Advance(TimeSpan.FromMinutes(59));
        await RanAsync(1);
        Assert.False(IsPastDue(Assert.Single(handler.Calls)));
    }

    [Fact]
    public async Task Occurrences_missed_at_one_go_are_one_late_run()
    {
        Drive();
        await WaitedAsync();

        await AdvanceAsync(TimeSpan.FromHours(3), runs: 1);
        Assert.True(IsPastDue(handler.Calls.Last()));
        Assert.Equal(Start + TimeSpan.FromHours(3), driver.Status.Last);

        await AdvanceAsync(TimeSpan.FromMinutes(4), runs: 2);
        Assert.False(IsPastDue(handler.Calls.Last()));
    }

    [Fact]
    public async Task A_driver_that_starts_late_runs_once_at_once()
    {
        Drive(earlier: new ScheduleStatus(Start.AddHours(-2), Start.AddMinutes(-1), Start.AddHours(-2)));

        await RanAsync(1);
        await WaitedAsync();
        var call = Timer(Assert.Single(handler.Calls));
        Assert.True(call["IsPastDue"]!.GetValue<bool>());
        Assert.Equal("2026-01-08T08:01:00+00:00", Status(call, "Last"));
        Assert.Equal(Start.AddMinutes(4), driver.Status.Next);
    }

    [Fact]
    public async Task A_driver_runs_at_its_start_only_where_the_function_says_so()
    {
        Drive(runOnStartup: true);

        await RanAsync(1);
        await WaitedAsync();
        Assert.False(IsPastDue(Assert.Single(handler.Calls)));
        await AdvanceAsync(TimeSpan.FromMinutes(4), runs: 2);
    }

    [Fact]
    public async Task Runs_never_overlap_and_those_that_fell_into_a_long_one_are_one()
    {
        var (inside, most) = (0, 0);
        handler.Answer = async (context, _) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref inside));
            await gate.WaitAsync();
            Interlocked.Decrement(ref inside);
            await Handler.WriteAsync(context, Handler.Done);
        };
        Drive();
        await WaitedAsync();
        time.Advance(TimeSpan.FromMinutes(4));
        await Eventually.IsTrueAsync(() => handler.Calls.Count == 1, "the first run began");

        var byHand = driver.RunNowAsync(CancellationToken.None);
        time.Advance(TimeSpan.FromMinutes(30));
        gate.Release(3);

        Assert.True((await byHand).Succeeded);
        await RanAsync(3);
        await WaitedAsync();
        Assert.Equal((3, 1), (handler.Calls.Count, most));
        Assert.Equal(1, handler.Calls.Count(IsPastDue));
        Assert.Equal(Start.AddMinutes(34), driver.Status.Last);
    }

    [Fact]
    public async Task A_run_by_hand_leaves_the_schedule_as_it_is()
    {
        Drive();
        await WaitedAsync();
        var before = driver.Status;

        Assert.True((await driver.RunNowAsync(CancellationToken.None)).Succeeded);

        Assert.Equal(before, driver.Status);
        Assert.False(IsPastDue(Assert.Single(handler.Calls)));
    }

    [Fact]
    public async Task A_failed_run_is_told_and_not_repeated()
    {
        handler.Answer = (context, call) => call.Number == 1 ? Handler.WriteAsync(context, "", status: 500) : Handler.WriteAsync(context, Handler.Done);
        Drive();
        await WaitedAsync();

        await AdvanceAsync(TimeSpan.FromMinutes(4), runs: 1);
        Assert.True(lines.Has("Error: Tick failed after 0.0 s. It answered 500, and any status outside 200 to 299 is a failure."));
        Assert.Equal(Start.AddMinutes(9), driver.Status.Next);
        await AdvanceAsync(TimeSpan.FromMinutes(5), runs: 2);
    }

    [Fact]
    public async Task Whatever_a_handler_says_takes_one_line()
    {
        handler.Answer = (context, _) => Handler.WriteAsync(context, """{"Logs":["two\r\n\tlines","\u001b[31mred"]}""");
        Drive();

        await driver.RunNowAsync(CancellationToken.None);

        Assert.Equal(["Information: Tick: two lines", "Information: Tick: [31mred"], lines.All, StringComparer.Ordinal);
    }

    private void Drive(string? schedule = null, bool runOnStartup = false, ScheduleStatus? earlier = null)
    {
        var trigger = new TimerTrigger("timer", schedule is null ? EveryFiveMinutes : TimerSchedule.TryParse(schedule)!, runOnStartup);
        driver = new TimerDriver("Tick", trigger, invoker, new Payload(time, new Random(1)), time, lines, earlier);
        running = driver.RunAsync(stop.Token, CancellationToken.None);
    }

    /// <summary>Moves the clock on, and waits for the run that this brings about and for the wait after it.</summary>
    private async Task AdvanceAsync(TimeSpan by, int runs)
    {
        time.Advance(by);
        await RanAsync(runs);
        await WaitedAsync();
    }

    private Task RanAsync(int runs) => Eventually.IsTrueAsync(() => handler.Calls.Count == runs, $"{runs} runs were made");

    private Task WaitedAsync() => Eventually.IsTrueAsync(() => time.Waiting > 0, "the driver waited");

    private static JsonNode Timer(Call call) => JsonNode.Parse(call.Body)!["Data"]!["timer"]!;

    private static bool IsPastDue(Call call) => Timer(call)["IsPastDue"]!.GetValue<bool>();

    private static string Status(JsonNode timer, string member) => timer["ScheduleStatus"]![member]!.GetValue<string>();
}
