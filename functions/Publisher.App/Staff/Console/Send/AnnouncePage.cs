using NodaTime;
using Publisher.App.Public;
using Publisher.App.Staff.Access;
using Publisher.Content;
using Publisher.Editions;
using Publisher.Editions.Gates;
using Publisher.Rendering;
using Publisher.Social;
using Publisher.Storage;

namespace Publisher.App.Staff.Console.Send;

/// <summary>Announcing an item or own words: the form, what would come of it, and the sending. What was typed is there again whatever happens.</summary>
public sealed class AnnouncePage(
    AnnounceItem announce, AnnounceOnChannels channels, CountReaders count, EditionList editions, Items items, StaffPosts posts, IReadOnlyList<ISocialNetwork> networks, RequestKeys keys, Districts districts,
    Templates templates, SendingRole sending, SendWordsOf wordsOf, ConsolePages pages, DateTimeZone zone, TimeProvider clock)
{
    public const string Path = "/staff/send/announce";

    private const string Purpose = "announcement";

    public async Task<IResult> ShowAsync(HttpContext context)
    {
        var item = context.Request.Query["item"].ToString();
        var known = await KnownAsync(context);
        var faults = new List<(string, string)>();
        if (item.Length > 0 && known.Items.All(each => each.Ref.ToString() != item))
        {
            faults.Add(("item", wordsOf.For(context).Texts["sendAnnounceNotOffered"]));
            item = "";
        }

        return Form(context, AnnounceForm.Empty(item), known, faults, null, StatusCodes.Status200OK);
    }

    public async Task<IResult> TakeAsync(HttpContext context)
    {
        var (words, form, known, act) = (wordsOf.For(context), AnnounceForm.Read(context.StaffForm()), await KnownAsync(context), context.StaffForm()["do"].ToString());
        if (act == "edit") return Form(context, form, known, [], null, StatusCodes.Status200OK);
        var faults = new List<(string Target, string Text)>();
        if (form.Read(known, zone, clock.Now(), words.Texts, faults) is not { } wish) return Refused(faults);
        try
        {
            if (act == "send" && await SentAsync(context, form, words) is { } there) return there;
            var draft = await announce.DraftAsync(wish, context.RequestAborted);
            return act switch
            {
                "count" => Form(context, form, known, [], await ForecastAsync(form, draft, words, context), StatusCodes.Status200OK),
                "send" when draft.Rendered.Blocking.Count == 0 => await SendAsync(context, form, wish, draft, words),
                _ => await CheckAsync(context, form, wish, draft, words),
            };
        }
        catch (RefusedException refusal)
        {
            return Refused([.. refusal.Faults.Select(fault => (fault.Field switch { "title" => "subject", "body" => "text", "at" or "item" or "subject" or "text" => fault.Field, _ => "item" }, words.Of(fault)))]);
        }
        catch (Exception fault) when (StorageFault.Is(fault))
        {
            // Said again under the same key, it is still one announcement.
            return Form(context, form, known, [("send", words.Texts["sendAnnounceStorage"])], null, StatusCodes.Status503ServiceUnavailable);
        }

        IResult Refused(List<(string Target, string Text)> wrong) => Form(context, form, known, wrong, null, StatusCodes.Status422UnprocessableEntity);
    }

    private IResult Form(HttpContext context, AnnounceForm form, AnnounceChoices known, IReadOnlyList<(string Target, string Text)> faults, Dictionary<string, object?>? forecast, int status)
    {
        var words = wordsOf.For(context);
        var model = form.Model(known, words, faults);
        model["action"] = Path;
        model["forecast"] = forecast;
        model["fourEyes"] = sending.FourEyes;
        return pages.Render(context, "announce", words.Texts["sendAnnounceTitle"], model, status, faults.Count > 0 ? words.Texts["faultMark"] : "");
    }

    /// <summary>All that would be, before it is.</summary>
    private async Task<IResult> CheckAsync(HttpContext context, AnnounceForm form, AnnouncementWish wish, DraftedEdition draft, SendWords words)
    {
        var (texts, isSendable) = (words.Texts, draft.Rendered.Blocking.Count == 0);
        var shown = wish.Item is { } item && form.Networks.Count > 0
            ? await posts.PreviewAsync(item, Occasion.First, form.Networks, draft.Edition.Due ?? clock.Now(), look: false, context.RequestAborted)
            : [];
        return pages.Render(
            context,
            "announce-check",
            texts["sendAnnounceCheckTitle"],
            PageModel.Map(
                ("action", Path),
                ("fields", form.Fields.Select(field => (object)PageModel.Map(("name", field.Name), ("value", field.Value))).ToList()),
                ("audience", words.AudienceOf(draft.Edition.Audience)),
                ("channels", string.Join(", ", form.Channels.Select(channel => channel == AnnouncementRequest.Mail ? texts["sendChannelMail"] : AnnounceForm.NetworkName(channel)))),
                ("due", draft.Edition.Due is { } due ? words.Countdown(due, clock.Now()) : ""),
                ("forecast", form.IsMailed ? await ForecastAsync(form, draft, words, context) : null),
                ("findings", draft.Rendered.Findings.OrderBy(finding => finding.Severity).Select(finding => (object)words.Of(finding, _ => draft.Edition.Heading)).ToList()),
                ("subject", form.IsMailed ? draft.Rendered.Subject : ""),
                ("text", draft.Rendered.Text),
                ("html", draft.Edition.Text.Length > 0 ? MarkdownText.ToHtml(draft.Edition.Text, 3) : ""),
                ("lang", draft.Edition.Text.Length > 0 ? draft.Edition.TextLanguage : draft.Entries[0].Item.Language),
                ("posts", shown.Select(post => (object)PageModel.Map(
                    ("network", AnnounceForm.NetworkName(post.Network)), ("text", post.Text), ("lang", post.Language),
                    ("size", texts.Fill("sendPostLength", ("count", $"{post.Length}"), ("max", $"{post.Limit}"))))).ToList()),
                ("sendable", isSendable),
                ("button", texts[sending.FourEyes && form.IsMailed ? "sendActAsk" : draft.Edition.Due is null ? "sendAnnounceSend" : "sendAnnounceSchedule"]),
                ("fourEyes", sending.FourEyes && form.IsMailed)),
            isSendable ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity,
            isSendable ? "" : texts["faultMark"]);
    }

    private async Task<Dictionary<string, object?>> ForecastAsync(AnnounceForm form, DraftedEdition draft, SendWords words, HttpContext context)
    {
        if (!form.IsMailed) return ForecastWords.Said(words.Texts["sendForecastNoMail"]);
        return ForecastWords.Model(await count.RunAsync(draft, context.RequestAborted), words, clock.Now());
    }

    /// <summary>Where this form was sent already; null where it was not.</summary>
    private async Task<IResult?> SentAsync(HttpContext context, AnnounceForm form, SendWords words)
    {
        if (await keys.FindAsync(Purpose, form.Key, context.RequestAborted) is not { } asked) return null;
        if (asked.Body != RequestKeys.HashOf(form.ToCanonical()))
            return Form(context, form.Anew(), await KnownAsync(context), [("send", words.Texts["sendAnnounceOtherWords"])], null, StatusCodes.Status409Conflict);
        if (!form.IsMailed) return pages.SeeOther(context, PostsPage.Path, words.Texts["sendDoneAnnouncedAlready"], FlashKind.Note);
        // Claimed, and then it broke off: it is said again, and is the same.
        return await editions.FindAsync(asked.Answer, context.RequestAborted) is { } made ? pages.SeeOther(context, EditionsPage.UrlOf(made), words.Texts["sendDoneAnnouncedAlready"], FlashKind.Note) : null;
    }

    private async Task<IResult> SendAsync(HttpContext context, AnnounceForm form, AnnouncementWish wish, DraftedEdition draft, SendWords words)
    {
        var (who, texts, cancellationToken) = (context.Staff().Name, words.Texts, context.RequestAborted);
        var body = RequestKeys.HashOf(form.ToCanonical());
        // Claimed before anything leaves: of two that come at once under one key, one decides.
        if ((await keys.AddAsync(Purpose, form.Key, new AskedRequest(body, draft.Edition.Id), cancellationToken)).Body != body)
            return Form(context, form.Anew(), await KnownAsync(context), [("send", texts["sendAnnounceOtherWords"])], null, StatusCodes.Status409Conflict);
        var edition = await channels.RunAsync(wish, draft, form.Networks, form.IsMailed, who, cancellationToken);
        if (edition is null) return pages.SeeOther(context, PostsPage.Path, texts["sendDoneAnnouncedPosts"]);
        var said = edition.State switch
        {
            _ when SendWords.WaitingOf(edition, sending.FourEyes, clock.Now()) is { } waiting => texts[waiting],
            EditionState.Sending or EditionState.Sent => texts["sendDoneSending"],
            _ => words.StateOf(edition),
        };
        return pages.SeeOther(context, EditionsPage.UrlOf(edition), said);
    }

    private async Task<AnnounceChoices> KnownAsync(HttpContext context)
    {
        var (offered, topics, now) = (new List<Item>(), new SortedSet<string>(StringComparer.Ordinal), clock.Now());
        await foreach (var stored in items.AllAsync(context.RequestAborted))
        {
            topics.UnionWith(stored.Item.Topics);
            if (stored.Item.Status == ItemStatus.Published && !(stored.Item.Expires(zone) <= now)) offered.Add(stored.Item);
        }

        return new AnnounceChoices(
            [.. offered.OrderBy(item => item.Kind).ThenBy(item => item.Expires(zone) ?? Instant.MaxValue).ThenBy(item => item.Title, StringComparer.Ordinal)],
            [.. topics],
            [.. templates.Languages.Order(StringComparer.Ordinal)],
            districts,
            sending.Has(context) ? [.. networks.Select(network => network.Key)] : []);
    }
}
