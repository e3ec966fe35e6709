using NodaTime;
using Publisher.Content;
using Publisher.Mail.Merge;
using Publisher.Mail.Mime;

namespace Publisher.Rendering;

/// <summary>What differs from reader to reader beside the items.</summary>
public enum DigestSlot { Name, Chosen, ChosenText, Unsubscribe, Preferences }

/// <summary>What an edition says, before any template.</summary>
/// <param name="Entries">In the order in which they are shown; the merge flag of each is its place in this list.</param>
/// <param name="Heading">Empty for the digest's own.</param>
/// <param name="WebUrl">Where the edition can be read by everyone.</param>
/// <param name="CalendarUrl">Where an item's calendar file in a language is.</param>
/// <param name="Organiser">In whose name calendars have it.</param>
/// <param name="AsOf">The instant that its words are true at.</param>
/// <param name="Announcement">One item with its body, under no heading but its own.</param>
public sealed record DigestContent(IReadOnlyList<DigestEntry> Entries, string Heading, string WebUrl, Func<ItemRef, string, string> CalendarUrl, Mailbox Organiser, Instant AsOf, bool Announcement)
{
    /// <summary>Where a link of an item leads in the mail's HTML, by item and address, so that its opening can be counted; null for the address itself.</summary>
    public Func<ItemRef, string, string>? Door { get; init; }

    /// <summary>It reminds of days that are near, and says so.</summary>
    public bool Reminder { get; init; }

    /// <summary>It sets right what was told before, and says so. Each entry is for those who were told something of their own.</summary>
    public bool Correction { get; init; }
}

/// <summary>One edition's texts in one language, with marks for what differs from reader to reader.</summary>
/// <param name="Calendar">The dates of what a reader gets, as a calendar file.</param>
/// <param name="Dated">Flags of the items that have a date: who gets none of them needs no calendar.</param>
/// <param name="Whole">The HTML as if a reader got everything, to be looked over before it is sent.</param>
/// <param name="Web">The same as a page for everyone: all items with their bodies, no personal word.</param>
public sealed record RenderedDigest(string Language, MergeTemplate Subject, MergeTemplate Text, MergeTemplate Html, MergeTemplate Calendar, IReadOnlyList<int> Dated, string Whole, string Web);

/// <summary>The same before it is cut at its marks.</summary>
internal sealed record MarkedDigest(string Subject, string Text, string Html, string Calendar);
