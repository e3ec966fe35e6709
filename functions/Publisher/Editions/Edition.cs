using Azure;
using NodaTime;
using Publisher.Content;
using Publisher.Rendering;

namespace Publisher.Editions;

/// <summary>draft → scheduled → sending ⇄ paused → sent | skipped | cancelled; sent → sending where staff retry whom it did not reach.</summary>
public enum EditionState { Draft, Scheduled, Sending, Paused, Sent, Skipped, Cancelled }

/// <summary>How much of the list of who got an edition is no longer kept.</summary>
public enum Forgotten { Nothing, Some, All }

/// <summary>One dated issue of a digest, or an announcement.</summary>
/// <param name="Id">Its name for life, and what makes a doubled tick harmless: the same cause gives the same id.</param>
/// <param name="Digest">The digest it is an issue of; <see cref="Announcement"/> for one sent on its own.</param>
/// <param name="Number">Counts the issues of a digest from 1; 0 for an announcement.</param>
/// <param name="CutOff">What was published until then is in it or has been considered.</param>
/// <param name="Items">What is in it, in the order shown, by name and version.</param>
/// <param name="Subject">For staff: the subject of a mail with all the items.</param>
/// <param name="Plan">Key ranges of its batches, fixed in one write before the first is sent; empty until then.</param>
/// <param name="Held">Made by staff, who send it when they have looked; the timer leaves it alone.</param>
/// <param name="Content">Names the folder of what was compiled: the same content has the same name, another content another.</param>
/// <param name="Note">Why it was skipped, or what keeps it a draft, in words.</param>
/// <param name="Closed">When the last message had its outcome.</param>
/// <param name="UselessAfter">From then on nobody who has not got it yet gets it; null for never.</param>
/// <param name="Started">When its sending began.</param>
/// <param name="Origin">The beginning of its plan's timetable; it moves on while the edition is paused.</param>
/// <param name="Paused">Since when it is paused; null while it is not.</param>
public sealed record Edition(
    string Id,
    string Digest,
    int Number,
    EditionState State,
    Instant CutOff,
    IReadOnlyList<EditionItem> Items,
    string Heading = "",
    string Subject = "",
    string Plan = "",
    bool Held = false,
    string Content = "",
    string Note = "",
    Instant? Closed = null,
    Instant? UselessAfter = null,
    Instant? Started = null,
    Instant? Origin = null,
    Instant? Paused = null)
{
    /// <summary>When its sending began; null before, and for editions from before there were rhythms. Who gets which item of it is decided by the rhythm they had then.</summary>
    public Instant? Released { get; init; }

    /// <summary>Which of its items the editions of other rhythms had brought when its sending began, each as it is in this one.</summary>
    public IReadOnlyList<Telling> Told { get; init; } = [];

    /// <summary>Whether its ledgers are still there; without them nobody can be tried again.</summary>
    public Forgotten Forgotten { get; init; }

    /// <summary>Recipients whose message the relay took by the time it was closed; null before, and for editions from before this was kept.</summary>
    public int? Reached { get; init; }

    /// <summary>Not sent before; null for as soon as it is ready.</summary>
    public Instant? Due { get; init; }

    /// <summary>Whom an announcement is for.</summary>
    public Audience Audience { get; init; } = Audience.Everyone;

    /// <summary>Markdown: what an announcement says that is of no item; its subject is <see cref="Heading"/>. Empty for an item's.</summary>
    public string Text { get; init; } = "";

    /// <summary>Two letters (ISO 639-1): the language of <see cref="Text"/>.</summary>
    public string TextLanguage { get; init; } = Organisation.Language;

    /// <summary>Takes the digest's place for what is sent on its own.</summary>
    public const string Announcement = "announcement";

    /// <summary>Takes the digest's place for what reminds of days that are near.</summary>
    public const string Reminder = "reminder";

    /// <summary>Takes the digest's place for what sets right what readers were told.</summary>
    public const string Correction = "correction";

    /// <summary>Characters of an id: an announcement's holds an item's.</summary>
    public const int MaxId = 128;

    /// <summary>The row's version in storage; a write with an old one is refused.</summary>
    public ETag ETag { get; init; }

    /// <summary>This very call added it: of many who ask for the same edition, one sees it so. Not stored.</summary>
    public bool IsNew { get; init; }

    /// <summary>Where its large parts lie.</summary>
    public string Folder => $"{Id}/{Content}";

    /// <summary>True for what may be an edition's id; anything else need not be looked up.</summary>
    public static bool IsId(string text) => Slug.IsValid(text, MaxId);

    public bool IsAnnouncement => Digest == Announcement;

    public bool IsReminder => Digest == Reminder;

    public bool IsCorrection => Digest == Correction;

    /// <summary>False where it is meant for some of those only who would choose it: that it brought a thing says nothing of the others.</summary>
    public bool IsForAll => !IsReminder && Audience.IsEveryone;

    /// <summary>The instant that rhythms are looked at.</summary>
    public Instant ReleasedOrMade => Released ?? CutOff;

    /// <summary>Whose it is; null for announcements, reminders and corrections, which come whatever one's rhythm is.</summary>
    public Rhythm? Rhythm => IsAnnouncement || IsReminder || IsCorrection ? null : Editions.Digest.RhythmOf(Digest);

    /// <summary>True while its messages may be read on the web: they are out, or on their way.</summary>
    public bool IsPublic => State is EditionState.Sending or EditionState.Paused or EditionState.Sent;

    /// <summary>Whether it is ready, nobody holds it, and its time has come.</summary>
    public bool IsDue(Instant now) => this is { State: EditionState.Scheduled, Held: false } && !(Due > now);

    /// <summary>Whether nothing keeps it any more: it goes out as soon as its batches are planned.</summary>
    public bool IsLeaving(Instant now) => IsDue(now) && Note.Length == 0;

    /// <summary>The edition one step on.</summary>
    /// <exception cref="InvalidOperationException">There is no such step.</exception>
    public Edition To(EditionState next) => Allows(State, next)
        ? this with { State = next }
        : throw new InvalidOperationException($"Edition {Id} is {State}; it cannot become {next}.");

    public static bool Allows(EditionState from, EditionState to) => (from, to) switch
    {
        (EditionState.Draft, EditionState.Scheduled or EditionState.Skipped or EditionState.Cancelled) => true,
        (EditionState.Scheduled, EditionState.Sending or EditionState.Draft or EditionState.Cancelled) => true,
        (EditionState.Sending, EditionState.Paused or EditionState.Sent or EditionState.Cancelled) => true,
        (EditionState.Paused, EditionState.Sending or EditionState.Cancelled) => true,
        // Staff try those again whom it did not reach.
        (EditionState.Sent, EditionState.Sending) => true,
        _ => false,
    };
}

/// <summary>An item as it was when the edition was made, and why it is in it.</summary>
public readonly record struct EditionItem(ItemRef Ref, int Version, Section Section)
{
    /// <summary><c>call/2023-2@3:closing</c>.</summary>
    public override string ToString() => $"{Ref}@{Version}:{Section.ToString().ToLowerInvariant()}";

    public static EditionItem Parse(string text)
    {
        var (at, colon) = (text.LastIndexOf('@'), text.LastIndexOf(':'));
        return at > 0 && colon > at && ItemRef.TryParse(text[..at], out var item)
            ? new EditionItem(item, int.Parse(text[(at + 1)..colon], System.Globalization.CultureInfo.InvariantCulture), Enum.Parse<Section>(text[(colon + 1)..], ignoreCase: true))
            : throw new FormatException($"„{text}” names no item.");
    }
}
