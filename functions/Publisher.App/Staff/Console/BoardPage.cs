using NodaTime;
using Publisher.App.Public;
using Publisher.Content;
using Publisher.Rendering;

namespace Publisher.App.Staff.Console;

/// <summary>Every item there is, what ends soon first.</summary>
public sealed class BoardPage(Items items, ConsolePages pages, DateTimeZone zone, TimeProvider clock)
{
    public async Task<IResult> ShowAsync(HttpContext context)
    {
        var (texts, now) = (pages.TextsFor(context), clock.Now());
        var words = new Words(pages.StringsFor(context), zone);
        var all = new List<StoredItem>();
        await foreach (var stored in items.AllAsync(context.RequestAborted)) all.Add(stored);
        var rows = all.OrderBy(stored => Urgency(stored.Item, now)).ThenBy(stored => stored.Item.Title, StringComparer.Ordinal).Select(stored => (object)PageModel.Map(
            ("title", stored.Item.Title),
            ("lang", stored.Item.Language == texts.Language ? "" : stored.Item.Language),
            ("kind", texts["kind" + stored.Item.Kind]),
            ("date", DateOf(stored.Item) is { } date ? words.Moment(date) : ""),
            ("status", texts["status" + stored.Item.Status]),
            ("badge", stored.Item.Status switch { ItemStatus.Published => "good", ItemStatus.Draft => "calm", _ => "off" }))).ToList();
        return pages.Render(context, "board", texts["navBoard"], PageModel.Map(("items", rows)));
    }

    /// <summary>What ends soon is first, then what never ends, then what is over, the latest of it first.</summary>
    private (int Group, long At) Urgency(Item item, Instant now) => item.Expires(zone) switch
    {
        null => (1, 0),
        { } ends when ends >= now => (0, ends.ToUnixTimeTicks()),
        { } ended => (2, -ended.ToUnixTimeTicks()),
    };

    private static Moment? DateOf(Item item) => item switch { Call call => call.Closes, Event @event => @event.Starts, _ => null };
}
