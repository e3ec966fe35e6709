using NodaTime;
using Publisher.App.Public;
using Publisher.Board;
using Publisher.Content;
using Publisher.Rendering;

namespace Publisher.App.Staff.Console.Editing;

/// <summary>Shows the form of an item.</summary>
public sealed class ItemFormPage(Items items, ChannelStates channels, ToldWrong wrong, ApproveItem approve, Districts districts, Programmes programmes, Templates templates, ConsolePages pages, DateTimeZone zone)
{
    internal async Task<IResult> ShowAsync(HttpContext context, FormState form, int status = StatusCodes.Status200OK)
    {
        var texts = pages.TextsFor(context);
        var words = new Words(pages.StringsFor(context), zone);
        var view = new ItemFormView(form, texts, words, districts, programmes, await TopicsAsync(context.RequestAborted), [.. templates.Languages.Order(StringComparer.Ordinal)]);
        var (wrongs, asked) = (form.Faults.Where(fault => !fault.IsQuestion).ToList(), form.Faults.Where(fault => fault.IsQuestion).ToList());
        var model = PageModel.Map(
            ("action", ItemPaths.Form(form.Kind, form.Ref, "")),
            ("etag", form.ETag),
            ("base", form.Base),
            ("kind", texts["kind" + form.Kind]),
            ("faults", status == StatusCodes.Status200OK && wrongs.Count == 0 ? [] : view.Faults(wrongs)),
            ("questions", view.Faults(asked)),
            ("parts", view.Parts()),
            ("markdown", MarkdownPreview.Path),
            ("isNew", form.Stored is null),
            ("status", form.Stored is { } known ? texts["status" + known.Item.Status] : ""),
            ("badge", form.Stored is { } shown ? ConsoleWords.StatusBadge(shown.Item.Status) : ""),
            ("isOut", form.Stored?.Item.Status == ItemStatus.Published),
            ("isDraft", form.Stored is null or { Item.Status: ItemStatus.Draft }),
            ("isWithdrawn", form.Stored?.Item.Status == ItemStatus.Withdrawn),
            ("preview", form.Stored is { } item ? $"{ItemPaths.Of(item.Ref)}/preview" : ""),
            ("changed", form.Stored is { } saved ? texts.Fill("itemChanged", ("when", words.Moment(saved.Changed.ToMoment(zone)))) : ""),
            ("name", form.Ref?.ToString() ?? ""),
            ("correct", await IsWrongAsync(form, context.RequestAborted) ? ItemPaths.Correct(form.Ref!.Value) : ""),
            ("waits", await WaitsAsync(form, texts, context.RequestAborted)));
        var title = form.Stored is { } there ? (there.Item.Title.Length > 0 ? there.Item.Title : there.Item.Id) : texts["new" + form.Kind];
        return pages.Render(context, "item", title, model, status, wrongs.Count > 0 && status != StatusCodes.Status200OK ? texts["faultMark"] : "");
    }

    private async Task<bool> IsWrongAsync(FormState form, CancellationToken cancellationToken) =>
        form.Stored is { } stored && await wrong.IsSoAsync(stored, await channels.OfAsync(stored, cancellationToken), cancellationToken);

    /// <summary>What waits for somebody's word; null where nothing does.</summary>
    private async Task<object?> WaitsAsync(FormState form, Strings texts, CancellationToken cancellationToken) =>
        form.Ref is { } item && await approve.FindAsync(item, cancellationToken) is { IsOpen: true } review
            ? PageModel.Map(("text", texts.Fill("itemWaits", ("who", review.Approval.AskedBy))), ("url", ItemPaths.Approval(item)))
            : null;

    private async Task<IReadOnlyList<string>> TopicsAsync(CancellationToken cancellationToken)
    {
        var topics = new SortedSet<string>(StringComparer.Ordinal);
        await foreach (var stored in items.AllAsync(cancellationToken)) topics.UnionWith(stored.Item.Topics);
        return [.. topics];
    }
}
