namespace Publisher.SignUp;

/// <summary>Takes apart what <see cref="ConsentText.Wording"/> put together: <c>subscribeConsent pl-5f0c2a9e31b7: I agree…</c>.</summary>
public static class ConsentWording
{
    private const string Name = "subscribeConsent ";

    /// <summary>The words that were agreed to; all of it where it is in no such form.</summary>
    public static string Text(string wording) => Parts(wording) is { } parts ? parts.Text : wording;

    /// <summary>Empty where it says none.</summary>
    public static string Version(string wording) => Parts(wording) is { } parts ? parts.Version : "";

    /// <summary>Two letters (ISO 639-1); empty where it says none.</summary>
    public static string Language(string wording) => Version(wording) is { Length: > 2 } version && version[2] == '-' ? version[..2] : "";

    private static (string Version, string Text)? Parts(string wording)
    {
        if (!wording.StartsWith(Name, StringComparison.Ordinal)) return null;
        var colon = wording.IndexOf(": ", StringComparison.Ordinal);
        return colon < 0 ? null : (wording[Name.Length..colon], wording[(colon + 2)..]);
    }
}
