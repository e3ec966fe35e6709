using Publisher.Content;
using Publisher.Mail;
using Publisher.Mail.Merge;
using Publisher.Rendering;
using Publisher.Subscribers;

namespace Publisher.Tests.Rendering;

/// <summary>A compiled edition against the plain way: the same templates, rendered anew with nothing but what one reader chose.</summary>
public sealed class MergedMailTests
{
    private const int Editions = 10;
    private const int Profiles = 1000; // of each edition

    [Fact]
    public void A_compiled_edition_gives_every_reader_what_rendering_their_mail_alone_would() => Chance.Times(Editions, random =>
    {
        var entries = Rendered.Entries([.. Enumerable.Range(0, 20).Select(at => Any(random, at))]).Select(entry => WithPast(entry, random)).OrderBy(entry => entry.Section).ToList();
        var language = random.Of([.. TestProduct.Templates.Languages]);
        var compiled = Rendered.Compile(entries, language);
        var rendered = new Dictionary<string, MarkedDigest>(StringComparer.Ordinal);
        for (var number = 0; number < Profiles; number++)
        {
            var reader = Testing.Some.Subscriber($"reader{number}@example.org", Interests(random), random.Of("", "Łucja", "Ola & Jan <3")) with { Language = language };
            var now = Rendered.AsOf + Duration.FromHours(random.Next(0, 24 * 12));
            var chosen = entries.Where(entry => reader.Interests.Want(entry.Item) && (entry.Item.Expires(Testing.Some.Zone) is not { } end || end > now)).ToList();

            var mail = compiled.Write(reader, now);

            var key = string.Join(' ', chosen.Select(entry => entry.Item.Ref));
            if (!rendered.TryGetValue(key, out var marked)) rendered[key] = marked = Rendered.Renderer.RenderMarked(Rendered.Content(chosen), language);
            var plain = new PlainMail(marked, chosen.Count, reader, now);
            if (chosen.Count > 0) Assert.Equal(plain.Subject, mail.Message.Subject);
            Assert.Equal(plain.Text, mail.Message.Text);
            Assert.Equal(plain.Html, mail.Message.Html);
            Assert.Equal(chosen.Exists(entry => EntryView.HasDate(entry.Item)) ? WithoutZone(plain.Calendar) : "", WithoutZone(mail.Message.Calendar));
            Assert.True(!mail.Message.Calendar.Contains(";TZID=", StringComparison.Ordinal) || mail.Message.Calendar.Contains("BEGIN:VTIMEZONE", StringComparison.Ordinal));
        }
    });

    [Fact]
    public void A_mail_says_who_may_leave_and_how() => Chance.Times(50, random =>
    {
        var mail = Rendered.Merge([Any(random, 0)], Testing.Some.Subscriber("jan@example.org"));

        Assert.DoesNotMatch("[\uE000\uE001]|\\{\\{", mail.Message.Subject + mail.Message.Text + mail.Message.Html);
        Assert.Matches(@"(?m)^List-Unsubscribe: <https://news\.example\.org/unsubscribe/[\w-]+>", mail.Header);
        Assert.Contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click", mail.Header, StringComparison.Ordinal);
    });

    /// <summary>The zone's rules are the same for all readers of an edition, also for one with days alone.</summary>
    private static string WithoutZone(string calendar)
    {
        const string End = "END:VTIMEZONE\r\n";
        var (begin, end) = (calendar.IndexOf("BEGIN:VTIMEZONE", StringComparison.Ordinal), calendar.IndexOf(End, StringComparison.Ordinal));
        return begin < 0 ? calendar : calendar.Remove(begin, end + End.Length - begin);
    }

    private static DigestEntry WithPast(DigestEntry entry, Random random) => random.Next(4) switch
    {
        0 when entry.Item is Call call => entry with { Section = Section.Changed, Before = call with { Closes = Testing.Some.Moment("2023-05-20"), Budget = 100 } },
        0 when entry.Item is Event @event => entry with { Section = Section.Changed, Before = @event with { Venue = "Dawne miejsce" } },
        1 when entry.Item is Call call => entry with { Section = Section.Results, Item = call with { Results = new CallResults("Dwa projekty.", "https://example.org/wyniki") } },
        _ => entry,
    };

    private static Interests Interests(Random random) => new(
        Some(random, ItemKind.Call, ItemKind.Event, ItemKind.News), Some(random, "rubinkowo", "stawki", "bielany"), Some(random, "sport", "zdrowie"));

    private static Item Any(Random random, int at)
    {
        var day = new LocalDate(2023, 5, 2).PlusDays(random.Next(1, 14)).ToString("uuuu-MM-dd", null);
        Item item = random.Next(3) switch
        {
            0 => Testing.Some.Call($"c{at}", day + random.Of("", "T15:00")) with { Budget = random.Next(2) * 1000 + 1 },
            1 => Testing.Some.Event($"e{at}", day + random.Of("", "T10:00")) with { Registration = random.Of("", "https://example.org/zapisy") },
            _ => Testing.Some.News($"n{at}"),
        };
        return item with
        {
            Title = $"Title({at}) & „<b>” 100%",
            Body = random.Of("", "Więcej **słów**."),
            Districts = Some(random, "rubinkowo", "stawki", "bielany"),
            Topics = Some(random, "sport", "zdrowie"),
            Links = random.Next(2) == 0 ? [] : [new ItemLink($"https://example.org/{at}?a=1&b=2", "Strona projektu"), new ItemLink("https://example.org/", "Strona główna")],
            Translations = random.Next(3) == 0 ? [new ItemText("en", $"English({at})", "In English.", "")] : [],
        };
    }

    private static T[] Some<T>(Random random, params T[] values) => [.. values.Where(_ => random.Next(3) == 0)];
}
