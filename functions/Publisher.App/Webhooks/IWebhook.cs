using NodaTime;
using Publisher.Subscribers;

namespace Publisher.App.Webhooks;

/// <summary>One report as a provider gave it, about an address.</summary>
/// <param name="Id">The provider's own name for it.</param>
public sealed record ReportedEvent(string Id, FeedbackKind Kind, string Address, Instant At, string Detail = "");

/// <summary>What a call turned out to be.</summary>
public abstract record WebhookCall
{
    /// <summary>Nothing proves who calls: nothing of it was looked at.</summary>
    public sealed record Refused(string Why) : WebhookCall;

    /// <summary>Proven, but not what the provider documents.</summary>
    public sealed record Unreadable(string Why) : WebhookCall;

    /// <summary>Reports; none of them may be about anything that matters here.</summary>
    public sealed record Reports(IReadOnlyList<ReportedEvent> Events) : WebhookCall;

    /// <summary>The provider asks whether this address is ours, and gets an answer.</summary>
    public sealed record Handshake(object? Answer) : WebhookCall;
}

/// <summary>A mail provider that calls us when something comes back.</summary>
public interface IWebhook
{
    /// <summary>Its name in the address, and the source of what it reports.</summary>
    string Name { get; }

    /// <summary>Whether the settings hold what it proves itself by.</summary>
    bool IsOn { get; }

    /// <param name="body">The whole body, as it came.</param>
    Task<WebhookCall> ReadAsync(HttpRequest request, ReadOnlyMemory<byte> body, CancellationToken cancellationToken);
}
