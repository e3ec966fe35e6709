using System.Diagnostics.CodeAnalysis;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Publisher.App.Trial;

/// <summary>
/// The way to storage, spoilt at random below all that the product does: 503 answers, connections reset before or after the request was carried out, and
/// answers that never come; sometimes for one request, sometimes for all of some seconds.
/// </summary>
public sealed class FaultyStorage(Random chance, double share) : HttpPipelineTransport
{
    /// <summary>What is waited for an answer that never comes.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);

    /// <summary>Of the faults, how many are the beginning of an outage.</summary>
    private const double Outages = 0.02;

    /// <summary>Of an outage: longer than the clients go on trying.</summary>
    private static readonly TimeSpan OutageTime = TimeSpan.FromSeconds(4);

    private readonly HttpClientTransport inner = HttpClientTransport.Shared;
    private readonly Lock gate = new();
    private long outageEnds;

    /// <summary>Gives clients this transport, and little patience.</summary>
    public void Shape(ClientOptions options)
    {
        options.Transport = this;
        options.Retry.NetworkTimeout = Timeout;
        options.Retry.MaxRetries = 3;
        options.Retry.Delay = TimeSpan.FromMilliseconds(100);
        options.Retry.MaxDelay = TimeSpan.FromMilliseconds(500);
    }

    public override Request CreateRequest() => inner.CreateRequest();

    public override void Process(HttpMessage message) => throw new NotSupportedException();

    public override async ValueTask ProcessAsync(HttpMessage message)
    {
        switch (Draw())
        {
            case 0:
                message.Response = new Busy(message.Request.ClientRequestId);
                return;
            case 1:
                throw Reset();
            case 2:
                await inner.ProcessAsync(message);
                throw Reset();
            case 3:
                await Task.Delay(System.Threading.Timeout.Infinite, message.CancellationToken);
                return;
            default:
                await inner.ProcessAsync(message);
                return;
        }
    }

    /// <returns>Which fault, from 0; -1 for none.</returns>
    private int Draw()
    {
        lock (gate)
        {
            if (Environment.TickCount64 < outageEnds) return 1;
            if (chance.NextDouble() >= share) return -1;
            if (chance.NextDouble() < Outages) outageEnds = Environment.TickCount64 + (long)OutageTime.TotalMilliseconds;
            return chance.Next(4);
        }
    }

    // As Azure.Core's own transport says it.
    private static RequestFailedException Reset() => new(0, "The connection was reset.", new IOException("Connection reset by peer"));

    /// <summary>The service's way to say that it has too much to do.</summary>
    private sealed class Busy(string id) : Response
    {
        public override int Status => 503;

        public override string ReasonPhrase => "The server is busy.";

        public override Stream? ContentStream { get; set; } = new MemoryStream();

        public override string ClientRequestId { get; set; } = id;

        public override void Dispose()
        {
        }

        protected override bool ContainsHeader(string name) => false;

        protected override IEnumerable<HttpHeader> EnumerateHeaders() => [];

        protected override bool TryGetHeader(string name, [NotNullWhen(true)] out string? value) => (value = null) is not null;

        protected override bool TryGetHeaderValues(string name, [NotNullWhen(true)] out IEnumerable<string>? values) => (values = null) is not null;
    }
}
