using Publisher.Reports;
using Publisher.Subscribers;
using Publisher.Subscribers.Import;

namespace Publisher.Tests.Reports;

/// <summary>On real storage: the daily round, the count that it asks for, and lists on their way in.</summary>
public sealed class CountAudienceTests : IAsyncLifetime
{
    private TestProduct product = null!;

    public async Task InitializeAsync() => product = await TestProduct.StartAsync();

    public async Task DisposeAsync() => await product.DisposeAsync();

    [Fact]
    public async Task The_daily_round_writes_down_what_it_took_away_and_has_the_audience_counted_once()
    {
        var people = await product.SubscribeAsync(250);
        await product.Get<SubscriberList>().UnsubscribeAsync(people[0].Key, HistoryChannel.OneClick, default);
        await product.Get<Suppressions>().AddAsync(people[1].Key, Suppressions.Bounced, default);

        var said = await product.Get<DailyRound>().RunAsync(default);

        Assert.StartsWith("Retention: 0 unconfirmed removed", Assert.Single(said), StringComparison.Ordinal);
        Assert.Equal(product.Now, Assert.Single(await product.Get<ReportBlobs>().ReadRoundsAsync(default)).At);
        Assert.Null(await product.Get<ReportBlobs>().ReadAudienceAsync(default));
        Assert.True(await product.Get<AskForCount>().IsUnderWayAsync(null, default));
        var work = Assert.Single(await product.TakeAsync<CountAudienceWork>());
        Assert.Equal("The audience: 249 confirmed, 0 unconfirmed, 1 unsubscribed", await product.Get<CountAudience>().RunAsync(work, default));
        // The queue may show its message twice.
        Assert.Equal("The audience has been counted since that was asked for", await product.Get<CountAudience>().RunAsync(work, default));
        var count = (await product.Get<ReportBlobs>().ReadAudienceAsync(default))!;
        Assert.Equal((249, 1, 1), (count.Confirmed, count.Unsubscribed, count.Suppressed[Suppressions.Bounced]));
        Assert.Equal((0, 250, 1, 249), count.Days is [var day] ? (day.Consented, day.Imported, day.Left, day.Confirmed) : default);
        Assert.False(await product.Get<AskForCount>().IsUnderWayAsync(count, default));
    }

    [Fact]
    public async Task Rounds_are_kept_the_newest_first_and_not_for_ever()
    {
        var reports = product.Get<ReportBlobs>();
        for (var day = 0; day < ReportBlobs.MostRounds + 2; day++)
            await reports.AddRoundAsync(new RetentionRound(product.Now + Duration.FromDays(day), new Dictionary<string, int> { [RetentionRound.Unconfirmed] = day }, 0, 0) { Elsewhere = [new ElsewhereForgotten("ledgers of editions", day, false)] }, default);

        var rounds = await reports.ReadRoundsAsync(default);

        Assert.Equal(ReportBlobs.MostRounds, rounds.Count);
        Assert.Equal((91, 91), (rounds[0].Counts[RetentionRound.Unconfirmed], Assert.Single(rounds[0].Elsewhere).Count));
        Assert.Equal(2, rounds[^1].Counts[RetentionRound.Unconfirmed]);
    }

    [Fact]
    public async Task A_list_is_checked_first_and_nobody_of_it_is_taken_in_before_somebody_says_so()
    {
        var list = await UploadAsync("address,name\nanna@example.org,Anna\njan@example.org,Jan\n");
        await RunAsync();

        var (upload, _) = (await product.Get<ListUploads>().FindAsync(list.Id, default))!.Value;
        Assert.Equal((ListUploadState.Checked, 2, true), (upload.State, upload.Result!.Added, upload.MayBeImported));
        Assert.Null(await FindAsync("anna@example.org"));

        Assert.True(await product.Get<TakeList>().ImportAsync(list.Id, default));
        Assert.False(await product.Get<TakeList>().ImportAsync(list.Id, default));
        await RunAsync();

        Assert.NotNull(await FindAsync("anna@example.org"));
        (upload, _) = (await product.Get<ListUploads>().FindAsync(list.Id, default))!.Value;
        Assert.Equal((ListUploadState.Imported, 2), (upload.State, upload.Result!.Added));
        var entry = (await product.Get<Publisher.Staff.AuditLog>().PageAsync("", default)).Entries.First(each => each.What == Publisher.Staff.AuditVerbs.ImportList);
        Assert.Equal(("Anna", $"list/{list.Id[..8]}"), (entry.Who, entry.Target));
        // The people are in the table now; the list has no reason to stay.
        Assert.Empty(await BlobsAsync(".csv"));
        Assert.Equal("The list is imported already", await product.Get<TakeList>().RunAsync(new ImportListWork(list.Id), default));
    }

