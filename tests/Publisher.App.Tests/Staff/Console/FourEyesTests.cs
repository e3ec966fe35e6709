using System.Net;
using Publisher.Content;
using Publisher.Staff;

namespace Publisher.App.Tests.Staff.Console;

/// <summary>Where two people have to look: what one does to what readers see waits for another's word to just that.</summary>
public sealed class FourEyesTests(FourEyesProduct product) : IClassFixture<FourEyesProduct>
{
    private const string Summary = "Do końca czerwca organizacje z Torunia mogą zgłosić swój pomysł na festyn.";

    [Fact]
    public async Task What_an_author_publishes_waits_until_an_approver_has_seen_just_that()
    {
        using var author = await ConsoleUser.SignInAsync(product);
        using var approver = await ConsoleUser.SignInAsync(product, StaffRole.Approver);
        var waiting = await AskAsync(author, "Nabór czeka");
        Assert.Contains("It waits for a second person's approval.", waiting.Text, StringComparison.Ordinal);
        Assert.Equal(ItemStatus.Draft, (await FindAsync("call/nabor-czeka")).Item.Status);

        var list = await approver.OpenAsync("/staff/approvals");
        Assert.NotNull(list.Find("a[href='/staff/approvals/item/call/nabor-czeka']"));
        var review = await approver.OpenAsync("/staff/approvals/item/call/nabor-czeka");
        Assert.Contains($"{author.Name} asks to publish this", review.Text, StringComparison.Ordinal);
        Assert.Contains("Nabór czeka", await approver.Browser.ReadAsync(review.Find("iframe")!.GetAttribute("src")!), StringComparison.Ordinal);
        var done = await review.SendAsync("approve");

        Assert.Contains("Approved and done.", done.Text, StringComparison.Ordinal);
        Assert.Equal(ItemStatus.Published, (await FindAsync("call/nabor-czeka")).Item.Status);
        // What is typed is kept as a draft before anybody is asked: that is a change of its own.
        Assert.Equal(["item-approve", "item-ask", "item-add"], await LogAsync("call/nabor-czeka"));
        // The same said twice is said once.
        await approver.SendAsync("/staff/approvals/item/call/nabor-czeka", [.. review.Fields("approve"), ("do", "approve")]);
        Assert.Equal(2, (await FindAsync("call/nabor-czeka")).Version);
    }

    [Fact]
    public async Task Nobody_approves_what_they_asked_for_and_no_author_anything()
    {
        using var author = await ConsoleUser.SignInAsync(product);
        using var asker = await ConsoleUser.SignInAsync(product, StaffRole.Approver);
        await AskAsync(asker, "Nabór własny");
        var own = await asker.OpenAsync("/staff/approvals/item/call/nabor-wlasny");
        Assert.Contains("Somebody else than who asked has to approve it.", own.Text, StringComparison.Ordinal);
        Assert.Null(own.Find("button[value=approve]"));
        var fields = own.Fields("bypass");

        var refused = await asker.SendAsync("/staff/approvals/item/call/nabor-wlasny", [.. fields, ("do", "approve")]);
        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        var hash = fields.First(field => field.Name == "hash").Value;
        var token = await author.Browser.CsrfAsync();
        foreach (var word in (string[])["approve", "refuse", "bypass"])
        {
            var small = await author.SendAsync("/staff/approvals/item/call/nabor-wlasny", [("csrf", token), ("hash", hash), ("reason", "bo tak"), ("do", word)]);
            Assert.Equal(HttpStatusCode.Forbidden, small.Status);
        }

        Assert.Equal(ItemStatus.Draft, (await FindAsync("call/nabor-wlasny")).Item.Status);
    }

    [Fact]
    public async Task What_is_edited_after_it_was_asked_for_is_void()
    {
        using var author = await ConsoleUser.SignInAsync(product);
        using var approver = await ConsoleUser.SignInAsync(product, StaffRole.Approver);
        await AskAsync(author, "Nabór zmieniony");
        var review = await approver.OpenAsync("/staff/approvals/item/call/nabor-zmieniony");
        await (await author.OpenAsync("/staff/items/call/nabor-zmieniony")).SendAsync("save", ("budget", "999"));

        var refused = await approver.SendAsync("/staff/approvals/item/call/nabor-zmieniony", [.. review.Fields("approve"), ("do", "approve")]);

        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.Contains("The request is void", refused.Text, StringComparison.Ordinal);
        Assert.Equal((ItemStatus.Draft, 999m), ((await FindAsync("call/nabor-zmieniony")).Item.Status, ((Call)(await FindAsync("call/nabor-zmieniony")).Item).Budget));
        Assert.Contains("void", (await approver.OpenAsync("/staff/approvals")).Text, StringComparison.Ordinal);
        // Neither is it done by going round.
        await approver.SendAsync("/staff/approvals/item/call/nabor-zmieniony", [.. review.Fields("bypass"), ("reason", "pilne"), ("do", "bypass")]);
        Assert.Equal(ItemStatus.Draft, (await FindAsync("call/nabor-zmieniony")).Item.Status);
        // Asked anew, it is another thing, and the old look at it does not count.
        var asked = await (await author.OpenAsync("/staff/items/call/nabor-zmieniony")).SendAsync("publish");
        await asked.SendAsync("publish");
        var stale = await approver.SendAsync("/staff/approvals/item/call/nabor-zmieniony", [.. review.Fields("approve"), ("do", "approve")]);
        Assert.Contains("something else was asked for", stale.Text, StringComparison.Ordinal);
        await stale.SendAsync("approve");
        Assert.Equal(ItemStatus.Published, (await FindAsync("call/nabor-zmieniony")).Item.Status);
    }

