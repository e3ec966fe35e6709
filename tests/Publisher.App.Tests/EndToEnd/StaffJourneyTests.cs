using System.Text.Json;
using Publisher.App.Local;
using Publisher.App.Tests.Local;
using Publisher.App.Tests.Staff;
using Publisher.Content;
using Publisher.Rendering;
using Publisher.Staff;
using Publisher.Testing;

namespace Publisher.App.Tests.EndToEnd;

/// <summary>From a new key to the report, as one of the staff lives their first day: browser, keyboard, and what readers get of it.</summary>
public sealed class StaffJourneyTests : IAsyncLifetime, IDisposable
{
    private const string Title = "Małe granty 2023: pilotaże nowych typów projektów";

    private readonly ReachableProduct product = new();

    [SkippableTheory]
    [InlineData("pl", 1280)]
    [InlineData("en", 1280)]
    [InlineData("pl", 360)]
    public async Task With_a_keyboard_alone_a_newcomer_writes_a_call_announces_it_and_finds_it_in_the_report(string language, int width)
    {
        Skip.IfNot(HtmlCheck.HasBrowser, HtmlCheck.BrowserMissing);
        var texts = product.Get<Templates>().TextsFor(language);
        var key = await product.Get<StaffDirectory>().AddAsync("Nowa Redaktorka", StaffRole.Admin, CancellationToken.None);
        await using var editor = await KeyboardReader.StartAsync(product.Url, language, width, isStaff: true);

        // A slip of the hand first: it is said at the field.
        await editor.OpenAsync("/staff");
        Assert.Equal((language, "/staff/sign-in"), (await editor.LanguageAsync(), editor.Path));
        await editor.TypeAsync("#key", "pub_not-my-key");
        await editor.PressAsync("button[type=submit]");
        Assert.True(await editor.HasFocusAsync("#key"));
        await editor.TypeAsync("#key", key);
        await editor.PressAsync("main button[type=submit]");
        Assert.Equal("/staff", editor.Path);

        await WriteAsync(editor, texts);
        Assert.True(ItemRef.TryParse(editor.Path["/staff/items/".Length..], out var item));
        Assert.Equal(ItemStatus.Draft, (await FindAsync(item)).Status);

        await editor.PressAsync("button[value=preview]");
        Assert.Contains(Title, await editor.TextOfAsync("h1"), StringComparison.Ordinal);
        Assert.True(await editor.SeeFramesAsync() >= 5, "The preview has frames of a mail on a phone and wider, light and dark, and of the page.");
        await editor.PressAsync("main .actions a");
        await editor.PressAsync("button[value=publish]");
        Assert.Contains(texts["saidPublish"], await editor.TextAsync(), StringComparison.Ordinal);
        var call = Assert.IsType<Content.Call>(await FindAsync(item));
        Assert.Equal((ItemStatus.Published, Sample("body"), "2023-05-31T15:00"), (call.Status, call.Body, $"{call.Closes}"));

        var announced = await AnnounceAsync(editor, texts, item);

        // Where it went is on the board, and in the report.
        await editor.PressAsync(".main-nav a[href='/staff']");
        Assert.Contains(texts["channelAnnouncement"], await editor.TextOfAsync($".item:has(a[href='/staff/items/{item}']) .channels li:has(a[href*='{announced}'])"), StringComparison.Ordinal);
        await editor.PressAsync(".main-nav a[href='/staff/reports']");
        Assert.Contains(Title, await editor.TextAsync(), StringComparison.Ordinal);

        await editor.PressAsync(".main-nav a[href='/staff/audience']");
        await editor.PressAsync("#audience button");
        await editor.WatchAsync("#audience:not([data-live]) .plot");

        await editor.PressAsync(".account button");
        Assert.Contains(texts["signedOut"], await editor.TextAsync(), StringComparison.Ordinal);
        await editor.OpenAsync("/staff");
        Assert.Equal("/staff/sign-in", editor.Path);
    }

    public Task InitializeAsync() => product.InitializeAsync();

    public Task DisposeAsync() => product.DisposeAsync();

    public void Dispose() => product.Dispose();

    /// <summary>The call of the sample, under a title of its own, kept as a draft.</summary>
    private static async Task WriteAsync(KeyboardReader editor, Strings texts)
    {
        await editor.PressAsync("a[href='/staff/items/new?kind=call']");
        await editor.TypeAsync("#f-title", Title);
        await editor.TypeAsync("#f-summary", Sample("summary"));
        await editor.TypePartsAsync("#f-closes", "2023-05-31", "05312023", "31052023", "20230531");
        await editor.TypePartsAsync("#f-closes-time", "15:00", "0300PM", "1500");
        await editor.TypeAsync("#f-body", Sample("body"));
        await editor.SelectAsync("#f-programme", "RPO WK-P 2014–2020");
        await editor.FoldAsync("#f-partMoreCall summary");
        await editor.TypeAsync("#f-priority", Sample("priority"));
        await editor.PressAsync("button[value=save]:not(.default)");
        Assert.Contains(texts["saidSaveDraft"], await editor.TextAsync(), StringComparison.Ordinal);
    }

    /// <summary>To those who chose calls; watched until it is sent.</summary>
    /// <returns>The announcement's edition.</returns>
    private async Task<string> AnnounceAsync(KeyboardReader editor, Strings texts, ItemRef item)
    {
        await editor.PressAsync(".main-nav a[href='/staff']");
        await editor.PressAsync($"a[href^='/staff/send/announce?item='][href$='{item.Id}']");
        await editor.ToggleAsync("input[name=kinds][value=call]");
        await editor.PressAsync("button[value=count]");
        var counted = await editor.TextOfAsync("#count b");
        Assert.Equal(["call"], await editor.TickedAsync("kinds"));
        await editor.PressAsync("#send");
        Assert.Equal(texts["sendAnnounceCheckTitle"], await editor.TextOfAsync("h1"));
        Assert.Equal(counted, await editor.TextOfAsync(".big b"));

        await editor.PressAsync("button[value=send]");
        await editor.WatchAsync("#stand[data-state=sent]");
        Assert.Contains(texts["sendEditionSent"], await editor.TextOfAsync("#stand .badge"), StringComparison.Ordinal);
        Assert.True(await editor.SeeFramesAsync() >= 3, "The edition's page shows its mail on a phone and wider.");

        var edition = editor.Path.Split('/')[^1];
        var mails = new OutboxFolder(product.Outbox).List(edition);
        Assert.Equal(["anna@example.org", "ola@example.org"], mails.Select(mail => mail.To.Split('<')[^1].TrimEnd('>')).Order(StringComparer.Ordinal));
        Assert.Contains($"{mails.Count}", counted, StringComparison.Ordinal);
        return edition;
    }

    /// <summary>Where its mails say it is, so that their pictures come from it too.</summary>
    private async Task<Item> FindAsync(ItemRef item) => (await product.Get<Items>().FindAsync(item, CancellationToken.None))!.Item;

    private static string Sample(string field)
    {
        using var sample = JsonDocument.Parse(File.ReadAllText(Checkout.At("samples", "torun", "content.json")));
        return sample.RootElement.GetProperty("items").EnumerateArray().First(item => item.GetProperty("id").GetString() == "drugi-nabor-2023").GetProperty(field).GetString()!;
    }
}
