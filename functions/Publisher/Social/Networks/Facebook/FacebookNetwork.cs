using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NodaTime;
using Publisher.Content;
using Publisher.Social.Texts;

namespace Publisher.Social.Networks.Facebook;

/// <summary>
/// A Facebook Page by the Graph API (developers.facebook.com/docs/pages-api/posts, …/graph-api/reference/page/photos). A link without a
/// picture of ours is a link post, whose preview Facebook makes; one picture is a photo post, more are one post of several photos.
/// </summary>
public sealed class FacebookNetwork(FacebookSettings settings, TimeProvider clock) : ISocialNetwork, IDisposable
{
    /// <summary>Facebook keeps posts from 10 minutes to 30 days ahead; a little less on either side, for the way there.</summary>
    private static readonly Duration ScheduleFrom = Duration.FromMinutes(15);

    private static readonly Duration ScheduleTo = Duration.FromDays(29);

    /// <summary>Of a wall that is read, 100 posts each: more since a lost call means that it cannot be found.</summary>
    private const int MaxPages = 5;

    /// <summary>Clocks differ.</summary>
    private static readonly Duration Skew = Duration.FromMinutes(10);

    private readonly NetworkHttp http = new(clock);

    public string Key => NetworkKeys.Facebook;

    public bool IsWall => true;

    public bool Schedules(Instant at, Instant now) => at - now >= ScheduleFrom && at - now <= ScheduleTo;

    public async Task<NetworkAnswer> PublishAsync(Post post, CancellationToken cancellationToken)
    {
        var now = clock.Now();
        var form = new Dictionary<string, string>(StringComparer.Ordinal);
        if (post.At is { } at && Schedules(at, now))
        {
            form["published"] = "false";
            form["scheduled_publish_time"] = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        }

        string edge;
        switch (post.Images)
        {
            case []:
                // Facebook keeps what it saw of a page for weeks: it looks anew before the post shows it.
                if (await PrepareAsync(Post("", ("id", post.Link), ("scrape", "true")), mayFail: true, cancellationToken) is (_, { } scraped)) return scraped;
                (edge, form["message"], form["link"]) = ("feed", post.Text, post.Link);
                break;
            case [var image] when form.Count == 0:
                (edge, form["message"], form["url"], form["alt_text_custom"]) = ("photos", post.Text, image.Url, image.Alt);
                break;
            default:
                var (photos, fault) = await UploadAsync(post.Images, scheduled: form.Count > 0, cancellationToken);
                if (fault is not null) return fault;
                (edge, form["message"], form["attached_media"]) = ("feed", post.Text, JsonSerializer.Serialize(photos.Select(id => new { media_fbid = id })));
                break;
        }

        var reply = await http.SendAsync(Post($"{settings.PageId}/{edge}", [.. form.Select(pair => (pair.Key, pair.Value))]), cancellationToken);
        if (reply.IsOk && Id(reply) is { Length: > 0 } id) return Answers.Done(id, UrlOf(id), FacebookErrors.Pause(reply, now));
        if (reply.IsOk) return Answers.Unknown("Facebook", reply.Status);
        // „Duplicate” may be our own post, made by a call whose reply was lost.
        if (FacebookErrors.CodeOf(reply) == FacebookErrors.Duplicate && await FindAsync(post, cancellationToken) is { Outcome: NetworkOutcome.Done } found) return found;
        return FacebookErrors.Of(reply, settings, now);
    }

    public async Task<NetworkAnswer> EditAsync(Post post, CancellationToken cancellationToken)
    {
        var reply = await http.SendAsync(Post(NameOf(post), ("message", post.Text)), cancellationToken);
        return reply.IsOk ? Answers.Done(post.PostId, post.Url, FacebookErrors.Pause(reply, clock.Now())) : FacebookErrors.Of(reply, settings, clock.Now());
    }

