using NodaTime;
using Publisher.App.Local;
using Publisher.App.Public;
using Publisher.App.Settings;
using Publisher.App.Staff.Access;
using Publisher.Content;
using Publisher.Delivery;
using Publisher.Editions;
using Publisher.Rendering;
using Publisher.Staff;
using Publisher.Subscribers;

namespace Publisher.App.Staff.Console.Previews;

/// <summary>What one subscriber will get next, and why; the links that open and end their subscription are theirs alone, and dead here.</summary>
public sealed class NextMailPage(
    PreviewEdition previews, SubscriberList subscribers, DigestWatermarks watermarks, RhythmOffer offer, IReadOnlyList<Digest> digests, ConsolePages pages, AuditLog audit, PublisherSettings settings, DateTimeZone zone, TimeProvider clock)
{
    public const string Path = "/staff/subscribers/next";

    /// <summary>Items that are not in the edition; more than that nobody reads.</summary>
    private const int MostOut = 60;

    public async Task<IResult> ShowAsync(HttpContext context)
    {
        var texts = pages.TextsFor(context);
        var asked = context.Request.Query["address"].ToString().Trim();
        var (fault, reader) = await FindAsync(asked, texts, context.RequestAborted);
        // What somebody gets says what they care for: who looked stands in the log, before they see it.
        if (reader is not null) await audit.RecordAsync(context.Staff().Name, AuditVerbs.LookUp, $"subscriber/{reader.Key.Short}", "", "", context.RequestAborted);
        var mails = new List<object>();
        foreach (var digest in reader is null ? [] : DigestsOf(reader)) mails.Add(await MailAsync(context, texts, digest, reader!));
        return pages.Render(
            context,
            "next-mail",
            texts["navNext"],
            PageModel.Map(("action", Path), ("address", asked), ("max", $"{Address.MaxOctets}"), ("fault", fault), ("found", reader is not null), ("mails", mails)),
            fault.Length > 0 && asked.Length > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK,
            fault.Length > 0 ? texts["faultMark"] : "");
    }

    /// <summary>The document of a frame.</summary>
    public async Task<IResult> PartAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var (_, reader) = await FindAsync(query["address"].ToString().Trim(), pages.TextsFor(context), context.RequestAborted);
        if (reader is null || digests.FirstOrDefault(each => each.Id == query["digest"].ToString()) is not { } digest) return pages.NotFound(context);
        var preview = await previews.NextAsync(digest.Id, reader, await WhenAsync(digest, context.RequestAborted), context.RequestAborted, withLinks: false);
        return preview.Message is { } message ? new PreviewDocument(EmlReader.Read(message).Html, query["scheme"].ToString(), settings) : pages.NotFound(context);
    }

    private async Task<(string Fault, Subscriber? Reader)> FindAsync(string text, Strings texts, CancellationToken cancellationToken)
    {
        if (text.Length == 0) return ("", null);
        if (Address.Parse(text, out _) is not { } address) return (texts["nextNoAddress"], null);
        return await subscribers.FindAsync(SubscriberKey.Of(address), cancellationToken) is { } reader ? ("", reader) : (texts["nextNobody"], null);
    }

    /// <summary>Those whose editions they get; one, for most.</summary>
    private IEnumerable<Digest> DigestsOf(Subscriber reader)
    {
        var rhythms = ItemKinds.All.Select(kind => offer.Of(reader.Rhythm.Of(kind))).ToHashSet();
        return digests.Where(digest => rhythms.Contains(digest.Rhythm));
    }

    /// <summary>When its next edition is made; now, where it is due, comes at once, or waits for staff.</summary>
    private async Task<Instant> WhenAsync(Digest digest, CancellationToken cancellationToken)
    {
        var now = clock.Now();
        if (digest.Cadence.Form is CadenceForm.Never or CadenceForm.AtOnce) return now;
        var since = (await watermarks.ReadAsync(digest.Id, cancellationToken))?.Since ?? now;
        return Instant.Max(now, digest.Cadence.NextAfter(since, zone));
    }

    private async Task<object> MailAsync(HttpContext context, Strings texts, Digest digest, Subscriber reader)
    {
        var words = new Words(pages.StringsFor(context), zone);
        var at = await WhenAsync(digest, context.RequestAborted);
        var preview = await previews.NextAsync(digest.Id, reader, at, context.RequestAborted, withLinks: false);
        var mail = preview.Message is { } message ? EmlReader.Read(message) : null;
        var reasons = new ReasonWords(texts, pages.StringsFor(context));
        List<object> Rows(Place place) => [.. preview.Reasons.Where(reason => reason.Place == place).Select(reason => (object)PageModel.Map(
            ("title", reason.Title.Length > 0 ? reason.Title : reason.Item.Id),
            ("url", ItemPaths.Of(reason.Item)),
            ("kind", texts["kind" + reason.Item.Kind]),
            ("why", reasons.Of(reason))))];
        var outside = Rows(Place.Out);
        return PageModel.Map(
            ("id", digest.Id),
            ("title", texts.Fill($"nextDigest{digest.Rhythm}", ("when", words.Moment(preview.Edition.State == EditionState.Draft ? at.ToMoment(zone) : preview.At.ToMoment(zone))))),
            ("notes", preview.Codes.Select(note => (object)texts.Fill($"note{note}", ("until", reader.PausedUntil is { } day ? words.Date(day) : ""))).ToList()),
            ("subject", mail?.Subject ?? ""),
            ("lang", reader.Language),
            ("frames", mail is null ? [] : PreviewView.Mails(texts, Path, $"&digest={Uri.EscapeDataString(digest.Id)}&address={Uri.EscapeDataString(reader.Address)}", reader.Language)),
            ("text", mail?.Text ?? ""),
            ("inside", Rows(Place.In)),
            ("notForThem", Rows(Place.NotForReader)),
            ("outside", outside.Take(MostOut).ToList()),
            ("more", outside.Count > MostOut ? texts.Count("nextMore", outside.Count - MostOut) : ""));
    }
}