    [Fact]
    public async Task A_change_and_a_withdrawal_of_what_readers_see_wait_too_and_can_be_refused()
    {
        using var author = await ConsoleUser.SignInAsync(product);
        using var approver = await ConsoleUser.SignInAsync(product, StaffRole.Admin);
        const string Path = "/staff/items/call/drugi-nabor-2023";
        var before = await FindAsync("call/drugi-nabor-2023");
        var asked = await (await author.OpenAsync(Path)).SendAsync("publish", ("closes", "2023-06-07"));
        Assert.Contains("It takes effect once a second person has approved it.", asked.Text, StringComparison.Ordinal);
        await asked.SendAsync("publish");
        Assert.Equal(before.Version, (await FindAsync("call/drugi-nabor-2023")).Version);

        var review = await approver.OpenAsync("/staff/approvals/item/call/drugi-nabor-2023");
        Assert.Contains("7 June 2023 (Wednesday)", review.Find("ins")!.TextContent, StringComparison.Ordinal);
        var unsaid = await review.SendAsync("refuse", ("reason", " "));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, unsaid.Status);
        await unsaid.SendAsync("refuse", ("reason", "Termin ustala zarząd"));
        var told = await author.OpenAsync("/staff/approvals/item/call/drugi-nabor-2023");
        Assert.Contains("Termin ustala zarząd", told.Text, StringComparison.Ordinal);

        await (await author.OpenAsync($"{Path}?do=withdraw")).SendAsync("withdraw");
        Assert.Equal(ItemStatus.Published, (await FindAsync("call/drugi-nabor-2023")).Item.Status);
        await (await approver.OpenAsync("/staff/approvals/item/call/drugi-nabor-2023")).SendAsync("approve");
        Assert.Equal(ItemStatus.Withdrawn, (await FindAsync("call/drugi-nabor-2023")).Item.Status);
    }

    [Fact]
    public async Task An_emergency_goes_without_a_second_person_and_the_log_keeps_who_and_why()
    {
        using var approver = await ConsoleUser.SignInAsync(product, StaffRole.Approver);
        await AskAsync(approver, "Nabór pilny");
        var review = await approver.OpenAsync("/staff/approvals/item/call/nabor-pilny");
        var unsaid = await review.SendAsync("bypass");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, unsaid.Status);
        Assert.Equal(ItemStatus.Draft, (await FindAsync("call/nabor-pilny")).Item.Status);

        var done = await unsaid.SendAsync("bypass", ("reason", "Nikogo nie ma, a termin mija dziś"));

        Assert.Contains("Done without a second person.", done.Text, StringComparison.Ordinal);
        Assert.Equal(ItemStatus.Published, (await FindAsync("call/nabor-pilny")).Item.Status);
        var entry = (await product.Get<AuditLog>().PageAsync("", default)).Entries.First(entry => entry.Target == "call/nabor-pilny");
        Assert.Equal(("item-bypass", approver.Name), (entry.What, entry.Who));
        Assert.StartsWith("Nikogo nie ma, a termin mija dziś\n", entry.New, StringComparison.Ordinal);
    }

    private static async Task<ConsolePage> AskAsync(ConsoleUser user, string title)
    {
        var asked = await (await user.OpenAsync("/staff/items/new?kind=call")).SendAsync("publish", ("title", title), ("summary", Summary), ("closes", "2023-06-30"));
        return await asked.SendAsync("publish");
    }

    private async Task<IReadOnlyList<string>> LogAsync(string target) =>
        [.. (await product.Get<AuditLog>().PageAsync("", default)).Entries.Where(entry => entry.Target == target).Select(entry => entry.What)];

    private async Task<StoredItem> FindAsync(string name)
    {
        Assert.True(ItemRef.TryParse(name, out var item));
        return (await product.Get<Items>().FindAsync(item, default))!;
    }
}