    public async Task<NetworkAnswer> DeleteAsync(Post post, CancellationToken cancellationToken)
    {
        var reply = await http.SendAsync(Request(HttpMethod.Delete, NameOf(post)), cancellationToken);
        return reply.IsOk ? Answers.Done("") : FacebookErrors.Of(reply, settings, clock.Now());
    }

    public async Task<NetworkAnswer> FindAsync(Post post, CancellationToken cancellationToken)
    {
        var since = ((post.LookFrom ?? post.Called ?? post.Since) - Skew).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        foreach (var edge in post.At is null ? (string[])["posts"] : ["posts", "scheduled_posts"])
        {
            var after = "";
            for (var page = 0; page < MaxPages; page++)
            {
                var reply = await http.SendAsync(Get(
                    $"{settings.PageId}/{edge}", ("fields", "id,message,permalink_url,created_time,attachments{unshimmed_url}"), ("limit", "100"), ("since", since), ("after", after)), cancellationToken);
                if (!reply.IsOk) return FacebookErrors.Of(reply, settings, clock.Now()) is { Outcome: NetworkOutcome.Gone } ? Answers.Refused("the page's posts cannot be read") : Answers.BeforePosting(FacebookErrors.Of(reply, settings, clock.Now()));
                if (reply.Find("data").ValueKind != JsonValueKind.Array) return Answers.BeforePosting(Answers.Unknown("Facebook", reply.Status));
                foreach (var found in reply.List("data").Select(element => new NetworkReply(200, true, element, null)))
                    if (IsOurs(found, post)) return Answers.Done(found.Text("id"), found.Text("permalink_url") is { Length: > 0 } url ? url : UrlOf(found.Text("id")));
                // The address of the next page has the token in it; its cursor has not.
                after = reply.Text("paging", "next").Length > 0 ? reply.Text("paging", "cursors", "after") : "";
                if (after.Length == 0) break;
            }

            if (after.Length > 0) return Answers.Refused("too much was posted on the page since then to look through");
        }

        return Answers.Gone;
    }

    public async Task<TokenHealth> ProbeAsync(CancellationToken cancellationToken)
    {
        if (settings.AppId.Length == 0 || settings.AppSecret.Length == 0) return await ProbePageAsync("", cancellationToken);
        var reply = await http.SendAsync(Get("debug_token", $"{settings.AppId}|{settings.AppSecret}", ("input_token", settings.AccessToken)), cancellationToken);
        // What is refused here is the app that asks; the token may be well.
        if (!reply.IsOk)
            return await ProbePageAsync("Facebook does not say when the token ends: Publisher__Social__Facebook__AppId and __AppSecret must be those of the app that made it", cancellationToken);
        if (!reply.IsTrue("data", "is_valid")) return new TokenHealth(false, Note: Answers.Hold("Facebook", Key, "it is not valid any more").Note);
        // 0 is never; access to the page's data ends by itself 90 days after its owner last agreed.
        var ends = ((string[])["expires_at", "data_access_expires_at"]).Select(name => reply.Number("data", name) ?? 0).Where(at => at > 0).DefaultIfEmpty(0).Min();
        return new TokenHealth(true, ends > 0 ? Instant.FromUnixTimeSeconds(ends) : null);
    }

    public void Dispose() => http.Dispose();

    /// <param name="note">Where the token is taken.</param>
    private async Task<TokenHealth> ProbePageAsync(string note, CancellationToken cancellationToken)
    {
        var reply = await http.SendAsync(Get(settings.PageId, ("fields", "id")), cancellationToken);
        if (reply.IsOk) return new TokenHealth(true, Note: note);
        return FacebookErrors.Of(reply, settings, clock.Now()) is { Outcome: NetworkOutcome.Hold } hold ? new TokenHealth(false, Note: hold.Note) : new TokenHealth(null, Note: "Facebook could not be asked about the token");
    }

