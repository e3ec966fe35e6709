using Azure;
using NodaTime;
using Publisher.Content;
using Publisher.Social.Preflight;
using Publisher.Social.Texts;

namespace Publisher.Social;

/// <summary>A post as it would be made now.</summary>
/// <param name="Length">Of the text, as the network counts.</param>
/// <param name="Findings">What a look at its link and pictures found; null where nobody looked.</param>
public sealed record PostPreview(string Network, string Text, int Length, int Limit, string Link, string Title, string Language, IReadOnlyList<ItemImage> Images, LinkFindings? Findings);

/// <summary>What staff want of a post.</summary>
/// <param name="Text">Their own words; null for the template's, or those they gave before.</param>
/// <param name="Images">Their own pictures; null for the item's, or those they gave before.</param>
/// <param name="At">When it is to be on the wall; null for as soon as it may be.</param>
public sealed record PostWish(string Network, ItemRef Item, Occasion Occasion = Occasion.First, string? Text = null, IReadOnlyList<ItemImage>? Images = null, Instant? At = null);

/// <summary>What staff decide of a post that nobody else can.</summary>
public enum PostDecision
{
    /// <summary>It is on the network: they saw it, or posted it themselves.</summary>
    Posted,

    /// <summary>It is not there: it is made again.</summary>
    Again,

    /// <summary>It shall not be made.</summary>
    Drop,
}

