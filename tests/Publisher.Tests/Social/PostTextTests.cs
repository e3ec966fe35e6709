using System.Globalization;
using Publisher.Content;
using Publisher.Rendering;
using Publisher.Social;
using Publisher.Social.Networks.LinkedIn;
using Publisher.Social.Texts;
using Publisher.Tests.Rendering;

namespace Publisher.Tests.Social;

/// <summary>What followers read, under review in the diff. UPDATE_GOLDEN=1 writes the files anew.</summary>
public sealed class PostTextTests
{
    private const string Nasty = "@admin Łódź 👩‍👩‍👧 \u202Eright\u2066 {{t \"web\"}} \uE000s1\uE001 <b>bold</b> @[1:Page] *_~|()[]{}# biuro@example.org #tag";

    private static readonly Instant Now = Instant.FromUtc(2023, 5, 2, 6, 0);

    private static readonly string[] Kinds = ["call", "event", "news", "reminder", "correction", "result"];

    public static TheoryData<string, string, string> Everything()
    {
        var all = new TheoryData<string, string, string>();
        foreach (var network in NetworkKeys.All)
            foreach (var kind in Kinds)
                foreach (var language in TestProduct.Templates.Languages.Order(StringComparer.Ordinal)) all.Add(network, kind, language);
        return all;
    }

