using System.Text;
using NodaTime;
using Publisher.Content;
using Publisher.Mail.Mime;
using Publisher.Rendering;

namespace Publisher.Calendar;

/// <param name="Name">ASCII, fit for a file: <c>event-spotkanie-2023.ics</c>.</param>
/// <param name="Method">What calendars are to do with it, and what the content type has to repeat (RFC 5545 §8.1).</param>
public sealed record CalendarFile(string Name, string Method, byte[] Content);

/// <summary>Items as files for anybody's calendar. One that was withdrawn is a file that takes it out again.</summary>
public sealed class CalendarFiles(Items items, Templates templates, Mailbox organiser, string publicUrl, DateTimeZone zone)
{
    /// <param name="language">Two letters; where there are no words in it, the item's own language is taken.</param>
    /// <returns>Null for an item that nobody may see, or that has no date.</returns>
    public async Task<CalendarFile?> FindAsync(ItemRef item, string language, CancellationToken cancellationToken)
    {
        if (await items.FindAsync(item, cancellationToken) is not { } stored || !IsPublic(stored) || !CalendarText.HasDate(stored.Item)) return null;
        var strings = templates.StringsFor(templates.Languages.Contains(language) ? language : stored.Item.Language);
        var calendar = new CalendarText(zone, organiser, strings);
        var method = stored.Item.Status == ItemStatus.Withdrawn ? CalendarText.Cancel : CalendarText.Publish;
        // Stamped with the item's change: the same version is the same file, whoever asks and when.
        var entry = calendar.Entry(stored.Item, stored.Version, stored.Changed, ItemPlace.UrlOf(stored.Item, publicUrl));
        return new CalendarFile($"{item.Kind.Key()}-{item.Id}.ics", method, Encoding.UTF8.GetBytes(calendar.Begin([stored.Item], method) + entry + CalendarText.End));
    }

    /// <summary>What was never published has nothing to be taken back.</summary>
    private static bool IsPublic(StoredItem stored) =>
        stored.Item.Status == ItemStatus.Published || (stored.Item.Status == ItemStatus.Withdrawn && stored.Published is not null);
}
