using System.Globalization;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;

namespace Publisher.App.Webhooks;

/// <summary>Reads JSON that others wrote: what is missing or of another kind is empty, never a fault.</summary>
internal static class JsonMembers
{
    /// <summary>Characters of a reason that are kept.</summary>
    private const int MaxWord = 60;

    private static readonly IReadOnlyList<JsonElement> None = [];

    /// <summary>Null for what is no JSON. The document lives as long as its elements are used: it is small, and the collector's.</summary>
    public static JsonElement? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonDocument.Parse(body).RootElement;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static JsonElement Member(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : default;

    /// <summary>A text or a number as text; empty for all else.</summary>
    public static string Text(this JsonElement element, string name) => element.Member(name) switch
    {
        { ValueKind: JsonValueKind.String } text => Whole(text),
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => "",
    };

    public static IReadOnlyList<JsonElement> List(this JsonElement element) => element.ValueKind == JsonValueKind.Array ? [.. element.EnumerateArray()] : None;

    /// <summary>A reason or a code, for the log of reports: short, and of characters in which no address can stand.</summary>
    public static string Word(this JsonElement element, string name)
    {
        var text = element.Text(name);
        return text.Length <= MaxWord && text.All(c => char.IsAsciiLetterOrDigit(c) || c is ' ' or '.' or '-' or '_') ? text : "";
    }

    /// <summary>An instant as ISO 8601 with any offset; null for what is none.</summary>
    public static Instant? Instant(this JsonElement element, string name) =>
        OffsetDateTimePattern.ExtendedIso.Parse(element.Text(name)) is { Success: true } parsed ? parsed.Value.ToInstant() : null;

    /// <summary>Seconds since 1970, with or without a fraction; null for what is none.</summary>
    public static Instant? UnixTime(string text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and < 32_503_680_000
            ? NodaTime.Instant.FromUnixTimeMilliseconds((long)(seconds * 1000))
            : null;

    private static string Whole(JsonElement text)
    {
        try
        {
            return text.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair.
            return "";
        }
    }
}
