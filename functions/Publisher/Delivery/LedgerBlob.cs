using System.Text;
using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Publisher.Delivery;

/// <summary>A batch's ledger in its append blob, held by a lease: who has the lease is the only one who sends the batch.</summary>
public sealed class LedgerBlob : IAsyncDisposable
{
    /// <summary>Seconds a lease lasts unless renewed: the longest that the service gives (15 to 60).</summary>
    private static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(15);

    private readonly AppendBlobClient blob;
    private readonly BlobLeaseClient lease;
    private readonly CancellationTokenSource stop = new();
    private readonly CancellationTokenSource lost = new();
    private readonly Task renewing;
    private readonly TimeProvider clock;
    private long length;

    private LedgerBlob(AppendBlobClient blob, BlobLeaseClient lease, Ledger ledger, long length, TimeProvider clock)
    {
        (this.blob, this.lease, Ledger, this.length, this.clock) = (blob, lease, ledger, length, clock);
        renewing = RenewAsync();
    }

    public Ledger Ledger { get; }

    /// <summary>Cancelled when the lease could not be kept: send nothing more.</summary>
    public CancellationToken Lost => lost.Token;

    /// <summary>Opens and leases a ledger, making it where it is missing; null where somebody else holds it.</summary>
    /// <param name="leaseId">Derived from the attempt, so that a retried call finds its own lease.</param>
    public static async Task<LedgerBlob?> OpenAsync(AppendBlobClient blob, string leaseId, TimeProvider clock, CancellationToken cancellationToken)
    {
        await blob.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        var lease = blob.GetBlobLeaseClient(leaseId);
        try
        {
            await lease.AcquireAsync(LeaseTime, cancellationToken: cancellationToken);
        }
        catch (RequestFailedException fault) when (fault.ErrorCode == BlobErrorCode.LeaseAlreadyPresent)
        {
            return null;
        }

        var content = (await blob.DownloadContentAsync(cancellationToken)).Value.Content.ToMemory();
        return new LedgerBlob(blob, lease, Ledger.Read(content.Span), content.Length, clock);
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
                if (await TryRenewAsync()) renewed = clock.GetTimestamp();
                else if (clock.GetElapsedTime(renewed) > LeaseTime - RenewEvery) break;
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
        catch (Exception fault) when (StorageFault.Is(fault) || (fault is OperationCanceledException && !stop.IsCancellationRequested))
        {
            return false;
        }
    }
}
