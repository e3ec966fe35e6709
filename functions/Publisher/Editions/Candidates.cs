using NodaTime;
using Publisher.Content;
using Publisher.Rendering;

namespace Publisher.Editions;

/// <summary>All items and all editions, as they were when somebody looked.</summary>
/// <param name="Editions">To be looked at only: without what <see cref="EditionList.BrieflyAsync"/> leaves out.</param>
public sealed record KnownContent(IReadOnlyList<StoredItem> Items, IReadOnlyList<Edition> Editions);

/// <summary>Reads what decides over an edition's items: the items themselves, and what readers know of them already.</summary>
/// <remarks>Each rhythm's editions bring everything for themselves, and an announcement is everybody's.</remarks>
public sealed class Candidates(Items items, EditionList editions, DigestWatermarks watermarks, EditionBlobs blobs, DateTimeZone zone)
{
    /// <summary>Reads all that is decided on, once for any number of decisions.</summary>
    public async Task<KnownContent> ReadAsync(CancellationToken cancellationToken)
    {
        var made = ReadEditionsAsync(cancellationToken);
        var all = new List<StoredItem>();
        await foreach (var stored in items.AllAsync(cancellationToken)) all.Add(stored);
        return new KnownContent(all, await made);
    }

    /// <summary>Decides on every item there is, drafts too.</summary>
    /// <param name="edition">The id of the edition that is being made: what it holds is not known to anyone yet.</param>
    public async Task<IReadOnlyList<Decision>> DecideAsync(KnownContent known, Rhythm rhythm, string edition, Instant now, CancellationToken cancellationToken)
    {
        var brought = await BroughtAsync(known.Editions, rhythm, other => other.Id != edition, cancellationToken);
        return SelectItems.Decide(known.Items, brought, await BeforeAsync(known.Items, brought, cancellationToken), now, zone);
    }

    /// <summary>The items of an edition as they are now, with what readers were told of them before; what was withdrawn meanwhile is gone.</summary>
    public async Task<IReadOnlyList<DigestEntry>> EntriesAsync(Edition edition, CancellationToken cancellationToken)
    {
        if (OwnWords.Of(edition) is { } own) return [new DigestEntry(own, Section.News)];
        if (edition.IsCorrection)
            return await items.FindAsync(edition.Items[0].Ref, cancellationToken) is { Item.Status: not ItemStatus.Draft } corrected
                ? Corrections.Entries(corrected, await ToldAsync(corrected.Ref, edition.Id, cancellationToken))
                : [];
        var found = new List<(StoredItem Stored, Section Section)>();
        foreach (var item in edition.Items)
            if (await items.FindAsync(item.Ref, cancellationToken) is { Item.Status: ItemStatus.Published } stored) found.Add((stored, item.Section));
        // A reminder says what is, to people who may know it already; what has changed is the digests' to tell.
        if (edition.IsReminder) return [.. found.Select(each => new DigestEntry(each.Stored.Item, each.Section, Version: each.Stored.Version))];
        var brought = await BroughtAsync(await ReadEditionsAsync(cancellationToken), edition.Rhythm, other => other.Id != edition.Id, cancellationToken);
        var before = await BeforeAsync(found.Select(each => each.Stored), brought, cancellationToken);
        return [.. found.Select(each => new DigestEntry(
            each.Stored.Item,
            each.Section,
            before.GetValueOrDefault(each.Stored.Ref) is { } old && ItemChanges.Matter(old, each.Stored.Item) ? old : null,
            each.Stored.Version))];
    }

    /// <summary>What readers were told of an item, in the order in which they were told.</summary>
    /// <param name="besides">The id of an edition that does not count.</param>
    public async Task<IReadOnlyList<ToldVersion>> ToldAsync(ItemRef item, string besides, CancellationToken cancellationToken)
    {
        var by = new List<Edition>();
        await foreach (var edition in editions.AllAsync(cancellationToken))
            if (edition.Id != besides && edition is { Started: not null, Forgotten: not Forgotten.All } && edition.Items.Any(each => each.Ref == item)) by.Add(edition);
        var told = new List<ToldVersion>();
        // By when the telling ended: one that was paused or slow may have been the last to reach somebody.
        foreach (var edition in by.OrderBy(edition => edition.Closed ?? Instant.MaxValue).ThenBy(edition => edition.ReleasedOrMade))
        {
            var places = UInt128.Zero;
            var kept = await blobs.FindItemsAsync(edition, cancellationToken);
            for (var at = 0; at < kept.Count; at++)
                if (kept[at].Item.Ref == item) places |= UInt128.One << at;
            if (places != 0) told.Add(new ToldVersion(edition, kept.First(entry => entry.Item.Ref == item).Item, places));
        }

        return told;
    }

    /// <summary>An edition on its way that still tells readers what a correction sets right: they would be told wrong after it. Null where there is none.</summary>
    public async Task<Edition?> StillTellingAsync(Edition correction, CancellationToken cancellationToken)
    {
        var item = correction.Items[0];
        foreach (var state in (EditionState[])[EditionState.Sending, EditionState.Paused])
            await foreach (var edition in editions.InAsync(state, cancellationToken))
                if (edition.Id != correction.Id && edition.Items.Any(each => each.Ref == item.Ref && each.Version < item.Version)) return edition;
        return null;
    }

