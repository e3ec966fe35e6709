namespace Publisher;

/// <summary>Addresses that may stand in a mail or on a page: absolute, http or https, no user name, nothing that breaks out of an attribute.</summary>
public static class WebAddress
{
    /// <summary>Characters; what browsers and mail programs all open.</summary>
    public const int MaxLength = 2000;

    public static bool IsValid(string text, bool secure = false) =>
        text.Length <= MaxLength
        && !text.Any(static c => char.IsControl(c) || char.IsWhiteSpace(c) || c is '<' or '>' or '"' or '\\')
        && Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (!secure && uri.Scheme == Uri.UriSchemeHttp))
        && uri.UserInfo.Length == 0
        && uri.Host.Length > 0;
}
