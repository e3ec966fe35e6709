using NodaTime;
using Publisher.App.Public;
using Publisher.Board;
using Publisher.Content;
using Publisher.Content.Editing;
using Publisher.Rendering;
using Publisher.Staff;

namespace Publisher.App.Staff.Console.Editing;

/// <summary>What is asked before an item is saved: whether its changes are meant, and what is to become of another's.</summary>
public sealed class EditQuestions(KeptForms forms, AuditLog audit, Districts districts, ConsolePages pages, DateTimeZone zone)
{
    /// <summary>Whether readers would notice, or something may be a slip.</summary>
    public bool IsAsked(EditAction action, EditSaved would) =>
        action is EditAction.Withdraw or EditAction.Restore
        || would.Questions.Any(question => question.IsQuestion)
        || (action == EditAction.Publish && would.Old is { Published: not null });

    /// <summary>What would change, old and new, and what may not be meant.</summary>
    /// <param name="isAsked">Somebody else has to look at it before it is done.</param>
    internal async Task<IResult> ConfirmAsync(HttpContext context, FormState form, EditAction action, EditSaved would, bool isAsked)
    {
        var (texts, words, names) = WordsFor(context);
        var kept = await forms.KeepAsync(form.ToKeep(), context.RequestAborted);
        var wasOut = would.Old is { Published: not null };
        // Of a draft everything is new; its form was before their eyes a moment ago.
        var changes = wasOut ? new ChangeView(texts, words, names, districts).Of(would.Changes) : [];
        var weighty = wasOut && would.Changes.Any(change => change.IsConsequential);
        var title = texts[action switch
        {
            EditAction.Withdraw => "confirmWithdraw",
            EditAction.Restore => "confirmRestore",
            EditAction.SaveDraft => "confirmSave",
            _ => wasOut ? "confirmChange" : "confirmPublish",
        }];
        return pages.Render(context, "item-confirm", title, PageModel.Map(
            ("action", ItemPaths.Form(form.Kind, form.Ref, "")),
            ("item", would.New.Item.Title),
            ("lang", would.New.Item.Language == texts.Language ? "" : would.New.Item.Language),
            ("lead", texts[action switch
            {
                EditAction.Withdraw => wasOut ? "confirmWithdrawText" : "confirmGiveUpText",
                EditAction.Restore => wasOut ? "confirmRestoreText" : "confirmTakeUpText",
                EditAction.SaveDraft => "confirmSaveText",
                _ => wasOut ? "confirmChangeText" : "confirmPublishText",
            }]),
            ("asked", isAsked ? texts["confirmAsked"] : ""),
            ("changes", changes),
            ("weighty", weighty && !isAsked ? texts["confirmWeighty"] : ""),
            ("questions", would.Questions.Where(fault => fault.IsQuestion).Select(fault => (object)$"{names.NameOf(fault.Field)}: {names.Of(fault)}").ToList()),
            ("draft", kept),
            ("do", DoOf(action)),
            ("button", texts[isAsked ? "doAsk" : $"do{action}"]),
            ("danger", action == EditAction.Withdraw),
            ("back", ItemPaths.Form(form.Kind, form.Ref, kept))));
    }

    /// <summary>Somebody else has saved the item since the form was opened.</summary>
    internal async Task<IResult> ConflictAsync(HttpContext context, FormState form, EditAction action, EditConflict conflict)
    {
        var (texts, words, names) = WordsFor(context);
        var view = new ChangeView(texts, words, names, districts);
        var theirs = FormState.Of(conflict.Theirs);
        // The same form, over what they saved: it is theirs that a further conflict is told against.
        var kept = await forms.KeepAsync((theirs with { Fields = form.Fields }).ToKeep(), context.RequestAborted);
        return pages.Render(
            context,
            "item-conflict",
            texts["conflictTitle"],
            PageModel.Map(
                ("action", ItemPaths.Of(conflict.Theirs.Ref)),
                ("lead", texts.Fill("conflictLead", ("who", await WhoAsync(conflict.Theirs.Ref, texts, context.RequestAborted)), ("when", words.Moment(conflict.Theirs.Changed.ToMoment(zone))))),
                ("known", conflict.TheirChanges is not null),
                ("theirs", view.Of(conflict.TheirChanges ?? [])),
                ("mine", view.Of(conflict.Overwritten)),
                ("draft", kept),
                ("do", DoOf(action)),
                ("take", ItemPaths.Of(conflict.Theirs.Ref)),
                ("go", ItemPaths.Form(form.Kind, conflict.Theirs.Ref, kept))),
            StatusCodes.Status409Conflict,
            texts["faultMark"]);
    }

    /// <summary>Somebody else has asked for something of the same item, and waits.</summary>
    internal async Task<IResult> RivalAsync(HttpContext context, FormState form, EditAction action, EditRival rival)
    {
        var (texts, words, names) = WordsFor(context);
        var (view, approval) = (new ChangeView(texts, words, names, districts), rival.Theirs.Approval);
        var item = rival.Theirs.Wanted.Ref;
        var kept = await forms.KeepAsync(form.ToKeep(), context.RequestAborted);
        return pages.Render(
            context,
            "item-rival",
            texts["rivalTitle"],
            PageModel.Map(
                ("action", ItemPaths.Of(item)),
                ("lead", texts.Fill("rivalLead", ("who", approval.AskedBy), ("when", words.Moment(approval.Asked.ToMoment(zone))))),
                ("theirs", view.Of(rival.Theirs.Changes)),
                ("mine", view.Of(rival.Overwritten)),
                ("draft", kept),
                ("do", DoOf(action)),
                ("over", approval.Hash),
                ("look", ItemPaths.Approval(item)),
                ("go", ItemPaths.Form(form.Kind, item, kept))),
            StatusCodes.Status409Conflict,
            texts["faultMark"]);
    }

    /// <summary>Who did something to the item last, as far as the latest page of the log knows.</summary>
    private async Task<string> WhoAsync(ItemRef item, Strings texts, CancellationToken cancellationToken) =>
        (await audit.PageAsync("", cancellationToken)).Entries.FirstOrDefault(entry => entry.Target == item.ToString())?.Who ?? texts["somebody"];

    private (Strings Texts, Words Words, FaultWords Names) WordsFor(HttpContext context)
    {
        var (texts, words) = (pages.TextsFor(context), new Words(pages.StringsFor(context), zone));
        return (texts, words, new FaultWords(texts, words));
    }

    private static string DoOf(EditAction action) => action switch
    {
        EditAction.Publish => "publish",
        EditAction.Withdraw => "withdraw",
        EditAction.Restore => "restore",
        _ => "save",
    };
}