    [Fact]
    public async Task One_line_with_a_fault_keeps_the_whole_list_out_unless_such_lines_are_to_be_left_out()
    {
        const string List = "address,name\nanna@example.org,Anna\nno address,Jan\n";
        var whole = await UploadAsync(List);
        var skipping = await UploadAsync(List, skip: true);
        await RunAsync();

        var (upload, _) = (await product.Get<ListUploads>().FindAsync(whole.Id, default))!.Value;
        Assert.False(upload.MayBeImported);
        Assert.Equal(("address", 3), Assert.Single(upload.Faults) is var fault ? (fault.Field, fault.Line) : default);
        Assert.False(await product.Get<TakeList>().ImportAsync(whole.Id, default));
        Assert.Null(await FindAsync("anna@example.org"));

        Assert.True(await product.Get<TakeList>().ImportAsync(skipping.Id, default));
        await RunAsync();
        Assert.NotNull(await FindAsync("anna@example.org"));
    }

    [Theory]
    [InlineData("", "source")]
    [InlineData("name,town\nAnna,Toruń\n", "source")]
    [InlineData("address\n", "source")]
    [InlineData("address,name\nanna@example.org,Anna\n", "")]
    public async Task What_is_no_list_or_does_not_say_where_consent_comes_from_is_refused_and_goes_at_once(string file, string source)
    {
        var list = await UploadAsync(file, source: source);
        await RunAsync();

        var (upload, _) = (await product.Get<ListUploads>().FindAsync(list.Id, default))!.Value;
        Assert.Equal(ListUploadState.Refused, upload.State);
        Assert.NotEmpty(upload.Faults);
        Assert.Empty(await BlobsAsync(".csv"));
    }

    [Fact]
    public async Task A_list_that_nobody_imports_goes_after_a_day()
    {
        await UploadAsync("address\nanna@example.org\n");

        // The emulator dates what it keeps by its own clock.
        Assert.Equal(0, await product.Get<ListUploads>().ForgetAsync(TimeProvider.System.Now(), default));
        Assert.Equal(2, await product.Get<ListUploads>().ForgetAsync(TimeProvider.System.Now() + Duration.FromDays(1) + Duration.FromMinutes(1), default));
        Assert.Empty(await BlobsAsync(""));
    }

    private Task<Subscriber?> FindAsync(string address) => product.Get<SubscriberList>().FindAsync(Some.Subscriber(address).Key, default);

    private async Task<ListUpload> UploadAsync(string file, bool skip = false, string source = "paper forms")
    {
        var list = await product.Get<ListUploads>().AddAsync(BinaryData.FromString(file), "list.csv", source, skip, false, "Anna", default);
        await product.Get<TakeList>().CheckAsync(list, default);
        return list;
    }

    private async Task RunAsync()
    {
        foreach (var work in await product.TakeAsync<ImportListWork>()) await product.Get<TakeList>().RunAsync(work, default);
    }

    private async Task<List<string>> BlobsAsync(string ending)
    {
        var names = new List<string>();
        await foreach (var blob in product.Get<Azure.Storage.Blobs.BlobServiceClient>().GetBlobContainerClient("imports").GetBlobsAsync())
            if (blob.Name.EndsWith(ending, StringComparison.Ordinal)) names.Add(blob.Name);
        return names;
    }
}
