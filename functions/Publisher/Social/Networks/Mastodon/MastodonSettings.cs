namespace Publisher.Social.Networks.Mastodon;

/// <param name="BaseUrl">Of the organisation's own server.</param>
public sealed record MastodonSettings(string BaseUrl, string AccessToken)
{
    // A record would print its secrets.
    public override string ToString() => BaseUrl;
}
