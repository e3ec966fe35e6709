using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using NodaTime;

namespace Publisher.Delivery;

/// <summary>A batch's ledger in its append blob, held by a lease: who has the lease is the only one who sends the batch.</summary>
public sealed class LedgerBlob : IAsyncDisposable
{
    private static int opened;

    private readonly AppendBlobClient blob;
    private readonly BlobLeaseClient lease;
    private readonly CancellationTokenSource stop = new();
    private readonly CancellationTokenSource lost = new();
    private readonly Task renewing;
    private readonly TimeSpan leaseTime;
    private readonly TimeProvider clock;
    private long length;

    private LedgerBlob(AppendBlobClient blob, BlobLeaseClient lease, TimeSpan leaseTime, Ledger ledger, long length, TimeProvider clock)
    {
        (this.blob, this.lease, this.leaseTime, Ledger, this.length, this.clock) = (blob, lease, leaseTime, ledger, length, clock);
        renewing = RenewAsync();
    }

    public Ledger Ledger { get; }

    private TimeSpan RenewEvery => leaseTime / 4;

    /// <summary>Cancelled when the lease could not be kept: send nothing more.</summary>
    public CancellationToken Lost => lost.Token;

    /// <summary>A lease of one's own: no two calls give the same, in this process or in another.</summary>
    public static string LeaseIdFor(string purpose, TimeProvider clock)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{purpose}/{Environment.MachineName}/{Environment.ProcessId}/{clock.GetTimestamp()}/{Interlocked.Increment(ref opened)}"));
        return new Guid(hash.AsSpan(0, 16)).ToString();
    }

    /// <summary>Opens and leases a ledger, making it where it is missing; null where somebody else holds it.</summary>
    /// <param name="leaseId">Derived from the attempt, so that a retried call finds its own lease.</param>
    /// <param name="leaseTime">How long the lease lasts unless renewed, 15 to 60 s.</param>
    public static async Task<LedgerBlob?> OpenAsync(AppendBlobClient blob, string leaseId, Duration leaseTime, TimeProvider clock, CancellationToken cancellationToken)
    {
        var created = await blob.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        var lease = blob.GetBlobLeaseClient(leaseId);
        try
        {
            await lease.AcquireAsync(leaseTime.ToTimeSpan(), cancellationToken: cancellationToken);
        }
        catch (RequestFailedException fault) when (fault.ErrorCode == BlobErrorCode.LeaseAlreadyPresent)
        {
            return null;
        }

        // One's own new blob is empty; if it is not, the first append says so.
        var content = created is null ? (await blob.DownloadContentAsync(cancellationToken)).Value.Content.ToMemory() : default;
        return new LedgerBlob(blob, lease, leaseTime.ToTimeSpan(), Ledger.Read(content.Span), content.Length, clock);
    }

    /// <summary>Reads a batch's ledger without holding it; empty where there is none yet.</summary>
    public static async Task<Ledger> LookAsync(AppendBlobClient blob, CancellationToken cancellationToken) => Ledger.Read(await ReadAsync(blob, cancellationToken));

    /// <summary>The lines of a batch's ledger, without holding it; none where there is none yet, or no longer.</summary>
    public static async Task<byte[]> ReadAsync(AppendBlobClient blob, CancellationToken cancellationToken)
    {
        try
        {
            return (await blob.DownloadContentAsync(cancellationToken)).Value.Content.ToArray();
        }
        catch (RequestFailedException fault) when (fault.Status == 404)
        {
            return [];
        }
    }

    /// <summary>Appends lines once: a repeat of an append whose reply was lost is recognised by the blob's length, which only we change.</summary>
    /// <exception cref="RequestFailedException">The lease is lost, or storage does not answer: nothing may be sent on the strength of this append.</exception>
    public async Task AppendAsync(string lines, CancellationToken cancellationToken)
    {
        if (lines.Length == 0) return;
        using var content = new MemoryStream(Encoding.ASCII.GetBytes(lines));
        var conditions = new AppendBlobRequestConditions { LeaseId = lease.LeaseId, IfAppendPositionEqual = length };
        try
        {
            await blob.AppendBlockAsync(content, new AppendBlobAppendBlockOptions { Conditions = conditions }, cancellationToken);
        }
        catch (RequestFailedException fault) when (fault.ErrorCode == BlobErrorCode.AppendPositionConditionNotMet)
        {
            var found = await blob.GetPropertiesAsync(new BlobRequestConditions { LeaseId = lease.LeaseId }, cancellationToken);
            if (found.Value.ContentLength != length + content.Length) throw;
        }

        length += content.Length;
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await renewing;
        try
        {
            await lease.ReleaseAsync();
        }
        catch (Exception fault) when (StorageFault.Is(fault))
        {
            // It runs out by itself within a minute.
        }

        stop.Dispose();
        lost.Dispose();
    }

    private async Task RenewAsync()
    {
        var renewed = clock.GetTimestamp();
        try
        {
            while (true)
            {
                await Task.Delay(RenewEvery, clock, stop.Token);
                // It lasts from when storage heard of it, and that was not before it was asked.
                var asked = clock.GetTimestamp();
                if (await TryRenewAsync()) renewed = asked;
                else if (clock.GetElapsedTime(renewed) >= leaseTime - RenewEvery) break;
            }
        }
        catch (OperationCanceledException)
        {
            return;
        }

        await lost.CancelAsync();
    }

    private async Task<bool> TryRenewAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
        limit.CancelAfter(RenewEvery);
        try
        {
            await lease.RenewAsync(cancellationToken: limit.Token);
            return true;
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !stop.IsCancellationRequested)
        {
            // Whatever it was, and be it the identity by which storage is reached: what is not renewed runs out.
            return false;
        }
    }
}
