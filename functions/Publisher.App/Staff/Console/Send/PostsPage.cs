using System.Globalization;
using NodaTime;
using Publisher.App.Public;
using Publisher.App.Staff.Access;
using Publisher.App.Staff.Recorded;
using Publisher.Content;
using Publisher.Social;
using Publisher.Storage;

namespace Publisher.App.Staff.Console.Send;

/// <summary>The wall of each network: what is on it, what waits and why, and what only a person can decide.</summary>
public sealed class PostsPage(
    Posts posts, NetworkStates states, RecordedPosts staff, IReadOnlyList<ISocialNetwork> networks, WorkQueues queues, SendingRole sending, SendWordsOf wordsOf, ConsolePages pages, TimeProvider clock)
{
    public const string Path = "/staff/posts";

    /// <summary>Posts on a page.</summary>
    private const int PageSize = 30;

    public Task<IResult> ShowAsync(HttpContext context) => ShowAsync(context, context.Request.Query["network"].ToString(), "", "", "", StatusCodes.Status200OK);

    /// <param name="at">The post whose form has a fault: <c>call-2023-2</c>; empty for none.</param>
    /// <param name="typed">The address that was typed in it.</param>
    private async Task<IResult> ShowAsync(HttpContext context, string asked, string at, string typed, string fault, int status)
    {
        var (words, now, cancellationToken) = (wordsOf.For(context), clock.Now(), context.RequestAborted);
        var network = networks.FirstOrDefault(each => each.Key == asked) ?? networks[0];
        var all = (await posts.CurrentAsync(cancellationToken)).Where(post => post.Network == network.Key).OrderByDescending(IsForPeople).ThenByDescending(post => post.Since).ToList();
        var page = Math.Clamp(int.TryParse(context.Request.Query["page"], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 1, 1, Math.Max(1, (all.Count + PageSize - 1) / PageSize));
        var state = await states.ReadAsync(network.Key, cancellationToken);
        var texts = words.Texts;
        return pages.Render(context, "posts", texts["navPosts"], PageModel.Map(
            ("action", Path),
            ("network", network.Key),
            ("name", AnnounceForm.NetworkName(network.Key)),
            ("tabs", networks.Select(each => (object)PageModel.Map(("url", UrlOf(each.Key)), ("text", AnnounceForm.NetworkName(each.Key)), ("current", each == network))).ToList()),
            ("standing", Standing(network, state, words, now)),
            ("tone", state.HeldSince is not null ? "bad" : state.WaitUntil > now ? "warn" : network.IsWall ? "good" : "calm"),
            ("note", state.Note),
            ("posts", all.Skip((page - 1) * PageSize).Take(PageSize).Select(post => (object)Model(post, state, words, now, sending.Has(context), post.Marker == at ? typed : "", post.Marker == at ? fault : "")).ToList()),
            ("faults", fault.Length > 0 ? [PageModel.Map(("target", $"url-{at}"), ("text", fault))] : new List<object>()),
            ("newer", page > 1 ? $"{UrlOf(network.Key)}&page={page - 1}" : ""),
            ("older", page * PageSize < all.Count ? $"{UrlOf(network.Key)}&page={page + 1}" : "")), status, fault.Length > 0 ? texts["faultMark"] : "");
    }

    /// <summary>What staff decide of a post: that it is there, that it is made again, that it is not made.</summary>
    public async Task<IResult> TakeAsync(HttpContext context)
    {
        var (words, form, cancellationToken) = (wordsOf.For(context), context.StaffForm(), context.RequestAborted);
        var (network, act, url) = (form["network"].ToString(), form["do"].ToString(), form["url"].ToString().Trim());
        if (networks.All(each => each.Key != network) || !ItemRef.TryParse(form["item"].ToString(), out var item) || !Occasions.TryParse(form["occasion"].ToString(), out var occasion)) return pages.NotFound(context);
        PostDecision? decision = act switch { "posted" => PostDecision.Posted, "again" => PostDecision.Again, "drop" => PostDecision.Drop, _ => null };
        if (decision is not { } decided) return pages.NotFound(context);
        if (decided == PostDecision.Again && sending.Refuse(context) is { } refused) return refused;
        if (decided == PostDecision.Posted && !WebAddress.IsValid(url))
            return await ShowAsync(context, network, Publisher.Social.Texts.PostText.MarkerOf(item, occasion), url, words.Texts["sendPostNoUrl"], StatusCodes.Status422UnprocessableEntity);
        try
        {
            var post = await staff.DecideAsync(network, item, occasion, decided, url, context.Staff().Name, cancellationToken);
            if (post.IsOpen) await queues.SendAsync(new PublishPostWork(network), CancellationToken.None);
            return pages.SeeOther(context, UrlOf(network), words.Texts[$"sendDonePost{decided}"]);
        }
        catch (RefusedException refusal)
        {
            return pages.SeeOther(context, UrlOf(network), words.Of(refusal), FlashKind.Warning);
        }
    }

    internal static string UrlOf(string network) => $"{Path}?network={network}";

    internal static string UrlOf(Post post) => $"{Path}/{post.Network}/{post.Item}{(post.Occasion == Occasion.First ? "" : $"?occasion={post.Occasion.Key()}")}";

    internal static string BadgeOf(PostState state) => state switch
    {
        PostState.Posted => "good",
        PostState.Ready or PostState.Planned or PostState.Claimed => "calm",
        PostState.Unknown or PostState.Undecided => "warn",
        PostState.Failed => "bad",
        _ => "off",
    };

    /// <summary>What waits for a person is shown first.</summary>
    private static bool IsForPeople(Post post) => post.State is PostState.Undecided or PostState.Failed or PostState.Ready;

    private static string Standing(ISocialNetwork network, NetworkState state, SendWords words, Instant now)
    {
        var texts = words.Texts;
        if (!network.IsWall) return texts["sendNetworkCopied"];
        if (state.HeldSince is { } since) return texts.Fill("sendNetworkHeld", ("moment", words.Moment(since)));
        if (state.WaitUntil is { } until && until > now) return texts.Fill("sendNetworkWaits", ("moment", words.Moment(until)));
        return state.TokenEnds is { } ends ? texts.Fill("sendNetworkTokenEnds", ("moment", words.Moment(ends))) : texts["sendNetworkWell"];
    }

    private static Dictionary<string, object?> Model(Post post, NetworkState network, SendWords words, Instant now, bool maySend, string typed, string fault)
    {
        var texts = words.Texts;
        var isStuck = post.State is PostState.Undecided or PostState.Failed or PostState.Unknown or PostState.Withdrawn;
        return PageModel.Map(
            ("id", post.Marker),
            ("item", post.Item.ToString()),
            ("itemUrl", SendWords.ItemUrl(post.Item)),
            ("occasion", post.Occasion.Key()),
            ("occasionText", texts[$"sendOccasion{post.Occasion}"]),
            ("title", post.Title.Length > 0 ? post.Title : post.Snapshot?.Title ?? post.Item.ToString()),
            ("lang", post.Language == texts.Language ? "" : post.Language),
            ("state", texts[$"sendPost{post.State}"]),
            ("badge", BadgeOf(post.State)),
            ("since", words.Moment(post.Since)),
            ("why", Why(post, network, words, now)),
            ("text", post.Text),
            ("own", post.Own),
            ("link", post.Link),
            ("url", post.Url),
            ("note", post.Note),
            ("pack", post.State == PostState.Ready),
            ("images", post.Images.Select(image => (object)PageModel.Map(("url", image.Url), ("alt", image.Alt))).ToList()),
            ("edit", maySend && post.State is not (PostState.Claimed or PostState.Unknown or PostState.Undecided or PostState.Withdrawn) ? UrlOf(post) : ""),
            ("posted", isStuck || post.State == PostState.Ready),
            ("again", isStuck && maySend),
            ("drop", isStuck || post.State is PostState.Ready or PostState.Planned),
            ("typed", typed),
            ("fault", fault));
    }

    /// <summary>What it waits for; empty where it does not wait.</summary>
    private static string Why(Post post, NetworkState network, SendWords words, Instant now)
    {
        var texts = words.Texts;
        if (post.State == PostState.Undecided) return texts["sendPostWhyUndecided"];
        if (post.State != PostState.Planned) return "";
        if (post.At is { } at && at > now) return texts.Fill("sendPostWhyAt", ("moment", words.Countdown(at, now)));
        if (network.HeldSince is not null) return texts["sendPostWhyHeld"];
        var next = ((Instant?[])[network.WaitUntil, network.NextAt, post.NotBefore]).Where(each => each > now).Max();
        return next is { } later ? texts.Fill("sendPostWhyLater", ("moment", words.Moment(later))) : texts["sendPostWhySoon"];
    }
}
