using Publisher.Content;
using Publisher.Editions.Gates;

namespace Publisher.Tests.Editions.Gates;

/// <summary>What shuts people out: pictures, links, headings, languages.</summary>
public sealed class AccessibilityGateTests
{
    [Fact]
    public void An_item_that_everyone_can_read_passes() => Assert.Empty(Gate.Check(
        Gate.News("## Dla kogo\n\nDla organizacji. Zobacz [regulamin szkoleń](https://example.org/r).\n\n### Kiedy\n\nW maju.\n\n## Kontakt\n\n<lgd@example.org>") with
        {
            Image = new ItemImage("https://example.org/plakat-maj.jpg", "Cztery osoby przy stole piszą na kartkach"),
            Links = [new ItemLink("https://example.org/f", "Formularz zgłoszenia"), new ItemLink("https://example.org/", "lgd.example.org")],
            Translations =
            [
                new ItemText("en", "Training for organisations", "Organisations from Toruń can join a free training.", "## For whom\n\nEveryone."),
                new ItemText("uk", "Навчання для організацій", "Організації з Торуня можуть записатися на безкоштовне навчання LGD.", ""),
            ],
            Programme = "Fundusze Europejskie dla Kujaw i Pomorza 2021–2027",
        }));

    [Theory]
    [InlineData("", "say in words what the picture shows")]
    [InlineData(" – ", "say in words")]
    [InlineData("plakat-final.JPG", "is the name of a file")]
    [InlineData("IMG_20230509_142233", "is the name of a file")]
    [InlineData("DSC01234", "is the name of a file")]
    [InlineData("spotkanie-maj", "is the name of a file")]
    [InlineData("Zdjęcie", "says that there is a picture")]
    [InlineData("zdjęcie 1", "says that there is a picture")]
    [InlineData("image", "says that there is a picture")]
    [InlineData("Фото", "says that there is a picture")]
    public void A_picture_has_to_say_what_it_shows(string alt, string sentence)
    {
        var finding = Assert.Single(Gate.Check(Gate.News() with { Image = new ItemImage("https://example.org/p/spotkanie-maj.jpg?size=2", alt) }));

        Assert.Equal((new ItemRef(ItemKind.News, "a"), "image.alt", Severity.Block), (finding.Item!.Value, finding.Field, finding.Severity));
        Assert.Contains(sentence, finding.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Zdjęcie prezydenta Torunia przy mównicy")]
    [InlineData("Toruń")]
    [InlineData("Logo programu NOWE FIO")]
    public void Words_about_the_picture_are_left_alone(string alt) =>
        Assert.Empty(Gate.Check(Gate.News() with { Image = new ItemImage("https://example.org/toruń.jpg", alt) }));

    [Theory]
    [InlineData("kliknij tutaj")]
    [InlineData("Tutaj")]
    [InlineData("» Czytaj  więcej…")]
    [InlineData("WIĘCEJ")]
    [InlineData("link")]
    [InlineData("Click here!")]
    [InlineData("read more")]
    [InlineData("тут")]
    [InlineData("https://example.org/regulamin.pdf")]
    [InlineData("www.example.org")]
    [InlineData("example.org/regulamin")]
    [InlineData("")]
    [InlineData("→")]
    public void A_link_has_to_say_where_it_leads(string text)
    {
        var link = new ItemLink("https://example.org/regulamin.pdf", text);
        var @event = Some.Event("e", "2023-05-09") with { Links = [new ItemLink("https://example.org", "Program spotkania"), link], MediaCoverage = [link], OnlineUrl = "https://example.org", Online = text };

        var findings = Gate.Check([@event, Gate.News($"Zobacz [{text}](https://example.org/regulamin.pdf).")]);

        string[] fields = text.Length > 0 ? ["links[1].text", "online", "mediaCoverage[0].text", "body"] : ["links[1].text", "mediaCoverage[0].text", "body"];
        Assert.Equal(fields, findings.Select(finding => finding.Field));
        Assert.All(findings, finding => Assert.Equal(Severity.Block, finding.Severity));
    }

    [Theory]
    [InlineData("[**tutaj**](https://example.org)", 1)]
    [InlineData("[tut&#97;j][1]\n\n[1]: https://example.org", 1)]
    [InlineData("<https://example.org/a>", 1)]
    [InlineData("[](https://example.org)", 1)]
    [InlineData("> - [`link`](https://example.org)", 1)]
    [InlineData("[Czytaj więcej o naborze](https://example.org), [Więcej o LGD](https://example.org)", 0)]
    [InlineData("kliknij tutaj, a zobaczysz `[tutaj](https://example.org)`", 0)]
    [InlineData("<biuro@example.org>", 0)]
    public void Links_in_markdown_are_found_however_they_are_written(string body, int findings) =>
        Assert.Equal(findings, Gate.Check(Gate.News(body)).Count(finding => finding.Field == "body"));

    [Fact]
    public void A_translations_fault_is_named_by_its_place()
    {
        var findings = Gate.Check(Gate.News() with { Translations = [new ItemText("en", "Training", "", "[here](https://example.org)")] });

        Assert.Equal(["translations[0].summary", "translations[0].body"], findings.Select(finding => finding.Field));
    }

    [Theory]
    [InlineData("## A\n\n#### B", "„B” jumps from level 2 to 4; begin it with ###")]
    [InlineData("## A\n\n### B\n\n## C\n\n#### D", "„D” jumps from level 2 to 4")]
    [InlineData("### A\n\n## B", "„B” is above the first one, „A”; begin the first one with ##")]
    public void Headings_do_not_leave_out_a_level(string body, string sentence)
    {
        var finding = Assert.Single(Gate.Check(Gate.News(body)));

        Assert.Equal(("body", Severity.Block), (finding.Field, finding.Severity));
        Assert.Contains(sentence, finding.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_body_may_begin_at_any_level() => Assert.Empty(Gate.Check(
        [Gate.News("# A\n\n## B"), Gate.News("### C\n\n#### D") with { Id = "b" }, Gate.News("no heading") with { Id = "c" }]));

    [Theory]
    [InlineData("pl", "Навчання для громадських організацій", "is „pl”, but the text is in Cyrillic letters")]
    [InlineData("en", "Навчання для громадських організацій", "is „en”, but the text is in Cyrillic letters")]
    [InlineData("uk", "Szkolenia dla organizacji pozarządowych", "is „uk”, but the text is in Latin letters")]
    [InlineData("", "Szkolenia dla organizacji pozarządowych", "„” is not a language; write its two letters")]
    [InlineData("deutsch", "Schulungen für alle Vereine der Stadt", "„deutsch” is not a language")]
    public void A_text_is_marked_as_what_it_is(string language, string title, string sentence)
    {
        var marked = Gate.News() with { Language = language, Title = title, Summary = title + "." };
        var finding = Assert.Single(Gate.Check(marked), finding => finding.Field == "language");
        Assert.Contains(sentence, finding.Text, StringComparison.Ordinal);

        var translated = Gate.News() with { Translations = [new ItemText(language, title, title + ".", "")] };
        Assert.Single(Gate.Check(translated), finding => finding.Field == "translations[0].language");
    }

    [Fact]
    public void A_language_that_the_installation_lacks_is_shown_to_somebody_and_stops_nothing()
    {
        var german = new ItemText("de", "Schulungen für alle Vereine der Stadt", "Die Vereine können sich anmelden.", "");
        var findings = Gate.Check(
            Gate.News() with { Translations = [german] },
            Gate.News() with { Id = "b", Language = "de", Title = german.Title, Summary = german.Summary });

        Assert.Equal([("translations[0].language", Severity.Warn), ("language", Severity.Warn)], findings.Select(finding => (finding.Field, finding.Severity)));
        Assert.Contains("„de” is not a language of this installation, so nobody is shown this translation; its languages are en, pl, uk", findings[0].Text, StringComparison.Ordinal);
        Assert.Contains("who gets no translation is shown the text in „de”", findings[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_in_another_script_blocks_whether_the_installation_has_its_language_or_not() =>
        Assert.Contains(
            Gate.Check(Gate.News() with { Language = "de", Title = "Навчання для громадських організацій", Summary = "Організації можуть записатися." }), finding => (finding.Field, finding.Severity) == ("language", Severity.Block));

    [Theory]
    [InlineData("[Zadzwoń do nas](tel:+48123456789)", "the link „Zadzwoń do nas” leads to „tel:+48123456789”, which opens nothing from a mail")]
    [InlineData("[Regulamin naboru](/regulamin)", "leads to „/regulamin”")]
    [InlineData("[Regulamin naboru](regulamin.pdf)", "leads to „regulamin.pdf”")]
    [InlineData("[Regulamin naboru]()", "leads to „”")]
    [InlineData("[Regulamin naboru](javascript:alert(1))", "leads to „javascript:alert(1)”")]
    [InlineData("[Napisz do nas](mailto:biuro)", "leads to „mailto:biuro”")]
    [InlineData("<tel:+48123456789>", "leads to „tel:+48123456789”")]
    [InlineData("![Plakat naboru](plakat.png)", "the picture „Plakat naboru” is at „plakat.png”, which is no full web address; put the picture into the field image")]
    [InlineData("![](https://example.org/plakat.png)", "the picture https://example.org/plakat.png has no words")]
    public void A_body_whose_link_opens_nothing_is_stopped(string body, string sentence)
    {
        var finding = Assert.Single(Gate.Check(Gate.News(body)));

        Assert.Equal(("body", Severity.Block), (finding.Field, finding.Severity));
        Assert.Contains(sentence, finding.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[Napisz do nas](mailto:biuro@example.org)")]
    [InlineData("<mailto:biuro@example.org>")]
    [InlineData("![Plakat naboru na 2023 rok](https://example.org/plakat.png)")]
    public void A_body_may_lead_to_a_mailbox_and_to_a_picture(string body) => Assert.Empty(Gate.Check(Gate.News(body)));

    [Fact]
    public void A_link_that_is_not_encrypted_is_shown_to_somebody()
    {
        var link = new ItemLink("http://example.org/r", "Regulamin szkoleń");
        var findings = Gate.Check(Some.Event("e", "2023-05-09") with { Links = [link], Registration = "HTTP://example.org", MediaCoverage = [link] });

        Assert.Equal(["links[0].url", "registration", "mediaCoverage[0].url"], findings.Select(finding => finding.Field));
        Assert.All(findings, finding => Assert.Equal(Severity.Warn, finding.Severity));
    }

    [Theory]
    [InlineData("uk", "LGD", "LGD „Dla Miasta Torunia” запрошує на зустріч усіх мешканців міста.")]
    [InlineData("pl", "Тут", "Kurs.")]
    [InlineData("pl", "Spotkanie „Ласкаво просимо”", "Zapraszamy mieszkańców na spotkanie w świetlicy na Rubinkowie.")]
    [InlineData("uk", "Навчання", "Запис на навчання.", "[Запис на навчання для організацій](https://example.org/a-very-long-address-with-many-latin-letters-in-it)")]
    public void Names_addresses_and_a_few_words_of_another_script_are_no_fault(string language, string title, string summary, string body = "") =>
        Assert.Empty(Gate.Check(Gate.News(body) with { Language = language, Title = title, Summary = summary }));
}
