using Publisher.Content;
using Publisher.Rendering;

namespace Publisher.Editions.Gates;

/// <summary>Who pays is named as the grant agreement asks for: money has been taken back for a missing logo.</summary>
internal static class ProgrammeRule
{
    /// <summary>Of the words of two names; that many in common and one is likely meant by the other.</summary>
    private const double Alike = 0.5;

    public static IEnumerable<Finding> Check(Item item, Programmes programmes)
    {
        var named = Programmes.NamedBy(item);
        if (named.Trim().Length == 0 || programmes.Of(item).Count > 0) return [];
        if (item.Programme.Length == 0)
            return [new Finding(item.Ref, "fundingSource", $"„{named}” has no strip of logos here; {Remedy(named, programmes)}", Severity.Warn).As(FaultCode.FundingUnknown, named, Near(named, programmes) ?? "")];
        return [new Finding(item.Ref, "programme", $"„{named}” has no strip of logos here, and it may not go out without; {Remedy(named, programmes)}", Severity.Block).As(FaultCode.ProgrammeUnknown, named, Near(named, programmes) ?? "")];
    }

    private static string Remedy(string named, Programmes programmes)
    {
        var setting = $"Publisher__Programmes__{programmes.All.Count}";
        var add = $"add {setting}__Name, {setting}__Sentence and {setting}__Logos to the settings";
        return Near(named, programmes) is { } near ? $"did you mean „{near}”? If not, {add}" : add;
    }

    /// <summary>The name that a slip of the keyboard, or half of it, was meant to be; null where there is none.</summary>
    private static string? Near(string named, Programmes programmes)
    {
        var names = programmes.All.SelectMany(programme => programme.Aliases.Prepend(programme.Name)).Where(name => name.Trim().Length > 0).ToList();
        if (Nearest.To(named, names) is { } near) return near;
        var best = names.Select(name => (name, alike: Common(named, name))).OrderByDescending(pair => pair.alike).FirstOrDefault();
        return best.alike >= Alike ? best.name : null;
    }

    /// <summary>Share of the words that two names have in common, whatever their case, accents and dashes; 0 to 1.</summary>
    private static double Common(string one, string other)
    {
        var (a, b) = (Words(one), Words(other));
        return a.Count + b.Count == 0 ? 0 : 2.0 * a.Intersect(b).Count() / (a.Count + b.Count);
    }

    private static HashSet<string> Words(string name) => [.. Slug.Of(name).Split('-', StringSplitOptions.RemoveEmptyEntries)];
}
