namespace Publisher.Subscribers.Import;

/// <summary>checking → checked → importing → imported; refused where the file as a whole cannot be taken.</summary>
public enum ListUploadState { Checking, Checked, Importing, Imported, Refused }

/// <summary>A list that somebody of the staff uploaded, on its way in.</summary>
/// <param name="Id">Random, and so nobody's to guess.</param>
/// <param name="Name">The file's name, as its owner called it.</param>
/// <param name="Source">Where the people on it agreed to be mailed; empty where the file says so itself.</param>
/// <param name="By">Who uploaded it.</param>
/// <param name="Since">When it came into its state, in ticks since 1970.</param>
public sealed record ListUpload(string Id, string Name, string Source, bool SkipRefused, bool SuppressUnsubscribed, string By, ListUploadState State, long Since)
{
    /// <summary>What the file brings, or brought; null before that is known.</summary>
    public SubscriberImport? Result { get; init; }

    /// <summary>How the file was understood, in sentences.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The first of what is wrong.</summary>
    public IReadOnlyList<Fault> Faults { get; init; } = [];

    /// <summary>For the log, which is kept for ever: whose list it is may stand in its name.</summary>
    public string Short => $"list/{Id[..8]}";

    /// <summary>Whether it may be imported as it is: with a fault in one line, the whole file waits unless such lines are to be left out.</summary>
    public bool MayBeImported => State == ListUploadState.Checked && Result is { } result && (result.Refused == 0 || SkipRefused) && result.Added + result.NewlySuppressed > 0;

    internal SubscriberImportRules Rules(bool dryRun) => new(dryRun, SkipRefused, SuppressUnsubscribed);
}
