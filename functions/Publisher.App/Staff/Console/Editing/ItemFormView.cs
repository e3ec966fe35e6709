using Publisher.App.Public;
using Publisher.Content;
using Publisher.Content.Editing;
using Publisher.Content.Pictures;
using Publisher.Rendering;

namespace Publisher.App.Staff.Console.Editing;

/// <summary>The form of an item for its template. Every map of a field has every name, for a template may ask for no other. Pure.</summary>
/// <param name="topics">In use, to choose from.</param>
/// <param name="languages">That readers have.</param>
internal sealed class ItemFormView(FormState form, Strings texts, Words words, Districts districts, Programmes programmes, IReadOnlyList<string> topics, IReadOnlyList<string> languages)
{
    /// <summary>Empty fields for topics, beside those that are filled in.</summary>
    private const int SpareTopics = 2;

    private readonly FaultWords faultWords = new(texts, words);

    public List<object> Parts() => [.. ItemFields.Of(form.Kind).Select(part => (object)PageModel.Map(
        ("id", FieldSpec.Id(part.Key)),
        ("title", texts[part.Key]),
        ("folded", part.Folded),
        ("open", part.Fields.Any(field => HasFault(field) || IsFilled(field))),
        ("fields", part.Fields.Select(field => (object)Field(field)).ToList())))];

    /// <summary>For the summary above the form, in its order: each leads to its field.</summary>
    public List<object> Faults(IEnumerable<ItemFault> faults) => [.. faults.OrderBy(fault => PlaceOf(fault.Field)).Select(fault => (object)PageModel.Map(
        ("target", fault.Field.Length == 0 ? "item-form" : FieldSpec.Id(fault.Field)),
        ("text", $"{faultWords.NameOf(fault.Field)}: {faultWords.Of(fault)}")))];

    private Dictionary<string, object?> Field(FieldSpec field)
    {
        var map = Simple(field.Name, texts["field" + FieldSpec.Key(field.Name)], field.Hint ? texts["hint" + FieldSpec.Key(field.Name)] : "", field.Max);
        map["half"] = field.Half;
        map["shape"] = field.Shape.ToString();
        // One of these is true: templates cannot compare.
        foreach (var shape in Enum.GetValues<FieldShape>()) map["is" + shape] = field.Shape == shape;
        map["isLine"] = field.Shape is FieldShape.Line or FieldShape.Address;
        map["isArea"] = field.Shape is FieldShape.Area or FieldShape.Lines;
        map["isSelect"] = field.Shape is FieldShape.Programme or FieldShape.Language;
        map["isAddress"] = field.Shape == FieldShape.Address;
        map["rows"] = field.Shape == FieldShape.Links ? LinkRows(field.Name) : [];
        map["choices"] = field.Shape switch
        {
            FieldShape.Districts => PageModel.Choices(field.Name, "checkbox", districts.All.Select(district => (district.Slug, district.Name, "")), form.Values(field.Name)),
            FieldShape.Programme => Options([.. programmes.All.Select(programme => (programme.Name, programme.Name))], texts["programmeNone"], form.Text(field.Name)),
            FieldShape.Language => Options([.. languages.Select(code => (code, ConsoleWords.LanguageName(texts, code)))], null, form.Text(field.Name) is { Length: > 0 } code ? code : "pl"),
            _ => [],
        };
        map["topics"] = field.Shape == FieldShape.Topics ? Topics() : [];
        map["inUse"] = field.Shape == FieldShape.Topics ? topics.Select(topic => (object)topic).ToList() : [];
        map["time"] = field.Shape == FieldShape.Moment ? Time(field.Name) : null;
        map["picture"] = field.Shape == FieldShape.Picture ? Picture() : null;
        map["translations"] = field.Shape == FieldShape.Translations ? TranslationRows() : [];
        return map;
    }

    /// <summary>What a field of any shape has.</summary>
    private Dictionary<string, object?> Simple(string name, string label, string hint, int max = 0)
    {
        var (id, value) = (FieldSpec.Id(name), form.Text(name));
        var fault = string.Join(" ", form.Faults.Where(fault => fault.Field == name).Select(faultWords.Of));
        var isAsked = fault.Length > 0 && form.Faults.Where(each => each.Field == name).All(each => each.IsQuestion);
        return PageModel.Map(
            ("name", name),
            ("id", id),
            ("label", label),
            ("hint", hint),
            ("value", value),
            ("fault", fault),
            ("asked", isAsked),
            ("describedBy", string.Join(' ', ((string[])[hint.Length > 0 ? $"{id}-hint" : "", fault.Length > 0 ? $"{id}-fault" : "", max > 0 ? $"{id}-count" : ""]).Where(part => part.Length > 0))),
            ("max", max),
            ("count", max > 0 ? texts.Fill("countOf", ("n", $"{value.Length}"), ("max", $"{max}")) : ""));
    }

