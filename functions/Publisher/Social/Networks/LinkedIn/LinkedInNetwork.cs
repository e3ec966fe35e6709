using System.Net.Http.Headers;
using System.Net.Http.Json;
using NodaTime;
using Publisher.Content;
using Publisher.Social.Preflight;
using Publisher.Social.Texts;

namespace Publisher.Social.Networks.LinkedIn;

/// <summary>
/// A LinkedIn page by the Posts API (learn.microsoft.com/linkedin/marketing/community-management/shares/posts-api). A link is shown as an
/// article with our own title and picture; several pictures are a post of their own, with the link in the text.
/// </summary>
public sealed class LinkedInNetwork(LinkedInSettings settings, SafeFetch pictures, TimeProvider clock) : ISocialNetwork, IDisposable
{
    /// <summary>Of a page's posts, 50 each.</summary>
    private const int MaxPages = 10;

    private const int PageSize = 50;

    /// <summary>Letters that the API takes of an article's title, and of its description.</summary>
    private const int MaxTitle = 400;

    private static readonly Duration Skew = Duration.FromMinutes(10);

    private readonly NetworkHttp http = new(clock);

    public string Key => NetworkKeys.LinkedIn;

    public bool IsWall => true;

    public bool Schedules(Instant at, Instant now) => false;

    public async Task<NetworkAnswer> PublishAsync(Post post, CancellationToken cancellationToken)
    {
        var images = new List<(string Id, string Alt)>();
        foreach (var image in post.Images)
        {
            var (id, fault) = await UploadAsync(image, cancellationToken);
            if (fault is not null) return fault;
            images.Add((id, image.Alt));
        }

        var reply = await http.SendAsync(Request(HttpMethod.Post, "/rest/posts", body: Body(post, images)), cancellationToken);
        if (reply.Status == 201 && reply.Header("x-restli-id") is { Length: > 0 } urn) return Answers.Done(urn, UrlOf(urn));
        if (reply.IsOk) return Answers.Unknown("LinkedIn", reply.Status);
        // „Duplicate” may be our own post, made by a call whose reply was lost.
        if (LinkedInErrors.IsDuplicate(reply) && await FindAsync(post, cancellationToken) is { Outcome: NetworkOutcome.Done } found) return found;
        return Fault(reply) is { Outcome: NetworkOutcome.Gone } ? Answers.Refused("LinkedIn knows no such page (404): look at Publisher__Social__LinkedIn__OrganisationId") : Fault(reply);
    }

    public async Task<NetworkAnswer> EditAsync(Post post, CancellationToken cancellationToken)
    {
        var patch = new Dictionary<string, object> { ["patch"] = new Dictionary<string, object> { ["$set"] = new { commentary = LittleText.Of(post.Text) } } };
        var reply = await http.SendAsync(Request(HttpMethod.Post, $"/rest/posts/{Uri.EscapeDataString(post.PostId)}", "PARTIAL_UPDATE", patch), cancellationToken);
        return reply.IsOk ? Answers.Done(post.PostId, post.Url) : Fault(reply);
    }

    public async Task<NetworkAnswer> DeleteAsync(Post post, CancellationToken cancellationToken)
    {
        var reply = await http.SendAsync(Request(HttpMethod.Delete, $"/rest/posts/{Uri.EscapeDataString(post.PostId)}", "DELETE"), cancellationToken);
        return reply.IsOk ? Answers.Done("") : Fault(reply);
    }

    public async Task<NetworkAnswer> FindAsync(Post post, CancellationToken cancellationToken)
    {
        var since = ((post.LookFrom ?? post.Called ?? post.Since) - Skew).ToUnixTimeMilliseconds();
        for (var page = 0; page < MaxPages; page++)
        {
            var path = $"/rest/posts?author={Uri.EscapeDataString(settings.Author)}&q=author&count={PageSize}&start={page * PageSize}&sortBy=CREATED";
            var reply = await http.SendAsync(Request(HttpMethod.Get, path, "FINDER"), cancellationToken);
            if (!reply.IsOk) return Fault(reply) is { Outcome: NetworkOutcome.Gone } ? Answers.Refused("the page's posts cannot be read") : Answers.BeforePosting(Fault(reply));
            if (reply.Find("elements").ValueKind != System.Text.Json.JsonValueKind.Array) return Answers.BeforePosting(Answers.Unknown("LinkedIn", reply.Status));
            var posts = reply.List("elements").Select(element => new NetworkReply(200, true, element, null)).ToList();
            foreach (var found in posts)
                if (found.Number("createdAt") is not { } at || at >= since)
                    if (found.Text("content", "article", "source") == post.Link || CampaignLink.IsIn(LittleText.Plain(found.Text("commentary")), post.Link))
                        return Answers.Done(found.Text("id"), UrlOf(found.Text("id")));
            if (posts.Count < PageSize || posts[^1].Number("createdAt") < since) return Answers.Gone;
        }

        return Answers.Refused("too much was posted on the page since then to look through");
    }

