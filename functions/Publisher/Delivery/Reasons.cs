using NodaTime;
using Publisher.Content;
using Publisher.Editions;
using Publisher.Rendering;
using Publisher.Subscribers;

namespace Publisher.Delivery;

/// <summary>Where an item is, seen by one reader.</summary>
public enum Place
{
    /// <summary>In their mail.</summary>
    In,

    /// <summary>In the edition, but not in their mail.</summary>
    NotForReader,

    /// <summary>Not in the edition.</summary>
    Out,
}

/// <summary>Whose word it is that an item is in a reader's mail, or is not. Pages word each in the reader's language.</summary>
public enum ReaderCode
{
    /// <summary>The edition's: <see cref="Reason.Decided"/> says why.</summary>
    Edition,

    // Since the edition was made.
    WithdrawnSince, DeadlineSince, OverSince,

    // The reader's.
    NoMoreOfCall, NotChosen, OtherRhythm, OtherRhythmSince,

    /// <summary>The edition is not for everyone, and not for this reader.</summary>
    NotAddressed,
}

/// <summary>Why an item is in a reader's mail, or is not.</summary>
/// <param name="Heading">Where it stands in the edition; null where it is not in it.</param>
/// <param name="Why">In words, for staff.</param>
public sealed record Reason(ItemRef Item, string Title, Place Place, Section? Heading, string Why)
{
    public ReaderCode Code { get; init; }

    /// <summary>What was decided on the item for everyone.</summary>
    public WhyCode Decided { get; init; }

    /// <summary>The edition that <see cref="Decided"/> speaks of; empty where it speaks of none.</summary>
    public string By { get; init; } = "";

    /// <summary>They get it because they follow this call, whatever else they chose.</summary>
    public bool Follows { get; init; }

    /// <summary>"in, under Closing"; to be read before the colon and <see cref="Why"/>.</summary>
    public string Where => Place switch
    {
        Place.In => $"in, under {Heading!.Value.Name()}",
        Place.NotForReader => "in the edition, but not for this reader",
        _ => "out",
    };

    public override string ToString() => $"{Item}: {Where}: {Why}";
}

/// <summary>Tells for each item what a reader gets of it, and why. Pure.</summary>
public static class Reasons
{
    /// <param name="decisions">On each item of the edition and, as far as is known, on all others.</param>
    /// <param name="now">When the mail leaves.</param>
    /// <param name="reaches">Whether it is this edition that brings an item to who reads in such rhythms; left out, it brings all.</param>
    /// <param name="leftOut">Why an edition that is not for everyone is not for this reader, in words; null where it is.</param>
    public static IReadOnlyList<Reason> For(
        IReadOnlyList<Decision> decisions, IReadOnlySet<ItemRef> withdrawn, Subscriber reader, Districts districts, Instant now, DateTimeZone zone, Func<ItemRef, RhythmChoice, bool>? reaches = null, Func<ItemRef, string?>? leftOut = null) =>
        [.. decisions.Select(decision => For(decision, withdrawn, reader, districts, now, zone, reaches ?? ((_, _) => true), leftOut ?? (_ => null)))];

    private static Reason For(
        Decision decision, IReadOnlySet<ItemRef> withdrawn, Subscriber reader, Districts districts, Instant now, DateTimeZone zone, Func<ItemRef, RhythmChoice, bool> reaches, Func<ItemRef, string?> leftOut)
    {
        var item = decision.Stored.Item;
        Reason Of(Place place, ReaderCode code, string why, bool follows = false) =>
            new(item.Ref, item.Title, place, decision.Section, why) { Code = code, Decided = decision.Code, By = decision.By, Follows = follows };
        if (decision.Section is not { } section) return Of(Place.Out, ReaderCode.Edition, decision.Why);
        if (Against(item, section, withdrawn, reader, districts, now, zone, reaches, leftOut) is var (code, against)) return Of(Place.NotForReader, code, against);
        var follows = !reader.Interests.Want(item, section.IsDeadline());
        return Of(Place.In, ReaderCode.Edition, follows ? $"they follow this call; {decision.Why}" : decision.Why, follows);
    }

    /// <summary>What keeps an item of the edition from this reader; null for nothing.</summary>
    private static (ReaderCode Code, string Why)? Against(
        Item item, Section section, IReadOnlySet<ItemRef> withdrawn, Subscriber reader, Districts districts, Instant now, DateTimeZone zone, Func<ItemRef, RhythmChoice, bool> reaches, Func<ItemRef, string?> leftOut)
    {
        if (withdrawn.Contains(item.Ref)) return (ReaderCode.WithdrawnSince, "it was withdrawn after the edition was made");
        if (item.Expires(zone) is { } end && end <= now)
            return item is Call ? (ReaderCode.DeadlineSince, "its deadline has passed since the edition was made") : (ReaderCode.OverSince, "it is over since the edition was made");
        if (!reader.Wants(item, section.IsDeadline()))
            return reader.Interests.Want(item, section.IsDeadline()) ? (ReaderCode.NoMoreOfCall, "they want nothing more of this call") : (ReaderCode.NotChosen, Unwanted(item, section, reader, districts));
        if (leftOut(item.Ref) is { } why) return (ReaderCode.NotAddressed, why);
        return reaches(item.Ref, reader.Rhythm) ? null : (reader.Rhythm.Past.Count > 0 ? ReaderCode.OtherRhythmSince : ReaderCode.OtherRhythm, Elsewhere(item, reader.Rhythm));
    }

    /// <summary>"they chose the kinds call, news and the district Rubinkowo".</summary>
    private static string Unwanted(Item item, Section section, Subscriber reader, Districts districts)
    {
        var interests = reader.Interests;
        var choices = new List<string>();
        if (!interests.WantKind(item, section.IsDeadline())) choices.Add(Named("kind", interests.KindKeys));
        if (!interests.WantPlace(item)) choices.Add(Named("district", interests.Districts.Select(districts.NameOf)));
        if (!interests.WantTopic(item)) choices.Add(Named("topic", interests.Topics));
        return $"they chose {string.Join(" and ", choices)}";
    }

    /// <summary>It is in another edition for them.</summary>
    private static string Elsewhere(Item item, RhythmChoice rhythm) =>
        $"they get {(item is Call ? "calls" : "events and news")} {rhythm.Of(item.Kind).Key()}{(rhythm.Past.Count > 0 ? ", since they changed it, and each thing comes once" : "")}";

    private static string Named(string what, IEnumerable<string> names) =>
        names.ToList() is [var only] ? $"the {what} {only}" : $"the {what}s {string.Join(", ", names)}";
}
