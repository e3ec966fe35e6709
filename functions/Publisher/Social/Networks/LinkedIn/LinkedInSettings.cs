namespace Publisher.Social.Networks.LinkedIn;

/// <param name="BaseUrl">Of the API.</param>
/// <param name="AuthUrl">Of the token's issuer.</param>
/// <param name="Version">Of the API, a year and a month: <c>202605</c>.</param>
/// <param name="OrganisationId">The number in <c>urn:li:organization:…</c>.</param>
/// <param name="ClientId">With its secret, lets the token's end be asked; empty where it need not be known.</param>
public sealed record LinkedInSettings(string BaseUrl, string AuthUrl, string Version, string OrganisationId, string AccessToken, string ClientId, string ClientSecret)
{
    public string Author => $"urn:li:organization:{OrganisationId}";

    // A record would print its secrets.
    public override string ToString() => $"{BaseUrl} {Author}";
}
