using System.Text.Json;
using NodaTime;
using Publisher.App.Settings;
using Publisher.Subscribers;

namespace Publisher.App.Webhooks;

/// <summary>
/// Azure Communication Services by way of Event Grid, in the Event Grid schema: a secret in the address or in a delivery header, and a handshake that proves
/// the address ours (Azure, "Webhook event delivery", "Azure Communication Services – Email events"). Azure reports no complaints.
/// </summary>
public sealed class AzureWebhook(FeedbackSettings settings, TimeProvider clock) : IWebhook
{
    public const string SecretQuery = "secret";

    public const string SecretHeader = "X-Publisher-Secret";

    public string Name => "azure";

    public bool IsOn => settings.AzureSecret is not null;

    public Task<WebhookCall> ReadAsync(HttpRequest request, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) => Task.FromResult(Read(request, body));

    private WebhookCall Read(HttpRequest request, ReadOnlyMemory<byte> body)
    {
        var given = request.Headers[SecretHeader].ToString() is { Length: > 0 } header ? header : request.Query[SecretQuery].ToString();
        if (!SameSecret.Is(given, settings.AzureSecret!)) return new WebhookCall.Refused("Its secret is missing or wrong.");
        if (JsonMembers.Parse(body) is not { ValueKind: JsonValueKind.Array } events) return new WebhookCall.Unreadable("It is no list of events in the Event Grid schema.");
        foreach (var said in events.List())
            if (said.Text("eventType") == "Microsoft.EventGrid.SubscriptionValidationEvent") return new WebhookCall.Handshake(new { validationResponse = said.Member("data").Text("validationCode") });
        return new WebhookCall.Reports(Events(events, clock.Now()));
    }

    /// <summary>Pure.</summary>
    internal static IReadOnlyList<ReportedEvent> Events(JsonElement events, Instant now)
    {
        var found = new List<ReportedEvent>();
        foreach (var said in events.List())
        {
            var data = said.Member("data");
            if (said.Text("eventType") != "Microsoft.Communication.EmailDeliveryReportReceived" || KindOf(data.Text("status")) is not { } kind) continue;
            found.Add(new ReportedEvent(said.Text("id"), kind, data.Text("recipient"), said.Instant("eventTime") ?? now, data.Word("status")));
        }

        return found;
    }

    private static FeedbackKind? KindOf(string status) => status switch
    {
        // Suppressed: bounced hard before, and was not tried again.
        "Bounced" or "Suppressed" => FeedbackKind.HardBounce,
        "Failed" or "FilteredSpam" or "Quarantined" => FeedbackKind.SoftBounce,
        _ => null,
    };
}
