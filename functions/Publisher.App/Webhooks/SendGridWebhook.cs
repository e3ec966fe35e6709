using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NodaTime;
using Publisher.App.Settings;
using Publisher.Subscribers;

namespace Publisher.App.Webhooks;

/// <summary>SendGrid's signed event webhook: ECDSA over the timestamp and the body as it came (Twilio SendGrid, "Getting Started with the Event Webhook Security Features").</summary>
public sealed class SendGridWebhook(FeedbackSettings settings, TimeProvider clock) : IWebhook
{
    public const string SignatureHeader = "X-Twilio-Email-Event-Webhook-Signature";

    public const string TimestampHeader = "X-Twilio-Email-Event-Webhook-Timestamp";

    /// <summary>SendGrid tries a call again for 24 hours.</summary>
    private static readonly Duration Window = Duration.FromHours(25);

    /// <summary>What its clock may be ahead of ours.</summary>
    private static readonly Duration Ahead = Duration.FromMinutes(5);

    public string Name => "sendgrid";

    public bool IsOn => settings.SendGridKey is not null;

    public Task<WebhookCall> ReadAsync(HttpRequest request, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) => Task.FromResult(Read(request.Headers, body));

    private WebhookCall Read(IHeaderDictionary headers, ReadOnlyMemory<byte> body)
    {
        var stamp = headers[TimestampHeader].ToString();
        if (!IsSigned(stamp, headers[SignatureHeader].ToString(), body.Span)) return new WebhookCall.Refused("Its signature is missing or wrong.");
        var now = clock.Now();
        if (JsonMembers.UnixTime(stamp) is not { } at || at < now - Window || at > now + Ahead) return new WebhookCall.Refused("It is too old, or from a time to come.");
        return JsonMembers.Parse(body) is { ValueKind: JsonValueKind.Array } events
            ? new WebhookCall.Reports(Events(events, now))
            : new WebhookCall.Unreadable("It is no list of events.");
    }

    /// <summary>Pure.</summary>
    internal static IReadOnlyList<ReportedEvent> Events(JsonElement events, Instant now)
    {
        var found = new List<ReportedEvent>();
        foreach (var said in events.List())
        {
            if (KindOf(said) is not { } kind) continue;
            found.Add(new ReportedEvent(said.Text("sg_event_id"), kind, said.Text("email"), JsonMembers.UnixTime(said.Text("timestamp")) ?? now, said.Word("status")));
        }

        return found;
    }

    private static FeedbackKind? KindOf(JsonElement said) => (said.Text("event"), said.Text("type"), said.Text("reason")) switch
    {
        // "blocked" is a refusal of this message: a full mailbox, a filter.
        ("bounce", "blocked", _) => FeedbackKind.SoftBounce,
        ("bounce", _, _) => FeedbackKind.HardBounce,
        // Not tried, for it bounced or was complained about before we knew.
        ("dropped", _, "Bounced Address" or "Invalid") => FeedbackKind.HardBounce,
        ("dropped", _, "Spam Reporting Address") or ("spamreport", _, _) => FeedbackKind.Complaint,
        // Deferred is tried again: a bounce says how it ended.
        _ => null,
    };

    private bool IsSigned(string stamp, string signature, ReadOnlySpan<byte> body)
    {
        try
        {
            using var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(settings.SendGridKey, out _);
            return signature.Length > 0 && key.VerifyData((byte[])[.. Encoding.UTF8.GetBytes(stamp), .. body], Convert.FromBase64String(signature), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        }
        catch (Exception fault) when (fault is FormatException or CryptographicException)
        {
            return false;
        }
    }
}
