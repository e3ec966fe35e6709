using System.Net;
using Publisher.App.Local;
using Publisher.Content;
using Publisher.Editions;
using Publisher.Staff;
using static Publisher.App.Tests.Staff.SendingPagesTests;

namespace Publisher.App.Tests.Staff;

/// <summary>Where two people have to look at what staff send: one asks, another says yes to just that.</summary>
public sealed class FourEyesPagesTests
{
    private const string Call = "call/drugi-nabor-2023";

    private const string Edition = "/staff/editions/announcement-call-drugi-nabor-2023-1";

    [Theory]
    [InlineData("pl", "To Twoja prośba", "Zatwierdzono; wysyłka ruszyła.")]
    [InlineData("en", "This is your own request", "Approved; it is on its way.")]
    public async Task An_author_asks_and_an_approver_lets_out_what_they_have_seen(string language, string own, string gone)
    {
        await using var product = await SendingProduct.StartAsync(fourEyes: true);
        using var anna = await product.SignInAsync(StaffRole.Approver, "Anna");
        using var jan = await product.SignInAsync(StaffRole.Approver, "Jan");
        Assert.Equal(Edition, await AnnounceAsync(anna));
        Assert.Equal(EditionState.Scheduled, await StateAsync(product));

        Assert.Contains(own, await anna.ReadAsync($"{Edition}/review?lang={language}"), StringComparison.Ordinal);
        var hash = StaffBrowser.FieldOf(await jan.ReadAsync($"{Edition}/review?lang={language}"), "hash");
        // Nobody says yes to what they asked for themselves, whatever they post.
        await ActAsync(anna, $"{Edition}/review", $"{Edition}/review", ("do", "approve"), ("hash", hash));
        Assert.Equal(EditionState.Scheduled, await StateAsync(product));
        Assert.Equal(Edition, await ActAsync(jan, $"{Edition}/review", $"{Edition}/review", ("do", "approve"), ("hash", hash)));

        Assert.Contains(gone, await jan.ReadAsync(Edition), StringComparison.Ordinal);
        await SentAsync(product, "announcement-call-drugi-nabor-2023-1");
        Assert.Equal(2, new OutboxFolder(product.Outbox).List("announcement-call-drugi-nabor-2023-1").Count);
        Assert.Contains((await product.Get<AuditLog>().PageAsync("", default)).Entries, entry => (entry.Who, entry.What, entry.New) == ("Jan", "edition-approve", hash));
    }

    [Fact]
    public async Task What_was_edited_after_somebody_was_asked_is_asked_for_anew()
    {
        await using var product = await SendingProduct.StartAsync(fourEyes: true);
        using var anna = await product.SignInAsync(StaffRole.Author, "Anna");
        using var jan = await product.SignInAsync(StaffRole.Approver, "Jan");
        const string Digest = "/staff/editions/biuletyn-0001";
        await ActAsync(anna, "/staff/editions", "/staff/editions", ("digest", "biuletyn"));
        await ActAsync(anna, Digest, Digest, ("do", "send"));
        var review = await jan.ReadAsync($"{Digest}/review?lang=en");
        var seen = StaffBrowser.FieldOf(review, "hash");
        var item = new ItemRef(ItemKind.Call, "drugi-nabor-2023");
        var call = (await product.Get<Items>().FindAsync(item, default))!.Item;
        await product.Get<Items>().SaveAsync(call with { Title = "Another title" }, default);
        await ActAsync(anna, "/staff/editions", "/staff/editions", ("digest", "biuletyn"));

        Assert.Contains("The content has changed since Anna asked", await jan.ReadAsync($"{Digest}/review"), StringComparison.Ordinal);
        Assert.Equal($"{Digest}/review", await ActAsync(jan, $"{Digest}/review", $"{Digest}/review", ("do", "approve"), ("hash", seen)));
        Assert.Contains("It has been changed since you looked at it.", await jan.ReadAsync($"{Digest}/review"), StringComparison.Ordinal);
        Assert.Equal(EditionState.Scheduled, (await product.Get<EditionList>().FindAsync("biuletyn-0001", default))!.State);

        await ActAsync(anna, Digest, Digest, ("do", "send"));
        var now = StaffBrowser.FieldOf(await jan.ReadAsync($"{Digest}/review"), "hash");
        Assert.NotEqual(seen, now);
        await ActAsync(jan, $"{Digest}/review", $"{Digest}/review", ("do", "approve"), ("hash", now));
        await SentAsync(product, "biuletyn-0001");
    }

