using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using NodaTime;

namespace Publisher.App.Webhooks;

/// <summary>
/// The two calls that SNS wants of us: its certificate, and the confirmation of a subscription. It calls the topic's own host by https and no other, follows
/// nothing, reads little and waits briefly.
/// </summary>
public sealed class SnsClient(HttpMessageHandler handler, TimeProvider clock) : IDisposable
{
    /// <summary>Octets of an answer: a certificate has some 2,000.</summary>
    private const int MaxAnswer = 64 * 1024;

    /// <summary>Certificates that are kept: a region has one at a time.</summary>
    private const int MaxKept = 8;

    private static readonly Duration KeptFor = Duration.FromHours(24);

    private readonly HttpClient http = new(handler, disposeHandler: false) { Timeout = TimeSpan.FromSeconds(10), MaxResponseContentBufferSize = MaxAnswer };
    private readonly ConcurrentDictionary<string, (X509Certificate2 Certificate, Instant Since)> kept = new(StringComparer.Ordinal);

    /// <summary>The handler of production: no redirects, no cookies, certificates checked as the system does.</summary>
    public static HttpMessageHandler Handler() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(5) };

    /// <summary>The key that signs a topic's messages; null where there is none to be had under this address.</summary>
    public async Task<RSA?> KeyAsync(TopicArn topic, string address, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var url) || !topic.Speaks(url)) return null;
        if (url.Query.Length > 0 || !url.AbsolutePath.StartsWith("/SimpleNotificationService-", StringComparison.Ordinal) || !url.AbsolutePath.EndsWith(".pem", StringComparison.Ordinal)) return null;
        var now = clock.Now();
        if (!kept.TryGetValue(url.AbsoluteUri, out var found) || found.Since + KeptFor <= now)
        {
            if (await GetAsync(url, cancellationToken) is not { } pem || Certificate(pem) is not { } certificate) return null;
            if (kept.Count >= MaxKept) kept.Clear();
            kept[url.AbsoluteUri] = found = (certificate, now);
        }

        return found.Certificate.NotBefore.ToUniversalTime() <= now.ToDateTimeUtc() && now.ToDateTimeUtc() < found.Certificate.NotAfter.ToUniversalTime()
            ? found.Certificate.GetRSAPublicKey()
            : null;
    }

    /// <summary>Says to SNS that the subscription is wanted.</summary>
    public async Task<bool> ConfirmAsync(TopicArn topic, string address, CancellationToken cancellationToken) =>
        Uri.TryCreate(address, UriKind.Absolute, out var url) && topic.Speaks(url) && url.Query.StartsWith("?Action=ConfirmSubscription&", StringComparison.Ordinal)
        && await GetAsync(url, cancellationToken) is not null;

    public void Dispose() => http.Dispose();

    private async Task<string?> GetAsync(Uri url, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await http.GetAsync(url, cancellationToken);
            return answer.IsSuccessStatusCode ? await answer.Content.ReadAsStringAsync(cancellationToken) : null;
        }
        catch (Exception fault) when (fault is HttpRequestException || (fault is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // SNS sends the message again.
            return null;
        }
    }

    private static X509Certificate2? Certificate(string pem)
    {
        try
        {
            return X509Certificate2.CreateFromPem(pem);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
