using NodaTime;
using Publisher.Content;
using Publisher.Rendering;

namespace Publisher.Social.Texts;

/// <summary>A post as it is to stand on a wall.</summary>
/// <param name="Link">Where it leads, with the campaign's parameters; it is in the text too.</param>
/// <param name="Title">Of the card that shows the link.</param>
/// <param name="Language">Two letters (ISO 639-1).</param>
public sealed record WrittenPost(string Text, string Link, string Title, string Summary, string Language, IReadOnlyList<ItemImage> Images);

/// <summary>Writes an item as a post, by the templates in <c>social/NETWORK/KIND.txt.hbs</c>.</summary>
/// <param name="language">That all posts are written in; empty for each item's own.</param>
public sealed class PostText(Templates templates, Organisation organisation, Programmes programmes, string publicUrl, DateTimeZone zone, string language = "")
{
    /// <summary>Characters, so that any network's limit leaves room for words; a link that is longer gives way to the archive's.</summary>
    private const int MaxLink = 1_000;

    private string Archive => $"{publicUrl}/archive";

    /// <summary>Writes a post within its network's limit.</summary>
    internal WrittenPost Write(string network, PostSubject subject, Instant now)
    {
        var item = subject.Item;
        var strings = templates.StringsFor(language.Length > 0 ? language : item.Language);
        var link = Campaign(LinkOf(subject));
        if (link.Length > MaxLink) link = Campaign(Archive);
        var model = PostModel.Of(subject, link, organisation, programmes, strings, zone, now);
        var template = $"social/{network}/{TemplateOf(subject)}.txt";
        var text = model.Fit(PostLength.Of(network), values => templates.Render(template, strings.Language, values));
        var words = item.TextIn(strings.Language);
        return new WrittenPost(
            WithLink(text, link, network), link, PostWords.Harmless(words.Title), PostWords.Harmless((item as Call)?.Results?.Summary ?? words.Summary), words.Language,
            item.Image is { } image ? [image] : []);

        string Campaign(string url) => CampaignLink.Of(url, network, MarkerOf(item.Ref, subject.Occasion));
    }

    /// <summary>Names a post in links and file names: <c>call-2023-2</c>, <c>call-2023-2.reminder</c>.</summary>
    public static string MarkerOf(ItemRef item, Occasion occasion) =>
        occasion == Occasion.First ? $"{item.Kind.Key()}-{item.Id}" : $"{item.Kind.Key()}-{item.Id}.{occasion.Key()}";

    /// <summary>What staff wrote themselves, with the link that we know the post by again.</summary>
    internal static string WithLink(string text, string link, string network)
    {
        if (CampaignLink.IsIn(text, link)) return text;
        var whole = $"{text.TrimEnd()}\n\n{link}";
        if (PostLength.Of(network).Fits(whole)) return whole;
        // Only staff's own words, or an own template, come to this; who calls has checked the length of the first.
        for (var letters = PostWords.Length(text); letters > 0; letters = letters * 9 / 10)
            if ($"{PostWords.Cut(text, letters)}\n\n{link}" is var shorter && PostLength.Of(network).Fits(shorter)) return shorter;
        return link;
    }

    private static string TemplateOf(PostSubject subject) =>
        subject.Withdrawn || subject.Before is not null ? "correction"
        : subject.Occasion == Occasion.First ? subject.Item.Kind.Key()
        : subject.Occasion.Key();

    /// <summary>The item's own first link, or our archive.</summary>
    private string LinkOf(PostSubject subject) => subject.Item switch
    {
        Call { Results.Url: { Length: > 0 } results } when subject.Occasion == Occasion.Result => results,
        { Links: [var first, ..] } => first.Url,
        Event { Registration: { Length: > 0 } registration } => registration,
        _ => Archive,
    };
}
