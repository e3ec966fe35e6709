using System.Globalization;
using NodaTime;
using Publisher.Content;
using Publisher.Rendering;

namespace Publisher.App.Staff.Console;

/// <summary>Numbers and times as people of one language read them.</summary>
internal static class ConsoleNumbers
{
    /// <summary>"1 204".</summary>
    /// <param name="strings">The words that readers see, which say what stands between thousands.</param>
    public static string Number(this Strings strings, int number) => number.ToString("#,0", CultureInfo.InvariantCulture).Replace(",", strings["thousands"], StringComparison.Ordinal);

    /// <summary>To the minute.</summary>
    public static Moment Local(this Instant at, DateTimeZone zone)
    {
        var local = at.InZone(zone).LocalDateTime;
        return new Moment(local.Date, new LocalTime(local.Hour, local.Minute));
    }
}
