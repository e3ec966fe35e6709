using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Publisher.Testing.Walls;

/// <summary>Facebook's Graph API for pages: feed, photos, posts, scheduled_posts, scrape, debug_token (developers.facebook.com/docs/graph-api).</summary>
public sealed class FacebookWall : Wall
{
    public const string Version = "v25.0";
    public const string Page = "104512345678901";
    public const string AppId = "550123";

    private readonly Dictionary<string, (string Url, string Alt)> photos = new(StringComparer.Ordinal);
    private readonly Lock gate = new();

    private FacebookWall(TimeProvider clock)
        : base(clock)
    {
    }

    public string AppSecret { get; } = "app-secret-of-the-tests-fedcba98";

    /// <summary>When debug_token says that the token ends; 0 for never.</summary>
    public long TokenEnds { get; set; }

    /// <summary>Percent, in the usage headers of every answer.</summary>
    public int Usage { get; set; } = 3;

    /// <summary>Facebook's error for a post, by code; 0 for none.</summary>
    public int Refusal { get; set; }

    public static async Task<FacebookWall> StartAsync(TimeProvider clock)
    {
        var wall = new FacebookWall(clock);
        await wall.ListenAsync();
        return wall;
    }

    protected override bool Takes(WallCall call) => call.Kind == WallCallKind.Probe && call.Path.Contains("debug_token", StringComparison.Ordinal)
        ? call.Headers.GetValueOrDefault("Authorization") == $"Bearer {AppId}|{AppSecret}"
        : base.Takes(call);

    protected override WallCallKind? KindOf(HttpRequest request)
    {
        var parts = request.Path.Value!.Trim('/').Split('/');
        if (parts[0] != Version) return null;
        return (request.Method, parts[1..]) switch
        {
            ("POST", [] or [""]) => WallCallKind.Prepare,
            ("GET", ["debug_token"]) => WallCallKind.Probe,
            ("GET", [Page]) => WallCallKind.Probe,
            ("GET", [Page, "posts" or "scheduled_posts"]) => WallCallKind.Read,
            ("POST", [Page, "feed"]) => WallCallKind.Create,
            ("POST", [Page, "photos"]) => request.HasFormContentType ? WallCallKind.Create : null,
            ("POST", [_]) => WallCallKind.Edit,
            ("DELETE", [_]) => WallCallKind.Delete,
            _ => null,
        };
    }

