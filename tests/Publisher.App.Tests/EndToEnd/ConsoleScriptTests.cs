using Microsoft.Playwright;
using Publisher.App.Tests.Local;
using Publisher.Content;
using Publisher.Rendering;
using Publisher.Staff;
using Publisher.Testing;

namespace Publisher.App.Tests.EndToEnd;

/// <summary>What the console's script adds to the form of an item, and that nothing is missing without it.</summary>
public sealed class ConsoleScriptTests : IAsyncLifetime, IDisposable
{
    private const string Summary = "Do końca maja organizacje z Torunia mogą zgłosić swój pomysł.";

    private readonly ReachableProduct product = new();
    private readonly System.Collections.Concurrent.ConcurrentQueue<string> complaints = [];
    private IPlaywright? playwright;
    private IBrowser? browser;

    [SkippableTheory]
    [InlineData("pl", "środa, 31 maja 2023")]
    [InlineData("en", "Wednesday, May 31, 2023")]
    public async Task While_somebody_types_the_weekday_the_count_and_the_page_that_readers_see_are_shown(string language, string day)
    {
        Skip.IfNot(HtmlCheck.HasBrowser, HtmlCheck.BrowserMissing);
        var page = await SignInAsync(language, script: true);
        await page.GotoAsync($"{product.Url}staff/items/new?kind=call");
        var texts = product.Get<Templates>().TextsFor(language);

        await page.FillAsync("#f-closes", "2023-05-31");
        Assert.Equal(day, await page.InnerTextAsync("#f-closes-said"));
        await page.FillAsync("#f-closes", "");
        Assert.Equal("", await page.InnerTextAsync("#f-closes-said"));

        await page.FillAsync("#f-summary", Summary);
        Assert.Equal(texts.Fill("countOf", ("n", $"{Summary.Length}"), ("max", $"{ItemRules.MaxSummary}")), await page.InnerTextAsync("#f-summary-count"));
        Assert.DoesNotContain("over", await ClassAsync(page, "#f-summary-count"), StringComparison.Ordinal);
        await page.FillAsync("#f-summary", new string('x', ItemRules.MaxSummary + 1));
        Assert.Contains("over", await ClassAsync(page, "#f-summary-count"), StringComparison.Ordinal);

        // Markdown, as the product's own code makes it, and nothing in it that runs.
        var shown = page.Locator("#f-body-shown");
        Assert.True(await shown.IsHiddenAsync());
        await page.FillAsync("#f-body", "Można **wziąć udział**.\n\n<img src=x onerror=\"document.title='run'\">\n\n* raz\n* dwa");
        await Eventually.IsTrueAsync(async () => await shown.Locator("li").CountAsync() == 2, "the text is shown as readers see it");
        Assert.Equal("wziąć udział", await shown.Locator("strong").InnerTextAsync());
        Assert.Equal(0, await shown.Locator("img").CountAsync());
        await page.FillAsync("#f-body", "");
        await Eventually.IsTrueAsync(async () => await shown.IsHiddenAsync(), "nothing is shown of nothing");
        Assert.NotEqual("run", await page.TitleAsync());
        Assert.Empty(complaints);
    }

    [SkippableFact]
    public async Task A_button_pressed_twice_does_its_work_once()
    {
        Skip.IfNot(HtmlCheck.HasBrowser, HtmlCheck.BrowserMissing);
        var page = await SignInAsync("en", script: true);
        await page.GotoAsync($"{product.Url}staff/items/new?kind=news");
        await page.FillAsync("#f-title", "Dwa razy");
        var posts = 0;
        await page.RouteAsync("**/staff/items/**", async route =>
        {
            if (route.Request.Method == "POST") Interlocked.Increment(ref posts);
            await route.ContinueAsync();
        });

        await page.EvaluateAsync("() => { const button = document.querySelector('button[value=save]:not(.default)'); button.click(); button.click(); }");
        await page.WaitForURLAsync("**/staff/items/news/dwa-razy");

        Assert.Equal(1, posts);
        Assert.Empty(complaints);
    }

    [SkippableTheory]
    [InlineData("pl", "31 maja 2023 r. (środa)")]
    [InlineData("en", "31 May 2023 (Wednesday)")]
    public async Task Without_script_a_call_is_written_looked_at_and_published_all_the_same(string language, string day)
    {
        Skip.IfNot(HtmlCheck.HasBrowser, HtmlCheck.BrowserMissing);
        var page = await SignInAsync(language, script: false);
        var texts = product.Get<Templates>().TextsFor(language);
        await page.ClickAsync("a[href='/staff/items/new?kind=call']");
        await page.FillAsync("#f-title", "Nabór bez skryptu");
        await page.FillAsync("#f-summary", Summary);
        await page.FillAsync("#f-closes", "2023-05-31");
        await page.FillAsync("#f-body", "Można **wziąć udział**.");

        await page.ClickAsync("button[value=save]:not(.default)");
        Assert.Contains(texts["saidSaveDraft"], await page.InnerTextAsync("main"), StringComparison.Ordinal);
        Assert.Equal(day, await page.InnerTextAsync("#f-closes-said"));
        Assert.Equal(texts.Fill("countOf", ("n", $"{Summary.Length}"), ("max", $"{ItemRules.MaxSummary}")), await page.InnerTextAsync("#f-summary-count"));

        await page.ClickAsync("button[value=preview]");
        Assert.Equal(texts.Fill("previewTitle", ("title", "Nabór bez skryptu")), await page.InnerTextAsync("h1"));
        Assert.Contains("Nabór bez skryptu", await page.Locator("iframe").First.ContentFrame.Locator("h3").First.InnerTextAsync(), StringComparison.Ordinal);
        await page.ClickAsync("main .actions a");
        await page.ClickAsync("button[value=publish]");
        Assert.Contains(texts["saidPublish"], await page.InnerTextAsync("main"), StringComparison.Ordinal);
        Assert.Equal(ItemStatus.Published, (await product.Get<Items>().FindAsync(new ItemRef(ItemKind.Call, "nabor-bez-skryptu"), default))!.Item.Status);
        Assert.Empty(complaints);
    }

    public Task InitializeAsync() => product.InitializeAsync();

    public async Task DisposeAsync()
    {
        if (browser is not null) await browser.CloseAsync();
        playwright?.Dispose();
        await product.DisposeAsync();
    }

    public void Dispose() => product.Dispose();

    private static async Task<string> ClassAsync(IPage page, string selector) => await page.GetAttributeAsync(selector, "class") ?? "";

    private async Task<IPage> SignInAsync(string language, bool script)
    {
        var key = await product.Get<StaffDirectory>().AddAsync("Redaktorka", StaffRole.Author, CancellationToken.None);
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = HtmlCheck.Browser,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
        var context = await browser.NewContextAsync(new BrowserNewContextOptions { Locale = language, JavaScriptEnabled = script });
        var page = await context.NewPageAsync();
        page.PageError += (_, error) => complaints.Enqueue(error);
        page.Console += (_, said) =>
        {
            if (said.Type is "error" or "warning") complaints.Enqueue($"{page.Url}: {said.Text}");
        };
        await page.GotoAsync($"{product.Url}staff");
        await page.FillAsync("#key", key);
        await page.ClickAsync("main button[type=submit]");
        return page;
    }
}
