using System.Buffers.Text;
using System.Security.Cryptography;
using Azure;
using Azure.Data.Tables;
using NodaTime;

namespace Publisher.Staff;

/// <summary>
/// The table <c>sessions</c>: PartitionKey = the first two digits of the hash of an id, RowKey = the whole hash. So whoever reads the table can be nobody.
/// An id is only ever made here: one that somebody else put into a browser is nobody's.
/// </summary>
public sealed class StaffSessions(TableServiceClient tables, StaffDirectory staff, SessionRules rules, TimeProvider clock)
{
    /// <summary>Octets of chance in an id, and in what forms carry.</summary>
    private const int Size = 32;

    /// <summary>Sessions taken away at one go.</summary>
    private const int MostAtOnce = 500;

    private static readonly int IdLength = Base64Url.GetEncodedLength(Size);

    private readonly TableClient table = tables.GetTableClient("sessions");

    public Task CreateStorageAsync(CancellationToken cancellationToken) => table.CreateIfNotExistsAsync(cancellationToken);

    /// <summary>Signs somebody in: always under a new id.</summary>
    public async Task<OpenSession> StartAsync(StaffMember member, CancellationToken cancellationToken)
    {
        var (id, now) = (Chance(), clock.Now());
        var session = new StaffSession(HashOf(id), member.Name, member.Role, member.KeyHash, now, now, now, Chance(), null);
        await table.AddEntityAsync(ToRow(session), cancellationToken);
        return new OpenSession(session, id);
    }

    /// <summary>Whose an id is, now: who has lost their key, or got another role, is signed out.</summary>
    /// <returns>Null where it is nobody's.</returns>
    public async Task<OpenSession?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (id.Length != IdLength || !Base64Url.IsValid(id)) return null;
        var (hash, now) = (HashOf(id), clock.Now());
        var row = await table.GetEntityIfExistsAsync<TableEntity>(hash[..2], hash, cancellationToken: cancellationToken);
        if (!row.HasValue) return null;
        var session = FromRow(row.Value!);
        if (!session.IsOpen(rules, now)) return null;
        if (await staff.FindAsync(session.Name, session.KeyHash, cancellationToken) is not { } member || member.Role != session.Role) return null;
        try
        {
            if (session.Replaced is null && now >= session.Issued + SessionRules.Rotate) return await RotateAsync(session, row.Value!.ETag, now, cancellationToken);
            if (now >= session.Seen + SessionRules.SeenEvery)
                await table.UpdateEntityAsync(new TableEntity(hash[..2], hash) { ["Seen"] = now.ToDateTimeOffset() }, row.Value!.ETag, TableUpdateMode.Merge, cancellationToken);
        }
        catch (RequestFailedException fault) when (fault.Status == 412)
        {
            // Another of the browser's requests was first; this one goes on with the id it has.
        }
        catch (RequestFailedException fault) when (fault.Status == 404)
        {
            return null;
        }

        return new OpenSession(session with { Seen = now }, null);
    }

    /// <summary>Signs somebody out: this id, and those that it was exchanged from or for.</summary>
    public async Task EndAsync(string id, CancellationToken cancellationToken)
    {
        if (id.Length != IdLength || !Base64Url.IsValid(id)) return;
        var hash = HashOf(id);
        var row = await table.GetEntityIfExistsAsync<TableEntity>(hash[..2], hash, cancellationToken: cancellationToken);
        if (!row.HasValue) return;
        var csrf = FromRow(row.Value!).Csrf;
        var filter = TableClient.CreateQueryFilter($"Csrf eq {csrf}");
        await foreach (var same in table.QueryAsync<TableEntity>(filter, select: ["PartitionKey", "RowKey"], cancellationToken: cancellationToken))
            await table.DeleteEntityAsync(same.PartitionKey, same.RowKey, cancellationToken: cancellationToken);
    }

    /// <summary>Takes sessions away that open nothing any more.</summary>
    /// <returns>How many went; 0 when nothing is left.</returns>
    public async Task<int> ForgetAsync(Instant now, CancellationToken cancellationToken)
    {
        var (gone, before) = (0, (now - rules.Life).ToDateTimeOffset());
        var filter = TableClient.CreateQueryFilter($"Created lt {before}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, select: ["PartitionKey", "RowKey"], cancellationToken: cancellationToken))
        {
            await table.DeleteEntityAsync(row.PartitionKey, row.RowKey, cancellationToken: cancellationToken);
            if (++gone == MostAtOnce) break;
        }

        return gone;
    }

    /// <summary>The new id is there before the old one is given up: whatever is lost in between, nobody is signed out by it.</summary>
    private async Task<OpenSession> RotateAsync(StaffSession session, ETag version, Instant now, CancellationToken cancellationToken)
    {
        var id = Chance();
        var next = session with { Id = HashOf(id), Seen = now, Issued = now };
        await table.AddEntityAsync(ToRow(next), cancellationToken);
        try
        {
            await table.UpdateEntityAsync(
                new TableEntity(session.Id[..2], session.Id) { ["Replaced"] = now.ToDateTimeOffset() }, version, TableUpdateMode.Merge, cancellationToken);
        }
        catch (RequestFailedException fault) when (fault.Status is 404 or 412)
        {
            await table.DeleteEntityAsync(next.Id[..2], next.Id, cancellationToken: cancellationToken);
            throw;
        }

        return new OpenSession(next, id);
    }

    private static string Chance() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Size));

    private static string HashOf(string id) => StaffKeys.HashOf(id);

    private static TableEntity ToRow(StaffSession session) => new(session.Id[..2], session.Id)
    {
        ["Name"] = session.Name,
        ["Role"] = session.Role.Key(),
        ["KeyHash"] = session.KeyHash,
        ["Created"] = session.Created.ToDateTimeOffset(),
        ["Seen"] = session.Seen.ToDateTimeOffset(),
        ["Issued"] = session.Issued.ToDateTimeOffset(),
        ["Csrf"] = session.Csrf,
    };

    private static StaffSession FromRow(TableEntity row) => new(
        row.RowKey,
        row.GetString("Name") ?? "",
        StaffRoles.TryParse(row.GetString("Role") ?? "", out var role) ? role : default,
        row.GetString("KeyHash") ?? "",
        At(row, "Created"),
        At(row, "Seen"),
        At(row, "Issued"),
        row.GetString("Csrf") ?? "",
        row.GetDateTimeOffset("Replaced") is { } replaced ? Instant.FromDateTimeOffset(replaced) : null);

    private static Instant At(TableEntity row, string name) => row.GetDateTimeOffset(name) is { } at ? Instant.FromDateTimeOffset(at) : Instant.MinValue;
}
