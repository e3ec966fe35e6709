using Azure;
using NodaTime;
using Publisher.Content;
using Publisher.Editions.Gates;
using Publisher.Mail.Merge;
using Publisher.Mail.Mime;
using Publisher.Rendering;

namespace Publisher.Editions;

/// <summary>
/// Makes the next edition of a digest from what no edition has brought yet. Of each digest at most one edition is open;
/// its number follows the last closed one's, so two who make it at once make the same one.
/// </summary>
public sealed class PrepareEdition(
    EditionList editions, DigestWatermarks watermarks, Candidates candidates, CompileEdition compile, Folding folding, IReadOnlyList<Digest> digests, DateTimeZone zone, TimeProvider clock)
{
    /// <summary>Faults that an edition's row keeps: a person mends these first.</summary>
    private const int MostFaults = 20;

    /// <summary>Characters of one: with all of them the row stays below a table string's 32,768.</summary>
    private const int LongestFault = 500;

    /// <summary>For the timer: makes what is due, and finishes what a killed run left as a draft.</summary>
    /// <returns>A sentence for each digest that something happened to.</returns>
    public async Task<IReadOnlyList<string>> RunDueAsync(CancellationToken cancellationToken)
    {
        var said = new List<string>();
        var faults = new List<Exception>();
        // One that cannot be made must not keep the others; the run still fails, so that somebody sees it.
        foreach (var digest in digests) await TryAsync(() => RunDueAsync(digest, said, cancellationToken), faults);
        await foreach (var draft in editions.InAsync(EditionState.Draft, cancellationToken))
            if (draft.Rhythm is null) await TryAsync(async () => said.Add(Describe(await FinishAsync(draft, cancellationToken))), faults);
        return faults.Count == 0 ? said : throw new AggregateException(string.Join("; ", ["Not every edition could be made", .. said]), faults);
    }

    private async Task RunDueAsync(Digest digest, List<string> said, CancellationToken cancellationToken)
    {
        var progress = await ProgressAsync(digest, cancellationToken);
        if (!digest.IsOn) return;
        var open = await editions.FindAsync(digest.IdOf(progress.Number + 1), cancellationToken);
        var due = digest.Cadence.IsDue(progress.Since, clock.Now(), zone);
        if (open is null ? !due : open.State is EditionState.Scheduled or EditionState.Sending or EditionState.Paused) return;
        if (digest.Cadence.Form == CadenceForm.AtOnce && !await HasAnythingAtOnceAsync(digest, progress, open, due, cancellationToken)) return;
        said.Add(Describe(await MakeAsync(digest, progress, open, held: false, cancellationToken)));
    }

    /// <summary>
    /// At once, nothing to bring is no edition, not a skipped one; and what is mended at night waits for the morning. What was closed, and its closing
    /// cut short, goes on at any hour.
    /// </summary>
    private async Task<bool> HasAnythingAtOnceAsync(Digest digest, DigestProgress progress, Edition? open, bool due, CancellationToken cancellationToken) =>
        open is { State: not EditionState.Draft }
        || (due && (open is not null || (await DraftAsync(digest, progress.Number + 1, clock.Now(), cancellationToken)).Edition.Items.Count > 0));

    private static async Task TryAsync(Func<Task> step, List<Exception> faults)
    {
        try
        {
            await step();
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            faults.Add(fault);
        }
    }

    /// <summary>For staff: makes a digest's next edition now, or makes the one anew that waits for them. It is not sent before they say so.</summary>
    public async Task<Edition> RunNowAsync(string digestId, CancellationToken cancellationToken)
    {
        var digest = Find(digestId);
        var progress = await ProgressAsync(digest, cancellationToken);
        var open = await editions.FindAsync(digest.IdOf(progress.Number + 1), cancellationToken);
        // Whoever closed it died before the watermark moved; who asks for the next edition is not to get the last one.
        while (open is { State: EditionState.Sent or EditionState.Skipped or EditionState.Cancelled })
        {
            await CloseAsync(open, cancellationToken);
            progress = await ProgressAsync(digest, cancellationToken);
            open = await editions.FindAsync(digest.IdOf(progress.Number + 1), cancellationToken);
        }

        // What staff have mended since they looked is to be in it.
        if (open is { State: EditionState.Scheduled, Held: true }) open = await SaveAsync(open.To(EditionState.Draft), cancellationToken);
        return await MakeAsync(digest, progress, open, held: true, cancellationToken);
    }

    /// <summary>What a digest's next edition would be if it were made at an instant. Nothing is kept, not even that somebody asked.</summary>
    /// <returns>The one that is made and not sent yet, where there is one; else a draft of that instant, with what was decided on each item.</returns>
    public async Task<(Edition Edition, IReadOnlyList<Decision>? Decisions)> ImagineAsync(string digestId, Instant now, CancellationToken cancellationToken) =>
        await ImagineAsync(digestId, now, await candidates.ReadAsync(cancellationToken), cancellationToken);

    /// <summary>The same, for who asks for several digests at once.</summary>
    /// <param name="known">Read once for all of them.</param>
    public async Task<(Edition Edition, IReadOnlyList<Decision>? Decisions)> ImagineAsync(string digestId, Instant now, KnownContent known, CancellationToken cancellationToken)
    {
        var digest = Find(digestId);
        var number = (await watermarks.ReadAsync(digest.Id, cancellationToken))?.Number ?? 0;
        var states = known.Editions.Where(edition => edition.Digest == digest.Id).ToDictionary(edition => edition.Id, edition => edition.State, StringComparer.Ordinal);
        // One that is on its way, or closed a moment ago, has its readers; the next is the one behind it.
        while (states.TryGetValue(digest.IdOf(++number), out var state))
        {
            if (state == EditionState.Scheduled && await editions.FindAsync(digest.IdOf(number), cancellationToken) is { } open) return (open, null);
            if (state == EditionState.Draft) break;
        }

        return await DraftAsync(digest, number, now, known, cancellationToken);
    }

    public static string Describe(Edition edition) => edition.State switch
    {
        EditionState.Draft when edition.Note.Length > 0 => $"Edition {edition.Id} waits until this is mended: {edition.Note.Replace("\n", "; ", StringComparison.Ordinal)}",
        EditionState.Skipped => $"Edition {edition.Id} was skipped: {edition.Note}",
        EditionState.Scheduled => $"Edition {edition.Id} is ready with {edition.Items.Count} {(edition.Items.Count == 1 ? "item" : "items")}: {edition.Subject}",
        _ => $"Edition {edition.Id} is {edition.State.ToString().ToLowerInvariant()}",
    };

    /// <summary>A digest seen for the first time is due on its next day, not at once: installing must not send.</summary>
    private async Task<DigestProgress> ProgressAsync(Digest digest, CancellationToken cancellationToken)
    {
        var (now, beside) = (clock.Now(), digest.Rhythm != Rhythm.Weekly);
        var known = await watermarks.ReadAsync(digest.Id, cancellationToken);
        var progress = known switch
        {
            null => new DigestProgress(0, now, beside && digest.IsOn ? now : null),
            // Turned off and on again, it begins anew: meanwhile its readers had the main one.
            { Began: null } when beside && digest.IsOn => known with { Since = now, Began = now },
            { Began: not null } when !digest.IsOn => known with { Began = null },
            _ => known,
        };
        if (progress != known) await watermarks.WriteAsync(digest.Id, progress, cancellationToken);
        return progress;
    }

    private async Task<Edition> MakeAsync(Digest digest, DigestProgress progress, Edition? open, bool held, CancellationToken cancellationToken)
    {
        var edition = open ?? await AddAsync(digest, progress, held, cancellationToken);
        if (edition.State == EditionState.Draft && open is not null) edition = await AnewAsync(digest, edition, held, cancellationToken);
        switch (edition.State)
        {
            case EditionState.Draft when edition.Items.Count == 0:
                edition = await SaveAsync(edition.To(EditionState.Skipped) with { Note = "nothing was published since the last edition", Closed = clock.Now() }, cancellationToken);
                await CloseAsync(edition, cancellationToken);
                return edition;
            case EditionState.Draft:
                return await FinishAsync(edition, cancellationToken);
            case EditionState.Sent or EditionState.Skipped or EditionState.Cancelled:
                // Closed, but whoever closed it died before the watermark moved.
                await CloseAsync(edition, cancellationToken);
                return edition;
            default:
                return edition;
        }
    }

    /// <summary>
    /// A draft as it would be made now: while it waited, what is in it may have ended, changed its place or been told by an announcement, and
    /// other things may have been published.
    /// </summary>
    private async Task<Edition> AnewAsync(Digest digest, Edition draft, bool held, CancellationToken cancellationToken)
    {
        var (anew, _) = await DraftAsync(digest, draft.Number, clock.Now(), cancellationToken);
        return draft with { CutOff = anew.CutOff, Items = anew.Items, UselessAfter = anew.UselessAfter, Held = draft.Held || held };
    }

    /// <summary>Compiles a draft and makes it ready to be sent.</summary>
    public async Task<Edition> FinishAsync(Edition edition, CancellationToken cancellationToken)
    {
        var entries = await candidates.EntriesAsync(edition, cancellationToken);
        if (edition.IsAnnouncement) entries = SelectItems.Anew(entries, Instant.Max(clock.Now(), edition.Due ?? Instant.MinValue), zone);
        if (edition.Rhythm is null) edition = edition with { UselessAfter = UselessAfter(edition, entries) };
        if (entries.Count == 0)
            return await SaveAsync(edition.To(EditionState.Skipped) with { Note = "all its items were withdrawn or over before it was ready", Closed = clock.Now() }, cancellationToken);
        try
        {
            var rendered = await compile.RenderAsync(edition, entries, cancellationToken, toKeep: true);
            var left = entries.Count;
            while (edition is { IsAnnouncement: false, IsCorrection: false } && entries.Count > 1 && rendered.IsTooLarge)
            {
                // The least urgent wait for the next edition: that is what a person would do.
                entries = [.. entries.Take(Math.Min(entries.Count - 1, entries.Count * 9 / 10))];
                rendered = await compile.RenderAsync(edition, entries, cancellationToken, toKeep: true);
            }

            edition = edition with { Items = [.. entries.Select(entry => new EditionItem(entry.Item.Ref, entry.Version, entry.Section)).Distinct()] };
            // It stays a draft, and each run looks again: what staff mend in the items or the settings lets it go.
            if (rendered.Blocking is { Count: > 0 } faults) return await WaitAsync(edition, faults.Select(fault => fault.ToString()), cancellationToken);
            var content = await compile.SaveAsync(edition, entries, rendered, cancellationToken);
            left -= entries.Count;
            var note = left == 0 ? "" : $"{left} {(left == 1 ? "item" : "items")} did not fit, and will be in the next";
            return await SaveAsync(edition.To(EditionState.Scheduled) with { Content = content, Subject = rendered.Subject, Note = note }, cancellationToken);
        }
        catch (Exception fault) when (fault is TemplateException or MailFormatException or MergeProgramException or FormatException)
        {
            return await WaitAsync(edition, [$"templates: it cannot be made: {fault.Message.ReplaceLineEndings(" ")}"], cancellationToken);
        }
    }

    /// <summary>Makes an edition of what staff have looked at ready to be sent; one that is there already stays as it is.</summary>
    /// <param name="refusal">What is said where it must not go out, in a sentence.</param>
    /// <exception cref="GateException">It must not go out so.</exception>
    public async Task<Edition> KeepAsync(DraftedEdition draft, string refusal, CancellationToken cancellationToken)
    {
        // Looked over before it is kept: who is refused does not expect it to go out by itself once the fault is mended.
        if (draft.Rendered.Blocking.Count > 0) throw new GateException(refusal, draft.Rendered.Findings);
        var edition = await editions.AddAsync(draft.Edition, cancellationToken);
        return edition.State == EditionState.Draft ? await FinishAsync(edition, cancellationToken) with { IsNew = edition.IsNew } : edition;
    }

    private Instant? UselessAfter(Edition edition, IReadOnlyList<DigestEntry> entries)
    {
        var ends = entries.Select(entry => edition.IsCorrection ? Corrections.EndOf(entry, zone) : entry.Item.Expires(zone)).ToList();
        return ends.Contains(null) ? null : ends.Max();
    }

    /// <summary>What waited for its time, or for another edition, as it is by then: an item that was edited meanwhile goes out as it is now.</summary>
    public async Task<Edition> RefreshAsync(Edition edition, CancellationToken cancellationToken)
    {
        if (edition.State != EditionState.Scheduled || (edition.Due is null && !edition.IsCorrection)) return edition;
        var now = (await candidates.EntriesAsync(edition, cancellationToken)).Select(entry => (entry.Item.Ref, entry.Version)).Distinct();
        if (now.SequenceEqual(edition.Items.Select(item => (item.Ref, item.Version)))) return edition;
        var draft = await SaveAsync(edition.To(EditionState.Draft), cancellationToken);
        return draft.State == EditionState.Draft ? await FinishAsync(draft, cancellationToken) : draft;
    }

    private async Task<Edition> WaitAsync(Edition edition, IEnumerable<string> faults, CancellationToken cancellationToken)
    {
        var note = string.Join('\n', faults.Take(MostFaults).Select(fault => fault.Length > LongestFault ? fault[..LongestFault] + "…" : fault));
        return edition.Note == note ? edition : await SaveAsync(edition with { Note = note }, cancellationToken);
    }

    /// <summary>An edition as it is when its sending begins: what was withdrawn since reaches nobody with it, the time it is of use begins now, and
    /// who has read what elsewhere is looked at now.</summary>
    public async Task<Edition> ReleaseAsync(Edition edition, CancellationToken cancellationToken)
    {
        var published = (await candidates.EntriesAsync(edition, cancellationToken)).Select(entry => entry.Item.Ref).ToHashSet();
        var digest = digests.FirstOrDefault(digest => digest.Id == edition.Digest);
        return edition with
        {
            Released = clock.Now(),
            Told = edition.IsReminder
                ? await folding.OfAsync(edition, cancellationToken)
                : await candidates.ToldAsync(edition, await candidates.KeptAsync(edition, cancellationToken), cancellationToken),
            Items = [.. edition.Items.Where(item => published.Contains(item.Ref))],
            UselessAfter = digest is null ? edition.UselessAfter : clock.Now() + digest.UselessAfter,
        };
    }

    /// <summary>Moves the digest's watermark past a closed edition.</summary>
    public async Task CloseAsync(Edition edition, CancellationToken cancellationToken)
    {
        if (digests.FirstOrDefault(digest => digest.Id == edition.Digest) is not { } digest) return;
        var progress = await ProgressAsync(digest, cancellationToken);
        if (progress.Number >= edition.Number) return;
        await watermarks.WriteAsync(digest.Id, progress with { Number = edition.Number, Since = edition.CutOff }, cancellationToken);
    }

    private async Task<Edition> AddAsync(Digest digest, DigestProgress progress, bool held, CancellationToken cancellationToken)
    {
        var (edition, _) = await DraftAsync(digest, progress.Number + 1, clock.Now(), cancellationToken);
        return await editions.AddAsync(edition with { Held = held }, cancellationToken);
    }

    private async Task<(Edition Edition, IReadOnlyList<Decision> Decisions)> DraftAsync(Digest digest, int number, Instant now, CancellationToken cancellationToken) =>
        await DraftAsync(digest, number, now, await candidates.ReadAsync(cancellationToken), cancellationToken);

    private async Task<(Edition Edition, IReadOnlyList<Decision> Decisions)> DraftAsync(Digest digest, int number, Instant now, KnownContent known, CancellationToken cancellationToken)
    {
        var id = digest.IdOf(number);
        var decisions = await candidates.DecideAsync(known, digest.Rhythm, id, now, cancellationToken);
        var chosen = decisions.Where(decision => decision.Section is not null).Select(decision => decision.Item);
        var uselessAfter = digest.UselessAfter is { } duration ? now + duration : (Instant?)null;
        return (new Edition(id, digest.Id, number, EditionState.Draft, now, [.. chosen], UselessAfter: uselessAfter), decisions);
    }

    private Digest Find(string id) => digests.FirstOrDefault(digest => digest.Id == id && digest.IsOn)
        ?? throw new RefusedException(
            "There is no such digest.", [new Fault("digest", $"„{id}” is not one; they are {string.Join(", ", digests.Where(each => each.IsOn).Select(each => each.Id))}")]);

    private async Task<Edition> SaveAsync(Edition edition, CancellationToken cancellationToken)
    {
        try
        {
            return await editions.SaveAsync(edition, cancellationToken);
        }
        catch (RequestFailedException fault) when (fault.Status == 412)
        {
            // Another instance was making the same edition and was first; what it made is the edition.
            return (await editions.FindAsync(edition.Id, cancellationToken))!;
        }
    }
}
