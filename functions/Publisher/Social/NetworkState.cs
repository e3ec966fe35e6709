using Azure;
using Azure.Data.Tables;
using NodaTime;

namespace Publisher.Social;

/// <summary>How a network's queue stands.</summary>
/// <param name="NextAt">No new post is made earlier: pace; null for at once.</param>
/// <param name="WaitUntil">The network is not called earlier at all: it said so; null for at once.</param>
/// <param name="HeldSince">Since when nothing is posted because the token is not taken; null while it is.</param>
/// <param name="Note">What staff should know of the token; empty where all is well.</param>
/// <param name="TokenChecked">When the token was last looked at.</param>
/// <param name="TokenEnds">When it stops being taken; null for never, or where the network does not say.</param>
public sealed record NetworkState(
    string Network, Instant? NextAt = null, Instant? WaitUntil = null, Instant? HeldSince = null, string Note = "", Instant? TokenChecked = null, Instant? TokenEnds = null)
{
    public ETag ETag { get; init; }

    /// <summary>How the queue stands, for staff; empty where it simply goes on.</summary>
    public string Describe(Instant now) => HeldSince is null && WaitUntil is { } wait && wait > now
        ? $"{Network} takes no more for now; it goes on by itself at {wait.InUtc():uuuu-MM-dd HH:mm} UTC"
        : Note;
}

/// <summary>The table <c>networks</c>: PartitionKey = network, RowKey = "state".</summary>
public sealed class NetworkStates(TableServiceClient tables)
{
    private const string RowKey = "state";

    private readonly TableClient table = tables.GetTableClient("networks");

    public Task CreateStorageAsync(CancellationToken cancellationToken) => table.CreateIfNotExistsAsync(cancellationToken);

    public async Task<NetworkState> ReadAsync(string network, CancellationToken cancellationToken)
    {
        var row = await table.GetEntityIfExistsAsync<TableEntity>(network, RowKey, cancellationToken: cancellationToken);
        if (!row.HasValue) return new NetworkState(network);
        return new NetworkState(
            network, At(row.Value!, "NextAt"), At(row.Value!, "WaitUntil"), At(row.Value!, "HeldSince"), row.Value!.GetString("Note") ?? "", At(row.Value!, "TokenChecked"), At(row.Value!, "TokenEnds"))
        {
            ETag = row.Value!.ETag,
        };
    }

    /// <exception cref="RequestFailedException">412 or 409: somebody else changed it in between.</exception>
    public async Task<NetworkState> SaveAsync(NetworkState state, CancellationToken cancellationToken)
    {
        var row = new TableEntity(state.Network, RowKey) { ["Note"] = state.Note };
        foreach (var (name, at) in ((string, Instant?)[])[("NextAt", state.NextAt), ("WaitUntil", state.WaitUntil), ("HeldSince", state.HeldSince), ("TokenChecked", state.TokenChecked), ("TokenEnds", state.TokenEnds)])
            if (at is { } some) row[name] = some.ToDateTimeOffset();
        var response = state.ETag == default
            ? await table.AddEntityAsync(row, cancellationToken)
            : await table.UpdateEntityAsync(row, state.ETag, TableUpdateMode.Replace, cancellationToken);
        return state with { ETag = response.Headers.ETag ?? default };
    }

    /// <summary>Changes what is there, again if somebody else was quicker.</summary>
    public async Task<NetworkState> ChangeAsync(string network, Func<NetworkState, NetworkState> change, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await SaveAsync(change(await ReadAsync(network, cancellationToken)), cancellationToken);
            }
            catch (RequestFailedException fault) when (fault.Status is 409 or 412)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    private static Instant? At(TableEntity row, string name) => row.GetDateTimeOffset(name) is { } at ? Instant.FromDateTimeOffset(at) : null;
}