/// <summary>What staff do with posts; each refusal is a sentence.</summary>
public sealed class StaffPosts(
    Items items, Posts posts, PostText texts, LinkCheck check, IReadOnlyList<ISocialNetwork> networks, DateTimeZone zone, TimeProvider clock)
{
    /// <summary>Pictures of one post: as many as every network takes.</summary>
    private const int MaxImages = 4;

    private const int MaxAlt = 1_000;

    /// <param name="look">Whether to look at link and pictures on the web.</param>
    /// <exception cref="RefusedException">There is no such item.</exception>
    public async Task<IReadOnlyList<PostPreview>> PreviewAsync(ItemRef item, Occasion occasion, IReadOnlyList<string> onNetworks, Instant asOf, bool look, CancellationToken cancellationToken)
    {
        var stored = await FindItemAsync(item, cancellationToken);
        var previews = Preview(stored.Item, occasion, onNetworks, asOf).ToList();
        for (var at = 0; look && at < previews.Count; at++)
        {
            var post = new Post(previews[at].Network, item, occasion, stored.Version, PostState.Planned, asOf) { Link = previews[at].Link, Images = previews[at].Images };
            previews[at] = previews[at] with { Findings = await check.RunAsync(post, cancellationToken) };
        }

        return previews;
    }

    /// <summary>The same of an item that is not kept so: a form's. Nobody looks at its link and its pictures.</summary>
    public IReadOnlyList<PostPreview> Preview(Item item, Occasion occasion, IReadOnlyList<string> onNetworks, Instant asOf) => [.. onNetworks.Select(network =>
    {
        var (written, length) = (texts.Write(network, new PostSubject(item, occasion), asOf), PostLength.Of(network));
        return new PostPreview(network, written.Text, length.Count(written.Text), length.Limit, written.Link, written.Title, written.Language, written.Images, null);
    })];

    /// <summary>Plans a post, with staff's own words where they give some; one that is on the wall is changed.</summary>
    /// <exception cref="RefusedException">It cannot be.</exception>
    public async Task<Post> WishAsync(PostWish wish, CancellationToken cancellationToken)
    {
        if (networks.All(network => network.Key != wish.Network))
            throw Refusal("network", $"„{wish.Network}” is none of the networks here: {string.Join(", ", networks.Select(network => network.Key))}");
        var stored = await FindItemAsync(wish.Item, cancellationToken);
        if (stored.Item.Status != ItemStatus.Published) throw Refusal("item", $"{wish.Item} is not published", "itemNotPublished", ("item", wish.Item.ToString()));
        if (PostPlan.IsOver(stored.Item, clock.Now(), zone)) throw Refusal("item", $"{wish.Item} is over", "itemOver", ("item", wish.Item.ToString()));
        if (wish.At is { } at && PostPlan.UsefulUntil(stored.Item, zone) is { } end && at >= end) throw Refusal("at", $"{wish.Item} will be over by then", "itemOverByThen", ("item", wish.Item.ToString()));
        Check(wish, texts.Write(wish.Network, new PostSubject(stored.Item, wish.Occasion), clock.Now()).Link);
        var versions = await VersionsAsync(wish.Network, wish.Item, wish.Occasion, cancellationToken);
        var fresh = new Post(wish.Network, wish.Item, wish.Occasion, stored.Version, PostState.Planned, clock.Now())
        {
            Until = PostPlan.UsefulUntil(stored.Item, zone),
            PostId = PostPlan.OnWall(versions, stored.Version)?.PostId ?? "",
        };
        if (versions.LastOrDefault(each => each.State != PostState.Dropped) is { State: PostState.Posted, Ended: true } there)
            throw Refusal("post", $"{there} is there under an address that is not known here: change it there, or say where it is ({Reconcile(there)})", "postAddressUnknown");
        await posts.PlanAsync(fresh, cancellationToken);
        versions = await VersionsAsync(wish.Network, wish.Item, wish.Occasion, cancellationToken);
        var post = versions.LastOrDefault(each => each.IsInDoubt) ?? versions[^1];
        if (wish.At is not null && PostPlan.OnWall(versions, int.MaxValue) is not null) throw Refusal("at", $"{post} is there already, or is kept there for its hour: an hour can only be changed there", "postHourThere");
        var changes = wish.Text is not null || wish.Images is not null;
        switch (post.State)
        {
            case PostState.Claimed or PostState.Unknown: throw Refusal("post", $"{post} is being made, or looked for; try again in some minutes", "postBusy");
            case PostState.Undecided: throw Refusal("post", $"it is not known whether {post} is there: decide that first ({post.Note})", "postUndecided");
            case PostState.Posted or PostState.Ready when !changes: return post;
        }

        return await SaveAsync(post with
        {
            State = PostState.Planned,
            Since = clock.Now(),
            Own = post.Own || changes,
            Wanted = true,
            Text = wish.Text ?? (post.Own ? post.Text : ""),
            Images = wish.Images ?? (post.Own ? post.Images : []),
            At = wish.At ?? (PostPlan.IsKept(post, clock.Now()) ? post.At : null),
            NotBefore = null,
            Attempts = 0,
            Lost = 0,
            Note = "",
        }, cancellationToken);
    }

    /// <summary>Ends what nobody else can end: an undecided post, a pack that was posted by hand, a refused post.</summary>
    /// <param name="address">Where the post is, or the network's name for it; only with <see cref="PostDecision.Posted"/>.</param>
    /// <exception cref="RefusedException">There is nothing to decide.</exception>
    public async Task<Post> DecideAsync(string network, ItemRef item, Occasion occasion, PostDecision decision, string address, CancellationToken cancellationToken)
    {
        var versions = await VersionsAsync(network, item, occasion, cancellationToken);
        // Later versions wait for what is in doubt: it is what staff looked for.
        var post = versions.FirstOrDefault(each => each.IsInDoubt) ?? versions.LastOrDefault(each => each.State != PostState.Dropped)
            ?? throw Refusal("post", $"{item} has no post on {network}", "postUnknown");
        if (post.State == PostState.Claimed && clock.Now() - (post.Called ?? post.Since) < SocialRules.ClaimTime) throw Refusal("post", $"{post} is being made; try again in some minutes", "postBusy");
        if (post is { State: PostState.Posted, Ended: false }) throw Refusal("post", $"{post} is on the network already", "postThere");
        if (address.Length > WebAddress.MaxLength || address.Any(char.IsControl)) throw Refusal("address", "that is no address of a post", "postAddress");
        // A pack keeps its own name: the network's is not ours to use.
        var name = post.State == PostState.Ready ? post.PostId : PostAddress.NameIn(network, address);
        return await SaveAsync(decision switch
        {
            PostDecision.Posted => post with
            {
                State = PostState.Posted,
                PostId = name,
                Ended = name.Length == 0,
                Url = WebAddress.IsValid(address) ? address : post.Url,
                Note = "staff say that it is there",
            },
            PostDecision.Again => post with { State = PostState.Planned, NotBefore = null, Attempts = 0, Lost = 0, PostId = post.State == PostState.Withdrawn ? "" : post.PostId, Wanted = true, Note = "" },
            // Staff who drop the change of a post leave the post; what is not on the wall they end.
            _ when post.PostId.Length > 0 && post.State != PostState.Ready => post with { State = PostState.Dropped, Note = "staff dropped it" },
            _ => post with { State = PostState.Dropped, Ended = true, Wanted = false, PostId = "", Note = "staff dropped it" },
        } with { Since = clock.Now() }, cancellationToken);
    }

    private static void Check(PostWish wish, string link)
    {
        if (wish.Text is { } text)
        {
            var length = PostLength.Of(wish.Network);
            var whole = CampaignLink.IsIn(text, link) ? text : $"{text.TrimEnd()}\n\n{link}";
            if (text.Trim().Length == 0) throw Refusal("text", "the text is empty; leave it out for the template's", "postEmpty");
            if (text.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t'))) throw Refusal("text", "the text has a control character in it; write it again from the keyboard", "postControl");
            if (!length.Fits(whole)) throw Refusal("text", $"the text has {length.Count(whole)} characters with its link, as {wish.Network} counts; {length.Limit} is the most", "postTooLong", ("count", $"{length.Count(whole)}"), ("max", $"{length.Limit}"));
        }

        if (wish.Images is not { } images) return;
        if (images.Count > MaxImages) throw Refusal("images", $"there are {images.Count} pictures; {MaxImages} is the most");
        foreach (var image in images)
        {
            if (!WebAddress.IsValid(image.Url, secure: true)) throw Refusal("images", "each picture needs a full address that begins with https://");
            if (image.Alt.Trim().Length is 0 or > MaxAlt) throw Refusal("images", $"each picture needs words for those who do not see it, {MaxAlt} characters at most");
        }
    }

    private async Task<List<Post>> VersionsAsync(string network, ItemRef item, Occasion occasion, CancellationToken cancellationToken) =>
        [.. (await posts.OfItemAsync(network, item, cancellationToken)).Where(post => post.Occasion == occasion)];

    private static string Reconcile(Post post) => $"publisher post reconcile {post.Network} {post.Item} --posted ADDRESS";

    private async Task<StoredItem> FindItemAsync(ItemRef item, CancellationToken cancellationToken) =>
        await items.FindAsync(item, cancellationToken) ?? throw Refusal("item", $"there is no item {item}", "itemUnknown", ("item", item.ToString()));

    private async Task<Post> SaveAsync(Post post, CancellationToken cancellationToken)
    {
        try
        {
            return await posts.SaveAsync(post, cancellationToken);
        }
        catch (RequestFailedException fault) when (fault.Status == 412)
        {
            throw Refusal("post", $"{post} changed in between; look at it and try again", "postChanged");
        }
    }

    private static RefusedException Refusal(string field, string text, string code = "", params (string Blank, string Value)[] arguments) => new("Nothing was posted.", [new Fault(field, text).As(code, arguments)]);
}
