using Publisher.Content;

namespace Publisher.Rendering;

/// <param name="Url">Absolute https address of a picture.</param>
/// <param name="Alt">Whose logo it is, for those who do not see it.</param>
/// <param name="Width">CSS pixels it is shown at.</param>
public sealed record Logo(string Url, string Alt, int Width);

/// <summary>A programme that pays, and how it wants that shown. From settings.</summary>
/// <param name="Name">As people call it: „FEdKP 2021–2027”.</param>
/// <param name="Aliases">Other names that items may give it; matched as whole words of the item's, whatever the case.</param>
/// <param name="Sentence">Says who pays, as the grant agreement wants it said.</param>
/// <param name="Logos">In the order that the programme's visual rules ask for.</param>
public sealed record Programme(string Name, IReadOnlyList<string> Aliases, string Sentence, IReadOnlyList<Logo> Logos)
{
    /// <summary>That its posts carry, each with its #, separated by blanks; empty where it asks for none.</summary>
    public string Hashtags { get; init; } = "";
}

/// <summary>The programmes that there are strips for.</summary>
public sealed class Programmes(IReadOnlyList<Programme> all)
{
    public static Programmes None { get; } = new([]);

    public IReadOnlyList<Programme> All => all;

    /// <summary>What an item says of who pays: its programme, or a piece of news' source of funding; empty where it names nobody.</summary>
    public static string NamedBy(Item item) => item.Programme.Length > 0 ? item.Programme : (item as News)?.FundingSource ?? "";

    /// <summary>The programmes of an item in the order it names them; empty where it names none, or none that is known here.</summary>
    public IReadOnlyList<Programme> Of(Item item)
    {
        var named = Plain(NamedBy(item));
        var taken = new bool[named.Length];
        var found = new List<(int At, Programme Programme)>();
        // The longest first: of „FEdKP 2021-2027” and „FEdKP” the words of the first are not the second's too.
        var names = all.SelectMany(programme => Names(programme).Select(name => (Programme: programme, Name: Plain(name)))).Where(pair => pair.Name.Length > 0);
        foreach (var (programme, name) in names.OrderByDescending(pair => pair.Name.Length))
        {
            for (var at = named.IndexOf(name, StringComparison.OrdinalIgnoreCase); at >= 0; at = named.IndexOf(name, at + 1, StringComparison.OrdinalIgnoreCase))
            {
                var words = taken.AsSpan(at, name.Length);
                if (words.Contains(true) || InWord(named, at) || InWord(named, at + name.Length)) continue;
                words.Fill(true);
                found.Add((at, programme));
            }
        }

        return [.. found.OrderBy(each => each.At).Select(each => each.Programme).Distinct()];
    }

    private static bool InWord(string text, int at) => at > 0 && at < text.Length && char.IsLetterOrDigit(text[at - 1]) && char.IsLetterOrDigit(text[at]);

    private static IEnumerable<string> Names(Programme programme) => programme.Aliases.Prepend(programme.Name).Where(name => name.Trim().Length > 0);

    /// <summary>With one kind of dash and single blanks: people do not type them alike.</summary>
    private static string Plain(string text) =>
        string.Join(' ', text.Replace('–', '-').Replace('—', '-').Replace('‑', '-').Split((char[])[' ', '\u00A0', '\t', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries));
}
