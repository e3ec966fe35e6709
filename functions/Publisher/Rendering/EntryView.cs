using System.Globalization;
using NodaTime;
using Publisher.Content;

namespace Publisher.Rendering;

/// <summary>An item of an edition for the digest's templates: the item's own words, and what the edition adds to them.</summary>
internal sealed class EntryView(DigestContent content, Strings strings, DateTimeZone zone, DigestFlags flags)
{
    private const int Levels = 4; // of headings above a body on the page: the page's, the section's, the item's

    private readonly Words words = new(strings, zone);

    /// <param name="at">Its place in the edition.</param>
    /// <param name="whole">With the body, as the page for everyone and an announcement have it.</param>
    public Dictionary<string, object?> Of(int at, bool whole)
    {
        var (item, section, before, _) = content.Entries[at];
        var body = item.TextIn(strings.Language).Body;
        var view = ItemView.Of(item, strings, zone, content.AsOf, whole);
        if (item is Call { Closes: { } closes, Results: null }) view["date"] = words.Deadline(closes);
        if (item.Status == ItemStatus.Withdrawn) return Withdrawn(view, at, before, item);
        view["flag"] = at.ToString(CultureInfo.InvariantCulture);
        view["anchor"] = Anchor(item);
        view["urgent"] = section == Section.Closing;
        view["left"] = Left(item);
        view["changes"] = before is null ? new List<object>() : Changes(before, item);
        if (before is not null) RemoveChanged((List<object>)view["facts"]!, (List<object>)view["changes"]!);
        // Cleaned after Markdown has run: it turns &#xE000; into the character itself.
        view["bodyHtml"] = whole && body.Length > 0 ? Markers.Clean(MarkdownText.ToHtml(body, content.Announcement ? 2 : Levels)) : "";
        view["bodyText"] = whole ? Markers.Clean(MarkdownPlain.ToText(body)) : "";
        view["calendar"] = HasDate(item) ? content.CalendarUrl(item.Ref, strings.Language) : "";
        view["follow"] = item is Call { Results: null } ? item.Ref.ToString() : "";
        SetLinks(view, item.Ref, !whole && body.Length > 0 ? $"{content.WebUrl}#{Anchor(item)}" : "");
        return view;
    }

    /// <summary>What was called off: that it is, and nothing that anybody could still act upon.</summary>
    private Dictionary<string, object?> Withdrawn(Dictionary<string, object?> view, int at, Item? before, Item item)
    {
        view["flag"] = at.ToString(CultureInfo.InvariantCulture);
        view["anchor"] = Anchor(item);
        view["urgent"] = true;
        foreach (var key in (string[])["date", "left", "bodyHtml", "bodyText", "calendar", "follow"]) view[key] = "";
        view["changes"] = Changes(before ?? item with { Status = ItemStatus.Published }, item);
        foreach (var key in (string[])["facts", "links"]) view[key] = new List<object>();
        view["image"] = null;
        view["action"] = null;
        return view;
    }

    /// <summary>What is said among the changes, as it was and as it is, is not said once more.</summary>
    private static void RemoveChanged(List<object> facts, List<object> changes)
    {
        var said = changes.Select(LabelOf).ToHashSet(StringComparer.Ordinal);
        facts.RemoveAll(fact => said.Contains(LabelOf(fact)));

        static string LabelOf(object line) => (string)((Dictionary<string, object?>)line)["label"]!;
    }

    /// <summary>The first link becomes the button: the item's own, else our page with the whole of it; that page's link is never missing.</summary>
    private void SetLinks(Dictionary<string, object?> view, ItemRef item, string page)
    {
        var links = (List<object>)view["links"]!;
        if (page.Length > 0)
        {
            var more = new Dictionary<string, object?>(StringComparer.Ordinal) { ["url"] = page, ["text"] = strings["readMore"], ["lang"] = strings.Language, ["own"] = true };
            if (links.Count == 0) links.Add(more);
            else links.Insert(1, more);
        }

        if (content.Door is { } door)
            foreach (var link in links.Cast<Dictionary<string, object?>>()) link["url"] = door(item, (string)link["url"]!);
        view["action"] = links.FirstOrDefault();
        view["links"] = links.Skip(1).ToList();
    }

    /// <summary>Names the item's place on the page for everyone.</summary>
    internal static string Anchor(Item item) => $"{item.Kind.Key()}-{item.Id}";

    /// <summary>True for what has a day to be kept free, or an hour not to be missed.</summary>
    internal static bool HasDate(Item item) => item is not Call { Results: not null } && CalendarText.HasDate(item);

    /// <summary>"Zostały 3 dni", "Za 3 dni": as it is on the day of delivery.</summary>
    private string Left(Item item) => item switch
    {
        Call { Closes: { } closes, Results: null } => ByDay(words.DaysToEnd(closes, content.AsOf), words.DaysLeft),
        Event @event => ByDay(words.DaysTo(@event.Starts.Date, content.AsOf), words.Relative),
        _ => "",
    };

    private string ByDay(int days, Func<int, string> text) => flags.ByDay(day => days - day >= 0 ? Words.Capital(text(days - day)) : null);

    private List<object> Changes(Item before, Item after) => [.. ItemChanges.Between(before, after, words).Select(change => (object)new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        ["label"] = strings[change.Label],
        ["before"] = change.Before.Length > 0 ? Markers.Clean(change.Before) : strings["notGiven"],
        ["given"] = change.Before.Length > 0,
        ["beforeLang"] = change.Ours || change.Before.Length == 0 ? strings.Language : before.Language,
        ["after"] = change.After.Length > 0 ? Markers.Clean(change.After) : strings["notGiven"],
        ["afterLang"] = change.Ours || change.After.Length == 0 ? strings.Language : after.Language,
    })];
}
