using System.Security.Cryptography;
using System.Text;
using NodaTime;
using Publisher.Content;
using Publisher.Editions.Gates;
using Publisher.Rendering;

namespace Publisher.Editions;

/// <summary>What staff want to have announced: an item, or their own words.</summary>
/// <param name="Item">Null for own words.</param>
/// <param name="Subject">Of own words; empty for an item, whose title it is.</param>
/// <param name="Text">Own words in Markdown; empty for an item.</param>
/// <param name="At">When; null for now.</param>
/// <param name="Key">Tells two announcements of the same words apart; empty where there is one.</param>
public sealed record AnnouncementWish(ItemRef? Item, string Subject, string Text, string Language, Audience Audience, Instant? At = null, string Key = "")
{
    /// <summary>Characters of a subject: no mail program shows more.</summary>
    public const int MaxSubject = 200;

    /// <summary>Characters of a text: it is kept in the edition's row, whose strings hold 32,768.</summary>
    public const int MaxText = 20_000;

    public static AnnouncementWish Of(ItemRef item) => new(item, "", "", Organisation.Language, Audience.Everyone);

    /// <summary>The same wish has the same text.</summary>
    public override string ToString() => string.Join('\n', Item, Audience, At, Language, Subject, Text);
}

/// <summary>
/// Sends one item or staff's own words now, or at a time, to everyone who wants its kind, place and topic, or to some of them. The same version of an
/// item is announced once to the same people at the same time, however often it is asked for, and so are the same words.
/// </summary>
public sealed class AnnounceItem(Items items, PrepareEdition prepare, CompileEdition compile, DateTimeZone zone, TimeProvider clock)
{
    /// <summary>Ahead of its time; later than that nobody knows any more what they have planned.</summary>
    public static readonly Duration MostAhead = Duration.FromDays(366);

    private const string Title = "Nothing was announced.";

    /// <summary>Octets of a hash in an id: they only have to differ.</summary>
    private const int HashOctets = 8;

    /// <exception cref="RefusedException">There is nothing to announce; the fault says why.</exception>
    public Task<Edition> RunAsync(ItemRef item, CancellationToken cancellationToken) => RunAsync(AnnouncementWish.Of(item), cancellationToken);

    /// <exception cref="RefusedException">There is nothing to announce; the fault says why.</exception>
    /// <exception cref="GateException">It must not go out so.</exception>
    public async Task<Edition> RunAsync(AnnouncementWish wish, CancellationToken cancellationToken) => await KeepAsync(await DraftAsync(wish, cancellationToken), cancellationToken);

    /// <summary>Makes it ready to be sent.</summary>
    /// <exception cref="GateException">It must not go out so.</exception>
    public Task<Edition> KeepAsync(DraftedEdition draft, CancellationToken cancellationToken) => prepare.KeepAsync(draft, Title, cancellationToken);

    /// <summary>What it would be; nothing is stored.</summary>
    /// <exception cref="RefusedException">There is nothing to announce; the fault says why.</exception>
    public async Task<DraftedEdition> DraftAsync(AnnouncementWish wish, CancellationToken cancellationToken)
    {
        var now = clock.Now();
        if (wish.At > now + MostAhead) throw Refused("at", $"that is more than {MostAhead.Days} days ahead", "tooFarAhead", ("days", MostAhead.Days.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        var at = wish.At is { } later && later > now ? later : now;
        var edition = wish.Item is { } item ? await OfItemAsync(wish, item, at, cancellationToken) : OfWords(wish, at);
        edition = edition with { Due = at > now ? at : null, Audience = wish.Audience };
        DigestEntry[] entries = OwnWords.Of(edition) is { } own
            ? [new DigestEntry(own, Section.News)]
            : [new DigestEntry((await items.FindAsync(edition.Items[0].Ref, cancellationToken))!.Item, edition.Items[0].Section, Version: edition.Items[0].Version)];
        try
        {
            return new DraftedEdition(edition, entries, await compile.RenderAsync(edition, entries, cancellationToken));
        }
        catch (TemplateException fault)
        {
            throw Refused("templates", $"it cannot be made: {fault.Message.ReplaceLineEndings(" ")}", "templates", ("fault", fault.Message.ReplaceLineEndings(" ")));
        }
    }

    private async Task<Edition> OfItemAsync(AnnouncementWish wish, ItemRef item, Instant at, CancellationToken cancellationToken)
    {
        var stored = await items.FindAsync(item, cancellationToken);
        var (fault, code) = stored switch
        {
            null => ($"there is no {item}", "itemUnknown"),
            { Item.Status: not ItemStatus.Published } => ($"{item} is not published", "itemNotPublished"),
            _ when stored.Item.Expires(zone) is { } end && end <= clock.Now() => ($"{item} is over: nobody could act on it any more", "itemOver"),
            _ when stored.Item.Expires(zone) <= at => ($"{item} will be over by then: nobody could act on it any more", "itemOverByThen"),
            _ => ("", ""),
        };
        if (code.Length > 0) throw Refused("item", fault, code, ("item", item.ToString()));
        var id = $"{Edition.Announcement}-{item.Kind.Key()}-{item.Id}-{stored!.Version}";
        var isPlain = wish.Audience.IsEveryone && wish.At is null;
        return new Edition(
            isPlain ? id : $"{id}-{HashOf(wish.ToString())}",
            Edition.Announcement,
            0,
            EditionState.Draft,
            at,
            [new EditionItem(item, stored.Version, SelectItems.SectionOfNew(stored.Item, at, zone))],
            Heading: stored.Item.Title,
            UselessAfter: stored.Item.Expires(zone));
    }

    private static Edition OfWords(AnnouncementWish wish, Instant at)
    {
        if (wish.Subject.Trim() is not { Length: > 0 and <= AnnouncementWish.MaxSubject } subject || subject.Any(char.IsControl))
            throw Refused("subject", $"own words need a subject, on one line and of at most {AnnouncementWish.MaxSubject} characters", "subject", ("max", $"{AnnouncementWish.MaxSubject}"));
        if (wish.Text.Trim() is not { Length: > 0 and <= AnnouncementWish.MaxText } text || text.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t')))
            throw Refused("text", $"it needs a text of at most {AnnouncementWish.MaxText} characters, without control characters", "text", ("max", $"{AnnouncementWish.MaxText}"));
        var id = $"{Edition.Announcement}-text-{HashOf(wish.Key.Length > 0 ? $"key {wish.Key}" : wish.ToString())}";
        return new Edition(id, Edition.Announcement, 0, EditionState.Draft, at, [new EditionItem(new ItemRef(ItemKind.News, id), 1, Section.News)], Heading: subject) { Text = text, TextLanguage = wish.Language };
    }

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, HashOctets));

    private static RefusedException Refused(string field, string text, string code, params (string Blank, string Value)[] arguments) => new(Title, [new Fault(field, text).As(code, arguments)]);
}
