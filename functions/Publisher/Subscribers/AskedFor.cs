using System.Text.Json;
using Publisher.Content;

namespace Publisher.Subscribers;

/// <summary>
/// What a sign-up asks for at an address that is known here: it may be a stranger's word, so it stands beside what the owner chose and takes its
/// place only when the mailbox has confirmed it.
/// </summary>
/// <param name="Source">How it came, in words.</param>
public sealed record AskedFor(string Address, string Name, string Language, Interests Interests, ReaderRole? Role, RhythmChoice Rhythm, string Source)
{
    public static AskedFor Of(Subscriber asked) => new(asked.Address, asked.Name, asked.Language, asked.Interests, asked.Role, asked.Rhythm, asked.Source);

    /// <summary>Somebody as they are once they have confirmed: what they chose before has ended with the subscription that they left.</summary>
    internal Subscriber In(Subscriber stored) => stored with
    {
        Address = Address,
        Name = Name,
        Language = Language,
        Interests = Interests,
        Role = Role,
        Rhythm = Rhythm,
        Source = Source,
        PausedUntil = null,
        Calls = CallChoices.None,
    };

    /// <summary>As one text, for a column.</summary>
    internal string ToText() => JsonSerializer.Serialize(new string[][]
    {
        [Address, Name, Language, Source, Role?.Key() ?? "", Interests.Deadlines ? Interests.DeadlinesKey : "", RhythmText.Write(Rhythm), RhythmText.WritePast(Rhythm.Past)],
        [.. Interests.Kinds.Select(kind => kind.Key())],
        [.. Interests.Districts],
        [.. Interests.Topics],
    });

    /// <summary>Null for none.</summary>
    internal static AskedFor? FromText(string? text) =>
        text is { Length: > 0 } && JsonSerializer.Deserialize<string[][]>(text) is
            [[var address, var name, var language, var source, var role, var deadlines, var rhythm, var past], var kinds, var districts, var topics]
            ? new AskedFor(
                address, name, language, new Interests([.. Kinds(kinds)], districts, topics, deadlines.Length > 0), ReaderRoles.Parse(role), RhythmText.Read(rhythm, past), source)
            : null;

    private static IEnumerable<ItemKind> Kinds(string[] keys)
    {
        foreach (var key in keys)
            if (ItemKinds.TryParse(key, out var kind)) yield return kind;
    }
}
