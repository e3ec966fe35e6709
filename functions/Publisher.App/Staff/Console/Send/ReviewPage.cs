using Publisher.App.Local;
using Publisher.App.Public;
using Publisher.App.Staff.Access;
using Publisher.App.Staff.Console.Approving;
using Publisher.App.Staff.Recorded;
using Publisher.Approvals;
using Publisher.Content;
using Publisher.Delivery;
using Publisher.Editions;
using Publisher.Staff;

namespace Publisher.App.Staff.Console.Send;

/// <summary>Where a second person looks at just what is to go out, and says yes or no to that and to nothing else.</summary>
public sealed class ReviewPage(
    EditionPage page, EditionList editions, PreviewEdition previews, ApprovalList approvals, ApproveEdition approve, RecordedEditions recorded, SendWordsOf wordsOf, ConsolePages pages, TimeProvider clock)
{
    /// <param name="reason">What was typed.</param>
    /// <param name="fault">What is wrong with it; empty for nothing.</param>
    internal async Task<IResult> ShowAsync(HttpContext context, Edition edition, string reason, string fault, int status)
    {
        var (words, cancellationToken) = (wordsOf.For(context), context.RequestAborted);
        var (texts, who, url) = (words.Texts, context.Staff(), EditionsPage.UrlOf(edition));
        var approval = await approvals.FindAsync(ApproveEdition.SubjectOf(edition), cancellationToken);
        var language = page.LanguageOf(context);
        var message = EditionPage.CanPreview(edition) && (await previews.OfAsync(edition, EditionPage.Reader(language), null, cancellationToken, explains: false)).Message is { } octets ? EmlReader.Read(octets) : null;
        var isWaiting = edition.State == EditionState.Scheduled && approve.IsNeeded(edition) && await approve.MissingAsync(edition, cancellationToken) is not null;
        var isAsked = approval is { State: ApprovalState.Asked } && approval.Hash == edition.Content;
        var isOwn = approval?.AskedBy == who.Name;
        var isApprover = who.Role.Contains(StaffRole.Approver);
        var titles = await page.TitlesAsync(edition, cancellationToken);
        return pages.Render(
            context,
            "review",
            texts["sendReviewTitle"],
            PageModel.Map(
                ("edition", words.TitleOf(edition)),
                ("url", url),
                ("kind", words.KindOf(edition)),
                ("audience", words.AudienceOf(edition.Audience)),
                ("due", words.Moment(edition.Due)),
                ("hash", edition.Content),
                ("short", EditionPage.Short(edition.Content)),
                ("approval", approval is null ? null : EditionPage.ApprovalModel(edition, approval, words)),
                ("note", isWaiting ? Note(texts, approval, isAsked, isOwn, isApprover) : texts["sendReviewNotNeeded"]),
                ("decide", isWaiting && isAsked && !isOwn && isApprover),
                ("ask", isWaiting && !isAsked),
                ("takeBack", isWaiting && isOwn && approval is { State: ApprovalState.Asked } ? TakeBackPage.Path : ""),
                ("request", ApproveEdition.SubjectOf(edition)),
                ("requestHash", approval?.Hash ?? ""),
                ("bypass", isWaiting && isApprover),
                ("reason", reason),
                ("fault", fault),
                ("faults", fault.Length > 0 ? [PageModel.Map(("target", context.StaffForm()["do"] == "bypass" ? "bypass-reason" : "reason"), ("text", fault))] : new List<object>()),
                ("faultAt", context.StaffForm()["do"].ToString()),
                ("contents", edition.Items.Where(_ => edition.Text.Length == 0).Select(item => (object)PageModel.Map(
                    ("title", titles.GetValueOrDefault(item.Ref, item.Ref.ToString())), ("url", SendWords.ItemUrl(item.Ref)), ("section", texts[$"sendSection{item.Section}"]))).ToList()),
                ("preview", message is null ? null : EditionPage.Preview(edition, language, message)),
                ("languages", page.Languages(edition, language, words, "/review"))),
            status,
            fault.Length > 0 ? texts["faultMark"] : "");
    }

    public async Task<IResult> TakeAsync(HttpContext context, string id, string view)
    {
        if (view != "review" || await page.FindAsync(id, context.RequestAborted) is not { } edition) return pages.NotFound(context);
        var (words, form, who, cancellationToken) = (wordsOf.For(context), context.StaffForm(), context.Staff().Name, context.RequestAborted);
        var (hash, reason) = (form["hash"].ToString(), form["reason"].ToString());
        // Whoever was slow says yes to what they have seen, not to what has taken its place.
        if (hash != edition.Content || edition.State != EditionState.Scheduled) return Back(context, edition, words.Texts["refusedChangedSince"], FlashKind.Warning);
        try
        {
            switch (form["do"].ToString())
            {
                case "approve":
                    await recorded.ApproveAsync(edition, hash, who, cancellationToken);
                    return await GoAsync(context, edition, words);
                case "refuse":
                    await recorded.RefuseAsync(edition, hash, who, reason, cancellationToken);
                    return pages.SeeOther(context, EditionsPage.UrlOf(edition), words.Texts["sendDoneRefused"]);
                case "bypass":
                    await recorded.BypassAsync(edition, hash, who, reason, cancellationToken);
                    return await GoAsync(context, edition, words);
                default:
                    return pages.NotFound(context);
            }
        }
        catch (RefusedException refusal) when (refusal.Faults.Any(fault => fault.Field == "reason"))
        {
            return await ShowAsync(context, edition, reason, words.Of(refusal), StatusCodes.Status422UnprocessableEntity);
        }
        catch (RefusedException refusal)
        {
            return Back(context, edition, words.Of(refusal), FlashKind.Warning);
        }
    }

    /// <summary>What is approved leaves at once, or at its time.</summary>
    private async Task<IResult> GoAsync(HttpContext context, Edition edition, SendWords words)
    {
        edition = await editions.FindAsync(edition.Id, context.RequestAborted) ?? edition;
        if (edition.State != EditionState.Scheduled || edition.Due > clock.Now()) return pages.SeeOther(context, EditionsPage.UrlOf(edition), words.Texts["sendDoneApprovedLater"]);
        var sent = (await recorded.SendAsync(edition, context.Staff().Name, context.RequestAborted)).Edition;
        return pages.SeeOther(context, EditionsPage.UrlOf(sent), words.Texts[SendWords.WaitingOf(sent, isAsked: false, clock.Now()) ?? "sendDoneApproved"]);
    }

    private static string Note(Rendering.Strings texts, Approval? approval, bool isAsked, bool isOwn, bool isApprover) => (approval, isAsked, isOwn, isApprover) switch
    {
        (null, _, _, _) => texts["sendReviewNobodyAsked"],
        (_, false, _, _) => texts["sendReviewAskAgain"],
        (_, _, true, _) => texts["sendReviewOwn"],
        (_, _, _, false) => texts["sendReviewRole"],
        _ => texts["sendReviewDecide"],
    };

    private IResult Back(HttpContext context, Edition edition, string said, FlashKind kind) => pages.SeeOther(context, $"{EditionsPage.UrlOf(edition)}/review", said, kind);
}
