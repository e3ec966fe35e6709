using System.Globalization;
using System.Text.Json;

namespace Azure.Data.Tables.Edm;

/// <summary>Writes values as OData JSON with minimal metadata: a type is named wherever JSON alone would not tell it.</summary>
/// <remarks>Source: "Payload format for Table service operations", Azure Storage REST reference.</remarks>
internal static class EdmWriter
{
    internal const string TypeSuffix = "@odata.type";

    private const string InstantFormat = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";

    public static void Write(Utf8JsonWriter json, string name, object value)
    {
        switch (value)
        {
            case string text: json.WriteString(name, EdmText.WellFormed(text, name)); break;
            case Enum constant: json.WriteString(name, constant.ToString()); break;
            case bool flag: json.WriteBoolean(name, flag); break;
            case int number: json.WriteNumber(name, number); break;
            case long number: Typed(json, name, "Edm.Int64", number.ToString(CultureInfo.InvariantCulture)); break;
            case double number: WriteDouble(json, name, number); break;
            case Guid guid: Typed(json, name, "Edm.Guid", guid.ToString("D", CultureInfo.InvariantCulture)); break;
            case byte[] bytes: Typed(json, name, "Edm.Binary", Convert.ToBase64String(bytes)); break;
            case BinaryData data: Typed(json, name, "Edm.Binary", Convert.ToBase64String(data.ToMemory().Span)); break;
            case DateTimeOffset or DateTime: Typed(json, name, "Edm.DateTime", Instant(value)); break;
            default: throw new NotSupportedException($"The property {name} is of type {value.GetType().Name}, which a table cannot hold.");
        }
    }

    /// <summary>An instant in UTC with the service's seven digits of a second; a DateTime of unspecified kind is taken as UTC.</summary>
    public static string Instant(object value) => (value switch
    {
        DateTimeOffset instant => instant.UtcDateTime,
        DateTime { Kind: DateTimeKind.Local } local => local.ToUniversalTime(),
        _ => (DateTime)value,
    }).ToString(InstantFormat, CultureInfo.InvariantCulture);

    private static void WriteDouble(Utf8JsonWriter json, string name, double number)
    {
        json.WriteString(name + TypeSuffix, "Edm.Double");
        if (double.IsFinite(number)) json.WriteNumber(name, number);
        else json.WriteString(name, double.IsNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity");
    }

    private static void Typed(Utf8JsonWriter json, string name, string type, string value)
    {
        json.WriteString(name + TypeSuffix, type);
        json.WriteString(name, value);
    }
}