    [Fact]
    public async Task A_refusal_needs_a_reason_which_the_author_reads_and_keeps_it_from_leaving()
    {
        await using var product = await SendingProduct.StartAsync(fourEyes: true);
        using var anna = await product.SignInAsync(StaffRole.Author, "Anna");
        using var jan = await product.SignInAsync(StaffRole.Approver, "Jan");
        await AnnounceAsync(anna);
        var hash = StaffBrowser.FieldOf(await jan.ReadAsync($"{Edition}/review?lang=en"), "hash");

        Assert.Contains("href=\"#reason\"", await PostAsync(jan, $"{Edition}/review", HttpStatusCode.UnprocessableEntity, ("csrf", await jan.CsrfAsync()), ("do", "refuse"), ("hash", hash), ("reason", " ")), StringComparison.Ordinal);
        await ActAsync(jan, $"{Edition}/review", $"{Edition}/review", ("do", "refuse"), ("hash", hash), ("reason", "Wrong <day>"));

        Assert.Contains("Wrong &lt;day&gt;", await anna.ReadAsync(Edition), StringComparison.Ordinal);
        await product.Functions.RunTimerNowAsync("PrepareEdition");
        Assert.Equal(EditionState.Scheduled, await StateAsync(product));
    }

    [Fact]
    public async Task An_emergency_goes_out_with_a_reason_that_stays_on_its_page_and_in_the_log()
    {
        await using var product = await SendingProduct.StartAsync(fourEyes: true);
        using var jan = await product.SignInAsync(StaffRole.Approver, "Jan");
        await AnnounceAsync(jan);
        var hash = StaffBrowser.FieldOf(await jan.ReadAsync($"{Edition}/review?lang=en"), "hash");

        await ActAsync(jan, $"{Edition}/review", $"{Edition}/review", ("do", "bypass"), ("hash", hash), ("reason", "The water is off"));

        await SentAsync(product, "announcement-call-drugi-nabor-2023-1");
        var page = await jan.ReadAsync(Edition);
        Assert.Contains("Sent without a second person, by Jan", page, StringComparison.Ordinal);
        Assert.Contains("The water is off", page, StringComparison.Ordinal);
        Assert.Contains((await product.Get<AuditLog>().PageAsync("", default)).Entries, entry => (entry.What, entry.New) == ("edition-bypass", "The water is off"));
    }

    [Fact]
    public async Task An_author_neither_decides_nor_lets_posts_out_nor_resumes()
    {
        await using var product = await SendingProduct.StartAsync(fourEyes: true);
        using var anna = await product.SignInAsync(StaffRole.Author, "Anna");
        await AnnounceAsync(anna);
        var csrf = await anna.CsrfAsync();

        foreach (var act in (string[])["approve", "refuse", "bypass"])
            await PostAsync(anna, $"{Edition}/review", HttpStatusCode.Forbidden, ("csrf", csrf), ("do", act), ("reason", "x"));
        foreach (var act in (string[])["resume", "retry"]) await PostAsync(anna, Edition, HttpStatusCode.Forbidden, ("csrf", csrf), ("do", act));
        await PostAsync(anna, $"/staff/posts/facebook/{Call}", HttpStatusCode.Forbidden, ("csrf", csrf), ("text", "x"));
        await PostAsync(anna, "/staff/posts", HttpStatusCode.Forbidden, ("csrf", csrf), ("network", "facebook"), ("item", Call), ("occasion", "first"), ("do", "again"));
        var refused = await PostAsync(anna, "/staff/send/announce", HttpStatusCode.UnprocessableEntity, ("csrf", csrf), ("item", Call), ("channels", "facebook"), ("do", "send"));
        Assert.Contains("#channels-1", refused, StringComparison.Ordinal);
    }

    private static async Task<EditionState> StateAsync(SendingProduct product) => (await product.Get<EditionList>().FindAsync("announcement-call-drugi-nabor-2023-1", default))!.State;

    private static async Task<string> AnnounceAsync(StaffBrowser browser) =>
        await ActAsync(browser, "/staff", "/staff/send/announce", ("key", "0123456789abcdef"), ("item", Call), ("language", "pl"), ("channels", "mail"), ("do", "send"));
}
