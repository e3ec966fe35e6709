using System.Text.RegularExpressions;
using Publisher.Content;
using Publisher.Staff;
using Publisher.Testing;

namespace Publisher.App.Tests.Staff.Console;

/// <summary>Pages of the console in each of their states, in both languages, looked over by rules that others made.</summary>
public sealed partial class ConsoleAccessibilityTests(FourEyesProduct product) : IClassFixture<FourEyesProduct>
{
    private const string Item = "/staff/items/call/drugi-nabor-2023";

    [SkippableFact]
    public async Task Every_page_of_items_and_approvals_is_accessible_in_every_state_and_its_markup_is_valid()
    {
        var pages = new List<HtmlPage>();
        foreach (var language in (string[])["pl", "en"]) await VisitAsync(language, pages);

        var styled = await StyledAsync(pages);
        HtmlCheck.AssertNone(await HtmlCheck.MarkupAsync(styled));
        Skip.IfNot(HtmlCheck.HasBrowser, HtmlCheck.BrowserMissing);
        HtmlCheck.AssertNone(await HtmlCheck.AccessibilityAsync(styled));
    }

    private async Task VisitAsync(string language, List<HtmlPage> pages)
    {
        using var author = await ConsoleUser.SignInAsync(product, language: language);
        using var admin = await ConsoleUser.SignInAsync(product, StaffRole.Admin, language);
        ConsolePage Keep(string name, ConsolePage page)
        {
            pages.Add(new HtmlPage($"{name}.{language}", HtmlKind.Page, page.Html));
            return page;
        }

        Keep("board", await author.OpenAsync("/staff"));
        Keep("board-nothing", await author.OpenAsync("/staff?q=nothing-like-that"));
        foreach (var kind in ItemKinds.All) Keep($"new-{kind.Key()}", await author.OpenAsync($"{"/staff/items/new"}?kind={kind.Key()}"));
        Keep("approvals-nothing", await author.OpenAsync("/staff/approvals"));
        var late = await admin.OpenAsync(Item);
        var form = Keep("item", await author.OpenAsync(Item));
        Keep("item-faults", await form.SendAsync(
            "publish", ("title", ""), ("closes", "2023-13-45"), ("budget", "dużo"), ("links[0].url", "nigdzie"), ("links[0].text", "tutaj"), ("image.url", "x"), ("translations[0].title", "Привіт"), ("districts", "nigdzie")));
        Keep("item-rows", await form.SendAsync("rows"));
        Keep("item-preview", await form.SendAsync("preview", ("image.url", "https://example.org/a.png"), ("image.alt", "Dwie osoby nad mapą")));
        var asked = Keep("item-confirm", await form.SendAsync("publish", ("closes", "2022-06-07"), ("summary", "Nowe streszczenie dla wszystkich, którzy czekają.")));
        Keep("item-confirm-withdraw", await author.OpenAsync($"{Item}?do=withdraw"));
        Keep("item-waits", await asked.SendAsync("publish"));
        var other = await (await admin.OpenAsync(Item)).SendAsync("publish", ("budget", "6000"));
        Keep("item-rival", await other.SendAsync("publish"));
        Keep("approvals", await admin.OpenAsync("/staff/approvals"));
        Keep("approval-own", await author.OpenAsync("/staff/approvals/item/call/drugi-nabor-2023"));
        var review = Keep("approval", await admin.OpenAsync("/staff/approvals/item/call/drugi-nabor-2023"));
        Keep("approval-fault", await review.SendAsync("refuse", ("reason", "")));
        Keep("approval-bypass-fault", await review.SendAsync("bypass", ("reason", "")));
        await review.SendAsync("approve");
        Keep("approval-done", await author.OpenAsync("/staff/approvals/item/call/drugi-nabor-2023"));
        Keep("item-conflict", await late.SendAsync("publish", ("budget", "5000")));
        var next = Keep("next", await admin.OpenAsync("/staff/subscribers/next"));
        var token = ("csrf", StaffBrowser.FieldOf(next.Html, "csrf"));
        Keep("next-fault", await admin.SendAsync("/staff/subscribers/next", [token, ("address", "x")]));
        Keep("next-mail", await admin.SendAsync("/staff/subscribers/next", [token, ("address", "jan@example.org")]));

        // As it was, for the next language.
        var back = await (await author.OpenAsync(Item)).SendAsync("publish", ("closes", "2023-05-31"), ("summary", $"Streszczenie jak przedtem ({language})."));
        await back.SendAsync("publish");
        await (await admin.OpenAsync("/staff/approvals/item/call/drugi-nabor-2023")).SendAsync("approve");
    }

    /// <summary>With the style sheet in them, and frames that are empty: a page is looked at by itself, and loads nothing.</summary>
    private async Task<IReadOnlyList<HtmlPage>> StyledAsync(List<HtmlPage> pages)
    {
        var style = await product.Client.GetStringAsync(Style().Match(pages[0].Html).Groups["url"].Value);
        return [.. pages.Select(page => page with { Html = Frame().Replace(Script().Replace(Style().Replace(page.Html, _ => $"<style>{style}</style>"), ""), "${before}") })];
    }

    [GeneratedRegex("<link rel=\"stylesheet\" href=\"(?<url>[^\"]*)\">", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Style();

    [GeneratedRegex("<script src=\"[^\"]*\" defer></script>", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Script();

    [GeneratedRegex("(?<before><iframe[^>]*) src=\"[^\"]*\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Frame();
}
