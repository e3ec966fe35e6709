using Azure;
using Azure.Data.Tables;
using NodaTime;

namespace Publisher.Delivery;

/// <summary>
/// The relay's pace as all instances share it: a row of the table <c>watermarks</c> (PartitionKey "relay", RowKey "pace"), changed by conditional
/// writes, read by each process about once a second.
/// </summary>
public sealed class RelayPaces(TableServiceClient tables, TimeProvider clock)
{
    private const string PartitionKey = "relay";

    private const string PaceRow = "pace";

    /// <summary>A conditional write that lost this often is given up: others note the same.</summary>
    private const int MaxAttempts = 5;

    /// <summary>How old what one process knows may be.</summary>
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(1);

    private readonly TableClient table = tables.GetTableClient("watermarks");
    private volatile Known? known;
    private int reading;

    /// <summary>The pace as it was at most a second ago.</summary>
    public async Task<RelayPace> CurrentAsync(CancellationToken cancellationToken)
    {
        // While one batch asks, the others of this process go by what is known.
        if (known is { } found && (clock.GetElapsedTime(found.Read) < Age || Interlocked.Exchange(ref reading, 1) == 1)) return found.Pace;
        try
        {
            return (await ReadAsync(cancellationToken)).Pace;
        }
        finally
        {
            Volatile.Write(ref reading, 0);
        }
    }

    /// <summary>Notes a trouble for all instances.</summary>
    /// <returns>The pace from now on.</returns>
    public Task<RelayPace> TroubleAsync(bool away, string reason, Instant begun, CancellationToken cancellationToken) =>
        ChangeAsync(pace => pace.Troubled(away, reason, begun, clock.Now()), cancellationToken);

    public Task<RelayPace> EaseAsync(CancellationToken cancellationToken) => ChangeAsync(pace => pace.Eased(clock.Now()), cancellationToken);

    /// <summary>Asks to be the one who tries a relay that was away.</summary>
    /// <returns>False where another is trying it already.</returns>
    public async Task<bool> TryAsync(CancellationToken cancellationToken)
    {
        var now = clock.Now();
        var found = await ReadAsync(cancellationToken);
        if (found.Pace.IsResting(now)) return false;
        return found.Pace.State != RelayState.Away || await WriteAsync(found, found.Pace.Tried(now), cancellationToken);
    }

    private async Task<RelayPace> ChangeAsync(Func<RelayPace, RelayPace> change, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var found = await ReadAsync(cancellationToken);
            var changed = change(found.Pace);
            if (changed == found.Pace || attempt == MaxAttempts || await WriteAsync(found, changed, cancellationToken)) return changed;
        }
    }

    private async Task<Known> ReadAsync(CancellationToken cancellationToken)
    {
        var row = await table.GetEntityIfExistsAsync<TableEntity>(PartitionKey, PaceRow, cancellationToken: cancellationToken);
        var (pace, etag) = row.HasValue ? (FromRow(row.Value!), row.Value!.ETag) : (RelayPace.Good, default);
        return known = new Known(pace, etag, clock.GetTimestamp());
    }

    private async Task<bool> WriteAsync(Known found, RelayPace pace, CancellationToken cancellationToken)
    {
        try
        {
            var row = ToRow(pace);
            var written = found.ETag == default
                ? await table.AddEntityAsync(row, cancellationToken)
                : await table.UpdateEntityAsync(row, found.ETag, TableUpdateMode.Replace, cancellationToken);
            known = new Known(pace, written.Headers.ETag ?? default, clock.GetTimestamp());
            return true;
        }
        catch (RequestFailedException fault) when (fault.Status is 409 or 412)
        {
            return false;
        }
    }

    private static TableEntity ToRow(RelayPace pace)
    {
        var row = new TableEntity(PartitionKey, PaceRow)
        {
            ["State"] = pace.State.ToString(),
            ["Level"] = pace.Level,
            ["ShiftSeconds"] = pace.Shift.TotalSeconds,
            ["Reason"] = pace.Reason,
            ["Noted"] = pace.Noted.ToDateTimeOffset(),
        };
        // A table knows no instant before 1601; a relay that is well waits for none.
        if (pace.State != RelayState.Well) row["Until"] = pace.Until.ToDateTimeOffset();
        return row;
    }

    private static RelayPace FromRow(TableEntity row) => new(
        Enum.Parse<RelayState>(row.GetString("State")!),
        row.GetInt32("Level") ?? 0,
        row.GetDateTimeOffset("Until") is { } until ? Instant.FromDateTimeOffset(until) : Instant.MinValue,
        Instant.FromDateTimeOffset(row.GetDateTimeOffset("Noted")!.Value),
        Duration.FromSeconds(row.GetDouble("ShiftSeconds") ?? 0),
        row.GetString("Reason") ?? "");

    /// <param name="Read">When; a timestamp of the clock.</param>
    private sealed record Known(RelayPace Pace, ETag ETag, long Read);
}
