using System.Globalization;
using System.Text;
using Publisher.Content;
using Publisher.Subscribers;
using Publisher.Subscribers.Import;

namespace Publisher.Tests.Subscribers;

public sealed class ImportRulesTests : IAsyncLifetime
{
    private const string Mixed = "address,status\nnew@example.org,\nthere@example.org,\nnever@example.org,\nleft@example.org,unsubscribed\nbounced@example.org,bounced\n";

    private TestProduct product = null!;

    public async Task InitializeAsync()
    {
        product = await TestProduct.StartAsync();
        await product.Get<ImportSubscribers>().TextAsync("address\nthere@example.org\n", "fair");
        await product.Get<Suppressions>().AddAsync(Key("never@example.org"), "complained", CancellationToken.None);
    }

    public async Task DisposeAsync() => await product.DisposeAsync();

    [Fact]
    public async Task A_dry_run_tells_what_becomes_of_each_line_and_writes_nothing()
    {
        var told = new List<string>();
        var result = await RunAsync(Mixed + "nobody,\n", new SubscriberImportRules(DryRun: true), told: line => told.Add(line.ToString()));

        Assert.Equal("1 added, 1 there already, 1 suppressed, 1 refused; left out: 1 unsubscribed, 1 bounced", result.ToString());
        Assert.Equal(
            [
                "line 2: new@example.org, added", "line 3: there@example.org, there already", "line 4: never@example.org, suppressed",
                "line 5: left@example.org, left out: unsubscribed", "line 6: bounced@example.org, left out: bounced", "line 7: nobody, refused: address: „nobody” has no @",
            ],
            told);
        Assert.Equal(["there@example.org"], await AddressesAsync());
    }

    [Fact]
    public async Task A_dry_run_says_what_the_import_then_does()
    {
        var dry = await RunAsync(Mixed, new SubscriberImportRules(DryRun: true));

        Assert.Equal(dry, await RunAsync(Mixed, new SubscriberImportRules()));
        Assert.Equal(["new@example.org", "there@example.org"], await AddressesAsync());
    }

    [Fact]
    public async Task Who_came_to_us_is_not_silenced_by_having_left_another_list()
    {
        var result = await RunAsync("address,status\nthere@example.org,unsubscribed\nelsewhere@example.org,unsubscribed\n", new SubscriberImportRules(SuppressUnsubscribed: true));

        Assert.Equal((1, 1), (result.Kept, result.NewlySuppressed));
        Assert.DoesNotContain(Key("there@example.org"), await product.Get<Suppressions>().InAsync(KeyRange.Everything, CancellationToken.None));
        Assert.Equal(SubscriptionStatus.Confirmed, (await product.Get<SubscriberList>().FindAsync(Key("there@example.org"), CancellationToken.None))!.Status);
    }

    [Fact]
    public async Task Refused_lines_are_left_out_only_if_that_was_said_and_can_be_mended_and_imported()
    {
        const string File = "address,name,topics\nnew@example.org,Ala,a\nnobody,=Jan,b\nnew@example.org,Ela,c\n";
        await Assert.ThrowsAsync<RefusedException>(() => RunAsync(File, new SubscriberImportRules()));
        Assert.Equal(["there@example.org"], await AddressesAsync());

        using var rest = new MemoryStream();
        var list = ListOfPeople.Of(File, "fair");
        using (var lines = new RefusedLines(rest, list.Columns))
        {
            var result = await product.Get<ImportSubscribers>().RunAsync(list, new SubscriberImportRules(SkipRefused: true), null, lines.Add, null, CancellationToken.None);
            Assert.Equal((1, 2, 2), (result.Added, result.Refused, lines.Count));
        }

        var text = Encoding.UTF8.GetString(rest.ToArray());
        Assert.Equal(
            "\uFEFFaddress,name,topics,refused-line,refused-reason\r\nnobody,'=Jan,b,3,address: „nobody” has no @\r\nnew@example.org,Ela,c,4,address: „new@example.org” is in this file twice\r\n", text);
        Assert.Equal(new SubscriberImport(1, 1, 0), await RunAsync(text.Replace("nobody,", "jan@example.org,", StringComparison.Ordinal), new SubscriberImportRules()));
        Assert.Equal("=Jan", (await product.Get<SubscriberList>().FindAsync(Key("jan@example.org"), CancellationToken.None))!.Name);
    }

    [Fact]
    public async Task Who_unsubscribed_elsewhere_is_never_mailed_only_if_that_was_said()
    {
        await RunAsync(Mixed, new SubscriberImportRules());
        Assert.Single(await product.Get<Suppressions>().InAsync(KeyRange.Everything, CancellationToken.None));

        Assert.Equal(1, (await RunAsync(Mixed, new SubscriberImportRules(SuppressUnsubscribed: true))).NewlySuppressed);

        Assert.Contains(Key("left@example.org"), await product.Get<Suppressions>().InAsync(KeyRange.Everything, CancellationToken.None));
        Assert.Equal(0, (await RunAsync(Mixed, new SubscriberImportRules(SuppressUnsubscribed: true))).NewlySuppressed);
        Assert.Equal(new SubscriberImport(0, 0, 1), await RunAsync("address\nleft@example.org\n", new SubscriberImportRules()));
    }

