using System.Net;
using System.Text.RegularExpressions;

namespace Publisher.Bench;

/// <summary>Somebody of the staff before a browser, who waits for every page to its last octet.</summary>
internal sealed class ConsoleReader(Uri site) : IDisposable
{
    private readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = site };

    private string csrf = "";

    public async Task SignInAsync(string key)
    {
        var state = Field(await client.GetStringAsync("/staff/sign-in"), "state");
        await PostAsync("/staff/sign-in", [("state", state), ("key", key)]);
        csrf = Field(await client.GetStringAsync("/staff"), "csrf");
    }

    /// <returns>The status.</returns>
    public async Task<int> GetAsync(string path)
    {
        using var answer = await client.GetAsync(path);
        await answer.Content.ReadAsByteArrayAsync();
        return (int)answer.StatusCode;
    }

    /// <returns>The page.</returns>
    public async Task<string> PostForAsync(string path, IEnumerable<(string Name, string Value)> fields)
    {
        using var answer = await client.PostAsync(path, Form(fields));
        return await answer.Content.ReadAsStringAsync();
    }

    /// <returns>The status.</returns>
    public async Task<int> PostAsync(string path, IEnumerable<(string Name, string Value)> fields)
    {
        using var answer = await client.PostAsync(path, Form(fields));
        await answer.Content.ReadAsByteArrayAsync();
        return (int)answer.StatusCode;
    }

    private FormUrlEncodedContent Form(IEnumerable<(string Name, string Value)> fields) => new([.. fields.Append(("csrf", csrf)).Select(field => KeyValuePair.Create(field.Item1, field.Item2))]);

    public void Dispose() => client.Dispose();

    private static string Field(string html, string name) => WebUtility.HtmlDecode(Regex.Match(html, $"name=\"{name}\" value=\"([^\"]*)\"", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value);
}
