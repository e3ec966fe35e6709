using Publisher.Content;

namespace Publisher.Rendering;

/// <param name="Url">Absolute https address of a picture.</param>
/// <param name="Alt">Whose logo it is, for those who do not see it.</param>
/// <param name="Width">CSS pixels it is shown at.</param>
public sealed record Logo(string Url, string Alt, int Width);

/// <summary>A programme that pays, and how it wants that shown. From settings.</summary>
/// <param name="Name">As people call it: „FEdKP 2021–2027”.</param>
/// <param name="Aliases">Other names that items may give it; matched as a part of the item's words, whatever the case.</param>
/// <param name="Sentence">Says who pays, as the grant agreement wants it said.</param>
/// <param name="Logos">In the order that the programme's visual rules ask for.</param>
public sealed record Programme(string Name, IReadOnlyList<string> Aliases, string Sentence, IReadOnlyList<Logo> Logos);

/// <summary>The programmes that there are strips for.</summary>
public sealed class Programmes(IReadOnlyList<Programme> all)
{
    public static Programmes None { get; } = new([]);

    public IReadOnlyList<Programme> All => all;

    /// <summary>What an item says of who pays: its programme, or a piece of news' source of funding; empty where it names nobody.</summary>
    public static string NamedBy(Item item) => item.Programme.Length > 0 ? item.Programme : (item as News)?.FundingSource ?? "";

    /// <summary>The programme of an item; null where it names none, or none that is known here.</summary>
    public Programme? Of(Item item)
    {
        var named = Plain(NamedBy(item));
        return named.Length == 0 ? null : all.FirstOrDefault(programme => Names(programme).Any(name => named.Contains(Plain(name), StringComparison.OrdinalIgnoreCase)));
    }

    private static IEnumerable<string> Names(Programme programme) => programme.Aliases.Prepend(programme.Name).Where(name => name.Trim().Length > 0);

    /// <summary>With one kind of dash and single blanks: people do not type them alike.</summary>
    private static string Plain(string text) =>
        string.Join(' ', text.Replace('–', '-').Replace('—', '-').Replace('‑', '-').Split((char[])[' ', '\u00A0', '\t', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries));
}
