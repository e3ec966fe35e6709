using Publisher.Rendering;

namespace Publisher.Editions;

/// <summary>Why an item is in an edition, or is not. Pages word each in the reader's language.</summary>
public enum WhyCode
{
    // In it.
    New, Results, Closing, Changed, Chosen, DayNear, Corrected, Announced,

    // Not in it.
    Draft, Withdrawn, DeadlinePassed, Over, History, ResultsBrought, Brought, Full, PublishedAfter, ChangedAfter,
}

/// <summary>The same in English.</summary>
public static class WhyCodes
{
    /// <param name="by">The edition that it speaks of.</param>
    public static string Describe(WhyCode code, string by) => code switch
    {
        WhyCode.New => "no edition has brought it yet",
        WhyCode.Results => "it has results now",
        WhyCode.Closing => $"its deadline is at most {DigestEntry.ClosingDays} days away",
        WhyCode.Changed => $"it has changed since {by} brought it",
        WhyCode.Chosen => "it was chosen when the edition was made",
        WhyCode.DayNear => "its day is near",
        WhyCode.Corrected => "what was told of it has changed",
        WhyCode.Announced => "it is announced on its own",
        WhyCode.Draft => "it is a draft",
        WhyCode.Withdrawn => "it was withdrawn",
        WhyCode.DeadlinePassed => "its deadline has passed",
        WhyCode.Over => "it is over",
        WhyCode.History => "its deadline was long past when it was first published here",
        WhyCode.ResultsBrought => $"{by} brought its results",
        WhyCode.Brought => $"{by} brought it",
        WhyCode.Full => $"an edition holds {SelectItems.MaxItems} items; it will be in the next",
        WhyCode.PublishedAfter => "it was published after the edition was made",
        WhyCode.ChangedAfter => "it has changed since the edition was made",
        _ => throw new ArgumentOutOfRangeException(nameof(code)),
    };
}
