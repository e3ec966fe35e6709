using System.Globalization;
using NodaTime;

namespace Publisher.Subscribers.Import;

/// <summary>Moments as list tools and people write them. Without a zone they are UTC, as those tools export them.</summary>
public static class ConsentTime
{
    private static readonly string[] Forms =
    [
        "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ssK", "yyyy-MM-dd HH:mm:sszz", "yyyy-MM-dd HH:mm:ss.FFFFFFFzz",
        "yyyy-MM-dd HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd HH:mm", "yyyy-MM-dd", "d.M.yyyy", "d.M.yyyy H:mm", "d.M.yyyy H:mm:ss",
    ];

    /// <summary>False for what is no moment; empty text is none.</summary>
    public static bool TryParse(string text, out Instant moment)
    {
        var read = DateTimeOffset.TryParseExact(text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var parsed);
        moment = read ? Instant.FromDateTimeOffset(parsed) : default;
        // A tool's „never” is the year 0 or 1970.
        return read && parsed.Year > 1990;
    }

    public static string Show(Instant moment) => moment.ToString("uuuu'-'MM'-'dd HH':'mm 'UTC'", CultureInfo.InvariantCulture);
}
