using System.Collections.Concurrent;
using Publisher.App.Local;
using Publisher.App.Trial;
using Publisher.Testing;

namespace Publisher.Trial.Tests;

/// <summary>Real processes, a real emulator and a real mail server's dialogue; only what goes wrong is drawn by lot.</summary>
public sealed class CrashTrialTests
{
    /// <summary>As far as a relay in the next town.</summary>
    private static readonly TimeSpan Distance = TimeSpan.FromMilliseconds(2);

    [Fact]
    public async Task Whatever_is_killed_or_fails_nobody_is_left_out_and_every_duplicate_is_one_the_ledger_calls_unknown()
    {
        var rounds = new ConcurrentBag<TrialRound>();

        await CrashRounds.RunAsync(Run.Publisher, new CrashRounds(Rounds: 5, Recipients: 10_000, Lanes: 3, Seed: Environment.TickCount & 0xffff), rounds.Add, CancellationToken.None);

        Assert.Equal(5, rounds.Count);
        Assert.All(rounds, round => Assert.True(round.IsGood, round.ToString()));
        Assert.All(rounds, round => Assert.Equal(10_000, round.Reached));
        Assert.Contains(rounds, round => round.Kills > 1);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public async Task Workers_side_by_side_share_an_edition_and_nobody_gets_it_twice(int workers)
    {
        await using var storage = await LocalStorage.InMemoryAsync(CancellationToken.None);
        var options = new CrashTrialOptions(storage.ConnectionString, Run.Publisher, 10_000, workers, workers, 1, 0, 0, Kills: false) { Delay = Distance };
        await using var trial = await CrashTrial.StartAsync(options, CancellationToken.None);

        var round = await trial.RunAsync(1, CancellationToken.None);

        Assert.Equal((10_000, 0, 0), (round.Reached, round.Lost, round.Duplicates));
        Assert.True(trial.DoneBySender.Count(done => done > 0) > 1, string.Join(' ', trial.DoneBySender));
    }

    [Fact]
    public async Task A_message_whose_reply_is_lost_arrives_twice_is_called_unknown_and_is_seen_by_the_trial()
    {
        await using var storage = await LocalStorage.InMemoryAsync(CancellationToken.None);
        var options = new CrashTrialOptions(storage.ConnectionString, Run.Publisher, 300, 3, 1, 1, 0, LostReplies: 0.05, Kills: false);
        await using var trial = await CrashTrial.StartAsync(options, CancellationToken.None);

        var round = await trial.RunAsync(1, CancellationToken.None);

        // The trial is worth nothing unless it can see a duplicate.
        Assert.True(round is { Lost: 0, Unexplained: 0, Duplicates: > 0, LostReplies: > 0 }, round.ToString());
    }
}
