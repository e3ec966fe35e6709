using Publisher.Content;

namespace Publisher.Editions.Gates;

/// <summary>WCAG 2.2, 1.3.1 and 2.4.6: headings tell the order of things by their levels; many people read a text by its headings alone.</summary>
internal static class HeadingRule
{
    // Where a body begins is its own affair: it is rendered with its highest heading below the item's title.
    public static IEnumerable<Finding> Check(Writing writing)
    {
        if (writing.Body.TooDeep)
        {
            yield return writing.Found("body", "has lists, quotations or brackets nested so deeply that nothing can be made of them; write it plainer").As(FaultCode.NestedTooDeep);
            yield break;
        }

        var headings = writing.Body.Headings;
        for (var at = 1; at < headings.Count; at++)
        {
            var (before, heading) = (headings[at - 1].Level, headings[at].Level);
            if (heading > before + 1)
                yield return writing.Found("body", $"the heading „{headings[at].Text}” jumps from level {before} to {heading}; begin it with {Marks(before + 1)}")
                    .As(FaultCode.HeadingJumps, headings[at].Text, $"{before}", $"{heading}", Marks(before + 1));
            else if (heading < headings[0].Level)
                yield return writing.Found("body", $"the heading „{headings[at].Text}” is above the first one, „{headings[0].Text}”; begin the first one with {Marks(heading)}")
                    .As(FaultCode.HeadingAboveFirst, headings[at].Text, headings[0].Text, Marks(heading));
        }
    }

    private static string Marks(int level) => new('#', level);
}
