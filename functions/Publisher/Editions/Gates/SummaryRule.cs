using Publisher.Content;

namespace Publisher.Editions.Gates;

/// <summary>The summary is what lists, mails and posts show.</summary>
internal static class SummaryRule
{
    public static IEnumerable<Finding> Check(Writing writing)
    {
        var summary = EmptyWords.Plain(writing.Text.Summary);
        if (summary.Length == 0) return [writing.Found("summary", "is missing; say in one or two sentences what it is about and for whom").As(FaultCode.Missing)];
        return summary == EmptyWords.Plain(writing.Text.Title)
            ? [writing.Found("summary", "says the title once more; say what the title does not: for whom, when, how much", Severity.Warn).As(FaultCode.SummaryIsTitle)]
            : [];
    }
}
