using System.Net;
using System.Text.RegularExpressions;
using Publisher.Delivery;
using Publisher.Editions;
using Publisher.Rendering;
using Publisher.Staff;
using Publisher.Subscribers;

namespace Publisher.App.Tests.Staff.Console;

/// <summary>What one subscriber gets next, and why, in the console.</summary>
public sealed class NextMailTests(LocalProduct product) : IClassFixture<LocalProduct>
{
    [Fact]
    public async Task It_is_shown_what_is_in_the_next_mail_of_a_subscriber_and_why()
    {
        using var user = await ConsoleUser.SignInAsync(product, StaffRole.Approver);

        var page = await AskAsync(user, "Anna@example.org");

        Assert.Contains("8 May 2023 (Monday), 8:00", page.Text, StringComparison.Ordinal);
        Assert.Contains("No edition has brought it yet.", page.Text, StringComparison.Ordinal);
        // Anna chose calls.
        Assert.Contains("It is none of the kinds, districts or topics that they chose.", page.Text, StringComparison.Ordinal);
        var mail = await user.Browser.ReadAsync(page.Find("iframe")!.GetAttribute("src")!);
        Assert.Contains("Anna", mail, StringComparison.Ordinal);
        Assert.Contains("pilotaże nowych typów projektów", mail, StringComparison.Ordinal);
        // Her links open her data, and end her subscription: they are for her alone.
        var links = Regex.Matches(mail + page.Text, "/(?:preferences|unsubscribe)/([A-Za-z0-9_-]{20,})", RegexOptions.None, TimeSpan.FromSeconds(1));
        Assert.NotEmpty(links);
        var (tokens, anna) = (product.Get<LinkTokens>(), SubscriberKey.Of(Address.Parse("anna@example.org", out _)!));
        Assert.All(links, link => Assert.DoesNotContain(anna, new[] { tokens.Read(LinkPurpose.Preferences, link.Groups[1].Value), tokens.Read(LinkPurpose.Unsubscribe, link.Groups[1].Value) }.OfType<SubscriberKey>()));
        Assert.Null(await product.Get<EditionList>().FindAsync("biuletyn-0001", default));
    }

    [Theory]
    [InlineData("nobody@example.org", "Nobody is subscribed with this address.")]
    [InlineData("\"><script>", "That is no e-mail address.")]
    public async Task An_address_that_is_nobodys_is_said_to_be_so(string address, string said)
    {
        using var user = await ConsoleUser.SignInAsync(product, StaffRole.Approver);

        var page = await AskAsync(user, address);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Equal((address, said), (page.Find("#address")!.GetAttribute("value"), page.Find("#address-fault")!.TextContent[..said.Length]));
    }

    [Fact]
    public async Task The_address_stands_in_no_address_bar_and_the_word_for_it_opens_to_nobody_else()
    {
        using var user = await ConsoleUser.SignInAsync(product, StaffRole.Approver);
        using var other = await ConsoleUser.SignInAsync(product, StaffRole.Approver);
        using var author = await ConsoleUser.SignInAsync(product);

        var asked = await user.OpenAsync("/staff/subscribers/next?address=anna@example.org");
        Assert.Equal(("post", "", (object?)null), (asked.Find("form.card")!.GetAttribute("method"), asked.Find("#address")!.GetAttribute("value"), asked.Find("iframe")));

        var frame = (await AskAsync(user, "anna@example.org")).Find("iframe")!.GetAttribute("src")!;
        Assert.DoesNotContain("anna", frame, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(SubscriberKey.Of(Address.Parse("anna@example.org", out _)!).Short, frame, StringComparison.Ordinal);
        Assert.Contains("Anna", (await user.OpenAsync(frame)).Html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await other.OpenAsync(frame)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await user.OpenAsync("/staff/subscribers/next/mail?digest=biuletyn&scheme=light&reader=anna@example.org")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await author.OpenAsync(frame)).Status);
    }

    private static async Task<ConsolePage> AskAsync(ConsoleUser user, string address) =>
        await user.SendAsync("/staff/subscribers/next", [("csrf", await user.Browser.CsrfAsync("/staff/subscribers/next")), ("address", address)]);

    [Fact]
    public void Every_reason_and_every_note_has_words_in_both_languages()
    {
        var templates = product.Get<Templates>();
        foreach (var language in templates.ConsoleLanguages)
        {
            var texts = templates.TextsFor(language);
            Assert.All(Enum.GetValues<WhyCode>(), code => Assert.True(texts.Has($"why{code}"), $"why{code}"));
            Assert.All(Enum.GetValues<ReaderCode>().Where(code => code != ReaderCode.Edition), code => Assert.True(texts.Has($"reason{code}"), $"reason{code}"));
            Assert.All(Enum.GetValues<PreviewNote>(), code => Assert.True(texts.Has($"note{code}"), $"note{code}"));
        }
    }
}
