using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs.Specialized;
using Publisher.App.Settings;
using Publisher.Delivery;
using Publisher.Editions;

namespace Publisher.Tests.Delivery;

public sealed class LedgerBlobTests : IAsyncLifetime
{
    private static readonly Duration Lease = Duration.FromSeconds(60);

    private TestProduct product = null!;

    public async Task InitializeAsync() => product = await TestProduct.StartAsync();

    public async Task DisposeAsync() => await product.DisposeAsync();

    [Fact]
    public async Task A_lease_that_cannot_be_renewed_is_given_up_before_it_runs_out_whatever_keeps_it_from_it()
    {
        var account = StorageAccount.Open(product.Connection, options => options.AddPolicy(new NoRenewal(), HttpPipelinePosition.PerCall));
        var blob = account.Blobs.GetBlobContainerClient(EditionBlobs.Container).GetAppendBlobClient("a/ledger/0001");
        await using var ledger = await LedgerBlob.OpenAsync(blob, LedgerBlob.LeaseIdFor("test", product.Clock), Lease, product.Clock, CancellationToken.None);
        var begun = product.Now;

        while (!ledger!.Lost.IsCancellationRequested && product.Now < begun + Lease)
        {
            for (var look = 0; look < 50 && product.Clock.Waiting == 0 && !ledger.Lost.IsCancellationRequested; look++) await Task.Delay(1);
            if (!ledger.Lost.IsCancellationRequested) product.Pass(Duration.FromSeconds(1));
        }

        Assert.True(ledger.Lost.IsCancellationRequested);
        Assert.InRange(product.Now - begun, Duration.FromSeconds(30), Lease - Duration.FromSeconds(1));
    }

    /// <summary>As a managed identity that has no token to give just now.</summary>
    private sealed class NoRenewal : HttpPipelineSynchronousPolicy
    {
        public override void OnSendingRequest(HttpMessage message)
        {
            if (message.Request.Headers.TryGetValue("x-ms-lease-action", out var action) && action == "renew") throw new InvalidOperationException("no token");
        }
    }
}
