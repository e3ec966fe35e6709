using NodaTime;

namespace Publisher.Content;

/// <summary>What an item has to be before anyone may read it. Pure; names every fault by its field.</summary>
public static class ItemRules
{
    /// <summary>Characters. A title has to fit a subject line and a heading.</summary>
    public const int MaxTitle = 200;

    /// <summary>Characters. Longer is no summary; a post to a network carries it whole.</summary>
    public const int MaxSummary = 600;

    /// <summary>Characters, so that the item's row stays below a table string's 32,768.</summary>
    public const int MaxBody = 20_000;

    /// <summary>UTF-16 units of an item in its row (Table service: 64 KiB a property).</summary>
    private const int MaxStored = 32_768;

    private const int MaxLine = 500;
    private const int MaxList = 50;

    /// <summary>Złoty; above it the number was typed wrongly.</summary>
    private const decimal MaxBudget = 100_000_000_000m;

    public static IReadOnlyList<ItemFault> Check(Item item, DateTimeZone zone)
    {
        var faults = new List<ItemFault>();
        CheckCommon(item, faults);
        switch (item)
        {
            case Call call: CheckCall(call, zone, faults); break;
            case Event @event: CheckEvent(@event, zone, faults); break;
            case News news:
                Line("project", news.Project, faults);
                Line("fundingSource", news.FundingSource, faults);
                break;
        }

        // Only now: what is wrong by itself has been named more precisely.
        if (faults.Count == 0 && ItemTable.Serialise(item).Length is var size and > MaxStored)
            faults.Add(ItemFault.Of("body", FaultCode.TooLarge, $"is too large with all the other texts and links of the item: {size} characters as stored; {MaxStored} is the most", $"{size}", $"{MaxStored}"));
        return faults;
    }

    private static void CheckCommon(Item item, List<ItemFault> faults)
    {
        if (item.Id.Length > 0 && !Slug.IsValid(item.Id))
            faults.Add(ItemFault.Of("id", FaultCode.NotASlug, $"„{item.Id}” cannot be a link's name; use lower-case letters, digits and single hyphens, such as „{Example(item)}”", item.Id, Example(item)));
        Line("title", item.Title, faults, MaxTitle);
        Text("summary", item.Summary, MaxSummary, faults);
        Text("body", item.Body, MaxBody, faults);
        Line("note", item.Note, faults);
        Line("programme", item.Programme, faults);
        Language("language", item.Language, faults);
        CheckTranslations(item, faults);
        if (item.Image is { } image)
        {
            Url("image.url", image.Url, faults, secure: true);
            Line("image.alt", image.Alt, faults);
        }

        for (var at = 0; at < item.Links.Count; at++) Link($"links[{at}]", item.Links[at], faults);
        Count("links", item.Links.Count, faults);
        Count("topics", item.Topics.Count, faults);
        foreach (var topic in item.Topics) Line("topics", topic, faults, Slug.MaxLength);
    }

    private static void CheckTranslations(Item item, List<ItemFault> faults)
    {
        Count("translations", item.Translations.Count, faults);
        for (var at = 0; at < item.Translations.Count; at++)
        {
            var (field, text) = ($"translations[{at}]", item.Translations[at]);
            Language($"{field}.language", text.Language, faults);
            if (text.Language == item.Language || item.Translations.Take(at).Any(other => other.Language == text.Language))
                faults.Add(ItemFault.Of($"{field}.language", FaultCode.LanguageTwice, $"„{text.Language}” is there already; each language is given once", text.Language));
            Line($"{field}.title", text.Title, faults, MaxTitle);
            Text($"{field}.summary", text.Summary, MaxSummary, faults);
            Text($"{field}.body", text.Body, MaxBody, faults);
        }
    }

    private static void Language(string field, string language, List<ItemFault> faults)
    {
        if (language is not { Length: 2 } || !language.All(char.IsAsciiLetterLower))
            faults.Add(ItemFault.Of(field, FaultCode.NotALanguage, $"„{language}” is not a language; write its two letters: pl, en, uk", language, "pl, en, uk"));
    }

