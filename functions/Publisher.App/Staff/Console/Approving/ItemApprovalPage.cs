using NodaTime;
using Publisher.App.Public;
using Publisher.App.Settings;
using Publisher.App.Staff.Access;
using Publisher.App.Staff.Console.Editing;
using Publisher.App.Staff.Console.Previews;
using Publisher.Approvals;
using Publisher.Board;
using Publisher.Content;
using Publisher.Content.Editing;
using Publisher.Rendering;
using Publisher.Staff;

namespace Publisher.App.Staff.Console.Approving;

/// <summary>A change of an item that waits: what would be different, what it would look like on every channel, and the word to it.</summary>
public sealed class ItemApprovalPage(
    ApproveItem approve, PreviewItem previews, Districts districts, ConsolePages pages, PublisherSettings settings, DateTimeZone zone)
{
    public async Task<IResult> ShowAsync(HttpContext context, string kind, string id) =>
        await FindAsync(kind, id, context.RequestAborted) is { } review ? await ShowAsync(context, review, "", StatusCodes.Status200OK) : pages.NotFound(context);

    /// <summary>The document of a frame: <c>mail</c> or <c>web</c>.</summary>
    public async Task<IResult> PartAsync(HttpContext context, string kind, string id, string part)
    {
        if (part is not ("mail" or "web") || await FindAsync(kind, id, context.RequestAborted) is not { } review) return pages.NotFound(context);
        return ItemPreviewPage.Document(context, await previews.OfAsync(review.Wanted, context.RequestAborted), part, settings);
    }

    public async Task<IResult> TakeAsync(HttpContext context, string kind, string id)
    {
        if (await FindAsync(kind, id, context.RequestAborted) is not { } review) return pages.NotFound(context);
        var who = context.Staff();
        var (texts, posted) = (pages.TextsFor(context), context.StaffForm());
        var (hash, reason) = (posted["hash"].ToString(), posted["reason"].ToString());
        try
        {
            switch (posted["do"].ToString())
            {
                case "approve": return await SavedAsync(context, review, "saidApproved", await approve.ApproveAsync(review, hash, who.Name, context.RequestAborted));
                case "bypass": return await SavedAsync(context, review, "saidBypassed", await approve.BypassAsync(review, hash, who.Name, reason, context.RequestAborted));
                case "refuse":
                    await approve.RefuseAsync(review, hash, who.Name, reason, context.RequestAborted);
                    return pages.SeeOther(context, ApprovalsPage.Path, texts["saidRefused"]);
                default: return await ShowAsync(context, review, "", StatusCodes.Status200OK);
            }
        }
        catch (RefusedException refusal)
        {
            var field = refusal.Faults is [var first, ..] ? first.Field : "";
            var key = field switch { "by" => "approvalOwn", "hash" => "approvalOther", "reason" => "approvalReason", _ => "approvalDecided" };
            var now = await FindAsync(kind, id, context.RequestAborted) ?? review;
            return await ShowAsync(context, now, texts[key], field == "reason" ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status409Conflict, posted["do"].ToString(), reason);
        }
    }

    private async Task<IResult> SavedAsync(HttpContext context, ItemReview review, string said, EditOutcome outcome)
    {
        var (texts, name) = (pages.TextsFor(context), review.Wanted.Ref);
        switch (outcome)
        {
            case EditSaved: return pages.SeeOther(context, ItemPaths.Of(name), texts[said]);
            case EditRefused refused:
                var names = Names(context);
                return await ShowAsync(
                    context, review, texts.Fill("approvalFaults", ("faults", string.Join(" ", refused.Faults.Select(fault => $"{names.NameOf(fault.Field)}: {names.Of(fault)}")))), StatusCodes.Status409Conflict);
            default:
                return await ShowAsync(context, await FindAsync(name.Kind.Key(), name.Id, context.RequestAborted) ?? review, texts["approvalVoid"], StatusCodes.Status409Conflict);
        }
    }

    private async Task<IResult> ShowAsync(HttpContext context, ItemReview review, string fault, int status, string tried = "", string reason = "")
    {
        var (texts, names, who) = (pages.TextsFor(context), Names(context), context.Staff());
        var words = new Words(pages.StringsFor(context), zone);
        var preview = await previews.OfAsync(review.Wanted, context.RequestAborted);
        var path = ItemPaths.Approval(review.Wanted.Ref);
        var model = PreviewView.Of(preview, texts, names, settings.Organisation.Name, path, "", ItemPreviewPage.LanguageOf(context, preview), path);
        var (approval, isOwn, mayDecide) = (review.Approval, review.Approval.AskedBy == who.Name, who.Role.Contains(StaffRole.Approver));
        model["action"] = path;
        model["hash"] = approval.Hash;
        model["lead"] = texts.Fill($"review{review.Proposal.Action}", ("who", approval.AskedBy), ("when", words.Moment(approval.Asked.ToMoment(zone))));
        model["changes"] = new ChangeView(texts, words, names, districts).Of(review.Changes);
        model["fault"] = fault;
        model["state"] = StateOf(review, texts, words);
        model["isVoid"] = review.IsVoid && approval.State == ApprovalState.Asked;
        model["form"] = ItemPaths.Of(review.Wanted.Ref);
        model["own"] = review.IsOpen && isOwn && mayDecide;
        model["ownAuthor"] = review.IsOpen && isOwn && !mayDecide;
        model["takeBack"] = isOwn && approval.State == ApprovalState.Asked ? TakeBackPage.Path : "";
        model["request"] = approval.Subject;
        model["requestHash"] = approval.Hash;
        model["mayApprove"] = review.IsOpen && mayDecide && !isOwn;
        model["mayBypass"] = review.IsOpen && mayDecide;
        model["refuseReason"] = tried == "refuse" ? reason : "";
        model["bypassReason"] = tried == "bypass" ? reason : "";
        model["refuseFault"] = tried == "refuse" && status == StatusCodes.Status422UnprocessableEntity ? fault : "";
        model["bypassFault"] = tried == "bypass" && status == StatusCodes.Status422UnprocessableEntity ? fault : "";
        model["maxReason"] = $"{Approval.MaxReason}";
        return pages.Render(context, "item-approval", texts.Fill("reviewTitle", ("title", review.Wanted.Title)), model, status, fault.Length > 0 ? texts["faultMark"] : "");
    }

    /// <summary>What has been said to it already; empty where nobody has.</summary>
    private string StateOf(ItemReview review, Strings texts, Words words)
    {
        var approval = review.Approval;
        if (approval.State == ApprovalState.Asked) return "";
        var when = words.Moment((approval.Decided ?? approval.Asked).ToMoment(zone));
        return approval switch
        {
            { IsBypass: true } => texts.Fill("approvalBypassed", ("who", approval.DecidedBy), ("when", when), ("reason", approval.Reason)),
            { State: ApprovalState.Approved } => texts.Fill("approvalApproved", ("who", approval.DecidedBy), ("when", when)),
            { State: ApprovalState.TakenBack } => texts.Fill("approvalTakenBack", ("who", approval.AskedBy), ("when", when)),
            _ => texts.Fill("approvalRefused", ("who", approval.DecidedBy), ("when", when), ("reason", approval.Reason)),
        };
    }

    private FaultWords Names(HttpContext context) => new(pages.TextsFor(context), new Words(pages.StringsFor(context), zone));

    private async Task<ItemReview?> FindAsync(string kind, string id, CancellationToken cancellationToken) =>
        ItemRef.TryParse($"{kind}/{id}", out var item) ? await approve.FindAsync(item, cancellationToken) : null;
}
