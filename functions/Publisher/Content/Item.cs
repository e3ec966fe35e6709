using System.Text.Json.Serialization;
using NodaTime;

namespace Publisher.Content;

public enum ItemKind { Call, Event, News }

/// <summary>Only what is published reaches anyone; what is withdrawn reaches nobody from then on.</summary>
public enum ItemStatus { Draft, Published, Withdrawn }

/// <summary>A typed, dated thing that the organisation announces. Written once; every channel is derived from it.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Call), "call")]
[JsonDerivedType(typeof(Event), "event")]
[JsonDerivedType(typeof(News), "news")]
public abstract record Item
{
    [JsonIgnore] public abstract ItemKind Kind { get; }

    /// <summary>Unique within its kind: lower-case letters, digits and hyphens, 1 to 80 of them.</summary>
    public required string Id { get; init; }

    public required string Title { get; init; }

    /// <summary>Plain language, one or two sentences: what is shown in lists, mails and posts.</summary>
    public required string Summary { get; init; }

    /// <summary>Markdown.</summary>
    public string Body { get; init; } = "";

    /// <summary>The programme that pays for it, as its documents name it; it decides which logos are shown. Empty where nobody has to be named.</summary>
    public string Programme { get; init; } = "";

    public ItemImage? Image { get; init; }

    public IReadOnlyList<ItemLink> Links { get; init; } = [];

    /// <summary>Slugs of the organisation's districts; empty means the whole city.</summary>
    public IReadOnlyList<string> Districts { get; init; } = [];

    public IReadOnlyList<string> Topics { get; init; } = [];

    /// <summary>Two letters (ISO 639-1): the language the item is written in.</summary>
    public string Language { get; init; } = "pl";

    /// <summary>The same in other languages, each once; readers of a language that is not here read the original, marked as what it is.</summary>
    public IReadOnlyList<ItemText> Translations { get; init; } = [];

    public ItemStatus Status { get; init; } = ItemStatus.Published;

    /// <summary>For staff only, never shown to readers.</summary>
    public string Note { get; init; } = "";

    /// <summary>Its words in a language, or in its own where there is no translation.</summary>
    public ItemText TextIn(string language) =>
        Translations.FirstOrDefault(text => text.Language == language) ?? new ItemText(Language, Title, Summary, Body);

    /// <summary>When this item stops being worth offering; null where it never does.</summary>
    public abstract Instant? Expires(DateTimeZone zone);

    /// <summary>The item's name in storage, links and ledgers: <c>call/2023-2</c>.</summary>
    [JsonIgnore] public ItemRef Ref => new(Kind, Id);
}

/// <summary>The words of an item in one language.</summary>
/// <param name="Language">Two letters (ISO 639-1).</param>
/// <param name="Body">Markdown.</param>
public sealed record ItemText(string Language, string Title, string Summary, string Body);

/// <param name="Url">Absolute https address.</param>
/// <param name="Alt">What the picture says to someone who does not see it.</param>
public sealed record ItemImage(string Url, string Alt);

/// <param name="Url">Absolute http or https address.</param>
/// <param name="Text">Says where the link leads, without its surroundings.</param>
public sealed record ItemLink(string Url, string Text);

/// <summary>Names one item, for life.</summary>
public readonly record struct ItemRef(ItemKind Kind, string Id)
{
    public override string ToString() => $"{Kind.Key()}/{Id}";

    public static bool TryParse(string text, out ItemRef item)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        item = default;
        if (slash < 0 || !ItemKinds.TryParse(text[..slash], out var kind) || !Slug.IsValid(text[(slash + 1)..])) return false;
        item = new ItemRef(kind, text[(slash + 1)..]);
        return true;
    }
}

public static class ItemKinds
{
    public static IReadOnlyList<ItemKind> All { get; } = [ItemKind.Call, ItemKind.Event, ItemKind.News];

    /// <summary>The kind as it stands in storage, files and settings.</summary>
    public static string Key(this ItemKind kind) => kind switch
    {
        ItemKind.Call => "call",
        ItemKind.Event => "event",
        ItemKind.News => "news",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    public static bool TryParse(string text, out ItemKind kind)
    {
        foreach (var known in All)
        {
            if (!string.Equals(known.Key(), text, StringComparison.Ordinal)) continue;
            kind = known;
            return true;
        }

        kind = default;
        return false;
    }

    /// <summary>Says what a person may have meant by a kind that there is not.</summary>
    public static string Refuse(string text) => Nearest.To(text, All.Select(Key)) is { } near
        ? $"„{text}” is not a kind of item; did you mean „{near}”?"
        : $"„{text}” is not a kind of item; it can be call, event or news";
}
