using System.Net;
using System.Text;
using Publisher.Content;
using Publisher.Staff;

namespace Publisher.App.Tests.Staff.Console;

/// <summary>Items written in the console over HTTP, without scripts: each kind, its questions, and what happens when two write at once.</summary>
public sealed class WriteItemTests(LocalProduct product) : IClassFixture<LocalProduct>
{
    /// <summary>One pixel.</summary>
    private static readonly byte[] Png = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    private const string Summary = "Do końca czerwca organizacje z Torunia mogą zgłosić swój pomysł na festyn.";

    [Fact]
    public async Task A_call_is_written_kept_as_a_draft_previewed_and_published()
    {
        using var user = await ConsoleUser.SignInAsync(product);
        var form = await user.OpenAsync("/staff/items/new?kind=call");
        Assert.Equal("New call", form.Title);

        var saved = await form.SendAsync(
            "save", ("title", "Nabór na festyny"), ("summary", Summary), ("closes", "2023-06-30"), ("closes.time", "15:00"), ("budget", "1 250 000,50"), ("whoMayApply", "Organizacje"),
            ("body", "Tekst **ważny**."), ("links[0].url", "https://example.org/nabor"), ("links[0].text", "Regulamin naboru"), ("districts", "rubinkowo"), ("topics[0]", "granty"));

        Assert.Contains("The draft is saved.", saved.Text, StringComparison.Ordinal);
        Assert.Equal("/staff/items/call/nabor-na-festyny", saved.Path);
        Assert.Contains("30 June 2023 (Friday)", saved.Find("#f-closes-said")!.TextContent, StringComparison.Ordinal);
        var call = Assert.IsType<Call>((await FindAsync("call/nabor-na-festyny")).Item);
        Assert.Equal((ItemStatus.Draft, 1_250_000.50m, "2023-06-30T15:00"), (call.Status, call.Budget, $"{call.Closes}"));
        Assert.Equal(["rubinkowo"], call.Districts);
        Assert.Equal(["granty"], call.Topics);
        Assert.Equal([new ItemLink("https://example.org/nabor", "Regulamin naboru")], call.Links);

        var preview = await saved.SendAsync("preview", ("title", "Nabór jeszcze nie zapisany"));
        Assert.Contains("Nothing was saved or sent.", preview.Text, StringComparison.Ordinal);
        Assert.Contains("Nabór jeszcze nie zapisany", preview.Title, StringComparison.Ordinal);
        var back = await user.OpenAsync(preview.Find(".actions a")!.GetAttribute("href")!);
        Assert.Equal("Nabór jeszcze nie zapisany", back.Find("#f-title")!.GetAttribute("value"));

        var published = await back.SendAsync("publish");
        Assert.Contains("Published.", published.Text, StringComparison.Ordinal);
        Assert.Equal((ItemStatus.Published, "Nabór jeszcze nie zapisany"), ((await FindAsync("call/nabor-na-festyny")).Item.Status, (await FindAsync("call/nabor-na-festyny")).Item.Title));
        var log = await product.Get<AuditLog>().PageAsync("", default);
        Assert.Equal(["item-publish", "item-add"], log.Entries.Where(entry => entry.Target == "call/nabor-na-festyny").Select(entry => entry.What));
    }

    [Fact]
    public async Task An_event_and_a_piece_of_news_are_written_with_translations()
    {
        using var user = await ConsoleUser.SignInAsync(product);
        var @event = await (await user.OpenAsync("/staff/items/new?kind=event")).SendAsync(
            "publish", ("title", "Spacer po Stawkach"), ("summary", "Dwie godziny z przewodniczką, początek przy bibliotece."), ("starts", "2023-05-20"), ("starts.time", "10:00"), ("venue", "Biblioteka"),
            ("translations[0].title", "A walk around Stawki"), ("translations[0].summary", "Two hours with a guide, from the library."));
        Assert.Contains("Published.", @event.Text, StringComparison.Ordinal);
        var stored = (await FindAsync("event/spacer-po-stawkach")).Item;
        Assert.Equal(("en", "A walk around Stawki"), (stored.Translations[0].Language, stored.Translations[0].Title));

        var news = await (await user.OpenAsync("/staff/items/new?kind=news")).SendAsync("publish", ("title", "Biuro ma nowy adres"), ("summary", "Od poniedziałku przyjmujemy przy ulicy Szosa Chełmińska."));
        Assert.Contains("Published.", news.Text, StringComparison.Ordinal);
        var board = await user.OpenAsync("/staff?q=szosa+chelminska&kind=news&status=published");
        Assert.Contains("1 item", board.Text, StringComparison.Ordinal);
        Assert.NotNull(board.Find("a[href='/staff/items/news/biuro-ma-nowy-adres']"));
    }

