namespace Publisher.Social;

/// <summary>The networks as they stand in rows, templates and settings.</summary>
public static class NetworkKeys
{
    public const string Facebook = "facebook";
    public const string LinkedIn = "linkedin";
    public const string Mastodon = "mastodon";

    public static IReadOnlyList<string> All { get; } = [Facebook, LinkedIn, Mastodon];
}
