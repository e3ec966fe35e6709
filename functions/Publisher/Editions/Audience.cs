using System.Text.Json;
using Publisher.Content;
using Publisher.Rendering;

namespace Publisher.Editions;

/// <summary>Whom an announcement is for: those who want one of the kinds, live in or look at one of the places, care for one of the topics, and read one of
/// the languages. Each that is empty leaves nobody out.</summary>
/// <param name="Districts">Slugs.</param>
/// <param name="Languages">Two letters each (ISO 639-1).</param>
public sealed record Audience(IReadOnlyList<ItemKind> Kinds, IReadOnlyList<string> Districts, IReadOnlyList<string> Topics, IReadOnlyList<string> Languages)
{
    public static Audience Everyone { get; } = new([], [], [], []);

    public bool IsEveryone => Kinds.Count + Districts.Count + Topics.Count + Languages.Count == 0;

    /// <summary>JSON: one audience has one text.</summary>
    public override string ToString() => JsonSerializer.Serialize(new Kept([.. Kinds.Select(kind => kind.Key())], Districts, Topics, Languages));

    public static Audience Parse(string text) => JsonSerializer.Deserialize<Kept>(text) is { } kept
        ? new Audience([.. kept.Kinds.Select(key => ItemKinds.TryParse(key, out var kind) ? kind : throw new FormatException($"„{key}” is no kind."))], kept.Districts, kept.Topics, kept.Languages)
        : throw new FormatException("That is no audience.");

    /// <summary>Reads what staff wrote; what it names has to exist, for nobody would be reached by a slip.</summary>
    /// <param name="topics">Those that items have.</param>
    /// <param name="languages">Of the installation.</param>
    /// <param name="faults">Takes a sentence for each name that is none.</param>
    public static Audience Read(
        IEnumerable<string> kinds,
        IEnumerable<string> places,
        IEnumerable<string> themes,
        IEnumerable<string> tongues,
        Districts districts,
        IReadOnlyCollection<string> topics,
        IReadOnlyList<string> languages,
        ICollection<Fault> faults)
    {
        return new Audience(
            [.. Found(kinds, "kinds", name => ItemKinds.TryParse(name, out var kind) ? kind.Key() : null, ItemKinds.Refuse).Select(key => ItemKinds.All.First(kind => kind.Key() == key)).Order()],
            Found(places, "districts", name => districts.Find(name)?.Slug, districts.Refuse),
            Found(themes, "topics", name => topics.FirstOrDefault(topic => Slug.Of(topic) == Slug.Of(name)), name => Nearest.To(name, topics) is { } near
                ? $"„{name}” is not a topic of any item; did you mean „{near}”?"
                : $"„{name}” is not a topic of any item"),
            Found(tongues, "languages", name => languages.FirstOrDefault(language => language == name), name => $"„{name}” is not a language of this installation; they are {string.Join(", ", languages.Order(StringComparer.Ordinal))}"));

        List<string> Found(IEnumerable<string> names, string field, Func<string, string?> find, Func<string, string> refuse)
        {
            var found = new SortedSet<string>(StringComparer.Ordinal);
            foreach (var name in names)
            {
                if (find(name) is { } known) found.Add(known);
                else faults.Add(new Fault($"audience.{field}", refuse(name)));
            }

            return [.. found];
        }
    }

    private sealed record Kept(IReadOnlyList<string> Kinds, IReadOnlyList<string> Districts, IReadOnlyList<string> Topics, IReadOnlyList<string> Languages);
}
