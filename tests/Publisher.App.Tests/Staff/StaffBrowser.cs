using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Publisher.App.Tests.Staff;

/// <summary>Somebody of the staff before a browser: it keeps cookies, follows nothing by itself, and is on a network of its own.</summary>
public sealed class StaffBrowser : IDisposable
{
    private readonly CookieContainer cookies = new();
    private readonly HttpClient client;
    private readonly Uri site;

    /// <param name="network">The third number of its address, 127.0.N.1.</param>
    public StaffBrowser(Uri site, int network = 0)
    {
        this.site = new Uri($"http://127.0.0.1:{site.Port}");
        client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = cookies, ConnectCallback = (context, stop) => ConnectAsync(context, network, stop) }) { BaseAddress = this.site };
    }

    public CookieContainer Cookies => cookies;

    /// <summary>The id of the session that the browser has; empty for none.</summary>
    public string Session
    {
        get => cookies.GetCookies(site)["publisher"]?.Value ?? "";
        set => cookies.Add(site, new Cookie("publisher", value, "/"));
    }

    public Task<HttpResponseMessage> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync(new HttpRequestMessage(HttpMethod.Get, path), headers);

    public async Task<string> ReadAsync(string path)
    {
        using var answer = await GetAsync(path);
        return await answer.Content.ReadAsStringAsync();
    }

    public Task<HttpResponseMessage> PostAsync(string path, IEnumerable<(string Name, string Value)> fields, params (string Name, string Value)[] headers) => SendAsync(
        new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))) }, headers);

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, params (string Name, string Value)[] headers)
    {
        request.Headers.Add("Accept", "text/html");
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return client.SendAsync(request);
    }

    /// <summary>Fills the form of sign-in in, as it is shown.</summary>
    public async Task<HttpResponseMessage> SignInAsync(string key, string path = "/staff/sign-in", params (string Name, string Value)[] headers) =>
        await PostAsync("/staff/sign-in", [("state", FieldOf(await ReadAsync(path), "state")), ("key", key)], headers);

    /// <summary>What a hidden field of a page holds; empty where there is none.</summary>
    public static string FieldOf(string html, string name) => WebUtility.HtmlDecode(Regex.Match(html, $"name=\"{name}\" value=\"([^\"]*)\"", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value);

    public async Task<string> CsrfAsync(string path = "/staff") => FieldOf(await ReadAsync(path), "csrf");

    public void Dispose() => client.Dispose();

    /// <summary>All of 127.0.0.0/8 is this machine, so that one of it can be many.</summary>
    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, int network, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.Bind(new IPEndPoint(new IPAddress([127, 0, (byte)network, 1]), 0));
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, context.DnsEndPoint.Port), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
