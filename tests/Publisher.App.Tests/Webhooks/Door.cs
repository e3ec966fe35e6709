using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Publisher.App.Settings;
using Publisher.App.Webhooks;
using Publisher.Feedback;
using Publisher.Subscribers;
using Publisher.Testing;

namespace Publisher.App.Tests.Webhooks;

/// <summary>
/// The product behind its webhooks, with two readers, and calls signed as each provider signs them: with keys of our own, for theirs are theirs. The
/// payloads in Recorded/ are the providers' documented examples, with our reader's address and a date that fits.
/// </summary>
internal sealed class Door : IAsyncDisposable
{
    public const string Topic = "arn:aws:sns:eu-central-1:123456789012:feedback";

    public const string Secret = "a secret of the tests, long enough";

    private static readonly IServiceProvider Web = new ServiceCollection().AddLogging().BuildServiceProvider();

    private readonly ECDsa sendGrid = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private Door(TestProduct product, FakeSns sns)
    {
        (Product, Sns) = (product, sns);
        Settings = new FeedbackSettings(Topic, sendGrid.ExportSubjectPublicKeyInfo(), "postmark", Secret, Secret, Secret, Secret);
    }

    public TestProduct Product { get; }

    public FakeSns Sns { get; }

    public FeedbackSettings Settings { get; set; }

    public static async Task<Door> OpenAsync()
    {
        var product = await TestProduct.StartAsync("2023-05-01T15:00:00Z");
        await product.SubscribeAsync(2);
        return new Door(product, new FakeSns());
    }

    public static string Recorded(string name) => File.ReadAllText(Checkout.At("tests", "Publisher.App.Tests", "Webhooks", "Recorded", name + ".json"));

    public async Task<(int Status, JsonElement Body)> PostAsync(string provider, string body, Action<HttpRequest>? more = null)
    {
        using var sns = new SnsClient(Sns, Product.Clock);
        IWebhook[] webhooks =
        [
            new SesWebhook(Settings, sns, Product.Clock), new SendGridWebhook(Settings, Product.Clock), new PostmarkWebhook(Settings, Product.Clock),
            new MailgunWebhook(Settings, Product.Clock), new AzureWebhook(Settings, Product.Clock),
        ];
        var context = new DefaultHttpContext { RequestServices = Web };
        context.Request.Method = "POST";
        context.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
        more?.Invoke(context.Request);
        using var answer = new MemoryStream();
        context.Response.Body = answer;
        await (await new WebhooksApi(webhooks, Product.Get<TakeFeedback>()).PostAsync(provider, context.Request)).ExecuteAsync(context);
        if (context.Response.StatusCode >= 400) Assert.StartsWith("application/problem+json", context.Response.ContentType, StringComparison.Ordinal);
        return (context.Response.StatusCode, JsonDocument.Parse(answer.ToArray()).RootElement);
    }

    /// <summary>A payload, proven as its provider proves it.</summary>
    public Task<(int Status, JsonElement Body)> SendAsync(string provider, string payload) => provider switch
    {
        "ses" => PostAsync("ses", Sns.Notification(payload)),
        "sendgrid" => PostAsync("sendgrid", payload, request => SignSendGrid(request, payload, Product.Now)),
        "postmark" => PostAsync("postmark", payload, request => Basic(request, "postmark", Secret)),
        "mailgun" => PostAsync("mailgun", Mailgun(payload, Product.Now)),
        "azure" => PostAsync("azure", payload, request => request.QueryString = new QueryString("?secret=" + Uri.EscapeDataString(Secret))),
        _ => throw new ArgumentException(provider, nameof(provider)),
    };

    public void SignSendGrid(HttpRequest request, string payload, Instant at)
    {
        var stamp = at.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
        request.Headers[SendGridWebhook.TimestampHeader] = stamp;
        request.Headers[SendGridWebhook.SignatureHeader] = Convert.ToBase64String(sendGrid.SignData(Encoding.UTF8.GetBytes(stamp + payload), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
    }

    public static void Basic(HttpRequest request, string user, string password) =>
        request.Headers.Authorization = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"));

    public static string Mailgun(string payload, Instant at, string key = Secret)
    {
        var (stamp, token) = (at.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture), "c35fb9a1e5e5e4e2b5e8f6a8c2ab1ffb40d2e0c9ddf7d6b4f1");
        var mac = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(stamp + token)));
        return $$"""{"signature":{"timestamp":"{{stamp}}","token":"{{token}}","signature":"{{mac}}"},"event-data":{{payload}}}""";
    }

    public async Task<string?> ReasonAsync(int reader = 1) => (await Product.Get<Suppressions>().FindAsync(Key(reader), CancellationToken.None))?.Reason;

    public async Task<IReadOnlyList<FeedbackEntry>> EntriesAsync() => await Product.Get<FeedbackLog>().OfAsync(Key(1), CancellationToken.None);

    public async Task<SubscriptionStatus> StatusAsync() => (await Product.Get<SubscriberList>().FindAsync(Key(1), CancellationToken.None))!.Status;

    public ValueTask DisposeAsync()
    {
        sendGrid.Dispose();
        Sns.Dispose();
        return Product.DisposeAsync();
    }

    private static SubscriberKey Key(int reader) => Some.Subscriber($"reader{reader}@example.org").Key;
}
