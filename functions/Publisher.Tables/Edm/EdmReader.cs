using System.Globalization;
using System.Text.Json;

namespace Azure.Data.Tables.Edm;

/// <summary>Reads one value of OData JSON. What it cannot read is a <see cref="FormatException"/> in a sentence.</summary>
internal static class EdmReader
{
    /// <param name="name">The property's name, for messages.</param>
    /// <param name="value">The value.</param>
    /// <param name="type">The annotated EDM type; null where JSON tells it: text, flags, 32-bit numbers, doubles with a point.</param>
    public static object? Read(string name, JsonElement value, string? type) => (type, value.ValueKind) switch
    {
        (_, JsonValueKind.Null) => null,
        (null or "Edm.String", JsonValueKind.String) => value.GetString(),
        (null or "Edm.Boolean", JsonValueKind.True or JsonValueKind.False) => value.GetBoolean(),
        (null, JsonValueKind.Number) => Number(value),
        ("Edm.Int32", JsonValueKind.Number) when value.TryGetInt32(out var number) => number,
        ("Edm.Int64", JsonValueKind.Number) when value.TryGetInt64(out var number) => number,
        ("Edm.Int64", JsonValueKind.String) when TryInt64(value.GetString()!, out var number) => number,
        ("Edm.Double", JsonValueKind.Number) => value.GetDouble(),
        ("Edm.Double", JsonValueKind.String) when TryDouble(value.GetString()!, out var number) => number,
        ("Edm.Guid", JsonValueKind.String) when Guid.TryParseExact(value.GetString(), "D", out var guid) => guid,
        ("Edm.Binary", JsonValueKind.String) when value.TryGetBytesFromBase64(out var bytes) => bytes,
        ("Edm.DateTime", JsonValueKind.String) when TryInstant(value.GetString()!, out var instant) => instant,
        ("Edm.String" or "Edm.Boolean" or "Edm.Int32" or "Edm.Int64" or "Edm.Double" or "Edm.Guid" or "Edm.Binary" or "Edm.DateTime", _) =>
            throw new FormatException($"The property {name} does not hold what its type {type} says."),
        (null, _) => throw new FormatException($"The property {name} holds a JSON {value.ValueKind}, which is no table value."),
        _ => throw new FormatException($"The property {name} is of the type {Shorten(type)}, which this client does not know."),
    };

    public static bool TryInstant(string text, out DateTimeOffset instant) => DateTimeOffset.TryParse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out instant);

    private static bool TryInt64(string text, out long number) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);

    /// <summary>A whole number beyond 32 bits without a type is a double: the emulator prints large doubles so.</summary>
    private static object Number(JsonElement value) =>
        value.GetRawText().AsSpan().ContainsAny('.', 'e', 'E') || !value.TryGetInt32(out var number) ? value.GetDouble() : (object)number;

    private static bool TryDouble(string text, out double number)
    {
        number = text switch
        {
            "NaN" => double.NaN,
            "Infinity" or "INF" => double.PositiveInfinity,
            "-Infinity" or "-INF" => double.NegativeInfinity,
            _ => 0,
        };
        return number != 0 || double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
    }

    private static string Shorten(string type) => type.Length <= 64 ? type : type[..64] + "…";
}
