using System.Reflection;
using Azure.Data.Tables;
using Publisher.Staff;

namespace Publisher.Tests.Staff;

public sealed class AuditLogTests
{
    private readonly ManualTime clock = new(new DateTimeOffset(2023, 5, 2, 6, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task The_newest_is_first_and_pages_go_back_to_the_oldest_without_a_gap()
    {
        var log = await NewAsync();
        const int Count = (AuditLog.PageSize * 2) + 3;
        for (var number = 0; number < Count; number++)
        {
            await log.RecordAsync("Anna", "announce", $"call/{number}", "", "", default);
            if (number % 3 == 0) clock.Advance(TimeSpan.FromSeconds(1));
        }

        var (seen, from, pages) = (new List<AuditEntry>(), "", 0);
        while (true)
        {
            var page = await log.PageAsync(from, default);
            seen.AddRange(page.Entries);
            pages++;
            if (page.Next is not { } next) break;
            from = next;
        }

        Assert.Equal(3, pages);
        Assert.Equal(Enumerable.Range(0, Count).Select(number => $"call/{number}").Order(StringComparer.Ordinal), seen.Select(entry => entry.Target).Order(StringComparer.Ordinal));
        Assert.Equal(seen.OrderByDescending(entry => entry.At).Select(entry => entry.At), seen.Select(entry => entry.At));
    }

    [Theory]
    [InlineData("")]
    [InlineData("' or RowKey ne '")]
    [InlineData("\0")]
    public async Task A_place_that_is_none_begins_at_the_newest(string from)
    {
        var log = await NewAsync();
        await log.RecordAsync("Anna", "announce", "call/1", "", "", default);

        Assert.Single((await log.PageAsync(from, default)).Entries);
    }

    [Fact]
    public async Task Long_words_are_cut_between_letters_and_hostile_ones_kept_as_they_are()
    {
        var log = await NewAsync();
        var @long = new string('a', AuditLog.MaxText - 2) + "😀😀😀";
        await log.RecordAsync("Anna\r\n<script>", "x", "'--", @long, string.Concat(Enumerable.Repeat("ż", AuditLog.MaxText)), default);

        var entry = Assert.Single((await log.PageAsync("", default)).Entries);
        Assert.Equal(("Anna\r\n<script>", "'--"), (entry.Who, entry.Target));
        Assert.Equal(new string('a', AuditLog.MaxText - 2) + "…", entry.Old);
        Assert.Equal(AuditLog.MaxText, entry.New.Length);
    }

    [Fact]
    public void Nothing_of_it_can_be_changed_or_taken_away() => Assert.Equal(
        ["AddAsync", "CreateStorageAsync", "PageAsync", "RecordAsync"],
        typeof(AuditLog).GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly).Select(method => method.Name).Order(StringComparer.Ordinal));

    private async Task<AuditLog> NewAsync()
    {
        var log = new AuditLog(new TableServiceClient(await AzuriteFixture.NewAccountAsync()), clock);
        await log.CreateStorageAsync(default);
        return log;
    }
}
