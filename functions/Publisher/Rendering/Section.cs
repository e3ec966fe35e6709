using Publisher.Content;

namespace Publisher.Rendering;

/// <summary>Why an item is in an edition, and under which heading it stands; in the order shown.</summary>
public enum Section
{
    /// <summary>A call whose deadline is at most <see cref="DigestEntry.ClosingDays"/> days away.</summary>
    Closing,

    /// <summary>A call with more time left.</summary>
    Calls,

    /// <summary>What readers were told before, and what is different now.</summary>
    Changed,

    /// <summary>Events of the next <see cref="DigestEntry.SoonDays"/> days.</summary>
    EventsSoon,

    /// <summary>Events after that.</summary>
    Events,

    /// <summary>Who got the money of a call.</summary>
    Results,

    News,
}

public static class Sections
{
    /// <summary>The heading as staff call it; readers see it in their own language.</summary>
    public static string Name(this Section section) => section == Section.EventsSoon ? "Events soon" : section.ToString();

    /// <summary>True for what even a reader gets who wants nothing of calls but their deadlines.</summary>
    public static bool IsDeadline(this Section section) => section is Section.Closing or Section.Changed;
}

/// <summary>An item of an edition.</summary>
/// <param name="Before">The version that readers were told before, for <see cref="Section.Changed"/>; null elsewhere.</param>
/// <param name="Version">Of the item, from 1.</param>
public sealed record DigestEntry(Item Item, Section Section, Item? Before = null, int Version = 1)
{
    /// <summary>Days before its deadline from which a call is said to be closing.</summary>
    public const int ClosingDays = 7;

    /// <summary>Days of "this week", the first included.</summary>
    public const int SoonDays = 7;
}
