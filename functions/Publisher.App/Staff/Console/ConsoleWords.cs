using NodaTime;
using Publisher.Content;
using Publisher.Rendering;

namespace Publisher.App.Staff.Console;

/// <summary>What pages of the console say alike: moments, languages, networks.</summary>
internal static class ConsoleWords
{
    /// <summary>An instant on the organisation's own clock, to the minute.</summary>
    public static Moment ToMoment(this Instant at, DateTimeZone zone)
    {
        var local = at.InZone(zone).LocalDateTime;
        return new Moment(local.Date, new LocalTime(local.Hour, local.Minute));
    }

    /// <summary>"angielski"; its two letters, where it has no name here.</summary>
    public static string LanguageName(Strings texts, string code)
    {
        var key = "language" + Words.Capital(code);
        return texts.Has(key) ? texts[key] : code;
    }

    /// <summary>Networks are called by their own names in every language.</summary>
    public static string NetworkName(string key) => key switch
    {
        "facebook" => "Facebook",
        "linkedin" => "LinkedIn",
        "mastodon" => "Mastodon",
        _ => key,
    };

    public static string StatusBadge(ItemStatus status) => status switch { ItemStatus.Published => "good", ItemStatus.Draft => "calm", _ => "off" };
}
