using Publisher.Content;
using Publisher.Rendering;

namespace Publisher.Tests.Rendering;

public sealed class HostileContentTests
{
    private const string Nasty = "<script>alert(1)</script> {{t \"web\"}} {{{x}}} \uE000sunsubscribe\uE001 \uE000/\uE001 & \"quoted\" 'q' 😀 \u202Eright\u202C {n}";

    [Fact]
    public void Whatever_stands_in_an_item_is_shown_as_words()
    {
        var mail = Rendered.Merge([Item(Nasty)], Some.Subscriber("jan@example.org", name: Nasty));

        Assert.DoesNotContain("<script", mail.Message.Html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt; {{t &quot;web&quot;}} {{{x}}} sunsubscribe / &amp; &quot;quoted&quot; &#39;q&#39; 😀", mail.Message.Html, StringComparison.Ordinal);
        Assert.Contains("<script>alert(1)</script> {{t \"web\"}} {{{x}}} sunsubscribe / & \"quoted\" 'q' 😀", Joined(mail.Message.Text), StringComparison.Ordinal);
        Assert.Equal(Nasty.Replace("\uE000", "", StringComparison.Ordinal).Replace("\uE001", "", StringComparison.Ordinal), mail.Message.Subject);
        Assert.Matches("<h3[^>]*>&lt;script&gt;", Rendered.Render([Item(Nasty)]).Web);
    }

    [Fact]
    public void Line_breaks_in_a_title_or_name_make_no_header_field()
    {
        var mail = Rendered.Merge([Item("a\r\nBcc: victim@example.org\r\n\r\nbody")], Some.Subscriber("jan@example.org", name: "Jan\r\nCc: victim@example.org"));

        Assert.DoesNotMatch(@"(?m)^(Bcc|Cc):", mail.Header);
        Assert.Matches(@"(?m)^MIME-Version:", mail.Header);
    }

    [Theory]
    [InlineData("[click](javascript:alert(1))")]
    [InlineData("[click](JaVaScRiPt&#58;alert(1))")]
    [InlineData("[click][1]\n\n[1]: javascript:alert(1)")]
    [InlineData("<javascript:alert(1)>")]
    [InlineData("![picture](javascript:alert(1))")]
    [InlineData("![picture](https://tracker.example/x.gif)")]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("[click](data:text/html;base64,PHNjcmlwdD4=)")]
    [InlineData("<div onclick=\"alert(1)\">\n\nx\n\n</div>")]
    public void Markdown_brings_no_script_no_picture_and_no_raw_html(string body)
    {
        var html = Rendered.Merge([Some.News("a") with { Body = body }], Some.Subscriber("jan@example.org"), announcement: true).Message.Html;

        Assert.DoesNotMatch("(?i)(href|src)=[\"']?\\s*(javascript|data):", html);
        Assert.DoesNotMatch("(?i)<(img|div)[^>]*(onerror|onclick|tracker)", html);
    }

    [Theory]
    [InlineData("&#xE000;sunsubscribe&#xE001;")]
    [InlineData("&#57344;/&#57345;")]
    [InlineData("a [x](https://example.org/&#xE000;/&#xE001;) b")]
    public void A_mark_cannot_be_forged_by_an_entity_in_markdown(string body)
    {
        var mail = Rendered.Merge([Some.News("a") with { Body = body }], Some.Subscriber("jan@example.org"), announcement: true);

        Assert.Single(mail.Message.Html.Split("/unsubscribe/").Skip(1));
        Assert.DoesNotContain('\uE000', mail.Message.Html);
    }

    [Fact]
    public void Lines_of_the_text_part_are_short_but_for_longer_words()
    {
        var longest = new string('w', 300);
        var words = string.Join(' ', Enumerable.Repeat("słowo", 33));
        var call = new Call { Id = "a", Title = words, Summary = words + words + " " + longest, Body = words + words, Programme = words, Links = [new ItemLink("https://example.org/" + longest, words)] };

        var text = Rendered.Merge([call], Some.Subscriber("jan@example.org", new([], [.. TestProduct.Settings.Districts.All.Select(district => district.Slug)], [])), announcement: true).Message.Text;

        Assert.All(text.ReplaceLineEndings("\n").Split('\n').Where(line => line.Trim().Contains(' ', StringComparison.Ordinal)), line => Assert.InRange(line.Length, 1, 78));
        Assert.Contains(longest, text, StringComparison.Ordinal);
    }

    public static TheoryData<ItemKind, string> EveryKindAndLanguage()
    {
        var all = new TheoryData<ItemKind, string>();
        foreach (var kind in ItemKinds.All)
            foreach (var language in TestProduct.Templates.Languages) all.Add(kind, language);
        return all;
    }

    [Theory]
    [MemberData(nameof(EveryKindAndLanguage))]
    public void No_field_of_any_kind_breaks_out_of_its_place_in_any_language(ItemKind kind, string language)
    {
        var (item, before) = (Hostile(kind, Nasty), Hostile(kind, Nasty + " before"));
        foreach (var announcement in (bool[])[false, true])
        {
            var entry = new DigestEntry(item, announcement ? Section.News : Section.Changed, announcement ? null : before);
            var mail = Rendered.Merge([entry], Some.Subscriber("jan@example.org", name: "Jan <b>bold</b>") with { Language = language }, Rendered.AsOf, announcement);
            var web = Rendered.Renderer.Render(Rendered.Content([entry], announcement), language).Web;
            foreach (var html in (string[])[mail.Message.Html, web])
            {
                Assert.DoesNotMatch("(?i)<script|<img src=x|<b>bold", html);
                Assert.DoesNotContain("\" onclick=\"alert", html, StringComparison.Ordinal);
                Assert.DoesNotMatch("[\uE000\uE001]", html);
            }

            Assert.Single(mail.Message.Html.Split("/unsubscribe/").Skip(1));
            Assert.Single(mail.Message.Text.Split("/unsubscribe/").Skip(1));
            Assert.DoesNotMatch("[\uE000\uE001]", mail.Message.Text + mail.Message.Subject + mail.Message.Calendar);
        }
    }

    /// <summary>An item that says the same in every field it has.</summary>
    private static Item Hostile(ItemKind kind, string text)
    {
        const string Url = "https://example.org/a?x=<b>bold\" onclick=\"alert(1)";
        Item item = kind switch
        {
            ItemKind.Call => new Call { Id = "a", Title = text, Summary = text, Number = text, Priority = text, ProjectTypes = [text], WhoMayApply = text, Contact = text, Closes = Some.Moment("2023-05-31") },
            ItemKind.Event => new Event { Id = "a", Title = text, Summary = text, Starts = Some.Moment("2023-05-09"), Venue = text, Address = text, Online = text, OnlineUrl = Url, Organisers = [text], Registration = Url },
            _ => new News { Id = "a", Title = text, Summary = text, Project = text, FundingSource = text },
        };
        return item with { Body = text, Programme = text, Image = new ItemImage(Url, text), Links = [new ItemLink(Url, text), new ItemLink(Url, text)], Translations = [new ItemText("uk", text, text, text)] };
    }

    private static Item Item(string text) => new News { Id = "a", Title = text, Summary = text, Project = text };

    private static string Joined(string text) => string.Join(' ', text.Split((char[])[' ', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
}