    private Dictionary<string, object?> Time(string name)
    {
        var (day, hour) = (form.Text(name), form.Text(name + ".time"));
        var isRead = day.Length == 0 || NodaTime.Text.LocalDatePattern.Iso.Parse(day).Success;
        var isHour = hour.Length == 0 || NodaTime.Text.LocalTimePattern.CreateWithInvariantCulture("HH':'mm").Parse(hour).Success;
        return PageModel.Map(
            ("name", name + ".time"),
            ("id", FieldSpec.Id(name + ".time")),
            ("value", hour),
            // A browser's own date field would swallow what is no date; it was typed all the same.
            ("dayType", isRead ? "date" : "text"),
            ("hourType", isHour ? "time" : "text"),
            ("said", Moment.TryParse(hour.Length > 0 ? $"{day}T{hour}" : day, out var moment) ? name is "closes" or "ends" ? words.End(moment) : words.Moment(moment) : ""));
    }

    private List<object> LinkRows(string list)
    {
        var count = form.Rows(list);
        return [.. Enumerable.Range(0, count + form.Spare).Select(at => (object)PageModel.Map(
            ("legend", texts.Fill("rowOf", ("list", faultWords.Label(list)), ("row", $"{at + 1}"))),
            ("url", Simple($"{list}[{at}].url", faultWords.Label($"{list}.url"), "")),
            ("text", Simple($"{list}[{at}].text", faultWords.Label($"{list}.text"), ""))))];
    }

    private List<object> Topics()
    {
        List<string> chosen = [.. form.Values("topics").SelectMany(value => value.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];
        return [.. chosen.Concat(Enumerable.Repeat("", SpareTopics)).Select((topic, at) => (object)PageModel.Map(
            ("id", at == 0 ? FieldSpec.Id("topics") : $"{FieldSpec.Id("topics")}-{at}"),
            ("label", texts.Fill("rowOf", ("list", texts["fieldTopic"]), ("row", $"{at + 1}"))),
            ("value", topic)))];
    }

    private Dictionary<string, object?> Picture() => PageModel.Map(
        ("url", Simple("image.url", texts["fieldImageUrl"], "")),
        ("alt", Simple("image.alt", texts["fieldImageAlt"], texts["hintImageAlt"])),
        ("file", Simple("image.file", texts["fieldImageFile"], texts.Fill("hintImageFile", ("max", $"{PictureFile.MaxSize / 1024 / 1024}")))),
        // Shown only where a browser may fetch it.
        ("shown", WebAddress.IsValid(form.Text("image.url"), secure: true) ? form.Text("image.url") : ""));

    private List<object> TranslationRows()
    {
        var own = form.Text("language") is { Length: > 0 } language ? language : "pl";
        var given = Enumerable.Range(0, form.Rows("translations")).Select(at => form.Text($"translations[{at}].language")).ToList();
        List<string> all = [.. given, .. languages.Where(code => code != own && !given.Contains(code, StringComparer.Ordinal))];
        return [.. all.Select((code, at) => (object)PageModel.Map(
            ("title", ConsoleWords.LanguageName(texts, code)),
            ("code", code),
            ("name", $"translations[{at}].language"),
            ("languageFault", string.Join(" ", form.Faults.Where(fault => fault.Field == $"translations[{at}].language").Select(faultWords.Of))),
            ("id", FieldSpec.Id($"translations[{at}].language")),
            ("open", at < given.Count),
            ("heading", Simple($"translations[{at}].title", texts["fieldTitle"], "", ItemRules.MaxTitle)),
            ("summary", Simple($"translations[{at}].summary", texts["fieldSummary"], "", ItemRules.MaxSummary)),
            ("body", Simple($"translations[{at}].body", texts["fieldBody"], ""))))];
    }

    /// <param name="none">What choosing nothing is called; null where something has to be chosen.</param>
    private static List<object> Options(List<(string Value, string Text)> offered, string? none, string chosen)
    {
        if (none is not null) offered.Insert(0, ("", none));
        // What the item has and the settings have not (any more) stays, until somebody chooses another.
        if (offered.TrueForAll(option => option.Value != chosen)) offered.Add((chosen, chosen));
        return [.. offered.Select(option => (object)PageModel.Map(("value", option.Value), ("text", option.Text), ("chosen", option.Value == chosen)))];
    }

    private bool HasFault(FieldSpec field) => form.Faults.Any(fault => IsOf(field, fault.Field));

    private static bool IsOf(FieldSpec field, string name) =>
        name == field.Name || name.StartsWith(field.Name + "[", StringComparison.Ordinal) || name.StartsWith(field.Name + ".", StringComparison.Ordinal);

    private int PlaceOf(string name) => ItemFields.Of(form.Kind).SelectMany(part => part.Fields).TakeWhile(field => !IsOf(field, name)).Count();

    private bool IsFilled(FieldSpec field) => field.Shape switch
    {
        FieldShape.Language => form.Text(field.Name) is not ("" or "pl"),
        FieldShape.Links or FieldShape.Translations => form.Rows(field.Name) > 0,
        _ => form.Values(field.Name).Any(value => value.Length > 0),
    };
}
