using System.Net;
using System.Text;
using Publisher.Approvals;
using Publisher.Content;
using Publisher.Staff;

namespace Publisher.App.Tests.Staff.Console;

/// <summary>Where two people have to look, and two want something of the same item: the second sees what the first asked for, and who asked may think better of it.</summary>
public sealed class RivalTests : IAsyncLifetime, IDisposable
{
    private const string Item = "call/drugi-nabor-2023";

    private const string Form = "/staff/items/" + Item;

    private const string Review = "/staff/approvals/item/" + Item;

    private readonly FourEyesProduct product = new();

    public Task InitializeAsync() => product.InitializeAsync();

    public Task DisposeAsync() => product.DisposeAsync();

    public void Dispose() => product.Dispose();

    [Fact]
    public async Task Who_asks_second_sees_what_was_asked_first_and_nothing_is_given_up_silently()
    {
        using var first = await ConsoleUser.SignInAsync(product);
        using var second = await ConsoleUser.SignInAsync(product);
        await AskAsync(first, ("closes", "2023-06-07"));

        var rival = await AskAsync(second, ("budget", "7500"));

        Assert.Equal((HttpStatusCode.Conflict, "Somebody has asked for another change of this item"), (rival.Status, rival.Title));
        Assert.Contains(first.Name, rival.Text, StringComparison.Ordinal);
        Assert.Contains("7 June 2023 (Wednesday)", rival.Text, StringComparison.Ordinal);
        Assert.Equal((first.Name, ApprovalState.Asked), await WaitingAsync());
        // What was typed is still there.
        var kept = await second.OpenAsync(rival.Find("a.button.second")!.GetAttribute("href")!);
        Assert.Equal("7500", string.Concat(kept.Find("#f-budget")!.GetAttribute("value")!.Where(char.IsDigit)));

        Assert.Contains("It waits for a second person's approval.", (await rival.SendAsync("publish")).Text, StringComparison.Ordinal);
        Assert.Equal((second.Name, ApprovalState.Asked), await WaitingAsync());
        var entry = (await LogAsync())[0];
        Assert.Equal(("item-ask", second.Name), (entry.What, entry.Who));
        Assert.StartsWith($"{first.Name}\n", entry.Old, StringComparison.Ordinal);
        Assert.Contains("closes: 2023-06-07", entry.Old, StringComparison.Ordinal);
        Assert.Contains("budget: 7", entry.New, StringComparison.Ordinal);
        Assert.DoesNotContain("2023-06-07", entry.New, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_looked_at_one_request_does_not_go_over_another_that_came_meanwhile()
    {
        using var first = await ConsoleUser.SignInAsync(product);
        using var second = await ConsoleUser.SignInAsync(product);
        await AskAsync(first, ("closes", "2023-06-07"));
        var rival = await AskAsync(second, ("budget", "7500"));
        await AskAsync(first, ("closes", "2023-06-09"));

        var again = await rival.SendAsync("publish");

        Assert.Equal(HttpStatusCode.Conflict, again.Status);
        Assert.Contains("9 June 2023 (Friday)", again.Text, StringComparison.Ordinal);
        Assert.Equal((first.Name, ApprovalState.Asked), await WaitingAsync());
    }

    [Fact]
    public async Task The_same_asked_for_by_two_is_asked_for_once()
    {
        using var first = await ConsoleUser.SignInAsync(product);
        using var second = await ConsoleUser.SignInAsync(product);
        await AskAsync(first, ("closes", "2023-06-07"));

        await AskAsync(second, ("closes", "2023-06-07"));

        Assert.Equal((first.Name, ApprovalState.Asked), await WaitingAsync());
        Assert.Single(await LogAsync(), entry => entry.What == "item-ask");
    }

    [Fact]
    public async Task A_draft_that_somebody_waits_for_is_not_changed_under_them_unseen()
    {
        using var first = await ConsoleUser.SignInAsync(product);
        using var second = await ConsoleUser.SignInAsync(product);
        var asked = await (await first.OpenAsync("/staff/items/new?kind=call")).SendAsync(
            "publish", ("title", "Nabór wspólny"), ("summary", "Do końca czerwca organizacje mogą zgłosić pomysł na festyn."), ("closes", "2023-06-30"));
        await asked.SendAsync("publish");

        var rival = await (await second.OpenAsync("/staff/items/call/nabor-wspolny")).SendAsync("save", ("budget", "999"));

        Assert.Equal(HttpStatusCode.Conflict, rival.Status);
        Assert.Contains(first.Name, rival.Text, StringComparison.Ordinal);
        Assert.Null(((Content.Call)(await FindAsync("call/nabor-wspolny")).Item).Budget);
        await rival.SendAsync("save");
        Assert.Equal(999m, ((Content.Call)(await FindAsync("call/nabor-wspolny")).Item).Budget);
    }

    [Fact]
    public async Task Who_asked_takes_it_back_and_nobody_else_does()
    {
        using var asker = await ConsoleUser.SignInAsync(product);
        using var other = await ConsoleUser.SignInAsync(product, StaffRole.Admin);
        await AskAsync(asker, ("closes", "2023-06-07"));
        var own = await asker.OpenAsync(Review);
        var form = own.Find("form[action='/staff/approvals/take-back']")!;
        (string Name, string Value)[] fields = [.. form.QuerySelectorAll("input").Select(input => (input.GetAttribute("name")!, input.GetAttribute("value")!)).Where(field => field.Item1 != "csrf")];
        Assert.Null((await other.OpenAsync(Review)).Find("form[action='/staff/approvals/take-back']"));

        Assert.Contains("nobody else can take it back", (await TakeBackAsync(other)).Text, StringComparison.Ordinal);
        Assert.Equal((asker.Name, ApprovalState.Asked), await WaitingAsync());
        Assert.Contains("The request was taken back.", (await TakeBackAsync(asker)).Text, StringComparison.Ordinal);
        await TakeBackAsync(asker);

        Assert.Equal((asker.Name, ApprovalState.TakenBack), await WaitingAsync());
        Assert.Contains("Nothing waits.", (await other.OpenAsync("/staff/approvals")).Text, StringComparison.Ordinal);
        var entry = Assert.Single(await LogAsync(), entry => entry.What == "item-take-back");
        Assert.Equal(asker.Name, entry.Who);
        Assert.Contains("closes: 2023-06-07", entry.Old, StringComparison.Ordinal);
        // Nobody approves what is not asked for any more; it may be asked for anew.
        var late = await other.OpenAsync(Review);
        Assert.Contains($"{asker.Name} took the request back", late.Text, StringComparison.Ordinal);
        Assert.Null(late.Find("button[value=approve]"));
        await AskAsync(asker, ("closes", "2023-06-07"));
        Assert.Equal((asker.Name, ApprovalState.Asked), await WaitingAsync());

        async Task<ConsolePage> TakeBackAsync(ConsoleUser user) => await user.SendAsync("/staff/approvals/take-back", [.. fields, ("csrf", await user.Browser.CsrfAsync())]);
    }

    [Theory]
    [InlineData("call/drugi-nabor-2023", HttpStatusCode.NoContent)]
    [InlineData("edition/announcement-call-drugi-nabor-2023-1", HttpStatusCode.NoContent)]
    [InlineData("call/nobody-asked", HttpStatusCode.NotFound)]
    [InlineData("edition/..%2Fx", HttpStatusCode.NotFound)]
    [InlineData("staff/anna", HttpStatusCode.NotFound)]
    public async Task A_program_takes_back_what_it_asked_for_and_what_others_asked_for_stays(string request, HttpStatusCode status)
    {
        using var client = new StaffBrowser(product.Url);
        using var anna = await ConsoleUser.SignInAsync(product);
        await AskAsync(anna, ("closes", "2023-06-07"));
        (string, string) others = ("Authorization", $"Bearer {await product.Get<StaffDirectory>().AddAsync("Program 2", StaffRole.Author, default)}");
        (string, string) own = ("Authorization", $"Bearer {await KeyOfAsync(anna.Name)}");
        using (var announced = await client.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/api/announcements") { Content = new StringContent($$"""{"item": "{{Item}}"}""", Encoding.UTF8, "application/json") }, own))
            Assert.Equal(HttpStatusCode.Accepted, announced.StatusCode);

        using var refused = await client.SendAsync(new HttpRequestMessage(HttpMethod.Delete, $"/api/approvals/{request}"), others);
        Assert.Equal(status == HttpStatusCode.NoContent ? HttpStatusCode.Conflict : status, refused.StatusCode);
        for (var time = 0; time < 2; time++)
        {
            using var taken = await client.SendAsync(new HttpRequestMessage(HttpMethod.Delete, $"/api/approvals/{request}"), own);
            Assert.Equal(status, taken.StatusCode);
        }

        var entries = (await product.Get<AuditLog>().PageAsync("", default)).Entries;
        Assert.Equal(status == HttpStatusCode.NoContent ? 1 : 0, entries.Count(entry => entry.What is "item-take-back" or "edition-take-back"));
    }

    /// <summary>A key of a program that goes by somebody's name.</summary>
    private async Task<string> KeyOfAsync(string name)
    {
        await product.Get<StaffDirectory>().RevokeAsync(name, default);
        return await product.Get<StaffDirectory>().AddAsync(name, StaffRole.Author, default);
    }

    private static async Task<ConsolePage> AskAsync(ConsoleUser user, params (string Name, string Value)[] fields)
    {
        var asked = await (await user.OpenAsync(Form)).SendAsync("publish", fields);
        return await asked.SendAsync("publish");
    }

    private async Task<(string Who, ApprovalState State)> WaitingAsync()
    {
        var approval = (await product.Get<ApprovalList>().FindAsync($"item/{Item}", default))!;
        return (approval.AskedBy, approval.State);
    }

    private async Task<IReadOnlyList<AuditEntry>> LogAsync() => [.. (await product.Get<AuditLog>().PageAsync("", default)).Entries.Where(entry => entry.Target == Item)];

    private async Task<StoredItem> FindAsync(string name)
    {
        Assert.True(ItemRef.TryParse(name, out var item));
        return (await product.Get<Items>().FindAsync(item, default))!;
    }
}
