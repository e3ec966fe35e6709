using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Publisher.Testing.Walls;

/// <summary>LinkedIn's Posts and Images APIs and its token introspection (learn.microsoft.com/linkedin/marketing/community-management/shares).</summary>
public sealed class LinkedInWall : Wall
{
    public const string Version = "202605";
    public const string Organisation = "5515715";
    public const string ClientId = "client-of-the-tests";
    public const string ClientSecret = "client-secret-of-the-tests-77";

    private readonly Dictionary<string, byte[]> images = new(StringComparer.Ordinal);
    private readonly Lock gate = new();

    private LinkedInWall(TimeProvider clock)
        : base(clock)
    {
    }

    /// <summary>In seconds since 1970.</summary>
    public long TokenEnds { get; set; } = 4_000_000_000;

    /// <summary>Where pictures are to go; null for here.</summary>
    public string? UploadUrl { get; set; }

    /// <summary>The version that is not spoken any more.</summary>
    public bool IsOldVersion { get; set; }

    public static async Task<LinkedInWall> StartAsync(TimeProvider clock)
    {
        var wall = new LinkedInWall(clock);
        await wall.ListenAsync();
        return wall;
    }

    protected override bool Takes(WallCall call) => call.Path.StartsWith("/oauth/", StringComparison.Ordinal) || base.Takes(call);

    protected override WallCallKind? KindOf(HttpRequest request) => (request.Method, request.Path.Value!.Trim('/').Split('/')) switch
    {
        ("POST", ["oauth", "v2", "introspectToken"]) => WallCallKind.Probe,
        ("POST", ["rest", "images"]) => WallCallKind.Prepare,
        ("PUT", ["upload", _]) => WallCallKind.Prepare,
        ("GET", ["rest", "posts"]) => WallCallKind.Read,
        ("POST", ["rest", "posts"]) => WallCallKind.Create,
        ("POST", ["rest", "posts", _]) => WallCallKind.Edit,
        ("DELETE", ["rest", "posts", _]) => WallCallKind.Delete,
        _ => null,
    };

