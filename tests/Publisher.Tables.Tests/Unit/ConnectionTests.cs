using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Data.Tables.Auth;
using Publisher.Tables.Tests.Faults;

namespace Publisher.Tables.Tests.Unit;

public sealed class ConnectionTests
{
    [Theory]
    [InlineData("UseDevelopmentStorage=true", "http://127.0.0.1:10002/devstoreaccount1", "devstoreaccount1", null)]
    [InlineData("UseDevelopmentStorage=true;DevelopmentStorageProxyUri=http://azurite", "http://azurite:10002/devstoreaccount1", "devstoreaccount1", null)]
    [InlineData("DefaultEndpointsProtocol=https;AccountName=acc;AccountKey=QQ==;EndpointSuffix=core.windows.net", "https://acc.table.core.windows.net/", "acc", null)]
    [InlineData("accountname=acc; accountkey=QQ==", "https://acc.table.core.windows.net/", "acc", null)]
    [InlineData("AccountName=acc;AccountKey=QQ==;TableEndpoint=http://127.0.0.1:1/acc;", "http://127.0.0.1:1/acc", "acc", null)]
    [InlineData("TableEndpoint=https://acc.table.core.windows.net;SharedAccessSignature=?sv=1&sig=a%3D", "https://acc.table.core.windows.net/", null, "sv=1&sig=a%3D")]
    [InlineData("AccountName=acc;SharedAccessSignature=sv=1", "https://acc.table.core.windows.net/", null, "sv=1")]
    public void A_connection_string_names_endpoint_account_and_signature(string text, string endpoint, string? account, string? signature)
    {
        var parsed = TableConnectionString.Parse(text);

        Assert.Equal((new Uri(endpoint), account, signature), (parsed.Endpoint, parsed.Credential?.AccountName, parsed.SharedAccessSignature));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("AccountKey=QQ==")]
    [InlineData("AccountName=acc;AccountKey=???")]
    [InlineData("TableEndpoint=ftp://acc;AccountName=acc;AccountKey=QQ==")]
    [InlineData("TableEndpoint=https://acc;AccountKey=QQ==")]
    [InlineData("UseDevelopmentStorage=true;DevelopmentStorageProxyUri=here")]
    public void A_malformed_connection_string_is_refused_in_a_sentence(string text) =>
        Assert.Throws<FormatException>(() => new TableServiceClient(text));

    [Fact]
    public async Task A_shared_access_signature_travels_in_the_address_once_over_retries_and_nothing_is_signed()
    {
        var seen = new List<(string Query, bool Signed)>();
        var client = new TableClient("TableEndpoint=https://acc.table.core.windows.net;SharedAccessSignature=sv=1&sig=a%3D", "table", Recording(seen));

        await Assert.ThrowsAsync<RequestFailedException>(() => client.GetEntityAsync<TableEntity>("p", "r"));

        Assert.Equal([("?sv=1&sig=a%3D", false), ("?sv=1&sig=a%3D", false)], seen);
    }

    [Fact]
    public async Task A_token_is_asked_for_the_storage_scope_and_sent_as_bearer()
    {
        var credential = new RecordingCredential();
        var headers = new List<string?>();
        var transport = new FaultyTransport((message, _) =>
        {
            headers.Add(message.Request.Headers.TryGetValue("Authorization", out var value) ? value : null);
            message.Response = new CannedResponse(404);
            return Task.CompletedTask;
        });
        var client = new TableServiceClient(new Uri("https://acc.table.core.windows.net"), credential, new TableClientOptions { Transport = transport });

        Assert.False((await client.GetTableClient("table").GetEntityIfExistsAsync<TableEntity>("p", "r")).HasValue);

        Assert.Equal(["https://storage.azure.com/.default"], credential.Scopes, StringComparer.Ordinal);
        Assert.Equal(["Bearer token"], headers, StringComparer.Ordinal);
    }

    [Fact]
    public void A_token_is_not_sent_in_the_clear() =>
        Assert.Throws<ArgumentException>(() => new TableServiceClient(new Uri("http://acc.table.core.windows.net"), new RecordingCredential()));

    [Fact]
    public void One_set_of_options_serves_many_clients_unchanged()
    {
        var options = new TableClientOptions();

        Assert.NotNull(new TableServiceClient("UseDevelopmentStorage=true", options).Uri);
        Assert.NotNull(new TableServiceClient("UseDevelopmentStorage=true", options).Uri);
    }

    private static TableClientOptions Recording(List<(string Query, bool Signed)> seen)
    {
        Faults.Fault record = (message, _) =>
        {
            seen.Add((message.Request.Uri.Query, message.Request.Headers.Contains("Authorization")));
            message.Response = new CannedResponse(503);
            return Task.CompletedTask;
        };
        var options = new TableClientOptions { Transport = new FaultyTransport(record, record) };
        options.Retry.MaxRetries = 1;
        options.Retry.Delay = TimeSpan.FromMilliseconds(1);
        return options;
    }

    private sealed class RecordingCredential : TokenCredential
    {
        public List<string> Scopes { get; } = [];

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => throw new NotSupportedException();

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            Scopes.AddRange(requestContext.Scopes);
            return ValueTask.FromResult(new AccessToken("token", DateTimeOffset.MaxValue));
        }
    }
}
