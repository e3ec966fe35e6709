using Publisher.Content;
using Publisher.Subscribers;

namespace Publisher.Delivery;

/// <summary>A reader whom nobody is, to look at an edition as one with such interests would get it.</summary>
public static class MadeUpReader
{
    /// <summary>Reserved by RFC 2606 §2: whatever happens to the message, it reaches nobody.</summary>
    public const string Address = "reader@preview.invalid";

    /// <summary>No address has this hash, so the links of a made-up reader open and end nobody's subscription.</summary>
    internal static readonly SubscriberKey Nobody = SubscriberKey.FromBytes(new byte[SubscriberKey.Size]);

    /// <summary>True for one whom nobody is.</summary>
    public static bool Is(Subscriber reader) => reader.Key == Nobody;

    /// <summary>Reads interests as a person types them, a list in each text; empty for everything.</summary>
    /// <param name="language">Two letters; empty for the installation's own.</param>
    /// <param name="known">What there is to choose from.</param>
    /// <exception cref="RefusedException">With a fault for each word that is none of ours.</exception>
    public static Subscriber Read(string name, string language, string kinds, string districtNames, string topics, Choices known)
    {
        var faults = new List<Fault>();
        if (name.Length > PersonName.MaxLength || name.Any(char.IsControl)) faults.Add(new Fault("name", $"is not a name: at most {PersonName.MaxLength} characters on one line"));
        if (language.Length > 0 && !known.Languages.Contains(language, StringComparer.Ordinal))
            faults.Add(new Fault("language", $"„{language}” is not a language of this installation; {(known.Languages.Count == 1 ? "it has" : "they are")} {string.Join(", ", known.Languages.Order(StringComparer.Ordinal))}"));
        var chosenKinds = List(kinds).Select(text => Of(ItemKinds.TryParse(text.ToLowerInvariant(), out var kind) ? kind : (ItemKind?)null, "kinds", () => ItemKinds.Refuse(text), faults)).OfType<ItemKind>().Distinct().ToList();
        var places = List(districtNames).Select(text => Of(known.Districts.Find(text)?.Slug, "districts", () => known.Districts.Refuse(text), faults)).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        // A topic may have a comma in it, so a whole text is looked for first.
        var themes = (Topic(topics, known) is { } whole ? [whole] : List(topics)).Select(text => Of(Topic(text, known), "topics", () => RefuseTopic(text, known), faults)).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        if (faults.Count > 0) throw new RefusedException("No such reader can be made up.", faults);
        return new Subscriber(
            Nobody, Address, name, language.Length > 0 ? language : CompiledEdition.FallbackLanguage, SubscriptionStatus.Confirmed, new Interests(chosenKinds, places, themes), "", default);
    }

    private static string[] List(string text) => text.Split([',', '|'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static T Of<T>(T found, string field, Func<string> refuse, List<Fault> faults)
    {
        if (found is null) faults.Add(new Fault(field, refuse()));
        return found;
    }

    private static string? Topic(string text, Choices known) =>
        Slug.Of(text) is { Length: > 0 } slug ? known.Topics.FirstOrDefault(topic => Slug.Of(topic) == slug) : null;

    private static string RefuseTopic(string text, Choices known) =>
        known.Topics.Count == 0 ? $"„{text}” is not a topic: no item has any"
        : Nearest.To(text, known.Topics) is { } near ? $"„{text}” is not a topic of any item; did you mean „{near}”?"
        : $"„{text}” is not a topic of any item; they are {string.Join(", ", known.Topics)}";
}

/// <summary>What a reader can choose from.</summary>
/// <param name="Topics">Those that items have: there is no list of them.</param>
public sealed record Choices(IReadOnlyList<string> Languages, Districts Districts, IReadOnlyList<string> Topics);