    /// <summary>Why an edition that is made holds what it holds, and not the rest: decided anew on what was known when it was made.</summary>
    /// <param name="entries">What it holds.</param>
    public async Task<IReadOnlyList<Decision>> ExplainAsync(Edition edition, IReadOnlyList<DigestEntry> entries, CancellationToken cancellationToken)
    {
        var held = entries.DistinctBy(entry => entry.Item.Ref).ToDictionary(entry => entry.Item.Ref);
        var all = new List<StoredItem>();
        await foreach (var stored in items.AllAsync(cancellationToken))
            all.Add(held.TryGetValue(stored.Ref, out var entry) ? stored with { Item = entry.Item, Version = entry.Version } : stored);
        if (edition.Rhythm is null) return SelectItems.ExplainAnnouncement(all, [.. held.Values], edition.IsReminder ? WhyCode.DayNear : edition.IsCorrection ? WhyCode.Corrected : WhyCode.Announced);
        var brought = await BroughtAsync(await ReadEditionsAsync(cancellationToken), edition.Rhythm, other => other.Id != edition.Id && other.CutOff < edition.CutOff, cancellationToken);
        var before = await BeforeAsync(all, brought, cancellationToken);
        return SelectItems.Explain(SelectItems.Decide(all, brought, before, edition.CutOff, zone), entries, edition.CutOff);
    }

    /// <summary>The items of an edition as it was compiled.</summary>
    public Task<IReadOnlyList<DigestEntry>> KeptAsync(Edition edition, CancellationToken cancellationToken) => blobs.FindItemsAsync(edition, cancellationToken);

    /// <summary>What of an edition other rhythms' editions have brought to their readers by now.</summary>
    /// <param name="entries">What it holds.</param>
    public async Task<IReadOnlyList<Telling>> ToldAsync(Edition edition, IReadOnlyList<DigestEntry> entries, CancellationToken cancellationToken)
    {
        if (edition.Rhythm is not { } rhythm) return [];
        var others = new List<Edition>();
        await foreach (var other in editions.AllAsync(cancellationToken))
            if (other.IsPublic && other.IsForAll && other.Rhythm != rhythm) others.Add(other);
        var snapshots = new Dictionary<string, IReadOnlyList<DigestEntry>>(StringComparer.Ordinal);
        var older = new Dictionary<(string Edition, ItemRef Item), Item?>();
        foreach (var (by, item) in Tellings.OtherVersions(entries, others)) older[(by.Id, item)] = await FindAsync(by, item, snapshots, cancellationToken);
        return Tellings.Of(entries, others, (other, item) => older.GetValueOrDefault((other.Id, item)));
    }

    private async Task<IReadOnlyList<Edition>> ReadEditionsAsync(CancellationToken cancellationToken)
    {
        var all = new List<Edition>();
        await foreach (var edition in editions.BrieflyAsync(cancellationToken)) all.Add(edition);
        return all;
    }

    private async Task<IReadOnlyDictionary<ItemRef, Brought>> BroughtAsync(IEnumerable<Edition> made, Rhythm? rhythm, Func<Edition, bool> counts, CancellationToken cancellationToken)
    {
        var began = rhythm is { } own && Digest.Reserved.TryGetValue(own, out var digest) ? (await watermarks.ReadAsync(digest, cancellationToken))?.Began ?? Instant.MaxValue : Instant.MinValue;
        return Brought.Of(made.Where(edition => counts(edition) && IsKnown(edition, rhythm, began)));
    }

    /// <summary>Whether who reads in a rhythm knows what an edition brought. When a digest begins beside the main one, they have read that one so far.</summary>
    private static bool IsKnown(Edition edition, Rhythm? rhythm, Instant began) =>
        edition.IsForAll && (edition.IsAnnouncement || edition.IsCorrection || rhythm is null || edition.Rhythm == rhythm || (edition.Rhythm == Rhythm.Weekly && edition.CutOff <= began));

    private async Task<Item?> FindAsync(Edition edition, ItemRef item, Dictionary<string, IReadOnlyList<DigestEntry>> snapshots, CancellationToken cancellationToken)
    {
        if (!snapshots.TryGetValue(edition.Id, out var snapshot)) snapshots[edition.Id] = snapshot = await blobs.FindItemsAsync(edition, cancellationToken);
        return snapshot.FirstOrDefault(entry => entry.Item.Ref == item)?.Item;
    }

    private async Task<IReadOnlyDictionary<ItemRef, Item>> BeforeAsync(
        IEnumerable<StoredItem> current, IReadOnlyDictionary<ItemRef, Brought> brought, CancellationToken cancellationToken)
    {
        var before = new Dictionary<ItemRef, Item>();
        var snapshots = new Dictionary<string, IReadOnlyList<DigestEntry>>(StringComparer.Ordinal);
        foreach (var stored in current)
        {
            // An edition that is not compiled yet, or waits for its time, has told nobody anything.
            if (brought.GetValueOrDefault(stored.Ref) is not { By: { Content.Length: > 0 } by } known || known.Version >= stored.Version || by is { Due: not null, IsPublic: false }) continue;
            if (await FindAsync(by, stored.Ref, snapshots, cancellationToken) is { } old) before[stored.Ref] = old;
        }

        return before;
    }
}
