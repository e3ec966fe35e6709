using NodaTime;
using Publisher.App.Public;
using Publisher.Content;
using Publisher.Editions;
using Publisher.Editions.Gates;
using Publisher.Rendering;

namespace Publisher.App.Staff.Console.Send;

/// <summary>States, moments, findings and refusals of what is sent, in the words of one language.</summary>
internal sealed class SendWords(Strings texts, Strings strings, Districts districts, DateTimeZone zone)
{
    private readonly Words words = new(strings, zone);

    public Strings Texts => texts;

    /// <summary>What is said to whoever has just sent something that is still there: the key of its sentence; null where it is not.</summary>
    /// <param name="isAsked">Whether a second person was asked.</param>
    public static string? WaitingOf(Edition sent, bool isAsked, Instant now) => sent.State != EditionState.Scheduled ? null
        : isAsked ? "sendDoneAsked"
        : sent.Due > now ? "sendDoneScheduled"
        : sent.IsLeaving(now) ? "sendDonePlanning" : "sendDoneWaits";

    /// <summary>As readers see it.</summary>
    public Words Words => words;

    public Strings Strings => strings;

    /// <summary>"6 maja 2023 r. (sobota), godz. 12:00"; empty for null.</summary>
    public string Moment(Instant? at) => at is { } some ? words.Moment(Local(some)) : "";

    /// <summary>"w poniedziałek 8 maja 2023 r., za 6 dni, o 8:00".</summary>
    public string Countdown(Instant at, Instant now)
    {
        var local = at.InZone(zone).LocalDateTime;
        return texts.Fill(
            "sendNextAt",
            ("weekday", texts.List("sendOnDays")[(int)local.DayOfWeek - 1]),
            ("day", $"{local.Day}"),
            ("month", strings.List("months")[local.Month - 1]),
            ("relative", words.Relative(Math.Max(0, words.DaysTo(local.Date, now)))),
            ("hour", $"{local.Hour}:{local.Minute:00}"));
    }

    public string StateOf(Edition edition) => texts[$"sendEdition{edition.State}"];

    public static string BadgeOf(EditionState state) => state switch
    {
        EditionState.Sent => "good",
        EditionState.Sending => "calm",
        EditionState.Paused => "warn",
        EditionState.Scheduled => "calm",
        EditionState.Draft => "warn",
        _ => "off",
    };

    /// <summary>"wydanie biuletynu", "ogłoszenie".</summary>
    public string KindOf(Edition edition) =>
        edition.IsAnnouncement ? texts["sendAnnouncement"] : edition.IsReminder ? texts["sendReminder"] : edition.IsCorrection ? texts["sendCorrection"] : DigestOf(edition.Rhythm ?? Rhythm.Weekly);

    public string DigestOf(Rhythm rhythm) => texts[$"digest{rhythm}"];

    /// <summary>What it is called among staff: what it says, or, before it says anything, which one it is.</summary>
    public string TitleOf(Edition edition) => edition.Subject.Length > 0 ? edition.Subject : edition.Heading.Length > 0 ? edition.Heading : NameOf(edition);

    /// <summary>"Biuletyn nr 12, 8 maja 2023 r. (poniedziałek)", by when it began or is to begin.</summary>
    public string NameOf(Edition edition)
    {
        var (kind, day) = (Words.Capital(KindOf(edition)), words.Date((edition.Started ?? edition.Due ?? edition.CutOff).InZone(zone).Date));
        return edition.Rhythm is null
            ? texts.Fill("sendEditionName", ("kind", kind), ("day", day))
            : texts.Fill("sendEditionNumbered", ("kind", kind), ("number", edition.Number.ToString(System.Globalization.CultureInfo.InvariantCulture)), ("day", day));
    }

    /// <summary>Whom it is for: "Rubinkowo; nabory"; empty for everyone.</summary>
    public string AudienceOf(Audience audience) => string.Join("; ", ((IEnumerable<string>[])
    [
        audience.Kinds.Select(kind => texts[$"sendKinds{kind}"]),
        audience.Districts.Select(districts.NameOf),
        audience.Topics,
        audience.Languages.Select(LanguageOf),
    ]).Where(names => names.Any()).Select(names => string.Join(", ", names)));

    public string LanguageOf(string language) => ConsoleWords.LanguageName(texts, language);

    /// <summary>"około 40 minut", "około 3 godzin".</summary>
    public string Length(Duration length) => length < Duration.FromMinutes(90)
        ? texts.Count("sendMinutes", Math.Max(1, (int)Math.Ceiling(length.TotalMinutes)))
        : texts.Count("sendHours", (int)Math.Round(length.TotalHours));

    /// <summary>What was refused, in this language where the product says what it is.</summary>
    public string Of(Fault fault)
    {
        var key = fault.Code.Length > 0 ? $"refused{Words.Capital(fault.Code)}" : "";
        return key.Length > 0 && texts.Has(key) ? texts.Fill(key, [.. fault.Arguments]) : Words.Capital(fault.Text);
    }

    public string Of(RefusedException refusal) => string.Join(" ", refusal.Faults.Select(Of));

    /// <summary>A finding with the way to the field that it is about.</summary>
    /// <param name="titles">Of the items.</param>
    public Dictionary<string, object?> Of(Finding finding, Func<ItemRef, string> titles) => PageModel.Map(
        ("blocks", finding.Severity == Severity.Block),
        ("label", texts[finding.Severity == Severity.Block ? "sendFindingBlocks" : "sendFindingLook"]),
        ("title", finding.Item is { } item ? titles(item) : ""),
        ("url", finding.Item is { } target && target.Id.Length > 0 && !target.Id.StartsWith(Edition.Announcement + "-text-", StringComparison.Ordinal) ? ItemUrl(target, finding.Field) : ""),
        ("field", finding.Field),
        ("text", Sentence(finding)));

    public string Sentence(Finding finding)
    {
        if (finding.Code is not { } code) return finding.Text;
        // The words of the item's own form say it, where it has any.
        var key = $"fault{code}";
        // What may have been meant is asked only where there is something.
        if (finding.Arguments.Any(argument => argument is { Blank: "near", Value.Length: > 0 }) && texts.Has(key + "Near")) key += "Near";
        return texts.Has(key) ? texts.Fill(key, [.. finding.Arguments]) : finding.Text;
    }

    public static string ItemUrl(ItemRef item, string field = "") => $"/staff/items/{item}{(field.Length > 0 ? $"#{FieldId(field)}" : "")}";

    /// <summary><c>links[0].text</c> as the id of its input in the item's form: <c>f-links-0--text</c>.</summary>
    private static string FieldId(string field) => "f-" + string.Concat(field.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));

    private Moment Local(Instant at)
    {
        var local = at.InZone(zone).LocalDateTime;
        return new Moment(local.Date, new LocalTime(local.Hour, local.Minute));
    }
}

/// <summary>Makes the words of who asks.</summary>
public sealed class SendWordsOf(ConsolePages pages, Districts districts, DateTimeZone zone)
{
    internal SendWords For(HttpContext context) => new(pages.TextsFor(context), pages.StringsFor(context), districts, zone);
}
