using System.Text.RegularExpressions;

namespace Publisher.Rendering;

/// <summary>Whether overridden templates do for their readers what the built-in ones do.</summary>
internal static partial class TemplateCheck
{
    private const string Unsubscribe = "unsubscribe";

    /// <summary>What stops a template of <paramref name="trial"/> from being used, to be read after its name; null where nothing does.</summary>
    public static string? FaultOf(string name, TemplateSet trial, TemplateSet builtIn)
    {
        try
        {
            if (builtIn.SamplesOf(name) is not [_, ..] samples) return $"cannot be checked: this version has no sample for it ({name[..name.LastIndexOf('.')]}.sample.json)";
            var known = KnownSlots(name, builtIn);
            return (from sample in samples
                    from language in trial.Languages
                    select FaultOf(name, language, trial.Render(name, language, sample), builtIn.Render(name, language, sample), known)).FirstOrDefault(fault => fault is not null);
        }
        catch (TemplateException fault)
        {
            return fault.Template == name ? fault.Fault : $"cannot be used: {fault.Message}";
        }
    }

    /// <summary>A partial or template by itself: what can be seen without rendering it.</summary>
    public static string? FaultOfSource(string text) =>
        Script().IsMatch(text) ? "has a <script>; mail programs drop it, and pages forbid it" : null;

    private static string? FaultOf(string name, string language, string rendered, string builtIn, IReadOnlySet<string> known)
    {
        // In plain text it is nothing but words, and a sample may have them.
        if (IsHtml(name) && FaultOfSource(rendered) is { } fault) return fault;
        if (Markers.FaultOf(rendered) is { } mark) return mark;
        if (string.IsNullOrWhiteSpace(rendered) && !string.IsNullOrWhiteSpace(builtIn)) return $"comes out empty with its sample in „{language}”";
        var (mine, theirs) = (Markers.Slots(rendered), Markers.Slots(builtIn));
        if (mine.FirstOrDefault(slot => !known.Contains(slot.Name)) is { Name: { } stranger })
            return $"asks for the slot „{stranger}”, which nobody fills; there are {string.Join(", ", known.Order(StringComparer.Ordinal))}";
        if (theirs.Select(slot => slot.Name).Except(mine.Select(slot => slot.Name), StringComparer.Ordinal).FirstOrDefault() is { } lost)
            return $"has lost the slot „{lost}”; put {{{{slot \"{lost}\"}}}} where it belongs";
        if (!theirs.Any(slot => slot.Name == Unsubscribe)) return null;
        if (!mine.Any(slot => slot is { Name: Unsubscribe, Depth: 0 })) return "shows the slot „unsubscribe” to some readers only; move it out of {{#shown}}";
        return IsHtml(name) && !UnsubscribeLink().IsMatch(rendered)
            ? "has the slot „unsubscribe”, but no link to it: <a href=\"{{slot \"unsubscribe\"}}\">"
            : null;
    }

    private static bool IsHtml(string name) => name.EndsWith(".html", StringComparison.Ordinal);

    /// <summary>The slots of a mail's parts together: they are filled for each of them.</summary>
    private static HashSet<string> KnownSlots(string name, TemplateSet builtIn)
    {
        var mail = name[..(name.LastIndexOf('.') + 1)];
        return [.. from part in builtIn.Names
                   where part.StartsWith(mail, StringComparison.Ordinal)
                   from language in builtIn.Languages
                   from sample in builtIn.SamplesOf(name)
                   from slot in Markers.Slots(builtIn.Render(part, language, sample))
                   select slot.Name];
    }

    [GeneratedRegex(@"<\s*/?\s*script", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Script();

    [GeneratedRegex("<a\\s[^<>]*href\\s*=\\s*[\"']?\uE000sunsubscribe\uE001", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex UnsubscribeLink();
}
