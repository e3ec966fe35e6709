using NodaTime;
using Publisher.App.Staff.Access;
using Publisher.Content;
using Publisher.Delivery;
using Publisher.Editions;
using Publisher.Editions.Gates;
using Publisher.Rendering;
using Publisher.Social;
using Publisher.Storage;

namespace Publisher.App.Staff;

public sealed class AnnouncementsApi(
    AnnounceItem announce,
    CountReaders count,
    AnnounceOnChannels channels,
    EditionList editions,
    Items items,
    StaffPosts posts,
    IReadOnlyList<ISocialNetwork> networks,
    RequestKeys keys,
    Districts districts,
    Templates templates,
    StaffGate gate,
    DateTimeZone zone,
    TimeProvider clock)
{
    /// <summary>Octets of a request: the longest text, its letters written as escapes.</summary>
    private const int MaxBody = 256 * 1024;

    private const string KeyHeader = "Idempotency-Key";

    /// <summary>Characters of a key: a UUID has 36.</summary>
    private const int MaxKey = 200;

    private const string Purpose = "announcement";

    /// <summary>
    /// 202 with the address of its status. Asked again, the same item's same version gives the same announcement; so does the same request under the same
    /// Idempotency-Key, and another request under it is refused with 422.
    /// </summary>
    /// <param name="dryRun">Only tells what would be; 200.</param>
    public async Task<IResult> PostAsync(HttpContext context, bool dryRun)
    {
        var cancellationToken = context.RequestAborted;
        if (context.Request.ContentLength > MaxBody) return Bad($"The request is larger than {MaxBody / 1024} kB.", 413);
        var key = context.Request.Headers[KeyHeader].ToString();
        if (key.Length > MaxKey || key.Any(c => c is < ' ' or > '~')) return Bad($"{KeyHeader} must be at most {MaxKey} plain characters, such as a UUID.");
        if (await AnnouncementRequest.ReadAsync(context.Request, cancellationToken) is not { } request)
            return Bad("The request is not JSON such as {\"item\": \"call/2023-2\"} or {\"subject\": \"…\", \"text\": \"…\"}, sent as application/json.");
        var faults = new List<Fault>();
        var wish = request.Read([.. networks.Select(network => network.Key)], districts, await TopicsAsync(request, cancellationToken), templates.Languages, zone, key, faults);
        if (wish is null) return Bad(string.Join("; ", faults.Select(fault => fault.Text)));
        var body = RequestKeys.HashOf(request.ToCanonical());
        try
        {
            if (!dryRun && key.Length > 0 && await keys.FindAsync(Purpose, key, cancellationToken) is { } asked)
            {
                if (asked.Body != body) return OtherBody();
                if (await editions.FindAsync(asked.Answer, cancellationToken) is { } made) return Accepted(made);
            }

            var draft = await announce.DraftAsync(wish, cancellationToken);
            if (dryRun) return await TellAsync(request, wish, draft, cancellationToken);
            if (draft.Rendered.Blocking.Count > 0) throw new GateException("Nothing was announced.", draft.Rendered.Findings);
            // Claimed before anything leaves: of two that come at once under one key, one decides.
            if (key.Length > 0)
            {
                var claimed = await keys.AddAsync(Purpose, key, new AskedRequest(body, draft.Edition.Id), cancellationToken);
                if (claimed.Body != body) return OtherBody();
                // The item was edited between the two: the one who was first announces what they saw.
                if (claimed.Answer != draft.Edition.Id)
                    return await editions.FindAsync(claimed.Answer, cancellationToken) is { } theirs ? Accepted(theirs) : Bad("The same request is being dealt with at this moment; send it again in a minute.", 409);
            }

            return await SendAsync(context, request, wish, draft, cancellationToken);
        }
        catch (GateException gates)
        {
            return FindingJson.Of(gates, field => FieldOf(wish, field));
        }
        catch (RefusedException refusal)
        {
            return Bad(string.Join("; ", refusal.Faults.Select(fault => fault.Text)), 409);
        }
    }

    private async Task<IResult> SendAsync(HttpContext context, AnnouncementRequest request, AnnouncementWish wish, DraftedEdition draft, CancellationToken cancellationToken)
    {
        // A post leaves by itself, and nobody could look at it before.
        if (NetworksOf(request).Count > 0 && gate.RefuseSending(context) is { } refused) return refused;
        return await channels.RunAsync(wish, draft, NetworksOf(request), IsMailed(request), context.Staff().Name, cancellationToken) is { } edition
            ? Accepted(edition)
            : Results.Accepted("/api/posts", new { posts = NetworksOf(request), status = "/api/posts" });
    }

    /// <summary>What would be.</summary>
    private async Task<IResult> TellAsync(AnnouncementRequest request, AnnouncementWish wish, DraftedEdition draft, CancellationToken cancellationToken)
    {
        (EditionForecast Told, Instant At)? counted = IsMailed(request) ? await count.WholeAsync(draft, cancellationToken) : null;
        var begins = Instant.Max(clock.Now(), draft.Edition.Due ?? Instant.MinValue);
        var shown = wish.Item is { } item && NetworksOf(request).Count > 0
            ? await posts.PreviewAsync(item, Occasion.First, NetworksOf(request), begins, look: false, cancellationToken)
            : [];
        var told = FindingJson.Of(draft, counted?.Told, begins, counted?.At, field => FieldOf(wish, field));
        told["posts"] = shown.Select(post => new { network = post.Network, text = post.Text });
        return Results.Json(told);
    }

    private async Task<IReadOnlyCollection<string>> TopicsAsync(AnnouncementRequest request, CancellationToken cancellationToken)
    {
        var topics = new SortedSet<string>(StringComparer.Ordinal);
        if (request.Audience?.Topics is not { Count: > 0 }) return topics;
        await foreach (var stored in items.AllAsync(cancellationToken)) topics.UnionWith(stored.Item.Topics);
        return topics;
    }

    private static IReadOnlyList<string> NetworksOf(AnnouncementRequest request) =>
        [.. (request.Channels ?? []).Where(channel => channel != AnnouncementRequest.Mail).Distinct(StringComparer.Ordinal)];

    private static bool IsMailed(AnnouncementRequest request) => request.Channels?.Contains(AnnouncementRequest.Mail, StringComparer.Ordinal) ?? true;

    /// <summary>A finding's field as it is called in the request.</summary>
    private static string FieldOf(AnnouncementWish wish, string field) => wish.Item is null ? field switch { "title" => "subject", "body" => "text", _ => field } : field;

    private static IResult Accepted(Edition edition)
    {
        var status = $"/api/editions/{edition.Id}";
        return Results.Accepted(status, new { edition = edition.Id, state = edition.State.ToString().ToLowerInvariant(), at = edition.Due?.ToString(), note = edition.Note, status });
    }

    private static IResult OtherBody() =>
        Bad($"This {KeyHeader} was used for another announcement: give this one a key of its own, or send the first one again just as it was.", 422);

    private static IResult Bad(string detail, int status = 400) => Results.Problem(title: "Nothing was announced.", detail: detail, statusCode: status);
}
