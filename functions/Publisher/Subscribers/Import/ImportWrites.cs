namespace Publisher.Subscribers.Import;

/// <summary>
/// Writes people as they come, a transaction of one partition at a time and some at once. What waits is at most a transaction of each partition,
/// so memory does not grow with the file; what waits when the process dies is not written, and the next run finds it missing.
/// </summary>
internal sealed class ImportWrites(SubscriberList subscribers, Suppressions suppressions, int most, CancellationToken cancellationToken) : IAsyncDisposable
{
    private readonly List<Subscriber>?[] waiting = new List<Subscriber>?[KeyRange.Partitions];
    private readonly List<Task<int>> running = [];
    private int added;

    public async Task AddAsync(Subscriber person)
    {
        var partition = Convert.ToInt32(person.Key.PartitionKey, 16);
        var people = waiting[partition] ??= [];
        people.Add(person);
        if (people.Count < SubscriberList.TransactionRows) return;
        waiting[partition] = null;
        await StartAsync(() => subscribers.AddNewAsync(people, cancellationToken));
    }

    public Task SuppressAsync(SubscriberKey key) => StartAsync(async () =>
    {
        await suppressions.AddAsync(key, Suppressions.LeftElsewhere, cancellationToken);
        return 0;
    });

    /// <returns>How many people were added.</returns>
    public async Task<int> FinishAsync()
    {
        foreach (var people in waiting.OfType<List<Subscriber>>()) await StartAsync(() => subscribers.AddNewAsync(people, cancellationToken));
        while (running.Count > 0) await TakeOneAsync();
        return added;
    }

    /// <summary>After a fault: what is under way ends before the caller goes on; its own fault is not news.</summary>
    public async ValueTask DisposeAsync() => await ((Task)Task.WhenAll(running)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task StartAsync(Func<Task<int>> write)
    {
        while (running.Count >= most) await TakeOneAsync();
        running.Add(write());
    }

    private async Task TakeOneAsync()
    {
        var done = await Task.WhenAny(running);
        running.Remove(done);
        added += await done;
    }
}
