using NodaTime;
using Publisher.App.Public;
using Publisher.App.Staff.Access;
using Publisher.Approvals;
using Publisher.Board;
using Publisher.Content;
using Publisher.Delivery;
using Publisher.Editions;
using Publisher.Rendering;

namespace Publisher.App.Staff.Console.Approving;

/// <summary>What waits for a second person's word, the longest waiting first; each leads to where it is looked at.</summary>
public sealed class ApprovalsPage(ApprovalList approvals, ApproveItem items, EditionList editions, FourEyes fourEyes, ConsolePages pages, DateTimeZone zone)
{
    public const string Path = "/staff/approvals";

    public async Task<IResult> ShowAsync(HttpContext context)
    {
        var texts = pages.TextsFor(context);
        var words = new Words(pages.StringsFor(context), zone);
        var waiting = new List<Approval>();
        await foreach (var approval in approvals.WaitingAsync(context.RequestAborted)) waiting.Add(approval);
        var rows = new List<object>();
        foreach (var approval in waiting.OrderBy(approval => approval.Asked))
        {
            var row = await RowAsync(approval, texts, context.RequestAborted);
            if (row is null) continue;
            row["who"] = approval.AskedBy;
            row["own"] = approval.AskedBy == context.Staff().Name;
            row["when"] = words.Moment(approval.Asked.ToMoment(zone));
            rows.Add(row);
        }

        return pages.Render(context, "approvals", texts["navApprovals"], PageModel.Map(("on", fourEyes.IsOn), ("rows", rows)));
    }

    /// <returns>Null for a subject that no page here shows.</returns>
    private async Task<Dictionary<string, object?>?> RowAsync(Approval approval, Strings texts, CancellationToken cancellationToken)
    {
        if (approval.Subject.StartsWith(ApproveItem.Prefix, StringComparison.Ordinal))
        {
            if (!ItemRef.TryParse(approval.Subject[ApproveItem.Prefix.Length..], out var item) || await items.FindAsync(item, cancellationToken) is not { } review) return null;
            return PageModel.Map(
                ("title", review.Wanted.Title),
                ("lang", review.Wanted.Language == texts.Language ? "" : review.Wanted.Language),
                ("what", texts[$"asked{review.Proposal.Action}"]),
                ("url", ItemPaths.Approval(item)),
                ("isVoid", review.IsVoid));
        }

        if (!approval.Subject.StartsWith(ApproveEdition.Prefix, StringComparison.Ordinal)) return null;
        var id = approval.Subject[ApproveEdition.Prefix.Length..];
        if (!Edition.IsId(id) || await editions.FindAsync(id, cancellationToken) is not { } edition) return null;
        return PageModel.Map(
            ("title", edition.Subject.Length > 0 ? edition.Subject : id),
            ("lang", texts.Language == Organisation.Language ? "" : Organisation.Language),
            ("what", texts["askedEdition"]),
            ("url", $"/staff/editions/{id}/review"),
            ("isVoid", edition.Content != approval.Hash));
    }
}
