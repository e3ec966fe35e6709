using System.Diagnostics;
using Azure;
using Azure.Storage.Blobs.Specialized;
using Azure.Storage.Queues;
using NodaTime;
using Publisher.App.Hosting;
using Publisher.App.Local;
using Publisher.App.Settings;
using Publisher.Content;
using Publisher.Delivery;
using Publisher.Editions;
using Publisher.Storage;
using Publisher.Subscribers;

namespace Publisher.App.Trial;

/// <param name="Storage">An account of the trial's own.</param>
/// <param name="Executable">The product's own, for its workers.</param>
/// <param name="Senders">Processes that send.</param>
/// <param name="Batches">In work at once in each.</param>
/// <param name="Faults">Share of storage requests that fail.</param>
/// <param name="LostReplies">Share of messages whose reply is lost.</param>
public sealed record CrashTrialOptions(
    string Storage, string Executable, int Recipients, int Seed, int Senders = 2, int Batches = 2, double Faults = 0.004, double LostReplies = 0.0005, bool Kills = true)
{
    /// <summary>What the sink takes for each message.</summary>
    public TimeSpan Delay { get; init; }
}

/// <summary>
/// Sends editions while everything goes wrong: workers, planner and closer are killed at random moments, leases are broken, queue messages doubled, replies lost;
/// storage fails and clocks jump in the workers themselves. Then counts who got what.
/// </summary>
public sealed class CrashTrial : IAsyncDisposable
{
    /// <summary>A round that takes longer does not end.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    private readonly CrashTrialOptions options;
    private readonly Random chance;
    private readonly CountingSink sink;
    private readonly ServiceProvider services;
    private readonly List<WorkerProcess> senders = [];
    private IReadOnlyList<Subscriber> people = [];
    private int seed;

    private CrashTrial(CrashTrialOptions options)
    {
        this.options = options;
        chance = new Random(options.Seed);
        seed = options.Seed * 1000;
        sink = new CountingSink(new Random(options.Seed), options.LostReplies, options.Delay);
        services = TrialWorker.Compose(options.Storage, sink.Port, null, TimeProvider.System, chance);
    }

    /// <summary>Batches that each sender finished in the last round.</summary>
    public IReadOnlyList<int> DoneBySender => [.. senders.Select(sender => sender.Done)];

    /// <summary>Makes storage and people ready.</summary>
    public static async Task<CrashTrial> StartAsync(CrashTrialOptions options, CancellationToken cancellationToken)
    {
        var trial = new CrashTrial(options);
        await trial.Get<StorageSetup>().EnsureAsync();
        trial.people = DemoSubscribers.Make(options.Recipients, Districts.None, trial.Get<TimeProvider>().Now(), everything: true);
        await trial.Get<ImportSubscribers>().AddAsync(trial.people, null, cancellationToken);
        return trial;
    }

    public async Task<TrialRound> RunAsync(int number, CancellationToken cancellationToken)
    {
        var edition = await PrepareAsync(number, cancellationToken);
        var begun = Stopwatch.GetTimestamp();
        // What failed in the rounds before is not this one's.
        var tolls = new Tolls { Broke = -senders.Sum(sender => sender.Broke) };
        await using var planner = new Replaceable(() => Start(TrialRole.Plan));
        await using var closer = new Replaceable(() => Start(TrialRole.Close));
        while (senders.Count < options.Senders) senders.Add(Start(TrialRole.Send));
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        over.CancelAfter(Limit);
        var harm = options.Kills ? HarmAsync(edition, planner, closer, tolls, over.Token) : Task.CompletedTask;
        await UntilSentAsync(edition, number, over.Token);
        var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        await over.CancelAsync();
        await harm;
        return await CountAsync(edition, number, tolls, seconds, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var sender in senders) await sender.DisposeAsync();
        sink.Dispose();
        await services.DisposeAsync();
    }

    private T Get<T>()
        where T : notnull
        => services.GetRequiredService<T>();

    private WorkerProcess Start(TrialRole role) =>
        WorkerProcess.Start(options.Executable, new TrialWorkerOptions(role, options.Storage, sink.Port, ++seed, options.Faults, options.Batches));

    private async Task<string> PrepareAsync(int number, CancellationToken cancellationToken)
    {
        var news = new News { Id = $"round-{number}", Title = $"Round {number}", Summary = "What this round is about." };
        await Get<Items>().SaveAsync(news, cancellationToken);
        var edition = await Get<PrepareEdition>().RunNowAsync("trial", cancellationToken);
        if (edition.State != EditionState.Scheduled) throw new InvalidOperationException($"Edition {edition.Id} is {edition.State}: {edition.Note}");
        // The planner is to find and plan it by itself, and to be killed at that.
        await Get<EditionList>().SaveAsync(edition with { Held = false }, cancellationToken);
        return edition.Id;
    }

