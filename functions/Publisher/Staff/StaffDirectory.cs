using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Data.Tables;
using NodaTime;

namespace Publisher.Staff;

/// <summary>
/// Who belongs to the staff: the table <c>staff</c> (PartitionKey = "member", RowKey = hash of the name), beside the keys of the settings. Nothing is kept
/// in memory: what is revoked opens nothing from then on, on any instance.
/// </summary>
/// <param name="fixedMembers">Those of the settings.</param>
public sealed class StaffDirectory(TableServiceClient tables, IReadOnlyList<StaffMember> fixedMembers, TimeProvider clock)
{
    /// <summary>Characters of a name.</summary>
    public const int MaxName = 100;

    private const string Partition = "member";

    private readonly TableClient table = tables.GetTableClient("staff");

    public Task CreateStorageAsync(CancellationToken cancellationToken) => table.CreateIfNotExistsAsync(cancellationToken);

    /// <summary>Who proves themselves by a key.</summary>
    /// <returns>Null where it is nobody's, or revoked.</returns>
    public async Task<StaffMember?> FindByKeyAsync(string key, CancellationToken cancellationToken)
    {
        if (key.Length is 0 or > StaffKeys.MaxLength) return null;
        var hash = StaffKeys.HashOf(key);
        StaffMember? found = null;
        // All are compared, so that the time tells nothing about which.
        foreach (var member in fixedMembers)
            if (StaffKeys.Same(hash, member.KeyHash)) found = member;
        if (found is not null) return await IsRevokedAsync(found, cancellationToken) ? null : found;
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and KeyHash eq {hash}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
            if (FromRow(row) is { RevokedAt: null } member) return member;
        return null;
    }

    /// <summary>Somebody as they are now, if they still have the key they signed in with.</summary>
    public async Task<StaffMember?> FindAsync(string name, string keyHash, CancellationToken cancellationToken)
    {
        var row = await FindRowAsync(name, cancellationToken);
        // Whatever is stored of a name takes the place of what the settings say of it.
        if (row is not null) return FromRow(row) is { RevokedAt: null } member && member.KeyHash == keyHash ? member : null;
        return fixedMembers.FirstOrDefault(each => each.KeyHash == keyHash && Same(each.Name, name));
    }

    /// <summary>All of them, those who left too, by name.</summary>
    public async Task<IReadOnlyList<StaffMember>> ListAsync(CancellationToken cancellationToken)
    {
        var stored = new List<StaffMember>();
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken)) stored.Add(FromRow(row));
        return [.. fixedMembers.Where(member => !stored.Any(other => Same(other.Name, member.Name))).Concat(stored).OrderBy(member => member.Name, StringComparer.Ordinal)];
    }

    /// <summary>Makes somebody a key.</summary>
    /// <returns>The key, which nobody can show again.</returns>
    /// <exception cref="RefusedException">The name is none, or has a key already.</exception>
    public async Task<string> AddAsync(string name, StaffRole role, CancellationToken cancellationToken)
    {
        name = name.Trim();
        if (name.Length is 0 or > MaxName || name.Any(char.IsControl))
            throw new RefusedException("No key was made.", [new Fault("name", $"a name has 1 to {MaxName} characters, on one line")]);
        var old = await FindRowAsync(name, cancellationToken);
        if (old is null ? fixedMembers.Any(member => Same(member.Name, name)) : FromRow(old).RevokedAt is null) throw Taken(name);
        var key = StaffKeys.Make();
        var row = ToRow(new StaffMember(name, role, StaffKeys.HashOf(key), clock.Now(), null));
        try
        {
            if (old is null) await table.AddEntityAsync(row, cancellationToken);
            else await table.UpdateEntityAsync(row, old.ETag, TableUpdateMode.Replace, cancellationToken);
        }
        catch (RequestFailedException fault) when (fault.Status is 409 or 412)
        {
            throw Taken(name);
        }

        return key;
    }

    /// <summary>Takes somebody's key away; whoever is signed in with it is not any more.</summary>
    /// <returns>As they were.</returns>
    /// <exception cref="RefusedException">There is nobody of this name, or their key is revoked already.</exception>
    public async Task<StaffMember> RevokeAsync(string name, CancellationToken cancellationToken)
    {
        name = name.Trim();
        var row = await FindRowAsync(name, cancellationToken);
        var member = row is not null ? FromRow(row) : fixedMembers.FirstOrDefault(each => Same(each.Name, name));
        if (member is null) throw Refused($"nobody of the staff is called „{name}”; „publisher staff list” tells who there is");
        if (member.RevokedAt is not null) throw Refused($"the key of „{member.Name}” is revoked already");
        await table.UpsertEntityAsync(ToRow(member with { RevokedAt = clock.Now() }), TableUpdateMode.Replace, cancellationToken);
        return member;
    }

    private async Task<bool> IsRevokedAsync(StaffMember member, CancellationToken cancellationToken) =>
        await FindRowAsync(member.Name, cancellationToken) is { } row && (FromRow(row).KeyHash != member.KeyHash || FromRow(row).RevokedAt is not null);

    private async Task<TableEntity?> FindRowAsync(string name, CancellationToken cancellationToken)
    {
        var row = await table.GetEntityIfExistsAsync<TableEntity>(Partition, RowKey(name), cancellationToken: cancellationToken);
        return row.HasValue ? row.Value : null;
    }

    private static bool Same(string name, string other) => RowKey(name) == RowKey(other);

    /// <summary>A name may hold what a key of a row may not.</summary>
    private static string RowKey(string name) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name.Trim().Normalize(NormalizationForm.FormC).ToUpperInvariant())).AsSpan(0, 16));

    private static TableEntity ToRow(StaffMember member)
    {
        var row = new TableEntity(Partition, RowKey(member.Name)) { ["Name"] = member.Name, ["Role"] = member.Role.Key(), ["KeyHash"] = member.KeyHash };
        if (member.Since is { } since) row["Since"] = since.ToDateTimeOffset();
        if (member.RevokedAt is { } revoked) row["RevokedAt"] = revoked.ToDateTimeOffset();
        return row;
    }

    private static StaffMember FromRow(TableEntity row) => new(
        row.GetString("Name") ?? "",
        StaffRoles.TryParse(row.GetString("Role") ?? "", out var role) ? role : StaffRole.Author,
        row.GetString("KeyHash") ?? "",
        row.GetDateTimeOffset("Since") is { } since ? Instant.FromDateTimeOffset(since) : null,
        row.GetDateTimeOffset("RevokedAt") is { } revoked ? Instant.FromDateTimeOffset(revoked) : null);

    private static RefusedException Taken(string name) => new("No key was made.", [new Fault("name", $"„{name}” has a key already; take it away first: publisher staff revoke \"{name}\"")]);

    private static RefusedException Refused(string text) => new("Nothing was revoked.", [new Fault("name", text)]);
}
