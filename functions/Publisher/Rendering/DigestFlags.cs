using NodaTime;
using Publisher.Mail.Merge;

namespace Publisher.Rendering;

/// <summary>The merge flags of an edition: one for each item, in the order shown, then "has a name", then the day of delivery.</summary>
public sealed record DigestFlags(int Items)
{
    /// <summary>Days after its making that an edition still knows the right words for ("jutro", "za 3 dni"); later it says none.</summary>
    public const int Days = 7;

    public int Named => Items;

    /// <summary>Set where the mail leaves so many days, 0 to <see cref="Days"/> - 1, after the edition was made.</summary>
    public int Day(int days) => Items + 1 + days;

    /// <summary>Sets what goes with the day of delivery.</summary>
    public void SetDay(MergeValues values, Instant asOf, Instant now, DateTimeZone zone)
    {
        var days = Period.DaysBetween(asOf.InZone(zone).Date, now.InZone(zone).Date);
        if (days is >= 0 and < Days) values.SetFlag(Day(days), true);
    }

    /// <summary>Words that depend on the day of delivery, as a marked text; nothing on days that the words do not fit, or are not known for.</summary>
    /// <param name="words">For so many days after the edition was made; null where there are none.</param>
    /// <param name="otherwise">For all later days.</param>
    internal string ByDay(Func<int, string?> words, string otherwise = "")
    {
        var text = string.Concat(Enumerable.Range(0, Days).Select(day => words(day) is { Length: > 0 } some ? Markers.IfAny(Markers.Flags([Day(day)]), some) : ""));
        return otherwise.Length == 0 ? text : text + Markers.IfNone(Markers.Flags(Enumerable.Range(0, Days).Select(Day)), otherwise);
    }
}
