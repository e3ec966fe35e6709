using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Azure.Core;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Publisher.App.Hosting;
using Publisher.App.Settings;
using Publisher.Mail.Smtp;
using Publisher.Storage;
using Publisher.Testing;

namespace Publisher.App.Tests.Observability;

public sealed class ReadinessTests : IAsyncLifetime
{
    private TestProduct product = null!;

    public async Task InitializeAsync() => product = await TestProduct.StartAsync();

    public async Task DisposeAsync() => await product.DisposeAsync();

    [Theory]
    [InlineData("220 mail.example.org ESMTP\r\n", 200, "ok")]
    [InlineData("554 5.7.1 not you\r\n", 503, "greets with 554")]
    [InlineData("<html>\r\n", 503, "is no mail server")]
    public async Task A_relay_is_ready_when_it_greets(string greeting, int status, string said)
    {
        using var relay = new Relay(greeting);

        Assert.Equal((status, "ok", said), await AskAsync(Readiness(relay.Port)));
    }

    [Fact]
    public async Task A_relay_that_is_away_is_named_and_looked_for_again_after_a_while()
    {
        var port = Relay.FreePort();
        var readiness = Readiness(port);
        Assert.Equal((503, "ok", "does not answer"), await AskAsync(readiness));

        using var relay = new Relay("220 here again\r\n", port);
        Assert.Equal(503, (await AskAsync(readiness)).Status);
        Assert.Equal(0, relay.Calls);
        product.Pass(Hosting.Readiness.KeptFor);
        Assert.Equal(200, (await AskAsync(readiness)).Status);
        for (var time = 0; time < 20; time++) await AskAsync(readiness);
        Assert.Equal(1, relay.Calls);
    }

    [Fact]
    public async Task Storage_that_is_away_is_named_without_its_key()
    {
        var account = StorageAccount.Open(
            $"DefaultEndpointsProtocol=http;AccountName=away;AccountKey={Convert.ToBase64String(new byte[64])};BlobEndpoint=http://127.0.0.1:1/away;QueueEndpoint=http://127.0.0.1:1/away;TableEndpoint=http://127.0.0.1:1/away;");
        await using var services = new ServiceCollection().AddPublisher(TestProduct.Settings, account, TimeProvider.System).BuildServiceProvider();
        var readiness = new Readiness(
            services.GetRequiredService<StorageSetup>(), account.Blobs, account.Queues, services.GetRequiredService<Watermarks>(), TestProduct.Settings, TimeProvider.System);

        Assert.Equal((503, "does not answer", "ok"), await AskAsync(readiness));
    }

    [Fact]
    public async Task Storage_to_which_the_managed_identity_gives_no_key_does_not_answer()
    {
        var (nowhere, identity) = (new Uri("https://127.0.0.1:1"), new NoIdentity());
        var account = new StorageAccount(new BlobServiceClient(nowhere, identity), new QueueServiceClient(nowhere, identity), new TableServiceClient(nowhere, identity));
        await using var services = new ServiceCollection().AddPublisher(TestProduct.Settings, account, TimeProvider.System).BuildServiceProvider();
        var readiness = new Readiness(
            services.GetRequiredService<StorageSetup>(), account.Blobs, account.Queues, services.GetRequiredService<Watermarks>(), TestProduct.Settings, TimeProvider.System);

        Assert.Equal((503, "does not answer", "ok"), await AskAsync(readiness));
    }

    private Readiness Readiness(int port) => new(
        product.Get<StorageSetup>(),
        product.Get<BlobServiceClient>(),
        product.Get<QueueServiceClient>(),
        product.Get<Watermarks>(),
        TestProduct.Settings with { Mail = TestProduct.Settings.Mail with { Transport = MailTransportKind.Smtp, Host = "127.0.0.1", Port = port, Security = SmtpSecurity.None } },
        product.Clock);

    private static async Task<(int Status, string Storage, string Relay)> AskAsync(Readiness readiness)
    {
        using var answer = new MemoryStream();
        var context = new DefaultHttpContext { RequestServices = new ServiceCollection().AddLogging().BuildServiceProvider() };
        context.Response.Body = answer;
        await (await readiness.AnswerAsync()).ExecuteAsync(context);
        var body = JsonDocument.Parse(answer.ToArray()).RootElement;
        Assert.Equal(context.Response.StatusCode == 200 ? "ready" : "not ready", body.GetProperty("status").GetString());
        Assert.Equal(3, body.EnumerateObject().Count());
        return (context.Response.StatusCode, body.GetProperty("storage").GetString()!, body.GetProperty("relay").GetString()!);
    }

    /// <summary>Says one line to everybody who calls.</summary>
    private sealed class Relay : IDisposable
    {
        private readonly TcpListener listener;
        private int calls;

        public Relay(string greeting, int port = 0)
        {
            listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            _ = GreetAsync(Encoding.ASCII.GetBytes(greeting));
        }

        public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

        public int Calls => calls;

        public static int FreePort()
        {
            using var found = new Relay("");
            return found.Port;
        }

        public void Dispose() => listener.Dispose();

        private async Task GreetAsync(byte[] greeting)
        {
            try
            {
                while (true)
                {
                    using var client = await listener.AcceptTcpClientAsync();
                    Interlocked.Increment(ref calls);
                    await client.GetStream().WriteAsync(greeting);
                    _ = await client.GetStream().ReadAsync(new byte[64]);
                }
            }
            catch (Exception fault) when (fault is SocketException or ObjectDisposedException or IOException)
            {
                // The test is over.
            }
        }
    }

    private sealed class NoIdentity : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => throw new CredentialUnavailableException("no identity here");

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => throw new CredentialUnavailableException("no identity here");
    }
}
