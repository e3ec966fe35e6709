using Publisher.App.Local;

namespace Publisher.App.Trial;

/// <summary>Rounds of a crash trial, some at once: most of a round is waiting for leases to run out.</summary>
/// <param name="Lanes">Rounds at once, each with an emulator, a sink and workers of its own.</param>
public sealed record CrashRounds(int Rounds, int Recipients, int Lanes, int Seed)
{
    /// <param name="executable">The product's own.</param>
    /// <param name="tell">Told of each round as it ends; of one at a time.</param>
    public static async Task RunAsync(string executable, CrashRounds rounds, Action<TrialRound> tell, CancellationToken cancellationToken)
    {
        var (gate, next) = (new Lock(), 0);
        async Task LaneAsync(int lane)
        {
            await using var storage = await LocalStorage.InMemoryAsync(cancellationToken);
            var options = new CrashTrialOptions(storage.ConnectionString, executable, rounds.Recipients, rounds.Seed + (lane * 100));
            await using var trial = await CrashTrial.StartAsync(options, cancellationToken);
            while (Interlocked.Increment(ref next) is var number && number <= rounds.Rounds)
            {
                var round = await trial.RunAsync(number, cancellationToken);
                lock (gate) tell(round);
            }
        }

        await Task.WhenAll(Enumerable.Range(0, Math.Clamp(rounds.Lanes, 1, rounds.Rounds)).Select(LaneAsync));
    }
}