    protected override WallAnswer Do(WallCall call, HttpRequest request)
    {
        var path = request.Path.Value!.Trim('/').Split('/');
        if (path[0] == "oauth") return Introspect(call);
        if (path[0] == "upload") return Upload(path[1], call);
        if (call.Headers.GetValueOrDefault("LinkedIn-Version") != Version || IsOldVersion) return Refused(426, "NONEXISTENT_VERSION", "Requested version is not active");
        if (call.Headers.GetValueOrDefault("X-Restli-Protocol-Version") != "2.0.0") return Refused(400, "ILLEGAL_ARGUMENT", "X-Restli-Protocol-Version");
        var method = call.Headers.GetValueOrDefault("X-RestLi-Method") ?? "";
        return call.Kind switch
        {
            WallCallKind.Prepare => Initialise(),
            WallCallKind.Read when method == "FINDER" => Read(QueryHelpers.ParseQuery(request.QueryString.Value).ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.Ordinal)),
            WallCallKind.Create => Create(call),
            WallCallKind.Edit when method == "PARTIAL_UPDATE" => Edit(Uri.UnescapeDataString(path[2]), call),
            WallCallKind.Delete when method == "DELETE" => Change(Uri.UnescapeDataString(path[2]), _ => null) ? new WallAnswer(204, null) : NotThere(),
            _ => Refused(400, "ILLEGAL_ARGUMENT", "X-RestLi-Method"),
        };
    }

    protected override WallAnswer Error(WallFault fault) => fault switch
    {
        WallFault.Limit => new WallAnswer(429, new { status = 429, code = "TOO_MANY_REQUESTS", message = "Resource level throttle limit reached" }, ("Retry-After", ((int)LimitTime.TotalSeconds).ToString(CultureInfo.InvariantCulture))),
        WallFault.Forbidden => Refused(403, "ACCESS_DENIED", "Not enough permissions to access: posts.FINDER-author"),
        _ => Refused(500, "INTERNAL_SERVER_ERROR", "Internal Server Error"),
    };

    // The real one says less; a proxy in between may say more.
    protected override WallAnswer BadToken(string given) => new(401, new { status = 401, serviceErrorCode = 65602, code = "EXPIRED_ACCESS_TOKEN", message = $"The token used in the request has expired ({given})" });

    private WallAnswer Introspect(WallCall call)
    {
        var form = QueryHelpers.ParseQuery(call.Text);
        if (form["client_id"] != ClientId || form["client_secret"] != ClientSecret) return Refused(401, "invalid_client", "");
        return new WallAnswer(200, form["token"] == Token && TokenIsTaken ? new { active = true, status = "active", expires_at = TokenEnds } : new { active = false, status = "expired", expires_at = 1L });
    }

    private WallAnswer Initialise()
    {
        var id = NextId("C4E10AQ");
        return new WallAnswer(200, new { value = new { uploadUrlExpiresAt = 1, uploadUrl = UploadUrl ?? $"{Url}/upload/{id}", image = $"urn:li:image:{id}" } });
    }

    private WallAnswer Upload(string id, WallCall call)
    {
        lock (gate) images[$"urn:li:image:{id}"] = call.Body;
        return new WallAnswer(201, null);
    }

    private WallAnswer Create(WallCall call)
    {
        using var json = JsonDocument.Parse(call.Body);
        var body = json.RootElement;
        foreach (var required in (string[])["author", "commentary", "visibility", "distribution", "lifecycleState"])
            if (!body.TryGetProperty(required, out _)) return Refused(422, "UNPROCESSABLE_ENTITY", $"ERROR :: /{required} :: field is required but not found and has no default value");
        if (body.GetProperty("author").GetString() != $"urn:li:organization:{Organisation}") return Refused(403, "ACCESS_DENIED", "author");
        var commentary = body.GetProperty("commentary").GetString()!;
        if (commentary.Length > 3000) return Refused(422, "UNPROCESSABLE_ENTITY", "commentary is too long");
        if (Posts.FirstOrDefault(post => post.Text == commentary) is { } twin) return Refused(422, "UNPROCESSABLE_ENTITY", $"Content is a duplicate of {twin.Id}");
        var (content, pictures) = (body.GetProperty("content"), new List<(string, string)>());
        var link = "";
        if (content.TryGetProperty("article", out var article))
        {
            link = article.GetProperty("source").GetString()!;
            if (article.TryGetProperty("thumbnail", out var thumbnail)) pictures.Add((thumbnail.GetString()!, article.GetProperty("thumbnailAltText").GetString()!));
        }
        else
        {
            foreach (var image in content.GetProperty("multiImage").GetProperty("images").EnumerateArray()) pictures.Add((image.GetProperty("id").GetString()!, image.GetProperty("altText").GetString()!));
        }

        lock (gate)
            if (pictures.Any(picture => !images.ContainsKey(picture.Item1))) return Refused(400, "ILLEGAL_ARGUMENT", "image is not available");
        var urn = NextId("urn:li:share:69");
        Put(new WallPost(urn, commentary, link, Now, pictures));
        return new WallAnswer(201, null, ("x-restli-id", urn));
    }

    private WallAnswer Edit(string urn, WallCall call)
    {
        using var json = JsonDocument.Parse(call.Body);
        var text = json.RootElement.GetProperty("patch").GetProperty("$set").GetProperty("commentary").GetString()!;
        return Change(urn, post => post with { Text = text }) ? new WallAnswer(204, null) : NotThere();
    }

    private WallAnswer Read(Dictionary<string, string> query)
    {
        if (query.GetValueOrDefault("q") != "author" || query.GetValueOrDefault("author") != $"urn:li:organization:{Organisation}") return Refused(400, "ILLEGAL_ARGUMENT", "author");
        var (count, start) = (int.Parse(query.GetValueOrDefault("count") ?? "10", CultureInfo.InvariantCulture), int.Parse(query.GetValueOrDefault("start") ?? "0", CultureInfo.InvariantCulture));
        return new WallAnswer(200, new
        {
            paging = new { start, count },
            elements = Seen().Skip(start).Take(count).Select(post => new { id = post.Id, commentary = post.Text, createdAt = post.Made.ToUnixTimeMilliseconds(), content = post.Link.Length > 0 ? new { article = new { source = post.Link } } : null }),
        });
    }

    private static WallAnswer NotThere() => Refused(404, "NOT_FOUND", "Could not find entity");

    private static WallAnswer Refused(int status, string code, string message) => new(status, new { status, code, message });
}
