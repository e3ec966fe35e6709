using Publisher.Mail.Smtp;

namespace Publisher.Mail.Tests.Smtp;

public class TurnstileTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Who_waits_is_let_in_in_the_order_of_coming_and_not_overtaken()
    {
        var turnstile = new Turnstile(1);
        Assert.True(turnstile.TryEnter(default));
        List<int> order = [];
        List<Task> all = [];
        for (var i = 0; i < 4; i++)
        {
            var number = i;
            all.Add(Blocking(() =>
            {
                Assert.True(turnstile.TryEnter(default));
                order.Add(number);
                turnstile.Leave();
            }));
            while (turnstile.Waiting <= i) await Task.Delay(1);
        }
        turnstile.Leave();
        await Task.WhenAll(all).WaitAsync(Patience);
        Assert.Equal([0, 1, 2, 3], order);
        Assert.False(turnstile.IsWanted);
    }

    [Fact]
    public async Task Who_gives_up_waiting_takes_no_place_with_them()
    {
        using var cancel = new CancellationTokenSource();
        var turnstile = new Turnstile(1);
        Assert.True(turnstile.TryEnter(default));
        var first = Blocking(() => Assert.False(turnstile.TryEnter(cancel.Token)));
        while (turnstile.Waiting < 1) await Task.Delay(1);
        var second = Blocking(() => Assert.True(turnstile.TryEnter(default)));
        while (turnstile.Waiting < 2) await Task.Delay(1);
        await cancel.CancelAsync();
        await first.WaitAsync(Patience);
        turnstile.Leave();
        await second.WaitAsync(Patience);
        turnstile.Leave();
        Assert.True(turnstile.TryEnter(default));
        Assert.False(turnstile.TryEnter(cancel.Token));
    }

    [Fact]
    public async Task There_are_never_more_inside_than_places()
    {
        var turnstile = new Turnstile(3);
        var inside = 0;
        var most = 0;
        await Task.WhenAll(Enumerable.Range(0, 12).Select(n => Blocking(() =>
        {
            for (var i = 0; i < 200; i++)
            {
                using var soon = new CancellationTokenSource();
                if ((i + n) % 3 == 0) soon.CancelAfter(0);
                if (!turnstile.TryEnter(soon.Token)) continue;
                InterlockedMax(ref most, Interlocked.Increment(ref inside));
                if (i % 10 == 0) Thread.Yield();
                Interlocked.Decrement(ref inside);
                turnstile.Leave();
            }
        }))).WaitAsync(Patience);
        Assert.InRange(most, 1, 3);
        Assert.Equal((0, false), (inside, turnstile.IsWanted));
        for (var i = 0; i < 3; i++) Assert.True(turnstile.TryEnter(default));
        using var enough = new CancellationTokenSource(50);
        await Blocking(() => Assert.False(turnstile.TryEnter(enough.Token)));
    }

    private static Task Blocking(Action work) => Task.Factory.StartNew(work, default, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = Volatile.Read(ref most); seen < value; seen = Volatile.Read(ref most)) Interlocked.CompareExchange(ref most, value, seen);
    }
}
