using Microsoft.Playwright;
using Publisher.App.Tests.Local;

namespace Publisher.App.Tests.EndToEnd;

/// <summary>What staff meet and readers do not: lists to choose from, dates and hours, previews in frames, a page that changes by itself.</summary>
internal sealed partial class KeyboardReader
{
    /// <summary>Chooses of a list, by the arrows.</summary>
    public async Task SelectAsync(string selector, string value)
    {
        await TabToAsync(selector);
        for (var step = 0; step < MostStops; step++)
        {
            if (await page.InputValueAsync(selector) == value) return;
            await page.Keyboard.PressAsync("ArrowDown");
        }

        Assert.Fail($"The arrows do not reach {value} of {selector} on {page.Url}.");
    }

    /// <summary>Types into a field of a day or of an hour, whose parts stand in an order that the browser chooses.</summary>
    /// <param name="value">As the field keeps it: <c>2023-05-31</c>, <c>15:00</c>.</param>
    /// <param name="typed">Ways to type it; one of them is the browser's.</param>
    public async Task TypePartsAsync(string selector, string value, params string[] typed)
    {
        await TabToAsync(selector);
        foreach (var way in typed)
        {
            await page.Keyboard.TypeAsync(way);
            if (await page.InputValueAsync(selector) == value) return;
            // Back to its first part.
            for (var part = 0; part < 3; part++) await page.Keyboard.PressAsync("ArrowLeft");
        }

        Assert.Fail($"{selector} on {page.Url} is {await page.InputValueAsync(selector)}, and not {value}.");
    }

    public Task<string?> AttributeAsync(string selector, string name) => page.Locator(selector).First.GetAttributeAsync(name);

    public Task<string> TextOfAsync(string selector) => page.Locator(selector).First.InnerTextAsync();

    /// <summary>Opens or shuts what is folded.</summary>
    public async Task FoldAsync(string selector)
    {
        await TabToAsync(selector);
        await page.Keyboard.PressAsync("Enter");
    }

    /// <summary>Looks at each frame of the page.</summary>
    /// <returns>How many there are; each is there.</returns>
    public async Task<int> SeeFramesAsync()
    {
        var shown = await page.Locator("iframe").AllAsync();
        foreach (var frame in shown)
        {
            await frame.ScrollIntoViewIfNeededAsync();
            var address = new Uri(new Uri(page.Url), await frame.GetAttributeAsync("src")).ToString();
            await Eventually.IsTrueAsync(() => frames.TryGetValue(address, out var status) && status == 200, $"the frame {address} was there");
        }

        await LookAsync();
        return shown.Count;
    }

    /// <summary>Waits, with hands in the lap, until the page shows something.</summary>
    public async Task WatchAsync(string selector)
    {
        await Eventually.IsTrueAsync(async () => await page.Locator(selector).CountAsync() > 0, $"{page.Url} shows {selector}");
        await page.WaitForLoadStateAsync(LoadState.Load);
        await LookAsync();
    }
}