    [Theory]
    [MemberData(nameof(Everything))]
    public void A_post_reads_as_it_was_agreed(string network, string kind, string language)
    {
        var written = Texts(language).Write(network, Subject(kind, language), Now);

        GoldenTests.Compare($"{network}.{kind}.{language}.txt", $"{written.Text}\n--- {PostLength.Of(network).Count(written.Text)} of {PostLength.Of(network).Limit}; card: {written.Title}");
        Assert.Contains($"utm_source={network}&utm_medium=social&utm_campaign=", written.Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Everything))]
    public void Whatever_an_item_holds_its_post_fits_and_has_its_link(string network, string kind, string language)
    {
        foreach (var text in (string[])[Nasty, string.Concat(Enumerable.Repeat("👩‍👩‍👧", 80)), new string('ż', 600), string.Concat(Enumerable.Repeat("Zażółć gęślą jaźń. ", 31)), "(" + new string('_', 500), ""])
        {
            var subject = Fill(Subject(kind, language), text);
            var written = Texts(language).Write(network, subject, Now);

            Assert.InRange(PostLength.Of(network).Count(written.Text), 1, PostLength.Of(network).Limit);
            Assert.True(CampaignLink.IsIn(written.Text, written.Link), written.Text);
            Assert.DoesNotMatch("[\uE000\uE001\u202A-\u202E\u2066-\u2069]|\n\n\n|\\{\\{#", written.Text);
            Assert.DoesNotMatch(@"\p{Cs}(?<![\uD800-\uDBFF][\uDC00-\uDFFF])(?![\uDC00-\uDFFF])", written.Text);
        }
    }

    [Fact]
    public void A_full_Mastodon_post_keeps_the_day_the_link_and_who_pays_and_cuts_the_summary_at_a_word()
    {
        var item = new Call { Id = "a", Title = "Nabór „Razem”", Summary = string.Concat(Enumerable.Repeat("Organizacje mogą zgłaszać pomysły. ", 17)).Trim(), Closes = Some.Moment("2023-05-31T15:00"), WhoMayApply = "organizacje", Programme = "FEdKP 2021–2027" };

        var text = Texts("pl").Write(NetworkKeys.Mastodon, new PostSubject(item, Occasion.First), Now).Text;

        Assert.Contains("Wnioski do 31 maja 2023 r. (środa), godz.\u00A015:00", text, StringComparison.Ordinal);
        Assert.Contains("Projekt współfinansowany przez Unię Europejską", text, StringComparison.Ordinal);
        Assert.Contains("#FunduszeUE", text, StringComparison.Ordinal);
        Assert.Contains("utm_campaign=call-a", text, StringComparison.Ordinal);
        Assert.Matches(@"(Organizacje|mogą|zgłaszać|pomysły)…\n", text);
        Assert.InRange(PostLength.Mastodon.Count(text), 440, 500);
    }

    [Fact]
    public void Nobody_is_called_by_a_title_and_a_mail_address_stays_one()
    {
        var text = Texts("pl").Write(NetworkKeys.Mastodon, new PostSubject(Some.News("a", Nasty), Occasion.First), Now).Text;

        Assert.Contains("@\u2060admin", text, StringComparison.Ordinal);
        Assert.Contains("@\u2060[1:Page]", text, StringComparison.Ordinal);
        Assert.Contains("biuro@example.org", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("zażółć", 6, 6, 6)]
    [InlineData("👩‍👩‍👧", 8, 8, 1)]
    [InlineData("e\u0301", 2, 2, 1)]
    [InlineData("https://example.org/a-very-long-path/that/goes/on?x=1", 53, 54, 23)]
    [InlineData("https://example.org/ą", 21, 21, 24)]
    [InlineData("a (b)", 5, 7, 5)]
    [InlineData("#nabór", 6, 18, 6)]
    public void Each_network_counts_in_its_own_way(string text, int facebook, int linkedIn, int mastodon) => Assert.Equal(
        (facebook, linkedIn, mastodon), (PostLength.Facebook.Count(text), PostLength.LinkedIn.Count(text.Replace("?x=1", "?x_1", StringComparison.Ordinal)), PostLength.Mastodon.Count(text)));

    [Theory]
    [InlineData("Nabór (2/2023) #dotacje", @"Nabór \(2/2023\) {hashtag|\#|dotacje}")]
    [InlineData("a_b*c~d|e@f<g>[h]{i}\\", @"a\_b\*c\~d\|e\@f\<g\>\[h\]\{i\}\\")]
    [InlineData("https://a.example/x?u_s=1#dwa", @"https://a.example/x?u\_s=1\#dwa")]
    [InlineData("C# i #a_b", @"C\# i {hashtag|\#|a\_b}")]
    public void LinkedIn_gets_reserved_characters_escaped_and_gives_the_same_words_back(string text, string little)
    {
        Assert.Equal(little, LittleText.Of(text));
        Assert.Equal(text, LittleText.Plain(little));
    }

    [Theory]
    [InlineData("Zapraszamy @lgd", "Zapraszamy @\u2060lgd")]
    [InlineData("Zapraszamy.@zla@mastodon.example -@zla", "Zapraszamy.@\u2060zla@mastodon.example -@\u2060zla")]
    [InlineData("Nabór@[104512:Strona]", "Nabór@\u2060[104512:Strona]")]
    [InlineData("biuro@example.org, jan.kowalski@example.org, https://social.example/@lgd", "biuro@example.org, jan.kowalski@example.org, https://social.example/@lgd")]
    public void No_title_calls_a_person_or_tags_a_page_whatever_stands_before_its_sign(string title, string harmless) => Assert.Equal(harmless, PostWords.Harmless(title));

    [Theory]
    [InlineData("https://example.org", "https://example.org/?utm_source=facebook&utm_medium=social&utm_campaign=call-a")]
    [InlineData("https://example.org/x?y=1&utm_source=other#z", "https://example.org/x?y=1&utm_source=facebook&utm_medium=social&utm_campaign=call-a#z")]
    [InlineData("https://żółw.example:8443/ą(1)", "https://xn--w-uga1v8h.example:8443/%C4%85%281%29?utm_source=facebook&utm_medium=social&utm_campaign=call-a")]
    public void A_link_says_where_readers_came_from_in_plain_ASCII(string url, string link)
    {
        Assert.Equal(link, CampaignLink.Of(url, "facebook", "call-a"));
        Assert.All(link, c => Assert.True(char.IsAscii(c)));
    }

    [Theory]
    [InlineData("See LINK", true)]
    [InlineData("LINK.", true)]
    [InlineData("<a href=\"HTML\">", true)]
    [InlineData("LINK-2", false)]
    [InlineData("LINK.reminder", false)]
    [InlineData("LINK2", false)]
    [InlineData("LINK-2 and LINK", true)]
    [InlineData("", false)]
    public void A_post_is_known_by_its_own_link_and_by_no_longer_one(string text, bool found)
    {
        const string Link = "https://example.org/?utm_source=facebook&utm_medium=social&utm_campaign=call-a";
        text = text.Replace("LINK", Link, StringComparison.Ordinal).Replace("HTML", Link.Replace("&", "&amp;", StringComparison.Ordinal), StringComparison.Ordinal);

        Assert.Equal(found, CampaignLink.IsIn(text, Link));
    }

    [Theory]
    [InlineData("Ala ma kota", 11, "Ala ma kota")]
    [InlineData("Ala ma kota", 8, "Ala ma…")]
    [InlineData("Ala ma, kota", 8, "Ala ma…")]
    [InlineData("Konstantynopolitańczykowianeczka", 10, "Konstanty…")]
    [InlineData("👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧", 2, "👩‍👩‍👧…")]
    [InlineData("Ala", 1, "")]
    public void A_text_is_cut_between_words_and_never_within_a_letter(string text, int letters, string cut)
    {
        Assert.Equal(cut, PostWords.Cut(text, letters));
        Assert.InRange(new StringInfo(PostWords.Cut(text, letters)).LengthInTextElements, 0, letters);
    }

    private static PostText Texts(string language) => new(
        TestProduct.Templates, TestProduct.Settings.Organisation, TestProduct.Settings.Programmes, "https://news.example.org", Some.Zone, language);

    private static PostSubject Subject(string kind, string language)
    {
        var (call, @event, news) = (Of<Call>(0), Of<Event>(0), Of<News>(0));
        return kind switch
        {
            "call" => new PostSubject(call, Occasion.First),
            "event" => new PostSubject(@event, Occasion.First),
            "news" => new PostSubject(news, Occasion.First),
            "reminder" => new PostSubject(call, Occasion.Reminder),
            "result" => new PostSubject(Of<Call>(2), Occasion.Result),
            "correction" when language == "en" => new PostSubject(@event, Occasion.First, Withdrawn: true),
            _ => new PostSubject(@event, Occasion.First, @event with { Starts = Some.Moment("2023-05-05T12:00"), Ends = null, Venue = "", Address = "" }),
        };

        static T Of<T>(int at)
            where T : Item
            => Rendering.Everything.Entries.Select(entry => entry.Item).OfType<T>().ElementAt(at);
    }

    private static PostSubject Fill(PostSubject subject, string text)
    {
        var item = subject.Item with { Title = text.Length > 200 ? PostWords.Cut(text, 24) : text, Summary = text, Translations = [], Programme = text + " FEdKP 2021–2027 " };
        item = item switch
        {
            Call call => call with { WhoMayApply = text, Number = text, Contact = text, Results = call.Results is null ? null : new CallResults(text, "") },
            Event @event => @event with { Venue = text, Organisers = [text, text] },
            News news => news with { Project = text, FundingSource = text },
            _ => item,
        };
        return subject with { Item = item };
    }
}
