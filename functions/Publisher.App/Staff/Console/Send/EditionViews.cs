using System.Text;
using Publisher.App.Local;
using Publisher.App.Public;
using Publisher.App.Settings;
using Publisher.App.Staff.Access;
using Publisher.Delivery;
using Publisher.Editions;

namespace Publisher.App.Staff.Console.Send;

/// <summary>Parts of an edition's page that stand by themselves: its numbers for the script, its mail for a frame, and who missed it.</summary>
public sealed class EditionViews(
    EditionPage page, ReviewPage review, Batches batches, LookAhead outlook, PreviewEdition previews, MissedReaders missed, CountReaders count, SendingRole sending, SendWordsOf wordsOf, ConsolePages pages, PublisherSettings settings, TimeProvider clock)
{
    public async Task<IResult> ShowAsync(HttpContext context, string id, string view)
    {
        if (await page.FindAsync(id, context.RequestAborted) is not { } edition) return pages.NotFound(context);
        return view switch
        {
            "live" => await LiveAsync(context, edition),
            "mail" => await MailAsync(context, edition),
            "missed" => await MissedAsync(context, edition),
            "review" => await review.ShowAsync(context, edition, "", "", StatusCodes.Status200OK),
            _ => pages.NotFound(context),
        };
    }

    /// <summary>JSON, by session; nothing of it names a reader.</summary>
    private async Task<IResult> LiveAsync(HttpContext context, Edition edition)
    {
        var (words, cancellationToken) = (wordsOf.For(context), context.RequestAborted);
        var status = await EditionStatus.ReadAsync(edition, batches, cancellationToken);
        var summary = EditionSummary.Of(status, await outlook.RunAsync(status, cancellationToken, async waiting => (await count.RunAsync(waiting, cancellationToken)).Forecast?.Length), words, clock.Now());
        context.Response.Headers.CacheControl = "no-store";
        return Results.Json(new
        {
            edition = edition.Id,
            state = edition.State.ToString().ToLowerInvariant(),
            stateText = words.StateOf(edition),
            planned = status.Planned,
            percent = summary.Percent,
            line = summary.Line,
            eta = summary.Eta,
            warnings = summary.Warnings,
            counts = summary.Counts.ToDictionary(count => count.Name, count => count.Count, StringComparer.Ordinal),
        });
    }

    /// <summary>The HTML part as a made-up reader gets it. It is shown in a frame without rights: no script runs, no form is sent, and it is of no site.</summary>
    private async Task<IResult> MailAsync(HttpContext context, Edition edition)
    {
        if (!EditionPage.CanPreview(edition)) return Results.NotFound();
        var preview = await previews.OfAsync(edition, EditionPage.Reader(page.LanguageOf(context)), null, context.RequestAborted, explains: false);
        if (preview.Message is not { } message) return Results.NotFound();
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = $"sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src {new Uri(settings.PublicUrl).GetLeftPart(UriPartial.Authority)} 'self' https: data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";
        headers.CacheControl = "no-store";
        return Results.Text(InScheme(EmlReader.Read(message).Html, context.Request.Query["scheme"].ToString()), "text/html", Encoding.UTF8);
    }

    /// <summary>What the mail says for one scheme holds, or does not, whatever the browser's own is.</summary>
    internal static string InScheme(string html, string scheme) => scheme switch
    {
        "dark" => html.Replace("(prefers-color-scheme: dark)", "all", StringComparison.OrdinalIgnoreCase).Replace("(prefers-color-scheme:dark)", "all", StringComparison.OrdinalIgnoreCase),
        "light" => html.Replace("(prefers-color-scheme: dark)", "not all", StringComparison.OrdinalIgnoreCase).Replace("(prefers-color-scheme:dark)", "not all", StringComparison.OrdinalIgnoreCase),
        _ => html,
    };

    private async Task<IResult> MissedAsync(HttpContext context, Edition edition)
    {
        var (words, from) = (wordsOf.For(context), context.Request.Query["from"].ToString());
        var texts = words.Texts;
        var isKept = edition.Forgotten == Forgotten.Nothing;
        var found = isKept ? await missed.ReadAsync(edition.Id, from, context.RequestAborted) : new MissedPage([], null);
        var url = EditionsPage.UrlOf(edition);
        return pages.Render(context, "edition-missed", texts["sendMissedTitle"], PageModel.Map(
            ("edition", words.TitleOf(edition)),
            ("url", url),
            ("kept", isKept),
            ("retry", isKept && found.Readers.Count > 0 && sending.Has(context) && edition.State is EditionState.Sending or EditionState.Paused or EditionState.Sent),
            ("readers", found.Readers.Select(reader => (object)PageModel.Map(
                ("address", reader.Address.Length > 0 ? ReaderAddress.For(context.Staff().Role, reader.Address) : texts["sendMissedGone"]),
                ("why", Said(texts, $"sendMissed_{reader.Why}", reader.Why)),
                ("reason", reader.Reason.Length > 0 ? Said(texts, $"sendMissedBy_{reader.Reason}", reader.Reason) : ""),
                ("code", reader.Code))).ToList()),
            ("first", from.Length > 0 ? $"{url}/missed" : ""),
            ("next", found.Next is { } next ? $"{url}/missed?from={Uri.EscapeDataString(next)}" : "")));
    }

    private static string Said(Rendering.Strings texts, string key, string otherwise) => texts.Has(key) ? texts[key] : otherwise;
}