    [Fact]
    public async Task What_is_wrong_is_said_at_its_field_and_nothing_that_was_typed_is_lost()
    {
        using var user = await ConsoleUser.SignInAsync(product);
        var form = await user.OpenAsync("/staff/items/new?kind=call");

        var refused = await form.SendAsync(
            "publish", ("a.jpg", Png), ("title", "Nabór z błędami"), ("summary", "Coś"), ("closes", "pojutrze"), ("budget", "dużo"), ("links[0].url", "nigdzie"), ("links[0].text", "Wzór wniosku"), ("image.alt", "Dwie osoby nad mapą"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.StartsWith("Error: ", refused.Document.Title, StringComparison.Ordinal);
        Assert.Equal(["#f-closes", "#f-budget", "#f-links-0--url"], refused.Document.QuerySelectorAll("#faults a").Select(link => link.GetAttribute("href")));
        Assert.All(refused.Document.QuerySelectorAll("#faults a"), link => Assert.NotNull(refused.Find(link.GetAttribute("href")!)));
        Assert.Contains("“pojutrze” is not a day.", refused.Text, StringComparison.Ordinal);
        Assert.Equal(("text", "pojutrze"), (refused.Find("#f-closes")!.GetAttribute("type"), refused.Find("#f-closes")!.GetAttribute("value")));
        Assert.Equal("dużo", refused.Find("#f-budget")!.GetAttribute("value"));
        // The picture is there already, and its words with it.
        var picture = refused.Find("#f-image-url")!.GetAttribute("value")!;
        Assert.Equal((picture, "Dwie osoby nad mapą"), (refused.Find(".thumb img")!.GetAttribute("src"), refused.Find("#f-image-alt")!.GetAttribute("value")));

        var saved = await refused.SendAsync("save", ("closes", "31.05.2023"), ("budget", "1000"), ("links[0].url", "https://example.org"));
        Assert.Contains("The draft is saved.", saved.Text, StringComparison.Ordinal);
        Assert.Equal(new ItemImage(picture, "Dwie osoby nad mapą"), (await FindAsync("call/nabor-z-bledami")).Item.Image);
    }

    [Theory]
    [InlineData("<html><script>alert(1)</script></html>")]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>")]
    [InlineData("\u0089PNG\r\n\u001a\n<script>alert(1)</script>")]
    [InlineData("GIF89a<script>alert(1)</script>")]
    public async Task A_page_or_a_drawing_that_calls_itself_a_picture_is_none(string content)
    {
        using var user = await ConsoleUser.SignInAsync(product);
        var form = await user.OpenAsync("/staff/items/new?kind=news");

        var refused = await form.SendAsync("save", ("photo.png", Encoding.Latin1.GetBytes(content)), ("title", "Z obrazkiem"), ("image.alt", "Opis"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Equal(["#f-image-file"], refused.Document.QuerySelectorAll("#faults a").Select(link => link.GetAttribute("href")));
        Assert.Equal(("", "Opis"), (refused.Find("#f-image-url")!.GetAttribute("value"), refused.Find("#f-image-alt")!.GetAttribute("value")));
    }

    [Fact]
    public async Task More_rows_are_there_without_a_script()
    {
        using var user = await ConsoleUser.SignInAsync(product);
        var form = await user.OpenAsync("/staff/items/new?kind=news");

        var more = await form.SendAsync("rows", ("title", "Jeszcze piszę"), ("links[1].url", "https://example.org/b"), ("links[1].text", "Druga"));

        Assert.Equal(("Jeszcze piszę", "https://example.org/b"), (more.Find("#f-title")!.GetAttribute("value"), more.Find("#f-links-0--url")!.GetAttribute("value")));
        Assert.True(more.Document.QuerySelectorAll("input[name^='links['][name$='.url']").Length > form.Document.QuerySelectorAll("input[name^='links['][name$='.url']").Length);
        Assert.Null(more.Find("#faults"));
    }

    [Fact]
    public async Task A_change_of_what_is_published_is_shown_old_and_new_before_readers_see_it()
    {
        using var user = await ConsoleUser.SignInAsync(product);
        await PublishAsync(user, "Nabór do zmiany");
        var form = await user.OpenAsync("/staff/items/call/nabor-do-zmiany");

        var asked = await form.SendAsync("publish", ("closes", "2023-07-14"), ("note", "tylko dla nas"));

        Assert.Equal("What will change", asked.Title);
        Assert.Contains("30 June 2023 (Friday)", asked.Find("del")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("14 July 2023 (Friday)", asked.Find("ins")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("matters", asked.Find(".changes th[scope=row]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(1, (await FindAsync("call/nabor-do-zmiany")).Version);
        var back = await user.OpenAsync(asked.Find("a.button.second")!.GetAttribute("href")!);
        Assert.Equal("2023-07-14", back.Find("#f-closes")!.GetAttribute("value"));

        var done = await asked.SendAsync("publish");
        Assert.Contains("The changes are published.", done.Text, StringComparison.Ordinal);
        Assert.Equal(2, (await FindAsync("call/nabor-do-zmiany")).Version);
        Assert.Contains("closes: 2023-06-30\nnote: ", (await product.Get<AuditLog>().PageAsync("", default)).Entries.First(entry => entry.Target == "call/nabor-do-zmiany").Old, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Questions_are_asked_once_and_taken_when_meant()
    {
        using var user = await ConsoleUser.SignInAsync(product);
        var form = await user.OpenAsync("/staff/items/new?kind=call");

        var asked = await form.SendAsync("publish", ("title", "Nabór bez końca"), ("summary", Summary));
        Assert.Equal("Publish it?", asked.Title);
        Assert.Contains("There is no deadline", asked.Text, StringComparison.Ordinal);
        var done = await asked.SendAsync("publish");
        Assert.Contains("Published.", done.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_withdrawn_can_be_restored_and_both_are_asked_first()
    {
        using var user = await ConsoleUser.SignInAsync(product);
        await PublishAsync(user, "Nabór na próbę");

        var asked = await user.OpenAsync("/staff/items/call/nabor-na-probe?do=withdraw");
        Assert.Equal("Withdraw it?", asked.Title);
        Assert.Equal(ItemStatus.Published, (await FindAsync("call/nabor-na-probe")).Item.Status);
        Assert.Contains("Withdrawn.", (await asked.SendAsync("withdraw")).Text, StringComparison.Ordinal);
        Assert.Equal(ItemStatus.Withdrawn, (await FindAsync("call/nabor-na-probe")).Item.Status);
        Assert.Contains("Restored.", (await (await user.OpenAsync("/staff/items/call/nabor-na-probe?do=restore")).SendAsync("restore")).Text, StringComparison.Ordinal);
        Assert.Equal(ItemStatus.Published, (await FindAsync("call/nabor-na-probe")).Item.Status);
    }

    [Fact]
    public async Task Who_comes_second_sees_what_the_first_changed_and_overwrites_nothing_unseen()
    {
        using var first = await ConsoleUser.SignInAsync(product);
        using var second = await ConsoleUser.SignInAsync(product);
        await PublishAsync(first, "Nabór dwojga");
        const string Path = "/staff/items/call/nabor-dwojga";
        var (one, two) = (await first.OpenAsync(Path), await second.OpenAsync(Path));
        await (await one.SendAsync("publish", ("closes", "2023-07-14"))).SendAsync("publish");

        var conflict = await two.SendAsync("publish", ("budget", "5000"));

        Assert.Equal((HttpStatusCode.Conflict, "Somebody saved this item before you"), (conflict.Status, conflict.Title));
        Assert.Contains($"{first.Name} saved changes", conflict.Text, StringComparison.Ordinal);
        var (theirs, mine) = (conflict.Document.QuerySelectorAll("table.changes")[0], conflict.Document.QuerySelectorAll("table.changes")[1]);
        Assert.Equal("30 June 2023 (Friday) → 14 July 2023 (Friday)", $"{theirs.QuerySelector("del")!.TextContent} → {theirs.QuerySelector("ins")!.TextContent}");
        Assert.Equal("14 July 2023 (Friday) → 30 June 2023 (Friday)", $"{mine.QuerySelector("del")!.TextContent} → {mine.QuerySelector("ins")!.TextContent}");
        Assert.Equal((2, null), ((await FindAsync("call/nabor-dwojga")).Version, ((Call)(await FindAsync("call/nabor-dwojga")).Item).Budget));

        // They go on with theirs: over the new one now, which they have seen.
        var goOn = await second.OpenAsync(conflict.Find(".actions a.button")!.GetAttribute("href")!);
        var asked = await goOn.SendAsync("publish", ("closes", "2023-07-14"));
        Assert.Equal("What will change", asked.Title);
        await asked.SendAsync("publish");
        var both = (Call)(await FindAsync("call/nabor-dwojga")).Item;
        Assert.Equal(("2023-07-14", 5000m), ($"{both.Closes}", both.Budget));

        // Or they save theirs over it, knowingly: it is asked once more, against what is there now.
        var late = await two.SendAsync("publish", ("budget", "7000"));
        var sure = await late.SendAsync("publish");
        Assert.Equal("What will change", sure.Title);
        await sure.SendAsync("publish");
        Assert.Equal(("2023-06-30", 7000m), ($"{((Call)(await FindAsync("call/nabor-dwojga")).Item).Closes}", ((Call)(await FindAsync("call/nabor-dwojga")).Item).Budget));
    }

    [Fact]
    public async Task A_form_of_another_item_or_of_nobody_is_not_taken_for_this_one()
    {
        using var user = await ConsoleUser.SignInAsync(product);
        await PublishAsync(user, "Nabór pierwszy taki");
        await PublishAsync(user, "Nabór drugi taki");
        var asked = await (await user.OpenAsync("/staff/items/call/nabor-pierwszy-taki")).SendAsync("publish", ("title", "Zmieniony"));
        var fields = asked.Fields("publish");

        var other = await user.SendAsync("/staff/items/call/nabor-drugi-taki", [.. fields, ("do", "publish")]);
        Assert.Contains("What was typed is no longer kept.", other.Text, StringComparison.Ordinal);
        foreach (var name in (string[])["../secrets", "20230502-zz", "20230502-00000000000000000000000000000000", new string('a', 5000)])
        {
            var none = await user.OpenAsync($"/staff/items/call/nabor-drugi-taki?draft={Uri.EscapeDataString(name)}");
            Assert.Contains(none.Status, (HttpStatusCode[])[HttpStatusCode.SeeOther, HttpStatusCode.RequestUriTooLong]);
        }

        Assert.Equal(1, (await FindAsync("call/nabor-drugi-taki")).Version);
    }

    internal static async Task PublishAsync(ConsoleUser user, string title)
    {
        var done = await (await user.OpenAsync("/staff/items/new?kind=call")).SendAsync("publish", ("title", title), ("summary", Summary), ("closes", "2023-06-30"));
        Assert.Contains("Published.", done.Text, StringComparison.Ordinal);
    }

    private async Task<StoredItem> FindAsync(string name)
    {
        Assert.True(ItemRef.TryParse(name, out var item));
        return (await product.Get<Items>().FindAsync(item, default))!;
    }
}
