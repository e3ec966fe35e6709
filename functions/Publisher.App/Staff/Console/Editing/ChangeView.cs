using Publisher.App.Public;
using Publisher.Content;
using Publisher.Content.Editing;
using Publisher.Rendering;

namespace Publisher.App.Staff.Console.Editing;

/// <summary>What is different between two versions of an item, for templates: <c>label</c>, <c>old</c>, <c>now</c>, <c>weighty</c>. Pure.</summary>
internal sealed class ChangeView(Strings texts, Words words, FaultWords names, Districts districts)
{
    public List<object> Of(IReadOnlyList<FieldChange> changes) => [.. changes.Select(change => (object)PageModel.Map(
        ("label", change.Language.Length > 0 ? $"{names.Label(change.Field)} ({ConsoleWords.LanguageName(texts, change.Language)})" : names.Label(change.Field)),
        ("old", Shown(change.Form, change.Old)),
        ("now", Shown(change.Form, change.New)),
        ("weighty", change.IsConsequential)))];

    private string Shown(FieldForm form, string value) => value.Length == 0 ? "" : form switch
    {
        FieldForm.Moment => Moment.TryParse(value, out var moment) ? words.Moment(moment) : value,
        FieldForm.Money => FormAmount.TryParse(value, out var amount) ? words.Money(amount) : value,
        FieldForm.Districts => string.Join(", ", value.Split('\n').Select(districts.NameOf)),
        FieldForm.Status => texts["status" + Words.Capital(value)],
        FieldForm.Language => ConsoleWords.LanguageName(texts, value),
        _ => value,
    };
}
