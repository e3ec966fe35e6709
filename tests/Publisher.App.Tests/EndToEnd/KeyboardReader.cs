using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Playwright;
using Publisher.App.Tests.Local;
using Publisher.Testing;

namespace Publisher.App.Tests.EndToEnd;

/// <summary>
/// Somebody with a keyboard, in a real browser, who looks at every page as axe-core does. What they may not meet: a control that Tab does not
/// reach or that does not show that it has the focus, a cookie before they sign in, a request to anywhere else, anything that the browser holds
/// against a page: an error of its script, something that its policy keeps out.
/// </summary>
internal sealed partial class KeyboardReader : IAsyncDisposable
{
    /// <summary>Stops of Tab on one page; more is a page that nobody gets through.</summary>
    private const int MostStops = 120;

    private static readonly string Axe = File.ReadAllText(Checkout.At("tools", "node_modules", "axe-core", "axe.min.js"));

    private readonly IPlaywright playwright;
    private readonly IBrowser browser;
    private readonly IBrowserContext context;
    private readonly IPage page;
    private readonly Uri site;
    private readonly bool isStaff;
    private readonly ConcurrentQueue<string> abroad = [];
    private readonly ConcurrentQueue<string> complaints = [];
    private readonly ConcurrentDictionary<string, int> frames = [];

