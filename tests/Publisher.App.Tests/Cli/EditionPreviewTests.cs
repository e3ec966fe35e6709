using System.Text;
using Publisher.App.Local;
using Publisher.Testing;

namespace Publisher.App.Tests.Cli;

/// <summary><c>publisher edition preview</c> and <c>edition show</c>, as staff type them.</summary>
public sealed class EditionPreviewTests : IDisposable
{
    private const string AsOf = "2023-05-02T08:00";

    private readonly ScratchFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_preview_lies_in_a_folder_with_a_page_that_shows_it_and_nothing_is_stored()
    {
        await ImportAsync();

        var said = await SayAsync("edition", "preview", "--subscriber", "Anna@example.org", "--as-of", AsOf);

        var look = Path.Combine(folder.Path, ".local", "preview");
        Assert.Equal(["calendar.ics", "index.html", "message.eml", "message.html", "message.txt", "subject.txt", "web.html"], Files(look));
        var message = EmlReader.Read(await File.ReadAllBytesAsync(Path.Combine(look, "message.eml")));
        Assert.Equal((message.Html, message.Text, message.Calendar), (Read(look, "message.html"), Read(look, "message.txt"), Read(look, "calendar.ics")));
        Assert.Equal(message.Subject + "\n", Read(look, "subject.txt"));
        Assert.Contains("Dzień dobry, Anna!", message.Text, StringComparison.Ordinal);
        Assert.Contains("Szkolimy NGO", Read(look, "web.html"), StringComparison.Ordinal);
        var page = Read(look, "index.html");
        Assert.Contains($"<span lang=\"pl\">{message.Subject}</span>", page, StringComparison.Ordinal);
        Assert.Contains("<dt>Preheader</dt><dd lang=\"pl\">Drugi nabór w 2023 r.", page, StringComparison.Ordinal);
        Assert.Contains("<dt>Leaves</dt><dd>2023-05-02T08:00</dd>", page, StringComparison.Ordinal);
        Assert.Contains("this reader’s own: the one to leave works", page, StringComparison.Ordinal);
        Assert.Matches("news/szkolimy-ngo<br>.*<td>in the edition, but not for this reader</td><td>they chose the kinds call, event</td>", page);
        Assert.Contains($"Subject: {message.Subject}\n", said, StringComparison.Ordinal);
        Assert.Matches(@"call/drugi-nabor-2023 +in, under Calls", said);
        Assert.Contains($"Look: {Path.Combine(look, "index.html")}", said, StringComparison.Ordinal);
        Assert.Contains("There is no edition yet.", await SayAsync("edition", "show"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_made_up_reader_gets_their_choice_and_what_an_earlier_preview_left_is_gone()
    {
        await ImportAsync();
        await SayAsync("edition", "preview", "--as-of", AsOf, "--out", "look");

        var said = await SayAsync("edition", "preview", "--as-of", AsOf, "--out", "look", "--kinds", "news", "--districts", "rubinkowo, Stawki", "--language", "pl", "--name", "Jan");
        Assert.Contains("for a made-up one, Jan <reader@preview.invalid>", said, StringComparison.Ordinal);
        Assert.Equal(["index.html", "message.eml", "message.html", "message.txt", "subject.txt", "web.html"], Files(Path.Combine(folder.Path, "look")));
        Assert.Contains("<dd>kinds news; districts Rubinkowo, Stawki</dd>", Read("look", "index.html"), StringComparison.Ordinal);

        // By then all but the news are over.
        Assert.Contains("There is nothing in it for this reader, so they get no mail.", await SayAsync("edition", "preview", "--out", "look", "--kinds", "call"), StringComparison.Ordinal);
        Assert.Equal(["index.html", "web.html"], Files(Path.Combine(folder.Path, "look")));
    }

    [Fact]
    public async Task Files_that_no_preview_made_are_left_alone()
    {
        folder.Write("message.txt", "mine");

        var ended = await Run.ToEndAsync(Run.Publisher, ["edition", "preview", "--out", "."], folder.Path);

        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("holds a file message.txt that no preview made; choose another folder with --out", ended.Error, StringComparison.Ordinal);
        Assert.Equal("mine", Read(".", "message.txt"));
    }

    [SkippableFact]
    public async Task The_browser_is_shown_the_page_and_without_one_it_is_said_where_it_is()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Opens by xdg-open on Linux only.");
        var index = Path.Combine(folder.Path, ".local", "preview", "index.html");
        var opener = folder.Write("xdg-open", $"#!/bin/sh\necho \"$1\" > '{folder.Path}/opened'\necho chatter\n");
        if (OperatingSystem.IsLinux()) File.SetUnixFileMode(opener, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite);

        Assert.EndsWith($"Shown: {index}\n", await OpenAsync(), StringComparison.Ordinal);
        Assert.Equal(index + "\n", Read(".", "opened"));
        await File.WriteAllTextAsync(opener, "#!/bin/sh\nexit 3\n");
        Assert.EndsWith($"There is no browser here that opens files; the page is {index}\n", await OpenAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_edition_shows_its_items_by_heading_and_a_draft_what_has_to_be_mended()
    {
        var content = """
            { "items": [
              { "kind": "news", "id": "plac", "title": "Nowy plac zabaw", "summary": "Otwarty od maja.", "image": { "url": "https://example.org/plac.png", "alt": "ALT" } },
              { "kind": "news", "id": "park", "title": "Park", "summary": "Zielony." }
            ] }
            """;
        await SayAsync("import", "content", folder.Write("content.json", content.Replace("ALT", "plac.png", StringComparison.Ordinal)));
        Assert.Equal(1, (await Run.ToEndAsync(Run.Publisher, ["edition", "prepare"], folder.Path)).ExitCode);

        var waiting = await SayAsync("edition", "show", "weekly-0001");
        Assert.Matches(@"News +news/plac +1", waiting);
        Assert.Contains("It is not sent before this is mended:\n  news/plac, image.alt: „plac.png” is the name of a file; say in words what the picture shows\n", waiting, StringComparison.Ordinal);
        var preview = await SayAsync("edition", "preview", "weekly-0001");
        Assert.Contains("Blocks sending: news/plac, image.alt: „plac.png”", preview, StringComparison.Ordinal);
        Assert.Contains("<span class=\"stop\">Blocks sending:</span> news/plac, image.alt", Read(Path.Combine(folder.Path, ".local", "preview"), "index.html"), StringComparison.Ordinal);

        await SayAsync("import", "content", folder.Write("content.json", content.Replace("ALT", "Dzieci na huśtawce", StringComparison.Ordinal)));
        await SayAsync("edition", "prepare");
        var ready = await SayAsync("edition", "show", "weekly-0001");
        Assert.Matches(@"News +news/plac +2", ready);
        Assert.DoesNotContain("mended", ready, StringComparison.Ordinal);
    }

    private static string[] Files(string at) => [.. Directory.GetFiles(at).Select(Path.GetFileName).OfType<string>().Order(StringComparer.Ordinal)];

    private string Read(string at, string name) => Encoding.UTF8.GetString(File.ReadAllBytes(Path.Combine(folder.Path, at, name)));

    private async Task ImportAsync()
    {
        File.Copy(Checkout.At("samples", "torun", "settings.json"), Path.Combine(folder.Path, "publisher.local.json"));
        await SayAsync("import", "content", Checkout.At("samples", "torun", "content.json"));
        await SayAsync("import", "subscribers", folder.Write("people.csv", "address,name,kinds\nanna@example.org,Anna,call|event\n"), "--source", "lista");
    }

    private Task<string> OpenAsync() => SayAsync(["edition", "preview", "--open"], ("PATH", $"{folder.Path}:{Environment.GetEnvironmentVariable("PATH")}"));

    private Task<string> SayAsync(params string[] arguments) => SayAsync(arguments, []);

    private async Task<string> SayAsync(string[] arguments, params (string Name, string? Value)[] environment)
    {
        var ended = await Run.ToEndAsync(Run.Publisher, arguments, folder.Path, environment);
        Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
        return ended.Output;
    }
}
