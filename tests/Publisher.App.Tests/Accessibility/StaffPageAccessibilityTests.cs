using System.Text.RegularExpressions;
using Publisher.App.Tests.Staff;
using Publisher.Rendering;
using Publisher.Staff;
using Publisher.Testing;

namespace Publisher.App.Tests.Accessibility;

/// <summary>Every page of the staff console and every state of it that is a page of its own, in its languages, looked over by rules that others made.</summary>
public sealed partial class StaffPageAccessibilityTests(LocalProduct product) : IClassFixture<LocalProduct>
{
    /// <summary>The pages that the console's navigation leads to, and those that it does not.</summary>
    private static readonly (string Name, string Path)[] Pages = [
        ("board", "/staff"), ("audit", "/staff/audit"), ("approvals", "/staff/approvals"), ("next", "/staff/subscribers/next"),
        ("editions", "/staff/editions"), ("announce", "/staff/send/announce"), ("posts", "/staff/posts"), ("post", "/staff/posts/facebook/call/drugi-nabor-2023"),
        ("audience", "/staff/audience"), ("reports", "/staff/reports"), ("settings", "/staff/settings"),
    ];

    [Fact]
    public void Every_page_of_the_navigation_is_named_here() =>
        Assert.Subset(Pages.Select(page => page.Path).ToHashSet(), App.Staff.Console.ConsoleNav.Entries.Select(entry => entry.Path).ToHashSet());

    [SkippableFact]
    public async Task Every_page_is_accessible_light_and_dark_on_a_phone_and_wider_and_its_markup_is_valid()
    {
        var pages = new List<HtmlPage>();
        foreach (var language in product.Get<Templates>().ConsoleLanguages) await VisitAsync(language, pages);

        HtmlCheck.AssertNone(await HtmlCheck.MarkupAsync(pages));
        Skip.IfNot(HtmlCheck.HasBrowser, HtmlCheck.BrowserMissing);
        HtmlCheck.AssertNone(await HtmlCheck.AccessibilityAsync(await Task.WhenAll(pages.Select(StyledAsync))));
    }

    private async Task VisitAsync(string language, List<HtmlPage> pages)
    {
        using var admin = new StaffBrowser(product.Url);
        using var follower = new StaffBrowser(product.Url);
        using var author = new StaffBrowser(product.Url, network: 9);
        var staff = product.Get<StaffDirectory>();
        await AddAsync("sign-in", await admin.GetAsync($"/staff/sign-in?lang={language}"));
        await AddAsync("sign-in-faults", await admin.SignInAsync("pub_wrong"));
        using (await admin.SignInAsync(await staff.AddAsync($"Adminka <b>{language}</b>", StaffRole.Admin, default)))
        {
        }

        using (await author.SignInAsync(await staff.AddAsync($"Autor {language}", StaffRole.Author, default), $"/staff/sign-in?lang={language}"))
        {
        }

        await product.Get<AuditLog>().RecordAsync("Anna", "edition-pause", "weekly-0001", "sending", new string('a', 300), default);
        for (var entry = 0; entry < AuditLog.PageSize; entry++) await product.Get<AuditLog>().RecordAsync("Anna", AuditVerbs.Announce, "call/drugi-nabor-2023", "", "{}", default);
        foreach (var (name, path) in Pages) await AddAsync(name, await admin.GetAsync(path));
        await AddAsync("audit-older", await admin.GetAsync(OlderPage().Match(await admin.ReadAsync("/staff/audit")).Groups[1].Value));
        await AddAsync("role-too-small", await author.GetAsync("/staff/audit"));
        await AddAsync("not-our-form", await author.PostAsync("/staff/sign-out", [("csrf", "")]));
        await AddAsync("go-on", await follower.GetAsync($"/staff?lang={language}", ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "navigate")));
        using (await admin.PostAsync("/staff/sign-out", [("csrf", await admin.CsrfAsync())]))
        {
        }

        await AddAsync("signed-out", await admin.GetAsync("/staff/sign-in"));
        await AddAsync("session-over", await admin.PostAsync("/staff/sign-out", [("csrf", "")]));

        async Task AddAsync(string name, HttpResponseMessage answer)
        {
            using (answer)
            {
                var html = await answer.Content.ReadAsStringAsync();
                Assert.Contains($"<html lang=\"{language}\">", html, StringComparison.Ordinal);
                pages.Add(new HtmlPage($"{name}.{language}", HtmlKind.Page, html));
            }
        }
    }

    /// <summary>With its style sheet within it, and without its script: the looking over loads nothing.</summary>
    private async Task<HtmlPage> StyledAsync(HtmlPage page)
    {
        var link = StyleLink().Match(page.Html);
        Assert.True(link.Success, page.Name);
        var style = await product.Client.GetStringAsync(link.Groups[1].Value);
        return page with { Html = ScriptLink().Replace(page.Html.Replace(link.Value, $"<style>{style}</style>", StringComparison.Ordinal), "") };
    }

    [GeneratedRegex("""<link rel="stylesheet" href="(/staff/files/[^"]+)">""", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex StyleLink();

    [GeneratedRegex("""<script src="/staff/files/[^"]+" defer></script>""", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ScriptLink();

    [GeneratedRegex("""href="(/staff/audit\?from=[^"]+)""", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OlderPage();
}
