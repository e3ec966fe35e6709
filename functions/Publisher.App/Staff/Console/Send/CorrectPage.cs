using Publisher.App.Public;
using Publisher.App.Staff.Access;
using Publisher.App.Staff.Recorded;
using Publisher.Content;
using Publisher.Editions;
using Publisher.Rendering;

namespace Publisher.App.Staff.Console.Send;

/// <summary>Setting right what readers were told of an item: what was, what is, whom it concerns, and the sending.</summary>
public sealed class CorrectPage(
    CorrectItem correct, CountReaders count, RecordedEditions recorded, EditionList editions, SendingRole sending, SendWordsOf wordsOf, ConsolePages pages, TimeProvider clock)
{
    public const string Path = "/staff/send/correct";

    public async Task<IResult> ShowAsync(HttpContext context)
    {
        var words = wordsOf.For(context);
        if (!ItemRef.TryParse(context.Request.Query["item"].ToString(), out var item)) return pages.NotFound(context);
        try
        {
            var draft = await correct.DraftAsync(item, context.RequestAborted);
            if (await editions.FindAsync(draft.Edition.Id, context.RequestAborted) is { State: not EditionState.Draft } there)
                return pages.SeeOther(context, EditionsPage.UrlOf(there), words.Texts["sendCorrectThere"], FlashKind.Note);
            return await ShowAsync(context, item, draft, words);
        }
        catch (RefusedException refusal)
        {
            return pages.Message(context, words.Texts["sendCorrectTitle"], words.Of(refusal), StatusCodes.Status200OK, ReturnPath.Home, words.Texts["toBoard"]);
        }
    }

    public async Task<IResult> TakeAsync(HttpContext context)
    {
        var (words, who, cancellationToken) = (wordsOf.For(context), context.Staff().Name, context.RequestAborted);
        if (!ItemRef.TryParse(context.StaffForm()["item"].ToString(), out var item)) return pages.NotFound(context);
        try
        {
            var draft = await correct.DraftAsync(item, cancellationToken);
            // Who was slow sends what they have seen: another change of the item is another correction.
            if (context.StaffForm()["edition"] != draft.Edition.Id || draft.Rendered.Blocking.Count > 0) return await ShowAsync(context, item, draft, words, StatusCodes.Status409Conflict);
            var edition = await recorded.CorrectAsync(draft, who, cancellationToken);
            var said = SendWords.WaitingOf(edition, sending.FourEyes, clock.Now()) ?? "sendDoneSending";
            return pages.SeeOther(context, EditionsPage.UrlOf(edition), words.Texts[said]);
        }
        catch (RefusedException refusal)
        {
            return pages.Message(context, words.Texts["sendCorrectTitle"], words.Of(refusal), StatusCodes.Status409Conflict, ReturnPath.Home, words.Texts["toBoard"]);
        }
    }

    private async Task<IResult> ShowAsync(HttpContext context, ItemRef item, DraftedEdition draft, SendWords words, int status = StatusCodes.Status200OK)
    {
        var (texts, now) = (words.Texts, clock.Now());
        if (draft.Entries.Count == 0) return pages.Message(context, texts["sendCorrectTitle"], texts.Fill("refusedStillTrue", ("item", item.ToString())), StatusCodes.Status200OK, ReturnPath.Home, texts["toBoard"]);
        var reach = await count.RunAsync(draft, context.RequestAborted);
        var own = draft.Entries[0].Item.Language;
        return pages.Render(context, "correct", texts["sendCorrectTitle"], PageModel.Map(
            ("action", Path),
            ("item", item.ToString()),
            ("edition", draft.Edition.Id),
            ("title", draft.Entries[0].Item.Title),
            ("titleLang", own == texts.Language ? "" : own),
            ("url", SendWords.ItemUrl(item)),
            ("told", draft.Entries.Select(entry => (object)PageModel.Map(
                ("changes", ItemChanges.Between(entry.Before!, entry.Item, words.Words).Select(change => (object)PageModel.Map(
                    ("label", Words.Capital(words.Strings[change.Label])), ("old", change.Before), ("new", change.After), ("lang", change.Ours || own == texts.Language ? "" : own))).ToList()))).ToList()),
            ("forecast", ForecastWords.Model(reach, words, now)),
            ("findings", draft.Rendered.Findings.OrderBy(finding => finding.Severity).Select(finding => (object)words.Of(finding, _ => draft.Entries[0].Item.Title)).ToList()),
            ("subject", draft.Rendered.Subject),
            ("text", draft.Rendered.Text),
            ("lang", own),
            ("live", reach.Forecast is null ? $"{Path}?item={Uri.EscapeDataString(item.ToString())}" : ""),
            // Who does not wait for the count may send it: whom it does not concern it does not reach.
            ("sendable", draft.Rendered.Blocking.Count == 0 && reach.Forecast is null or { Recipients: > 0 }),
            ("stale", status == StatusCodes.Status409Conflict),
            ("button", texts[sending.FourEyes ? "sendActAsk" : "sendCorrectSend"]),
            ("fourEyes", sending.FourEyes)), status);
    }
}
