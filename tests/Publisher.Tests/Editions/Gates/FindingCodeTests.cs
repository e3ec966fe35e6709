using Publisher.Content;
using Publisher.Editions.Gates;

namespace Publisher.Tests.Editions.Gates;

public sealed class FindingCodeTests
{
    [Fact]
    public void Whatever_is_found_of_an_item_has_a_code_and_a_field_that_its_form_has()
    {
        var item = new Event
        {
            Id = "a",
            Title = "Spotkanie",
            Summary = "Spotkanie",
            Starts = Some.Moment("2023-05-09"),
            Body = "[tutaj](https://a.example) [](https://a.example) [x](foo) ![](https://a.example/a.png) ![x](a.png) [www.a.example/b](https://a.example)\n\n## A\n\n#### B\n\n# C",
            Programme = "FEdKP 2021-202",
            Image = new ItemImage("https://example.org/IMG_20230509.jpg", "zdjęcie 1"),
            Links = [new("http://example.org/", "więcej"), new("https://example.org/", "»"), new("https://example.org/", "https://example.org/")],
            Online = "tutaj",
            OnlineUrl = "https://example.org/",
            MediaCoverage = [new("https://example.org/", "link")],
            Language = "cs",
            Translations = [new("en", "Meeting", "", "Київ Київ Київ Київ Київ Київ"), new("uk", "Spotkanie organizacji", "Spotkanie sieciujące", ""), new("de", "A", "B", new string('>', 500) + "x")],
        };
        IReadOnlyList<Item> items =
        [
            item, item with { Id = "b", Image = item.Image with { Alt = "" }, Language = "POLSKI" }, item with { Id = "c", Image = item.Image with { Alt = "plakat.jpg" } },
            new News { Id = "d", Title = "A", Summary = "B", FundingSource = "Nikt" },
        ];

        var findings = Gate.Check(items).Where(finding => finding.Item is not null).ToList();

        Assert.All(findings, finding => Assert.True(finding.Code is not null, finding.ToString()));
        Assert.All(findings, finding => Assert.Equal(FaultCodes.Blanks(finding.Code!.Value), finding.Arguments.Select(argument => argument.Blank)));
        var forms = items.SelectMany(each => Publisher.Content.Editing.ItemForm.Of(each).Keys).ToHashSet(StringComparer.Ordinal);
        Assert.All(findings, finding => Assert.Contains(finding.Field, forms));
        // Every rule has spoken.
        Assert.Equal(
            Enum.GetValues<FaultCode>().Where(code => code is >= FaultCode.PictureWithoutWords and <= FaultCode.FundingUnknown).Append(FaultCode.Missing).Append(FaultCode.NotALanguage).Order(),
            findings.Select(finding => finding.Code!.Value).Distinct().Order());
    }
}
