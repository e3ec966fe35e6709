using System.Globalization;
using System.Text;
using NodaTime;
using NodaTime.Text;

namespace Publisher.Rendering;

/// <summary>
/// Content lines of a calendar file (RFC 5545 §3.1). However hostile a value is, it stays on its line: whatever could end one, and the
/// marks of the merge, are taken out here, where every line passes.
/// </summary>
internal sealed class CalendarLines
{
    /// <summary>Octets of a line without its line end (RFC 5545 §3.1); the blank before a continuation counts.</summary>
    public const int MaxOctets = 75;

    private static readonly LocalDatePattern DatePattern = LocalDatePattern.CreateWithInvariantCulture("uuuuMMdd");
    private static readonly LocalDateTimePattern HourPattern = LocalDateTimePattern.CreateWithInvariantCulture("uuuuMMdd'T'HHmmss");
    private static readonly InstantPattern UtcPattern = InstantPattern.CreateWithInvariantCulture("uuuuMMdd'T'HHmmss'Z'");

    private readonly StringBuilder lines = new();

    public static string Date(LocalDate date) => DatePattern.Format(date);

    public static string Hour(LocalDateTime hour) => HourPattern.Format(hour);

    public static string Utc(Instant instant) => UtcPattern.Format(instant);

    /// <summary>A line whose value is no text: a date, an address, a word of the format.</summary>
    /// <param name="property">With its parameters.</param>
    public void Add(string property, string value) => Fold($"{property}:{value}");

    /// <summary>A line whose value is people's text (RFC 5545 §3.3.11).</summary>
    /// <param name="property">With its parameters.</param>
    public void AddText(string property, string text) => Fold($"{property}:{Escape(text)}");

    public override string ToString() => lines.ToString();

    /// <summary>A parameter's value in quotation marks, of which it can hold none itself (RFC 5545 §3.2).</summary>
    public static string Quote(string text) => $"\"{text.Replace('"', '\'')}\"";

    private static string Escape(string text)
    {
        // Readers differ in what ends a line for them: the separators of Unicode do for some.
        text = text.ReplaceLineEndings("\n").Replace('\v', '\n');
        var escaped = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            _ = c switch
            {
                '\\' or ';' or ',' => escaped.Append('\\').Append(c),
                '\n' => escaped.Append("\\n"),
                '\t' => escaped.Append(' '),
                _ => escaped.Append(c),
            };
        }

        return escaped.ToString();
    }

    private void Fold(string line)
    {
        var octets = 0;
        // Runes, so that no character is split between two lines; half a surrogate pair comes as U+FFFD.
        foreach (var rune in Markers.Clean(line).EnumerateRunes())
        {
            if (EndsLine(rune)) continue;
            if (octets + rune.Utf8SequenceLength > MaxOctets)
            {
                lines.Append("\r\n ");
                octets = 1;
            }

            lines.Append(rune);
            octets += rune.Utf8SequenceLength;
        }

        lines.Append("\r\n");
    }

    private static bool EndsLine(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
