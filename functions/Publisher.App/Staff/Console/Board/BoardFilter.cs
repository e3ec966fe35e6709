using Publisher.Content;
using Publisher.Rendering;

namespace Publisher.App.Staff.Console.Board;

/// <summary>What of the board somebody wants to see; from the address, so that it can be kept and sent on.</summary>
/// <param name="Page">From 1.</param>
internal sealed record BoardFilter(ItemKind? Kind, ItemStatus? Status, string District, string Text, int Page)
{
    /// <summary>Items of a page.</summary>
    public const int PageSize = 50;

    private const int MaxText = 100;

    private const int MaxPage = 10_000;

    public bool IsOn => Kind is not null || Status is not null || District.Length > 0 || Text.Length > 0;

    /// <summary>Whatever makes no sense is left out.</summary>
    public static BoardFilter Read(IQueryCollection query, Districts districts)
    {
        var text = query["q"].ToString().Trim();
        return new BoardFilter(
            ItemKinds.TryParse(query["kind"].ToString(), out var kind) ? kind : null,
            query["status"].ToString() switch { "draft" => ItemStatus.Draft, "published" => ItemStatus.Published, "withdrawn" => ItemStatus.Withdrawn, _ => null },
            districts.Find(query["district"].ToString())?.Slug ?? "",
            text.Length > MaxText ? text[..MaxText] : text,
            int.TryParse(query["page"].ToString(), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var page) ? Math.Clamp(page, 1, MaxPage) : 1);
    }

    public bool Holds(Item item) =>
        (Kind is null || item.Kind == Kind)
        && (Status is null || item.Status == Status)
        // What is for the whole city is for each of its districts.
        && (District.Length == 0 || item.Districts.Count == 0 || item.Districts.Contains(District, StringComparer.Ordinal))
        && (Text.Length == 0 || IsSaid(item));

    /// <summary>Where another page of the same is.</summary>
    public string Url(int page)
    {
        var parts = new List<string>();
        void Add(string name, string value)
        {
            if (value.Length > 0) parts.Add($"{name}={Uri.EscapeDataString(value)}");
        }

        Add("kind", Kind?.Key() ?? "");
        Add("status", Status?.ToString().ToLowerInvariant() ?? "");
        Add("district", District);
        Add("q", Text);
        if (page > 1) Add("page", page.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return parts.Count == 0 ? BoardPage.Path : $"{BoardPage.Path}?{string.Join('&', parts)}";
    }

    /// <summary>Every word that was asked for stands somewhere; how a letter is accented does not matter.</summary>
    private bool IsSaid(Item item)
    {
        var said = string.Join('\n', [item.Id, item.Title, item.Summary, item.Body, item.Note, .. item.Topics, .. item.Translations.Select(text => text.Title), Extra(item)]);
        var (exact, plain) = (said.ToLowerInvariant(), string.Join('-', said.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Select(word => Slug.Of(word))));
        return Text.ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries).All(word =>
            exact.Contains(word, StringComparison.Ordinal) || (Slug.Of(word) is { Length: > 0 } slug && plain.Contains(slug, StringComparison.Ordinal)));
    }

    private static string Extra(Item item) => item switch
    {
        Call call => $"{call.Number}\n{call.WhoMayApply}",
        Event @event => $"{@event.Venue}\n{@event.Address}",
        News news => $"{news.Project}",
        _ => "",
    };
}