    public async Task<TokenHealth> ProbeAsync(CancellationToken cancellationToken)
    {
        if (settings.ClientId.Length == 0 || settings.ClientSecret.Length == 0) return await ProbePageAsync("", cancellationToken);
        var request = new HttpRequestMessage(HttpMethod.Post, $"{settings.AuthUrl}/oauth/v2/introspectToken")
        {
            Content = new FormUrlEncodedContent([new("client_id", settings.ClientId), new("client_secret", settings.ClientSecret), new("token", settings.AccessToken)]),
        };
        var reply = await http.SendAsync(request, cancellationToken);
        // What is refused here is the app that asks; the token may be well.
        if (!reply.IsOk)
            return await ProbePageAsync("LinkedIn does not say when the token ends: Publisher__Social__LinkedIn__ClientId and __ClientSecret must be those of the app that made it", cancellationToken);
        if (!reply.IsTrue("active")) return new TokenHealth(false, Note: Answers.Hold("LinkedIn", Key, reply.Text("status") is { Length: > 0 } status ? status : "it is not active").Note);
        return new TokenHealth(true, reply.Number("expires_at") is { } ends ? Instant.FromUnixTimeSeconds(ends) : null);
    }

    public void Dispose() => http.Dispose();

    /// <param name="note">Where the token is taken.</param>
    private async Task<TokenHealth> ProbePageAsync(string note, CancellationToken cancellationToken)
    {
        var reply = await http.SendAsync(Request(HttpMethod.Get, $"/rest/posts?author={Uri.EscapeDataString(settings.Author)}&q=author&count=1", "FINDER"), cancellationToken);
        if (reply.IsOk) return new TokenHealth(true, Note: note);
        return Fault(reply) is { Outcome: NetworkOutcome.Hold } hold ? new TokenHealth(false, Note: hold.Note) : new TokenHealth(null, Note: "LinkedIn could not be asked about the token");
    }

    private object Body(Post post, List<(string Id, string Alt)> images)
    {
        var article = new Dictionary<string, object> { ["source"] = post.Link, ["title"] = PostWords.Cut(post.Title, MaxTitle), ["description"] = PostWords.Cut(post.Summary, MaxTitle) };
        if (images is [var (thumbnail, alt)]) (article["thumbnail"], article["thumbnailAltText"]) = (thumbnail, alt);
        return new
        {
            author = settings.Author,
            commentary = LittleText.Of(post.Text),
            visibility = "PUBLIC",
            distribution = new { feedDistribution = "MAIN_FEED", targetEntities = Array.Empty<object>(), thirdPartyDistributionChannels = Array.Empty<object>() },
            content = images.Count > 1
                ? (object)new { multiImage = new { images = images.Select(image => new { id = image.Id, altText = image.Alt }) } }
                : new { article },
            lifecycleState = "PUBLISHED",
            isReshareDisabledByAuthor = false,
        };
    }

    /// <summary>A place for the picture, then the picture itself (…/shares/images-api).</summary>
    private async Task<(string Id, NetworkAnswer? Fault)> UploadAsync(ItemImage image, CancellationToken cancellationToken)
    {
        var file = await pictures.GetAsync(image.Url, LinkCheck.MaxImage, cancellationToken);
        if (!file.IsOk) return ("", PictureFaults.Of(file, image.Url));
        var begun = await http.SendAsync(Request(HttpMethod.Post, "/rest/images?action=initializeUpload", body: new { initializeUploadRequest = new { owner = settings.Author } }), cancellationToken);
        var (id, address) = (begun.Text("value", "image"), begun.Text("value", "uploadUrl"));
        if (!begun.IsOk || id.Length == 0) return ("", Answers.BeforePosting(begun.IsOk ? Answers.Unknown("LinkedIn", begun.Status) : Fault(begun)));
        if (!Uri.TryCreate(address, UriKind.Absolute, out var target) || !IsTheirs(target)) return ("", Answers.Refused("LinkedIn named a place for the picture that is not its own: nothing was sent there"));
        var put = new HttpRequestMessage(HttpMethod.Put, target) { Content = new ByteArrayContent(file.Content!) };
        put.Content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        put.Headers.Authorization = new AuthenticationHeaderValue("Bearer", settings.AccessToken);
        var uploaded = await http.SendAsync(put, cancellationToken);
        return uploaded.IsOk ? (id, null) : ("", Answers.BeforePosting(Fault(uploaded)));
    }

    /// <summary>The token goes to no other host, whatever an answer says.</summary>
    private bool IsTheirs(Uri target)
    {
        var own = new Uri(settings.BaseUrl);
        return target.Authority == own.Authority
            || (target.Scheme == Uri.UriSchemeHttps && (target.Host == "linkedin.com" || target.Host.EndsWith(".linkedin.com", StringComparison.OrdinalIgnoreCase)));
    }

    private NetworkAnswer Fault(NetworkReply reply) => LinkedInErrors.Of(reply, settings, clock.Now());

    private static string UrlOf(string urn) => $"https://www.linkedin.com/feed/update/{urn}";

    private HttpRequestMessage Request(HttpMethod method, string path, string restLi = "", object? body = null)
    {
        var request = new HttpRequestMessage(method, settings.BaseUrl + path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", settings.AccessToken);
        request.Headers.Add("LinkedIn-Version", settings.Version);
        request.Headers.Add("X-Restli-Protocol-Version", "2.0.0");
        if (restLi.Length > 0) request.Headers.Add("X-RestLi-Method", restLi);
        if (body is not null) request.Content = JsonContent.Create(body);
        return request;
    }
}
