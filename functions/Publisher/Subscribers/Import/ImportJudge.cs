using NodaTime;
using Publisher.Content;

namespace Publisher.Subscribers.Import;

/// <summary>Says what becomes of each line of a list: the same, however often it is asked.</summary>
/// <param name="there">Who is a subscriber, in whatever state.</param>
/// <param name="never">Who is never mailed.</param>
/// <param name="erased">Who had themselves erased: as good as never mailed, and told apart nowhere, for their being known is what they had erased.</param>
internal sealed class ImportJudge(SubscriberFile file, Districts districts, SubscriberImportRules rules, KnownKeys there, KnownKeys never, ErasedSubscribers erased, Instant now)
{
    public IEnumerable<JudgedLine> Lines()
    {
        var seen = new KnownKeys();
        foreach (var line in file.Lines(districts, now))
        {
            if (line.Faults.Count > 0) yield return new JudgedLine(line, LineOutcome.Refused);
            else if (line.Key is { } key && !seen.Add(key)) yield return Repeated(line);
            else yield return new JudgedLine(line, OutcomeOf(line));
        }
    }

    private LineOutcome OutcomeOf(SubscriberLine line)
    {
        if (line.Key is not { } key) return LineOutcome.LeftOut;
        if (line.Person is not null) return never.Contains(key) || erased.Contains(key) ? LineOutcome.Suppressed : there.Contains(key) ? LineOutcome.ThereAlready : LineOutcome.Added;
        if (line.LeftOut != LeftOut.Unsubscribed || !rules.SuppressUnsubscribed || never.Contains(key)) return LineOutcome.LeftOut;
        // Whoever came to us, before or after they left elsewhere, has said so themselves and can leave us by a link.
        return there.Contains(key) ? LineOutcome.ThereAlready : LineOutcome.SuppressedFromNowOn;
    }

    /// <summary>MailPoet writes a person once for each list they are on: the first line counts. Elsewhere two lines may say two things, and only a person can tell.</summary>
    private JudgedLine Repeated(SubscriberLine line)
    {
        if (file.Columns.Format == SubscriberFileFormat.MailPoet) return new JudgedLine(line with { LeftOut = LeftOut.SaidAgain, Person = null }, LineOutcome.LeftOut);
        var fault = new Fault(file.Columns.NameOf(SubscriberColumn.Address), $"„{line.Address}” is in this file twice", line.Line).As("addressTwice", ("value", line.Address));
        return new JudgedLine(SubscriberLine.Refused(line.Line, line.Cells, [fault], line.Address), LineOutcome.Refused);
    }
}

/// <summary>Counts what became of lines.</summary>
internal sealed class ImportTally
{
    private readonly int[] outcomes = new int[Enum.GetValues<LineOutcome>().Length];
    private readonly int[] leftOut = new int[Enum.GetValues<LeftOut>().Length];

    public int Lines => outcomes.Sum();

    public int Refused => outcomes[(int)LineOutcome.Refused];

    public SubscriberImport Result => new(outcomes[(int)LineOutcome.Added], outcomes[(int)LineOutcome.ThereAlready], outcomes[(int)LineOutcome.Suppressed])
    {
        Refused = Refused,
        NewlySuppressed = outcomes[(int)LineOutcome.SuppressedFromNowOn],
        LeftOut = string.Join(", ", Enum.GetValues<LeftOut>().Where(why => leftOut[(int)why] > 0).Select(why => $"{leftOut[(int)why]} {why.InWords()}")),
    };

    public void Count(JudgedLine line)
    {
        outcomes[(int)line.Outcome]++;
        if (line.Outcome == LineOutcome.LeftOut) leftOut[(int)line.Line.LeftOut]++;
    }
}
