using System.Diagnostics;
using System.Globalization;
using NodaTime;
using Publisher.App.Hosting;
using Publisher.App.Local;
using Publisher.App.Settings;
using Publisher.Content;
using Publisher.Delivery;
using Publisher.Editions;
using Publisher.Rendering;
using Publisher.Reports;
using Publisher.Staff;
using Publisher.Subscribers;

namespace Publisher.Bench;

/// <summary>
/// The verb <c>console</c>: how long the pages and actions of the staff console take, against an emulator in memory. COUNT says how many subscribers there are,
/// TIMES how often each is asked for, PER_HOUR what the relay takes (0: any number).
/// </summary>
internal static class ConsoleRun
{
    /// <summary>What every action is to answer within, in milliseconds.</summary>
    private const double Aim = 200;

    private const string Key = "pub_measuresonlyandopensnothingelse0000000000000";

    public static async Task<int> RunAsync()
    {
        var (count, times) = (BenchSettings.Number("COUNT", 300), BenchSettings.Number("TIMES", 12));
        await using var storage = await LocalStorage.InMemoryAsync(CancellationToken.None);
        var configuration = Configuration();
        await using var host = await LocalHost.StartAsync(configuration, PublisherSettings.Read(configuration, local: true), storage, new AsOfClock(EditionRun.AsOf, TimeProvider.System), 0, LogLevel.Error, CancellationToken.None);
        var (edition, announcement) = await PrepareAsync(host, count);
        using var staff = new ConsoleReader(host.Url);
        await staff.SignInAsync(Key);
        Console.WriteLine(FormattableString.Invariant($"{count} subscribers, each asked for {times} times; ms"));
        Console.WriteLine("| what | first | median | worst after the first |");
        Console.WriteLine("|---|--:|--:|--:|");
        var slow = 0;
        foreach (var path in Pages(edition, announcement))
            slow += await MeasureAsync($"GET {path}", times, () => staff.GetAsync(path));
        foreach (var (name, path, fields) in Actions(host.Services.GetRequiredService<IReadOnlyList<Digest>>()[0].Id))
            slow += await MeasureAsync(name, times, () => staff.PostAsync(path, fields));
        await CountAsync(staff, times);
        Console.WriteLine(slow == 0 ? FormattableString.Invariant($"All medians are below {Aim:0} ms.") : FormattableString.Invariant($"{slow} are not below {Aim:0} ms."));
        return slow == 0 ? 0 : 1;

    }

    /// <summary>What was counted a moment ago is kept; so each time another audience is asked for, and the answer waited for.</summary>
    private static async Task CountAsync(ConsoleReader staff, int times)
    {
        var (known, meanwhile) = (new List<double>(), new List<double>());
        for (var round = 0; round < Math.Min(times, 3); round++)
        {
            (string, string)[] question = [("do", "count"), ("item", "call/drugi-nabor-2023"), ("channels", "mail"), ("key", "a"), ("at", FormattableString.Invariant($"2023-05-03T{10 + round}:00"))];
            var begun = Stopwatch.GetTimestamp();
            while ((await staff.PostForAsync("/staff/send/announce", question)).Contains("data-again", StringComparison.Ordinal))
            {
                var asked = Stopwatch.GetTimestamp();
                await staff.GetAsync("/staff");
                meanwhile.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
                await Task.Delay(TimeSpan.FromSeconds(2));
            }

            known.Add(Stopwatch.GetElapsedTime(begun).TotalSeconds);
        }

        Console.WriteLine(FormattableString.Invariant($"Another audience is known after {known.Order().ElementAt(known.Count / 2):0.0} s; a page that is asked for meanwhile: {(meanwhile.Count == 0 ? 0 : meanwhile.Order().ElementAt(meanwhile.Count / 2)):0} ms."));
    }

    private static IEnumerable<string> Pages(string edition, string announcement) =>
    [
        "/staff", "/staff/items/new?kind=call", "/staff/items/call/drugi-nabor-2023", "/staff/items/call/drugi-nabor-2023/preview", "/staff/editions", $"/staff/editions/{edition}",
        $"/staff/editions/{announcement}", $"/staff/editions/{announcement}/mail?mail=pl", $"/staff/editions/{edition}/missed", "/staff/send/announce", "/staff/posts", "/staff/approvals", "/staff/subscribers/next", "/staff/audience", "/staff/audience/person", "/staff/audience/import", "/staff/reports", "/staff/settings", "/staff/audit",
    ];

    private static IEnumerable<(string Name, string Path, (string, string)[] Fields)> Actions(string digest) =>
    [
        ("POST look an address up", "/staff/audience/person", [("address", "anna.0001@example.org")]),
        ("POST make the next edition", "/staff/editions", [("digest", digest)]),
        // Last, for a long list is counted behind them, and the emulator has one thread.
        ("POST count an audience", "/staff/send/announce", [("do", "count"), ("item", "call/drugi-nabor-2023"), ("channels", "mail"), ("key", "a")]),
        ("POST look over an announcement", "/staff/send/announce", [("do", "check"), ("item", "call/drugi-nabor-2023"), ("channels", "mail"), ("key", "a")]),
    ];

