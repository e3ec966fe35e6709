using NodaTime;
using Publisher.App.Settings;
using Publisher.App.Staff.Console.Editing;
using Publisher.Board;
using Publisher.Content;
using Publisher.Content.Editing;
using Publisher.Rendering;

namespace Publisher.App.Staff.Console.Previews;

/// <summary>An item on every channel: as it is, or as it stands in a form that is kept.</summary>
public sealed class ItemPreviewPage(PreviewItem previews, Items items, ItemForm itemForm, KeptForms forms, ConsolePages pages, PublisherSettings settings, DateTimeZone zone)
{
    public async Task<IResult> ShowAsync(HttpContext context, string kind, string id)
    {
        var texts = pages.TextsFor(context);
        if (!ItemKinds.TryParse(kind, out var known)) return pages.NotFound(context);
        var draft = context.Request.Query["draft"].ToString();
        if (await FindAsync(known, id, draft, context.RequestAborted) is not { } found)
        {
            return draft.Length == 0
                ? pages.NotFound(context)
                : pages.SeeOther(context, id == "new" ? ReturnHome : $"/staff/items/{kind}/{id}", texts["formGone"], FlashKind.Warning);
        }

        try
        {
            var preview = await previews.OfAsync(found.Item, context.RequestAborted);
            var here = ItemPaths.Preview(known, id, found.Draft);
            var model = PreviewView.Of(
                preview, texts, new FaultWords(texts, new Words(pages.StringsFor(context), zone)), settings.Organisation.Name, $"/staff/items/{kind}/{id}/preview",
                found.Draft.Length > 0 ? $"&draft={found.Draft}" : "", LanguageOf(context, preview), here);
            model["lead"] = texts[found.Draft.Length > 0 ? "previewUnsaved" : "previewLead"];
            model["back"] = found.Ref is null && found.Draft.Length == 0 ? ReturnHome : ItemPaths.Form(known, found.Ref, found.Draft);
            return pages.Render(context, "item-preview", texts.Fill("previewTitle", ("title", found.Item.Title)), model);
        }
        catch (TemplateException)
        {
            return pages.Message(context, texts["previewBroken"], texts["previewBrokenText"], StatusCodes.Status422UnprocessableEntity, ItemPaths.Form(known, found.Ref, found.Draft), texts["backToForm"]);
        }
    }

    /// <summary>The document of a frame: <c>mail</c> or <c>web</c>.</summary>
    public async Task<IResult> PartAsync(HttpContext context, string kind, string id, string part)
    {
        if (part is not ("mail" or "web") || !ItemKinds.TryParse(kind, out var known)) return pages.NotFound(context);
        if (await FindAsync(known, id, context.Request.Query["draft"].ToString(), context.RequestAborted) is not { } found) return pages.NotFound(context);
        var preview = await previews.OfAsync(found.Item, context.RequestAborted);
        return Document(context, preview, part, settings);
    }

    internal static IResult Document(HttpContext context, ItemPreview preview, string part, PublisherSettings settings)
    {
        var digest = preview.Languages.GetValueOrDefault(context.Request.Query["lang"].ToString()) ?? preview.Languages[Organisation.Language];
        return new PreviewDocument(part == "web" ? digest.Web : digest.Whole, context.Request.Query["scheme"].ToString(), settings);
    }

    /// <summary>The one that is asked for; else the item's own, where mails are in it.</summary>
    internal static string LanguageOf(HttpContext context, ItemPreview preview)
    {
        var asked = context.Request.Query["in"].ToString();
        return preview.Languages.ContainsKey(asked) ? asked : preview.Languages.ContainsKey(preview.Item.Language) ? preview.Item.Language : Organisation.Language;
    }

    private const string ReturnHome = "/staff";

    private async Task<Shown?> FindAsync(ItemKind kind, string id, string draft, CancellationToken cancellationToken)
    {
        if (draft.Length > 0)
        {
            if (await forms.FindAsync(draft, cancellationToken) is not { } kept || kept.Kind != kind || (kept.Item ?? "new") != id) return null;
            var item = itemForm.Read(kind, kept.Fields).Item;
            return new Shown(item with { Id = kept.Item ?? item.Id }, kept.Ref, draft);
        }

        return ItemRef.TryParse($"{kind.Key()}/{id}", out var name) && await items.FindAsync(name, cancellationToken) is { } stored ? new Shown(stored.Item, name, "") : null;
    }

    /// <param name="Ref">Null for what is not kept yet.</param>
    private sealed record Shown(Item Item, ItemRef? Ref, string Draft);
}
