using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using Publisher.App.Local;
using Publisher.App.Tests.Staff;
using Publisher.Subscribers;

namespace Publisher.App.Tests.Public;

/// <summary>
/// Knocks at every door of the public port with what nobody should send: seeded, so that what was found once is found again. Which doors there
/// are say the functions themselves, and which fields a form has its own page, so a new one is knocked at without being named here.
/// </summary>
public sealed partial class EveryDoorFuzzTests(LocalProduct product) : IClassFixture<LocalProduct>
{
    /// <summary>Raw, it would be markup, an attribute's end, a header and a control character; escaped, none of them.</summary>
    private const string Mark = "<zq x=\"'>&\r\nX-Zq: 1\0";

    private static readonly string[] Hostile =
    [
        Mark, "", " ", "\0", "../../etc/passwd", "..\\..\\x", "%", "%2", "%zz", "%00", "%0d%0aX-Zq:1", "\u202E\uFEFF\uD83D\uDE00", new('a', 5000), new('%', 300), "javascript:alert(1)", "//evil.example/",
        "https://evil.example/", "-1", "99999999999999999999", "NaN", "null", "{}", "[]", "' or 1 eq 1 or '", "\"", "0001-01-01", "9999-12-31T23:59:59Z", "{{x}}", "${x}", "=1+1", "\u0130I\u0307", "a@b\r\nBcc: c@d.example",
    ];

