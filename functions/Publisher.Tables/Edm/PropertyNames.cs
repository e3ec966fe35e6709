using System.Runtime.InteropServices;
using System.Text.Json;

namespace Azure.Data.Tables.Edm;

/// <summary>
/// The names of properties, made into text once for all rows of an answer: rows of one table name the same properties in the same order, and a page
/// of a thousand would make each name a thousand times.
/// </summary>
internal sealed class PropertyNames
{
    private readonly List<(byte[] Octets, string Name)> known = [];
    private readonly Dictionary<string, string> stems = new(StringComparer.Ordinal);
    private int at;

    /// <summary>Goes back to the first: another row begins.</summary>
    public void Begin() => at = 0;

    public string Next(JsonProperty property)
    {
        var octets = JsonMarshal.GetRawUtf8PropertyName(property);
        if (at < known.Count && octets.SequenceEqual(known[at].Octets)) return known[at++].Name;
        var name = property.Name;
        // A row that leaves one out shifts the others: what stands here now is what the next row most likely has here.
        if (at < known.Count) known[at] = (octets.ToArray(), name);
        else known.Add((octets.ToArray(), name));
        at++;
        return name;
    }

    /// <summary>The property that a type is told of.</summary>
    public string WithoutSuffix(string name)
    {
        if (!stems.TryGetValue(name, out var stem)) stems[name] = stem = name[..^EdmWriter.TypeSuffix.Length];
        return stem;
    }
}
