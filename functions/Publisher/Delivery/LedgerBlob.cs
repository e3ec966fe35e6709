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

    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(20);

    private readonly AppendBlobClient blob;
    private readonly BlobLeaseClient lease;
    private readonly CancellationTokenSource stop = new();
    private readonly CancellationTokenSource lost = new();
    private readonly Task renewing;

    private LedgerBlob(AppendBlobClient blob, BlobLeaseClient lease, Ledger ledger)
    {
        (this.blob, this.lease, Ledger) = (blob, lease, ledger);
        renewing = RenewAsync();
    }

    public Ledger Ledger { get; }

    /// <summary>Cancelled when the lease could not be kept: send nothing more.</summary>
    public CancellationToken Lost => lost.Token;

    /// <summary>Opens and leases a ledger, making it where it is missing; null where somebody else holds it.</summary>
    /// <param name="leaseId">Derived from the attempt, so that a retried call finds its own lease.</param>
    public static async Task<LedgerBlob?> OpenAsync(AppendBlobClient blob, string leaseId, CancellationToken cancellationToken)
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

        var content = await blob.DownloadContentAsync(cancellationToken);
        return new LedgerBlob(blob, lease, Ledger.Read(content.Value.Content));
    }

    /// <exception cref="RequestFailedException">The lease is lost, or storage does not answer: nothing may be sent on the strength of this append.</exception>
    public async Task AppendAsync(string lines, CancellationToken cancellationToken)
    {
        if (lines.Length == 0) return;
        using var content = new MemoryStream(Encoding.ASCII.GetBytes(lines));
        var options = new AppendBlobAppendBlockOptions { Conditions = new AppendBlobRequestConditions { LeaseId = lease.LeaseId } };
        await blob.AppendBlockAsync(content, options, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await renewing;
        try
        {
            await lease.ReleaseAsync();
        }
        catch (RequestFailedException)
        {
            // It runs out by itself within a minute.
        }

        stop.Dispose();
        lost.Dispose();
    }

    private async Task RenewAsync()
    {
        try
        {
            while (true)
            {
                await Task.Delay(RenewEvery, stop.Token);
                await lease.RenewAsync(cancellationToken: stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // Done.
        }
        catch (RequestFailedException)
        {
            await lost.CancelAsync();
        }
    }
}
