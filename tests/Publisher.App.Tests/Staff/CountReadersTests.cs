using NodaTime;
using Publisher.App.Staff;
using Publisher.Content;
using Publisher.Delivery;
using Publisher.Editions;
using Publisher.Reports;
using Publisher.Storage;
using Publisher.Subscribers;
using Publisher.App.Tests.Local;
using Publisher.Testing;

namespace Publisher.App.Tests.Staff;

/// <summary>Counting whom something would reach, with a real queue behind it.</summary>
public sealed class CountReadersTests
{
    private static readonly ItemRef Call = new(ItemKind.Call, "drugi-nabor-2023");

    [Fact]
    public async Task What_takes_longer_than_a_page_has_is_counted_by_a_queue_and_is_the_same_number()
    {
        await using var product = await SendingProduct.StartAsync();
        var draft = await product.Get<AnnounceItem>().DraftAsync(AnnouncementWish.Of(Call) with { Audience = new Audience([ItemKind.Call], [], [], []) }, default);
        var whole = await product.Get<ForecastEdition>().RunAsync(draft.Edition, draft.Entries, default);
        using var count = Count(product, atOnce: 0);

        Assert.Null((await count.RunAsync(draft, default)).Forecast);
        var found = new ReachAnswer(null, default);
        await Eventually.IsTrueAsync(async () => (found = await count.RunAsync(draft, default)).Forecast is not null, "it was counted");

        Assert.Equal((2, whole.Length), (found.Forecast!.Recipients, found.Forecast.Length));
        Assert.Equal(whole.Recipients, found.Forecast.Recipients);
        Assert.Equal(whole.Ending, found.Forecast.Ending);
        // What was found is not asked for again.
        Assert.Equal(found.At, (await count.RunAsync(draft, default)).At);
    }

    [Fact]
    public async Task A_short_list_is_counted_at_once_and_another_audience_is_another_question()
    {
        await using var product = await SendingProduct.StartAsync();
        using var count = Count(product, atOnce: 3);

        var events = await count.RunAsync(await DraftAsync(product, ItemKind.Event), default);
        var calls = await count.RunAsync(await DraftAsync(product, ItemKind.Call), default);

        // Who chose nothing gets everything.
        Assert.Equal((1, 2), (events.Forecast!.Recipients, calls.Forecast!.Recipients));
    }

    [Fact]
    public async Task A_question_is_kept_whole_own_words_too()
    {
        await using var product = await SendingProduct.StartAsync();
        var words = new AnnouncementWish(null, "Biuro", "W piątek **nie pracujemy**.", "pl", new Audience([ItemKind.News], ["rubinkowo"], [], ["pl"]), Instant.FromUtc(2023, 6, 1, 6, 0));
        var draft = await product.Get<AnnounceItem>().DraftAsync(words, default);
        var asked = new Reach(draft.Edition, draft.Entries, Instant.FromUtc(2023, 5, 2, 6, 0)) { Looked = 5, Forecast = await product.Get<ForecastEdition>().RunAsync(draft.Edition, draft.Entries, default), At = Instant.FromUtc(2023, 5, 2, 6, 1) };

        var read = Reach.FromJson(asked.ToJson())!;

        Assert.Equal(Reach.KeyOf(draft.Edition), Reach.KeyOf(read.Edition));
        Assert.Equal((asked.Asked, asked.Looked, asked.At, asked.Forecast.Recipients, asked.Forecast.Begins), (read.Asked, read.Looked, read.At, read.Forecast!.Recipients, read.Forecast.Begins));
        Assert.Equal((draft.Edition.CutOff, draft.Edition.UselessAfter, draft.Edition.Due, draft.Edition.Text), (read.Edition.CutOff, read.Edition.UselessAfter, read.Edition.Due, read.Edition.Text));
        Assert.Equal(EditionBlobs.Serialise(draft.Entries), EditionBlobs.Serialise(read.Entries));
        Assert.Null(Reach.FromJson("no json"u8));
        Assert.Null(Reach.FromJson("null"u8));
    }

    private static Task<DraftedEdition> DraftAsync(SendingProduct product, ItemKind kind) =>
        product.Get<AnnounceItem>().DraftAsync(AnnouncementWish.Of(Call) with { Audience = new Audience([kind], [], [], []) }, default);

    private static CountReaders Count(SendingProduct product, int atOnce) =>
        new(product.Get<ForecastEdition>(), product.Get<SubscriberList>(), product.Get<EditionBlobs>(), product.Get<ReportBlobs>(), product.Get<WorkQueues>(), product.Get<TimeProvider>(), atOnce);
}
