using System.Text;

namespace Publisher.Tests.Subscribers;

public sealed class ComposedTests
{
    /// <summary>Letters in one piece, and in pieces: as UnicodeData.txt takes them apart.</summary>
    private static readonly (string Whole, string Apart)[] Letters =
    [
        ("ż", "z\u0307"), ("Ż", "Z\u0307"), ("ź", "z\u0301"), ("ó", "o\u0301"), ("Ó", "O\u0301"), ("ą", "a\u0328"), ("ę", "e\u0328"), ("ć", "c\u0301"), ("ń", "n\u0301"), ("ś", "s\u0301"),
        ("й", "и\u0306"), ("ї", "і\u0308"), ("ё", "е\u0308"), ("ü", "u\u0308"), ("ř", "r\u030C"), ("ế", "e\u0302\u0301"), ("ệ", "e\u0323\u0302"), ("ộ", "o\u0323\u0302"), ("ǖ", "u\u0308\u0304"),
        ("Å", "A\u030A"), ("ğ", "g\u0306"), ("ş", "s\u0327"), ("ő", "o\u030B"), ("ώ", "ω\u0301"),
    ];

    /// <summary>Text as some keyboards and every Mac's file names have it.</summary>
    internal static string Apart(string text)
    {
        var apart = new StringBuilder();
        foreach (var c in text) apart.Append(Array.Find(Letters, letter => letter.Whole == c.ToString()).Apart ?? c.ToString());
        return apart.ToString();
    }

    [Fact]
    public void Letters_in_pieces_become_whole() => Assert.All(Letters, letter =>
    {
        Assert.Equal(letter.Whole, Composed.Of(letter.Apart));
        Assert.Equal(letter.Whole, Composed.Of(letter.Whole));
    });

    [Fact]
    public void The_order_of_marks_above_and_below_does_not_matter() => Assert.Equal(("ệ", "ệ", "ệ"), (Composed.Of("e\u0302\u0323"), Composed.Of("ê\u0323"), Composed.Of("ẹ\u0302")));

    [Theory]
    [InlineData("ł", "ł")]
    [InlineData("zażółć gęślą jaźń", "zażółć gęślą jaźń")]
    [InlineData("\u0301a", "\u0301a")]
    [InlineData("q\u0301", "q\u0301")]
    [InlineData("q\u0301\u0323", "q\u0323\u0301")]
    [InlineData("", "")]
    public void What_has_no_whole_form_stays(string text, string composed) => Assert.Equal(composed, Composed.Of(text));

    [Fact]
    public void Composing_twice_is_composing_once_and_pieces_are_always_found() => Chance.Times(4000, random =>
    {
        var text = string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => random.Next(3) switch
        {
            0 => random.Of(Letters).Apart,
            1 => random.Of("\u0301", "\u0323", "\u0307", "\u0328", "\u0308"),
            _ => random.Of("a", "z", "ż", "ế", "ł", "é", "日", "😀"),
        }));
        var once = Composed.Of(text);

        Assert.Equal(once, Composed.Of(once));
        Assert.Equal(once, Composed.Of(Apart(text)));
        Assert.Equal(once, Composed.Of(Apart(once)));
    });
}
