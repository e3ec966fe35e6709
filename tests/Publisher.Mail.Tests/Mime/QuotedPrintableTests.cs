using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Publisher.Mail.Mime;

namespace Publisher.Mail.Tests.Mime;

public class QuotedPrintableTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("abc", "abc=\r\n")]
    [InlineData("abc\n", "abc\r\n")]
    [InlineData("a\rb\r\nc\n", "a\r\nb\r\nc\r\n")]
    [InlineData("a=b", "a=3Db=\r\n")]
    [InlineData("end \n", "end=20\r\n")]
    [InlineData("end ", "end =\r\n")]
    [InlineData("tab\t\n", "tab=09\r\n")]
    [InlineData(".dot\n..\n", "=2Edot\r\n=2E.\r\n")]
    [InlineData("zażółć\n", "za=C5=BC=C3=B3=C5=82=C4=87\r\n")]
    public void A_piece_is_encoded_as_the_rfc_says(string piece, string expected) => Assert.Equal(expected, Encode(piece));

    [Fact]
    public void A_lone_surrogate_becomes_the_replacement_character() => Assert.Equal("=EF=BF=BD\r\n", Encode("\ud800\n"));

    [Fact]
    public void A_character_is_never_torn_apart_by_a_soft_break()
    {
        for (var before = 0; before < 90; before++)
        {
            var lines = Encode(new string('x', before) + "€😀\n").Split("\r\n");
            Assert.Contains(lines, l => l.Contains("=E2=82=AC", StringComparison.Ordinal));
            Assert.Contains(lines, l => l.Contains("=F0=9F=98=80", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Whatever_the_text_it_decodes_to_itself_in_lines_of_76() => Prop.ForAll(Texts.Any.ToArbitrary(), text =>
    {
        var encoded = Encode(text);
        Assert.All(encoded.Split("\r\n"), line => Assert.True(line.Length <= 76 && !line.EndsWith(' ') && !line.EndsWith('\t') && !line.StartsWith('.')));
        Assert.True(encoded.Length == 0 || encoded.EndsWith("\r\n", StringComparison.Ordinal));
        Assert.Equal(Texts.Normalise(text), Texts.DecodeQuotedPrintable(encoded));
    }).QuickCheckThrowOnFailure();

    private static string Encode(string piece)
    {
        var output = new byte[QuotedPrintable.MaxLength(piece.Length)];
        return Encoding.ASCII.GetString(output, 0, QuotedPrintable.Encode(piece, output));
    }
}
