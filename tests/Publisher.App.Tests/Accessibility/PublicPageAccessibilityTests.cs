using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Publisher.App.Tests.Local;
using Publisher.App.Tests.Staff;
using Publisher.Delivery;
using Publisher.Editions;
using Publisher.Subscribers;
using Publisher.Testing;

namespace Publisher.App.Tests.Accessibility;

/// <summary>
/// Every page that the running product answers with, looked over by rules that others made. Pages are found by themselves: what another page
/// links to is followed. What no page links to is named in <see cref="Doors"/>, and a function that answers GET may not be missing there.
/// </summary>
public sealed partial class PublicPageAccessibilityTests(LocalProduct product) : IClassFixture<LocalProduct>
{
    /// <summary>Pages looked at; far more would only be more of the same mails in the outbox.</summary>
    private const int Most = 60;

    /// <summary>Of each folder of the outbox: one message is made like another.</summary>
    private const int MostOfAKind = 4;

    private static readonly string Unsubscribe = Tokens(LinkPurpose.Unsubscribe);

    /// <summary>Addresses to begin at, for each function that answers GET; none for one that answers without a page.</summary>
    private static readonly Dictionary<string, string[]> Doors = new(StringComparer.Ordinal)
    {
        ["Archive"] = ["/archive", "/archive/biuletyn-0001", "/archive/biuletyn-0009"],
        ["Assets"] = ["/assets/nothing.png"],
        ["Calendar"] = ["/calendar/call/nothing"],
        ["EditionStatus"] = [],
        ["Health"] = [],
        ["Unsubscribe"] = ["/unsubscribe/bad"],
    };

    [Fact]
    public void No_function_that_people_can_open_is_left_out()
    {
        var opened = Directory.EnumerateFiles(Checkout.At("functions", "Publisher.App", "Triggers"), "function.json", SearchOption.AllDirectories)
            .Where(file => JsonDocument.Parse(File.ReadAllText(file)).RootElement.GetProperty("bindings").EnumerateArray().Any(AnswersGet))
            .Select(file => Path.GetFileName(Path.GetDirectoryName(file)!));

        Assert.Equal(opened.Order(StringComparer.Ordinal), Doors.Keys.Order(StringComparer.Ordinal));
    }

    [SkippableFact]
    public async Task Every_page_is_accessible_light_and_dark_on_a_phone_and_wider_and_its_markup_is_valid()
    {
        var pages = await PagesAsync();
        foreach (var expected in (string[])["archive", "archive-biuletyn-0001", "archive-biuletyn-0009", "unsubscribe-ask", "unsubscribe-bad", "unsubscribe-done", "start", "outbox-biuletyn-0001", "outbox-social"])
            Assert.Contains(pages, page => page.Name == expected);

        Assert.Empty(await HtmlCheck.MarkupAsync(pages));
        Skip.IfNot(HtmlCheck.HasBrowser, HtmlCheck.BrowserMissing);
        Assert.Empty(await HtmlCheck.AccessibilityAsync(pages));
    }
}
