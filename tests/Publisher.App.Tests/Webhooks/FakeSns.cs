using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;

namespace Publisher.App.Tests.Webhooks;

/// <summary>Amazon's side of SNS: signs messages by its documentation, and answers for its host, below the client under test.</summary>
internal sealed class FakeSns : HttpMessageHandler
{
    public const string CertificateUrl = "https://sns.eu-central-1.amazonaws.com/SimpleNotificationService-01d088a6f77103d0fe307c0069e40ed6.pem";

    private readonly RSA key = RSA.Create(2048);
    private readonly string pem;

    public FakeSns()
    {
        using var certificate = new CertificateRequest("CN=sns.amazonaws.com", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(new DateTimeOffset(2023, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2023, 12, 31, 0, 0, 0, TimeSpan.Zero));
        pem = certificate.ExportCertificatePem();
    }

    /// <summary>What was called.</summary>
    public List<string> Called { get; } = [];

    public Func<HttpRequestMessage, HttpResponseMessage>? Answer { get; set; }

    public string Notification(string message, string version = "2", string topic = Door.Topic, string? url = null, string? signed = null)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Type"] = "Notification", ["MessageId"] = "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324", ["TopicArn"] = topic, ["Subject"] = "Amazon SES Email Event Notification",
            ["Message"] = message, ["Timestamp"] = "2023-05-01T15:00:00.000Z",
        };
        return Sign(fields, ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"], version, url, signed);
    }

    public string Confirmation(string subscribeUrl)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Type"] = "SubscriptionConfirmation", ["MessageId"] = "165545c9-2a5c-472c-8df2-7ff2be2b3b1b", ["Token"] = "2336412f37f", ["TopicArn"] = Door.Topic,
            ["Message"] = "You have chosen to subscribe to the topic.", ["SubscribeURL"] = subscribeUrl, ["Timestamp"] = "2023-05-01T15:00:00.000Z",
        };
        return Sign(fields, ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"], "1", null, null);
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        lock (Called) Called.Add(request.RequestUri!.AbsoluteUri);
        return Task.FromResult(Answer?.Invoke(request) ?? new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(request.RequestUri!.AbsoluteUri == CertificateUrl ? pem : "<ConfirmSubscriptionResponse/>") });
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) key.Dispose();
        base.Dispose(disposing);
    }

    private string Sign(Dictionary<string, string> fields, string[] names, string version, string? url, string? signed)
    {
        var text = string.Concat(names.Select(name => $"{name}\n{(name == "Message" && signed is not null ? signed : fields[name])}\n"));
        fields["SignatureVersion"] = version;
        fields["Signature"] = Convert.ToBase64String(key.SignData(Encoding.UTF8.GetBytes(text), version == "1" ? HashAlgorithmName.SHA1 : HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        fields["SigningCertURL"] = url ?? CertificateUrl;
        return JsonSerializer.Serialize(fields);
    }
}
