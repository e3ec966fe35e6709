using NodaTime;
using Publisher.App.Public;
using Publisher.App.Staff.Access;
using Publisher.App.Staff.Recorded;
using Publisher.Content;
using Publisher.Social;
using Publisher.Social.Texts;
using Publisher.Storage;

namespace Publisher.App.Staff.Console.Send;

/// <summary>One post: its own text, and its time.</summary>
public sealed class PostPage(
    Posts posts, StaffPosts staff, RecordedPosts recorded, Items items, IReadOnlyList<ISocialNetwork> networks, WorkQueues queues, SendingRole sending, SendWordsOf wordsOf, ConsolePages pages, DateTimeZone zone, TimeProvider clock)
{
    public async Task<IResult> ShowAsync(HttpContext context, string network, string kind, string id)
    {
        if (await FindAsync(context, network, kind, id, context.Request.Query["occasion"].ToString()) is not { } found) return pages.NotFound(context);
        var local = found.Post?.At is { } at && at > clock.Now() ? at.InZone(zone).LocalDateTime : (LocalDateTime?)null;
        return Form(context, found, found.Post is { Text.Length: > 0 } post ? post.Text : found.Preview.Text, local is { } some ? new Moment(some.Date, some.TimeOfDay).ToString() : "", [], StatusCodes.Status200OK);
    }

    public async Task<IResult> TakeAsync(HttpContext context, string network, string kind, string id)
    {
        if (sending.Refuse(context) is { } refused) return refused;
        var (words, form, cancellationToken) = (wordsOf.For(context), context.StaffForm(), context.RequestAborted);
        if (await FindAsync(context, network, kind, id, form["occasion"].ToString()) is not { } found) return pages.NotFound(context);
        var (text, when) = (form["text"].ToString().ReplaceLineEndings("\n"), form["at"].ToString().Trim());
        var faults = new List<(string Target, string Text)>();
        Instant? at = null;
        if (when.Length > 0 && (!Moment.TryParse(when.Length > 16 ? when[..16] : when, out var moment) || moment.Time is null)) faults.Add(("at", words.Texts["sendAnnounceNoMoment"]));
        else if (when.Length > 0 && Moment.TryParse(when.Length > 16 ? when[..16] : when, out var given) && (at = given.Begins(zone)) <= clock.Now()) faults.Add(("at", words.Texts["sendAnnouncePast"]));
        if (faults.Count > 0) return Form(context, found, text, when, faults, StatusCodes.Status422UnprocessableEntity);
        try
        {
            // What is as the template has it stays the template's: it follows the item.
            var isOwn = text.Trim() != found.Preview.Text.ReplaceLineEndings("\n").Trim();
            var post = await recorded.WishAsync(new PostWish(network, found.Item, found.Occasion, isOwn ? text : null, At: at), context.Staff().Name, cancellationToken);
            if (post.IsOpen) await queues.SendAsync(new PublishPostWork(network), CancellationToken.None);
            return pages.SeeOther(context, PostsPage.UrlOf(network), words.Texts[at is null ? "sendDonePostWished" : "sendDonePostScheduled"]);
        }
        catch (RefusedException refusal)
        {
            return Form(context, found, text, when, [.. refusal.Faults.Select(fault => (fault.Field == "at" ? "at" : "text", words.Of(fault)))], StatusCodes.Status422UnprocessableEntity);
        }
        catch (Exception fault) when (StorageFault.Is(fault))
        {
            return Form(context, found, text, when, [("text", words.Texts["sendAnnounceStorage"])], StatusCodes.Status503ServiceUnavailable);
        }
    }

    private IResult Form(HttpContext context, Found found, string text, string at, IReadOnlyList<(string Target, string Text)> faults, int status)
    {
        var (words, length) = (wordsOf.For(context), PostLength.Of(found.Network));
        var texts = words.Texts;
        string FaultAt(string target) => string.Join(' ', faults.Where(fault => fault.Target == target).Select(fault => fault.Text));
        return pages.Render(
            context,
            "post",
            texts.Fill("sendPostTitle", ("network", AnnounceForm.NetworkName(found.Network))),
            PageModel.Map(
                ("action", $"{PostsPage.Path}/{found.Network}/{found.Item}"),
                ("back", PostsPage.UrlOf(found.Network)),
                ("itemUrl", SendWords.ItemUrl(found.Item)),
                ("title", found.Title),
                ("occasion", found.Occasion.Key()),
                ("occasionText", texts[$"sendOccasion{found.Occasion}"]),
                ("state", found.Post is null ? "" : texts[$"sendPost{found.Post.State}"]),
                ("badge", found.Post is null ? "" : PostsPage.BadgeOf(found.Post.State)),
                ("text", text),
                ("lang", found.Preview.Language == texts.Language ? "" : found.Preview.Language),
                ("size", texts.Fill("sendPostLength", ("count", $"{length.Count(text)}"), ("max", $"{length.Limit}"))),
                ("max", length.Limit),
                ("link", found.Preview.Link),
                ("template", found.Preview.Text),
                ("at", at),
                ("live", found.Post?.State == PostState.Posted),
                // What is there keeps its hour.
                ("timed", found.Post is not { IsLive: true }),
                ("faults", faults.Select(fault => (object)PageModel.Map(("target", fault.Target), ("text", fault.Text))).ToList()),
                ("textFault", FaultAt("text")),
                ("atFault", FaultAt("at"))),
            status,
            faults.Count > 0 ? texts["faultMark"] : "");
    }

    private async Task<Found?> FindAsync(HttpContext context, string network, string kind, string id, string occasionName)
    {
        if (networks.All(each => each.Key != network) || !ItemRef.TryParse($"{kind}/{id}", out var item)) return null;
        var occasion = Occasion.First;
        if (occasionName.Length > 0 && !Occasions.TryParse(occasionName, out occasion)) return null;
        if (await items.FindAsync(item, context.RequestAborted) is not { } stored) return null;
        var preview = (await staff.PreviewAsync(item, occasion, [network], clock.Now(), look: false, context.RequestAborted))[0];
        var post = (await posts.OfItemAsync(network, item, context.RequestAborted)).LastOrDefault(each => each.Occasion == occasion && each.State != PostState.Dropped);
        return new Found(network, item, occasion, stored.Item.Title, preview, post);
    }

    private sealed record Found(string Network, ItemRef Item, Occasion Occasion, string Title, PostPreview Preview, Post? Post);
}
