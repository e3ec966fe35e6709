using Publisher.Content;
using Publisher.Subscribers.Import;

namespace Publisher.Subscribers;

/// <summary>
/// Takes a list of subscribers in: whole, or not at all where a line is refused and nobody said to leave such lines out. Nobody who left is brought
/// back, nor who was erased. Run again, it adds whom the last time did not reach, so it may be stopped anywhere.
/// </summary>
public sealed class ImportSubscribers(SubscriberList subscribers, Suppressions suppressions, Erasures erasures, Districts districts, TimeProvider clock)
{
    /// <summary>Writes under way at once: enough that storage is busy, few enough that it does not refuse.</summary>
    private const int MaxWrites = 6;

    /// <summary>Lines between two reports of progress.</summary>
    private const int ReportEvery = 512;

    /// <summary>Reads the file twice: once for all its faults, and only if it may be, once to take people in.</summary>
    /// <param name="told">Told what becomes of each line while the file is checked; null where nobody wants to know.</param>
    /// <param name="refused">Given each refused line where the rest is taken in.</param>
    /// <exception cref="RefusedException">The file has faults; nothing was saved.</exception>
    public async Task<SubscriberImport> RunAsync(
        SubscriberFile file, SubscriberImportRules rules, Action<JudgedLine>? told, Action<SubscriberLine>? refused, IProgress<ImportProgress>? progress, CancellationToken cancellationToken)
    {
        var never = new KnownKeys();
        foreach (var key in await suppressions.InAsync(KeyRange.Everything, cancellationToken)) never.Add(key);
        var erased = await erasures.LoadAsync(cancellationToken);
        var there = new KnownKeys();
        await foreach (var key in subscribers.KeysAsync(cancellationToken)) there.Add(key);

        // One moment for both readings: a time of consent that is in the future is so in both.
        var judge = new ImportJudge(file, districts, rules, there, never, erased, clock.Now());
        var tally = new ImportTally();
        var faults = new List<Fault>();
        foreach (var line in Reported(judge.Lines(), writing: false))
        {
            tally.Count(line);
            if (line.Outcome == LineOutcome.Refused && faults.Count < SubscriberFile.MaxFaults) faults.AddRange(line.Line.Faults);
            told?.Invoke(line);
        }

        if (tally.Lines == 0) throw new RefusedException("Nothing was imported.", [new Fault("file", "has no line after its header: there is nothing to import", 1).As("noLines")]);
        if (rules.DryRun) return tally.Result;
        if (tally.Refused > 0 && !rules.SkipRefused)
            throw new RefusedException($"Nothing was imported: {(tally.Refused == 1 ? "a line has a fault" : $"{tally.Refused} lines have faults")}{(tally.Refused > faults.Count ? "; the first of them" : "")}.", faults);

        await using var writes = new ImportWrites(subscribers, suppressions, MaxWrites, cancellationToken);
        foreach (var line in Reported(judge.Lines(), writing: true))
        {
            if (line.Outcome == LineOutcome.Added) await writes.AddAsync(line.Line.Person!);
            else if (line.Outcome == LineOutcome.SuppressedFromNowOn) await writes.SuppressAsync(line.Line.Key!.Value);
            else if (line.Outcome == LineOutcome.Refused) refused?.Invoke(line.Line);
        }

        var added = await writes.FinishAsync();
        // Somebody may have signed up, or been imported, in between.
        return tally.Result with { Added = added, Kept = tally.Result.Kept + tally.Result.Added - added };

        IEnumerable<JudgedLine> Reported(IEnumerable<JudgedLine> lines, bool writing)
        {
            var count = 0;
            foreach (var line in lines)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return line;
                if (++count % ReportEvery == 0) progress?.Report(new ImportProgress(writing, file.Position, file.Length));
            }

            progress?.Report(new ImportProgress(writing, file.Length, file.Length));
        }
    }

    /// <param name="people">With keys all different.</param>
    public async Task<SubscriberImport> AddAsync(IReadOnlyList<Subscriber> people, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        var never = await suppressions.InAsync(KeyRange.Everything, cancellationToken);
        var erased = await erasures.LoadAsync(cancellationToken);
        var allowed = people.Where(person => !never.Contains(person.Key) && !erased.Contains(person.Key)).ToList();
        var added = await subscribers.AddMissingAsync(allowed, progress, cancellationToken);
        return new SubscriberImport(added, allowed.Count - added, people.Count - allowed.Count);
    }
}
