namespace Publisher.Social.Networks.Facebook;

/// <param name="BaseUrl">Of the Graph API, without a version.</param>
/// <param name="Version">Of the Graph API: <c>v25.0</c>.</param>
/// <param name="AccessToken">Of the page, not of a person.</param>
/// <param name="AppSecret">Proves that a call is the app's own; empty where the app does not ask for it.</param>
/// <param name="AppId">With the secret, lets the token's end be asked; empty where it need not be known.</param>
public sealed record FacebookSettings(string BaseUrl, string Version, string PageId, string AccessToken, string AppSecret, string AppId)
{
    // A record would print its secrets.
    public override string ToString() => $"{BaseUrl}/{Version}/{PageId}";
}
