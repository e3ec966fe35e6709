using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using Publisher.App.Staff.Access;
using Publisher.App.Staff.Recorded;
using Publisher.Content;
using Publisher.Social;
using Publisher.Storage;

namespace Publisher.App.Staff;

/// <summary>What staff ask of a post: <c>{"network": "facebook", "item": "call/2023-2"}</c>.</summary>
/// <param name="Occasion"><c>first</c> (if left out), <c>reminder</c> or <c>result</c>.</param>
/// <param name="Action"><c>send</c> (if left out), <c>posted</c>, <c>again</c> or <c>drop</c>.</param>
/// <param name="Text">Their own words, for <c>send</c>.</param>
/// <param name="At">When, for <c>send</c>: a local moment such as <c>2023-05-02T08:00</c>.</param>
/// <param name="Address">Where it is, for <c>posted</c>.</param>
public sealed record PostRequest(string? Network, string? Item, string? Occasion, string? Action, string? Text, IReadOnlyList<PostImage>? Images, string? At, string? Address);

public sealed record PostImage(string? Url, string? Alt);

public sealed class PostsApi(Posts posts, NetworkStates states, RecordedPosts staff, IReadOnlyList<ISocialNetwork> networks, WorkQueues queues, StaffGate gate, DateTimeZone zone, TimeProvider clock)
{
    /// <summary>Octets of a request: Facebook's longest text and its pictures.</summary>
    private const int MaxBody = 512 * 1024;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    /// <summary>How each network's queue stands, and the post that counts of each item and occasion.</summary>
    public async Task<IResult> ListAsync(CancellationToken cancellationToken)
    {
        var queuesNow = new List<object>();
        foreach (var network in networks)
        {
            var state = await states.ReadAsync(network.Key, cancellationToken);
            queuesNow.Add(new { network = network.Key, copied = !network.IsWall, held = state.HeldSince is not null, note = state.Describe(clock.Now()), next = Text(state.NextAt), wait = Text(state.WaitUntil), tokenEnds = Text(state.TokenEnds) });
        }

        return Results.Json(new { networks = queuesNow, posts = (await posts.CurrentAsync(cancellationToken)).Select(Show) });
    }

    /// <summary>202 with the post as it stands.</summary>
    public async Task<IResult> PostAsync(HttpContext context)
    {
        if (context.Request.ContentLength > MaxBody) return Bad($"The request is larger than {MaxBody / 1024} kB.", 413);
        PostRequest? request;
        try
        {
            request = await context.Request.ReadFromJsonAsync<PostRequest>(Json, context.RequestAborted);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return Bad("The request is not JSON such as {\"network\": \"facebook\", \"item\": \"call/2023-2\"}, sent as application/json.");
        }

        if (request?.Network is not { } network || networks.All(known => known.Key != network)) return Bad($"„network” must be one of {string.Join(", ", networks.Select(known => known.Key))}.");
        if (request.Item is not { } text || !ItemRef.TryParse(text, out var item)) return Bad("„item” must name an item as KIND/ID, such as call/2023-2; the kinds are call, event and news.");
        var occasion = Occasion.First;
        if (request.Occasion is { } name && !Occasions.TryParse(name, out occasion)) return Bad("„occasion” can be first, reminder or result.");
        if (request.At is { } given && !Moment.TryParse(given, out _)) return Bad("„at” must be a moment such as 2023-05-02T08:00.");
        try
        {
            return await DoAsync(context, request, network, item, occasion);
        }
        catch (RefusedException refusal)
        {
            return Results.Problem(title: refusal.Message, detail: string.Join("; ", refusal.Faults.Select(fault => fault.Text)), statusCode: 409);
        }
    }

    private async Task<IResult> DoAsync(HttpContext context, PostRequest request, string network, ItemRef item, Occasion occasion)
    {
        var (who, cancellationToken) = (context.Staff().Name, context.RequestAborted);
        if (request.Action is null or "send" or "again" && gate.RefuseSending(context) is { } refused) return refused;
        Instant? at = request.At is { } text && Moment.TryParse(text, out var moment) ? moment.Begins(zone) : null;
        var images = request.Images?.Select(image => new ItemImage(image.Url ?? "", image.Alt ?? "")).ToList();
        Publisher.Social.Post? post = request.Action switch
        {
            null or "send" => await staff.WishAsync(new PostWish(network, item, occasion, request.Text, images, at), who, cancellationToken),
            "posted" => await staff.DecideAsync(network, item, occasion, PostDecision.Posted, request.Address ?? "", who, cancellationToken),
            "again" => await staff.DecideAsync(network, item, occasion, PostDecision.Again, "", who, cancellationToken),
            "drop" => await staff.DecideAsync(network, item, occasion, PostDecision.Drop, "", who, cancellationToken),
            _ => null,
        };
        if (post is null) return Bad("„action” can be send, posted, again or drop.");
        if (post.IsOpen) await queues.SendAsync(new PublishPostWork(network), CancellationToken.None);
        return Results.Accepted("/api/posts", Show(post));
    }

    private static object Show(Publisher.Social.Post post) => new
    {
        network = post.Network,
        item = post.Item.ToString(),
        occasion = post.Occasion.Key(),
        version = post.Version,
        state = post.State.ToString().ToLowerInvariant(),
        since = Text(post.Since),
        text = post.Text,
        own = post.Own,
        link = post.Link,
        images = post.Images.Select(image => new { url = image.Url, alt = image.Alt }),
        url = post.Url,
        note = post.Note,
        at = Text(post.At),
    };

    private static string? Text(Instant? at) => at?.ToString("uuuu-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);

    private static IResult Bad(string detail, int status = 400) => Results.Problem(title: "Nothing was posted.", detail: detail, statusCode: status);
}
