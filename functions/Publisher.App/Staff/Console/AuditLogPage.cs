using NodaTime;
using Publisher.App.Public;
using Publisher.Content;
using Publisher.Rendering;
using Publisher.Staff;

namespace Publisher.App.Staff.Console;

/// <summary>What was done, by whom and when, the newest first.</summary>
public sealed class AuditLogPage(AuditLog audit, AuditedChanges changes, ConsolePages pages, DateTimeZone zone)
{
    public const string Path = "/staff/audit";

    /// <summary>Characters that are shown without asking.</summary>
    private const int Short = 120;

    public async Task<IResult> ShowAsync(HttpContext context)
    {
        var texts = pages.TextsFor(context);
        var words = new Words(pages.StringsFor(context), zone);
        var from = context.Request.Query["from"].ToString();
        // What broke off is read nowhere else.
        await changes.SettleAsync(context.RequestAborted);
        var page = await audit.PageAsync(from, context.RequestAborted);
        return pages.Render(context, "audit", texts["navAudit"], PageModel.Map(
            ("entries", page.Entries.Select(entry => (object)PageModel.Map(
                ("moment", words.Moment(ToMoment(entry.At))),
                ("who", entry.Who),
                ("what", Verb(texts, entry.What)),
                ("unsure", entry.IsUnsure),
                ("target", entry.Target),
                ("old", entry.Old),
                ("oldLong", entry.Old.Length > Short),
                ("new", entry.New),
                ("newLong", entry.New.Length > Short))).ToList()),
            ("newest", from.Length > 0 ? Path : ""),
            ("older", page.Next is { } next ? $"{Path}?from={Uri.EscapeDataString(next)}" : "")));
    }

    /// <summary>A verb in words; one that has none, as it was written.</summary>
    private static string Verb(Strings texts, string what)
    {
        var key = "verb" + string.Concat(what.Split('-').Select(Words.Capital));
        return texts.Has(key) ? texts[key] : what;
    }

    private Moment ToMoment(Instant at)
    {
        var local = at.InZone(zone).LocalDateTime;
        return new Moment(local.Date, new LocalTime(local.Hour, local.Minute));
    }
}
