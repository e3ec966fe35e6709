using NodaTime;
using NodaTime.Text;
using Publisher.Content;

namespace Publisher.Subscribers;

/// <summary>What subscribers choose themselves.</summary>
public enum PreferenceField { Kinds, Districts, Topics, Language, Name, Role, RhythmCalls, RhythmRest, Pause, Followed, Left }

/// <summary>What a subscriber asks for, field by field; null leaves a field as it is, so that two changes of different fields never meet.</summary>
/// <param name="Kinds">Keys of kinds, and <see cref="Interests.DeadlinesKey"/>; none or all of them for everything.</param>
/// <param name="Districts">Slugs; none or all of them for the whole city.</param>
/// <param name="Topics">Some of those chosen before; none for everything.</param>
/// <param name="Language">Two letters.</param>
public sealed record PreferenceChange(
    IReadOnlyList<string>? Kinds = null,
    IReadOnlyList<string>? Districts = null,
    IReadOnlyList<string>? Topics = null,
    string? Language = null,
    string? Name = null)
{
    /// <summary>Key of the rhythm of calls and their deadlines.</summary>
    public string? RhythmCalls { get; init; }

    /// <summary>Key of the rhythm of the rest.</summary>
    public string? RhythmRest { get; init; }

    public static PreferenceChange None { get; } = new();

    /// <summary>As whom they read; empty for no word of it.</summary>
    public string? Role { get; init; }

    /// <summary>The day until whose beginning nothing is mailed, as <c>2023-05-31</c> or <c>31.05.2023</c>; empty to end a pause.</summary>
    public string? Pause { get; init; }

    /// <summary>Some of the calls that they follow.</summary>
    public IReadOnlyList<string>? Followed { get; init; }

    /// <summary>Some of the calls that they left.</summary>
    public IReadOnlyList<string>? Left { get; init; }
}

/// <param name="Subscriber">As stored now; null where nobody with this key gets mail.</param>
/// <param name="Refused">The fields that cannot be as asked for; with any, nothing was changed.</param>
public sealed record ChangedPreferences(Subscriber? Subscriber, IReadOnlyList<PreferenceField> Refused);

/// <summary>
/// Lets a subscriber change what comes to them, from the next message on. Whether they get mail at all, since when and where from is not theirs
/// to change here: it is the proof of their consent.
/// </summary>
/// <param name="languages">Two letters each: those that mails are written in.</param>
/// <param name="rhythms">Those that there are editions of.</param>
/// <param name="zone">Whose days a pause is counted in.</param>
public sealed class ChangePreferences(SubscriberList subscribers, Districts districts, IReadOnlyList<string> languages, IReadOnlyList<Rhythm> rhythms, DateTimeZone zone, TimeProvider clock)
{
    /// <summary>Days of a pause at the most: who wants none for longer had better leave.</summary>
    public const int MostPauseDays = 366;

    // Where a browser has no calendar of its own, people write days as they are used to.
    private static readonly LocalDatePattern[] DayPatterns = [LocalDatePattern.Iso, LocalDatePattern.CreateWithInvariantCulture("d.M.uuuu")];

    /// <summary>The days between which a pause may end, both included.</summary>
    public (LocalDate First, LocalDate Last) PauseDays
    {
        get
        {
            var today = clock.Now().InZone(zone).Date;
            return (today.PlusDays(1), today.PlusDays(MostPauseDays));
        }
    }

    public async Task<ChangedPreferences> RunAsync(SubscriberKey key, PreferenceChange change, CancellationToken cancellationToken)
    {
        IReadOnlyList<PreferenceField> refused = [];
        var stored = await subscribers.ChangeAsync(
            key,
            current =>
            {
                refused = [.. Refuse(change, current)];
                return refused.Count > 0 || change == PreferenceChange.None || !GetsMail(current) ? current : Apply(change, current);
            },
            HistoryChannel.Link,
            cancellationToken);
        return stored is not null && GetsMail(stored) ? new ChangedPreferences(stored, refused) : new ChangedPreferences(null, []);
    }

    /// <summary>The subscriber whose preferences these are; null where nobody with this key gets mail.</summary>
    public async Task<Subscriber?> FindAsync(SubscriberKey key, CancellationToken cancellationToken) =>
        await subscribers.FindAsync(key, cancellationToken) is { } found && GetsMail(found) ? found : null;

