using Publisher.Content;
using Publisher.Rendering;

namespace Publisher.Tests.Rendering;

/// <summary>An edition with all that an item can say, some of it translated, some in another language than the rest.</summary>
internal static class Everything
{
    public static IReadOnlyList<DigestEntry> Entries { get; } =
    [
        new(Scene, Section.Closing),
        new(Pilot, Section.Changed, Pilot with { Closes = Some.Moment("2023-05-20"), Budget = null, WhoMayApply = "organizacje pozarządowe" }),
        new(Picnic, Section.Changed, Picnic with { Starts = Some.Moment("2023-05-05T12:00"), Venue = "", Address = "" }),
        new(Training, Section.EventsSoon),
        new(Scene with { Id = "wyniki", Number = "4/2022", Title = "Nabór 4/2022: „Wspólne podwórka”", Links = [], Translations = [new ItemText("uk", "Конкурс 4/2022: «Спільні подвір’я»", "", "")], Results = new CallResults("Komisja wybrała dwa projekty.", "https://example.org/wyniki") }, Section.Results),
        new(Room, Section.News),
    ];

    private static Call Scene => new()
    {
        Id = "mala-scena",
        Title = "Nabór 1/2023: „Mała scena”",
        Summary = "Dotacje na wydarzenia kulturalne w dzielnicach.",
        Body = "Wniosek składa się **przez internet**.",
        Number = "1/2023",
        Programme = "FEdKP 2021–2027",
        WhoMayApply = "organizacje pozarządowe i grupy nieformalne",
        Budget = 1_200_000.5m,
        Opens = Some.Moment("2023-04-20T08:00"),
        Closes = Some.Moment("2023-05-05T15:00"),
        Contact = "biuro@example.org",
        Links = [new ItemLink("https://example.org/nabory/1-2023", "Ogłoszenie o naborze 1/2023"), new ItemLink("https://example.org/nabory/wzory", "Wzory dokumentów")],
        Translations =
        [
            new ItemText("en", "Call 1/2023: “Little Stage”", "Grants for cultural events in the districts.", "Apply **online**."),
            new ItemText("uk", "Конкурс 1/2023: «Мала сцена»", "Гранти на культурні події в районах міста.", "Заявку подають **через інтернет**."),
        ],
    };

    private static Call Pilot => new()
    {
        Id = "pilotaze",
        Title = "Pilotaże nowych typów projektów",
        Summary = "Organizacje z Torunia mogą zgłaszać pomysły na projekty pilotażowe.",
        WhoMayApply = "organizacje pozarządowe i szkoły",
        Budget = 1_200_000,
        Closes = Some.Moment("2023-05-31T15:00"),
    };

    private static Event Picnic => new()
    {
        Id = "piknik",
        Title = "Piknik sąsiedzki na Rubinkowie",
        Summary = "Muzyka, warsztaty i wspólny stół.",
        Starts = Some.Moment("2023-05-06T12:00"),
        Ends = Some.Moment("2023-05-06T18:00"),
        Venue = "Dom Kultury",
        Address = "ul. Wymyślona 1",
        Image = new ItemImage("https://example.org/piknik.jpg", "Długi stół na trawie, przy nim sąsiedzi w różnym wieku"),
        Registration = "https://example.org/zapisy",
        Translations = [new ItemText("uk", "Пікнік для сусідів на Рубінково", "Музика, майстерні та спільний стіл.", "")],
    };

    private static Event Training => new()
    {
        Id = "navchannia",
        Language = "uk",
        Title = "Навчання для громадських організацій",
        Summary = "Як написати заявку на грант: для тих, хто робить це вперше.",
        Body = "Приходьте!",
        Starts = Some.Moment("2023-05-03T10:00"),
        Online = "трансляція наживо",
        OnlineUrl = "https://example.org/stream",
        Organisers = ["Фундація «Разом»"],
    };

    private static News Room => new()
    {
        Id = "swietlica",
        Title = "Nowa świetlica już działa",
        Summary = "Projekt „Razem” zakończył remont świetlicy przy ul. Wymyślonej.",
        Project = "Razem",
        FundingSource = "FEdKP 2021–2027",
        Translations = [new ItemText("en", "The new community room is open", "The “Razem” project has finished renovating it.", "")],
    };
}
