using NodaTime;
using NodaTime.Text;

namespace Publisher.Content.Editing;

/// <summary>
/// A day and its hour as a form has them: the field itself holds the day, the field with <see cref="HourSuffix"/> the hour, empty for the whole day.
/// A single field with both, as <c>datetime-local</c> posts it, is read too.
/// </summary>
internal static class FormMoment
{
    public const string HourSuffix = ".time";

    /// <summary>Nobody announces what is further away; a year mistyped is.</summary>
    private const int MostYearsAhead = 20;

    /// <summary>The first year that an organisation of our time dates things with.</summary>
    private const int FirstYear = 2000;

    private static readonly LocalDatePattern[] Days = [LocalDatePattern.Iso, LocalDatePattern.CreateWithInvariantCulture("d'.'M'.'uuuu")];

    private static readonly LocalTimePattern[] Hours =
        [LocalTimePattern.CreateWithInvariantCulture("H':'mm"), LocalTimePattern.CreateWithInvariantCulture("H'.'mm"), LocalTimePattern.CreateWithInvariantCulture("H':'mm':'ss")];

    /// <param name="hour">What the hour's own field holds; empty where there is none.</param>
    /// <param name="faults">Gets what is wrong or to be asked.</param>
    /// <returns>Null where there is no day, or none that can be read.</returns>
    public static Moment? Read(string field, string day, string hour, DateTimeZone zone, LocalDate today, List<ItemFault> faults)
    {
        if (hour.Length == 0 && day.IndexOfAny(['T', ' ']) is var split and > 0) (day, hour) = (day[..split], day[(split + 1)..].Trim());
        if (day.Length == 0)
        {
            if (hour.Length > 0) faults.Add(ItemFault.Of(field, FaultCode.HourWithoutDay, "has an hour, but no day"));
            return null;
        }

        if (Parse(Days, day) is not { } date || !Moment.TryParse(LocalDatePattern.Iso.Format(date), out var moment))
            return Fault(FaultCode.NotADate, day, $"„{day}” is not a day; write 2023-05-31 or 31.05.2023");
        if (hour.Length > 0)
        {
            if (Parse(Hours, hour) is not { } time) return Fault(FaultCode.NotAnHour, hour, $"„{hour}” is not an hour; write 15:00");
            // A mail says hours and minutes.
            moment = moment with { Time = new LocalTime(time.Hour, time.Minute) };
            var places = zone.MapLocal(date + moment.Time.Value).Count;
            if (places == 0) return Fault(FaultCode.ClockChange, $"{moment}", $"{moment} does not exist: the clocks go forward over it");
            if (places > 1) faults.Add(ItemFault.Ask(field, FaultCode.HourTwice, $"{moment} is there twice, for the clocks go back; the first is meant", $"{moment}"));
        }

        if (date.Year < FirstYear || date > today.PlusYears(MostYearsAhead))
            faults.Add(ItemFault.Ask(field, FaultCode.UnlikelyYear, $"{moment} is far away; is the year right?", $"{moment}"));
        return moment;

        Moment? Fault(FaultCode code, string value, string text)
        {
            faults.Add(ItemFault.Of(field, code, text, value));
            return null;
        }
    }

    private static T? Parse<T>(IEnumerable<IPattern<T>> patterns, string text)
        where T : struct
    {
        foreach (var pattern in patterns)
            if (pattern.Parse(text).TryGetValue(default, out var value)) return value;
        return null;
    }
}
