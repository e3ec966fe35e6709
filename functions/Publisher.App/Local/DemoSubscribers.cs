using System.Globalization;
using NodaTime;
using Publisher.Content;
using Publisher.Subscribers;

namespace Publisher.App.Local;

/// <summary>Made-up people for the demo: the same ones each time, at addresses that no mail can reach (RFC 2606).</summary>
public static class DemoSubscribers
{
    private const int Seed = 2023;

    private static readonly string[] Names =
    [
        "Anna", "Piotr", "Łucja", "Żaneta", "Michał", "Świętosława", "Jędrzej", "Zofia", "Kazimierz", "Grażyna", "Błażej", "Maria",
        "Stanisław", "Elżbieta", "Paweł", "Joanna", "Wojciech", "Agnieszka", "Ścibor", "Halina", "Mikołaj", "Ewa", "Tadeusz", "Róża",
    ];

    private static readonly ItemKind[][] Choices =
    [
        [], [], [ItemKind.Call], [ItemKind.Call, ItemKind.Event], [ItemKind.Event], [ItemKind.News], [ItemKind.Call, ItemKind.News],
    ];

    /// <param name="everything">All of them want all there is; else they choose.</param>
    public static IReadOnlyList<Subscriber> Make(int count, Districts districts, Instant now, bool everything = false)
    {
        var chance = new Random(Seed);
        var people = new List<Subscriber>(count);
        for (var number = 1; number <= count; number++)
        {
            var name = Names[chance.Next(Names.Length)];
            var address = Address.Parse(string.Create(CultureInfo.InvariantCulture, $"{Slug.Of(name)}.{number:0000}@example.org"), out _)!;
            // One in eight told no name: the greeting must do without.
            var greeted = chance.Next(8) == 0 ? "" : name;
            var interests = everything ? Interests.Everything : new Interests(Choices[chance.Next(Choices.Length)], Places(chance, districts), []);
            people.Add(new Subscriber(SubscriberKey.Of(address), address.Mailbox, greeted, "pl", SubscriptionStatus.Confirmed, interests, "demo", now));
        }

        return people;
    }

    /// <summary>A third want the whole city, the others one to three districts, each district as often as any other.</summary>
    private static List<string> Places(Random chance, Districts districts)
    {
        if (districts.All.Count == 0 || chance.Next(3) == 0) return [];
        var chosen = Enumerable.Range(0, chance.Next(1, 4)).Select(_ => chance.Next(districts.All.Count)).Distinct().Order();
        return [.. chosen.Select(at => districts.All[at].Slug)];
    }
}
