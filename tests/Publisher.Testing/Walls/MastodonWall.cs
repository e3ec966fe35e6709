using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Publisher.Social.Texts;

namespace Publisher.Testing.Walls;

/// <summary>A Mastodon server's statuses, media and accounts (docs.joinmastodon.org/methods).</summary>
public sealed partial class MastodonWall : Wall
{
    private const string Account = "109876543210";

    private readonly Dictionary<string, (string Media, string Alt)> media = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Id, DateTimeOffset At)> keys = new(StringComparer.Ordinal);
    private readonly Lock gate = new();

    private MastodonWall(TimeProvider clock)
        : base(clock)
    {
    }

    /// <summary>Whether the server gives the first answer back to whoever repeats a key; old ones lose their keys with their cache.</summary>
    public bool KeepsKeys { get; set; } = true;

    /// <summary>How often a picture is still being worked on when it is asked for.</summary>
    public int Processing { get; set; }

    public static async Task<MastodonWall> StartAsync(TimeProvider clock)
    {
        var wall = new MastodonWall(clock);
        await wall.ListenAsync();
        return wall;
    }

    protected override WallCallKind? KindOf(HttpRequest request) => (request.Method, request.Path.Value!.Trim('/').Split('/')) switch
    {
        ("GET", ["api", "v1", "accounts", "verify_credentials"]) => WallCallKind.Probe,
        ("GET", ["api", "v1", "accounts", Account, "statuses"]) => WallCallKind.Read,
        ("POST", ["api", "v2", "media"]) => WallCallKind.Prepare,
        ("GET", ["api", "v1", "media", _]) => WallCallKind.Prepare,
        ("POST", ["api", "v1", "statuses"]) => WallCallKind.Create,
        ("GET", ["api", "v1", "statuses", _]) => WallCallKind.Prepare,
        ("PUT", ["api", "v1", "statuses", _]) => WallCallKind.Edit,
        ("DELETE", ["api", "v1", "statuses", _]) => WallCallKind.Delete,
        _ => null,
    };

    protected override WallAnswer Do(WallCall call, HttpRequest request)
    {
        var path = request.Path.Value!.Trim('/').Split('/');
        return (call.Kind, call.Method) switch
        {
            (WallCallKind.Probe, _) => new WallAnswer(200, new { id = Account, username = "lgd" }),
            (WallCallKind.Read, _) => Read(request),
            (WallCallKind.Prepare, "POST") => Upload(call),
            (WallCallKind.Prepare, _) when path[2] == "media" => Processing-- > 0 ? new WallAnswer(206, new { id = path[3] }) : new WallAnswer(200, new { id = path[3], url = "https://files.example/1" }),
            (WallCallKind.Prepare, _) => Posts.FirstOrDefault(post => post.Id == path[3]) is { } found ? new WallAnswer(200, Show(found)) : NotThere(),
            (WallCallKind.Create, _) => Create(call),
            (WallCallKind.Edit, _) => Edit(path[3], call),
            _ => Change(path[3], _ => null) ? new WallAnswer(200, new { id = path[3] }) : NotThere(),
        };
    }

    protected override WallAnswer Error(WallFault fault) => fault switch
    {
        WallFault.Limit => new WallAnswer(429, new { error = "Too many requests" }, ("X-RateLimit-Limit", "300"), ("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", (Now + LimitTime).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture))),
        WallFault.Forbidden => new WallAnswer(403, new { error = "This action is outside the authorized scopes" }),
        _ => new WallAnswer(500, new { error = "Something went wrong" }),
    };

    protected override WallAnswer BadToken(string given) => new(401, new { error = $"The access token is invalid ({given})" });

    private WallAnswer Upload(WallCall call)
    {
        // A part's name and content are all that matters of it here.
        var text = System.Text.Encoding.UTF8.GetString(call.Body);
        if (!text.Contains("name=file", StringComparison.Ordinal)) return new WallAnswer(422, new { error = "Validation failed: File can't be blank" });
        var alt = Description().Match(text).Groups[1].Value;
        var id = NextId("22");
        lock (gate) media[id] = (id, alt);
        return new WallAnswer(Processing > 0 ? 202 : 200, new { id });
    }

    private WallAnswer Create(WallCall call)
    {
        var key = call.Headers.GetValueOrDefault("Idempotency-Key") ?? "";
        lock (gate)
            if (KeepsKeys && keys.TryGetValue(key, out var before) && Now - before.At < TimeSpan.FromHours(1) && Posts.FirstOrDefault(post => post.Id == before.Id) is { } first) return new WallAnswer(200, Show(first));
        using var json = JsonDocument.Parse(call.Body);
        var (status, pictures) = (json.RootElement.GetProperty("status").GetString()!, Media(json.RootElement));
        if (Refuse(status, pictures) is { } refusal) return refusal;
        var post = new WallPost(NextId("11012345"), status, "", Now, pictures!);
        Put(post);
        lock (gate) keys[key] = (post.Id, Now);
        return new WallAnswer(200, Show(post));
    }

    private WallAnswer Edit(string id, WallCall call)
    {
        using var json = JsonDocument.Parse(call.Body);
        var (status, pictures) = (json.RootElement.GetProperty("status").GetString()!, Media(json.RootElement));
        if (Refuse(status, pictures) is { } refusal) return refusal;
        return Change(id, post => post with { Text = status, Pictures = pictures! }) ? new WallAnswer(200, Show(Posts.First(post => post.Id == id))) : NotThere();
    }

    private static WallAnswer? Refuse(string status, List<(string, string)>? pictures) =>
        pictures is null ? new WallAnswer(422, new { error = "Validation failed: media" })
        : status.Length == 0 ? new WallAnswer(422, new { error = "Validation failed: Text can't be blank" })
        : !PostLength.Mastodon.Fits(status) ? new WallAnswer(422, new { error = "Validation failed: Text character limit of 500 exceeded" })
        : null;

    private List<(string, string)>? Media(JsonElement body)
    {
        var found = new List<(string, string)>();
        if (!body.TryGetProperty("media_ids", out var ids)) return found;
        foreach (var id in ids.EnumerateArray())
        {
            (string, string) one;
            lock (gate)
                if (!media.TryGetValue(id.GetString()!, out one)) return null;
            found.Add(one);
        }

        return found;
    }

    private WallAnswer Read(HttpRequest request)
    {
        var query = QueryHelpers.ParseQuery(request.QueryString.Value);
        var limit = Math.Min(40, int.Parse(query.TryGetValue("limit", out var text) ? text.ToString() : "20", CultureInfo.InvariantCulture));
        var seen = Seen();
        if (query.TryGetValue("max_id", out var last)) seen = [.. seen.SkipWhile(post => post.Id != last).Skip(1)];
        return new WallAnswer(200, seen.Take(limit).Select(Show).ToList());
    }

    /// <summary>As Mastodon shows a text: HTML, with each address as a link.</summary>
    private object Show(WallPost post) => new
    {
        id = post.Id,
        created_at = post.Made.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        url = $"{Url}/@lgd/{post.Id}",
        content = $"<p>{Address().Replace(WebUtility.HtmlEncode(post.Text), "<a href=\"$0\" rel=\"nofollow\"><span class=\"invisible\">https://</span>…</a>").Replace("\n", "<br>", StringComparison.Ordinal)}</p>",
        media_attachments = post.Pictures.Select(picture => new { id = picture.Picture, description = picture.Alt }),
    };

    private static WallAnswer NotThere() => new(404, new { error = "Record not found" });

    [GeneratedRegex(@"https?://[^\s<]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Address();

    [GeneratedRegex("name=description\r\n\r\n(.*?)\r\n--", RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Description();
}
