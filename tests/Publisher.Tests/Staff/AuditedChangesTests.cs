using Azure.Data.Tables;
using NodaTime;
using Publisher.Staff;

namespace Publisher.Tests.Staff;

/// <summary>Changes that are made and written down once, whatever breaks off.</summary>
public sealed class AuditedChangesTests : IAsyncLifetime
{
    private static readonly AuditNote Wanted = new("Anna", "announce", "call/1", "", "wanted");

    private readonly ManualTime clock = new(new DateTimeOffset(2023, 5, 2, 6, 0, 0, TimeSpan.Zero));

    private TableServiceClient tables = null!;
    private AuditLog log = null!;
    private AuditedChanges changes = null!;

    public async Task InitializeAsync()
    {
        tables = new TableServiceClient(await AzuriteFixture.NewAccountAsync());
        log = new AuditLog(tables, clock);
        changes = new AuditedChanges(log, tables, clock);
        await log.CreateStorageAsync(default);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task What_was_done_is_written_down_once_and_not_what_was_wanted()
    {
        Assert.Equal(3, await changes.RunAsync(Wanted, () => Task.FromResult(3), count => Wanted with { Old = "0", New = $"{count}" }, default));
        clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal(0, await changes.SettleAsync(default));
        Assert.Equal([new AuditEntry(Instant.FromUtc(2023, 5, 2, 6, 0), "Anna", "announce", "call/1", "0", "3")], await EntriesAsync());
    }

    [Fact]
    public async Task What_was_refused_or_changed_nothing_leaves_no_word()
    {
        await Assert.ThrowsAsync<RefusedException>(() => changes.RunAsync<int>(Wanted, () => throw new RefusedException("No.", []), _ => Wanted, default));
        await changes.RunAsync(Wanted, () => Task.FromResult(0), _ => null, default);
        clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal(0, await changes.SettleAsync(default));
        Assert.Empty(await EntriesAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_nobody_saw_the_end_of_is_written_down_once_as_just_that(bool inPart)
    {
        await Assert.ThrowsAnyAsync<Exception>(() => changes.RunAsync<int>(Wanted, () => throw (inPart ? new BrokenOffException("Half of it.", []) : new IOException("The wire broke.")), _ => Wanted, default));
        Assert.Equal(0, await changes.SettleAsync(default));
        Assert.Empty(await EntriesAsync());
        clock.Advance(TimeSpan.FromHours(1));

        await Task.WhenAll(changes.SettleAsync(default), changes.SettleAsync(default));

        var entry = Assert.Single(await EntriesAsync());
        Assert.Equal(("Anna", "wanted", true, Instant.FromUtc(2023, 5, 2, 6, 0)), (entry.Who, entry.New, entry.IsUnsure, entry.At));
        Assert.Equal(0, await changes.SettleAsync(default));
    }

    [Fact]
    public async Task What_broke_off_between_the_entry_and_the_end_stands_once_as_it_was_done()
    {
        await changes.RunAsync(Wanted, () => Task.FromResult(0), _ => Wanted with { New = "done" }, default);
        var table = tables.GetTableClient("audit");
        TableEntity? written = null;
        await foreach (var row in table.QueryAsync<TableEntity>()) written = row;
        // As it stands where the note could not be taken away any more.
        await table.AddEntityAsync(new TableEntity("begun", written!.RowKey) { ["At"] = written["At"], ["Who"] = "Anna", ["What"] = "announce", ["Target"] = "call/1", ["Old"] = "", ["New"] = "wanted" });
        clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal(1, await changes.SettleAsync(default));
        var entry = Assert.Single(await EntriesAsync());
        Assert.Equal(("done", false), (entry.New, entry.IsUnsure));
    }

    [Fact]
    public async Task A_browser_that_is_closed_in_the_middle_takes_no_word_away()
    {
        using var closed = new CancellationTokenSource();

        await changes.RunAsync(
            Wanted,
            async () =>
            {
                await closed.CancelAsync();
                return 0;
            },
            _ => Wanted,
            closed.Token);

        Assert.Single(await EntriesAsync());
    }

    private async Task<IReadOnlyList<AuditEntry>> EntriesAsync() => (await log.PageAsync("", default)).Entries;
}
