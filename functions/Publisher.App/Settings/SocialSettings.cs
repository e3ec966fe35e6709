using NodaTime;
using Publisher.Rendering;
using Publisher.Social;
using Publisher.Social.Networks.Facebook;
using Publisher.Social.Networks.LinkedIn;
using Publisher.Social.Networks.Mastodon;

namespace Publisher.App.Settings;

/// <summary>Where posts go.</summary>
/// <param name="Networks">In the order of the settings.</param>
/// <param name="Language">Two letters; empty for each item's own.</param>
/// <param name="LooksAtLinks">Whether links and pictures are fetched before they are posted.</param>
/// <param name="Facebook">Null where its posts are copied by hand; the others likewise.</param>
public sealed record SocialSettings(
    IReadOnlyList<string> Networks, SocialRules Rules, string Language, bool LooksAtLinks, FacebookSettings? Facebook, LinkedInSettings? LinkedIn, MastodonSettings? Mastodon)
{
    private const int MaxReminderDays = 30;

    private enum Switch { On, Off }

    public static SocialSettings Read(SettingsReader reader)
    {
        var networks = ReadNetworks(reader);
        var rules = new SocialRules(
            Duration.FromTimeSpan(reader.Duration("Social:Gap", SocialRules.Default.Gap.ToTimeSpan(), TimeSpan.Zero, TimeSpan.FromHours(24))),
            reader.Number("Social:ReminderDays", SocialRules.Default.ReminderDays, 0, MaxReminderDays),
            reader.Choice("Social:Withdrawn", SocialRules.Default.Withdrawn));
        var language = reader.Text("Social:Language");
        if (language.Length > 0 && (language.Length != 2 || !language.All(char.IsAsciiLetterLower))) reader.Fault("Social:Language", $"is „{language}”; it must be a language's two letters: pl, en, uk");
        return new SocialSettings(
            networks, rules, language, reader.Choice("Social:LookAtLinks", Switch.On) == Switch.On, ReadFacebook(reader), ReadLinkedIn(reader), ReadMastodon(reader));
    }

    /// <summary>Tags that a programme wants, each with its #.</summary>
    public static string ReadHashtags(SettingsReader reader, string key)
    {
        var text = reader.Text(key);
        if (text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Any(tag => tag is not ['#', _, ..] || !tag[1..].All(c => char.IsLetterOrDigit(c) || c == '_')))
            reader.Fault(key, $"is „{text}”; write tags with their #, separated by blanks, such as #FunduszeEuropejskie");
        return text;
    }

    private static List<string> ReadNetworks(SettingsReader reader)
    {
        var text = reader.Text("Social:Networks", $"{NetworkKeys.Facebook}, {NetworkKeys.LinkedIn}");
        var networks = new List<string>();
        foreach (var name in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(name => name != "none"))
        {
            if (!NetworkKeys.All.Contains(name)) reader.Fault("Social:Networks", $"has „{name}”; it can be {string.Join(", ", NetworkKeys.All)}, or none");
            else if (!networks.Contains(name)) networks.Add(name);
        }

        return networks;
    }

    private static FacebookSettings? ReadFacebook(SettingsReader reader)
    {
        var settings = new FacebookSettings(
            ReadBase(reader, "Social:Facebook:BaseUrl", "https://graph.facebook.com"), reader.Text("Social:Facebook:Version", "v25.0"), reader.Text("Social:Facebook:PageId"),
            reader.Text("Social:Facebook:AccessToken"), reader.Text("Social:Facebook:AppSecret"), reader.Text("Social:Facebook:AppId"));
        if (settings.Version is not ['v', _, ..] || !settings.Version[1..].All(c => char.IsAsciiDigit(c) || c == '.')) reader.Fault("Social:Facebook:Version", $"is „{settings.Version}”; it must be a version of the Graph API, such as v25.0");
        CheckId(reader, "Social:Facebook:PageId", settings.PageId);
        return Needs(reader, "Social:Facebook", settings.AccessToken, ("PageId", settings.PageId)) ? settings : null;
    }

    private static LinkedInSettings? ReadLinkedIn(SettingsReader reader)
    {
        var settings = new LinkedInSettings(
            ReadBase(reader, "Social:LinkedIn:BaseUrl", "https://api.linkedin.com"), ReadBase(reader, "Social:LinkedIn:AuthUrl", "https://www.linkedin.com"), reader.Text("Social:LinkedIn:Version", "202605"),
            reader.Text("Social:LinkedIn:OrganisationId"), reader.Text("Social:LinkedIn:AccessToken"), reader.Text("Social:LinkedIn:ClientId"), reader.Text("Social:LinkedIn:ClientSecret"));
        if (settings.Version.Length != 6 || !settings.Version.All(char.IsAsciiDigit)) reader.Fault("Social:LinkedIn:Version", $"is „{settings.Version}”; it must be a year and a month, such as 202605");
        CheckId(reader, "Social:LinkedIn:OrganisationId", settings.OrganisationId);
        return Needs(reader, "Social:LinkedIn", settings.AccessToken, ("OrganisationId", settings.OrganisationId)) ? settings : null;
    }

    private static MastodonSettings? ReadMastodon(SettingsReader reader)
    {
        var settings = new MastodonSettings(ReadBase(reader, "Social:Mastodon:BaseUrl", ""), reader.Text("Social:Mastodon:AccessToken"));
        return Needs(reader, "Social:Mastodon", settings.AccessToken, ("BaseUrl", settings.BaseUrl)) ? settings : null;
    }

    private static bool Needs(SettingsReader reader, string at, string token, (string Name, string Value) other)
    {
        if (token.Length > 0 && other.Value.Length == 0) reader.Fault($"{at}:{other.Name}", $"is missing; {SettingsReader.NameOf($"{at}:AccessToken")} needs it");
        if (token.Any(c => c is <= ' ' or > '~')) reader.Fault($"{at}:AccessToken", "has a character in it that no token has; copy it again");
        return token.Length > 0 && other.Value.Length > 0;
    }

    private static void CheckId(SettingsReader reader, string key, string id)
    {
        if (!id.All(char.IsAsciiDigit)) reader.Fault(key, $"is „{id}”; it must be the number alone");
    }

    /// <summary>A token goes there, so nobody on the way may read it; this very machine is no way.</summary>
    private static string ReadBase(SettingsReader reader, string key, string otherwise)
    {
        var url = reader.Url(key, otherwise);
        if (url.Length > 0 && new Uri(url) is { Scheme: "http", IsLoopback: false }) reader.Fault(key, $"is „{url}”; it must begin with https://, for a token is sent there");
        return url;
    }
}
