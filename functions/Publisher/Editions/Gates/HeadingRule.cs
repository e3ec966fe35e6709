namespace Publisher.Editions.Gates;

/// <summary>WCAG 2.2, 1.3.1 and 2.4.6: headings tell the order of things by their levels; many people read a text by its headings alone.</summary>
internal static class HeadingRule
{
    /// <summary>The level at which the bodies of an edition begin: the topmost of their first headings; null where there is none.</summary>
    public static int? Top(IEnumerable<Writing> writings)
    {
        var first = writings.Where(writing => writing.Body.Headings.Count > 0).Select(writing => writing.Body.Headings[0].Level).ToList();
        return first.Count > 0 ? first.Min() : null;
    }

    /// <param name="top">Where the edition's bodies begin.</param>
    public static IEnumerable<Finding> Check(Writing writing, int? top)
    {
        if (writing.Body.TooDeep)
        {
            yield return writing.Found("body", "has lists, quotations or brackets nested so deeply that nothing can be made of them; write it plainer");
            yield break;
        }

        var headings = writing.Body.Headings;
        for (var at = 1; at < headings.Count; at++)
        {
            var (before, heading) = (headings[at - 1].Level, headings[at].Level);
            if (heading > before + 1)
                yield return writing.Found("body", $"the heading „{headings[at].Text}” jumps from level {before} to {heading}; begin it with {Marks(before + 1)}");
            else if (heading < headings[0].Level)
                yield return writing.Found("body", $"the heading „{headings[at].Text}” is above the first one, „{headings[0].Text}”; begin the first one with {Marks(heading)}");
        }

        // The bodies are of different people; a reader has them all in one page.
        if (headings.Count > 0 && headings[0].Level > top)
            yield return writing.Found("body", $"begins with headings of level {headings[0].Level}, other items with level {top}; begin „{headings[0].Text}” with {Marks(top.Value)}", Severity.Warn);
    }

    private static string Marks(int level) => new('#', level);
}
