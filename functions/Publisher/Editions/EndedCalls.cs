using NodaTime;
using Publisher.Content;
using Publisher.Rendering;

namespace Publisher.Editions;

/// <summary>Tells of which calls nothing is to come any more: their results were brought, or there were none within a year of the deadline.</summary>
public sealed class EndedCalls(Items items, EditionList editions, DateTimeZone zone, TimeProvider clock)
{
    /// <summary>After a deadline, or after the last change of a call without one: results that have not come in a year do not come.</summary>
    public static readonly Duration Most = Duration.FromDays(365);

    /// <returns>Their ids.</returns>
    public async Task<IReadOnlySet<string>> LoadAsync(CancellationToken cancellationToken)
    {
        var (now, brought, ended) = (clock.Now(), new HashSet<ItemRef>(), new HashSet<string>(StringComparer.Ordinal));
        // Sent to the last reader: who follows a call may be in the last batch.
        await foreach (var edition in editions.InAsync(EditionState.Sent, cancellationToken))
            brought.UnionWith(edition.Items.Where(item => item.Section == Section.Results).Select(item => item.Ref));
        await foreach (var stored in items.AllAsync(cancellationToken))
            if (stored.Item is Call call && (brought.Contains(call.Ref) || (call.Closes?.Ends(zone) ?? stored.Changed) + Most <= now)) ended.Add(call.Id);
        return ended;
    }
}
