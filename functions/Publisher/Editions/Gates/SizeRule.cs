using System.Globalization;
using System.Text;
using Publisher.Content;

namespace Publisher.Editions.Gates;

/// <summary>Gmail cuts a mail off at 102 KB of HTML, and with its end goes the link by which one leaves.</summary>
internal static class SizeRule
{
    /// <summary>Octets of UTF-8: below Gmail's 102 KB, for names and links that differ from reader to reader.</summary>
    public const int Most = 100 * 1024;

    /// <summary>Octets of UTF-8 from which it is said how near the limit is.</summary>
    public const int Much = 80 * 1024;

    /// <summary>Items that are named: shortening these helps most.</summary>
    private const int Named = 3;

    /// <summary>True for what this rule finds.</summary>
    public static bool IsOf(Finding finding) => finding.Item is null && finding.Field.StartsWith("html[", StringComparison.Ordinal);

    public static IEnumerable<Finding> Check(IReadOnlyList<Item> items, IReadOnlyDictionary<string, string> html)
    {
        foreach (var (language, text) in html.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var size = Encoding.UTF8.GetByteCount(text);
            if (size <= Much) continue;
            var largest = Largest(items, text);
            var remedy = largest.Length > 0 ? $"shorten the largest items ({largest}) or leave some for the next edition" : "leave some items for the next edition";
            yield return size > Most
                ? new Finding(null, $"html[{language}]", $"has {Kilo(size)} KB, and Gmail would cut its end off; {Kilo(Most)} KB is the most: {remedy}", Severity.Block).As(FaultCode.MailTooLarge, Kilo(size), Kilo(Most), largest)
                : new Finding(null, $"html[{language}]", $"has {Kilo(size)} KB of the {Kilo(Most)} KB that mail programs show: {remedy}", Severity.Warn).As(FaultCode.MailLarge, Kilo(size), Kilo(Most), largest);
        }
    }

    /// <summary>„call/nabor (31 KB), news/szkolenia (20 KB)”: each from its anchor to the end of its element.</summary>
    private static string Largest(IReadOnlyList<Item> items, string html)
    {
        var starts = items
            .Select(item => (item.Ref, at: html.IndexOf($"id=\"{item.Kind.Key()}-{item.Id}\"", StringComparison.Ordinal)))
            .Where(start => start.at >= 0)
            .OrderBy(start => start.at)
            .ToList();
        var sizes = starts.Select((start, n) => (start.Ref, size: Encoding.UTF8.GetByteCount(html.AsSpan()[start.at..EndOf(html, start.at, n + 1 < starts.Count ? starts[n + 1].at : html.Length)])));
        return string.Join(", ", sizes.OrderByDescending(pair => pair.size).Take(Named).Select(pair => $"{pair.Ref} ({Kilo(pair.size)} KB)"));
    }

    /// <summary>Where the element ends that an attribute stands in: what follows the last item is the footer.</summary>
    /// <param name="attribute">Where that attribute begins.</param>
    /// <param name="latest">Answered where no end is found before.</param>
    private static int EndOf(string html, int attribute, int latest)
    {
        var open = html.LastIndexOf('<', attribute);
        var name = open < 0 ? "" : new string([.. html.Skip(open + 1).TakeWhile(char.IsAsciiLetterOrDigit)]);
        if (name.Length == 0) return latest;
        var deep = 1;
        for (var at = html.IndexOf('<', attribute); at >= 0 && at < latest; at = html.IndexOf('<', at + 1))
        {
            if (Names(at + 1, name)) deep++;
            else if (Names(at + 1, "/" + name) && --deep == 0) return Math.Min(latest, at + name.Length + 3);
        }

        return latest;

        bool Names(int at, string tag) =>
            string.Compare(html, at, tag, 0, tag.Length, StringComparison.OrdinalIgnoreCase) == 0 && (at + tag.Length >= html.Length || !char.IsAsciiLetterOrDigit(html[at + tag.Length]));
    }

    /// <summary>Rounded up: what is over a limit must not read as if it were on it.</summary>
    private static string Kilo(int octets) => ((octets + 1023) / 1024).ToString(CultureInfo.InvariantCulture);
}
