using System.Globalization;
using System.Text;
using Azure;
using Azure.Data.Tables;
using NodaTime;
using NodaTime.Text;
using Publisher.Storage;
using Publisher.Subscribers;

namespace Publisher.SignUp;

/// <summary>How many sign-ups are taken. From settings.</summary>
/// <param name="PerHour">Mails of sign-up in one hour of the clock, whoever asks.</param>
/// <param name="PerNetwork">Sign-ups from one network in one hour of the clock.</param>
public sealed record SignUpRules(int PerHour, int PerNetwork)
{
    public static SignUpRules Default { get; } = new(200, 30);
}

/// <summary>
/// Counts sign-ups in the table <c>signups</c>, for instances share nothing else. PartitionKey = the hour or the day; RowKey = what is counted. Addresses
/// and networks stand there as keyed hashes, so that the table tells nobody who signed up, and for two days.
/// </summary>
/// <param name="tell">Told, once an hour, that the limit of all is reached.</param>
public sealed class SignUpLimits(TableServiceClient tables, LinkSecrets secrets, SignUpRules rules, TimeProvider clock, Action<string> tell)
{
    /// <summary>Conditional writes of one count. Who loses so many races is in a crowd that no organisation has: asking later is right.</summary>
    private const int MaxAttempts = 20;

    /// <summary>Days that counts are kept.</summary>
    public const int Kept = 2;

    private const string All = "all";

    private static readonly LocalDateTimePattern HourPattern = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH");

    private readonly TableClient table = tables.GetTableClient("signups");
    private LocalDate forgotten;

    public Task CreateStorageAsync(CancellationToken cancellationToken) => table.CreateIfNotExistsAsync(cancellationToken);

    /// <summary>Seconds until the next hour of the clock, when counting starts anew; at least 1.</summary>
    public int SecondsLeft => 3600 - (int)(clock.Now().ToUnixTimeSeconds() % 3600);

    /// <summary>Counts a call from a network; what comes from an unknown one is bounded by the limit of all.</summary>
    /// <returns>False where its share of this hour is used up.</returns>
    public async Task<bool> AdmitNetworkAsync(Network network, CancellationToken cancellationToken)
    {
        await ForgetOldAsync(cancellationToken);
        return network == Network.Unknown || await CountAsync(Hour, $"network-{Hash(network.Text)}", rules.PerNetwork, cancellationToken);
    }

    /// <summary>Looks, without counting, whether this hour has room for one more.</summary>
    public async Task<bool> HasRoomAsync(CancellationToken cancellationToken)
    {
        if (await FindAsync(Hour, All, cancellationToken) is not { } row || Count(row) < rules.PerHour) return true;
        await TellAsync(row, cancellationToken);
        return false;
    }

    /// <summary>Takes the one mail that an address may get today.</summary>
    /// <returns>False where it is taken.</returns>
    public Task<bool> ClaimAsync(Address address, CancellationToken cancellationToken) => ClaimAsync(Day, AddressRow(address), cancellationToken);

    /// <summary>Takes the one mail that an address may get on the first day of which it is not taken.</summary>
    /// <param name="days">How many days to look at, from today on.</param>
    /// <returns>The day, in UTC; null where all are taken.</returns>
    public async Task<LocalDate?> ClaimFirstAsync(Address address, int days, CancellationToken cancellationToken)
    {
        var today = clock.Now().InUtc().Date;
        for (var day = today; day < today.PlusDays(days); day = day.PlusDays(1))
            if (await ClaimAsync(Text(day), AddressRow(address), cancellationToken)) return day;
        return null;
    }

    /// <summary>Gives an address's mail of today back, which was not sent.</summary>
    public Task ReleaseAsync(Address address, CancellationToken cancellationToken) => ReleaseAsync(address, clock.Now().InUtc().Date, cancellationToken);

    /// <summary>Gives an address's mail of a day back, which was not sent.</summary>
    public Task ReleaseAsync(Address address, LocalDate day, CancellationToken cancellationToken) => table.DeleteEntityAsync(Text(day), AddressRow(address), cancellationToken: cancellationToken);

    /// <summary>Takes the one change of address that a subscriber may ask for today.</summary>
    /// <returns>False where it is taken.</returns>
    public Task<bool> ClaimMoveAsync(SubscriberKey subscriber, CancellationToken cancellationToken) => ClaimAsync(Day, MoveRow(subscriber), cancellationToken);

