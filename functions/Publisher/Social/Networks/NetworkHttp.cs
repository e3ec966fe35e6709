using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Publisher.Social.Networks;

/// <summary>What a network answered.</summary>
/// <param name="Status">0 where no answer came.</param>
/// <param name="Sent">False where the request certainly never got there.</param>
/// <param name="Body">The JSON; undefined where the answer has none.</param>
internal sealed record NetworkReply(int Status, bool Sent, JsonElement Body, HttpResponseHeaders? Headers)
{
    public bool IsOk => Status is >= 200 and < 300;

    /// <summary>A text of the body by its path; empty where there is none.</summary>
    public string Text(params ReadOnlySpan<string> path) => Find(path) switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString()!,
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => "",
    };

    public long? Number(params ReadOnlySpan<string> path) => Find(path) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var value) ? value : null;

    public bool IsTrue(params ReadOnlySpan<string> path) => Find(path).ValueKind == JsonValueKind.True;

    public IReadOnlyList<JsonElement> List(params ReadOnlySpan<string> path) => Find(path) is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray()] : [];

    public string Header(string name) => Headers is not null && Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() ?? "" : "";

    public JsonElement Find(params ReadOnlySpan<string> path)
    {
        var at = Body;
        foreach (var name in path)
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out at)) return default;
        return at;
    }
}

/// <summary>
/// Calls a network. Each call is one attempt on a connection of its own: a connection that is kept may be closed by the other side at the
/// very moment it is used again, and then nobody knows whether the call arrived. Redirects are not followed: a token goes to one host.
/// </summary>
internal sealed class NetworkHttp : IDisposable
{
    /// <summary>Of one call. A network that takes longer has lost it.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Octets of an answer.</summary>
    private const int MaxAnswer = 4 * 1024 * 1024;

    private readonly HttpClient http;
    private readonly TimeProvider clock;

    public NetworkHttp(TimeProvider clock)
    {
        this.clock = clock;
        http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            PooledConnectionLifetime = TimeSpan.Zero,
            ConnectTimeout = TimeSpan.FromSeconds(15),
            AutomaticDecompression = DecompressionMethods.None,
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = MaxAnswer,
        };
        http.DefaultRequestHeaders.UserAgent.ParseAdd("Publisher/1.0");
    }

    /// <summary>Makes one call; throws for nothing but its caller's wish to end.</summary>
    public async Task<NetworkReply> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var response = await http.SendAsync(request, either.Token);
            var octets = await response.Content.ReadAsByteArrayAsync(either.Token);
            return new NetworkReply((int)response.StatusCode, true, Parse(octets), response.Headers);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new NetworkReply(0, true, default, null);
        }
        catch (HttpRequestException fault)
        {
            var sent = fault.HttpRequestError is not (HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError);
            return new NetworkReply(0, sent, default, null);
        }
        catch (IOException)
        {
            return new NetworkReply(0, true, default, null);
        }
    }

    public void Dispose() => http.Dispose();

    private static JsonElement Parse(byte[] octets)
    {
        try
        {
            using var json = JsonDocument.Parse(octets);
            return json.RootElement.Clone();
        }
        catch (JsonException)
        {
            // An error page, or half an answer.
            return default;
        }
    }
}
