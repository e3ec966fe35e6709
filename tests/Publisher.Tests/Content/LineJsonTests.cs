using System.Globalization;
using System.Text;
using System.Text.Json;
using Publisher.Content.Import;

namespace Publisher.Tests.Content;

public sealed class LineJsonTests
{
    [Fact]
    public void Each_value_remembers_the_line_it_began_on()
    {
        var root = Assert.IsType<LineObject>(LineJson.Parse("{\n\"a\":\n 1,\r\n\"b\": [\n\"x\",\n{}]}"u8));

        Assert.Equal([("a", 2, 3), ("b", 4, 4)], root.Members.Select(member => (member.Name, member.Line, member.Value.Line)));
        Assert.Equal([5, 6], Assert.IsType<LineArray>(root.Members[1].Value).Elements.Select(element => element.Line));
    }

    [Fact]
    public void A_file_beyond_the_limit_is_refused_unread() =>
        Assert.Contains("larger than 16 MB", Assert.Single(Assert.Throws<RefusedException>(() => LineJson.Parse(new byte[LineJson.MaxBytes + 1])).Faults).Text, StringComparison.Ordinal);

    [Fact]
    public void Any_document_reads_as_the_platform_reads_it() => Chance.Times(300, random =>
    {
        var text = Document(random, 4);

        Assert.Equal(text, Write(LineJson.Parse(Encoding.UTF8.GetBytes(text))));
    });

    [Fact]
    public void Any_bytes_are_read_or_refused() => Chance.Times(3000, random =>
    {
        var bytes = random.Next(2) == 0 ? random.Bytes(60) : ContentFileTests.Mutate(Encoding.UTF8.GetBytes(Document(random, 4)), random);
        try
        {
            Assert.NotNull(LineJson.Parse(bytes));
        }
        catch (RefusedException refused)
        {
            Assert.InRange(Assert.Single(refused.Faults).Line!.Value, 1, bytes.Count(octet => octet == '\n') + 1);
        }
    });

    private static string Document(Random random, int depth) => random.Next(depth == 0 ? 3 : 5) switch
    {
        0 => JsonSerializer.Serialize(random.Of("", "ż", "a\nb", "\"", "\uE000", "😀")),
        1 => random.Next(-1000, 1000).ToString(CultureInfo.InvariantCulture),
        2 => "null",
        3 => $"[{string.Join(',', Enumerable.Range(0, random.Next(4)).Select(_ => Document(random, depth - 1)))}]",
        _ => $"{{{string.Join(',', Enumerable.Range(0, random.Next(4)).Select(at => $"\"m{at}\":{Document(random, depth - 1)}"))}}}",
    };

    private static string Write(LineJson value) => value switch
    {
        LineObject o => $"{{{string.Join(',', o.Members.Select(member => $"\"{member.Name}\":{Write(member.Value)}"))}}}",
        LineArray a => $"[{string.Join(',', a.Elements.Select(Write))}]",
        LineText t => JsonSerializer.Serialize(t.Value),
        LineNumber n => n.Value.ToString(CultureInfo.InvariantCulture),
        _ => "null",
    };
}
