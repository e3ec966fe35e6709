using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Publisher.App.Local;
using Publisher.App.Settings;
using Publisher.Content;
using Publisher.Subscribers;
using Publisher.Testing;

namespace Publisher.App.Tests.Cli;

/// <summary>One run of the demo, as a newcomer starts it.</summary>
public sealed class DemoRun : IAsyncLifetime, IDisposable
{
    private readonly ScratchFolder folder = new();

    public Ended Ended { get; private set; } = null!;

    public string Outbox => Path.Combine(folder.Path, "out");

    public async Task InitializeAsync() => Ended = await DemoTests.DemoAsync(folder.Path, Outbox);

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => folder.Dispose();
}

public sealed partial class DemoTests(DemoRun run) : IClassFixture<DemoRun>
{
    private const string Edition = "biuletyn-0001";
    private const string CallNumber = "RPKP.11.01.00-04-0001/22";
    private const string Meeting = "Całodniowe spotkanie sieciująco-informacyjne";

    private static readonly PublisherSettings Settings = PublisherSettings.Read(
        new ConfigurationBuilder()
            .AddJsonFile(Checkout.At("samples", "torun", "settings.json"))
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Publisher:Secret"] = new('s', 32) })
            .Build(),
        local: true);

    public static Task<Ended> DemoAsync(string folder, string outbox, params string[] more) =>
        Run.ToEndAsync(Run.Publisher, ["demo", "--exit", "--outbox", outbox, .. more], folder);

    [Fact]
    public void Ends_well_and_says_what_it_did()
    {
        Assert.Equal((0, ""), (run.Ended.ExitCode, run.Ended.Error));
        Assert.Matches(@"Recipients\s*│ 100", run.Ended.Output);
        Assert.Matches(@"Accepted\s*│ 100", run.Ended.Output);
        // Five items on three networks.
        Assert.Matches(@"Posts\s*│ 15", run.Ended.Output);
    }

