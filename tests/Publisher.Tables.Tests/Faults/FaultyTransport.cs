using Azure.Core;
using Azure.Core.Pipeline;

namespace Publisher.Tables.Tests.Faults;

/// <summary>Does one try's worth of harm. To let the request through, it awaits the second argument.</summary>
public delegate Task Fault(HttpMessage message, Func<Task> send);

/// <summary>The real transport, spoilt: each try takes the next fault; when there are none left, all is well.</summary>
public sealed class FaultyTransport(params Fault[] faults) : HttpPipelineTransport
{
    private readonly HttpClientTransport inner = HttpClientTransport.Shared;
    private readonly Queue<Fault> left = new(faults);

    /// <summary>The tries so far, as method and path.</summary>
    public List<string> Tries { get; } = [];

    public override Request CreateRequest() => inner.CreateRequest();

    public override void Process(HttpMessage message) => throw new NotSupportedException();

    public override async ValueTask ProcessAsync(HttpMessage message)
    {
        Tries.Add($"{message.Request.Method.Method} {message.Request.Uri.Path}");
        if (left.TryDequeue(out var fault)) await fault(message, async () => await inner.ProcessAsync(message));
        else await inner.ProcessAsync(message);
    }
}
