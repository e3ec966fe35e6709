using NodaTime;
using Publisher.App.Public;
using Publisher.Board;
using Publisher.Content;
using Publisher.Rendering;

namespace Publisher.App.Staff.Console.Board;

/// <summary>Every item there is, by what staff have to see to first, with where it stands on every channel.</summary>
public sealed class BoardPage(Items items, ChannelStates channels, ToldWrong wrong, ConsolePages pages, Districts districts, DateTimeZone zone, TimeProvider clock)
{
    public const string Path = "/staff";

    /// <summary>Items of a page that are looked at for something to set right: each takes reading what readers were told.</summary>
    private const int MostLookedAt = 10;

    public async Task<IResult> ShowAsync(HttpContext context)
    {
        var (texts, now, filter) = (pages.TextsFor(context), clock.Now(), BoardFilter.Read(context.Request.Query, districts));
        var all = new List<StoredItem>();
        await foreach (var stored in items.AllAsync(context.RequestAborted)) all.Add(stored);
        var found = BoardOrder.Of(all.Where(stored => filter.Holds(stored.Item)), now, zone);
        var last = Math.Max(1, (found.Count + BoardFilter.PageSize - 1) / BoardFilter.PageSize);
        var page = Math.Min(filter.Page, last);
        var shown = found.Skip((page - 1) * BoardFilter.PageSize).Take(BoardFilter.PageSize).ToList();
        var groups = await GroupsAsync(context, texts, shown, now);
        return pages.Render(context, "board", texts["navBoard"], PageModel.Map(
            ("any", all.Count > 0),
            ("kinds", ItemKinds.All.Select(kind => (object)PageModel.Map(("url", $"{ItemPaths.New}?kind={kind.Key()}"), ("text", texts["new" + kind]))).ToList()),
            ("filter", FilterModel(texts, filter)),
            ("found", texts.Count("boardFound", found.Count)),
            ("groups", groups),
            ("newer", page > 1 ? filter.Url(page - 1) : ""),
            ("older", page < last ? filter.Url(page + 1) : ""),
            ("place", last > 1 ? texts.Fill("boardPlace", ("page", $"{page}"), ("pages", $"{last}")) : "")));
    }

    private async Task<List<object>> GroupsAsync(HttpContext context, Strings texts, List<BoardLine> shown, Instant now)
    {
        var states = await channels.OfAsync([.. shown.Select(line => line.Stored)], context.RequestAborted);
        var words = new Words(pages.StringsFor(context), zone);
        var told = await WrongAsync(shown, states, context.RequestAborted);
        return [.. shown.GroupBy(line => line.Urgency).Select(group => (object)PageModel.Map(
            ("id", $"group-{group.Key.ToString().ToLowerInvariant()}"),
            ("title", texts["board" + group.Key]),
            ("items", group.Select(line => Row(texts, words, line, states[line.Stored.Ref], told.Contains(line.Stored.Ref), now)).ToList())))];
    }

    private async Task<HashSet<ItemRef>> WrongAsync(List<BoardLine> shown, IReadOnlyDictionary<ItemRef, ItemChannels> states, CancellationToken cancellationToken)
    {
        var told = new HashSet<ItemRef>();
        var looked = shown.Where(line => states[line.Stored.Ref] is var state && state.Digests.Concat(state.Announcements).Any(stand => stand.Version < line.Stored.Version)).Take(MostLookedAt);
        foreach (var line in looked)
            if (await wrong.IsSoAsync(line.Stored, states[line.Stored.Ref], cancellationToken)) told.Add(line.Stored.Ref);
        return told;
    }

    private object Row(Strings texts, Words words, BoardLine line, ItemChannels states, bool isWrong, Instant now)
    {
        var (stored, item) = (line.Stored, line.Stored.Item);
        var path = ItemPaths.Of(stored.Ref);
        var isOver = item.Expires(zone) <= now;
        return PageModel.Map(
            ("id", $"{item.Kind.Key()}-{item.Id}"),
            ("url", path),
            ("title", item.Title.Length > 0 ? item.Title : item.Id),
            ("lang", item.Language == texts.Language ? "" : item.Language),
            ("kind", texts["kind" + item.Kind]),
            ("date", DateOf(item, words)),
            ("left", isOver || item.Status != ItemStatus.Published ? "" : Left(item, words, now)),
            ("soon", line.Urgency == Urgency.Closing),
            ("status", texts["status" + item.Status]),
            ("badge", ConsoleWords.StatusBadge(item.Status)),
            ("places", item.Districts.Count == 0 ? "" : string.Join(", ", item.Districts.Select(districts.NameOf))),
            ("changed", texts.Fill("itemChanged", ("when", words.Moment(stored.Changed.ToMoment(zone))))),
            ("channels", item.Status == ItemStatus.Draft && stored.Published is null ? [] : new ChannelWords(texts, words, zone).Of(states, item.Status == ItemStatus.Published && !isOver)),
            ("preview", $"{path}/preview"),
            ("announce", item.Status == ItemStatus.Published && !isOver ? $"/staff/send/announce?item={Uri.EscapeDataString(stored.Ref.ToString())}" : ""),
            ("correct", isWrong ? ItemPaths.Correct(stored.Ref) : ""),
            ("withdraw", item.Status == ItemStatus.Withdrawn ? "" : $"{path}?do=withdraw"),
            ("restore", item.Status == ItemStatus.Withdrawn ? $"{path}?do=restore" : ""));
    }

    private static string DateOf(Item item, Words words) => item switch
    {
        Call { Closes: { } closes } => words.Deadline(closes),
        Event @event => words.Range(@event.Starts, @event.Ends),
        _ => "",
    };

    private static string Left(Item item, Words words, Instant now) => item switch
    {
        Call { Closes: { } closes, Results: null } when words.DaysToEnd(closes, now) is var days and >= 0 => words.DaysLeft(days),
        Event @event when words.DaysTo(@event.Starts.Date, now) is var days and >= 0 => words.Relative(days),
        _ => "",
    };

    private Dictionary<string, object?> FilterModel(Strings texts, BoardFilter filter) => PageModel.Map(
        ("on", filter.IsOn),
        ("clear", Path),
        ("q", filter.Text),
        ("kinds", Options(ItemKinds.All.Select(kind => (kind.Key(), texts["kind" + kind])), filter.Kind?.Key() ?? "", texts["filterAny"])),
        ("statuses", Options(
            ((ItemStatus[])[ItemStatus.Draft, ItemStatus.Published, ItemStatus.Withdrawn]).Select(status => (status.ToString().ToLowerInvariant(), texts["status" + status])),
            filter.Status?.ToString().ToLowerInvariant() ?? "",
            texts["filterAny"])),
        ("districts", districts.All.Count == 0 ? [] : Options(districts.All.Select(district => (district.Slug, district.Name)), filter.District, texts["filterAny"])));

    private static List<object> Options(IEnumerable<(string Value, string Text)> offered, string chosen, string any) =>
        [.. offered.Prepend(("", any)).Select(option => (object)PageModel.Map(("value", option.Item1), ("text", option.Item2), ("chosen", option.Item1 == chosen)))];
}
