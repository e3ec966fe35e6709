using Microsoft.AspNetCore.Http;
using Publisher.App.Public;

namespace Publisher.App.Tests.Public;

public sealed class PageLanguageTests
{
    private static readonly string[] Languages = ["en", "pl", "uk"];

    [Theory]
    [InlineData("uk-UA,uk;q=0.9,en;q=0.8", "uk")]
    [InlineData("en-GB", "en")]
    [InlineData("EN", "en")]
    [InlineData("de, fr;q=0.9, en;q=0.1", "en")]
    [InlineData("pl;q=0.2, uk;q=0.7", "uk")]
    [InlineData("de", "pl")]
    [InlineData("en;q=0", "pl")]
    [InlineData("*", "pl")]
    [InlineData("de, *;q=0.5, en;q=0.1", "pl")]
    [InlineData("", "pl")]
    [InlineData(";;;,,q=,\u0001", "pl")]
    public void The_browsers_first_choice_that_there_are_words_for_is_taken(string accepted, string language) =>
        Assert.Equal(new PageLanguage(language, "", true), Of("", accepted));

    [Fact]
    public void The_address_goes_before_the_browser_and_the_readers_own_choice_before_both()
    {
        Assert.Equal(new PageLanguage("en", "?lang=en", false), Of("?lang=en", "uk"));
        Assert.Equal(new PageLanguage("pl", "", false), Of("?lang=en", "uk", "pl"));
    }

    [Theory]
    [InlineData("?lang=de", "")]
    [InlineData("?lang=%22%3E%3Cscript%3E", "")]
    [InlineData("?lang=", "de")]
    [InlineData("?lang=uk-UA&lang=en", "")]
    public void A_language_without_words_is_as_good_as_none(string query, string known) => Assert.Equal(new PageLanguage("uk", "", true), Of(query, "uk", known));

    [Fact]
    public void A_header_of_thousands_of_languages_is_not_read_to_its_end() =>
        Assert.Equal("pl", Of("", string.Concat(Enumerable.Repeat("de, ", 5000)) + "en").Code);

    private static PageLanguage Of(string query, string accepted, string known = "")
    {
        var request = new DefaultHttpContext().Request;
        request.QueryString = new QueryString(query);
        request.Headers.AcceptLanguage = accepted;
        return PageLanguage.Of(request, Languages, known);
    }
}
