using System.Net;
using System.Text.RegularExpressions;
using Publisher.Content;
using Publisher.Rendering;
using Publisher.Tests.Rendering;

namespace Publisher.Tests.Mails;

/// <summary>Where the links of a mail lead, and that who reads its text alone has them all.</summary>
public sealed partial class MailLinkTests
{
    /// <summary>Characters of a line of text (RFC 5322 §2.1.1); a longer word stays whole.</summary>
    private const int LineLength = 78;

    [Fact]
    public void Every_link_is_absolute_and_secure_and_in_the_text_too_whose_lines_are_short()
    {
        foreach (var sample in SampleMails.All)
        {
            Check(sample.Mail);
            Assert.All(Links(sample.Web), AssertLeadsSomewhere);
        }
    }

    [Fact]
    public void The_same_is_true_of_whatever_staff_write() => Chance.Times(300, random =>
    {
        var entries = Enumerable.Range(0, random.Next(1, 6)).Select(at => Any(random, at)).OrderBy(entry => entry.Section).ToList();
        var announcement = entries.Count == 1;
        var sample = SampleMails.Write("random", random.Of([.. SampleMails.Languages]), entries, announcement);

        Check(sample.Mail);
        Assert.All(Links(sample.Web), AssertLeadsSomewhere);
    });

    [Fact]
    public void The_same_is_true_of_every_notice() => Assert.All(SampleNotice.All, notice => Check(notice.Html, notice.Text));

    private static void Check(SentMail mail)
    {
        Assert.Contains(Links(mail.Message.Html), link => link.StartsWith("https://news.example.org/unsubscribe/", StringComparison.Ordinal));
        Check(mail.Message.Html, mail.Message.Text);
    }

    private static void Check(string html, string plain)
    {
        var links = Links(html).ToList();
        Assert.All(links, AssertLeadsSomewhere);
        Assert.All(plain.ReplaceLineEndings("\n").Split('\n'), line => Assert.True(line.Length <= LineLength || !line.Trim().Contains(' ', StringComparison.Ordinal), $"{line.Length} characters: {line}"));
        // What HTML writes with percent signs stands in the text as it was typed.
        var text = Uri.UnescapeDataString(plain);
        foreach (var link in links) Assert.Contains(Uri.UnescapeDataString(link.StartsWith("mailto:", StringComparison.Ordinal) ? link["mailto:".Length..] : link), text, StringComparison.Ordinal);
    }

    private static void AssertLeadsSomewhere(string link) => Assert.True(
        Uri.TryCreate(link, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeMailto || (uri.Scheme == Uri.UriSchemeHttps && uri.Host.Length > 0)), $"„{link}” leads nowhere");

    private static IEnumerable<string> Links(string html)
    {
        // An attribute in another form than this would be missed.
        Assert.Equal(Anchor().Count(html), Href().Count(html));
        return Href().Matches(html).Select(match => WebUtility.HtmlDecode(match.Groups[1].Value));
    }

    private static DigestEntry Any(Random random, int at)
    {
        var section = random.Of(Enum.GetValues<Section>());
        var day = new LocalDate(2023, 5, 3).PlusDays(random.Next(0, 40)).ToString("uuuu-MM-dd", null) + random.Of("", "T15:00");
        Item item = section switch
        {
            Section.News => Some.News($"n{at}"),
            Section.EventsSoon or Section.Events => Some.Event($"e{at}", day) with
            {
                Registration = random.Of("", Address(random)),
                OnlineUrl = random.Of("", Address(random)),
                Online = random.Of("", "Transmisja na żywo"),
            },
            Section.Results => Some.Call($"c{at}", day) with { Results = new CallResults("Dwa projekty.", random.Of("", Address(random))) },
            _ => Some.Call($"c{at}", day),
        };
        return new DigestEntry(
            item with
            {
                Title = $"Tytuł {at} " + random.Of("", "& <b>", "„cudzysłów”", "https://example.org/w-tytule"),
                Body = string.Concat(Enumerable.Range(0, random.Next(4)).Select(_ => Paragraph(random))),
                Links = [.. Enumerable.Range(0, random.Next(4)).Select(n => new ItemLink(Address(random), $"Strona {n} {random.Of("", "o projekcie & planach", new string('d', 90))}"))],
                Image = random.Next(2) == 0 ? null : new ItemImage("https://example.org/obraz.png?a=1&b=2", "Obraz"),
            },
            section,
            section == Section.Changed ? Some.Call($"c{at}", "2023-05-20") with { Budget = 100 } : null);
    }

    private static string Paragraph(Random random) => random.Of(
        "Zwykłe słowa.",
        $"Słowa i [strona o długiej nazwie, która nie mieści się w jednym wierszu z adresem]({Address(random)}).",
        $"<{Address(random)}>",
        $"[strona][1]\n\n[1]: {Address(random)}",
        "[nigdzie](#)",
        "[dokument](/pliki/regulamin.pdf)",
        "[skrypt](javascript:alert(1))",
        "![obraz](https://example.org/obraz.png)",
        $"[![obraz](https://example.org/obraz.png)]({Address(random)})",
        "[napisz](mailto:biuro@example.org)",
        "<biuro@example.org>",
        "[]()") + "\n\n";

    private static string Address(Random random) => random.Of(
        "https://example.org",
        "https://example.org/",
        "https://example.org/strona?a=1&b=2&copy=3",
        "https://example.org/łąka/żółw?q=zażółć",
        "https://example.org/a%20b#część",
        "https://example.org/" + new string('x', 120),
        "https://example.org/~a/b,c;d:e@f!g$h'i*j",
        $"https://example.org/{random.Next(1000)}");

    [GeneratedRegex("<a[ >]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Anchor();

    [GeneratedRegex("<a [^>]*?href=\"([^\"]*)\"", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Href();
}
