using NodaTime;
using Publisher.App.Public;
using Publisher.App.Staff.Access;
using Publisher.Board;
using Publisher.Content;
using Publisher.Content.Editing;

namespace Publisher.App.Staff.Console.Editing;

/// <summary>The form of an item: written, looked at, saved, published, withdrawn. What was typed is never lost, and nothing is overwritten unseen.</summary>
public sealed class ItemPage(
    EditItem edits, SaveItem saves, ItemForm itemForm, KeptForms forms, FormPosts posts, ApproveItem approve, ItemFormPage page, EditQuestions questions, ConsolePages pages)
{
    /// <summary>Rows that „more rows” adds.</summary>
    private const int MoreRows = 4;

    public async Task<IResult> NewAsync(HttpContext context)
    {
        if (!ItemKinds.TryParse(context.Request.Query["kind"].ToString(), out var kind)) return pages.NotFound(context);
        var fresh = new FormState(kind, null, "", "", new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal), []);
        return HttpMethods.IsPost(context.Request.Method) ? await TakeAsync(context, fresh) : await ShowAsync(context, fresh);
    }

    public async Task<IResult> ItemAsync(HttpContext context, string kindKey, string id)
    {
        if (!ItemRef.TryParse($"{kindKey}/{id}", out var item) || await edits.FindAsync(item, context.RequestAborted) is not { } stored) return pages.NotFound(context);
        var current = FormState.Of(stored);
        if (HttpMethods.IsPost(context.Request.Method)) return await TakeAsync(context, current);
        return context.Request.Query["do"].ToString() switch
        {
            // A link of the board: it asks first.
            "withdraw" => await DecideAsync(context, current, EditAction.Withdraw, isSure: false),
            "restore" => await DecideAsync(context, current, EditAction.Restore, isSure: false),
            _ => await ShowAsync(context, current),
        };
    }

    private async Task<IResult> ShowAsync(HttpContext context, FormState form)
    {
        var name = context.Request.Query["draft"].ToString();
        if (name.Length == 0) return await page.ShowAsync(context, form);
        return await FindAsync(name, form, context.RequestAborted) is { } kept ? await page.ShowAsync(context, kept with { Faults = Read(kept).Faults }) : Gone(context, form);
    }

    private async Task<IResult> TakeAsync(HttpContext context, FormState current)
    {
        var posted = context.StaffForm();
        var (draft, action) = (posted["draft"].ToString(), posted["do"].ToString());
        if (draft.Length > 0)
        {
            // A question was answered: what it was about is kept, and is not in this form.
            if (await FindAsync(draft, current, context.RequestAborted) is not { } kept) return Gone(context, current);
            return await DoAsync(context, kept with { Faults = Read(kept).Faults }, action, posted["sure"] == "yes");
        }

        var form = await posts.ReadAsync(posted, current, context.RequestAborted);
        return await DoAsync(context, form, action, isSure: false);
    }

    private async Task<IResult> DoAsync(HttpContext context, FormState form, string action, bool isSure)
    {
        switch (action)
        {
            case "rows":
                return await page.ShowAsync(context, form with { Spare = form.Spare + MoreRows, Faults = [] });
            case "preview":
                return pages.SeeOther(context, ItemPaths.Preview(form.Kind, form.Stored?.Item.Id ?? "new", await forms.KeepAsync(form.ToKeep(), context.RequestAborted)));
            case "publish": return await DecideAsync(context, form, EditAction.Publish, isSure);
            case "withdraw" when form.Stored is not null: return await DecideAsync(context, form, EditAction.Withdraw, isSure);
            case "restore" when form.Stored is not null: return await DecideAsync(context, form, EditAction.Restore, isSure);
            default: return await DecideAsync(context, form, EditAction.SaveDraft, isSure);
        }
    }

    private async Task<IResult> DecideAsync(HttpContext context, FormState form, EditAction action, bool isSure)
    {
        var needsDraft = action is EditAction.SaveDraft or EditAction.Publish;
        var draft = needsDraft ? Read(form) : null;
        // What became of an upload is no part of what was typed.
        if (draft is not null) draft = draft with { Faults = [.. draft.Faults, .. form.Faults.Where(fault => fault.Field == "image.file")] };
        var edit = new ItemEdit(action, form.Ref, draft) { ETag = new Azure.ETag(form.ETag), Base = form.Base, Sure = isSure };
        var isAsked = approve.IsNeeded(action, form.Stored);
        var tried = await edits.TryAsync(edit, context.RequestAborted);
        if (tried is EditSaved would)
        {
            if (would.Old is not null && would.Changes.Count == 0) return pages.SeeOther(context, ItemPaths.Of(would.New.Ref), pages.TextsFor(context)["nothingChanged"], FlashKind.Note);
            if (!isSure && (isAsked || questions.IsAsked(action, would))) return await questions.ConfirmAsync(context, form, action, would, isAsked);
            var (who, over) = (context.Staff().Name, context.Request.HasFormContentType ? context.StaffForm()["over"].ToString() : "");
            // A save, too, makes void what somebody else has asked for.
            if (!isAsked && form.Ref is { } name && await approve.RivalAsync(name, who, over, context.RequestAborted) is { } rival) tried = EditRival.Of(rival, would.New.Item);
            else tried = isAsked ? await approve.AskAsync(edit, who, over, context.RequestAborted) : await saves.SaveAsync(edit, who, context.RequestAborted);
        }

        return tried switch
        {
            EditSaved saved => Saved(context, action, saved),
            EditAsked asked => pages.SeeOther(context, ItemPaths.Of(asked.Item.Ref), pages.TextsFor(context)["saidAsked"]),
            EditRival rival => await questions.RivalAsync(context, form, action, rival),
            EditConflict conflict => await questions.ConflictAsync(context, form, action, conflict),
            EditRefused refused => await page.ShowAsync(context, form with { Faults = refused.Faults }, StatusCodes.Status422UnprocessableEntity),
            _ => throw new InvalidOperationException($"An edit came to {tried}."),
        };
    }

    private IResult Saved(HttpContext context, EditAction action, EditSaved saved) => pages.SeeOther(
        context, ItemPaths.Of(saved.New.Ref), pages.TextsFor(context)[saved.Old is { Item.Status: ItemStatus.Published } && action == EditAction.Publish ? "saidChanged" : $"said{action}"]);

    private ItemDraft Read(FormState form) => itemForm.Read(form.Kind, form.Fields);

    /// <summary>A kept form of this very item; null where there is none any more.</summary>
    private async Task<FormState?> FindAsync(string name, FormState current, CancellationToken cancellationToken) =>
        await forms.FindAsync(name, cancellationToken) is { } kept && kept.Kind == current.Kind && kept.Ref == current.Ref
            ? current with { ETag = kept.ETag, Base = kept.Base, Fields = kept.Fields }
            : null;

    private IResult Gone(HttpContext context, FormState current) =>
        pages.SeeOther(context, ItemPaths.Form(current.Kind, current.Ref, ""), pages.TextsFor(context)["formGone"], FlashKind.Warning);
}
