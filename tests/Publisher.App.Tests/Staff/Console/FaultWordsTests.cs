using Publisher.App.Staff.Console.Editing;
using Publisher.Content;
using Publisher.Content.Editing;
using Publisher.Rendering;
using Publisher.Social;
using Publisher.Testing;

namespace Publisher.App.Tests.Staff.Console;

/// <summary>Whatever the product can say of an item, the console says in its languages.</summary>
public sealed class FaultWordsTests
{
    public static TheoryData<string> Languages => [.. TestProduct.Templates.ConsoleLanguages];

    [Theory]
    [MemberData(nameof(Languages))]
    public void Every_fault_is_a_sentence_with_all_its_values(string language)
    {
        var texts = TestProduct.Templates.TextsFor(language);
        var words = new FaultWords(texts, new Words(TestProduct.Templates.StringsFor(language), Some.Zone));
        foreach (var code in Enum.GetValues<FaultCode>())
        {
            foreach (var near in (string[])["", "Rubinkowo"])
            {
                var values = FaultCodes.Blanks(code).Select((blank, at) => (blank, blank == "near" ? near : $"<{at}>")).ToList();
                var said = words.Of(code, values);
                Assert.Matches("^[^ ].*([.?]|<[0-9]>)$", said);
                // What the person wrote is quoted back to them, unless there is a better word for it.
                if (FaultCodes.Blanks(code) is ["value", ..]) Assert.Contains("<0>", said, StringComparison.Ordinal);
                if (near.Length > 0 && FaultCodes.Blanks(code).Contains("near")) Assert.Contains(near, said, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Every_field_of_every_form_and_every_change_of_it_has_a_name(string language)
    {
        var texts = TestProduct.Templates.TextsFor(language);
        var words = new FaultWords(texts, new Words(TestProduct.Templates.StringsFor(language), Some.Zone));
        foreach (var kind in ItemKinds.All)
        {
            foreach (var part in ItemFields.Of(kind))
            {
                Assert.True(texts.Has(part.Key), part.Key);
                Assert.All(part.Fields, field => Assert.NotEqual(field.Name, words.Label(field.Name)));
                Assert.All(part.Fields.Where(field => field.Hint), field => Assert.True(texts.Has("hint" + FieldSpec.Key(field.Name)), field.Name));
            }
        }

        foreach (var field in (string[])["status", "image.url", "image.alt", "links[0].url", "mediaCoverage[2].text", "translations[1].title", "translations[0].language", "results.url"])
            Assert.DoesNotContain('[', words.NameOf(field));
        foreach (var state in Enum.GetValues<PostState>()) Assert.True(texts.Has($"post{state}"), $"post{state}");
        foreach (var urgency in Enum.GetValues<Publisher.Board.Urgency>()) Assert.True(texts.Has($"board{urgency}"), $"board{urgency}");
        foreach (var action in Enum.GetValues<EditAction>()) Assert.True(texts.Has($"said{action}") && texts.Has($"do{action}"), $"{action}");
    }

    [Fact]
    public void Every_field_that_a_form_can_post_is_somewhere_in_it()
    {
        foreach (var kind in ItemKinds.All)
        {
            var shown = ItemFields.Of(kind).SelectMany(part => part.Fields).Select(field => field.Name).ToHashSet(StringComparer.Ordinal);
            var posted = new ItemForm(Districts.None, Some.Zone, TimeProvider.System).Read(kind, new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)).Fields.Keys
                .Where(name => name != "id" && !name.EndsWith(".time", StringComparison.Ordinal)).Select(name => name.StartsWith("image.", StringComparison.Ordinal) ? "image" : name);
            Assert.Empty(posted.Where(name => !shown.Contains(name)).Distinct());
        }
    }
}
