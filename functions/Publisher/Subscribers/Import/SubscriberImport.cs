namespace Publisher.Subscribers.Import;

/// <param name="Added">New, and mailed from now on.</param>
/// <param name="Kept">There already, in whatever state: their own choice stands.</param>
/// <param name="Suppressed">On the list of addresses never mailed.</param>
public sealed record SubscriberImport(int Added, int Kept, int Suppressed)
{
    /// <summary>Lines with a fault.</summary>
    public int Refused { get; init; }

    /// <summary>Unsubscribed elsewhere, and now on the list of addresses never mailed.</summary>
    public int NewlySuppressed { get; init; }

    /// <summary>Lines that bring nobody though nothing is wrong with them, in words: "3 unsubscribed, 1 bounced".</summary>
    public string LeftOut { get; init; } = "";

    public override string ToString() =>
        $"{Added} added, {Kept} there already, {Suppressed} suppressed"
        + (Refused > 0 ? $", {Refused} refused" : "")
        + (NewlySuppressed > 0 ? $", {NewlySuppressed} suppressed from now on" : "")
        + (LeftOut.Length > 0 ? $"; left out: {LeftOut}" : "");
}

/// <param name="DryRun">Nothing is written; everything is told.</param>
/// <param name="SkipRefused">Lines with a fault are left out, instead of the whole file.</param>
/// <param name="SuppressUnsubscribed">Who left elsewhere goes onto the list of addresses never mailed.</param>
public sealed record SubscriberImportRules(bool DryRun = false, bool SkipRefused = false, bool SuppressUnsubscribed = false);

/// <summary>What becomes of one line.</summary>
public enum LineOutcome { Added, ThereAlready, Suppressed, LeftOut, SuppressedFromNowOn, Refused }

/// <summary>One line of a list and what becomes of it.</summary>
public sealed record JudgedLine(SubscriberLine Line, LineOutcome Outcome)
{
    public override string ToString() => $"line {Line.Line}: {(Line.Address.Length > 0 ? $"{Line.Address}, " : "")}" + Outcome switch
    {
        LineOutcome.Added => "added",
        LineOutcome.ThereAlready => "there already",
        LineOutcome.Suppressed => "suppressed",
        LineOutcome.SuppressedFromNowOn => "unsubscribed there, suppressed here from now on",
        LineOutcome.LeftOut => $"left out: {Line.LeftOut.InWords()}",
        _ => "refused: " + string.Join("; ", Line.Faults.Select(fault => $"{fault.Field}: {fault.Text}")),
    };
}

/// <summary>How far an import is.</summary>
/// <param name="Writing">False while the file is checked, true while people are taken in.</param>
/// <param name="Done">Octets of the file.</param>
/// <param name="Total">Octets of the file.</param>
public readonly record struct ImportProgress(bool Writing, long Done, long Total);
