using Publisher.Content;

namespace Publisher.App.Staff.Console.Editing;

/// <summary>How a field of an item is written in its form.</summary>
internal enum FieldShape { Line, Address, Area, Markdown, Lines, Moment, Districts, Topics, Programme, Language, Links, Picture, Translations }

/// <param name="Name">As <see cref="Content.Editing.ItemForm"/> calls it.</param>
/// <param name="Max">Characters, where they are counted for the writer; 0 where not.</param>
/// <param name="Hint">Whether something is said of it.</param>
/// <param name="Half">It stands beside its neighbour where there is room.</param>
internal sealed record FieldSpec(string Name, FieldShape Shape = FieldShape.Line, int Max = 0, bool Hint = false, bool Half = false)
{
    /// <summary>The end of the keys of its words: <c>ImageAlt</c> of <c>fieldImageAlt</c> and <c>hintImageAlt</c>.</summary>
    public static string Key(string name) => string.Concat(name.Split('.').Select(Rendering.Words.Capital));

    /// <summary>Names an element of the page.</summary>
    public static string Id(string name) => "f-" + string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));
}

/// <param name="Key">Of its heading: <c>partBasics</c>.</param>
/// <param name="Folded">Shut, unless there is something in it or wrong with it: most items need nothing of it.</param>
internal sealed record FieldPart(string Key, bool Folded, IReadOnlyList<FieldSpec> Fields);

/// <summary>The forms of the three kinds, part by part.</summary>
internal static class ItemFields
{
    private static readonly FieldSpec Summary = new("summary", FieldShape.Area, ItemRules.MaxSummary, Hint: true);

    private static readonly FieldPart Text = new("partText", false, [new("body", FieldShape.Markdown, Hint: true), new("links", FieldShape.Links, Hint: true), new("image", FieldShape.Picture, Hint: true)]);

    private static readonly FieldPart Reach = new("partReach", false,
        [new("programme", FieldShape.Programme, Hint: true), new("districts", FieldShape.Districts, Hint: true), new("topics", FieldShape.Topics, Hint: true)]);

    private static readonly FieldPart Translations = new("partTranslations", true, [new("translations", FieldShape.Translations, Hint: true)]);

    private static readonly FieldPart Staff = new("partStaff", true, [new("language", FieldShape.Language, Hint: true), new("note", FieldShape.Area, Hint: true)]);

    private static readonly FieldPart[] OfCall =
    [
        new("partBasics", false, [new("title", Max: ItemRules.MaxTitle, Hint: true), Summary, new("closes", FieldShape.Moment, Hint: true, Half: true), new("opens", FieldShape.Moment, Half: true), new("budget", Hint: true, Half: true), new("whoMayApply", FieldShape.Area)]),
        Text,
        Reach,
        new("partMoreCall", true, [new("number", Half: true), new("priority", Half: true), new("projectTypes", FieldShape.Lines, Hint: true), new("contact")]),
        new("partResults", true, [new("results.summary", FieldShape.Area, ItemRules.MaxSummary, Hint: true), new("results.url", FieldShape.Address)]),
        Translations,
        Staff,
    ];

    private static readonly FieldPart[] OfEvent =
    [
        new("partBasics", false, [new("title", Max: ItemRules.MaxTitle, Hint: true), Summary, new("starts", FieldShape.Moment, Hint: true, Half: true), new("ends", FieldShape.Moment, Half: true), new("venue", Half: true), new("address", Half: true), new("registration", FieldShape.Address, Hint: true)]),
        Text,
        Reach,
        new("partMoreEvent", true, [new("online", Hint: true, Half: true), new("onlineUrl", FieldShape.Address, Half: true), new("organisers", FieldShape.Lines, Hint: true)]),
        new("partAfterEvent", true, [new("photoReport", FieldShape.Address, Hint: true), new("mediaCoverage", FieldShape.Links, Hint: true)]),
        Translations,
        Staff,
    ];

    private static readonly FieldPart[] OfNews =
    [
        new("partBasics", false, [new("title", Max: ItemRules.MaxTitle, Hint: true), Summary]),
        Text,
        Reach,
        new("partMoreNews", true, [new("project", Half: true), new("fundingSource", Hint: true, Half: true)]),
        Translations,
        Staff,
    ];

    public static IReadOnlyList<FieldPart> Of(ItemKind kind) => kind switch { ItemKind.Call => OfCall, ItemKind.Event => OfEvent, _ => OfNews };
}
