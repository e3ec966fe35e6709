namespace Publisher.Content;

public sealed record District(string Slug, string Name);

/// <summary>The organisation's pick list of districts, in its own order. Items and subscribers hold slugs; people see names.</summary>
public sealed class Districts
{
    private readonly List<District> all;

    private Districts(List<District> all) => this.all = all;

    public static Districts None { get; } = new([]);

    public IReadOnlyList<District> All => all;

    /// <summary>Reads a list of names separated by commas: <c>Barbarka, Bielany, Stare Miasto</c>.</summary>
    /// <param name="faults">Gets a sentence for each name that cannot be used.</param>
    public static Districts Parse(string names, ICollection<string> faults)
    {
        var all = new List<District>();
        foreach (var name in names.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var slug = Publisher.Slug.Of(name);
            if (slug.Length == 0) faults.Add($"„{name}” has no letter or digit to make a name from");
            else if (all.Exists(other => other.Slug == slug)) faults.Add($"„{name}” is there twice");
            else all.Add(new District(slug, name));
        }

        return new Districts(all);
    }

    /// <summary>Finds a district by its name or slug, whatever the case; null where there is none.</summary>
    public District? Find(string nameOrSlug)
    {
        var slug = Publisher.Slug.Of(nameOrSlug);
        return all.Find(district => district.Slug == slug);
    }

    public string NameOf(string slug) => all.Find(district => district.Slug == slug)?.Name ?? slug;

    /// <summary>Says what a person may have meant by a name that is not on the list.</summary>
    public string Refuse(string name) =>
        all.Count == 0 ? $"„{name}” is not a district: this organisation has none (setting Publisher__Districts)"
        : Nearest.To(name, all.Select(district => district.Name)) is { } near ? $"„{name}” is not a district; did you mean „{near}”?"
        : $"„{name}” is not a district; they are {string.Join(", ", all.Select(district => district.Name))}";
}
