using System.Globalization;
using NodaTime;
using Publisher.Storage;

namespace Publisher.Subscribers;

/// <summary>How long is kept what nobody needs for ever. From settings.</summary>
/// <param name="Unconfirmed">A subscription that was not confirmed, since the last that happened to it.</param>
/// <param name="Networks">The network that something was asked from, in the history.</param>
public sealed record RetentionRules(Duration Unconfirmed, Duration Networks)
{
    public static RetentionRules Default { get; } = new(Duration.FromDays(30), Duration.FromDays(90));

    /// <summary>What mail servers report about mail to a subscriber. An older report that comes late is not taken, for nobody would know it again.</summary>
    public Duration Feedback { get; init; } = Duration.FromDays(90);

    /// <summary>The lists of who got an edition, by hashes of addresses, since it was closed.</summary>
    public Duration Ledgers { get; init; } = Duration.FromDays(90);
}

/// <summary>The ids of calls of which nothing is to come any more: what subscribers chose for them is of no use.</summary>
public delegate Task<IReadOnlySet<string>> CallsThatEnded(CancellationToken cancellationToken);

/// <summary>
/// Removes what is kept too long, and finishes what broke off: partition by partition, the subscribers and their history side by side, both in the
/// order of their keys and a page of each at a time. It notes how far it came, so a run that stops goes on from there; a run again changes nothing.
/// </summary>
public sealed class ApplyRetention(
    SubscriberList subscribers, SubscriberHistory history, Erasures erasures, EraseSubscriber erase, MoveAddress moves, CallsThatEnded callsThatEnded, FeedbackLog feedback,
    IEnumerable<KeptElsewhere> elsewhere, Watermarks watermarks, RetentionRules rules, TimeProvider clock)
{
    /// <summary>Keeps the history of nobody that long: a sign-up or an erasure under way has one table without the other.</summary>
    private static readonly Duration Grace = Duration.FromDays(1);

    /// <summary>After so long a run stops: well inside the host's functionTimeout (5 min).</summary>
    private static readonly Duration RunTime = Duration.FromMinutes(3);

    private const string Reader = "retention";

    /// <returns>What was done, in a sentence; and another where somebody has to do something.</returns>
    public async Task<IReadOnlyList<string>> RunAsync(CancellationToken cancellationToken) => (await RunRoundAsync(cancellationToken)).Describe();

    /// <returns>What was done, in numbers.</returns>
    public async Task<RetentionRound> RunRoundAsync(CancellationToken cancellationToken)
    {
        var now = clock.Now();
        var erased = await erasures.LoadAsync(cancellationToken);
        var ended = await callsThatEnded(cancellationToken);
        var tally = new Tally();
        var others = await ForgetElsewhereAsync(now, cancellationToken);
        var partition = await FirstAsync(cancellationToken);
        for (; partition < KeyRange.Partitions && clock.Now() - now < RunTime; partition++)
        {
            await foreach (var (subscriber, newest, key) in PairAsync(KeyRange.PartitionKey(partition), now, tally, cancellationToken))
            {
                if (subscriber is not null) await KeepAsync(subscriber, newest, erased, ended, now, tally, cancellationToken);
                else if (newest + Grace <= now && await subscribers.FindAsync(key, cancellationToken) is null)
                {
                    await history.RemoveAsync(key, newest, cancellationToken);
                    tally.Nobodys++;
                }
            }

            tally.Feedback += await feedback.ForgetAsync(KeyRange.PartitionKey(partition), now - rules.Feedback, cancellationToken);
            await watermarks.WritePlaceAsync(Reader, KeyRange.PartitionKey((partition + 1) % KeyRange.Partitions), cancellationToken);
        }

        return new RetentionRound(
            now,
            new Dictionary<string, int>(StringComparer.Ordinal)
            {
                [RetentionRound.Unconfirmed] = tally.Unconfirmed,
                [RetentionRound.Networks] = tally.Networks,
                [RetentionRound.Nobodys] = tally.Nobodys,
                [RetentionRound.Erased] = tally.Erased,
                [RetentionRound.Moved] = tally.Moved,
                [RetentionRound.Addresses] = tally.Addresses,
                [RetentionRound.Asked] = tally.Asked,
                [RetentionRound.Calls] = tally.Calls,
                [RetentionRound.Feedback] = tally.Feedback,
            },
            KeyRange.Partitions - partition,
            erased.Lost)
        {
            Elsewhere = others,
        };
    }

    /// <summary>At most half of the time, so that neither keeps the other from its turn.</summary>
    private async Task<IReadOnlyList<ElsewhereForgotten>> ForgetElsewhereAsync(Instant now, CancellationToken cancellationToken)
    {
        var said = new List<ElsewhereForgotten>();
        foreach (var kept in elsewhere)
        {
            var (all, some) = (0, -1);
            while (some != 0 && clock.Now() - now < RunTime / 2) all += some = await kept.ForgetAsync(now, cancellationToken);
            said.Add(new ElsewhereForgotten(kept.Name, all, some != 0));
        }

        return said;
    }

    private async Task<int> FirstAsync(CancellationToken cancellationToken) =>
        await watermarks.ReadPlaceAsync(Reader, cancellationToken) is { } place && int.TryParse(place, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var partition)
            ? partition
            : 0;

    private async Task KeepAsync(StoredSubscriber subscriber, Instant newest, ErasedSubscribers erased, IReadOnlySet<string> ended, Instant now, Tally tally, CancellationToken cancellationToken)
    {
        var unconfirmed = subscriber.Status == SubscriptionStatus.Unconfirmed;
        if (unconfirmed && Instant.Max(subscriber.Since, newest) + rules.Unconfirmed <= now)
        {
            // Who confirms in this moment stays.
            if (!await subscribers.RemoveAsync(subscriber.Key, subscriber.Version, cancellationToken)) return;
            await history.RemoveAsync(subscriber.Key, newest, cancellationToken);
            tally.Unconfirmed++;
        }
        else if (erased.Contains(subscriber.Key) && await IsLeftOfErasureAsync(subscriber, cancellationToken))
        {
            await erase.FinishAsync(subscriber.Key, cancellationToken);
            tally.Erased++;
        }
        else if (!unconfirmed && subscriber.Asked is { } asked && asked + rules.Unconfirmed <= now)
        {
            await subscribers.ForgetAskedAsync(subscriber.Key, asked, cancellationToken);
            tally.Asked++;
        }
        else if (await moves.KeepAsync(subscriber, newest > Instant.MinValue, cancellationToken)) tally.Addresses++;
        else if (subscriber.Calls.Without(ended.Contains) != subscriber.Calls)
        {
            await subscribers.ForgetCallsAsync(subscriber.Key, ended.Contains, cancellationToken);
            tally.Calls++;
        }
        else if (subscriber.Waiting is { } waiting)
        {
            await subscribers.MoveWaitingAsync(subscriber.Key, waiting, subscriber.Version, cancellationToken);
            tally.Moved++;
        }
    }

    /// <summary>Who was erased and has signed up since is unconfirmed first. Asked anew, for who confirmed since has been let back in.</summary>
    private async Task<bool> IsLeftOfErasureAsync(StoredSubscriber subscriber, CancellationToken cancellationToken) =>
        await erasures.FindAsync(subscriber.Key, cancellationToken) is { } since
        && (subscriber.Status != SubscriptionStatus.Unconfirmed || Instant.Max(subscriber.Since, subscriber.Asked ?? Instant.MinValue) < since);

    /// <summary>Who is there, with the time of their newest entry, and whose entries are there without them. Forgets networks on the way.</summary>
    private async IAsyncEnumerable<(StoredSubscriber? Subscriber, Instant Newest, SubscriberKey Key)> PairAsync(
        string partition, Instant now, Tally tally, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var people = subscribers.InAsync(partition, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using var entries = history.InAsync(partition, cancellationToken).GetAsyncEnumerator(cancellationToken);
        var (person, entry) = (await NextAsync(people), await NextAsync(entries));
        while (person is not null || entry is not null)
        {
            var order = person is null ? 1 : entry is null ? -1 : string.CompareOrdinal(person.Key.RowKey, entry.Key.RowKey);
            var (key, newest) = (order <= 0 ? person!.Key : entry!.Key, Instant.MinValue);
            for (; entry?.Key == key; entry = await NextAsync(entries))
            {
                newest = entry.At;
                if (!entry.HasNetwork || entry.At + rules.Networks > now) continue;
                await history.ForgetNetworkAsync(entry, cancellationToken);
                tally.Networks++;
            }

            yield return (order <= 0 ? person : null, newest, key);
            if (order <= 0) person = await NextAsync(people);
        }
    }

    private static async Task<T?> NextAsync<T>(IAsyncEnumerator<T> rows)
        where T : class
        => await rows.MoveNextAsync() ? rows.Current : null;

    private sealed class Tally
    {
        public int Unconfirmed { get; set; }

        public int Networks { get; set; }

        public int Nobodys { get; set; }

        public int Erased { get; set; }

        public int Moved { get; set; }

        public int Addresses { get; set; }

        public int Calls { get; set; }

        public int Asked { get; set; }

        public int Feedback { get; set; }
    }
}
