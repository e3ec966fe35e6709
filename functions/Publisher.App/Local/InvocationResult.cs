namespace Publisher.App.Local;

/// <summary>How one run of a function ended.</summary>
/// <param name="FunctionName">The function that ran.</param>
/// <param name="Logs">The lines it answered for the log; empty after a failure.</param>
/// <param name="Failure">Why the host would call the run failed, in a sentence; null after a success.</param>
/// <param name="Elapsed">How long it took, by the driver's clock.</param>
public sealed record InvocationResult(string FunctionName, IReadOnlyList<string> Logs, string? Failure, TimeSpan Elapsed)
{
    /// <summary>Whether the host would call the run a success.</summary>
    public bool Succeeded => Failure is null;
}
