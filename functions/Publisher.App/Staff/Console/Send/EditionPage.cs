using NodaTime;
using Publisher.App.Public;
using Publisher.App.Staff.Access;
using Publisher.Approvals;
using Publisher.Content;
using Publisher.Delivery;
using Publisher.Editions;
using Publisher.Editions.Gates;
using Publisher.Rendering;
using Publisher.Staff;

namespace Publisher.App.Staff.Console.Send;

/// <summary>One edition: how it stands, what is in it, how it reads, and what can be done with it.</summary>
public sealed class EditionPage(
    EditionList editions, Batches batches, LookAhead outlook, Items items, EditionBlobs blobs, PreviewEdition previews, Templates templates, Candidates candidates, ApprovalList approvals, ApproveEdition approve,
    CountReaders count, SendingRole sending, SendWordsOf wordsOf, ConsolePages pages, TimeProvider clock)
{
    public async Task<IResult> ShowAsync(HttpContext context, string id)
    {
        if (await FindAsync(id, context.RequestAborted) is not { } edition) return pages.NotFound(context);
        if (context.Request.Query["confirm"] == "cancel" && CanCancel(edition)) return Confirm(context, edition);
        return await ShowAsync(context, edition, "", "", StatusCodes.Status200OK);
    }

    /// <param name="testTo">What was typed for a test.</param>
    /// <param name="testFault">What is wrong with it; empty for nothing.</param>
    internal async Task<IResult> ShowAsync(HttpContext context, Edition edition, string testTo, string testFault, int status)
    {
        var (words, now, cancellationToken) = (wordsOf.For(context), clock.Now(), context.RequestAborted);
        var stand = await EditionStatus.ReadAsync(edition, batches, cancellationToken);
        ReachAnswer? reach = null;
        var ahead = await outlook.RunAsync(stand, cancellationToken, async waiting => (reach = await count.RunAsync(waiting, cancellationToken)).Forecast?.Length);
        var summary = EditionSummary.Of(stand, ahead, words, now);
        var language = LanguageOf(context);
        var preview = CanPreview(edition) ? await previews.OfAsync(edition, Reader(language), null, cancellationToken, explains: false) : null;
        var message = preview?.Message is { } octets ? Local.EmlReader.Read(octets) : null;
        var titles = await TitlesAsync(edition, cancellationToken);
        string TitleOf(ItemRef item) => titles.GetValueOrDefault(item, item.ToString());
        var isOpen = edition.State is EditionState.Draft or EditionState.Scheduled;
        return pages.Render(
            context,
            "edition",
            words.TitleOf(edition),
            PageModel.Map(
                ("id", edition.Id),
                ("name", words.NameOf(edition)),
                ("url", EditionsPage.UrlOf(edition)),
                ("live", edition.State is EditionState.Sending or EditionState.Paused ? $"{EditionsPage.UrlOf(edition)}/live" : ""),
                ("key", edition.State.ToString().ToLowerInvariant()),
                ("state", words.StateOf(edition)),
                ("badge", SendWords.BadgeOf(edition.State)),
                ("kind", words.KindOf(edition)),
                ("audience", words.AudienceOf(edition.Audience)),
                ("due", edition.State == EditionState.Scheduled && edition.Due is { } due ? words.Countdown(due, now) : ""),
                ("started", words.Moment(edition.Started)),
                ("closed", words.Moment(edition.Closed)),
                ("hash", Short(edition.Content)),
                ("web", edition.IsPublic ? $"/archive/{edition.Id}" : ""),
                ("note", await NoteAsync(edition, words, cancellationToken)),
                ("noteLang", NoteIsOurs(edition) ? "" : "en"),
                ("approval", await ApprovalAsync(edition, words, cancellationToken)),
                ("progress", edition.Started is null ? null : summary.Model(words)),
                ("warnings", edition.Started is null ? summary.Warnings.Select(warning => (object)warning).ToList() : []),
                ("ahead", reach is { Forecast: null } ? words.Texts["sendForecastEtaCounting"] : edition.Started is null && summary.Eta.Length > 0 && edition.State == EditionState.Scheduled ? summary.Eta : ""),
                ("actions", Actions(context, edition, stand)),
                ("findings", isOpen && preview is not null ? preview.Findings.Select(finding => (object)words.Of(finding, TitleOf)).ToList() : []),
                ("contents", edition.Text.Length > 0 ? [] : edition.Items.Select(item => (object)PageModel.Map(
                    ("title", TitleOf(item.Ref)), ("url", SendWords.ItemUrl(item.Ref)), ("section", words.Texts[$"sendSection{item.Section}"]), ("version", $"{item.Version}"))).ToList()),
                ("missed", edition.Started is not null ? $"{EditionsPage.UrlOf(edition)}/missed" : ""),
                ("preview", message is null ? null : Preview(edition, language, message)),
                ("languages", message is null ? [] : Languages(edition, language, words)),
                ("test", message is null ? null : PageModel.Map(("value", testTo), ("fault", testFault))),
                ("faults", testFault.Length > 0 ? [PageModel.Map(("target", "to"), ("text", testFault))] : new List<object>())),
            status,
            testFault.Length > 0 ? words.Texts["faultMark"] : "");
    }

    internal async Task<Edition?> FindAsync(string id, CancellationToken cancellationToken) => Edition.IsId(id) ? await editions.FindAsync(id, cancellationToken) : null;

    internal static bool CanPreview(Edition edition) => edition.State == EditionState.Draft || edition.Content.Length > 0;

    /// <summary>Somebody whom nobody is, who wants everything.</summary>
    internal static Publisher.Subscribers.Subscriber Reader(string language) => MadeUpReader.Read("", language, "", "", "", new Choices([language], Districts.None, []));

    /// <summary>Of the mail that is shown: what the address asks for, or the organisation's own.</summary>
    internal string LanguageOf(HttpContext context) =>
        context.Request.Query["mail"].ToString() is { } asked && templates.Languages.Contains(asked, StringComparer.Ordinal) ? asked : Organisation.Language;

    internal static string Short(string hash) => hash.Length > 8 ? hash[..8] : hash;

    internal static Dictionary<string, object?> Preview(Edition edition, string language, Local.EmlMessage message) => PageModel.Map(
        ("lang", language),
        ("subject", message.Subject),
        ("text", message.Text),
        ("light", $"{EditionsPage.UrlOf(edition)}/mail?mail={language}&scheme=light"),
        ("dark", $"{EditionsPage.UrlOf(edition)}/mail?mail={language}&scheme=dark"));

    internal List<object> Languages(Edition edition, string current, SendWords words, string view = "") => [.. templates.Languages.Order(StringComparer.Ordinal).Select(language => (object)PageModel.Map(
        ("url", $"{EditionsPage.UrlOf(edition)}{view}?mail={language}#preview"), ("text", words.LanguageOf(language)), ("current", language == current)))];

    /// <summary>Titles as they are in it; of one that is not made yet, as the items are now.</summary>
    internal async Task<IReadOnlyDictionary<ItemRef, string>> TitlesAsync(Edition edition, CancellationToken cancellationToken)
    {
        var titles = new Dictionary<ItemRef, string>();
        if (edition.Content.Length > 0)
            foreach (var entry in await blobs.FindItemsAsync(edition, cancellationToken)) titles[entry.Item.Ref] = entry.Item.Title;
        foreach (var item in edition.Items)
            if (!titles.ContainsKey(item.Ref) && await items.FindAsync(item.Ref, cancellationToken) is { } stored) titles[item.Ref] = stored.Item.Title;
        return titles;
    }

    private static bool CanCancel(Edition edition) => Edition.Allows(edition.State, EditionState.Cancelled);

    private IResult Confirm(HttpContext context, Edition edition)
    {
        var words = wordsOf.For(context);
        return pages.Render(context, "edition-cancel", words.Texts["sendCancelTitle"], PageModel.Map(
            ("edition", words.TitleOf(edition)),
            ("url", EditionsPage.UrlOf(edition)),
            ("text", words.Texts[edition.Started is null ? "sendCancelBefore" : "sendCancelUnderway"])));
    }

    private Dictionary<string, object?> Actions(HttpContext context, Edition edition, EditionStatus stand)
    {
        var (may, texts) = (sending.Has(context), wordsOf.For(context).Texts);
        var asks = edition.State == EditionState.Scheduled && approve.IsNeeded(edition);
        return PageModel.Map(
            ("send", edition.State == EditionState.Scheduled && !asks && edition.Due is null ? texts["sendActSend"] : ""),
            ("ask", asks ? texts["sendActAsk"] : ""),
            ("review", asks ? $"{EditionsPage.UrlOf(edition)}/review" : ""),
            ("prepare", edition.Rhythm is not null && edition is { State: EditionState.Draft } or { State: EditionState.Scheduled, Held: true } ? edition.Digest : ""),
            ("pause", edition.State == EditionState.Sending),
            ("resume", edition.State == EditionState.Paused && may),
            ("cancel", CanCancel(edition) ? $"{EditionsPage.UrlOf(edition)}?confirm=cancel" : ""),
            ("retry", may && edition.Forgotten == Forgotten.Nothing && edition.State is EditionState.Sending or EditionState.Paused or EditionState.Sent && (stand.Tally.Failed > 0 || stand.Stuck.Count > 0)));
    }

    private static bool NoteIsOurs(Edition edition) => edition.Note.Length == 0 || edition.State != EditionState.Scheduled || edition.Held || edition.IsAnnouncement || edition.IsCorrection;

    /// <summary>Why it stands where it stands, where its state alone does not say so.</summary>
    private async Task<string> NoteAsync(Edition edition, SendWords words, CancellationToken cancellationToken) => edition.State switch
    {
        EditionState.Draft => words.Texts["sendNoteDraft"],
        EditionState.Skipped => words.Texts["sendNoteSkipped"],
        EditionState.Cancelled => words.Texts[edition.Started is null ? "sendNoteCancelled" : "sendNoteCancelledUnderway"],
        EditionState.Paused => words.Texts["sendNotePaused"],
        EditionState.Scheduled when edition.IsCorrection && await candidates.StillTellingAsync(edition, cancellationToken) is { } other => words.Texts.Fill("sendNoteWaitsFor", ("edition", words.TitleOf(other))),
        EditionState.Scheduled when edition.Held => words.Texts["sendNoteHeld"],
        EditionState.Scheduled when edition.IsLeaving(clock.Now()) => words.Texts["sendDonePlanning"],
        EditionState.Scheduled when edition.IsAnnouncement || edition.IsCorrection => "",
        EditionState.Scheduled => edition.Note,
        _ => "",
    };

    /// <summary>Who asked for it and what was said to it; null where nobody has asked.</summary>
    private async Task<Dictionary<string, object?>?> ApprovalAsync(Edition edition, SendWords words, CancellationToken cancellationToken) =>
        await approvals.FindAsync(ApproveEdition.SubjectOf(edition), cancellationToken) is { } approval ? ApprovalModel(edition, approval, words) : null;

    internal static Dictionary<string, object?> ApprovalModel(Edition edition, Approval approval, SendWords words)
    {
        var isVoid = approval.Hash != edition.Content;
        var key = isVoid ? "sendApprovalVoid" : approval.IsBypass ? "sendApprovalBypass" : $"sendApproval{approval.State}";
        return PageModel.Map(
            ("tone", isVoid || approval.IsBypass ? "warn" : approval.State switch { ApprovalState.Approved => "good", ApprovalState.Refused => "bad", _ => "calm" }),
            ("text", words.Texts.Fill(key, ("asker", approval.AskedBy), ("asked", words.Moment(approval.Asked)), ("decider", approval.DecidedBy), ("decided", words.Moment(approval.Decided)))),
            ("reason", isVoid ? "" : approval.Reason));
    }
}
