using System.Globalization;
using Azure;
using Azure.Data.Tables;
using NodaTime;

namespace Publisher.Delivery;

/// <summary>What an edition takes of the relay's quota.</summary>
/// <param name="End">When the last of it is to leave.</param>
public sealed record RelayBooking(string Edition, Instant End, int Recipients);

/// <summary>All that is booked, as somebody read it; a booking that knows less than there is is refused.</summary>
/// <param name="All">The earliest end first.</param>
public sealed record BookedQuota(IReadOnlyList<RelayBooking> All, ETag ETag);

/// <summary>
/// What editions take of the relay's quota, so that each is planned behind all the others: a row of the table <c>watermarks</c> (PartitionKey "relay", RowKey
/// "bookings"), changed by conditional writes.
/// </summary>
public sealed class RelayBookings(TableServiceClient tables, TimeProvider clock)
{
    private const string PartitionKey = "relay";

    private const string RowKey = "bookings";

    /// <summary>The longest time that a quota counts for: what left earlier takes nothing of it.</summary>
    private static readonly Duration Kept = Duration.FromHours(24);

    private readonly TableClient table = tables.GetTableClient("watermarks");

    public async Task<BookedQuota> ReadAsync(CancellationToken cancellationToken)
    {
        var row = await table.GetEntityIfExistsAsync<TableEntity>(PartitionKey, RowKey, cancellationToken: cancellationToken);
        return row.HasValue
            ? new BookedQuota([.. row.Value!.GetString("Bookings")!.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Read).OrderBy(booking => booking.End)], row.Value.ETag)
            : new BookedQuota([], default);
    }

    /// <summary>Books for an edition, in the place of what was booked for it before.</summary>
    /// <param name="known">By what it was planned.</param>
    /// <returns>False where somebody else has booked since: then it has to be planned anew.</returns>
    public Task<bool> TryBookAsync(BookedQuota known, RelayBooking booking, CancellationToken cancellationToken) =>
        WriteAsync(known, [.. known.All.Where(other => other.Edition != booking.Edition), booking], cancellationToken);

    /// <summary>Gives back what an edition that ends early has not used; where it has booked nothing, nothing happens.</summary>
    /// <param name="recipients">Who got it until then, at the most.</param>
    public async Task EndAsync(string edition, Instant end, int recipients, CancellationToken cancellationToken)
    {
        while (true)
        {
            var known = await ReadAsync(cancellationToken);
            if (known.All.FirstOrDefault(booking => booking.Edition == edition) is not { } booked || booked.End <= end) return;
            if (await TryBookAsync(known, booked with { End = end, Recipients = Math.Min(booked.Recipients, recipients) }, cancellationToken)) return;
        }
    }

    private async Task<bool> WriteAsync(BookedQuota known, IEnumerable<RelayBooking> all, CancellationToken cancellationToken)
    {
        var row = new TableEntity(PartitionKey, RowKey) { ["Bookings"] = string.Join('\n', all.Where(booking => booking.End + Kept > clock.Now()).Select(Write)) };
        try
        {
            if (known.ETag == default) await table.AddEntityAsync(row, cancellationToken);
            else await table.UpdateEntityAsync(row, known.ETag, TableUpdateMode.Replace, cancellationToken);
            return true;
        }
        catch (RequestFailedException fault) when (fault.Status is 409 or 412)
        {
            return false;
        }
    }

    private static string Write(RelayBooking booking) =>
        string.Create(CultureInfo.InvariantCulture, $"{booking.Edition} {booking.End.ToUnixTimeMilliseconds()} {booking.Recipients}");

    private static RelayBooking Read(string line) => line.Split(' ') is [var edition, var end, var recipients]
        ? new RelayBooking(edition, Instant.FromUnixTimeMilliseconds(long.Parse(end, CultureInfo.InvariantCulture)), int.Parse(recipients, CultureInfo.InvariantCulture))
        : throw new FormatException($"„{line}” is no booking of the relay's quota.");
}
