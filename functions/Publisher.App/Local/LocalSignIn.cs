namespace Publisher.App.Local;

/// <summary>How the person at this machine signs in to the staff console.</summary>
/// <param name="Key">Of a demonstration, which shows it to everyone; empty where staff have keys of their own.</param>
public sealed record LocalSignIn(string Key)
{
    public static LocalSignIn OwnKey { get; } = new("");
}
