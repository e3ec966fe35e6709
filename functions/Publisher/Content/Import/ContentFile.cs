using NodaTime;

namespace Publisher.Content.Import;

/// <summary>A content file: <c>{"items": [ … ]}</c>. Reads it whole or refuses it whole.</summary>
public static class ContentFile
{
    /// <exception cref="RefusedException">With a fault for each thing wrong, in the order of the file.</exception>
    public static IReadOnlyList<Item> Read(ReadOnlySpan<byte> utf8, Districts districts, DateTimeZone zone)
    {
        var faults = new List<Fault>();
        if (LineJson.Parse(utf8) is not LineObject root)
            throw new RefusedException("The file cannot be read.", [new Fault("file", "must be an object with a list called items", 1)]);
        var reader = new FieldReader(root, "", faults);
        var seen = new Dictionary<ItemRef, int>();
        var items = reader.Objects("items", fields => ReadOne(fields, districts, zone, seen));
        if (items.Count == 0 && faults.Count == 0) faults.Add(new Fault("items", "is missing or empty: there is nothing to import", 1));
        reader.Done();
        if (faults.Count == 0) return [.. items.OfType<Item>()];
        throw new RefusedException(
            faults.Count == 1 ? "Nothing was imported: the file has a fault." : $"Nothing was imported: the file has {faults.Count} faults.",
            [.. faults.OrderBy(fault => fault.Line ?? 0)]);
    }

    private static Item? ReadOne(FieldReader fields, Districts districts, DateTimeZone zone, Dictionary<ItemRef, int> seen)
    {
        var item = ItemReader.Read(fields, districts);
        if (item is null) return null;
        foreach (var fault in ItemRules.Check(item, zone)) fields.Fault(fault.Field, fault.Text);
        if (item.Id.Length > 0 && !seen.TryAdd(item.Ref, seen.Count))
            fields.Fault("id", $"{item.Ref} is in this file twice");
        return item;
    }
}
