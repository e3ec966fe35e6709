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

/// <summary>Why an item is in a reader's mail, or is not.</summary>
/// <param name="Heading">Where it stands in the edition; null where it is not in it.</param>
/// <param name="Why">In words, for staff.</param>
public sealed record Reason(ItemRef Item, string Title, Place Place, Section? Heading, string Why)
{
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
        if (decision.Section is null) return new Reason(item.Ref, item.Title, Place.Out, null, decision.Why);
        var against =
            withdrawn.Contains(item.Ref) ? "it was withdrawn after the edition was made"
            : item.Expires(zone) is { } end && end <= now ? item is Call ? "its deadline has passed since the edition was made" : "it is over since the edition was made"
            : Unwanted(item, decision.Section.Value, reader, districts)
            ?? leftOut(item.Ref)
            ?? (reaches(item.Ref, reader.Rhythm) ? null : Elsewhere(item, reader.Rhythm));
        var why = reader.Interests.Want(item, decision.Section.Value.IsDeadline()) ? decision.Why : $"they follow this call; {decision.Why}";
        return new Reason(item.Ref, item.Title, against is null ? Place.In : Place.NotForReader, decision.Section, against ?? why);
    }

    /// <summary>"they chose the kinds call, news and the district Rubinkowo"; null where they want it.</summary>
    private static string? Unwanted(Item item, Section section, Subscriber reader, Districts districts)
    {
        if (reader.Wants(item, section.IsDeadline())) return null;
        var interests = reader.Interests;
        if (interests.Want(item, section.IsDeadline())) return "they want nothing more of this call";
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
