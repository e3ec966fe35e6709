namespace Publisher;

/// <summary>Addresses that may stand in a mail or on a page: absolute, http or https, no user name, nothing that breaks out of an attribute.</summary>
public static class WebAddress
{
    /// <summary>Characters; what browsers and mail programs all open.</summary>
    public const int MaxLength = 2000;

    /// <param name="secure">Only https; or this machine itself, whose pictures local mode serves without: browsers trust it alike.</param>
    public static bool IsValid(string text, bool secure = false) =>
        text.Length <= MaxLength
        && !text.Any(static c => char.IsControl(c) || char.IsWhiteSpace(c) || c is '<' or '>' or '"' or '\\')
        && Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && (!secure || uri.IsLoopback)))
        && uri.UserInfo.Length == 0
        && uri.Host.Length > 0;
}
