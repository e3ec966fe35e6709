using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace Publisher.Content.Editing;

/// <summary>Ids for items whose author gave none. Pure.</summary>
public static class ItemIds
{
    /// <summary>Characters left for <c>-2</c> and on.</summary>
    private const int Suffix = 5;

    /// <summary>From its title; from its kind and the day, where no letter of the title can stand in a link.</summary>
    public static string Of(Item item, LocalDate today) => Slug.Of(item.Title) is { Length: > 0 } slug ? Stem(slug) : $"{item.Kind.Key()}-{LocalDatePattern.Iso.Format(today)}";

    /// <summary>An id that a number can be added to.</summary>
    internal static string Stem(string id) => id.Length > Slug.MaxLength - Suffix ? id[..(Slug.MaxLength - Suffix)].TrimEnd('-') : id;

    /// <summary>The first of <c>id</c>, <c>id-2</c>, <c>id-3</c> that is not taken.</summary>
    public static string Free(string id, IReadOnlySet<string> taken)
    {
        var free = id;
        for (var number = 2; taken.Contains(free); number++) free = string.Create(CultureInfo.InvariantCulture, $"{Stem(id)}-{number}");
        return free;
    }
}
