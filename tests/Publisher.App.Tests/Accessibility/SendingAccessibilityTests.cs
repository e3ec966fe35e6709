using System.Net;
using System.Text.RegularExpressions;
using Publisher.App.Tests.Staff;
using Publisher.Content;
using Publisher.Delivery;
using Publisher.Editions;
using Publisher.Rendering;
using Publisher.Staff;
using Publisher.Subscribers;
using Publisher.Testing;
using static Publisher.App.Tests.Staff.SendingPagesTests;

namespace Publisher.App.Tests.Accessibility;

/// <summary>What sending looks like in every state of it that is a page of its own, in the console's languages, looked over by rules that others made.</summary>
public sealed partial class SendingAccessibilityTests
{
    private const string Edition = "/staff/editions/biuletyn-0001";

    private const string Announce = "/staff/send/announce";

    private const string Call = "call/drugi-nabor-2023";

    [SkippableFact]
    public async Task Every_state_of_sending_is_accessible_and_its_markup_is_valid()
    {
        var pages = new List<HtmlPage>();
        foreach (var language in (string[])["pl", "en"])
        {
            await using var product = await SendingProduct.StartAsync(fourEyes: true);
            await VisitAsync(product, language, pages);
        }

        HtmlCheck.AssertNone(await HtmlCheck.MarkupAsync(pages));
        Skip.IfNot(HtmlCheck.HasBrowser, HtmlCheck.BrowserMissing);
        HtmlCheck.AssertNone(await HtmlCheck.AccessibilityAsync(pages));
    }

    private static async Task VisitAsync(SendingProduct product, string language, List<HtmlPage> pages)
    {
        using var anna = await product.SignInAsync(StaffRole.Approver, "Anna");
        using var jan = await product.SignInAsync(StaffRole.Approver, "Jan");
        foreach (var browser in (StaffBrowser[])[anna, jan])
            using (await browser.GetAsync($"/staff?lang={language}"))
            {
            }

        await product.Get<Suppressions>().AddAsync(Some.Subscriber("jan@example.org").Key, "bounced", default);
        await LookAsync("editions", "/staff/editions");
        await ActAsync(anna, "/staff/editions", "/staff/editions", ("digest", "biuletyn"));
        await LookAsync("edition-ready", Edition);
        await LookAsync("edition-cancel", $"{Edition}?confirm=cancel");
        await TakeAsync("edition-faults", anna, Edition, ("do", "test"), ("to", "nobody"));
        await ActAsync(anna, Edition, Edition, ("do", "send"));
        await LookAsync("review-own", $"{Edition}/review");
        var review = await jan.ReadAsync($"{Edition}/review");
        await AddAsync("review", review);
        var hash = StaffBrowser.FieldOf(review, "hash");
        await TakeAsync("review-faults", jan, $"{Edition}/review", ("do", "refuse"), ("hash", hash), ("reason", ""));
        await ActAsync(jan, $"{Edition}/review", $"{Edition}/review", ("do", "bypass"), ("hash", hash), ("reason", "The water is off"));
        await SentAsync(product, "biuletyn-0001");
        await LookAsync("edition-sent", Edition);
        await LookAsync("missed", $"{Edition}/missed");
        // On its way again, as the script finds it.
        var sent = (await product.Get<EditionList>().FindAsync("biuletyn-0001", default))!;
        await product.Get<EditionList>().SaveAsync(sent with { State = EditionState.Paused }, default);
        await LookAsync("edition-paused", Edition);
        await LookAsync("editions-way", "/staff/editions");
        await product.Get<EditionList>().SaveAsync(sent with { ETag = (await product.Get<EditionList>().FindAsync("biuletyn-0001", default))!.ETag }, default);

        (string, string)[] words = [("key", "0123456789abcdef"), ("item", ""), ("language", "pl"), ("text", "W piątek **nie pracujemy**."), ("channels", "mail")];
        await TakeAsync("announce-faults", anna, Announce, [("do", "check"), ("item", ""), ("at", "x")]);
        await TakeAsync("announce-counted", anna, Announce, [.. words, ("subject", "Biuro"), ("do", "count")]);
        await TakeAsync("announce-check", anna, Announce, [.. words, ("subject", "Biuro"), ("do", "check")]);
        await TakeAsync("announce-posts", anna, Announce, [("item", Call), ("channels", "mail"), ("channels", "facebook"), ("do", "check")]);
        await LookAsync("correct-nothing", $"/staff/send/correct?item={Call}");
        var item = new ItemRef(ItemKind.Call, "drugi-nabor-2023");
        var call = (Content.Call)(await product.Get<Items>().FindAsync(item, default))!.Item;
        await product.Get<Items>().SaveAsync(call with { Closes = new Moment(call.Closes!.Value.Date.PlusDays(3), call.Closes.Value.Time) }, default);
        await LookAsync("correct", $"/staff/send/correct?item={Call}");
        await ActAsync(anna, "/staff/posts", $"/staff/posts/facebook/{Call}", ("occasion", "first"), ("text", "Own words"));
        await LookAsync("posts", "/staff/posts?network=facebook");
        await TakeAsync("posts-faults", anna, "/staff/posts", ("network", "facebook"), ("item", Call), ("occasion", "first"), ("do", "posted"), ("url", "x"));
        await LookAsync("post", $"/staff/posts/facebook/{Call}");
        await TakeAsync("post-faults", anna, $"/staff/posts/facebook/{Call}", ("occasion", "first"), ("text", ""), ("at", "x"));

        async Task LookAsync(string name, string path) => await AddAsync(name, await anna.ReadAsync(path));

        async Task TakeAsync(string name, StaffBrowser browser, string path, params (string Name, string Value)[] fields)
        {
            using var answer = await browser.PostAsync(path, [.. fields, ("csrf", await browser.CsrfAsync())]);
            Assert.NotEqual(HttpStatusCode.SeeOther, answer.StatusCode);
            await AddAsync(name, await answer.Content.ReadAsStringAsync());
        }

        async Task AddAsync(string name, string html)
        {
            Assert.Contains($"<html lang=\"{language}\">", html, StringComparison.Ordinal);
            // With its style sheet within it, and without its script and its frames: the looking over loads nothing.
            var link = StyleLink().Match(html);
            using var style = await anna.GetAsync(link.Groups[1].Value);
            html = ScriptLink().Replace(html.Replace(link.Value, $"<style>{await style.Content.ReadAsStringAsync()}</style>", StringComparison.Ordinal), "");
            pages.Add(new HtmlPage($"{name}.{language}", HtmlKind.Page, Frame().Replace(html, "<iframe ")));
        }
    }

    [GeneratedRegex("""<link rel="stylesheet" href="(/staff/files/[^"]+)">""", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex StyleLink();

    [GeneratedRegex("""<script src="/staff/files/[^"]+" defer></script>""", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ScriptLink();

    [GeneratedRegex("""<iframe src="[^"]+" """, RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Frame();
}