    private KeyboardReader(IPlaywright playwright, IBrowser browser, IBrowserContext context, IPage page, Uri site, bool isStaff)
    {
        (this.playwright, this.browser, this.context, this.page, this.site, this.isStaff) = (playwright, browser, context, page, site, isStaff);
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(site.ToString(), StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal)) abroad.Enqueue(request.Url);
        };
        page.Response += (_, response) =>
        {
            if (response.Request is { IsNavigationRequest: true } asked && asked.Frame != page.MainFrame) frames[response.Url] = response.Status;
        };
        page.PageError += (_, error) => complaints.Enqueue($"{page.Url}: {error}");
        page.Console += (_, said) =>
        {
            // A form that comes back with what is wrong is an error to the browser's console, and none to a person.
            var isHarmless = said.Text.Contains("status of 422", StringComparison.Ordinal);
            if (said.Type is "error" or "warning" && !isHarmless) complaints.Enqueue($"{page.Url}: {said.Text}");
        };
    }

    /// <param name="locale">What the browser asks for: <c>uk-UA</c>.</param>
    /// <param name="width">CSS pixels.</param>
    /// <param name="isStaff">Who signs in has a cookie.</param>
    public static async Task<KeyboardReader> StartAsync(Uri site, string locale, int width, bool isStaff = false)
    {
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = HtmlCheck.Browser,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
        var context = await browser.NewContextAsync(new BrowserNewContextOptions { Locale = locale, ViewportSize = new ViewportSize { Width = width, Height = 800 } });
        return new KeyboardReader(playwright, browser, context, await context.NewPageAsync(), site, isStaff);
    }

    public Task<string> TextAsync() => page.InnerTextAsync("body");

    public Task<string> LanguageAsync() => page.EvaluateAsync<string>("document.documentElement.lang");

    public string Path => new Uri(page.Url).AbsolutePath;

    /// <summary>Opens a page of the product; what the mail's links call its public address is where it listens here.</summary>
    public async Task OpenAsync(string address)
    {
        await page.GotoAsync(new Uri(site, Uri.TryCreate(address, UriKind.Absolute, out var whole) ? whole.PathAndQuery : address).ToString());
        await LookAsync();
    }

    /// <summary>Presses Tab until a control has the focus.</summary>
    /// <param name="selector">Of CSS.</param>
    public async Task TabToAsync(string selector)
    {
        Assert.True(await page.Locator(selector).CountAsync() > 0, $"There is no {selector} on {page.Url}.");
        for (var stop = 0; stop < MostStops; stop++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (!await page.EvaluateAsync<bool>("selector => document.activeElement.matches(selector)", selector)) continue;
            Assert.True(
                await page.EvaluateAsync<bool>("parseFloat(getComputedStyle(document.activeElement).outlineWidth) >= 2 && getComputedStyle(document.activeElement).outlineStyle !== 'none'"),
                $"{selector} on {page.Url} does not show that it has the focus.");
            return;
        }

        Assert.Fail($"Tab does not reach {selector} on {page.Url}.");
    }

    /// <summary>Types into the field that Tab leads to.</summary>
    public async Task TypeAsync(string selector, string text)
    {
        await TabToAsync(selector);
        await page.Keyboard.TypeAsync(text);
    }

    /// <summary>Ticks, or takes a tick away, by the space bar.</summary>
    public async Task ToggleAsync(string selector)
    {
        await TabToAsync(selector);
        await page.Keyboard.PressAsync("Space");
    }

    /// <summary>Chooses one of a group by the arrows: one stop of Tab leads to the group.</summary>
    public async Task ChooseAsync(string name, string value)
    {
        await TabToAsync($"input[name='{name}']");
        for (var step = 0; step < MostStops; step++)
        {
            if (await page.EvaluateAsync<string>("document.activeElement.value") == value)
            {
                await page.Keyboard.PressAsync("Space");
                return;
            }

            await page.Keyboard.PressAsync("ArrowDown");
        }

        Assert.Fail($"The arrows do not reach {value} of {name} on {page.Url}.");
    }

    /// <summary>Presses the button or follows the link that Tab leads to.</summary>
    public async Task PressAsync(string selector)
    {
        await TabToAsync(selector);
        await page.EvaluateAsync("window.isBefore = true");
        await page.Keyboard.PressAsync("Enter");
        await Eventually.IsTrueAsync(HasArrivedAsync, $"{selector} led to another page");
        await LookAsync();
    }

    public async Task<bool> HasFocusAsync(string selector) => await page.EvaluateAsync<bool>("selector => document.activeElement.matches(selector)", selector);

    public async Task<IReadOnlyList<string>> TickedAsync(string name) =>
        await page.Locator($"input[name='{name}']:checked").EvaluateAllAsync<string[]>("boxes => boxes.map(box => box.value)");

    public async ValueTask DisposeAsync()
    {
        await context.CloseAsync();
        await browser.CloseAsync();
        playwright.Dispose();
    }

    private async Task<bool> HasArrivedAsync()
    {
        try
        {
            return await page.EvaluateAsync<bool>("!window.isBefore && document.readyState === 'complete'");
        }
        catch (PlaywrightException)
        {
            // Between two pages nobody answers.
            return false;
        }
    }

    private async Task LookAsync()
    {
        var found = await FaultsAsync();
        // A page that follows what goes on may have loaded itself anew meanwhile.
        for (var again = 0; found is null && again < MostStops; again++)
        {
            await page.WaitForLoadStateAsync(LoadState.Load);
            found = await FaultsAsync();
        }

        Assert.True(found is { } faults && faults.GetArrayLength() == 0, $"{page.Url}: {found}");
        Assert.False(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth > window.innerWidth"), $"{page.Url} is wider than the window.");
        if (!isStaff) Assert.Empty(await context.CookiesAsync());
        Assert.Empty(abroad);
        Assert.True(complaints.IsEmpty, string.Join('\n', complaints));
    }

    /// <summary>What axe-core holds against the page; null where the page went away under it.</summary>
    private async Task<JsonElement?> FaultsAsync()
    {
        try
        {
            // Evaluated from outside of the page, so that its policy need not be weakened for it. Frames hold mails and pages that are looked at
            // on their own; these let no script in, and the browser would hold it against us to try.
            await page.EvaluateAsync(Axe);
            return await page.EvaluateAsync<JsonElement>(
                """
                async () => (await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'], rules: { 'target-size': { enabled: true } }, iframes: false }))
                  .violations.map(fault => `${fault.id}: ${fault.nodes.map(node => node.target.join(' ')).join(', ')}`)
                """);
        }
        catch (PlaywrightException fault) when (fault.Message.Contains("context was destroyed", StringComparison.Ordinal) || fault.Message.Contains("axe is not defined", StringComparison.Ordinal))
        {
            return null;
        }
    }
}
