using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;
using Publisher.Content;
using Publisher.Feeds;
using Publisher.Rendering;
using static Publisher.App.Public.PageModel;

namespace Publisher.App.Public;

/// <summary>Feeds for the programs that read them, and the page that tells people what they are for.</summary>
public sealed class FeedPage(Items items, FeedFiles files, Districts districts, PublicPages pages)
{
    /// <summary>Seconds that anyone may keep a feed: what is called off is known soon after.</summary>
    private const int MaxAge = 300;

    /// <param name="name">Empty for the page.</param>
    public async Task<IResult> GetAsync(string name, HttpRequest request)
    {
        var own = pages.For(request);
        if (name.Length == 0) return List(own);
        if (!FeedFiles.Names.Contains(name, StringComparer.Ordinal)) return Refusal.Of(request, own, own.Strings["notFound"], NoSuchFeed(name, own.Strings), StatusCodes.Status404NotFound);
        var source = await FeedSource.ReadAsync(items, request.HttpContext.RequestAborted);
        var query = new FeedQuery(districts, source.Topics, [.. pages.Languages.Select(strings => strings.Language)]);
        var (choice, fault) = query.Read(request.Query.SelectMany(pair => pair.Value.Select(value => KeyValuePair.Create(pair.Key, value ?? ""))));
        return choice is not null
            ? new Download(files.Make(name, source, choice))
            : Refusal.Of(request, own, own.Strings["feedsFault"], Sentence(fault!, own.Strings), StatusCodes.Status400BadRequest);
    }

    private IResult List(ReaderPages own)
    {
        var strings = own.Strings;
        // Feeds are in the organisation's language unless they are asked for in another.
        var language = strings.Language == Templates.DefaultLanguage ? "" : strings.Language;
        Dictionary<string, object?> Group(string title, IEnumerable<(string Name, FeedFilter Filter)> feeds) => Map(
            ("title", title),
            ("feeds", feeds.Select(feed => (object)Map(
                ("name", feed.Name),
                ("atom", Url(FeedFiles.Atom, feed.Filter)),
                ("json", Url(FeedFiles.Json, feed.Filter)),
                // News have no date to stand in a calendar at.
                ("calendar", feed.Filter.Kinds is [ItemKind.News] ? "" : Url(FeedFiles.Calendar, feed.Filter)))).ToList()));
        string Url(string name, FeedFilter filter) => $"{FeedFiles.Path}/{name}{filter.Query(language)}";

        var groups = new List<object>
        {
            Group(strings["feedsByKind"],
            [
                (strings["feedsAll"], FeedFilter.Everything),
                .. ItemKinds.All.Select(kind => (strings[$"preferences{kind}"], FeedFilter.Everything with { Kinds = [kind] })),
            ]),
        };
        if (districts.All.Count > 0)
            groups.Add(Group(strings["feedsByDistrict"], districts.All.Select(district => (district.Name, FeedFilter.Everything with { Districts = [district.Slug] }))));
        var both = FeedFilter.Everything with { Kinds = [ItemKind.Call, ItemKind.Event], Districts = [.. districts.All.Take(1).Select(district => district.Slug)] };
        return own.Page("feeds", strings["feeds"], Map(("groups", groups), ("example", Url(FeedFiles.Atom, both))));
    }

    private static string NoSuchFeed(string name, Strings strings) => Join(
        strings.Fill("feedsFaultName", ("name", Refusal.Shown(name))), Near(Nearest.To(name, FeedFiles.Names) ?? "", FeedFiles.Names, strings));

    private static string Sentence(FeedFault fault, Strings strings) => fault.Reason switch
    {
        FeedFaultReason.UnknownParameter => Join(strings.Fill("feedsFaultParameter", ("parameter", Refusal.Shown(fault.Parameter))), Near(fault.Near, fault.Known, strings)),
        FeedFaultReason.TooMany => strings.Fill("feedsFaultMany", ("parameter", fault.Parameter), ("max", fault.Parameter == FeedQuery.Language ? "1" : $"{FeedQuery.MaxValues}")),
        _ => Join(strings.Fill("feedsFaultValue", ("parameter", fault.Parameter), ("value", Refusal.Shown(fault.Value))), Near(fault.Near, fault.Known, strings)),
    };

    private static string Near(string near, IReadOnlyList<string> known, Strings strings) =>
        near.Length > 0 ? strings.Fill("feedsFaultNear", ("near", near))
        : known.Count > 0 ? strings.Fill("feedsFaultKnown", ("known", string.Join(", ", known)))
        : strings["feedsFaultNone"];

    private static string Join(string first, string second) => $"{first} {second}";

    private sealed class Download(FeedFile file) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers.CacheControl = $"public, max-age={MaxAge}";
            var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(file.Content).AsSpan(0, 16))}\"");
            return Results.File(file.Content, file.ContentType, lastModified: file.Changed.ToDateTimeOffset(), entityTag: tag).ExecuteAsync(httpContext);
        }
    }
}
