using System.Security.Cryptography;
using NodaTime;
using Publisher.App.Public;
using Publisher.Content;
using Publisher.Editions;
using Publisher.Rendering;

namespace Publisher.App.Staff.Console.Send;

/// <summary>What can be chosen in the form of an announcement.</summary>
/// <param name="Items">That can be announced: published and not over.</param>
/// <param name="Topics">Those that items have.</param>
/// <param name="Networks">Keys; empty for who may not let posts out.</param>
internal sealed record AnnounceChoices(IReadOnlyList<Item> Items, IReadOnlyList<string> Topics, IReadOnlyList<string> Languages, Districts Districts, IReadOnlyList<string> Networks);

/// <summary>The form of an announcement, just as it was filled in.</summary>
/// <param name="Key">Made with the form: sent twice, it is one announcement.</param>
/// <param name="Item"><c>call/2023-2</c>; empty for own words.</param>
/// <param name="At">A local moment; empty for now.</param>
internal sealed record AnnounceForm(
    string Key, string Item, string Subject, string Text, string Language, IReadOnlyList<string> Kinds, IReadOnlyList<string> Districts, IReadOnlyList<string> Topics, IReadOnlyList<string> Languages,
    IReadOnlyList<string> Channels, string At)
{
    /// <summary>The choice of own words in the list of items.</summary>
    public const string OwnWords = "";

    /// <summary>What a field's name ends with of which a page has several.</summary>
    private const string List = "[]";

    public static AnnounceForm Empty(string item) => new(NewKey(), item, "", "", Organisation.Language, [], [], [], [], [AnnouncementRequest.Mail], "");

    public static AnnounceForm Read(IFormCollection form)
    {
        return new AnnounceForm(
            One("key") is { Length: > 0 and <= 64 } key && key.All(char.IsAsciiLetterOrDigit) ? key : NewKey(),
            One("item"), One("subject"), One("text").ReplaceLineEndings("\n"), One("language"), Many("kinds"), Many("districts"), Many("topics"), Many("languages"), Many("channels"), One("at").Trim());

        string One(string name) => form[name].ToString();
        IReadOnlyList<string> Many(string name) => [.. form[name].Concat(form[name + List]).OfType<string>().Where(value => value.Length > 0).Distinct(StringComparer.Ordinal)];
    }

    public bool IsMailed => Channels.Contains(AnnouncementRequest.Mail, StringComparer.Ordinal);

    public IReadOnlyList<string> Networks => [.. Channels.Where(channel => channel != AnnouncementRequest.Mail)];

    /// <summary>The same with a key of its own: what is sent from it is another announcement.</summary>
    public AnnounceForm Anew() => this with { Key = NewKey() };

    /// <summary>The same wish has the same text.</summary>
    public string ToCanonical() => new AnnouncementRequest(
        Item.Length > 0 ? Item : null, Item.Length > 0 ? null : Subject, Item.Length > 0 ? null : Text, Language, new AudienceRequest(Kinds, Districts, Topics, Languages), Channels, At.Length > 0 ? At : null).ToCanonical();

    /// <summary>What is wanted; null where the form does not say that, and the faults do.</summary>
    /// <param name="faults">Takes the field's id and a sentence for each.</param>
    public AnnouncementWish? Read(AnnounceChoices known, DateTimeZone zone, Instant now, Strings texts, List<(string Target, string Text)> faults)
    {
        ItemRef? item = null;
        if (Item.Length > 0)
        {
            if (ItemRef.TryParse(Item, out var found)) item = found;
            else faults.Add(("item", texts["sendAnnounceNoItem"]));
        }
        else
        {
            if (Subject.Trim().Length is 0 or > AnnouncementWish.MaxSubject) faults.Add(("subject", texts.Fill("refusedSubject", ("max", $"{AnnouncementWish.MaxSubject}"))));
            if (Text.Trim().Length is 0 or > AnnouncementWish.MaxText) faults.Add(("text", texts.Fill("refusedText", ("max", $"{AnnouncementWish.MaxText}"))));
            if (!known.Languages.Contains(Language, StringComparer.Ordinal)) faults.Add(("language", texts["sendAnnounceNoLanguage"]));
            if (Networks.Count > 0) faults.Add(("channels-1", texts["sendAnnounceWordsByMail"]));
        }

        if (Channels.Count == 0) faults.Add(("channels-1", texts["sendAnnounceNoChannel"]));
        else if (Networks.Except(known.Networks, StringComparer.Ordinal).Any()) faults.Add(("channels-1", texts["sendAnnounceNetworkRole"]));
        var at = ReadAt(zone, now, texts, faults);
        var unknown = new List<Fault>();
        var audience = Audience.Read(Kinds, Districts, Topics, Languages, known.Districts, known.Topics, known.Languages, unknown);
        foreach (var fault in unknown) faults.Add(($"{fault.Field.Replace("audience.", "", StringComparison.Ordinal)}-1", texts["sendAnnounceNoSuchChoice"]));
        return faults.Count > 0 ? null : new AnnouncementWish(item, Subject, Text, Language, audience, at, Key);
    }

    /// <summary>All of it as hidden fields; the name of each that there may be several of says so.</summary>
    public IEnumerable<(string Name, string Value)> Fields =>
    [
        ("key", Key), ("item", Item), ("subject", Subject), ("text", Text), ("language", Language), ("at", At),
        .. Kinds.Select(value => ("kinds" + List, value)), .. Districts.Select(value => ("districts" + List, value)), .. Topics.Select(value => ("topics" + List, value)),
        .. Languages.Select(value => ("languages" + List, value)), .. Channels.Select(value => ("channels" + List, value)),
    ];

    /// <summary>For the form's template.</summary>
    public Dictionary<string, object?> Model(AnnounceChoices known, SendWords words, IReadOnlyList<(string Target, string Text)> faults)
    {
        var texts = words.Texts;
        return PageModel.Map(
            ("key", Key),
            ("offered", new[] { (Ref: OwnWords, Title: texts["sendAnnounceOwnWords"], Kind: "") }.Concat(known.Items.Select(item => (Ref: item.Ref.ToString(), item.Title, Kind: texts[$"kind{item.Kind}"])))
                .Select(item => (object)PageModel.Map(("value", item.Ref), ("text", item.Title), ("kind", item.Kind), ("chosen", item.Ref == Item))).ToList()),
            ("words", Item.Length == 0),
            ("subject", Subject),
            ("subjectMax", AnnouncementWish.MaxSubject),
            ("text", Text),
            ("textMax", AnnouncementWish.MaxText),
            ("tongues", known.Languages.Select(language => (object)PageModel.Map(("value", language), ("text", words.LanguageOf(language)), ("chosen", language == Language))).ToList()),
            ("groups", new List<object>
            {
                Section("kinds", ItemKinds.All.Select(kind => (kind.Key(), texts[$"sendKinds{kind}"], "")), Kinds),
                Section("districts", known.Districts.All.Select(district => (district.Slug, district.Name, "pl")), Districts),
                Section("topics", known.Topics.Select(topic => (topic, topic, "pl")), Topics),
                Section("languages", known.Languages.Select(language => (language, words.LanguageOf(language), "")), Languages),
            }.Where(section => ((List<object>)((Dictionary<string, object?>)section)["choices"]!).Count > 0).ToList()),
            ("channels", PageModel.Choices("channels", "checkbox", [(AnnouncementRequest.Mail, texts["sendChannelMail"], ""), .. known.Networks.Select(network => (network, NetworkName(network), ""))], Channels)),
            ("at", At),
            ("faults", faults.Select(fault => (object)PageModel.Map(("target", fault.Target), ("text", fault.Text))).ToList()),
            ("itemFault", FaultAt("item")), ("subjectFault", FaultAt("subject")), ("textFault", FaultAt("text")), ("languageFault", FaultAt("language")), ("channelsFault", FaultAt("channels-1")), ("atFault", FaultAt("at")));

        string FaultAt(string target) => faults.FirstOrDefault(fault => fault.Target == target).Text ?? "";

        Dictionary<string, object?> Section(string name, IEnumerable<(string Value, string Label, string Lang)> offered, IReadOnlyList<string> ticked) => PageModel.Map(
            ("legend", texts[$"sendAnnounce{Words.Capital(name)}"]),
            ("fault", FaultAt($"{name}-1")),
            ("open", ticked.Count > 0 || name == "kinds"),
            ("choices", PageModel.Choices(name, "checkbox", offered.Select(choice => (choice.Value, choice.Label, choice.Lang == texts.Language ? "" : choice.Lang)), ticked)));
    }

    public static string NetworkName(string network) => network switch { "facebook" => "Facebook", "linkedin" => "LinkedIn", "mastodon" => "Mastodon", _ => network };

    private Instant? ReadAt(DateTimeZone zone, Instant now, Strings texts, List<(string Target, string Text)> faults)
    {
        if (At.Length == 0) return null;
        if (!Moment.TryParse(At.Length > 16 ? At[..16] : At, out var moment) || moment.Time is null) faults.Add(("at", texts["sendAnnounceNoMoment"]));
        else if (moment.Begins(zone) is var at && at <= now) faults.Add(("at", texts["sendAnnouncePast"]));
        else return at;
        return null;
    }

    private static string NewKey() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
}
