using System.Text;
using System.Text.Json;
using NodaTime;
using Publisher.App.Settings;
using Publisher.Subscribers;

namespace Publisher.App.Webhooks;

/// <summary>Postmark: name and password in the webhook's own settings, sent as Basic authentication (Postmark, "Bounce webhook", "Spam complaint webhook", "Bounce types").</summary>
public sealed class PostmarkWebhook(FeedbackSettings settings, TimeProvider clock) : IWebhook
{
    private const string Scheme = "Basic ";

    public string Name => "postmark";

    public bool IsOn => settings.PostmarkUser is not null;

    public Task<WebhookCall> ReadAsync(HttpRequest request, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        if (!IsKnown(request.Headers.Authorization.ToString()))
        {
            request.HttpContext.Response.Headers.WWWAuthenticate = "Basic realm=\"webhooks\"";
            return Task.FromResult<WebhookCall>(new WebhookCall.Refused("Its name or password is missing or wrong."));
        }

        return Task.FromResult<WebhookCall>(JsonMembers.Parse(body) is { ValueKind: JsonValueKind.Object } said
            ? new WebhookCall.Reports(Events(said, clock.Now()))
            : new WebhookCall.Unreadable("It is no event."));
    }

    /// <summary>Pure.</summary>
    internal static IReadOnlyList<ReportedEvent> Events(JsonElement said, Instant now) =>
        KindOf(said) is { } kind ? [new ReportedEvent(said.Text("ID"), kind, said.Text("Email"), said.Instant("BouncedAt") ?? now, said.Word("Type"))] : [];

    private static FeedbackKind? KindOf(JsonElement said) => (said.Text("RecordType"), said.Text("Type")) switch
    {
        ("SpamComplaint", _) or ("Bounce", "SpamComplaint") => FeedbackKind.Complaint,
        ("Bounce", "HardBounce" or "BadEmailAddress") => FeedbackKind.HardBounce,
        ("Bounce", "SoftBounce" or "Transient" or "DnsError" or "Blocked" or "SpamNotification" or "Unknown") => FeedbackKind.SoftBounce,
        // Answers of machines, of people, and of Postmark's own console.
        _ => null,
    };

    private bool IsKnown(string header)
    {
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return false;
        try
        {
            return SameSecret.Is(Encoding.UTF8.GetString(Convert.FromBase64String(header[Scheme.Length..].Trim())), $"{settings.PostmarkUser}:{settings.PostmarkPassword}");
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
