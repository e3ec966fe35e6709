using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NodaTime;
using Publisher.App.Settings;
using Publisher.Subscribers;

namespace Publisher.App.Webhooks;

/// <summary>
/// Amazon SES by way of SNS: messages signed by the key of the topic's region, in signature version 1 or 2 (Amazon SNS Developer Guide, "Verifying the
/// signatures of Amazon SNS messages"; Amazon SES Developer Guide, "Amazon SNS notification contents").
/// </summary>
public sealed class SesWebhook(FeedbackSettings settings, SnsClient sns, TimeProvider clock) : IWebhook
{
    private static readonly string[] NotificationSigned = ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"];

    private static readonly string[] SubscriptionSigned = ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"];

    private readonly TopicArn? topic = settings.SesTopic is { } arn ? TopicArn.Parse(arn) : null;

    public string Name => "ses";

    public bool IsOn => topic is not null;

    public async Task<WebhookCall> ReadAsync(HttpRequest request, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        if (JsonMembers.Parse(body) is not { ValueKind: JsonValueKind.Object } message) return new WebhookCall.Refused("It is no message of SNS.");
        if (message.Text("TopicArn") != topic!.Arn) return new WebhookCall.Refused("It is of another topic.");
        if (!await IsSignedAsync(message, cancellationToken)) return new WebhookCall.Refused("Its signature is missing or wrong.");
        switch (message.Text("Type"))
        {
            case "SubscriptionConfirmation":
                return await sns.ConfirmAsync(topic, message.Text("SubscribeURL"), cancellationToken)
                    ? new WebhookCall.Handshake(null)
                    : new WebhookCall.Unreadable("The subscription could not be confirmed; ask for the confirmation once more.");
            case "Notification":
                // What is no JSON is a greeting: "Successfully validated SNS topic for Amazon SES event publishing."
                return new WebhookCall.Reports(JsonMembers.Parse(Encoding.UTF8.GetBytes(message.Text("Message"))) is { } said ? Events(said, clock.Now()) : []);
            default:
                return new WebhookCall.Reports([]);
        }
    }

    /// <summary>Of a notification (notificationType) or of event publishing (eventType): the same but for that name. Pure.</summary>
    internal static IReadOnlyList<ReportedEvent> Events(JsonElement said, Instant now)
    {
        var type = said.Text("notificationType") is { Length: > 0 } name ? name : said.Text("eventType");
        if (type == "Bounce")
        {
            var bounce = said.Member("bounce");
            var kind = bounce.Text("bounceType") == "Permanent" ? FeedbackKind.HardBounce : FeedbackKind.SoftBounce;
            return Of(bounce, "bouncedRecipients", kind, bounce.Word("bounceSubType"), now);
        }

        var complaint = said.Member("complaint");
        return type != "Complaint" || complaint.Text("complaintFeedbackType") == "not-spam"
            ? []
            : Of(complaint, "complainedRecipients", FeedbackKind.Complaint, complaint.Word("complaintFeedbackType"), now);
    }

    private static IReadOnlyList<ReportedEvent> Of(JsonElement report, string recipients, FeedbackKind kind, string detail, Instant now) =>
        [.. report.Member(recipients).List().Select(recipient => new ReportedEvent(report.Text("feedbackId"), kind, recipient.Text("emailAddress"), report.Instant("timestamp") ?? now, detail))];

    private async Task<bool> IsSignedAsync(JsonElement message, CancellationToken cancellationToken)
    {
        var hash = message.Text("SignatureVersion") switch { "1" => HashAlgorithmName.SHA1, "2" => HashAlgorithmName.SHA256, _ => default };
        if (hash == default || await sns.KeyAsync(topic!, message.Text("SigningCertURL"), cancellationToken) is not { } found) return false;
        using var key = found;
        var names = message.Text("Type") == "Notification" ? NotificationSigned : SubscriptionSigned;
        var signed = new StringBuilder();
        foreach (var name in names)
            if (message.Member(name).ValueKind == JsonValueKind.String) signed.Append(name).Append('\n').Append(message.Text(name)).Append('\n');
        try
        {
            return key.VerifyData(Encoding.UTF8.GetBytes(signed.ToString()), Convert.FromBase64String(message.Text("Signature")), hash, RSASignaturePadding.Pkcs1);
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