    protected override WallAnswer Do(WallCall call, HttpRequest request)
    {
        var parts = request.Path.Value!.Trim('/').Split('/')[1..];
        var form = QueryHelpers.ParseQuery(call.Method == "POST" ? call.Text : request.QueryString.Value).ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.Ordinal);
        if (parts is not ["debug_token"] && form.GetValueOrDefault("appsecret_proof") != Proof()) return Refused(400, 100, "Invalid appsecret_proof provided in the API argument");
        return call.Kind switch
        {
            WallCallKind.Prepare => Ok(new { url = form["id"], title = "A page" }),
            WallCallKind.Probe when parts is ["debug_token"] => Ok(new { data = new { app_id = AppId, is_valid = TokenIsTaken && form["input_token"] == Token, expires_at = TokenEnds, data_access_expires_at = 0 } }),
            WallCallKind.Probe => Ok(new { id = Page }),
            WallCallKind.Read => Read(parts[1] == "scheduled_posts", form),
            WallCallKind.Create when parts[1] == "photos" => Photo(form),
            WallCallKind.Create => Feed(form),
            WallCallKind.Edit => Change(parts[0], post => post with { Text = form["message"] }) ? Ok(new { success = true }) : NotThere(),
            _ => Change(parts[0], _ => null) ? Ok(new { success = true }) : NotThere(),
        };
    }

    protected override WallAnswer Error(WallFault fault) => fault switch
    {
        WallFault.Limit => Refused(400, 4, "Application request limit reached", ("X-App-Usage", """{"call_count":100,"total_time":12,"total_cputime":9}"""),
            ("X-Business-Use-Case-Usage", string.Create(CultureInfo.InvariantCulture, $$$"""{"{{{Page}}}":[{"type":"pages","call_count":100,"total_cputime":2,"total_time":3,"estimated_time_to_regain_access":{{{(int)LimitTime.TotalMinutes}}}}]}"""))),
        WallFault.Forbidden => Refused(403, 200, "Permissions error"),
        _ => Refused(500, 1, "An unknown error has occurred."),
    };

    // The real one repeats the token here.
    protected override WallAnswer BadToken(string given) => Refused(400, 190, $"Error validating access token {given}: Session has expired", 463);

    private WallAnswer Feed(Dictionary<string, string> form)
    {
        var (message, link) = (form.GetValueOrDefault("message") ?? "", form.GetValueOrDefault("link") ?? "");
        if (Refusal != 0) return Refused(400, Refusal, $"Refused for {Token}");
        if (message.Length == 0 && link.Length == 0 && !form.ContainsKey("attached_media")) return Refused(400, 100, "Invalid parameter");
        if (message.Length > 63_206) return Refused(400, 100, "Message is too long");
        if (Posts is [.., var last] && last.Text == message) return Refused(400, 506, "Duplicate status message");
        var pictures = new List<(string, string)>();
        if (form.TryGetValue("attached_media", out var media))
        {
            using var list = JsonDocument.Parse(media);
            foreach (var each in list.RootElement.EnumerateArray())
            {
                (string, string) photo;
                lock (gate)
                    if (!photos.TryGetValue(each.GetProperty("media_fbid").GetString()!, out photo)) return Refused(400, 100, "Invalid media");
                pictures.Add(photo);
            }
        }

        DateTimeOffset? at = form.GetValueOrDefault("published") == "false"
            ? DateTimeOffset.FromUnixTimeSeconds(long.Parse(form["scheduled_publish_time"], CultureInfo.InvariantCulture))
            : null;
        if (at is { } scheduled && (scheduled - Now < TimeSpan.FromMinutes(10) || scheduled - Now > TimeSpan.FromDays(30))) return Refused(400, 100, "The specified scheduled publish time is invalid.");
        return Make(message, link, pictures, at, post => new { id = post });
    }

    private WallAnswer Photo(Dictionary<string, string> form)
    {
        if (!form.TryGetValue("url", out var url)) return Refused(400, 324, "Missing or invalid image file");
        var alt = form.GetValueOrDefault("alt_text_custom") ?? "";
        if (form.GetValueOrDefault("published") == "false")
        {
            var photo = NextId("9");
            lock (gate) photos[photo] = (url, alt);
            return Ok(new { id = photo });
        }

        return Make(form.GetValueOrDefault("message") ?? "", "", [(url, alt)], null, post => new { id = NextId("9"), post_id = post });
    }

    private WallAnswer Make(string message, string link, IReadOnlyList<(string, string)> pictures, DateTimeOffset? at, Func<string, object> answer)
    {
        var id = NextId($"{Page}_");
        Put(new WallPost(id, message, link, Now, pictures, at));
        return Ok(answer(id));
    }

    private WallAnswer Read(bool scheduled, Dictionary<string, string> form)
    {
        var since = form.TryGetValue("since", out var text) ? DateTimeOffset.FromUnixTimeSeconds(long.Parse(text, CultureInfo.InvariantCulture)) : DateTimeOffset.MinValue;
        var (limit, from) = (int.Parse(form.GetValueOrDefault("limit") ?? "25", CultureInfo.InvariantCulture), int.Parse(form.GetValueOrDefault("after") ?? "0", CultureInfo.InvariantCulture));
        var all = Seen().Where(post => post.Scheduled is not null == scheduled && post.Made >= since).ToList();
        var data = all.Skip(from).Take(limit).Select(post => new
        {
            id = post.Id,
            message = post.Text,
            created_time = post.Made.ToString("yyyy-MM-dd'T'HH:mm:sszz'00'", CultureInfo.InvariantCulture),
            permalink_url = $"https://www.facebook.com/{post.Id}",
            attachments = new { data = post.Link.Length > 0 ? new[] { new { unshimmed_url = post.Link } } : [] },
        }).ToList();
        var after = (from + data.Count).ToString(CultureInfo.InvariantCulture);
        return Ok(from + data.Count < all.Count
            ? new { data, paging = new { cursors = new { after }, next = $"{Url}/{Version}/{Page}/posts?access_token={Token}&after={after}" } }
            : (object)new { data, paging = new { cursors = new { after } } });
    }

    private string Proof() => Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(AppSecret), Encoding.UTF8.GetBytes(Token)));

    private WallAnswer Ok(object body) => new(200, body, ("X-App-Usage", string.Create(CultureInfo.InvariantCulture, $$"""{"call_count":{{Usage}},"total_time":1,"total_cputime":1}""")));

    private static WallAnswer NotThere() => Refused(400, 100, "Unsupported post request. Object does not exist", 33);

    private static WallAnswer Refused(int status, int code, string message, params (string, string)[] headers) => Refused(status, code, message, 0, headers);

    private static WallAnswer Refused(int status, int code, string message, int subcode, params (string, string)[] headers) =>
        new(status, new { error = new { message, type = "OAuthException", code, error_subcode = subcode, fbtrace_id = "A1b2C3" } }, headers);
}
