using Publisher.Content;

namespace Publisher.Social.Preflight;

/// <param name="Blocking">Why it must not be posted; null where it may.</param>
/// <param name="MayPass">What blocks may be over by itself.</param>
/// <param name="Notes">What staff may want to mend.</param>
public sealed record LinkFindings(string? Blocking, bool MayPass, IReadOnlyList<string> Notes)
{
    public static LinkFindings None { get; } = new(null, false, []);
}

/// <summary>Looks at a post's link and pictures as a network would, before it does: a first preview that is wrong stays wrong for days.</summary>
public sealed class LinkCheck(SafeFetch? fetch)
{
    /// <summary>Octets; Facebook takes 10 MB a picture, LinkedIn and Mastodon more or less than that: what all take.</summary>
    public const int MaxImage = 8 * 1024 * 1024;

    /// <summary>Octets of a page.</summary>
    private const int MaxPage = 4 * 1024 * 1024;

    /// <summary>Pixels a side; Facebook shows no smaller picture in a card (developers.facebook.com/docs/sharing/webmasters/images).</summary>
    private const int MinSide = 200;

    /// <summary>Pixels of a picture must be fewer (learn.microsoft.com/linkedin/marketing/community-management/shares/images-api, which names jpg, png and gif).</summary>
    private const long LinkedInPixels = 36_152_320;

    /// <summary>Pixels of a picture at most: 7680 × 4320 (docs.joinmastodon.org/entities/Instance, image_matrix_limit, as servers have it).</summary>
    private const long MastodonPixels = 33_177_600;

    /// <summary>Width to height, either way; what is longer is cut on every wall.</summary>
    private const double MaxRatio = 3;

    /// <summary>Looks at nothing: for an installation that may not fetch from the web.</summary>
    public static LinkCheck Off { get; } = new(null);

    public async Task<LinkFindings> RunAsync(Post post, CancellationToken cancellationToken)
    {
        if (fetch is null) return LinkFindings.None;
        var notes = new List<string>();
        var link = await CheckLinkAsync(fetch, post, notes, cancellationToken);
        if (link.Blocking is not null) return link;
        foreach (var image in post.Images)
            if (await CheckImageAsync(fetch, post.Network, image, notes, cancellationToken) is { Blocking: not null } fault) return fault;
        return new LinkFindings(null, false, notes);
    }

    private static async Task<LinkFindings> CheckLinkAsync(SafeFetch fetch, Post post, List<string> notes, CancellationToken cancellationToken)
    {
        var page = await fetch.GetAsync(post.Link, MaxPage, cancellationToken);
        var shown = post.Link.Split('?')[0];
        // A long document is no fault; it has no card either.
        if (page.Fault == FetchFault.TooLarge) return LinkFindings.None;
        if (Unfetched(page, $"the link {shown}") is { } fault) return fault;
        if (page.Status is 404 or 410) return Never($"the link {shown} leads to no page ({page.Status}): mend it in the item");
        if (page.Status >= 500) return Later($"the link {shown} does not work now ({page.Status}); it is tried again");
        if (page.Status != 200) notes.Add($"the link {shown} answers {page.Status} to us; networks may show no preview of it");
        if (!page.Url.StartsWith("https://", StringComparison.OrdinalIgnoreCase)) notes.Add($"the link {shown} is not encrypted (https)");
        if (!page.IsOk || post.Images.Count > 0) return LinkFindings.None;
        var card = OpenGraph.Read(page.Content);
        if (card.Title.Length == 0) notes.Add($"the page {shown} gives its preview no title (og:title)");
        if (card.Image.Length == 0) notes.Add($"the page {shown} gives its preview no picture (og:image)");
        else if (WebAddress.IsValid(card.Image)) await LookAtCardAsync(fetch, post.Network, card.Image, notes, cancellationToken);
        return LinkFindings.None;
    }

    private static async Task LookAtCardAsync(SafeFetch fetch, string network, string image, List<string> notes, CancellationToken cancellationToken)
    {
        var found = new List<string>();
        if (await CheckImageAsync(fetch, network, new ItemImage(image, "-"), found, cancellationToken) is { Blocking: { } blocking }) notes.Add(blocking);
        notes.AddRange(found);
    }

    private static async Task<LinkFindings> CheckImageAsync(SafeFetch fetch, string network, ItemImage image, List<string> notes, CancellationToken cancellationToken)
    {
        if (!WebAddress.IsValid(image.Url, secure: true)) return Never($"the picture {image.Url} must have a full address that begins with https://");
        var file = await fetch.GetAsync(image.Url, MaxImage, cancellationToken);
        if (Unfetched(file, $"the picture {image.Url}") is { } fault) return fault;
        if (file.Status >= 500) return Later($"the picture {image.Url} does not load now ({file.Status}); it is tried again");
        if (!file.IsOk) return Never($"the picture {image.Url} is not there ({file.Status}): choose another in the item");
        if (ImageHeader.Read(file.Content) is not { } header) return Never($"{image.Url} is no picture that networks take: it must be png, jpeg, gif or webp");
        if (Unfit(network, header) is { } why) return Never($"the picture {image.Url} {why}");
        var size = $"{header.Width} × {header.Height}";
        if (Math.Min(header.Width, header.Height) < MinSide) notes.Add($"the picture {image.Url} is small, {size} pixels; {MinSide} a side is the least that is shown well");
        if (Math.Max((double)header.Width / header.Height, (double)header.Height / header.Width) > MaxRatio) notes.Add($"the picture {image.Url} is long, {size} pixels; networks will cut it");
        if (image.Alt.Length == 0) notes.Add($"the picture {image.Url} has no words for those who do not see it");
        return LinkFindings.None;
    }

    /// <returns>Why one network does not take what the others do; null where it does. Found out after the upload, it would leave a post without its picture.</returns>
    internal static string? Unfit(string network, ImageHeader header) => network switch
    {
        NetworkKeys.LinkedIn when header.Type == "image/webp" => "is webp, which LinkedIn does not take: choose one in png or jpeg",
        NetworkKeys.LinkedIn when Pixels(header) >= LinkedInPixels => $"has {header.Width} × {header.Height} pixels, more than LinkedIn takes: make it smaller",
        NetworkKeys.Mastodon when Pixels(header) > MastodonPixels => $"has {header.Width} × {header.Height} pixels, more than Mastodon takes: make it smaller",
        _ => null,
    };

    private static long Pixels(ImageHeader header) => (long)header.Width * header.Height;

    private static LinkFindings? Unfetched(Fetched fetched, string what) => fetched.Fault switch
    {
        FetchFault.None => null,
        FetchFault.Private => Never($"{what} leads into a private network, where readers cannot follow: put a public address into the item"),
        FetchFault.TooLarge => Never($"{what} is larger than {MaxImage / 1024 / 1024} MB: make it smaller"),
        FetchFault.BadRedirect => Never($"{what} leads on and on, or to no web address: put the last address into the item"),
        _ => Later($"{what} does not answer; it is tried again"),
    };

    private static LinkFindings Never(string text) => new(text, false, []);

    private static LinkFindings Later(string text) => new(text, true, []);
}
