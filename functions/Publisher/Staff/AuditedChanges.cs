using Azure;
using Azure.Data.Tables;
using NodaTime;

namespace Publisher.Staff;

/// <summary>What somebody changes; the names are those of <see cref="AuditEntry"/>.</summary>
public sealed record AuditNote(string Who, string What, string Target, string Old = "", string New = "");

/// <summary>
/// Makes changes and writes each down once, whatever breaks off. Before a change is made it is noted as begun, in the partition "begun" of the log's table and
/// under the very key that its entry will have; the entry is added when the change is made, and only then is the note taken away. A note that stays is of a
/// change that nobody saw the end of, and becomes an entry that says so.
/// </summary>
public sealed class AuditedChanges(AuditLog log, TableServiceClient tables, TimeProvider clock)
{
    private const string Begun = "begun";

    /// <summary>After that nobody is at it any more: no answer of the host takes longer than 230 seconds, no function more than half an hour.</summary>
    private static readonly Duration Longest = Duration.FromMinutes(35);

    private readonly TableClient table = tables.GetTableClient("audit");

    /// <param name="wanted">What is to be done, as far as it is known before.</param>
    /// <param name="change">
    /// Does it. Once it has begun nobody's leaving is to stop it: it is given no token, and should pass none on. A <see cref="RefusedException"/> says that
    /// nothing was changed.
    /// </param>
    /// <param name="told">What was done, by what came of it; null where nothing was changed after all.</param>
    /// <param name="cancellationToken">Until the change begins.</param>
    public async Task<T> RunAsync<T>(AuditNote wanted, Func<Task<T>> change, Func<T, AuditNote?> told, CancellationToken cancellationToken)
    {
        var now = clock.Now();
        var key = AuditLog.RowKey(now);
        await table.AddEntityAsync(AuditLog.ToRow(Begun, key, EntryOf(wanted, now)), cancellationToken);
        T made;
        try
        {
            made = await change();
        }
        catch (RefusedException refusal) when (refusal is not BrokenOffException)
        {
            await ForgetAsync(key);
            throw;
        }

        if (told(made) is { } note) await log.AddAsync(key, EntryOf(note, now), CancellationToken.None);
        await ForgetAsync(key);
        return made;
    }

    /// <summary>Writes down what was begun so long ago that nobody is at it any more; how many there were.</summary>
    public async Task<int> SettleAsync(CancellationToken cancellationToken)
    {
        var (settled, before) = (0, clock.Now() - Longest);
        var left = new List<TableEntity>();
        await foreach (var row in table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {Begun}"), cancellationToken: cancellationToken)) left.Add(row);
        foreach (var row in left)
        {
            var entry = AuditLog.FromRow(row);
            if (entry.At > before) continue;
            await log.AddAsync(row.RowKey, entry with { IsUnsure = true }, cancellationToken);
            await ForgetAsync(row.RowKey);
            settled++;
        }

        return settled;
    }

    private static AuditEntry EntryOf(AuditNote note, Instant at) => new(at, note.Who, note.What, note.Target, note.Old, note.New);

    private async Task ForgetAsync(string key)
    {
        try
        {
            await table.DeleteEntityAsync(Begun, key, ETag.All, CancellationToken.None);
        }
        catch (RequestFailedException gone) when (gone.Status == 404)
        {
            // By an earlier try, or whoever settled it at the same time.
        }
    }
}
