using NodaTime;
using Publisher.Content;
using Publisher.Content.Editing;

namespace Publisher.Rendering;

/// <summary>The values of a change in the words of one language.</summary>
public sealed class ChangeWords(Strings strings, Districts districts, DateTimeZone zone)
{
    private readonly Words words = new(strings, zone);

    /// <returns>Old and new; empty where there is nothing. Words of people stay theirs; <see cref="FieldForm.Status"/> and <see cref="FieldForm.Language"/> stay keys, for the page to name.</returns>
    public (string Old, string New) Of(FieldChange change) => (Say(change.Form, change.Old), Say(change.Form, change.New));

    private string Say(FieldForm form, string value) => form switch
    {
        FieldForm.Moment when Moment.TryParse(value, out var moment) => words.Moment(moment),
        FieldForm.Money when FormAmount.TryParse(value, out var amount) => words.Money(amount),
        FieldForm.Districts => string.Join(", ", value.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(districts.NameOf)),
        _ => value,
    };
}
