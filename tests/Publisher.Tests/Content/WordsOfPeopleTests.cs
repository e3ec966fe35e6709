using Publisher.Content;

namespace Publisher.Tests.Content;

public sealed class WordsOfPeopleTests
{
    [Theory]
    [InlineData("Grębocin Nad Strugą", "grebocin-nad-struga")]
    [InlineData("ZAŻÓŁĆ GĘŚLĄ JAŹŃ", "zazolc-gesla-jazn")]
    [InlineData("  --a__b!! ", "a-b")]
    [InlineData("Ściana/../etc", "sciana-etc")]
    [InlineData("日本", "")]
    public void A_slug_keeps_letters_and_digits(string text, string slug) => Assert.Equal(slug, Slug.Of(text));

    [Fact]
    public void What_is_left_of_any_text_is_a_slug_or_nothing() => Chance.Times(500, random =>
    {
        var text = string.Concat(Enumerable.Range(0, random.Next(150)).Select(_ => random.Of("a", "Ż", "-", " ", "9", "日", "\0", "ß", "--")));
        var slug = Slug.Of(text);

        Assert.True(slug.Length == 0 || Slug.IsValid(slug), slug);
        Assert.Equal(slug, Slug.Of(slug));
    });

    [Theory]
    [InlineData("a", true)]
    [InlineData("a-1", true)]
    [InlineData("", false)]
    [InlineData("-a", false)]
    [InlineData("a-", false)]
    [InlineData("a--b", false)]
    [InlineData("A", false)]
    [InlineData("ą", false)]
    [InlineData("a/b", false)]
    public void A_valid_slug_is_plain(string text, bool valid) => Assert.Equal(valid, Slug.IsValid(text));

    [Theory]
    [InlineData("sumary", "summary")]
    [InlineData("Rubinkow", "Rubinkowo")]
    [InlineData("titl", "title")]
    [InlineData("xyzzy", null)]
    public void The_nearest_word_is_guessed_or_none(string word, string? near) => Assert.Equal(near, Nearest.To(word, ["title", "summary", "Rubinkowo"]));

    [Fact]
    public void A_very_long_word_is_guessed_at_quickly_and_in_vain() => Assert.Null(Nearest.To(new string('x', 5_000_000), ["title"]));

    [Fact]
    public void Districts_are_found_by_name_or_slug_in_any_case()
    {
        var faults = new List<string>();
        var districts = Districts.Parse("Stare Miasto, Podgórz,, STARE MIASTO, !!!", faults);

        Assert.Equal(["stare-miasto", "podgorz"], districts.All.Select(district => district.Slug));
        Assert.Equal("Podgórz", districts.Find("PODGORZ")!.Name);
        Assert.Null(districts.Find(""));
        Assert.Equal(["„STARE MIASTO” is there twice", "„!!!” has no letter or digit to make a name from"], faults);
        Assert.Contains("they are Stare Miasto, Podgórz", districts.Refuse("Kraków"), StringComparison.Ordinal);
        Assert.Contains("has none", Districts.None.Refuse("Kraków"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://example.org/a?b=c#d", true)]
    [InlineData("http://żółw.example", true)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData("data:text/html,x", false)]
    [InlineData("//example.org", false)]
    [InlineData("example.org", false)]
    [InlineData("https://user@example.org", false)]
    [InlineData("https://example.org/ a", false)]
    [InlineData("https://example.org/\"onclick=", false)]
    [InlineData("https://example.org/\n", false)]
    [InlineData("https://", false)]
    public void Only_whole_web_addresses_pass(string text, bool valid) => Assert.Equal(valid, WebAddress.IsValid(text));

    [Theory]
    [InlineData("call/a", true)]
    [InlineData("call/", false)]
    [InlineData("call", false)]
    [InlineData("Call/a", false)]
    [InlineData("call/a/b", false)]
    [InlineData("concert/a", false)]
    public void A_reference_names_a_kind_and_a_slug(string text, bool valid)
    {
        Assert.Equal(valid, ItemRef.TryParse(text, out var item));
        if (valid) Assert.Equal(text, item.ToString());
    }
}
