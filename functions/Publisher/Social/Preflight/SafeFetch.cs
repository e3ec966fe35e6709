using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;

namespace Publisher.Social.Preflight;

/// <summary>How a fetch ended.</summary>
public enum FetchFault
{
    None,

    /// <summary>It leads to an address that is not of the public internet; nothing was sent there.</summary>
    Private,

    /// <summary>No answer: the name, the connection, the certificate or the time. It may pass.</summary>
    Unreachable,

    /// <summary>The answer is larger than it may be.</summary>
    TooLarge,

    /// <summary>It leads on and on, or to what is no web address.</summary>
    BadRedirect,
}

/// <param name="Url">Where it ended after all redirects.</param>
/// <param name="Status">The server's; 0 where there was no answer.</param>
/// <param name="Type">The media type; empty where the server names none.</param>
public sealed record Fetched(FetchFault Fault, string Url, int Status = 0, string Type = "", byte[]? Content = null)
{
    public bool IsOk => Fault == FetchFault.None && Status == 200;
}

/// <summary>How a fetch reaches others; tests give others.</summary>
/// <param name="Resolve">The addresses of a name.</param>
/// <param name="MayConnect">Whether one of them may be called.</param>
public sealed record FetchRules(Func<string, CancellationToken, Task<IPAddress[]>> Resolve, Func<IPAddress, bool> MayConnect)
{
    public static FetchRules Default { get; } = new((host, cancellationToken) => Dns.GetHostAddressesAsync(host, cancellationToken), PublicAddress.Is);
}

/// <summary>
/// Fetches what an item links to. The address is checked when the connection is made, on the very addresses that it is made to: a name
/// cannot mean one thing to the check and another to the call. Each redirect is a new fetch. Time and size have limits.
/// </summary>
public sealed class SafeFetch : IDisposable
{
    /// <summary>Of one fetch with all its redirects.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private const int MaxRedirects = 5;

    private static readonly HttpRequestOptionsKey<Refusal> RefusedKey = new("Publisher.Refused");

    private readonly HttpClient http;
    private readonly TimeProvider clock;

    /// <param name="agent">What servers are told about who calls.</param>
    public SafeFetch(string agent, TimeProvider clock, FetchRules? rules = null)
    {
        this.clock = clock;
        var reach = rules ?? FetchRules.Default;
        http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            // A proxy would do the connecting, and with it the check.
            UseProxy = false,
            PooledConnectionLifetime = TimeSpan.Zero,
            MaxResponseHeadersLength = 64,
            ConnectCallback = (context, cancellationToken) => ConnectAsync(reach, context, cancellationToken),
        }) { Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.UserAgent.ParseAdd(agent);
        http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("*/*"));
    }

    /// <param name="most">Octets of the answer.</param>
    public async Task<Fetched> GetAsync(string url, int most, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        for (var hop = 0; hop <= MaxRedirects; hop++)
        {
            if (!WebAddress.IsValid(url)) return new Fetched(FetchFault.BadRedirect, url);
            var (fetched, next) = await HopAsync(url, most, either.Token, cancellationToken);
            if (next is null) return fetched;
            url = next;
        }

        return new Fetched(FetchFault.BadRedirect, url);
    }

    public void Dispose() => http.Dispose();

    private async Task<(Fetched Fetched, string? Next)> HopAsync(string url, int most, CancellationToken cancellationToken, CancellationToken callers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        var refused = new Refusal();
        request.Options.Set(RefusedKey, refused);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            var status = (int)response.StatusCode;
            if (status is 301 or 302 or 303 or 307 or 308 && response.Headers.Location is { } location)
                return (new Fetched(FetchFault.BadRedirect, url, status), new Uri(new Uri(url), location).AbsoluteUri);
            var content = await ReadAsync(response.Content, most, cancellationToken);
            var type = response.Content.Headers.ContentType?.MediaType ?? "";
            return (content is null ? new Fetched(FetchFault.TooLarge, url, status, type) : new Fetched(FetchFault.None, url, status, type, content), null);
        }
        catch (OperationCanceledException) when (!callers.IsCancellationRequested)
        {
            return (new Fetched(FetchFault.Unreachable, url), null);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or UriFormatException or InvalidOperationException)
        {
            return (new Fetched(refused.Is ? FetchFault.Private : FetchFault.Unreachable, url), null);
        }
    }

    private static async Task<byte[]?> ReadAsync(HttpContent content, int most, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > most) return null;
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        using var read = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await stream.ReadAsync(buffer, cancellationToken) is var count and > 0)
        {
            if (read.Length + count > most) return null;
            read.Write(buffer, 0, count);
        }

        return read.ToArray();
    }

    private static async ValueTask<Stream> ConnectAsync(FetchRules rules, SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var addresses = IPAddress.TryParse(context.DnsEndPoint.Host, out var literal) ? [literal] : await rules.Resolve(context.DnsEndPoint.Host, cancellationToken);
        // One private address among public ones is an attempt, not an accident.
        if (addresses.Length == 0 || !addresses.All(rules.MayConnect))
        {
            if (addresses.Length > 0 && context.InitialRequestMessage.Options.TryGetValue(RefusedKey, out var refused)) refused.Is = true;
            throw new HttpRequestException("the address is not one of the public internet");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private sealed class Refusal
    {
        public bool Is { get; set; }
    }
}
