using NodaTime;
using Publisher.Content;
using Publisher.Rendering;

namespace Publisher.Editions;

/// <summary>What was decided about one item.</summary>
/// <param name="Section">Where it stands; null where it is not in the edition.</param>
/// <param name="Before">What readers were told before, where that has changed.</param>
/// <param name="Code">Why.</param>
/// <param name="By">The edition that the code speaks of; empty where it speaks of none.</param>
public sealed record Decision(StoredItem Stored, Section? Section, Item? Before, WhyCode Code, string By = "")
{
    /// <summary>In English, for the terminal; pages word <see cref="Code"/> in the reader's language.</summary>
    public string Why => WhyCodes.Describe(Code, By);

    public EditionItem Item => new(Stored.Ref, Stored.Version, Section!.Value);

    public DigestEntry Entry => new(Stored.Item, Section!.Value, Before, Stored.Version);
}

/// <summary>Which items an edition holds, under which heading, and in which order. Pure.</summary>
/// <remarks>
/// An item is brought once as new, once more when its deadline is near, again when a date, place or amount has changed, and once with its
/// results; each of it once for ever, and never twice in one edition. No time tells whether an item is new: clocks differ, saves take their
/// time, and one that was withdrawn over a cut-off and is back has reached nobody.
/// </remarks>
public static class SelectItems
{
    /// <summary>Items of one edition: more is no digest, and the rest is in the next one.</summary>
    public const int MaxItems = 100;

    /// <summary>Longer than it takes to decide over a call's applications, mostly.</summary>
    private static readonly Duration History = Duration.FromDays(365);

    /// <param name="items">Every item.</param>
    /// <param name="brought">What readers know already.</param>
    /// <param name="before">The version that was brought, of items that have another one now.</param>
    /// <returns>A decision on each item: first those that are in, in the order shown.</returns>
    public static IReadOnlyList<Decision> Decide(
        IEnumerable<StoredItem> items, IReadOnlyDictionary<ItemRef, Brought> brought, IReadOnlyDictionary<ItemRef, Item> before, Instant now, DateTimeZone zone)
    {
        var decisions = items.Select(stored => Decide(stored, brought.GetValueOrDefault(stored.Ref), before.GetValueOrDefault(stored.Ref), now, zone)).ToList();
        var chosen = decisions.Where(decision => decision.Section is not null)
            .OrderBy(decision => decision.Section)
            .ThenBy(decision => Urgency(decision.Stored.Item, zone))
            .ThenBy(decision => decision.Stored.Published)
            .ThenBy(decision => decision.Stored.Ref.ToString(), StringComparer.Ordinal)
            .Select((decision, at) => at < MaxItems ? decision : decision with { Section = null, Code = WhyCode.Full });
        return [.. chosen.Concat(decisions.Where(decision => decision.Section is null).OrderBy(decision => decision.Stored.Ref.ToString(), StringComparer.Ordinal))];
    }

    /// <summary>What was decided, put into the words of an edition that is made: it holds what it holds, whatever one would decide now.</summary>
    /// <param name="decisions">As of its cut-off.</param>
    /// <returns>First those that are in, in the order shown.</returns>
    public static IReadOnlyList<Decision> Explain(IReadOnlyList<Decision> decisions, IReadOnlyList<DigestEntry> entries, Instant cutOff)
    {
        var decided = decisions.ToDictionary(decision => decision.Stored.Ref);
        var held = entries.Where(entry => decided.ContainsKey(entry.Item.Ref)).Select(entry => decided[entry.Item.Ref] is var decision && decision.Section == entry.Section
            ? decision
            : decision with { Section = entry.Section, Before = entry.Before, Code = WhyCode.Chosen }).ToList();
        var rest = decisions.ExceptBy(held.Select(decision => decision.Stored.Ref), decision => decision.Stored.Ref).Select(decision => decision.Section is null
            ? decision
            : decision with { Section = null, Before = null, Code = decision.Stored.Published > cutOff ? WhyCode.PublishedAfter : WhyCode.ChangedAfter });
        return [.. held, .. rest.OrderBy(decision => decision.Stored.Ref.ToString(), StringComparer.Ordinal)];
    }

