using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NodaTime;
using Publisher.App.Settings;
using Publisher.Subscribers;

namespace Publisher.App.Webhooks;

/// <summary>Mailgun: an HMAC-SHA-256 of the timestamp and a token, within the body (Mailgun, "Securing Webhooks", "Webhook Payloads").</summary>
public sealed class MailgunWebhook(FeedbackSettings settings, TimeProvider clock) : IWebhook
{
    /// <summary>Mailgun tries a call again for 8 hours.</summary>
    private static readonly Duration Window = Duration.FromHours(9);

    private static readonly Duration Ahead = Duration.FromMinutes(5);

    public string Name => "mailgun";

    public bool IsOn => settings.MailgunKey is not null;

    public Task<WebhookCall> ReadAsync(HttpRequest request, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) => Task.FromResult(Read(body));

    private WebhookCall Read(ReadOnlyMemory<byte> body)
    {
        var said = JsonMembers.Parse(body) ?? default;
        var signature = said.Member("signature");
        var (stamp, token) = (signature.Text("timestamp"), signature.Text("token"));
        var expected = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(settings.MailgunKey!), Encoding.UTF8.GetBytes(stamp + token)));
        if (stamp.Length == 0 || token.Length == 0 || !SameSecret.Is(signature.Text("signature"), expected)) return new WebhookCall.Refused("Its signature is missing or wrong.");
        var now = clock.Now();
        if (JsonMembers.UnixTime(stamp) is not { } at || at < now - Window || at > now + Ahead) return new WebhookCall.Refused("It is too old, or from a time to come.");
        return new WebhookCall.Reports(Events(said.Member("event-data"), now));
    }

    /// <summary>Pure.</summary>
    internal static IReadOnlyList<ReportedEvent> Events(JsonElement said, Instant now)
    {
        if (KindOf(said) is not { } kind) return [];
        // Each try at one message fails with an event of its own, and together they are one bounce.
        var message = said.Member("message").Member("headers").Text("message-id");
        var id = kind == FeedbackKind.SoftBounce && message.Length > 0 ? "message " + message : said.Text("id");
        return [new ReportedEvent(id, kind, said.Text("recipient"), JsonMembers.UnixTime(said.Text("timestamp")) ?? now, said.Word("reason"))];
    }

    private static FeedbackKind? KindOf(JsonElement said) => (said.Text("event"), said.Text("severity"), said.Text("reason")) switch
    {
        ("complained", _, _) or ("failed", "permanent", "suppress-complaint") => FeedbackKind.Complaint,
        ("failed", "permanent", "bounce" or "suppress-bounce") => FeedbackKind.HardBounce,
        ("failed", _, "suppress-unsubscribe") => null,
        // Tried for too long, blocked, or to be tried again.
        ("failed", "permanent" or "temporary", _) => FeedbackKind.SoftBounce,
        _ => null,
    };
}
