using System.Globalization;
using Azure.Data.Tables.Edm;

namespace Azure.Data.Tables.Query;

/// <summary>Values as they stand in a filter. Source: "Querying tables and entities", Azure Storage REST reference.</summary>
internal static class ODataLiteral
{
    /// <exception cref="ArgumentException">A filter cannot compare with this value.</exception>
    public static string Of(object? value) => value switch
    {
        string text => Quoted(text),
        char letter => Quoted(letter.ToString()),
        Enum constant => Quoted(constant.ToString()),
        bool flag => flag ? "true" : "false",
        int number => number.ToString(CultureInfo.InvariantCulture),
        long number => number.ToString(CultureInfo.InvariantCulture) + "L",
        double number when double.IsFinite(number) => Point(number.ToString("R", CultureInfo.InvariantCulture)),
        Guid guid => $"guid'{guid:D}'",
        DateTimeOffset or DateTime => $"datetime'{EdmWriter.Instant(value)}'",
        byte[] bytes => $"X'{Convert.ToHexStringLower(bytes)}'",
        BinaryData data => $"X'{Convert.ToHexStringLower(data.ToMemory().Span)}'",
        null => throw new ArgumentException("A filter cannot compare with null: a table keeps no nulls.", nameof(value)),
        _ => throw new ArgumentException($"A filter cannot compare with {value} of type {value.GetType().Name}.", nameof(value)),
    };

    // Within quotes only the quote itself means anything; doubled, it is text.
    private static string Quoted(string text) => $"'{EdmText.WellFormed(text, "A text of a filter").Replace("'", "''", StringComparison.Ordinal)}'";

    // Without a point or exponent it would be a 32-bit number.
    private static string Point(string digits) => digits.AsSpan().ContainsAny('.', 'E') ? digits : digits + ".0";
}
