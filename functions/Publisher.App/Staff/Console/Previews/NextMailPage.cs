using NodaTime;
using Publisher.App.Local;
using Publisher.App.Public;
using Publisher.App.Settings;
using Publisher.App.Staff.Access;
using Publisher.App.Staff.Recorded;
using Publisher.Content;
using Publisher.Delivery;
using Publisher.Editions;
using Publisher.Rendering;
using Publisher.Staff;
using Publisher.Subscribers;

namespace Publisher.App.Staff.Console.Previews;

/// <summary>
/// What one subscriber will get next, and why; the links that open and end their subscription are theirs alone, and dead here. Their address stands in no
/// address bar and in no log: what is found is the answer to the form itself, and the frames of it name them by a word that nobody else can read or make.
/// </summary>
public sealed class NextMailPage(
    PreviewEdition previews, SubscriberList subscribers, DigestWatermarks watermarks, RhythmOffer offer, IReadOnlyList<Digest> digests, ConsolePages pages, Protector protector, AuditLog audit, PublisherSettings settings, DateTimeZone zone, TimeProvider clock)
{
    public const string Path = "/staff/subscribers/next";

    private const string Purpose = "next mail of a reader";

    /// <summary>Items that are not in the edition; more than that nobody reads.</summary>
    private const int MostOut = 60;

    public IResult Show(HttpContext context) => Page(context, "", "", []);

    public async Task<IResult> FindAsync(HttpContext context)
    {
        var (texts, asked) = (pages.TextsFor(context), context.StaffForm()["address"].ToString().Trim());
        if (Address.Parse(asked, out _) is not { } address) return Page(context, asked, texts["nextNoAddress"], []);
        var reader = await subscribers.FindAsync(SubscriberKey.Of(address), context.RequestAborted);
        if (reader is null) return Page(context, asked, texts["nextNobody"], []);
        // What somebody gets says what they care for: who looked stands in the log, before they see it.
        await audit.RecordAsync(context.Staff().Name, AuditVerbs.LookUp, RecordedReaders.TargetOf(reader.Key), "", "", context.RequestAborted);
        var mails = new List<object>();
        foreach (var digest in DigestsOf(reader)) mails.Add(await MailAsync(context, texts, digest, reader));
        return Page(context, asked, "", mails);
    }

    /// <summary>The document of a frame.</summary>
    public async Task<IResult> PartAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var named = protector.Unprotect(Purpose, query["reader"].ToString(), settings.Staff.Sessions.Life);
        if (named is not [var who, var hex] || who != context.Staff().Name) return pages.NotFound(context);
        if (await subscribers.FindAsync(SubscriberKey.FromBytes(Convert.FromHexString(hex)), context.RequestAborted) is not { } reader || digests.FirstOrDefault(each => each.Id == query["digest"].ToString()) is not { } digest) return pages.NotFound(context);
        var preview = await previews.NextAsync(digest.Id, reader, await WhenAsync(digest, context.RequestAborted), context.RequestAborted, withLinks: false);
        return preview.Message is { } message ? new PreviewDocument(EmlReader.Read(message).Html, query["scheme"].ToString(), settings) : pages.NotFound(context);
    }

    private IResult Page(HttpContext context, string asked, string fault, List<object> mails)
    {
        var texts = pages.TextsFor(context);
        return pages.Render(
            context,
            "next-mail",
            texts["navNext"],
            PageModel.Map(("action", Path), ("address", asked), ("max", $"{Address.MaxOctets}"), ("fault", fault), ("mails", mails)),
            fault.Length > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK,
            fault.Length > 0 ? texts["faultMark"] : "");
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
            ("frames", mail is null ? [] : PreviewView.Mails(texts, Path, $"&digest={Uri.EscapeDataString(digest.Id)}&reader={protector.Protect(Purpose, context.Staff().Name, reader.Key.Hex)}", reader.Language)),
            ("text", mail?.Text ?? ""),
            ("inside", Rows(Place.In)),
            ("notForThem", Rows(Place.NotForReader)),
            ("outside", outside.Take(MostOut).ToList()),
            ("more", outside.Count > MostOut ? texts.Count("nextMore", outside.Count - MostOut) : ""));
    }
}
