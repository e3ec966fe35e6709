using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Publisher.Mail.Dkim;

namespace Publisher.Mail.Tests.Dkim;

public class RelaxedFormTests
{
    [Fact]
    public void The_example_of_the_RFC_comes_out_as_it_says()
    {
        // RFC 6376 §3.4.5
        Assert.Equal("a:X", Field("A: X\r\n"));
        Assert.Equal("b:Y Z", Field("B : Y\t\r\n\tZ  \r\n"));
        Assert.Equal(" C\r\nD E\r\n", Body(" C \r\nD \t E\r\n\r\n\r\n"));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("\r\n", "")]
    [InlineData("\r\n\r\n\r\n", "")]
    [InlineData(" \t\r\n", "")]
    [InlineData("a", "a\r\n")]
    [InlineData("a \t", "a\r\n")]
    [InlineData("a\r\n \r\n", "a\r\n")]
    [InlineData("\t\ta\tb \r\n\r\nc", " a b\r\n\r\nc\r\n")]
    public void Bodies_lose_their_needless_blanks_and_empty_ends(string body, string expected) => Assert.Equal(expected, Body(body));

    [Fact]
    public void The_fast_way_over_a_body_is_the_slow_way() =>
        Prop.ForAll(Gen.Elements(" ", "\t", "\r\n", "a", "bc", "=20", "a long word that fills the vector of thirty-two", ".").ListOf().ToArbitrary(), pieces =>
        {
            var body = string.Concat(pieces);
            var lines = body.Split("\r\n").Select(l => System.Text.RegularExpressions.Regex.Replace(l, "[ \t]+", " ", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)).TrimEnd(' ')).ToList();
            while (lines.Count > 0 && lines[^1].Length == 0) lines.RemoveAt(lines.Count - 1);
            Assert.Equal(string.Concat(lines.Select(l => l + "\r\n")), Body(body));
        }).QuickCheckThrowOnFailure();

    private static string Field(string field)
    {
        var output = new byte[field.Length];
        return Encoding.ASCII.GetString(output, 0, RelaxedForm.Field(Encoding.ASCII.GetBytes(field), output));
    }

    private static string Body(string body)
    {
        var octets = Encoding.ASCII.GetBytes(body);
        var output = new byte[body.Length + 2];
        if (!RelaxedForm.IsBody(octets)) octets = output[..RelaxedForm.Body(octets, output)];
        return Encoding.ASCII.GetString(RelaxedForm.WithoutEmptyEnd(octets));
    }
}
