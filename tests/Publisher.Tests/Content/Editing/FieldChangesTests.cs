using Publisher.Content;
using Publisher.Content.Editing;
using Publisher.Rendering;

namespace Publisher.Tests.Content.Editing;

public sealed class FieldChangesTests
{
    [Fact]
    public void An_item_does_not_differ_from_itself_as_it_is_stored() => Chance.Times(300, random =>
    {
        var item = RandomItems.Of(random);
        Assert.Empty(FieldChanges.Between(item, ItemTable.Deserialise(ItemTable.Serialise(item))));
    });

    [Fact]
    public void What_changed_one_way_changes_the_other_way_back() => Chance.Times(500, random =>
    {
        var (one, other) = TwoOfAKind(random);

        var there = FieldChanges.Between(one, other).Select(change => (change.Field, change.Language, change.Old, change.New, change.IsConsequential));
        var back = FieldChanges.Between(other, one).Select(change => (change.Field, change.Language, Old: change.New, New: change.Old, change.IsConsequential));
        Assert.Equal(there.Order(), back.Order());
    });

    [Fact]
    public void Every_field_of_the_form_that_is_changed_is_named_and_no_other() => Chance.Times(1000, random =>
    {
        var (old, other) = TwoOfAKind(random);
        var (before, after) = (ItemForm.Of(old), ItemForm.Of(other));
        var differing = before.Keys.Union(after.Keys, StringComparer.Ordinal)
            .Where(field => !(before.GetValueOrDefault(field) ?? [""]).SequenceEqual(after.GetValueOrDefault(field) ?? [""]))
            .Where(field => field != "id" && !field.StartsWith("translations[", StringComparison.Ordinal))
            .Select(field => field.EndsWith(".time", StringComparison.Ordinal) ? field[..^5] : field.Split('[')[0]);

        Assert.Equal(differing.Distinct().Order(StringComparer.Ordinal), FieldChanges.Between(old, other).Where(change => change.Language.Length == 0).Select(change => change.Field).Order(StringComparer.Ordinal));
    });

    [Fact]
    public void What_people_act_upon_is_what_digests_tell_as_changed() => Chance.Times(1000, random =>
    {
        var (one, other) = TwoOfAKind(random);
        Assert.Equal(ItemChanges.Matter(one, other), FieldChanges.Between(one, other).Any(change => change.IsConsequential));
    });

    [Theory]
    [InlineData("closes")]
    [InlineData("opens")]
    [InlineData("budget")]
    [InlineData("whoMayApply")]
    public void A_call_s_dates_money_and_applicants_are_what_people_act_upon(string field)
    {
        var old = Some.Call("a", "2023-05-31T15:00") with { Opens = Some.Moment("2023-05-01"), Budget = 1_000_000m, WhoMayApply = "NGO", Number = "1", Contact = "x" };
        var now = old with
        {
            Title = "Other", Number = "2", Contact = "y", Body = "z",
            Closes = field == "closes" ? Some.Moment("2023-05-31T14:00") : old.Closes,
            Opens = field == "opens" ? null : old.Opens,
            Budget = field == "budget" ? 1_250_000.50m : old.Budget,
            WhoMayApply = field == "whoMayApply" ? "" : old.WhoMayApply,
        };

        Assert.Equal(field, Assert.Single(FieldChanges.Between(old, now), change => change.IsConsequential).Field);
        Assert.Equal(["title", field, "number", "contact", "body"], FieldChanges.Between(old, now).Select(change => change.Field));
    }

    [Fact]
    public void The_same_amount_with_more_zeroes_is_written_as_it_stands_and_read_in_words()
    {
        var changes = FieldChanges.Between(Some.Call("a") with { Budget = 1_250_000m }, Some.Call("a") with { Budget = 1_250_000.5m, Closes = Some.Moment("2023-05-31T15:00"), Districts = ["stare-miasto"] });
        var words = new ChangeWords(TestProduct.Templates.StringsFor("pl"), TestProduct.Settings.Districts, Some.Zone);

        Assert.Equal([("", "31 maja 2023 r. (środa), godz. 15:00"), ("1 250 000 zł", "1 250 000,50 zł"), ("", "Stare Miasto")], changes.Select(words.Of).Select(pair => (Plain(pair.Old), Plain(pair.New))));
    }

    [Theory]
    [InlineData(ItemStatus.Published, ItemStatus.Withdrawn, true)]
    [InlineData(ItemStatus.Withdrawn, ItemStatus.Published, true)]
    [InlineData(ItemStatus.Draft, ItemStatus.Published, false)]
    [InlineData(ItemStatus.Draft, ItemStatus.Withdrawn, false)]
    public void That_a_thing_was_taken_back_is_told_and_that_it_is_new_is_no_change(ItemStatus from, ItemStatus to, bool consequential)
    {
        var change = Assert.Single(FieldChanges.Between(Some.News("a") with { Status = from }, Some.News("a") with { Status = to }));

        Assert.Equal(("status", FieldForm.Status, consequential), (change.Field, change.Form, change.IsConsequential));
    }

    [Fact]
    public void A_translation_is_compared_by_its_language_wherever_it_stands()
    {
        var old = Some.News("a") with { Translations = [new("en", "Call", "s", ""), new("uk", "Набір", "s", "")] };
        var now = old with { Translations = [new("uk", "Набір 2", "s", ""), new("de", "Aufruf", "", "")] };

        Assert.Equal(
            [("title", "uk", "Набір", "Набір 2"), ("title", "de", "", "Aufruf"), ("title", "en", "Call", ""), ("summary", "en", "s", "")],
            FieldChanges.Between(old, now).Select(change => (change.Field, change.Language, change.Old, change.New)));
    }

    private static string Plain(string text) => text.Replace('\u00A0', ' ');

    private static (Item One, Item Other) TwoOfAKind(Random random)
    {
        var one = RandomItems.Of(random);
        Item other;
        do other = RandomItems.Of(random);
        while (other.Kind != one.Kind);
        return (one, other);
    }
}
