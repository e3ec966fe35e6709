namespace Publisher.App.Local;

/// <summary>host.json or a function.json says something that the Functions host would refuse; the message is for the person who wrote it.</summary>
public sealed class FunctionManifestException(IReadOnlyList<string> faults) : Exception(string.Join(Environment.NewLine, faults))
{
    /// <summary>Every fault found, a sentence each.</summary>
    public IReadOnlyList<string> Faults { get; } = faults;
}