    /// <summary>Gives a subscriber's change of address of today back, which came to nothing.</summary>
    public Task ReleaseMoveAsync(SubscriberKey subscriber, CancellationToken cancellationToken) => table.DeleteEntityAsync(Day, MoveRow(subscriber), cancellationToken: cancellationToken);

    /// <summary>Counts mails of sign-up that go together: all of them, or none.</summary>
    /// <returns>False where this hour has no room for them.</returns>
    public Task<bool> CountMailAsync(CancellationToken cancellationToken, int mails = 1) => CountAsync(Hour, All, rules.PerHour, cancellationToken, mails);

    /// <returns>How many old rows went; 0 when nothing is left.</returns>
    public Task<int> ForgetAsync(LocalDate today, CancellationToken cancellationToken) =>
        OldRows.DeleteAsync(table, LocalDatePattern.Iso.Format(today.PlusDays(1 - Kept)), cancellationToken);

    private string Day => Text(clock.Now().InUtc().Date);

    private static string Text(LocalDate day) => LocalDatePattern.Iso.Format(day);

    private string Hour => HourPattern.Format(clock.Now().InUtc().LocalDateTime);

    private async Task<bool> ClaimAsync(string day, string row, CancellationToken cancellationToken)
    {
        try
        {
            await table.AddEntityAsync(new TableEntity(day, row), cancellationToken);
            return true;
        }
        catch (RequestFailedException fault) when (fault.Status == 409)
        {
            return false;
        }
    }

    private async Task<bool> CountAsync(string partition, string name, int limit, CancellationToken cancellationToken, int by = 1)
    {
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var row = await FindAsync(partition, name, cancellationToken);
            if ((row is null ? 0 : Count(row)) + by > limit) return false;
            try
            {
                if (row is null) await table.AddEntityAsync(new TableEntity(partition, name) { ["Count"] = by }, cancellationToken);
                else await table.UpdateEntityAsync(new TableEntity(partition, name) { ["Count"] = Count(row) + by }, row.ETag, TableUpdateMode.Merge, cancellationToken);
                return true;
            }
            catch (RequestFailedException fault) when (fault.Status is 404 or 409 or 412)
            {
                // Another was counted first.
            }
        }

        return false;
    }

    /// <summary>Whoever writes it down first tells: one line an hour, not one for each of an attacker's calls.</summary>
    private async Task TellAsync(TableEntity row, CancellationToken cancellationToken)
    {
        if (row.GetBoolean("Told") == true) return;
        try
        {
            await table.UpdateEntityAsync(new TableEntity(row.PartitionKey, row.RowKey) { ["Told"] = true }, row.ETag, TableUpdateMode.Merge, cancellationToken);
        }
        catch (RequestFailedException fault) when (fault.Status is 404 or 412)
        {
            return;
        }

        tell(string.Create(
            CultureInfo.InvariantCulture,
            $"The {rules.PerHour} sign-ups of the hour {row.PartitionKey} (UTC) are used up (Publisher__SignUp__PerHour); until it ends, others are asked to come back later. If no campaign of yours explains it, somebody is flooding strangers with our mail."));
    }

    private async Task<TableEntity?> FindAsync(string partition, string name, CancellationToken cancellationToken)
    {
        var row = await table.GetEntityIfExistsAsync<TableEntity>(partition, name, cancellationToken: cancellationToken);
        return row.HasValue ? row.Value : null;
    }

    private async Task ForgetOldAsync(CancellationToken cancellationToken)
    {
        var today = clock.Now().InUtc().Date;
        if (forgotten == today) return;
        forgotten = today;
        await ForgetAsync(today, cancellationToken);
    }

    private static int Count(TableEntity row) => row.GetInt32("Count") ?? 0;

    private string MoveRow(SubscriberKey subscriber) => $"move-{Hash(subscriber.Hex)}";

    private string AddressRow(Address address) => $"address-{Hash(address.ForLimits)}";

    private string Hash(string text) => Convert.ToHexStringLower(secrets.HashesOf("publisher limit 1", Encoding.UTF8.GetBytes(text)).Last().AsSpan(0, 16));
}
