using Publisher.App.Staff.Access;
using Publisher.App.Staff.Console.Send;

namespace Publisher.App.Staff.Console.Approving;

/// <summary>Takes back what somebody asked for themselves, from wherever they see it.</summary>
public sealed class TakeBackPage(TakeBack takeBack, SendWordsOf wordsOf, ConsolePages pages)
{
    public const string Path = "/staff/approvals/take-back";

    public async Task<IResult> TakeAsync(HttpContext context)
    {
        var (words, form) = (wordsOf.For(context), context.StaffForm());
        try
        {
            return await takeBack.RunAsync(form["subject"].ToString(), form["hash"].ToString(), context.Staff().Name, context.RequestAborted)
                ? pages.SeeOther(context, ApprovalsPage.Path, words.Texts["saidTakenBack"])
                : pages.NotFound(context);
        }
        catch (RefusedException refusal)
        {
            return pages.SeeOther(context, ApprovalsPage.Path, words.Of(refusal), FlashKind.Warning);
        }
    }
}
