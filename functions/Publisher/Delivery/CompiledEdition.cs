using NodaTime;
using Publisher.Content;
using Publisher.Editions;
using Publisher.Mail.Merge;
using Publisher.Rendering;
using Publisher.Subscribers;

namespace Publisher.Delivery;

/// <summary>What the messages of a batch have in common.</summary>
/// <param name="AsOf">The instant its words are true at; what has changed by the day of delivery is shown by merge flags.</param>
/// <param name="UselessAfter">From then on nobody gets it; null for never.</param>
/// <param name="Entries">As they were when the edition was made; the place of each is its merge flag.</param>
/// <param name="Programs">The compiled message of each language.</param>
/// <param name="Withdrawn">Items that nobody gets any more.</param>
public sealed record CompiledEdition(
    string Id,
    Instant AsOf,
    Instant? UselessAfter,
    IReadOnlyList<DigestEntry> Entries,
    IReadOnlyDictionary<string, MergeProgram> Programs,
    IReadOnlySet<ItemRef> Withdrawn,
    DateTimeZone Zone)
{
    /// <summary>When each item expires, worked out once: it is asked for every reader.</summary>
    private readonly Instant?[] ends = [.. Entries.Select(entry => entry.Item.Expires(Zone))];

    private readonly ILookup<ItemRef, Telling> told = Enumerable.Empty<Telling>().ToLookup(telling => telling.Item);

    /// <summary>Whose edition it is; null for everybody's.</summary>
    public Rhythm? Rhythm { get; init; }

    /// <summary>Whom it is for, where not for everyone.</summary>
    public Audience Audience { get; init; } = Audience.Everyone;

    /// <summary>True for staff's own words, which have no kind that one could have chosen.</summary>
    public bool IsOwnWords { get; init; }

    /// <summary>True for reminders, which only they get who asked to be reminded.</summary>
    public bool IsReminder { get; init; }

    /// <summary>True for a correction. What was to end, and what ends now, are both of interest: one is right.</summary>
    public bool IsCorrection
    {
        get;
        init
        {
            field = value;
            if (value) ends = [.. Entries.Select(entry => Corrections.EndOf(entry, Zone))];
        }
    }

    /// <summary>The place of the entry that sets right what a reader was told; who is not here was told nothing else than is true.</summary>
    public IReadOnlyDictionary<SubscriberKey, int> Corrects { get; init; } = new Dictionary<SubscriberKey, int>();

    /// <summary>Rhythms that there are editions of.</summary>
    public RhythmOffer Offer { get; init; } = new([]);

    /// <summary>The instant that readers' rhythms are looked at: whoever changes theirs while it is sent gets of it what they would have got before.</summary>
    public Instant Released { get; init; } = AsOf;

    /// <summary>What other rhythms' editions had brought by then.</summary>
    public IEnumerable<Telling> Told
    {
        init => told = value.ToLookup(telling => telling.Item);
    }

    public const string FallbackLanguage = "pl";

    /// <summary>Reads what was stored when the edition was made ready; nothing is withdrawn yet.</summary>
    public static async Task<CompiledEdition> LoadAsync(Edition edition, EditionBlobs blobs, RhythmOffer offer, DateTimeZone zone, CancellationToken cancellationToken)
    {
        var programs = new Dictionary<string, MergeProgram>(StringComparer.Ordinal);
        foreach (var language in await blobs.LanguagesAsync(edition, cancellationToken))
            programs[language] = await blobs.LoadMessageAsync(edition, language, cancellationToken);
        return Of(edition, await blobs.LoadItemsAsync(edition, cancellationToken), programs, offer, zone);
    }

    /// <summary>Of an edition as it is in hand; nothing is withdrawn yet.</summary>
    public static CompiledEdition Of(Edition edition, IReadOnlyList<DigestEntry> entries, IReadOnlyDictionary<string, MergeProgram> programs, RhythmOffer offer, DateTimeZone zone) =>
        new(edition.Id, edition.CutOff, edition.UselessAfter, entries, programs, new HashSet<ItemRef>(), zone)
        {
            Rhythm = edition.Rhythm,
            Offer = offer,
            Released = edition.ReleasedOrMade,
            Told = edition.Told,
            Audience = edition.Audience,
            IsReminder = edition.IsReminder,
            IsCorrection = edition.IsCorrection,
            IsOwnWords = edition.Text.Length > 0,
        };

    /// <summary>The same without what was withdrawn meanwhile; a correction may be about just that.</summary>
    public async Task<CompiledEdition> WithoutWithdrawnAsync(Items items, CancellationToken cancellationToken) =>
        IsCorrection ? this : this with { Withdrawn = await items.UnpublishedAsync(cancellationToken) };

    public MergeProgram For(string language) => Programs.TryGetValue(language, out var program) ? program : Programs[FallbackLanguage];

    /// <summary>True where there is anything in it for this reader.</summary>
    public bool Offers(Subscriber subscriber, Instant now)
    {
        for (var at = 0; at < Entries.Count; at++)
            if (Offers(at, subscriber, now)) return true;
        return false;
    }

    /// <summary>What a reader gets of it: bit n for the item at place n.</summary>
    public UInt128 Offered(Subscriber subscriber, Instant now)
    {
        var items = UInt128.Zero;
        for (var at = 0; at < Entries.Count; at++)
            if (Offers(at, subscriber, now)) items |= UInt128.One << at;
        return items;
    }

    /// <summary>True where a call that the reader follows is in it.</summary>
    public bool HasFollowed(Subscriber subscriber) =>
        subscriber.Calls.Followed.Count > 0 && Entries.Any(entry => entry.Item is Call && subscriber.Calls.For(entry.Item.Id) == CallChoice.Followed);

    /// <summary>True where this reader would miss something that ends before an instant, were they served after it.</summary>
    public bool IsUrgent(Subscriber subscriber, Instant now, Instant before)
    {
        for (var at = 0; at < Entries.Count; at++)
            if (ends[at] < before && Offers(at, subscriber, now)) return true;
        return false;
    }

    /// <summary>True where the reader chose the item at a place, and it is still worth offering.</summary>
    public bool Offers(int at, Subscriber subscriber, Instant now) =>
        !(ends[at] <= now) && Wants(at, subscriber, now) && Reaches(at, subscriber.Rhythm) && !Withdrawn.Contains(Entries[at].Item.Ref);

    /// <summary>True where the reader chose the item at a place, and is one of those whom the edition is for.</summary>
    private bool Wants(int at, Subscriber subscriber, Instant now) => IsCorrection
        ? CorrectionReach.PlaceFor(subscriber, Corrects) == at && CorrectionReach.Wants(Entries[at].Item, subscriber)
        : IsReminder
        ? ReminderReach.Wants(Entries[at].Item, subscriber, Offer, now, Zone) && !ReminderReach.IsFolded(Entries[at].Item.Kind, told[Entries[at].Item.Ref], subscriber, Offer)
        : AudienceReach.Holds(Audience, subscriber) && (IsOwnWords || subscriber.Wants(Entries[at].Item, Entries[at].Section.IsDeadline()));

    /// <summary>Why the edition is not for a reader who wants the item as such, in words for staff; null where it is.</summary>
    public string? LeftOut(ItemRef item, Subscriber reader, Instant now)
    {
        if (IsCorrection && CorrectionReach.PlaceFor(reader, Corrects) is null) return "they were told nothing of it that is different now";
        if (!AudienceReach.Holds(Audience, reader)) return "they are not of the audience that it is for";
        if (!IsReminder || Entries.FirstOrDefault(entry => entry.Item.Ref == item) is not { } entry) return null;
        if (!ReminderReach.Wants(entry.Item, reader, Offer, now, Zone)) return entry.Item is Call ? "they neither follow this call nor chose deadlines only" : "they do not get events at once";
        return ReminderReach.IsFolded(item.Kind, told[item], reader, Offer) ? "a digest of the same day brings it to them" : null;
    }

    /// <summary>The same, of an item it holds or does not hold.</summary>
    public bool Reaches(ItemRef item, RhythmChoice reader)
    {
        for (var at = 0; at < Entries.Count; at++)
            if (Entries[at].Item.Ref == item) return Reaches(at, reader);
        return false;
    }

    /// <summary>True where it is this edition that brings the item at a place to who reads in these rhythms.</summary>
    public bool Reaches(int at, RhythmChoice reader) =>
        Rhythm is not { } own
        || RhythmReach.Reaches(own, Released, told[Entries[at].Item.Ref], reader, Entries[at].Item.Kind, Offer);
}
