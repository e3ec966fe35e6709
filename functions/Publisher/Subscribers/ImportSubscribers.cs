using Publisher.Content;

namespace Publisher.Subscribers;

/// <param name="Added">New, and mailed from now on.</param>
/// <param name="Kept">There already, in whatever state: their own choice stands.</param>
/// <param name="Suppressed">On the list of addresses never mailed, or erased.</param>
public sealed record SubscriberImport(int Added, int Kept, int Suppressed)
{
    public override string ToString() => $"{Added} added, {Kept} there already, {Suppressed} suppressed";
}

/// <summary>Takes a list of subscribers in, whole or not at all. Nobody who left or was erased is brought back.</summary>
public sealed class ImportSubscribers(SubscriberList subscribers, Suppressions suppressions, Erasures erasures, Districts districts, TimeProvider clock)
{
    /// <exception cref="RefusedException">The file has faults; nothing was saved.</exception>
    public Task<SubscriberImport> RunAsync(string file, string source, IProgress<int>? progress, CancellationToken cancellationToken) =>
        AddAsync(SubscriberFile.Read(file, districts, source, clock.Now()), progress, cancellationToken);

    /// <param name="people">With keys all different.</param>
    public async Task<SubscriberImport> AddAsync(IReadOnlyList<Subscriber> people, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        var never = await suppressions.InAsync(KeyRange.Everything, cancellationToken);
        var erased = await erasures.LoadAsync(cancellationToken);
        var allowed = people.Where(person => !never.Contains(person.Key) && !erased.Contains(person.Key)).ToList();
        var added = await subscribers.AddMissingAsync(allowed, progress, cancellationToken);
        return new SubscriberImport(added, allowed.Count - added, people.Count - allowed.Count);
    }
}