    [Fact]
    public void Each_of_100_people_gets_one_mail_of_just_what_they_chose()
    {
        var mail = Messages(run.Outbox).ToDictionary(message => Mailbox().Match(message.To).Value);

        Assert.Equal(100, mail.Count);
        foreach (var person in DemoSubscribers.Make(100, Settings.Districts, default))
        {
            var message = mail[person.Address];
            foreach (var body in (string[])[message.Text, message.Html])
            {
                Assert.Equal(Wants(person, ItemKind.Call), body.Contains(CallNumber, StringComparison.Ordinal));
                Assert.Equal(Wants(person, ItemKind.Event), body.Contains(Meeting, StringComparison.Ordinal));
                Assert.Equal(Wants(person, ItemKind.News), body.Contains("Szkolimy NGO", StringComparison.Ordinal));
                Assert.Contains(person.Name.Length > 0 ? $"Dzień dobry, {person.Name}!" : "Dzień dobry!", body, StringComparison.Ordinal);
                foreach (var district in person.Interests.Districts) Assert.Contains(Settings.Districts.NameOf(district), Unwrapped(body), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Each_mail_has_its_own_way_out_and_the_one_click_header()
    {
        var links = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (file, message) in Files(run.Outbox).Zip(Messages(run.Outbox)))
        {
            var header = Encoding.ASCII.GetString(File.ReadAllBytes(file)).Split("\r\n\r\n")[0];
            var link = UnsubscribeField().Match(header).Groups[1].Value;
            Assert.True(links.Add(link), "the link is somebody else's");
            Assert.Contains(link, message.Text, StringComparison.Ordinal);
            Assert.Contains($"href=\"{link}\"", message.Html, StringComparison.Ordinal);
            Assert.Contains("\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click", header, StringComparison.Ordinal);
            Assert.Contains("\r\nList-Id: <biuletyn.example.org>", header, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Polish_letters_are_right_and_nothing_of_a_template_is_left()
    {
        foreach (var message in Messages(run.Outbox))
        {
            var all = message.Subject + message.Text + message.Html;
            Assert.Contains("Oto nowości wybrane dla Ciebie.", message.Text, StringComparison.Ordinal);
            Assert.Contains("Lokalna Grupa Działania „Dla Miasta Torunia”", message.Html, StringComparison.Ordinal);
            Assert.NotEmpty(message.Subject);
            foreach (var residue in (string[])["{{", "}}", "\uE000", "\uE001", "\uFFFD", "<mj-", "undefined"]) Assert.DoesNotContain(residue, all, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_published_item_has_one_post_on_each_network()
    {
        var posts = Directory.GetFiles(Path.Combine(run.Outbox, "social")).Select(File.ReadAllText).Select(json => JsonDocument.Parse(json).RootElement).ToList();

        Assert.Equal(["facebook", "linkedin", "mastodon"], posts.Select(post => post.GetProperty("network").GetString()).Distinct().Order(StringComparer.Ordinal));
        Assert.All(posts.GroupBy(post => post.GetProperty("network").GetString()), network => Assert.Equal(
            ["call/drugi-nabor-2023", "event/spotkanie-sieciujace-2023-05-09", "news/innowacje-spoleczne", "news/lokalna-strategia-rozwoju", "news/szkolimy-ngo"],
            network.Select(post => post.GetProperty("item").GetString()).Order(StringComparer.Ordinal)));
        Assert.Contains(posts, post => post.GetProperty("message").GetString()!.Contains(CallNumber, StringComparison.Ordinal));
        Assert.All(posts, post => Assert.DoesNotContain("{{", post.GetProperty("message").GetString()!, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_second_run_gives_the_same_files_but_for_dates()
    {
        var before = Snapshot(run.Outbox);
        using var folder = new ScratchFolder();
        var again = Path.Combine(folder.Path, "out");
        Assert.Equal(0, (await DemoAsync(folder.Path, again)).ExitCode);
        // Into a folder that has the files of an earlier run, too.
        Assert.Equal(0, (await DemoAsync(folder.Path, again)).ExitCode);

        Assert.Equal(before, Snapshot(again));
    }

    [Fact]
    public async Task Files_that_no_demo_made_are_left_alone()
    {
        using var folder = new ScratchFolder();
        Directory.CreateDirectory(Path.Combine(folder.Path, "social"));
        Directory.CreateDirectory(Path.Combine(folder.Path, Edition));
        var post = Path.Combine(folder.Path, "social", "facebook-call-real.json");
        var mail = Path.Combine(folder.Path, Edition, "00001.eml");
        await File.WriteAllTextAsync(post, "{}");
        await File.WriteAllTextAsync(mail, "real");

        await DemoAsync(folder.Path, folder.Path);
        await DemoAsync(folder.Path, folder.Path);

        Assert.Equal(("{}", "real"), (await File.ReadAllTextAsync(post), await File.ReadAllTextAsync(mail)));
        Assert.Equal(101, Files(folder.Path).Length);
    }

    [Fact]
    public async Task A_mail_server_that_is_not_there_is_said_and_nothing_counts_as_accepted()
    {
        using var folder = new ScratchFolder();

        var ended = await Run.ToEndAsync(
            Run.Publisher,
            ["demo", "--exit", "--subscribers", "40", "--outbox", folder.Path],
            folder.Path,
            ("Publisher__Mail__Transport", "smtp"),
            ("Publisher__Mail__Host", "127.0.0.1"),
            ("Publisher__Mail__Port", "1"));

        Assert.Equal(1, ended.ExitCode);
        Assert.Matches(@"Accepted\s*│ 0", ended.Output);
        Assert.Contains("deferred: connection", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_day_after_the_meeting_nobody_is_invited_to_it()
    {
        using var folder = new ScratchFolder();
        var ended = await DemoAsync(folder.Path, folder.Path, "--as-of", "2023-05-10T08:00");

        Assert.Equal(0, ended.ExitCode);
        var messages = Messages(folder.Path).ToList();
        Assert.NotEmpty(messages);
        Assert.All(messages, message => Assert.DoesNotContain(Meeting, message.Text + message.Html, StringComparison.Ordinal));
        Assert.Contains(messages, message => message.Text.Contains(CallNumber, StringComparison.Ordinal));
        Assert.Empty(Directory.GetFiles(Path.Combine(folder.Path, "social"), "*spotkanie*"));
    }

    private static bool Wants(Subscriber person, ItemKind kind) => person.Interests.Kinds.Count == 0 || person.Interests.Kinds.Contains(kind);

    private static string Unwrapped(string text) => text.ReplaceLineEndings(" ");

    private static string[] Files(string outbox) => [.. Directory.GetFiles(Path.Combine(outbox, Edition), "*.eml").Order(StringComparer.Ordinal)];

    private static IEnumerable<EmlMessage> Messages(string outbox) => Files(outbox).Select(file => EmlReader.Read(File.ReadAllBytes(file)));

    private static SortedDictionary<string, string> Snapshot(string outbox) => new(
        Directory.GetFiles(outbox, "*", SearchOption.AllDirectories).ToDictionary(
            file => Path.GetRelativePath(outbox, file), file => DateField().Replace(File.ReadAllText(file, Encoding.Latin1), "")),
        StringComparer.Ordinal);

    [GeneratedRegex(@"[^<\s]+@example\.org", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Mailbox();

    [GeneratedRegex("^List-Unsubscribe: <(.+)>\r$", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex UnsubscribeField();

    [GeneratedRegex("^(Date: |DTSTAMP:).*\r$", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DateField();
}