    /// <summary>The items of an announcement or a reminder; it decided on no others.</summary>
    public static IReadOnlyList<Decision> ExplainAnnouncement(IReadOnlyList<StoredItem> items, IReadOnlyList<DigestEntry> entries, WhyCode why) =>
        [.. entries.Join(items, entry => entry.Item.Ref, stored => stored.Ref, (entry, stored) => new Decision(stored, entry.Section, entry.Before, why))];

    /// <summary>What is announced, as it is by now; what is over is gone.</summary>
    public static IReadOnlyList<DigestEntry> Anew(IEnumerable<DigestEntry> entries, Instant now, DateTimeZone zone) =>
        [.. entries.Where(entry => !(entry.Item.Expires(zone) <= now)).Select(entry => entry with { Section = SectionOfNew(entry.Item, now, zone) })];

    /// <summary>The heading of an item that nobody has been told of.</summary>
    public static Section SectionOfNew(Item item, Instant now, DateTimeZone zone) => item switch
    {
        Call { Results: not null } => Section.Results,
        Call call => IsClosing(call, now, zone) ? Section.Closing : Section.Calls,
        Event @event => DaysTo(@event.Starts.Date, now, zone) < DigestEntry.SoonDays ? Section.EventsSoon : Section.Events,
        _ => Section.News,
    };

    private static Decision Decide(StoredItem stored, Brought? brought, Item? before, Instant now, DateTimeZone zone)
    {
        var item = stored.Item;
        Decision Out(WhyCode why, string by = "") => new(stored, null, null, why, by);
        Decision In(Section section, WhyCode why, Item? old = null, string by = "") => new(stored, section, old, why, by);

        if (item.Status == ItemStatus.Draft) return Out(WhyCode.Draft);
        if (item.Status == ItemStatus.Withdrawn) return Out(WhyCode.Withdrawn);
        if (item.Expires(zone) is { } end && end <= now) return Out(item is Call ? WhyCode.DeadlinePassed : WhyCode.Over);
        if (brought is null && IsHistory(stored, zone)) return Out(WhyCode.History);
        if (brought is null) return In(SectionOfNew(item, now, zone), WhyCode.New);
        if (item is Call { Results: not null })
            return brought.Sections.Contains(Section.Results) ? Out(WhyCode.ResultsBrought, brought.By.Id) : In(Section.Results, WhyCode.Results);
        var changed = before is not null && stored.Version > brought.Version && ItemChanges.Matter(before, item) ? before : null;
        if (item is Call call && IsClosing(call, now, zone) && !brought.Sections.Contains(Section.Closing))
            return In(Section.Closing, WhyCode.Closing, changed);
        return changed is null ? Out(WhyCode.Brought, brought.By.Id) : In(Section.Changed, WhyCode.Changed, changed, brought.By.Id);
    }

    /// <summary>A call that was over long before it came here is imported for the record: its results are no news.</summary>
    private static bool IsHistory(StoredItem stored, DateTimeZone zone) =>
        stored.Item is Call { Results: not null, Closes: { } closes } && closes.Ends(zone) + History < stored.Published;

    private static bool IsClosing(Call call, Instant now, DateTimeZone zone) =>
        call.Closes is { } closes && DaysTo(closes.LastDay, now, zone) <= DigestEntry.ClosingDays;

    private static int DaysTo(LocalDate date, Instant now, DateTimeZone zone) => Period.DaysBetween(now.InZone(zone).Date, date);

    private static Instant Urgency(Item item, DateTimeZone zone) => item switch
    {
        Event @event => @event.Starts.Begins(zone),
        _ => item.Expires(zone) ?? Instant.MaxValue,
    };
}