    private async Task UntilSentAsync(string edition, int number, CancellationToken cancellationToken)
    {
        try
        {
            while (await Get<EditionList>().StateAsync(edition, cancellationToken) != EditionState.Sent) await Task.Delay(Look, cancellationToken);
        }
        catch (OperationCanceledException fault)
        {
            var status = await EditionStatus.ReadAsync((await Get<EditionList>().FindAsync(edition, CancellationToken.None))!, Get<Batches>(), CancellationToken.None);
            throw new TimeoutException($"Round {number} did not end: {status.Edition.State}, {status.BatchesDone} of {status.Batches} batches, {status.Tally}, {string.Join("; ", senders.Select(sender => sender.LastFault))}", fault);
        }
    }

    /// <summary>Does harm at random moments until the edition is sent.</summary>
    private async Task HarmAsync(string edition, Replaceable planner, Replaceable closer, Tolls tolls, CancellationToken over)
    {
        try
        {
            // Planning takes a moment only: it is hit right after the planner has begun to work.
            await planner.Current.Ready;
            await Task.Delay(chance.Next(400), over);
            await planner.KillAsync();
            tolls.Kills++;
            await planner.Current.Ready;
            while (sink.Count < options.Recipients / 20) await Task.Delay(20, over);
            for (var (blow, blows) = (0, chance.Next(2, 5)); blow < blows; blow++)
            {
                await Task.Delay(chance.Next(200, 1500), over);
                switch (chance.Next(4))
                {
                    case 0:
                        await DoubleAsync(edition, over);
                        break;
                    case 1:
                        if (await BreakLeaseAsync(edition, over)) tolls.Interrupted++;
                        break;
                    default:
                        await KillSenderAsync(tolls);
                        break;
                }
            }

            // Closing, too, takes a moment only.
            while (!(await EditionStatus.ReadAsync((await Get<EditionList>().FindAsync(edition, over))!, Get<Batches>(), over)).IsDone) await Task.Delay(50, over);
            await Task.Delay(chance.Next(100), over);
            await closer.KillAsync();
            tolls.Kills++;
        }
        catch (OperationCanceledException)
        {
            // It was sent before there was time for more.
        }
    }

    private async Task KillSenderAsync(Tolls tolls)
    {
        var at = chance.Next(senders.Count);
        await senders[at].KillAsync();
        tolls.Kills++;
        tolls.Interrupted += options.Batches;
        tolls.Broke += senders[at].Broke;
        await senders[at].DisposeAsync();
        senders[at] = Start(TrialRole.Send);
    }

    private async Task DoubleAsync(string edition, CancellationToken cancellationToken)
    {
        foreach (var batch in await Get<Batches>().OfAsync(edition, cancellationToken))
            await Get<WorkQueues>().SendAsync(new SendBatchWork(edition, batch.Number), cancellationToken);
    }

    private async Task<bool> BreakLeaseAsync(string edition, CancellationToken cancellationToken)
    {
        var all = await Get<Batches>().OfAsync(edition, cancellationToken);
        var blob = Get<EditionBlobs>().Ledger(edition, all[chance.Next(all.Count)].Name);
        try
        {
            await blob.GetBlobLeaseClient().BreakAsync(TimeSpan.Zero, cancellationToken: cancellationToken);
            return true;
        }
        catch (RequestFailedException fault) when (fault.Status is 404 or 409)
        {
            return false;
        }
    }

    private async Task<TrialRound> CountAsync(string edition, int number, Tolls tolls, double seconds, CancellationToken cancellationToken)
    {
        var (lost, taken) = (sink.Lost, sink.Take());
        var recipients = Get<Recipients>();
        var repeated = new HashSet<SubscriberKey>();
        var batches = await Get<Batches>().OfAsync(edition, cancellationToken);
        foreach (var batch in batches)
            repeated.UnionWith((await LedgerBlob.LookAsync(Get<EditionBlobs>().Ledger(edition, batch.Name), cancellationToken)).Repeated);
        var (reached, duplicates, unexplained) = (0, 0, 0);
        foreach (var person in people)
        {
            if (!taken.TryGetValue((person.Address, recipients.MessageId(edition, person.Key)), out var times)) continue;
            reached++;
            duplicates += times - 1;
            if (times > 1 && !repeated.Contains(person.Key)) unexplained++;
        }

        return new TrialRound(
            number, reached, people.Count - reached, duplicates, unexplained, repeated.Count, tolls.Kills, tolls.Interrupted + tolls.Broke + senders.Sum(sender => sender.Broke), lost,
            batches.Sum(batch => batch.Requeued), seconds);
    }

    /// <summary>What was done to the workers in a round.</summary>
    private sealed class Tolls
    {
        public int Kills { get; set; }

        public int Interrupted { get; set; }

        public int Broke { get; set; }
    }

    /// <summary>A worker that is replaced as soon as it was killed.</summary>
    private sealed class Replaceable(Func<WorkerProcess> start) : IAsyncDisposable
    {
        public WorkerProcess Current { get; private set; } = start();

        public async Task KillAsync()
        {
            await Current.KillAsync();
            await Current.DisposeAsync();
            Current = start();
        }

        public ValueTask DisposeAsync() => Current.DisposeAsync();
    }
}
