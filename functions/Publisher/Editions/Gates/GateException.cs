namespace Publisher.Editions.Gates;

/// <summary>Something was not made because the gates do not let it out; all they found is named.</summary>
public sealed class GateException(string message, IReadOnlyList<Finding> findings)
    : RefusedException(message, [.. findings.Where(finding => finding.Severity == Severity.Block).Select(finding => new Fault(finding.Field, finding.Text))])
{
    public IReadOnlyList<Finding> Findings { get; } = findings;
}
