using Publisher.App.Staff.Access;
using Publisher.Delivery;
using Publisher.Editions;
using Publisher.Staff;
using Publisher.Subscribers;

namespace Publisher.App.Staff.Console.Send;

/// <summary>What staff do with an edition. Each may be said twice; the second time changes nothing.</summary>
public sealed class EditionActions(
    EditionPage page, SteerEdition steer, DispatchEditions dispatch, ApproveEdition approve, TestMail test, SendingRole sending, AuditLog audit, SendWordsOf wordsOf, ConsolePages pages, TimeProvider clock)
{
    public async Task<IResult> TakeAsync(HttpContext context, string id)
    {
        if (await page.FindAsync(id, context.RequestAborted) is not { } edition) return pages.NotFound(context);
        var act = context.StaffForm()["do"].ToString();
        if (act is "resume" or "retry" && sending.Refuse(context) is { } refused) return refused;
        try
        {
            return act switch
            {
                "send" => await SendAsync(context, edition),
                "pause" => await SteerAsync(context, edition, act, await steer.PauseAsync(edition, context.RequestAborted), "sendDonePaused"),
                "resume" => await SteerAsync(context, edition, act, await steer.ResumeAsync(edition, context.RequestAborted), "sendDoneResumed"),
                "cancel" => await SteerAsync(context, edition, act, await steer.CancelAsync(edition, context.RequestAborted), "sendDoneCancelled"),
                "retry" => await RetryAsync(context, edition),
                "test" => await TestAsync(context, edition),
                _ => pages.NotFound(context),
            };
        }
        catch (RefusedException refusal)
        {
            return Back(context, edition, wordsOf.For(context).Of(refusal), FlashKind.Warning);
        }
    }

    /// <summary>Sends it, or, where two have to look, asks the second.</summary>
    private async Task<IResult> SendAsync(HttpContext context, Edition edition)
    {
        var (texts, who, cancellationToken) = (wordsOf.For(context).Texts, context.Staff().Name, context.RequestAborted);
        if (edition.State == EditionState.Scheduled && approve.IsNeeded(edition) && await approve.MissingAsync(edition, cancellationToken) is not null)
        {
            await approve.AskAsync(edition, who, cancellationToken);
            await audit.RecordAsync(who, SendVerbs.Ask, edition.Id, "", edition.Content, cancellationToken);
            return Back(context, edition, texts["sendDoneAsked"], FlashKind.Done);
        }

        if (edition.State == EditionState.Scheduled && edition.Due > clock.Now()) return Back(context, edition, texts["sendDoneScheduled"], FlashKind.Note);
        var before = edition.State;
        edition = await dispatch.SendAsync(edition, cancellationToken);
        if (edition.State != before) await audit.RecordAsync(who, SendVerbs.Send, edition.Id, before.ToString().ToLowerInvariant(), edition.State.ToString().ToLowerInvariant(), cancellationToken);
        return edition.State == EditionState.Scheduled ? Back(context, edition, texts["sendDoneWaits"], FlashKind.Note) : Back(context, edition, texts["sendDoneSending"], FlashKind.Done);
    }

    private async Task<IResult> SteerAsync(HttpContext context, Edition before, string act, Edition after, string said)
    {
        if (after.State != before.State)
            await audit.RecordAsync(context.Staff().Name, $"{AuditVerbs.Steer}-{act}", after.Id, before.State.ToString().ToLowerInvariant(), after.State.ToString().ToLowerInvariant(), context.RequestAborted);
        return Back(context, after, wordsOf.For(context).Texts[said], FlashKind.Done);
    }

    private async Task<IResult> RetryAsync(HttpContext context, Edition edition)
    {
        var (texts, before) = (wordsOf.For(context).Texts, edition.State);
        (edition, var retried) = await steer.RetryAsync(edition, context.StaffForm()["rejected"] == "yes", context.RequestAborted);
        if (retried == 0) return Back(context, edition, texts["sendDoneRetriedNobody"], FlashKind.Note);
        await audit.RecordAsync(context.Staff().Name, $"{AuditVerbs.Steer}-retry", edition.Id, before.ToString().ToLowerInvariant(), edition.State.ToString().ToLowerInvariant(), context.RequestAborted);
        return Back(context, edition, texts.Count("sendDoneRetried", retried), FlashKind.Done);
    }

    private async Task<IResult> TestAsync(HttpContext context, Edition edition)
    {
        var (texts, typed) = (wordsOf.For(context).Texts, context.StaffForm()["to"].ToString().Trim());
        if (Address.Parse(typed, out _) is not { } to) return await page.ShowAsync(context, edition, typed, texts["sendTestNoAddress"], StatusCodes.Status422UnprocessableEntity);
        // Where two have to look, nobody lets words out to strangers alone: a test goes to the house.
        if (!sending.Has(context) && !test.IsOfTheHouse(to)) return sending.Refuse(context)!;
        var (outcome, said) = await test.RunAsync(edition, to, page.LanguageOf(context), context.RequestAborted);
        if (outcome is TestOutcome.Never or TestOutcome.Nothing) return await page.ShowAsync(context, edition, typed, texts[$"sendTest{outcome}"], StatusCodes.Status422UnprocessableEntity);
        await audit.RecordAsync(context.Staff().Name, SendVerbs.Test, edition.Id, "", $"{to.Masked}: {outcome.ToString().ToLowerInvariant()}", context.RequestAborted);
        return outcome == TestOutcome.Sent
            ? Back(context, edition, texts.Fill("sendTestSent", ("address", to.Mailbox)), FlashKind.Done)
            : Back(context, edition, texts.Fill("sendTestFailed", ("address", to.Mailbox), ("said", said)), FlashKind.Warning);
    }

    private IResult Back(HttpContext context, Edition edition, string said, FlashKind kind) => pages.SeeOther(context, EditionsPage.UrlOf(edition), said, kind);
}
