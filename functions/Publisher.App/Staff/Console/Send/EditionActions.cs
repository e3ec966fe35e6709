using Publisher.App.Staff.Access;
using Publisher.App.Staff.Recorded;
using Publisher.Editions;
using Publisher.Staff;
using Publisher.Subscribers;

namespace Publisher.App.Staff.Console.Send;

/// <summary>What staff do with an edition. Each may be said twice; the second time changes nothing.</summary>
public sealed class EditionActions(
    EditionPage page, RecordedEditions recorded, TestMail test, SendingRole sending, AuditedChanges changes, SendWordsOf wordsOf, ConsolePages pages, TimeProvider clock)
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
                "pause" => await SteerAsync(context, edition, act, "sendDonePaused"),
                "resume" => await SteerAsync(context, edition, act, "sendDoneResumed"),
                "cancel" => await SteerAsync(context, edition, act, "sendDoneCancelled"),
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
        var texts = wordsOf.For(context).Texts;
        var done = await recorded.SendAsync(edition, context.Staff().Name, context.RequestAborted);
        var said = SendWords.WaitingOf(done.Edition, done.Asked is not null, clock.Now()) ?? "sendDoneSending";
        return Back(context, edition, texts[said], said is "sendDoneScheduled" or "sendDoneWaits" ? FlashKind.Note : FlashKind.Done);
    }

    private async Task<IResult> SteerAsync(HttpContext context, Edition edition, string act, string said)
    {
        var after = await recorded.SteerAsync(edition, act, context.Staff().Name, context.RequestAborted);
        return Back(context, after, wordsOf.For(context).Texts[said], FlashKind.Done);
    }

    private async Task<IResult> RetryAsync(HttpContext context, Edition edition)
    {
        var texts = wordsOf.For(context).Texts;
        (edition, var retried) = await recorded.RetryAsync(edition, context.StaffForm()["rejected"] == "yes", context.Staff().Name, context.RequestAborted);
        if (retried == 0) return Back(context, edition, texts["sendDoneRetriedNobody"], FlashKind.Note);
        return Back(context, edition, texts.Count("sendDoneRetried", retried), FlashKind.Done);
    }

    private async Task<IResult> TestAsync(HttpContext context, Edition edition)
    {
        var (texts, typed) = (wordsOf.For(context).Texts, context.StaffForm()["to"].ToString().Trim());
        if (Address.Parse(typed, out _) is not { } to) return await page.ShowAsync(context, edition, typed, texts["sendTestNoAddress"], StatusCodes.Status422UnprocessableEntity);
        // Where two have to look, nobody lets words out to strangers alone: a test goes to the house.
        if (!sending.Has(context) && !test.IsOfTheHouse(to)) return sending.Refuse(context)!;
        var note = new AuditNote(context.Staff().Name, AuditVerbs.TestEdition, edition.Id, "", to.Masked);
        var (outcome, said) = await changes.RunAsync(
            note,
            () => test.RunAsync(edition, to, page.LanguageOf(context), CancellationToken.None),
            done => done.Outcome is TestOutcome.Never or TestOutcome.Nothing ? null : note with { New = $"{to.Masked}: {done.Outcome.ToString().ToLowerInvariant()}" },
            context.RequestAborted);
        if (outcome is TestOutcome.Never or TestOutcome.Nothing) return await page.ShowAsync(context, edition, typed, texts[$"sendTest{outcome}"], StatusCodes.Status422UnprocessableEntity);
        return outcome == TestOutcome.Sent
            ? Back(context, edition, texts.Fill("sendTestSent", ("address", to.Mailbox)), FlashKind.Done)
            : Back(context, edition, texts.Fill("sendTestFailed", ("address", to.Mailbox), ("said", said)), FlashKind.Warning);
    }

    private IResult Back(HttpContext context, Edition edition, string said, FlashKind kind) => pages.SeeOther(context, EditionsPage.UrlOf(edition), said, kind);
}