    private static readonly string[] Names = ["lang", "sent", "kind", "district", "topic", "format", "page", "rhythm", "text", "days", "List-Unsubscribe", "address", "opened", "consent"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Nothing_that_is_sent_to_a_door_breaks_it_comes_back_raw_or_leads_away(int seed)
    {
        var random = new Random(seed);
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8 });
        var doors = product.Functions.Functions.Where(function => function.Trigger is HttpTrigger).Select(function => new Door(function.Name, (HttpTrigger)function.Trigger)).ToList();
        Assert.NotEmpty(doors);
        foreach (var door in doors)
        {
            var names = await FieldsAsync(door);
            for (var knock = 0; knock < 100; knock++)
            {
                using var request = Request(door, names, random);
                using var answer = await client.SendAsync(request);
                var body = await answer.Content.ReadAsStringAsync();
                var told = $"{door.Name}, seed {seed}, knock {knock}: {request.Method} {Cut(request.RequestUri!.OriginalString)} → {(int)answer.StatusCode}";
                Assert.True((int)answer.StatusCode < 500, told + "\n" + body);
                Assert.False(body.Contains("<zq", StringComparison.Ordinal) && answer.Content.Headers.ContentType?.MediaType is "text/html" or "image/svg+xml" or "application/atom+xml", told + "\n" + body);
                Assert.False(answer.Headers.Contains("X-Zq") || answer.Headers.Contains("Set-Cookie"), told);
                Assert.False(answer.Headers.Location is { IsAbsoluteUri: true } away && away.Host != product.Url.Host, $"{told}: {answer.Headers.Location}");
                Assert.False(answer.Headers.Location?.OriginalString.StartsWith("//", StringComparison.Ordinal) == true, told);
                // What the server refuses before it comes to us has no body that could be taken for anything.
                Assert.True(body.Length == 0 || answer.Headers.Contains("X-Content-Type-Options"), told);
                Assert.DoesNotContain("   at Publisher.", body, StringComparison.Ordinal);
            }
        }
    }

    private HttpRequestMessage Request(Door door, IReadOnlyList<string> names, Random random)
    {
        var path = Parameter().Replace(door.Http.Route, parameter => random.Next(3) == 0 && parameter.Value.Contains("token", StringComparison.Ordinal)
            ? Token(random)
            : Escaped(One(random, Hostile), random));
        var query = random.Next(2) == 0 ? "" : "?" + string.Join('&', Some(random, names).Select(name => $"{Escaped(name, random)}={Escaped(One(random, Hostile), random)}"));
        // As it is written here: .NET would tidy it up.
        var url = new Uri($"{product.Url.GetLeftPart(UriPartial.Authority)}/{path}{query}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var request = new HttpRequestMessage(HttpMethod.Parse(One(random, [.. door.Http.Methods.Select(method => method.ToUpperInvariant()), "POST", "PUT", "OPTIONS"])), url);
        if (request.Method == HttpMethod.Post) request.Content = Content(names, random);
        foreach (var header in (string[])["Accept", "Accept-Language", "X-Forwarded-For", "Referer", "If-None-Match", "If-Modified-Since", "Range", "Authorization"])
            if (random.Next(3) == 0) request.Headers.TryAddWithoutValidation(header, One(random, Hostile).ReplaceLineEndings(" ").Replace("\0", "", StringComparison.Ordinal));
        return request;
    }

    private static HttpContent Content(IReadOnlyList<string> names, Random random)
    {
        var fields = Some(random, names).Select(name => new KeyValuePair<string, string>(name, One(random, Hostile))).ToList();
        HttpContent content = random.Next(5) switch
        {
            0 => new ByteArrayContent(Octets(random)),
            1 => new StringContent("{" + string.Join(',', fields.Select(field => $"{System.Text.Json.JsonSerializer.Serialize(field.Key)}:{System.Text.Json.JsonSerializer.Serialize(field.Value)}")) + "}", Encoding.UTF8, "application/json"),
            2 => Multipart(fields),
            _ => new FormUrlEncodedContent(fields),
        };
        if (random.Next(4) == 0)
        {
            content.Headers.ContentType = null;
            content.Headers.TryAddWithoutValidation("Content-Type", One(random, ["application/x-www-form-urlencoded", "application/json; charset=utf-16", "application/x-www-form-urlencoded; charset=zq", "multipart/form-data", "multipart/form-data; boundary=\"\"", "text/plain", "zq"]));
        }

        return content;
    }

    private static MultipartFormDataContent Multipart(List<KeyValuePair<string, string>> fields)
    {
        var content = new MultipartFormDataContent("zq");
        foreach (var (name, value) in fields)
        {
            var part = new ByteArrayContent(Encoding.UTF8.GetBytes(value));
            part.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data") { Name = $"\"{Plain().Replace(name, "")}\"" };
            content.Add(part);
        }

        return content;
    }

    /// <summary>The fields of a door's own form, as somebody who may use it sees them.</summary>
    private async Task<IReadOnlyList<string>> FieldsAsync(Door door)
    {
        var path = door.Http.Route.Replace("{token}", Token(new Random(0)), StringComparison.Ordinal);
        if (path.Contains('{', StringComparison.Ordinal) || !door.Http.Methods.Contains("get", StringComparer.OrdinalIgnoreCase)) return Names;
        using var answer = await product.Client.GetAsync("/" + path);
        return [.. Names, .. FieldName().Matches(await answer.Content.ReadAsStringAsync()).Select(field => field.Groups[1].Value).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>A link that works, of one purpose or another.</summary>
    private string Token(Random random)
    {
        var (tokens, key) = (product.Get<LinkTokens>(), SubscriberKey.Of(Address.Parse("anna@example.org", out _)!));
        return random.Next(3) switch
        {
            0 => tokens.Create(LinkPurpose.Preferences, key),
            1 => tokens.Create(LinkPurpose.Unsubscribe, key),
            _ => tokens.Create(LinkPurpose.Confirm, key, NodaTime.Instant.FromUtc(2023, 5, 2, 6, 0)),
        };
    }

    private sealed record Door(string Name, HttpTrigger Http);

    private static byte[] Octets(Random random)
    {
        var octets = new byte[random.Next(2000)];
        random.NextBytes(octets);
        return octets;
    }

    /// <summary>Mostly as it must be in an address; sometimes as it is, without what no client can send.</summary>
    private static string Escaped(string text, Random random) => random.Next(4) == 0
        ? Unsendable().Replace(text, "")
        : Uri.EscapeDataString(text).Replace("%FF%FE", "%FF", StringComparison.Ordinal);

    private static string Cut(string text) => text.Length > 300 ? text[..300] + "…" : text;

    private static T One<T>(Random random, IReadOnlyList<T> of) => of[random.Next(of.Count)];

    private static IEnumerable<string> Some(Random random, IReadOnlyList<string> names) => Enumerable.Range(0, random.Next(1, 8)).Select(_ => One(random, names));

    [GeneratedRegex(@"\{[^}]*\}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Parameter();

    [GeneratedRegex(" name=\"([^\"]+)\"", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FieldName();

    [GeneratedRegex("[^a-zA-Z-]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Plain();

    [GeneratedRegex(@"[^\x21-\x7e]|[#?]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Unsendable();
}
