namespace Publisher.Rendering;

/// <summary>Who sends: shown in every mail and on every page. From settings.</summary>
/// <param name="Address">Postal; empty where not set.</param>
public sealed record Organisation(string Name, string Address, string Email, string Facebook, string LinkedIn)
{
    /// <summary>That its own words are in, in settings and everywhere: name and address, what its programmes and logos say (ISO 639-1).</summary>
    public const string Language = "pl";
}
