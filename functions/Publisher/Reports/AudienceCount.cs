using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using NodaTime.Text;

namespace Publisher.Reports;

/// <summary>The audience in numbers, as it was at one time. Nobody is in it.</summary>
/// <param name="At">When it was counted.</param>
/// <param name="Paused">Of the confirmed: who want no mail until a day to come.</param>
/// <param name="Suppressed">Addresses that are never mailed, by why; subscribers or not.</param>
/// <param name="Kinds">Of the confirmed, who get what: call, event, news, and deadlines for those who want of calls only these. One reader may count for several.</param>
/// <param name="Districts">By slug, the same; „” for those who chose none, and so get the whole city's.</param>
/// <param name="Roles">By key; „” for those who did not say.</param>
/// <param name="Languages">By two letters.</param>
/// <param name="Rhythms">By what they chose: <c>weekly</c>, or <c>at-once/monthly</c> for calls and for the rest.</param>
/// <param name="Days">Each day on which something happened, and those that were counted, the oldest first.</param>
public sealed record AudienceCount(
    Instant At,
    int Confirmed,
    int Unconfirmed,
    int Unsubscribed,
    int Paused,
    IReadOnlyDictionary<string, int> Suppressed,
    IReadOnlyDictionary<string, int> Kinds,
    IReadOnlyDictionary<string, int> Districts,
    IReadOnlyDictionary<string, int> Roles,
    IReadOnlyDictionary<string, int> Languages,
    IReadOnlyDictionary<string, int> Rhythms,
    IReadOnlyList<DayCount> Days)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new InstantText(), new DateText() } };

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Json);

    /// <returns>Null for what is none, or is of a version that is no more: it is counted anew.</returns>
    public static AudienceCount? FromJson(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize<AudienceCount>(json, Json) is { Days: not null, Rhythms: not null } count ? count : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed class InstantText : JsonConverter<Instant>
    {
        public override Instant Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            InstantPattern.ExtendedIso.Parse(reader.GetString() ?? "") is { Success: true } parsed ? parsed.Value : throw new JsonException();

        public override void Write(Utf8JsonWriter writer, Instant value, JsonSerializerOptions options) => writer.WriteStringValue(InstantPattern.ExtendedIso.Format(value));
    }

    private sealed class DateText : JsonConverter<LocalDate>
    {
        public override LocalDate Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            LocalDatePattern.Iso.Parse(reader.GetString() ?? "") is { Success: true } parsed ? parsed.Value : throw new JsonException();

        public override void Write(Utf8JsonWriter writer, LocalDate value, JsonSerializerOptions options) => writer.WriteStringValue(LocalDatePattern.Iso.Format(value));
    }
}

/// <summary>One day of the organisation's calendar.</summary>
/// <param name="Consented">Who became a subscriber by their own confirmation, or came back.</param>
/// <param name="Imported">Who came with a list.</param>
/// <param name="Left">Who ended their subscription.</param>
/// <param name="Confirmed">How many there were at its end.</param>
public sealed record DayCount(LocalDate Day, int Consented, int Imported, int Left, int Confirmed)
{
    public int Joined => Consented + Imported;
}
