using Publisher.Subscribers;

namespace Publisher.Tests.Subscribers;

public sealed class SubscriberHistoryTests : IAsyncLifetime
{
    private TestProduct product = null!;

    public async Task InitializeAsync() => product = await TestProduct.StartAsync();

    public async Task DisposeAsync() => await product.DisposeAsync();

    [Fact]
    public async Task What_happened_is_read_back_in_its_order_and_of_one_subscriber_only()
    {
        var (history, jan, ola) = (product.Get<SubscriberHistory>(), Some.Subscriber("jan@example.org").Key, Some.Subscriber("ola@example.org").Key);
        var entries = new[]
        {
            new HistoryEntry(product.Now, HistoryEvent.SignedUp, "form", "newsletter 1", "nabory; całe miasto", "192.0.2.0/24"),
            new HistoryEntry(product.Now, HistoryEvent.ConfirmationSent, "form"),
            new HistoryEntry(product.Now + Duration.FromHours(1), HistoryEvent.Confirmed, "link in a mail"),
        };
        await history.AddAsync(ola, entries[2], CancellationToken.None);
        foreach (var entry in entries) await history.AddAsync(jan, entry, CancellationToken.None);

        var read = new List<HistoryEntry>();
        await foreach (var entry in history.OfAsync(jan, CancellationToken.None)) read.Add(entry);

        Assert.Equal(entries, read);
    }
}
