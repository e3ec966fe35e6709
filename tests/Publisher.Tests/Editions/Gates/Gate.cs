using Publisher.Content;
using Publisher.Editions.Gates;
using Publisher.Rendering;

namespace Publisher.Tests.Editions.Gates;

/// <summary>The gate, with everything right that a test does not care about.</summary>
internal static class Gate
{
    public static IReadOnlyList<string> Languages { get; } = ["pl", "en", "uk"];

    public static Programmes Programmes { get; } = new(
    [
        new Programme("FEdKP 2021–2027", ["Fundusze Europejskie dla Kujaw i Pomorza"], "Dofinansowane przez Unię Europejską", []),
        new Programme(
            "RPO WK-P 2014–2020",
            ["Regionalny Program Operacyjny Województwa Kujawsko-Pomorskiego na lata 2014-2020"],
            "Współfinansowane przez Unię Europejską",
            []),
    ]);

    public static IReadOnlyList<Finding> Check(params IReadOnlyList<Item> items) => Check(items, Look.Default, Html("<p>…</p>"));

    public static IReadOnlyList<Finding> Check(IReadOnlyList<Item> items, Look look, IReadOnlyDictionary<string, string> html) => EditionGate.Check(
        [.. items.Select(item => new DigestEntry(item, item is Call ? Section.Calls : item is Event ? Section.Events : Section.News))],
        Programmes,
        look,
        Languages,
        html);

    public static IReadOnlyDictionary<string, string> Html(string polish) => new Dictionary<string, string>(StringComparer.Ordinal) { ["pl"] = polish };

    public static News News(string body = "") => new()
    {
        Id = "a",
        Title = "Szkolenia dla organizacji",
        Summary = "Organizacje z Torunia mogą zgłosić się na bezpłatne szkolenia.",
        Body = body,
    };
}
