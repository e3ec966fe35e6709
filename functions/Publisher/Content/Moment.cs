using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using NodaTime.Text;

namespace Publisher.Content;

/// <summary>
/// A day, with an hour where one is known, on the organisation's own wall clock. A deadline is announced in local time and stays
/// there should the zone's rules change, so it is kept local and becomes an instant only when it is compared.
/// </summary>
[JsonConverter(typeof(MomentJson))]
public readonly record struct Moment(LocalDate Date, LocalTime? Time = null)
{
    /// <summary>Years that a person may mean; any other is a slip, and would leave the calendar when days are added to it.</summary>
    private const int FirstYear = 1900;

    private const int LastYear = 2199;

    private static readonly LocalDatePattern DatePattern = LocalDatePattern.Iso;
    private static readonly LocalDateTimePattern HourPattern = LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm");

    /// <summary>True for no day at all: a draft of an event may have none yet.</summary>
    public bool IsNone => Date == default;

    /// <summary>The first instant of it: the hour, or midnight at the day's start.</summary>
    public Instant Begins(DateTimeZone zone) =>
        Time is { } time ? (Date + time).InZoneLeniently(zone).ToInstant() : zone.AtStartOfDay(Date).ToInstant();

    /// <summary>The instant it is over: the hour, or midnight at the day's end.</summary>
    public Instant Ends(DateTimeZone zone) =>
        Time is null ? zone.AtStartOfDay(Date.PlusDays(1)).ToInstant() : Begins(zone);

    /// <summary>The last day of what it ends: an end at midnight is the end of the day before.</summary>
    public LocalDate LastDay => EndsDay ? Date.PlusDays(-1) : Date;

    /// <summary>True for midnight, which as an end closes the day before and as a beginning opens its own.</summary>
    public bool EndsDay => Time == LocalTime.Midnight;

    /// <summary>Reads <c>2023-05-31</c> or <c>2023-05-31T15:00</c>; false for anything else, and for years that nobody means.</summary>
    public static bool TryParse(string text, out Moment moment)
    {
        if (DatePattern.Parse(text).TryGetValue(default, out var date)) moment = new Moment(date);
        else moment = HourPattern.Parse(text).TryGetValue(default, out var hour) ? new Moment(hour.Date, hour.TimeOfDay) : default;
        if (moment.Date.Year is >= FirstYear and <= LastYear) return true;
        moment = default;
        return false;
    }

    /// <summary>Empty for none.</summary>
    public override string ToString() => IsNone ? "" : Time is { } time ? HourPattern.Format(Date + time) : DatePattern.Format(Date);
}

internal sealed class MomentJson : JsonConverter<Moment>
{
    public override Moment Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString() is { Length: > 0 } text ? Moment.TryParse(text, out var moment) ? moment : throw new JsonException("not a day or an hour") : default;

    public override void Write(Utf8JsonWriter writer, Moment value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