    private static void CheckCall(Call call, DateTimeZone zone, List<ItemFault> faults)
    {
        foreach (var (field, text) in ((string, string)[])
            [("number", call.Number), ("priority", call.Priority), ("contact", call.Contact)])
            Line(field, text, faults);
        Text("whoMayApply", call.WhoMayApply, MaxSummary, faults);
        foreach (var type in call.ProjectTypes) Text("projectTypes", type, MaxSummary, faults);
        Count("projectTypes", call.ProjectTypes.Count, faults);
        if (call.Results is { } results)
        {
            Text("results.summary", results.Summary, MaxSummary, faults);
            Url("results.url", results.Url, faults);
        }

        if (call.Budget is <= 0 or > MaxBudget)
            faults.Add(ItemFault.Of("budget", FaultCode.NotPositive, "is an amount in złoty, more than 0"));
        if (call is { Opens: { } opens, Closes: { } closes } && closes.Ends(zone) <= opens.Begins(zone))
            faults.Add(ItemFault.Of("closes", FaultCode.ClosesTooEarly, $"{closes} is not after the opening, {opens}", $"{closes}", $"{opens}"));
    }

    private static void CheckEvent(Event item, DateTimeZone zone, List<ItemFault> faults)
    {
        foreach (var (field, text) in ((string, string)[])[("venue", item.Venue), ("address", item.Address), ("online", item.Online)])
            Line(field, text, faults);
        if (item.Ends is { } ends && ends.Ends(zone) <= item.Starts.Begins(zone))
            faults.Add(ItemFault.Of("ends", FaultCode.EndsTooEarly, $"{ends} is not after the start, {item.Starts}", $"{ends}", $"{item.Starts}"));
        foreach (var (field, url) in ((string, string)[])
            [("onlineUrl", item.OnlineUrl), ("registration", item.Registration), ("photoReport", item.PhotoReport)])
            if (url.Length > 0) Url(field, url, faults);
        for (var at = 0; at < item.MediaCoverage.Count; at++) Link($"mediaCoverage[{at}]", item.MediaCoverage[at], faults);
        Count("mediaCoverage", item.MediaCoverage.Count, faults);
        Count("organisers", item.Organisers.Count, faults);
        foreach (var organiser in item.Organisers) Line("organisers", organiser, faults);
    }

    private static void Link(string field, ItemLink link, List<ItemFault> faults)
    {
        Url(field + ".url", link.Url, faults);
        Line(field + ".text", link.Text, faults);
    }

    private static void Url(string field, string url, List<ItemFault> faults, bool secure = false)
    {
        if (url.Length > 0 && !WebAddress.IsValid(url, secure))
            faults.Add(ItemFault.Of(
                field, secure ? FaultCode.NotASecureAddress : FaultCode.NotAnAddress, $"„{url}” is not a full web address; write it from its {(secure ? "https://" : "https:// or http://")} on", url));
    }

    private static void Line(string field, string text, List<ItemFault> faults, int longest = MaxLine)
    {
        if (text.Any(char.IsControl)) faults.Add(ItemFault.Of(field, FaultCode.LineBreak, "has a line break or another control character in it; keep it on one line"));
        Length(field, text, longest, faults);
    }

    /// <summary>Words that may go over several lines.</summary>
    private static void Text(string field, string text, int longest, List<ItemFault> faults)
    {
        if (text.Any(static c => char.IsControl(c) && c is not ('\n' or '\r' or '\t'))) faults.Add(ItemFault.Of(field, FaultCode.ControlCharacter, "has a control character in it; write it again from the keyboard"));
        Length(field, text, longest, faults);
    }

    private static void Length(string field, string text, int longest, List<ItemFault> faults)
    {
        if (text.Length > longest) faults.Add(ItemFault.Of(field, FaultCode.TooLong, $"has {text.Length} characters; {longest} is the most", $"{text.Length}", $"{longest}"));
    }

    private static void Count(string field, int count, List<ItemFault> faults)
    {
        if (count > MaxList) faults.Add(ItemFault.Of(field, FaultCode.TooMany, $"has {count} entries; {MaxList} is the most", $"{count}", $"{MaxList}"));
    }

    private static string Example(Item item) => Slug.Of(item.Id) is { Length: > 0 } slug ? slug : Slug.Of(item.Title) is { Length: > 0 } title ? title : "nabor-2-2023";
}
