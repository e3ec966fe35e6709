using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Publisher.Testing;

namespace Publisher.Tables.Tests.Contract;

/// <summary>The emulator, and clients of it that retry at once.</summary>
public sealed class TableFixture : IAsyncLifetime
{
    private readonly AzuriteFixture azurite = new();

    public string ConnectionString => azurite.ConnectionString;

    public Task InitializeAsync() => azurite.InitializeAsync();

    public Task DisposeAsync() => azurite.DisposeAsync();

    public TableServiceClient Service(HttpPipelineTransport? transport = null, int retries = 3)
    {
        var options = new TableClientOptions();
        options.Retry.MaxRetries = retries;
        options.Retry.Mode = RetryMode.Fixed;
        options.Retry.Delay = TimeSpan.FromMilliseconds(1);
        options.Retry.MaxDelay = TimeSpan.FromMilliseconds(1);
        if (transport is not null) options.Transport = transport;
        return new TableServiceClient(ConnectionString, options);
    }

    public async Task<TableClient> NewTableAsync()
    {
        var table = Service().GetTableClient(AzuriteFixture.UniqueName("t"));
        await table.CreateIfNotExistsAsync();
        return table;
    }
}
