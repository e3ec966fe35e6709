using System.Text;
using System.Text.RegularExpressions;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Publisher.App.Local;
using Publisher.Content;
using Publisher.Delivery;
using Publisher.Editions;
using Publisher.Editions.Gates;
using Publisher.Subscribers;

namespace Publisher.Tests.Delivery;

public sealed partial class PreviewEditionTests : IAsyncLifetime
{
    private const string First = "biuletyn-0001";

    private static readonly Subscriber Anna = Some.Subscriber("anna@example.org", new Interests([ItemKind.Call, ItemKind.Event], ["rubinkowo"], []), "Anna Żółć");

    private TestProduct product = null!;

    private PreviewEdition Previews => product.Get<PreviewEdition>();

    public async Task InitializeAsync() => product = await TestProduct.StartAsync();

    public async Task DisposeAsync() => await product.DisposeAsync();

    [Fact]
    public async Task A_preview_is_byte_for_byte_what_the_subscriber_then_gets()
    {
        await PublishAsync();
        await product.Get<ImportSubscribers>().AddAsync([Anna], null, CancellationToken.None);
        var reader = await Previews.SubscriberAsync(Address.Parse("Anna@Example.org", out _)!, CancellationToken.None);

        var imagined = await NextAsync(reader);
        var edition = await product.Get<PrepareEdition>().RunNowAsync("biuletyn", CancellationToken.None);
        var ready = await OfAsync(edition.Id, reader);
        var next = await NextAsync(reader);
        await product.Get<DispatchEditions>().SendAsync(edition, CancellationToken.None);
        await product.DrainAsync();
        var afterwards = await OfAsync(edition.Id, reader);

        var sent = WithoutDate(Assert.Single(product.Mail.Sent).Content);
        Assert.Contains("Call x", EmlReader.Read(imagined.Message).Text, StringComparison.Ordinal);
        foreach (var preview in (Preview[])[imagined, ready, next, afterwards]) Assert.Equal(sent, WithoutDate(preview.Message!));
        Assert.Equal(["biuletyn-0001 is ready and not sent yet: this is what would leave."], next.Notes);
        Assert.Equal(imagined.Web, afterwards.Web);
        Assert.Equal(imagined.Reasons, afterwards.Reasons);
    }

    [Fact]
    public async Task A_preview_stores_queues_and_sends_nothing()
    {
        await PublishAsync();
        await product.Get<ImportSubscribers>().AddAsync([Anna], null, CancellationToken.None);
        var before = await StoredAsync();

        await NextAsync(Anna);
        await NextAsync(Everyone());
        Assert.Equal(before, await StoredAsync());
        await product.Get<PrepareEdition>().RunNowAsync("biuletyn", CancellationToken.None);
        before = await StoredAsync();
        await NextAsync(Anna);
        await OfAsync(First, Anna);

        Assert.Equal(before, await StoredAsync());
        Assert.Empty(product.Mail.Sent);
    }

    [Fact]
    public async Task The_links_of_a_made_up_reader_lead_to_nobody()
    {
        await PublishAsync();
        await product.Get<ImportSubscribers>().AddAsync([Anna], null, CancellationToken.None);

        var message = Encoding.ASCII.GetString((await NextAsync(Everyone())).Message!);

        var token = UnsubscribeField().Match(message.Replace("\r\n ", "", StringComparison.Ordinal)).Groups[1].Value;
        var key = product.Get<LinkTokens>().Read(LinkPurpose.Unsubscribe, token);
        Assert.NotNull(key);
        Assert.Null(await product.Get<SubscriberList>().FindAsync(key.Value, CancellationToken.None));
        Assert.False(await product.Get<SubscriberList>().UnsubscribeAsync(key.Value, CancellationToken.None));
        Assert.Equal(SubscriptionStatus.Confirmed, (await product.Get<SubscriberList>().FindAsync(Anna.Key, CancellationToken.None))!.Status);
    }

