using Publisher.Subscribers;

namespace Publisher.Tests.Subscribers;

public sealed class PersonNameTests
{
    [Theory]
    [InlineData("Łucja", "Łucja")]
    [InlineData("  Anna \t Maria  ", "Anna Maria")]
    [InlineData("Jan\r\nBcc: all@example.org", "Jan Bcc: all@example.org")]
    [InlineData("O’Neil-Żółć <b>", "O’Neil-Żółć <b>")]
    [InlineData("\u202Enaj\u2028\u0000x", "naj x")]
    [InlineData("\u200B\uFEFF\u00A0", "")]
    [InlineData("a\uE000s1\uE001", "as1")]
    [InlineData("Оксана 🌻", "Оксана 🌻")]
    [InlineData("", "")]
    public void A_name_is_one_line_of_what_can_be_seen(string given, string clean) => Assert.Equal(clean, PersonName.Clean(given));

    [Fact]
    public void Any_text_becomes_a_name_that_stays_as_it_is() => Chance.Times(500, random =>
    {
        var text = new string([.. Enumerable.Range(0, random.Next(60)).Select(_ => (char)random.Next(0xFFFF))]);

        var clean = PersonName.Clean(text);

        Assert.DoesNotContain(clean, char.IsControl);
        Assert.DoesNotContain(clean, c => char.IsWhiteSpace(c) && c != ' ');
        Assert.Equal(clean, PersonName.Clean(clean));
    });
}