    private static async Task<int> MeasureAsync(string name, int times, Func<Task<int>> ask)
    {
        var took = new List<double>();
        for (var round = 0; round < times; round++)
        {
            var begun = Stopwatch.GetTimestamp();
            var status = await ask();
            took.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            if (status >= 400) throw new InvalidOperationException($"{name} was answered with {status}.");
        }

        var (first, sorted) = (took[0], took.Order().ToList());
        var median = (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
        Console.WriteLine(FormattableString.Invariant($"| {name} | {first:0} | {median:0} | {took.Skip(1).DefaultIfEmpty(first).Max():0} |"));
        return median < Aim ? 0 : 1;
    }

    private static IConfiguration Configuration()
    {
        var configuration = EditionRun.Configuration(25);
        configuration["Publisher:Mail:Transport"] = "outbox";
        configuration["Publisher:Outbox"] = Path.Combine(Path.GetTempPath(), "publisher-bench-outbox");
        configuration["Publisher:PublicUrl"] = "http://localhost:7071";
        configuration["Publisher:Staff:Keys:0:Name"] = "Bench";
        configuration["Publisher:Staff:Keys:0:Role"] = "admin";
        configuration["Publisher:Staff:Keys:0:Hash"] = StaffKeys.HashOf(Key);
        if (BenchSettings.Number("PER_HOUR", 0) is > 0 and var quota) configuration["Publisher:Mail:PerHour"] = quota.ToString(CultureInfo.InvariantCulture);
        return configuration;
    }

    /// <summary>A house at work: an audience that was counted, an edition that was sent, an announcement that waits.</summary>
    /// <returns>Their ids.</returns>
    private static async Task<(string Sent, string Waiting)> PrepareAsync(LocalHost host, int count)
    {
        T Get<T>()
            where T : notnull
            => host.Services.GetRequiredService<T>();

        await Get<ImportItems>().RunAsync(await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "samples", "torun", "content.json")), CancellationToken.None);
        // Sent while there are few: what is measured is the console.
        await Get<ImportSubscribers>().AddAsync(DemoSubscribers.Make(Math.Min(count, 300), Get<Districts>(), EditionRun.AsOf), null, CancellationToken.None);
        var edition = await Get<DispatchEditions>().SendAsync(await Get<PrepareEdition>().RunNowAsync(Get<IReadOnlyList<Digest>>()[0].Id, CancellationToken.None), CancellationToken.None);
        while (await Get<EditionList>().StateAsync(edition.Id, CancellationToken.None) != EditionState.Sent) await Task.Delay(100);
        await Get<ImportSubscribers>().AddAsync(DemoSubscribers.Make(count, Get<Districts>(), EditionRun.AsOf), null, CancellationToken.None);
        await FillAsync(Get<Items>(), Get<EditionList>(), Get<IReadOnlyList<Digest>>()[0].Id);
        var waiting = await Get<PrepareEdition>().KeepAsync(await Get<AnnounceItem>().DraftAsync(AnnouncementWish.Of(new ItemRef(ItemKind.Event, "spotkanie-sieciujace-2023-05-09")) with { At = EditionRun.AsOf + Duration.FromDays(1) }, CancellationToken.None), "It cannot be announced.", CancellationToken.None);
        await Get<CountAudience>().RunAsync(new CountAudienceWork(0), CancellationToken.None);
        return (edition.Id, waiting.Id);
    }

    /// <summary>What a house has said in two years: items that are over, and the editions that brought them.</summary>
    private static async Task FillAsync(Items items, EditionList editions, string digest)
    {
        const int Weeks = 100;
        for (var week = 1; week <= Weeks; week++)
        {
            var at = EditionRun.AsOf - Duration.FromDays(7 * week);
            var brought = new List<EditionItem>();
            for (var item = 1; item <= 2; item++)
            {
                var news = new News { Id = FormattableString.Invariant($"dawna-{week}-{item}"), Title = FormattableString.Invariant($"Dawna wiadomość {week}/{item}"), Summary = "Krótko o tym, co się działo.", Body = "Dłużej o tym, **co się działo**." };
                await items.AddAsync(new StoredItem(news, 1, at, at), CancellationToken.None);
                brought.Add(new EditionItem(news.Ref, 1, Section.News));
            }

            await editions.AddAsync(new Edition(FormattableString.Invariant($"{digest}-{9000 + week}"), digest, 9000 + week, EditionState.Sent, at, brought, Subject: FormattableString.Invariant($"Tydzień {week}"), Closed: at, Started: at) { Reached = 300, Released = at }, CancellationToken.None);
        }
    }
}
