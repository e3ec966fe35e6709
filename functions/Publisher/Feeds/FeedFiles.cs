using System.Text;
using NodaTime;
using Publisher.Content;
using Publisher.Mail.Mime;
using Publisher.Rendering;

namespace Publisher.Feeds;

/// <param name="Changed">When any item last changed.</param>
public sealed record FeedFile(string ContentType, byte[] Content, Instant Changed);

/// <param name="PublicUrl">Of this installation, without a slash at its end.</param>
/// <param name="Organiser">The domain of its address stands in every entry's name, for ever.</param>
public sealed record FeedPublisher(Organisation Organisation, Mailbox Organiser, string PublicUrl);

/// <summary>Published items for feed readers and calendars that come and ask: as Atom, as JSON Feed, as a calendar.</summary>
public sealed class FeedFiles(Templates templates, FeedPublisher publisher, Districts districts, DateTimeZone zone, TimeProvider clock)
{
    public const string Atom = "items.atom";
    public const string Json = "items.json";
    public const string Calendar = "calendar.ics";

    /// <summary>Where they are, below the public address.</summary>
    public const string Path = "/feeds";

    /// <summary>
    /// Of the tags that name feeds and entries (RFC 4151 §2.1): a day on which the domain was the organisation's. It is a part of every name
    /// and must never change.
    /// </summary>
    private const string TagDate = "2026";

    /// <summary>How often a calendar should ask again (RFC 7986 §5.7): twice a day is soon enough for what is called off the day before.</summary>
    private const string Refresh = "PT12H";

    public static IReadOnlyList<string> Names { get; } = [Atom, Json, Calendar];

    private string Domain => publisher.Organiser.Address[(publisher.Organiser.Address.LastIndexOf('@') + 1)..].ToLowerInvariant();

    /// <param name="name">One of <see cref="Names"/>.</param>
    public FeedFile Make(string name, FeedSource source, FeedChoice choice)
    {
        var strings = templates.StringsFor(choice.Language.Length > 0 ? choice.Language : Templates.DefaultLanguage);
        return name switch
        {
            Atom => new FeedFile($"{AtomFeed.MediaType}; charset=utf-8", AtomFeed.Write(Document(name, source, choice, strings)), source.Changed),
            Json => new FeedFile($"{JsonFeed.MediaType}; charset=utf-8", JsonFeed.Write(Document(name, source, choice, strings)), source.Changed),
            Calendar => new FeedFile($"text/calendar; charset=utf-8; method={CalendarText.Publish}", Encoding.UTF8.GetBytes(CalendarOf(source, choice, strings)), source.Changed),
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "is no feed"),
        };
    }

    /// <summary>"nabory; dzielnica Rubinkowo": what a feed is about.</summary>
    public string TitleOf(FeedFilter filter, Strings strings)
    {
        var parts = new List<string> { filter.Kinds.Count == 0 ? strings["title"] : string.Join(", ", filter.Kinds.Select(kind => strings["kind" + kind])) };
        if (filter.Districts.Count > 0) parts.Add(strings.Count("districts", filter.Districts.Count, ("names", string.Join(", ", filter.Districts.Select(districts.NameOf)))));
        if (filter.Topics.Count > 0) parts.Add(string.Join(", ", filter.Topics));
        return strings.Fill("feedsName", ("organisation", publisher.Organisation.Name), ("what", string.Join("; ", parts)));
    }

    private FeedDocument Document(string name, FeedSource source, FeedChoice choice, Strings strings)
    {
        var query = choice.Filter.Query(choice.Language);
        return new FeedDocument(
            Tag($"feed{query}"),
            strings.Language,
            TitleOf(choice.Filter, strings),
            strings["feedsSubtitle"],
            $"{publisher.PublicUrl}{Path}/{name}{query}",
            $"{publisher.PublicUrl}/archive{FeedFilter.Everything.Query(choice.Language)}",
            publisher.Organisation.Name,
            source.ChangedIn(choice.Filter),
            [.. source.Newest(choice.Filter).Select(stored => Entry(stored, strings))]);
    }

    private FeedEntry Entry(StoredItem stored, Strings strings)
    {
        var (item, text) = (stored.Item, stored.Item.TextIn(strings.Language));
        var view = View(item, text, strings);
        return new FeedEntry(
            Tag(stored.Ref.ToString()),
            text.Language,
            new Uri(ItemPlace.UrlOf(item, publisher.PublicUrl)).AbsoluteUri,
            text.Title,
            (string)view["summary"]!,
            templates.Render("feeds/item.html", strings.Language, view),
            Picture(item),
            stored.Published!.Value,
            stored.Changed,
            [
                new(item.Kind.Key(), strings["kind" + item.Kind]),
                .. item.Districts.Select(slug => new FeedCategory(slug, districts.NameOf(slug))),
                .. item.Topics.Select(topic => new FeedCategory(topic, topic)),
            ]);
    }

    private Dictionary<string, object?> View(Item item, ItemText text, Strings strings)
    {
        var view = ItemView.Of(item, strings, zone, clock.Now());
        // Cleaned before Markdown too: half a surrogate pair is no text to it.
        view["bodyHtml"] = text.Body.Length > 0 ? Markers.Clean(MarkdownText.ToHtml(FeedText.Clean(text.Body), topLevel: 2)) : "";
        view["links"] = ((List<object>)view["links"]!).Where(link => WebAddress.IsValid((string)((Dictionary<string, object?>)link)["url"]!)).ToList();
        if (Picture(item).Length == 0) view["image"] = null;
        return view;
    }

    private static string Picture(Item item) => item.Image is { } image && WebAddress.IsValid(image.Url, secure: true) ? new Uri(image.Url).AbsoluteUri : "";

    private string CalendarOf(FeedSource source, FeedChoice choice, Strings strings)
    {
        var now = clock.Now();
        var dated = source.Dated(choice.Filter, now);
        var calendar = new CalendarText(zone, publisher.Organiser, strings);
        var entries = dated.Select(stored => calendar.Entry(stored.Item, stored.Version, stored.Changed, ItemPlace.UrlOf(stored.Item, publisher.PublicUrl)));
        var about = new CalendarLines();
        var title = TitleOf(choice.Filter, strings);
        about.AddText("NAME", title);
        // What programs knew before RFC 7986.
        about.AddText("X-WR-CALNAME", title);
        about.Add("REFRESH-INTERVAL;VALUE=DURATION", Refresh);
        about.Add("X-PUBLISHED-TTL", Refresh);
        var begin = calendar.Begin(dated.Select(stored => stored.Item), CalendarText.Publish, about);
        return begin + (dated.Count == 0 ? Nothing(now) : string.Concat(entries)) + CalendarText.End;
    }

    /// <summary>A calendar holds a component at least (RFC 5545 §3.6): without entries, the time zone that they would be in.</summary>
    private string Nothing(Instant now)
    {
        var lines = new CalendarLines();
        CalendarZone.Write(lines, zone, now.InZone(zone).Year, now.InZone(zone).Year);
        return lines.ToString();
    }

    private string Tag(string what) => $"tag:{Domain},{TagDate}:{what}";
}
