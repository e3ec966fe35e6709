using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Publisher.App.Local;
using Publisher.App.Tests.Local;
using Publisher.App.Tests.Staff;
using Publisher.Content;
using Publisher.Delivery;
using Publisher.Editions;
using Publisher.Rendering;
using Publisher.SignUp;
using Publisher.Subscribers;
using Publisher.Testing;

namespace Publisher.App.Tests.EndToEnd;

/// <summary>From the first visit to the last mail, as one person lives it: browser, keyboard and mailbox.</summary>
public sealed class ReaderJourneyTests : IAsyncLifetime, IDisposable
{
    private readonly LocalProduct product = new();

    [SkippableTheory]
    [InlineData("pl", 1280)]
    [InlineData("en", 360)]
    [InlineData("uk", 320)]
    public async Task With_a_keyboard_alone_somebody_signs_up_confirms_chooses_reads_and_leaves(string language, int width)
    {
        Skip.IfNot(HtmlCheck.HasBrowser, HtmlCheck.BrowserMissing);
        var (address, strings) = ($"reader-{language}@example.org", product.Get<Templates>().StringsFor(language));
        await using var reader = await KeyboardReader.StartAsync(product.Url, language, width);

        // What is forgotten is said, where the focus is, and what was typed is still there.
        await reader.OpenAsync("/subscribe");
        Assert.Equal(language, await reader.LanguageAsync());
        await reader.TypeAsync("#address", address);
        await reader.PressAsync("button[type=submit]");
        Assert.True(await reader.HasFocusAsync(".note.wrong"));
        await reader.ToggleAsync("#consent");
        // Nobody reads and fills in a form in less: so a program would.
        await Task.Delay(FormTimes.Least.ToTimeSpan());
        await reader.PressAsync("button[type=submit]");
        Assert.Contains(strings["subscribeSent"], await reader.TextAsync(), StringComparison.Ordinal);

        var notice = EmlReader.Read(await MailAsync("notices", address));
        Assert.Contains(strings["noticeConfirmSubject"].Split('{')[0].Trim(), notice.Subject, StringComparison.Ordinal);
        await reader.OpenAsync(Link("confirm", notice.Text));
        Assert.Equal(SubscriptionStatus.Unconfirmed, (await FindAsync(address))!.Status);
        await reader.PressAsync("main button");
        Assert.Equal(SubscriptionStatus.Confirmed, (await FindAsync(address))!.Status);

        await reader.PressAsync("main a[href*='/preferences/']");
        foreach (var kind in (string[])["event", "news"]) await reader.ToggleAsync($"input[name=kinds][value={kind}]");
        await reader.PressAsync("button[type=submit]");
        Assert.Contains(strings["preferencesSaved"], await reader.TextAsync(), StringComparison.Ordinal);
        Assert.Equal(["call"], await reader.TickedAsync("kinds"));

        // The digest holds what they chose, in their language, and nothing else.
        var edition = await SendAsync();
        var digest = EmlReader.Read(await MailAsync(edition, address));
        Assert.Contains("/call/drugi-nabor-2023", Uri.UnescapeDataString(digest.Html), StringComparison.Ordinal);
        Assert.DoesNotContain("spotkanie-sieciujace", digest.Html + digest.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("szkolimy-ngo", digest.Html + digest.Text, StringComparison.Ordinal);
        Assert.Contains($"lang=\"{language}\"", digest.Html, StringComparison.Ordinal);

        // One click of the mail program: no cookie, no page before it, one round trip; and once more.
        var raw = Encoding.Latin1.GetString(await MailAsync(edition, address));
        Assert.Contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click", raw, StringComparison.Ordinal);
        var leave = Link("unsubscribe", Field(raw, "List-Unsubscribe"));
        for (var click = 0; click < 2; click++)
        {
            using var answer = await product.Client.PostAsync(new Uri(leave).PathAndQuery, new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")]));
            Assert.Equal((HttpStatusCode.OK, false), (answer.StatusCode, answer.Headers.Contains("Set-Cookie")));
            Assert.Equal(SubscriptionStatus.Unsubscribed, (await FindAsync(address))!.Status);
        }

        await reader.OpenAsync(leave);
        await MoveDeadlineAsync();
        var next = await SendAsync();
        Assert.Contains(new OutboxFolder(product.Outbox).List(next), mail => mail.To.Contains("ola@example.org", StringComparison.Ordinal));
        Assert.DoesNotContain(new OutboxFolder(product.Outbox).List(next), mail => mail.To.Contains(address, StringComparison.Ordinal));
    }

    public Task InitializeAsync() => product.InitializeAsync();

    public Task DisposeAsync() => product.DisposeAsync();

    public void Dispose() => product.Dispose();

    private Task<Subscriber?> FindAsync(string address) =>
        product.Get<SubscriberList>().FindAsync(SubscriberKey.Of(Address.Parse(address, out _)!), CancellationToken.None);

    /// <summary>The mail to an address in a folder of the outbox, as soon as it is there.</summary>
    private async Task<byte[]> MailAsync(string folder, string address)
    {
        var outbox = new OutboxFolder(product.Outbox);
        OutboxMessage? found = null;
        await Eventually.IsTrueAsync(
            () => (found = outbox.List(folder).FirstOrDefault(mail => mail.To.Contains(address, StringComparison.Ordinal))) is not null, $"a mail of {folder} reached {address}");
        return outbox.Find(folder, found!.File)!;
    }

    /// <summary>Prepares the next edition as staff do, and waits until it is sent.</summary>
    private async Task<string> SendAsync()
    {
        var edition = await product.Get<PrepareEdition>().RunNowAsync(product.Get<IReadOnlyList<Digest>>()[0].Id, CancellationToken.None);
        await product.Get<DispatchEditions>().SendAsync(edition, CancellationToken.None);
        await Eventually.IsTrueAsync(
            async () => (await product.Get<EditionList>().FindAsync(edition.Id, CancellationToken.None))!.State == EditionState.Sent, $"{edition.Id} was sent");
        return edition.Id;
    }

    /// <summary>The call that they read about closes a week later: there is news for whoever still reads.</summary>
    private async Task MoveDeadlineAsync()
    {
        var items = product.Get<Items>();
        var call = (Content.Call)(await items.FindAsync(new ItemRef(ItemKind.Call, "drugi-nabor-2023"), CancellationToken.None))!.Item;
        await items.SaveAsync(call with { Closes = call.Closes!.Value with { Date = call.Closes.Value.Date.PlusDays(7) } }, CancellationToken.None);
    }

    /// <summary>A field of the header, on one line.</summary>
    private static string Field(string raw, string name) =>
        raw.Replace("\r\n ", "", StringComparison.Ordinal).Split("\r\n").First(line => line.StartsWith(name + ":", StringComparison.Ordinal));

    private static string Link(string kind, string text) => Regex.Match(text, $"https?://[^\\s<>]*/{kind}/[A-Za-z0-9_-]+", RegexOptions.None, TimeSpan.FromSeconds(1)).Value;
}
