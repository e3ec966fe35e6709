using NodaTime;
using Publisher.App.Public;
using Publisher.Board;
using Publisher.Editions;
using Publisher.Rendering;
using Publisher.Social;

namespace Publisher.App.Staff.Console.Board;

/// <summary>Where an item stands on each channel, in words. Pure.</summary>
internal sealed class ChannelWords(Strings texts, Words words, DateTimeZone zone)
{
    /// <summary>Editions of one kind that are told each; a reminder of every day is not news.</summary>
    private const int MostOfAKind = 3;

    /// <returns>A line each: <c>name</c>, <c>text</c>, <c>badge</c>, <c>state</c>, <c>url</c>, <c>link</c>, <c>note</c>; any but the first may be empty.</returns>
    public List<object> Of(ItemChannels channels, bool isPublished)
    {
        var lines = new List<object>();
        Editions(lines, texts["channelDigest"], channels.Digests);
        if (channels.Digests.Count == 0 && isPublished) lines.Add(Line(texts["channelDigest"], texts["standNotYet"]));
        Editions(lines, texts["channelAnnouncement"], channels.Announcements);
        Editions(lines, texts["channelReminder"], channels.Reminders);
        foreach (var post in channels.Posts.Where(post => post.State != PostState.Dropped).OrderBy(post => post.Occasion).ThenBy(post => post.Network, StringComparer.Ordinal)) lines.Add(Of(post));
        if (channels.ArchiveUrl.Length > 0) lines.Add(Line(texts["channelArchive"], "", url: channels.ArchiveUrl, link: texts["archiveOpen"]));
        if (channels.CalendarUrl.Length > 0) lines.Add(Line(texts["channelCalendar"], "", url: channels.CalendarUrl, link: texts["calendarOpen"]));
        return lines;
    }

    private void Editions(List<object> lines, string name, IReadOnlyList<EditionStand> stands)
    {
        foreach (var stand in stands.Take(MostOfAKind))
        {
            var (state, badge, text) = Of(stand);
            lines.Add(Line(name, text, state, badge, stand.Url, stand.Url.Length > 0 ? texts["archiveOpen"] : ""));
        }

        if (stands.Count > MostOfAKind) lines.Add(Line(name, texts.Count("standEarlier", stands.Count - MostOfAKind)));
    }

    private (string State, string Badge, string Text) Of(EditionStand stand) => stand.State switch
    {
        EditionState.Draft => (texts["editionDraft"], "calm", ""),
        EditionState.Scheduled => (texts["editionScheduled"], "calm", stand.Due is { } due ? texts.Fill("standDue", ("when", When(due))) : ""),
        EditionState.Sending => (texts["editionSending"], "warn", texts.Count("standReached", stand.Reached ?? 0)),
        EditionState.Paused => (texts["editionPaused"], "warn", texts.Count("standReached", stand.Reached ?? 0)),
        EditionState.Cancelled => (texts["editionCancelled"], "off", texts.Count("standReached", stand.Reached ?? 0)),
        _ => (texts["editionSent"], "good", $"{When(stand.Closed ?? stand.Started ?? stand.Due ?? default)}, {texts.Count("standReached", stand.Reached ?? 0)}"),
    };

    private object Of(PostStand post)
    {
        var name = ConsoleWords.NetworkName(post.Network) + (post.Occasion == Occasion.First ? "" : $" ({texts[$"occasion{post.Occasion}"]})");
        var badge = post.State switch
        {
            PostState.Posted => "good",
            PostState.Planned or PostState.Claimed => "calm",
            PostState.Ready or PostState.Unknown or PostState.Undecided => "warn",
            PostState.Failed => "bad",
            _ => "off",
        };
        var text = post switch
        {
            { State: PostState.Planned, At: { } at } => texts.Fill("standDue", ("when", When(at))),
            { State: PostState.Planned or PostState.Claimed } => "",
            _ => When(post.Since),
        };
        return Line(name, text, texts[$"post{post.State}"], badge, post.Url, post.Url.Length > 0 ? texts["postOpen"] : "", post.State is PostState.Failed or PostState.Undecided ? post.Note : "");
    }

    private string When(Instant at) => words.Moment(at.ToMoment(zone));

    private static object Line(string name, string text, string state = "", string badge = "", string url = "", string link = "", string note = "") =>
        PageModel.Map(("name", name), ("text", text), ("state", state), ("badge", badge), ("url", url), ("link", link), ("note", note));
}
