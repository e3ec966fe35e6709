using System.Security.Cryptography;

namespace Publisher.App.Settings;

/// <summary>By what each of those who report on our mail proves who they are; null where nobody reports so, and its address is not there.</summary>
/// <param name="SesTopic">ARN of the SNS topic.</param>
/// <param name="SendGridKey">SubjectPublicKeyInfo of SendGrid's key, in DER.</param>
/// <param name="MailgunKey">The signing key of webhooks.</param>
/// <param name="AzureSecret">What the address of the event subscription ends in.</param>
/// <param name="InboundKey">Of whoever hands in raw messages.</param>
public sealed record FeedbackSettings(
    string? SesTopic, byte[]? SendGridKey, string? PostmarkUser, string? PostmarkPassword, string? MailgunKey, string? AzureSecret, string? InboundKey)
{
    /// <summary>Characters of a secret that we compare with: 128 random bits in hex need as many.</summary>
    public const int MinSecret = 32;

    public static FeedbackSettings Read(SettingsReader reader)
    {
        var (user, password) = (OrNull(reader.Text("Feedback:Postmark:UserName")), Secret(reader, "Feedback:Postmark:Password"));
        if (user is null != password is null) reader.Fault("Feedback:Postmark:UserName", "and Publisher__Feedback__Postmark__Password need each other");
        return new FeedbackSettings(
            Topic(reader), PublicKey(reader), user, password,
            OrNull(reader.Text("Feedback:Mailgun:SigningKey")), Secret(reader, "Feedback:Azure:Secret"), Secret(reader, "Feedback:Inbound:Key"));
    }

    // A record would print its secrets.
    public override string ToString() => "feedback";

    private static string? Topic(SettingsReader reader)
    {
        var arn = reader.Text("Feedback:Ses:TopicArn");
        if (arn.Length == 0) return null;
        if (Webhooks.TopicArn.Parse(arn) is not null) return arn;
        reader.Fault("Feedback:Ses:TopicArn", $"is „{arn}”; it must be the ARN of an SNS topic, such as arn:aws:sns:eu-central-1:123456789012:feedback");
        return null;
    }

    private static byte[]? PublicKey(SettingsReader reader)
    {
        var text = reader.Text("Feedback:SendGrid:PublicKey");
        if (text.Length == 0) return null;
        try
        {
            var key = Convert.FromBase64String(text);
            using var ecdsa = ECDsa.Create();
            ecdsa.ImportSubjectPublicKeyInfo(key, out _);
            return key;
        }
        catch (Exception fault) when (fault is FormatException or CryptographicException)
        {
            reader.Fault("Feedback:SendGrid:PublicKey", "is not a verification key; copy the whole of it from SendGrid, without line breaks");
            return null;
        }
    }

    private static string? Secret(SettingsReader reader, string key)
    {
        var secret = reader.Text(key);
        if (secret.Length == 0) return null;
        if (secret.Length < MinSecret) reader.Fault(key, $"is too short; it needs at least {MinSecret} characters");
        return secret;
    }

    private static string? OrNull(string text) => text.Length > 0 ? text : null;
}