    private static bool GetsMail(Subscriber subscriber) => subscriber.Status != SubscriptionStatus.Unsubscribed;

    private IEnumerable<PreferenceField> Refuse(PreferenceChange change, Subscriber current)
    {
        var (own, asked) = (current.Interests, change);
        if (asked.Kinds?.Any(kind => !Interests.IsKindKey(kind)) == true) yield return PreferenceField.Kinds;
        // A district that is not on the list any more, or a topic, is kept by who has it, and chosen by nobody else.
        if (asked.Districts?.Any(slug => districts.All.All(district => district.Slug != slug) && !own.Districts.Contains(slug, StringComparer.Ordinal)) == true)
            yield return PreferenceField.Districts;
        if (asked.Topics?.Any(topic => !own.Topics.Contains(topic, StringComparer.Ordinal)) == true) yield return PreferenceField.Topics;
        if (asked.Language is { } language && language != current.Language && !languages.Contains(language, StringComparer.Ordinal)) yield return PreferenceField.Language;
        if (asked.Name is { } name && PersonName.Clean(name).Length > PersonName.MaxLength) yield return PreferenceField.Name;
        if (asked.Role is { Length: > 0 } role && ReaderRoles.Parse(role) is null) yield return PreferenceField.Role;
        // What is no longer offered is kept by who has it, as far as it goes: they get the main digest's editions.
        if (asked.RhythmCalls is { } calls && !Offers(calls, current.Rhythm.Calls)) yield return PreferenceField.RhythmCalls;
        if (asked.RhythmRest is { } rest && !Offers(rest, current.Rhythm.Rest)) yield return PreferenceField.RhythmRest;
        if (asked.Pause is { } pause && pause.Trim().Length > 0 && !(Day(pause) is { } day && day >= PauseDays.First && day <= PauseDays.Last)) yield return PreferenceField.Pause;
        if (asked.Followed?.Any(call => current.Calls.For(call) != CallChoice.Followed) == true) yield return PreferenceField.Followed;
        if (asked.Left?.Any(call => current.Calls.For(call) != CallChoice.Left) == true) yield return PreferenceField.Left;
    }

    private bool Offers(string key, Rhythm own) => Rhythms.Parse(key) is { } rhythm && (rhythm == own || rhythms.Contains(rhythm));

    private Subscriber Apply(PreferenceChange change, Subscriber current) => current with
    {
        Name = change.Name is { } name ? PersonName.Clean(name) : current.Name,
        Language = change.Language ?? current.Language,
        Role = change.Role is { } role ? ReaderRoles.Parse(role) : current.Role,
        PausedUntil = change.Pause is { } pause ? Day(pause) : current.PausedUntil,
        Calls = CallChoices.Of(Kept(current.Calls.Followed, change.Followed), Kept(current.Calls.Left, change.Left)),
        Rhythm = current.Rhythm.ChangedTo(
            Rhythms.Parse(change.RhythmCalls ?? "") ?? current.Rhythm.Calls, Rhythms.Parse(change.RhythmRest ?? "") ?? current.Rhythm.Rest, clock.Now()),
        Interests = Interests.Of(
            change.Kinds ?? current.Interests.KindKeys,
            change.Districts is { } slugs ? InOrder(slugs, current.Interests.Districts) : current.Interests.Districts,
            change.Topics is { } topics ? [.. current.Interests.Topics.Where(topic => topics.Contains(topic, StringComparer.Ordinal))] : current.Interests.Topics),
    };

    private static LocalDate? Day(string text)
    {
        foreach (var pattern in DayPatterns)
            if (pattern.Parse(text.Trim()).TryGetValue(default, out var day)) return day;
        return null;
    }

    private static IEnumerable<string> Kept(IEnumerable<string> own, IReadOnlyList<string>? asked) => asked is null ? own : own.Where(call => asked.Contains(call, StringComparer.Ordinal));

    private string[] InOrder(IReadOnlyList<string> slugs, IReadOnlyList<string> own)
    {
        var chosen = districts.All.Select(district => district.Slug).Where(slug => slugs.Contains(slug, StringComparer.Ordinal)).ToArray();
        return chosen.Length > 0 && chosen.Length == districts.All.Count
            ? []
            : [.. chosen, .. own.Where(slug => slugs.Contains(slug, StringComparer.Ordinal)).Except(chosen, StringComparer.Ordinal)];
    }
}