    private async Task<(IReadOnlyList<string> Photos, NetworkAnswer? Fault)> UploadAsync(IReadOnlyList<ItemImage> images, bool scheduled, CancellationToken cancellationToken)
    {
        var photos = new List<string>();
        foreach (var image in images)
        {
            (string, string)[] form = [("url", image.Url), ("alt_text_custom", image.Alt), ("published", "false"), .. scheduled ? [("temporary", "true")] : ((string, string)[])[]];
            var (reply, fault) = await PrepareAsync(Post($"{settings.PageId}/photos", form), mayFail: false, cancellationToken);
            if (fault is not null) return ([], fault);
            photos.Add(reply.Text("id"));
        }

        return (photos, null);
    }

    /// <summary>A call before the post itself: nothing is on the wall yet, whatever becomes of it.</summary>
    private async Task<(NetworkReply Reply, NetworkAnswer? Fault)> PrepareAsync(HttpRequestMessage request, bool mayFail, CancellationToken cancellationToken)
    {
        var reply = await http.SendAsync(request, cancellationToken);
        if (reply.IsOk) return (reply, null);
        var answer = Answers.BeforePosting(FacebookErrors.Of(reply, settings, clock.Now()));
        return (reply, mayFail && answer.Outcome is not (NetworkOutcome.Hold or NetworkOutcome.Wait) ? null : answer);
    }

    private static bool IsOurs(NetworkReply found, Post post) =>
        CampaignLink.IsIn(found.Text("message"), post.Link)
        || found.List("attachments", "data").Any(card => card.TryGetProperty("unshimmed_url", out var url) && url.ValueKind == JsonValueKind.String && url.GetString() == post.Link);

    /// <summary>A photo has a name of its own beside its post's.</summary>
    private static string Id(NetworkReply reply) => reply.Text("post_id") is { Length: > 0 } post ? post : reply.Text("id");

    /// <summary>A post's address on Facebook has the number alone; the API wants the page's before it.</summary>
    private string NameOf(Post post) => post.PostId.All(char.IsAsciiDigit) ? $"{settings.PageId}_{post.PostId}" : Uri.EscapeDataString(post.PostId);

    private static string UrlOf(string id) => $"https://www.facebook.com/{id}";

    private HttpRequestMessage Post(string path, params (string Name, string Value)[] form)
    {
        var request = Request(HttpMethod.Post, path, proof: false);
        request.Content = new FormUrlEncodedContent([.. form.Select(pair => KeyValuePair.Create(pair.Name, pair.Value)), .. Proof().Select(pair => KeyValuePair.Create(pair.Name, pair.Value))]);
        return request;
    }

    private HttpRequestMessage Get(string path, params (string Name, string Value)[] query) => Request(HttpMethod.Get, path, query: query);

    private HttpRequestMessage Get(string path, string token, params (string Name, string Value)[] query)
    {
        var request = Request(HttpMethod.Get, path, proof: false, query);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return request;
    }

    /// <summary>The token goes in a header: addresses are written into logs on many ways.</summary>
    private HttpRequestMessage Request(HttpMethod method, string path, bool proof = true, params (string Name, string Value)[] query)
    {
        var parts = query.Concat(proof ? Proof() : []).Where(pair => pair.Value.Length > 0).Select(pair => $"{pair.Name}={Uri.EscapeDataString(pair.Value)}");
        var request = new HttpRequestMessage(method, $"{settings.BaseUrl}/{settings.Version}/{path}?{string.Join('&', parts)}".TrimEnd('?'));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", settings.AccessToken);
        return request;
    }

    /// <summary>developers.facebook.com/docs/graph-api/guides/secure-requests: HMAC-SHA-256 of the token, by the app's secret.</summary>
    private IEnumerable<(string Name, string Value)> Proof() => settings.AppSecret.Length == 0
        ? []
        : [("appsecret_proof", Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(settings.AppSecret), Encoding.UTF8.GetBytes(settings.AccessToken))))];
}
