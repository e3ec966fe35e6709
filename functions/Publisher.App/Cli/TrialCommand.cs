using System.CommandLine;
using Publisher.App.Local;
using Publisher.App.Trial;

namespace Publisher.App.Cli;

/// <summary><c>publisher trial crash|workers</c>: proves on this machine that nothing is lost, whatever is killed.</summary>
public static class TrialCommand
{
    /// <summary>Where a worker finds its storage.</summary>
    public const string StorageVariable = "PUBLISHER_TRIAL_STORAGE";

    /// <summary>Enough for several batches, few enough for a round in half a minute.</summary>
    private const int Recipients = 10_000;

    /// <summary>As far as a relay in the next town.</summary>
    private static readonly TimeSpan Distance = TimeSpan.FromMilliseconds(4);

    public static Command Create() => new("trial", "Proves on this machine, with an emulator and a mail server of its own, that nothing is lost whatever happens.") { CreateCrash(), CreateWorkers(), CreateWorker() };

    private static Command CreateCrash()
    {
        var rounds = new Option<int>("--rounds") { Description = "How many editions to send.", DefaultValueFactory = _ => 5 };
        var recipients = new Option<int>("--recipients") { Description = "Of each edition.", DefaultValueFactory = _ => Recipients };
        var lanes = new Option<int>("--lanes") { Description = "Rounds at once, each with storage and workers of its own.", DefaultValueFactory = _ => 1 };
        var seed = new Option<int>("--seed") { Description = "Chance begins here.", DefaultValueFactory = _ => 1 };
        var command = new Command("crash", "Sends editions while processes are killed, leases broken, messages doubled, replies lost, storage fails and clocks jump; then counts who got what.") { rounds, recipients, lanes, seed };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var good = true;
            await CrashRounds.RunAsync(
                Environment.ProcessPath!,
                new CrashRounds(parsed.GetValue(rounds), parsed.GetValue(recipients), parsed.GetValue(lanes), parsed.GetValue(seed)),
                round =>
                {
                    good &= round.IsGood;
                    Console.Out.WriteLine(round.IsGood ? round.ToString() : $"{round} — NOT GOOD");
                },
                cancellationToken);
            return good ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }

    private static Command CreateWorkers()
    {
        var recipients = new Option<int>("--recipients") { Description = "Of each edition.", DefaultValueFactory = _ => Recipients };
        var command = new Command("workers", "Sends an edition with one, two and four workers side by side, by a mail server at some distance; nobody may get it twice.") { recipients };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var good = true;
            await using var storage = await LocalStorage.InMemoryAsync(cancellationToken);
            var seed = 1;
            foreach (var workers in (int[])[1, 2, 4])
            {
                await using var trial = await CrashTrial.StartAsync(
                    new CrashTrialOptions(storage.ConnectionString, Environment.ProcessPath!, parsed.GetValue(recipients), seed++, workers, 1, 0, 0, Kills: false) { Delay = Distance }, cancellationToken);
                var round = await trial.RunAsync(workers, cancellationToken);
                good &= round is { Lost: 0, Duplicates: 0 };
                await Console.Out.WriteLineAsync(FormattableString.Invariant(
                    $"{workers} {(workers == 1 ? "worker" : "workers")}: {round.Reached} reached, {round.Lost} lost, {round.Duplicates} twice, {round.Reached / round.Seconds:0} messages/s"));
            }

            return good ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }

    private static Command CreateWorker()
    {
        var role = new Option<TrialRole>("--role");
        var port = new Option<int>("--port");
        var seed = new Option<int>("--seed");
        var faults = new Option<double>("--faults");
        var batches = new Option<int>("--batches");
        var command = new Command("worker", "What a trial starts and kills.") { role, port, seed, faults, batches };
        command.Hidden = true;
        command.SetAction((parsed, cancellationToken) => Environment.GetEnvironmentVariable(StorageVariable) is { Length: > 0 } storage
            ? TrialWorker.RunAsync(
                new TrialWorkerOptions(parsed.GetValue(role), storage, parsed.GetValue(port), parsed.GetValue(seed), parsed.GetValue(faults), parsed.GetValue(batches)), cancellationToken)
            : throw new Settings.SettingsException(["A trial's worker is started by „publisher trial crash”, not by hand"]));
        return command;
    }
}
