using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using NodaTime;
using Publisher.Content;
using Publisher.Social.Preflight;
using Publisher.Social.Texts;

namespace Publisher.Social.Networks.Mastodon;

/// <summary>An account on a Mastodon server (docs.joinmastodon.org/methods/statuses, …/media).</summary>
public sealed class MastodonNetwork(MastodonSettings settings, SafeFetch pictures, TimeProvider clock) : ISocialNetwork, IDisposable
{
    private const string Name = "Mastodon";

    /// <summary>Of a post (docs.joinmastodon.org/user/posting).</summary>
    private const int MaxPictures = 4;

    /// <summary>Letters of a picture's description.</summary>
    private const int MaxAlt = 1_500;

    /// <summary>Looks at a picture that the server is still working on, two seconds apart.</summary>
    private const int MaxLooks = 20;

    private const int MaxPages = 10;

    private const int PageSize = 40;

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    private static readonly Duration Skew = Duration.FromMinutes(10);

    private readonly NetworkHttp http = new(clock);

    public string Key => NetworkKeys.Mastodon;

    public bool IsWall => true;

    public bool Schedules(Instant at, Instant now) => false;

    public async Task<NetworkAnswer> PublishAsync(Post post, CancellationToken cancellationToken)
    {
        var media = new List<string>();
        foreach (var image in post.Images.Take(MaxPictures))
        {
            var (id, fault) = await UploadAsync(image, cancellationToken);
            if (fault is not null) return fault;
            media.Add(id);
        }

        var request = Request(HttpMethod.Post, "/api/v1/statuses", new { status = post.Text, language = post.Language, visibility = "public", media_ids = media });
        // The server gives the first post back to whoever says the same again within the hour.
        request.Headers.Add("Idempotency-Key", $"{post.Marker}:{post.Version.ToString(CultureInfo.InvariantCulture)}");
        var reply = await http.SendAsync(request, cancellationToken);
        if (reply.IsOk && reply.Text("id") is { Length: > 0 } made) return Answers.Done(made, reply.Text("url"));
        if (reply.IsOk) return Answers.Unknown(Name, reply.Status);
        return Fault(reply) is { Outcome: NetworkOutcome.Gone } ? Answers.Refused("there is no Mastodon at this address (404): look at Publisher__Social__Mastodon__BaseUrl") : Fault(reply);
    }

    public async Task<NetworkAnswer> EditAsync(Post post, CancellationToken cancellationToken)
    {
        // An edit without the pictures would take them out.
        var there = await http.SendAsync(Request(HttpMethod.Get, $"/api/v1/statuses/{post.PostId}"), cancellationToken);
        if (!there.IsOk) return Answers.BeforePosting(Fault(there));
        var media = there.List("media_attachments").Select(each => new NetworkReply(200, true, each, null).Text("id")).Where(id => id.Length > 0).ToList();
        var reply = await http.SendAsync(Request(HttpMethod.Put, $"/api/v1/statuses/{post.PostId}", new { status = post.Text, language = post.Language, media_ids = media }), cancellationToken);
        return reply.IsOk ? Answers.Done(post.PostId, reply.Text("url")) : Fault(reply);
    }

    public async Task<NetworkAnswer> DeleteAsync(Post post, CancellationToken cancellationToken)
    {
        var reply = await http.SendAsync(Request(HttpMethod.Delete, $"/api/v1/statuses/{post.PostId}"), cancellationToken);
        return reply.IsOk ? Answers.Done("") : Fault(reply);
    }

    public async Task<NetworkAnswer> FindAsync(Post post, CancellationToken cancellationToken)
    {
        var account = await http.SendAsync(Request(HttpMethod.Get, "/api/v1/accounts/verify_credentials"), cancellationToken);
        if (!account.IsOk || account.Text("id").Length == 0) return Unread(account);
        var (since, last) = ((post.LookFrom ?? post.Called ?? post.Since) - Skew, "");
        for (var page = 0; page < MaxPages; page++)
        {
            var path = $"/api/v1/accounts/{account.Text("id")}/statuses?limit={PageSize}&exclude_reblogs=true{(last.Length > 0 ? $"&max_id={last}" : "")}";
            var reply = await http.SendAsync(Request(HttpMethod.Get, path), cancellationToken);
            if (!reply.IsOk || reply.Body.ValueKind != System.Text.Json.JsonValueKind.Array) return Unread(reply);
            var statuses = reply.List().Select(element => new NetworkReply(200, true, element, null)).ToList();
            foreach (var found in statuses)
            {
                if (Answers.ParseInstant(found.Text("created_at")) is { } at && at < since) return Answers.Gone;
                if (CampaignLink.IsIn(found.Text("content"), post.Link)) return Answers.Done(found.Text("id"), found.Text("url"));
            }

            if (statuses.Count < PageSize) return Answers.Gone;
            last = statuses[^1].Text("id");
        }

        return Answers.Refused("too much was posted by the account since then to look through");
    }

