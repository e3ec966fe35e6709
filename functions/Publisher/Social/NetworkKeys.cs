namespace Publisher.Social;

/// <summary>The networks as they stand in rows, templates and settings.</summary>
public static class NetworkKeys
{
    public const string Facebook = "facebook";
    public const string LinkedIn = "linkedin";
    public const string Mastodon = "mastodon";

    /// <summary>As people know it.</summary>
    public static string NameOf(string network) => network switch
    {
        Facebook => "Facebook",
        LinkedIn => "LinkedIn",
        Mastodon => "Mastodon",
        _ => network,
    };

    public static IReadOnlyList<string> All { get; } = [Facebook, LinkedIn, Mastodon];
}