    [Fact]
    public async Task The_next_edition_leaves_out_what_the_one_on_its_way_brings()
    {
        await PublishAsync();
        await product.SendNowAsync();
        product.Pass(Duration.FromHours(1));
        await product.PublishAsync(Some.News("new"));

        var preview = await NextAsync(Everyone());

        Assert.Equal("biuletyn-0002", preview.Edition.Id);
        Assert.Equal(
            ["news/new: in, under News: no edition has brought it yet", "call/x: out: biuletyn-0001 brought it", "event/z: out: biuletyn-0001 brought it"],
            preview.Reasons.Select(reason => reason.ToString()));
        Assert.Contains("News new", preview.Web, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_closed_edition_is_shown_as_it_was_whatever_has_become_of_its_items()
    {
        await PublishAsync();
        await product.Get<ImportSubscribers>().AddAsync([Anna], null, CancellationToken.None);
        await product.SendNowAsync();
        await product.DrainAsync();
        var before = await OfAsync(First, Anna);
        product.PassTo("2023-09-01T10:00:00Z");
        await product.PublishAsync(Some.Call("x", "2023-05-31") with { Status = ItemStatus.Withdrawn });
        await product.PublishAsync(Some.News("new"));

        var preview = await OfAsync(First, Anna);

        Assert.Equal(EditionState.Sent, preview.Edition.State);
        Assert.Equal(before.Message, preview.Message);
        Assert.Equal([.. before.Reasons.Select(reason => reason.ToString()), "news/new: out: it was published after the edition was made"], preview.Reasons.Select(reason => reason.ToString()));
    }

    [Fact]
    public async Task A_draft_that_waits_is_shown_as_it_would_be_and_what_blocks_it_comes_first()
    {
        await product.PublishAsync(Some.News("a", "What a is about."));
        await product.PublishAsync(Some.News("b") with { Image = new ItemImage("https://example.org/b.png", "b.png") });
        var draft = await product.Get<PrepareEdition>().RunNowAsync("biuletyn", CancellationToken.None);
        Assert.Equal(EditionState.Draft, draft.State);

        var preview = await OfAsync(draft.Id, Everyone());

        Assert.Equal([Severity.Block, Severity.Warn], preview.Findings.Select(finding => finding.Severity));
        Assert.Equal("news/b, image.alt", preview.Findings[0].ToString().Split(':')[0]);
        Assert.Equal(["biuletyn-0001 is a draft: this is what would be made of it now.", "It would not be sent before what blocks it is mended."], preview.Notes);
        Assert.NotNull(preview.Message);
        await product.PublishAsync(Some.News("b") with { Image = new ItemImage("https://example.org/b.png", "Dzieci na placu zabaw") });
        Assert.Equal([Severity.Warn], (await NextAsync(Everyone())).Findings.Select(finding => finding.Severity));
    }

    [Fact]
    public async Task Another_moment_shows_what_it_would_be_then()
    {
        await PublishAsync();

        var preview = await Previews.NextAsync("biuletyn", Everyone(), Instant.FromUtc(2023, 5, 25, 6, 0), CancellationToken.None);

        Assert.Equal(
            ["call/x: in, under Closing: no edition has brought it yet", "event/z: out: it is over"],
            preview.Reasons.Select(reason => reason.ToString()));
        Assert.Contains("\r\nDate: Thu, 25 May 2023 08:00:00 +0200\r\n", "\r\n" + Encoding.ASCII.GetString(preview.Message!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_would_get_no_mail_is_told_why()
    {
        Assert.Equal(["It would be skipped: nothing was published since the last edition."], (await NextAsync(Everyone())).Notes);
        await PublishAsync();

        var none = await NextAsync(Some.Subscriber("jan@example.org", new Interests([ItemKind.News], [], [])));
        Assert.Null(none.Message);
        Assert.Equal(["There is nothing in it for this reader, so they get no mail."], none.Notes);
        await product.Get<Suppressions>().AddAsync(Anna.Key, "bounced", CancellationToken.None);
        var left = await NextAsync(Anna with { Status = SubscriptionStatus.Unsubscribed });
        Assert.NotNull(left.Message);
        Assert.Equal(
            ["anna@example.org has left and is mailed nothing; this is what they would get.", "anna@example.org is on the list of addresses that are never mailed; this is what they would get."],
            left.Notes);
    }

    [Fact]
    public async Task An_announcement_tells_of_its_own_item_only()
    {
        await PublishAsync();
        var announcement = await product.Get<AnnounceItem>().RunAsync(new ItemRef(ItemKind.Call, "x"), CancellationToken.None);

        var preview = await OfAsync(announcement.Id, Everyone());

        Assert.Equal(["call/x: in, under Calls: it is announced on its own"], preview.Reasons.Select(reason => reason.ToString()));
    }

    [Fact]
    public async Task What_was_never_made_or_is_nobodys_is_refused_in_a_sentence()
    {
        var skipped = await product.Get<PrepareEdition>().RunNowAsync("biuletyn", CancellationToken.None);
        Assert.Equal("Edition biuletyn-0001 was skipped before it was made.", (await Assert.ThrowsAsync<RefusedException>(() => OfAsync(skipped.Id, Everyone()))).Message);
        Assert.Equal(
            "There is no subscriber „jan@example.org”.",
            (await Assert.ThrowsAsync<RefusedException>(() => Previews.SubscriberAsync(Address.Parse("jan@example.org", out _)!, CancellationToken.None))).Message);
        await Assert.ThrowsAsync<RefusedException>(() => Previews.NextAsync("daily", Everyone(), null, CancellationToken.None));
    }

    private static Subscriber Everyone() => MadeUpReader.Read("", "", "", "", "", new Choices(["pl"], TestProduct.Settings.Districts, []));

    private static string WithoutDate(byte[] message) => DateField().Replace(Encoding.Latin1.GetString(message), "");

    private Task<Preview> NextAsync(Subscriber reader) => Previews.NextAsync("biuletyn", reader, null, CancellationToken.None);

    private async Task<Preview> OfAsync(string edition, Subscriber reader) => await Previews.OfAsync(await product.FindEditionAsync(edition), reader, null, CancellationToken.None);

    private async Task PublishAsync()
    {
        await product.PublishAsync(Some.Call("x", "2023-05-31"));
        await product.PublishAsync(Some.Event("z", "2023-05-20") with { Districts = ["wrzosy"] });
    }

    /// <summary>Every row, blob and message there is, each with its version.</summary>
    private async Task<IReadOnlyList<string>> StoredAsync()
    {
        var all = new List<string>();
        var tables = product.Get<TableServiceClient>();
        await foreach (var table in tables.QueryAsync())
            await foreach (var row in tables.GetTableClient(table.Name).QueryAsync<TableEntity>(filter: (string?)null)) all.Add($"{table.Name}/{row.PartitionKey}/{row.RowKey} {row.ETag}");
        var blobs = product.Get<BlobServiceClient>();
        await foreach (var container in blobs.GetBlobContainersAsync())
            await foreach (var blob in blobs.GetBlobContainerClient(container.Name).GetBlobsAsync()) all.Add($"{container.Name}/{blob.Name} {blob.Properties.ETag}");
        var queues = product.Get<QueueServiceClient>();
        await foreach (var queue in queues.GetQueuesAsync()) all.Add($"{queue.Name} {(await queues.GetQueueClient(queue.Name).GetPropertiesAsync()).Value.ApproximateMessagesCount}");
        Assert.Contains(all, each => each.Contains("/call/x", StringComparison.Ordinal));
        return all;
    }

    [GeneratedRegex(@"^Date: .*\r\n", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DateField();

    [GeneratedRegex(@"^List-Unsubscribe: ?<[^>]*/unsubscribe/([^>]+)>", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex UnsubscribeField();
}
