using System.Globalization;
using System.Text;
using Publisher.Content;
using Publisher.Mail.Mime;
using Publisher.Rendering;

namespace Publisher.Tests.Rendering;

/// <summary>Whatever people, or those who mean harm, write into an item: it stays the text of its line.</summary>
public sealed class HostileCalendarTests
{
    /// <summary>Of a call's entry, in order; a line more or less was forged or lost.</summary>
    private static readonly string[] Properties =
    [
        "BEGIN", "UID", "DTSTAMP", "SEQUENCE", "STATUS", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "LOCATION", "ORGANIZER", "TRANSP", "END",
    ];

    private static readonly string[] Parts =
    [
        "\r\n", "\n", "\r", "\v", "\f", "\u0085", "\u2028", "\u2029", "\u001c", "\u001e", "\0", "\u007f", "\t", " ", "\\", "\\n", ";", ",", ":", "\"", "^n", "{title}",
        "BEGIN:VEVENT", "END:VCALENDAR", "\r\nATTACH:file:///etc/passwd", "\r\n ", "\uE000s0\uE001", "\uFEFF", "\uD800", "\uDC00", "zażółć", "Привіт", "€", "👩‍👩‍👧", "e\u0301",
    ];

    [Fact]
    public void Any_text_comes_back_as_it_was_and_no_line_is_forged_or_too_long() => Chance.Times(3000, random =>
    {
        var (title, summary, venue, name) = (Text(random), "s" + Text(random), "v" + Text(random), Text(random));
        var item = Some.Event("event", "2026-03-29") with { Title = title, Summary = summary, Venue = venue };
        var calendar = new CalendarText(Some.Zone, new Mailbox("biuletyn@example.org", name), TestProduct.Templates.StringsFor("pl"));

        var entry = calendar.Entry(item, 1, CalendarTextTests.Stamp, "");

        Assert.All(Split(entry), line => Assert.InRange(Encoding.UTF8.GetByteCount(line), 1, 75));
        var lines = Split(entry.Replace("\r\n ", "", StringComparison.Ordinal));
        Assert.Equal(Properties, lines.Select(line => line[..line.IndexOfAny([':', ';'])]));
        Assert.Equal(Expected(title), Unescape(CalendarTextTests.ValueOf(lines, "SUMMARY")!));
        Assert.Equal(Expected(summary), Unescape(CalendarTextTests.ValueOf(lines, "DESCRIPTION")!));
        Assert.Equal(Expected(venue), Unescape(CalendarTextTests.ValueOf(lines, "LOCATION")!));
        Assert.Matches("^ORGANIZER;CN=\"[^\"]*\":mailto:biuletyn@example.org$", lines.Single(line => line.StartsWith("ORGANIZER", StringComparison.Ordinal)));
    });

    [Theory]
    [InlineData("https://example.org/\r\nATTACH:file:///etc/passwd")]
    [InlineData("javascript:alert(1)")]
    [InlineData("https://example.org/\u2028X")]
    public void An_address_that_is_none_leads_nowhere(string url)
    {
        var entry = CalendarTextTests.Calendar.Entry(Some.Call("call", "2026-05-31"), 1, CalendarTextTests.Stamp, url);

        Assert.Null(CalendarTextTests.ValueOf(CalendarTextTests.Lines(entry), "URL"));
        Assert.DoesNotContain("passwd", entry, StringComparison.Ordinal);
        Assert.DoesNotContain("alert", entry, StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_in_another_script_is_written_in_ascii_where_it_has_to_be() => Assert.Equal(
        "https://example.org/nab%C3%B3r,1;2?a=1&b=2",
        CalendarTextTests.ValueOf(CalendarTextTests.Lines(CalendarTextTests.Calendar.Entry(Some.Call("call", "2026-05-31"), 1, CalendarTextTests.Stamp, "https://example.org/nabór,1;2?a=1&b=2")), "URL"));

    private static string Text(Random random)
    {
        var text = new StringBuilder();
        for (var part = random.Next(1, 30); part > 0; part--)
        {
            if (random.Next(3) > 0) text.Append(random.Of<string>(Parts));
            else if (random.Next(2) == 0) text.Append(new string('x', random.Next(90)));
            else text.Append((char)random.Next(0x10000));
        }

        return text.ToString();
    }

    /// <summary>What may be made of a text: line ends are one, tabs blanks, other controls and the merge's marks are gone, half pairs are U+FFFD.</summary>
    private static string Expected(string text)
    {
        foreach (var end in (string[])["\r\n", "\r", "\v", "\f", "\u0085", "\u2028", "\u2029"]) text = text.Replace(end, "\n", StringComparison.Ordinal);
        text = text.Replace('\t', ' ').Replace("\uE000", "", StringComparison.Ordinal).Replace("\uE001", "", StringComparison.Ordinal);
        return string.Concat(text.EnumerateRunes().Where(rune => rune.Value == '\n' || Rune.GetUnicodeCategory(rune) != UnicodeCategory.Control));
    }

    /// <summary>Lines by every end that any reader takes for one.</summary>
    private static string[] Split(string text)
    {
        Assert.EndsWith("\r\n", text, StringComparison.Ordinal);
        var lines = text[..^2].Split("\r\n");
        Assert.All(lines, line => Assert.Equal(-1, line.IndexOfAny(['\r', '\n', '\v', '\f', '\u001c', '\u001d', '\u001e', '\u0085', '\u2028', '\u2029', '\uE000', '\uE001'])));
        return lines;
    }

    private static string Unescape(string value)
    {
        var text = new StringBuilder();
        for (var at = 0; at < value.Length; at++)
        {
            if (value[at] is ';' or ',') throw new FormatException($"{value[at]} stands there bare");
            if (value[at] != '\\') text.Append(value[at]);
            else text.Append(value[++at] switch { 'n' => '\n', '\\' => '\\', ';' => ';', ',' => ',', var other => throw new FormatException($"\\{other}") });
        }

        return text.ToString();
    }
}