    [Fact]
    public async Task An_import_that_is_stopped_half_way_is_finished_by_running_it_again()
    {
        const int People = 30_000;
        var file = "address\n" + string.Concat(Enumerable.Range(0, People).Select(number => $"reader{number}@example.org\n"));
        using var stop = new CancellationTokenSource();
        var progress = new Progress(step =>
        {
            if (step.Writing && step.Done > step.Total * 0.95) stop.Cancel();
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => product.Get<ImportSubscribers>().RunAsync(ListOfPeople.Of(file, "fair"), new SubscriberImportRules(), null, null, progress, stop.Token));
        var before = (await AddressesAsync()).Count - 1;
        Assert.InRange(before, 1, People - 1);

        var rest = await RunAsync(file, new SubscriberImportRules());
        // A write that was given up may still have come to its end.
        Assert.InRange(rest.Added, 1, People - before);
        Assert.Equal(new SubscriberImport(rest.Added, People - rest.Added, 0), rest);
        Assert.Equal(People + 1, (await AddressesAsync()).Count);
    }

    [Fact]
    public async Task Who_signs_up_while_the_list_is_taken_in_is_there_already()
    {
        var progress = new Progress(step =>
        {
            // The file has been checked, and nothing of it written.
            if (!step.Writing && step.Done == step.Total) product.AnotherInstance().Get<ImportSubscribers>().AddAsync([Some.Subscriber("a@example.org", name: "own")], null, CancellationToken.None).GetAwaiter().GetResult();
        });

        var result = await product.Get<ImportSubscribers>().RunAsync(ListOfPeople.Of("address\na@example.org\nb@example.org\n", "fair"), new SubscriberImportRules(), null, null, progress, CancellationToken.None);

        Assert.Equal(new SubscriberImport(1, 1, 0), result);
        Assert.Equal("own", (await product.Get<SubscriberList>().FindAsync(Key("a@example.org"), CancellationToken.None))!.Name);
    }

    [Fact]
    public async Task What_is_exported_is_imported_as_it_was()
    {
        var people = new[]
        {
            Some.Subscriber("+jan@example.org", new Interests([ItemKind.Call, ItemKind.News], ["rubinkowo"], ["sport, zdrowie", "=kultura"]), "=Jan") with { Source = "-targi; \"maj\"", Language = "uk", Role = ReaderRole.Ngo },
            Some.Subscriber("deadlines@example.org", new Interests([ItemKind.News], [], [], Deadlines: true)) with { Role = ReaderRole.School, Rhythm = new RhythmChoice(Rhythm.AtOnce, Rhythm.Monthly) },
            Some.Subscriber("only@example.org", new Interests([], [], [], Deadlines: true)) with { Rhythm = new RhythmChoice(Rhythm.Monthly, Rhythm.Monthly) },
            Some.Subscriber("zażółć@żółw.example", name: "'+1") with { Since = Instant.FromUtc(2020, 1, 2, 3, 4).PlusTicks(1234567) },
            Some.Subscriber("resting@example.org") with { PausedUntil = new LocalDate(2023, 6, 1), Calls = new(["nabor-1", "nabor-2"], ["nabor-3"]) },
            Some.Subscriber("plain@example.org"),
        };
        await product.Get<ImportSubscribers>().AddAsync(people, null, CancellationToken.None);
        await product.Get<SubscriberList>().UnsubscribeAsync(Key("there@example.org"), CancellationToken.None);
        using var file = new MemoryStream();
        Assert.Equal(7, await product.Get<ExportSubscribers>().RunAsync(file, null, CancellationToken.None));
        var text = Encoding.UTF8.GetString(file.ToArray());
        Assert.StartsWith("\uFEFFaddress,name,language,status,kinds,districts,topics,source,since,role,rhythm,deadlines,paused,followed,left calls\r\n", text, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"(?m)(^|,)""?[=+\-@]", text);

        await using var another = await TestProduct.StartAsync();
        var list = ListOfPeople.Of(file.ToArray());
        var result = await another.Get<ImportSubscribers>().RunAsync(list, new SubscriberImportRules(), null, null, null, CancellationToken.None);

        Assert.Equal("6 added, 0 there already, 0 suppressed; left out: 1 unsubscribed", result.ToString());
        foreach (var person in people)
        {
            var read = (await another.Get<SubscriberList>().FindAsync(person.Key, CancellationToken.None))!;
            Assert.Equal(Flat(person), Flat(read));
        }

        using var again = new MemoryStream();
        await another.Get<ExportSubscribers>().RunAsync(again, null, CancellationToken.None);
        Assert.Equal(text.Split("\r\n").Where(line => !line.Contains("unsubscribed", StringComparison.Ordinal)), Encoding.UTF8.GetString(again.ToArray()).Split("\r\n"));
    }

    private static string Flat(Subscriber person) => string.Create(
        CultureInfo.InvariantCulture,
        $"{person.Key} {person.Address} {person.Name} {person.Language} {person.Status} {string.Join('|', person.Interests.Kinds)} {string.Join('|', person.Interests.Districts)} {string.Join('|', person.Interests.Topics)} {person.Source} {person.Since.ToUnixTimeTicks()} {person.Role} {RhythmText.Write(person.Rhythm)} {person.Interests.Deadlines} {person.PausedUntil} {string.Join('|', person.Calls.Followed)} {string.Join('|', person.Calls.Left)}");

    private static SubscriberKey Key(string address) => Some.Subscriber(address).Key;

    private Task<SubscriberImport> RunAsync(string text, SubscriberImportRules rules, Action<JudgedLine>? told = null) =>
        product.Get<ImportSubscribers>().RunAsync(ListOfPeople.Of(text, "fair"), rules, told, null, null, CancellationToken.None);

    private async Task<IReadOnlyList<string>> AddressesAsync()
    {
        var all = new List<string>();
        await foreach (var person in product.Get<SubscriberList>().AllAsync(CancellationToken.None)) all.Add(person.Address);
        return [.. all.Order(StringComparer.Ordinal)];
    }

    private sealed class Progress(Action<ImportProgress> report) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value) => report(value);
    }
}