    public async Task<TokenHealth> ProbeAsync(CancellationToken cancellationToken)
    {
        var reply = await http.SendAsync(Request(HttpMethod.Get, "/api/v1/accounts/verify_credentials"), cancellationToken);
        // Mastodon's tokens have no end.
        if (reply.IsOk) return new TokenHealth(true);
        return Fault(reply) is { Outcome: NetworkOutcome.Hold } hold ? new TokenHealth(false, Note: hold.Note) : new TokenHealth(null, Note: "Mastodon could not be asked about the token");
    }

    public void Dispose() => http.Dispose();

    private async Task<(string Id, NetworkAnswer? Fault)> UploadAsync(ItemImage image, CancellationToken cancellationToken)
    {
        var file = await pictures.GetAsync(image.Url, LinkCheck.MaxImage, cancellationToken);
        if (!file.IsOk) return ("", PictureFaults.Of(file, image.Url));
        var type = ImageHeader.Read(file.Content)?.Type ?? "application/octet-stream";
        var content = new ByteArrayContent(file.Content!);
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        var form = new MultipartFormDataContent { { content, "file", $"picture.{type[(type.IndexOf('/', StringComparison.Ordinal) + 1)..]}" }, { new StringContent(PostWords.Cut(image.Alt, MaxAlt)), "description" } };
        var request = Request(HttpMethod.Post, "/api/v2/media");
        request.Content = form;
        var reply = await http.SendAsync(request, cancellationToken);
        var id = reply.Text("id");
        if (!reply.IsOk || id.Length == 0) return ("", Answers.BeforePosting(reply.IsOk ? Answers.Unknown(Name, reply.Status) : Fault(reply)));
        // 202, then 206: the server is still at it.
        for (var look = 0; reply.Status is 202 or 206 && look < MaxLooks; look++)
        {
            await Task.Delay(LookEvery, clock, cancellationToken);
            reply = await http.SendAsync(Request(HttpMethod.Get, $"/api/v1/media/{id}"), cancellationToken);
        }

        return reply.Status == 200 ? (id, null) : ("", Answers.BeforePosting(reply.IsOk ? Answers.Unknown(Name, reply.Status) : Fault(reply)));
    }

    private NetworkAnswer Unread(NetworkReply reply) => reply.IsOk ? Answers.BeforePosting(Answers.Unknown(Name, reply.Status))
        : Fault(reply) is { Outcome: NetworkOutcome.Gone } ? Answers.Refused("the account's posts cannot be read")
        : Answers.BeforePosting(Fault(reply));

    private NetworkAnswer Fault(NetworkReply reply)
    {
        var now = clock.Now();
        var said = Answers.Quote(reply.Text("error"), settings.AccessToken);
        return reply.Status switch
        {
            0 => reply.Sent ? Answers.Unknown(Name, 0) : Answers.NotMade(Name),
            401 => Answers.Hold(Name, Key, "401"),
            403 => Answers.Refused($"Mastodon gives no permission (403, {said}): the token needs write:statuses, write:media and read:statuses; then send it again"),
            404 or 410 => Answers.Gone,
            429 => Answers.Wait(Name, Answers.RetryAfter(reply, now) ?? Answers.ParseInstant(reply.Header("X-RateLimit-Reset")) ?? now + Answers.UsualWait, now),
            408 or >= 500 => Answers.Unknown(Name, reply.Status),
            _ => Answers.Refused($"Mastodon does not take the post as it is ({reply.Status}, {said}): change its text or picture, then send it again"),
        };
    }

    private HttpRequestMessage Request(HttpMethod method, string path, object? body = null)
    {
        var request = new HttpRequestMessage(method, settings.BaseUrl + path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", settings.AccessToken);
        if (body is not null) request.Content = JsonContent.Create(body);
        return request;
    }
}
