using Microsoft.Extensions.Configuration;
using Publisher.App.Settings;
using Publisher.Content;
using Publisher.Rendering;
using Publisher.Tests.Rendering;

namespace Publisher.Tests.Mails;

/// <summary>A mail as it leaves, and the page for everyone that was made with it.</summary>
internal sealed record SampleMail(string Name, SentMail Mail, string Web);

/// <summary>Mails of every shape there is, in every language there is: whoever looks over these has looked over all.</summary>
internal static class SampleMails
{
    private const string Body = """
        ## Dla kogo

        Dla **organizacji** z Torunia, które [działają w mieście](https://example.org/lgd?rok=2023&miasto=torun).

        ### Jak zgłosić

        1. Przeczytaj *regulamin*.
        2. Wypełnij `wniosek.pdf`.

        > Pytania: <biuro@example.org>, <https://example.org/pytania>

        - pierwsza rzecz
        - druga rzecz
        """;

    /// <summary>The sample's organisation with everything a setting can give it: a logo, an address, pages elsewhere, programmes with theirs.</summary>
    public static PublisherSettings Settings { get; } = PublisherSettings.Read(
        new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "samples", "torun", "settings.json"))
            .AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["Publisher:Secret"] = new('s', 32),
                ["Publisher:PublicUrl"] = Rendered.Sender.PublicUrl,
                ["Publisher:Organisation:Address"] = "ul. Wymyślona 1, 87-100 Toruń",
                ["Publisher:Organisation:Email"] = "biuro@example.org",
                ["Publisher:Organisation:Facebook"] = "https://facebook.example/lgd",
                ["Publisher:Organisation:LinkedIn"] = "https://linkedin.example/lgd",
                ["Publisher:Look:Logo"] = "/assets/logo.png",
                ["Publisher:Look:LogoAlt"] = "LGD „Dla Miasta Torunia”",
            })
            .Build(),
        local: true);

    public static DigestRenderer Renderer { get; } =
        new(TestProduct.Templates, Settings.Organisation, Settings.Look, Settings.Programmes, Settings.Districts, Some.Zone);

    public static IReadOnlyList<string> Languages { get; } = [.. TestProduct.Templates.Languages.Order(StringComparer.Ordinal)];

    /// <summary>Items under every heading, with everything an item can have.</summary>
    public static IReadOnlyList<DigestEntry> Everything { get; } = [.. Entries().OrderBy(entry => entry.Section)];

    /// <summary>The content of Toruń, as the demo sends it.</summary>
    public static IReadOnlyList<DigestEntry> Torun { get; } = Rendered.Entries(Rendered.Sample());

    public static IReadOnlyList<SampleMail> All { get; } = [.. Languages.SelectMany(InLanguage)];

    /// <summary>A large edition: as much as a busy month brings, and every item of it in each reader's mail.</summary>
    public static IReadOnlyList<DigestEntry> Of(int items) =>
    [
        .. Enumerable.Range(0, items)
            .Select(at => (Entry: Everything[at % Everything.Count], at))
            .Select(each => each.Entry with { Item = each.Entry.Item with { Id = $"{each.Entry.Item.Id}-{each.at}" } })
            .OrderBy(entry => entry.Section),
    ];

    public static SampleMail Write(string name, string language, IReadOnlyList<DigestEntry> entries, bool announcement = false, string reader = "Łucja", DigestRenderer? renderer = null)
    {
        renderer ??= Renderer;
        var subscriber = Some.Subscriber("lucja@example.org", null, reader) with { Language = language };
        return new SampleMail(
            $"{name}.{language}",
            Rendered.Compile(entries, language, announcement, renderer: renderer).Write(subscriber, Rendered.AsOf),
            renderer.Render(Rendered.Content(entries, announcement), language).Web);
    }

    private static IEnumerable<SampleMail> InLanguage(string language)
    {
        yield return Write("everything", language, Everything);
        yield return Write("torun", language, Torun);
        yield return Write("plain", language, Torun, reader: "", renderer: Rendered.Renderer);
        yield return Write("one-item", language, [Everything[^1]]);
        foreach (var kind in ItemKinds.All) yield return Write($"announcement-{kind.Key()}", language, [Everything.First(entry => entry.Item.Kind == kind)], announcement: true);
    }

    private static IEnumerable<DigestEntry> Entries()
    {
        var call = new Call
        {
            Id = "nabor",
            Title = "Nabór na projekty sąsiedzkie <2023> & „więcej”",
            Summary = "Grupy sąsiedzkie mogą dostać pieniądze na wspólne pomysły.",
            Body = Body,
            Number = "RPKP.11.01.00-04-0002/23",
            Programme = "Regionalny Program Operacyjny Województwa Kujawsko-Pomorskiego na lata 2014-2020",
            Priority = "Oś 11, Działanie 11.1",
            ProjectTypes = ["pikniki", "warsztaty"],
            WhoMayApply = "Organizacje i grupy nieformalne",
            Budget = 120000,
            Opens = Some.Moment("2023-04-20"),
            Closes = Some.Moment("2023-05-05T15:00"),
            Contact = "biuro@example.org",
            Image = new ItemImage("https://news.example.org/assets/nabor.png", "Sąsiedzi przy stole na podwórku"),
            Links = [new("https://example.org/regulamin?a=1&b=2", "Regulamin naboru"), new("https://example.org/wniosek", "Formularz wniosku")],
            Translations =
            [
                new("en", "A call for neighbours’ projects", "Groups of neighbours can get money for what they plan together.", "## For whom\n\nFor [groups](https://example.org/en)."),
                new("uk", "Набір сусідських проєктів", "Групи сусідів можуть отримати кошти на спільні ідеї.", "## Для кого\n\nДля [груп](https://example.org/uk)."),
            ],
        };
        yield return new(call, Section.Closing);
        yield return new(call with { Id = "nabor-2", Title = "Nabór na ogrody społeczne", Closes = Some.Moment("2023-06-30"), Image = null }, Section.Calls);
        yield return new(
            call with { Id = "nabor-3", Title = "Nabór na świetlice", Closes = Some.Moment("2023-06-15") }, Section.Changed, call with { Id = "nabor-3", Closes = Some.Moment("2023-06-01"), Budget = 100000 }, 2);
        var meeting = new Event
        {
            Id = "spotkanie",
            Title = "Spotkanie o ogrodach",
            Summary = "Porozmawiamy o tym, jak założyć ogród społeczny.",
            Body = Body,
            Programme = "Fundusze Europejskie dla Kujaw i Pomorza",
            Starts = Some.Moment("2023-05-04T17:00"),
            Ends = Some.Moment("2023-05-04T19:00"),
            Venue = "Dom kultury",
            Address = "ul. Zmyślona 5, Toruń",
            Online = "Transmisja spotkania",
            OnlineUrl = "https://example.org/transmisja",
            Registration = "https://example.org/zapisy",
            Organisers = ["LGD", "Fundacja Ogrody"],
        };
        yield return new(meeting, Section.EventsSoon);
        yield return new(meeting with { Id = "spotkanie-2", Title = "Warsztaty", Starts = Some.Moment("2023-06-04"), Ends = Some.Moment("2023-06-06"), Body = "" }, Section.Events);
        yield return new(meeting with { Id = "spotkanie-3", Title = "Festyn", Starts = Some.Moment("2023-06-10T12:00"), Ends = null }, Section.Changed, meeting with { Id = "spotkanie-3", Venue = "Park", Address = "" }, 3);
        yield return new(call with { Id = "nabor-4", Title = "Nabór na murale: wyniki", Results = new CallResults("Dofinansowanie dostały trzy projekty.", "https://example.org/wyniki") }, Section.Results);
        var news = new News
        {
            Id = "nowina",
            Title = "Nowy punkt doradczy",
            Summary = "Od maja działa punkt doradczy dla organizacji.",
            Body = Body,
            Project = "Szkolimy NGO",
            FundingSource = "Rządowy Program Fundusz Inicjatyw Obywatelskich NOWE FIO na lata 2021-2030",
        };
        yield return new(news, Section.News);
        yield return new(news with { Id = "nowina-2", Language = "en", Title = "Volunteers from abroad", Summary = "Three volunteers have come to Toruń.", Body = "", Links = [new("https://example.org/volunteers", "About the volunteers")] }, Section.News);
        yield return new(Some.News("krotko"), Section.News);
    }
}
