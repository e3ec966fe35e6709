namespace Publisher.Approvals;

/// <summary>Whether a second person has to look at what goes out.</summary>
public sealed record FourEyes(bool IsOn);
