using System.Text.Json;
using Azure.Data.Tables.Wire;

namespace Azure.Data.Tables.Edm;

/// <summary>A row as the service sent it, before it becomes an object of the caller's class.</summary>
internal sealed class EntityRow
{
    public string? PartitionKey { get; private set; }

    public string? RowKey { get; private set; }

    public DateTimeOffset? Timestamp { get; private set; }

    public ETag ETag { get; private set; }

    /// <summary>Which write made the row what it is; see <see cref="WriteStamp"/>.</summary>
    public string? Stamp { get; private set; }

    public List<KeyValuePair<string, object?>> Properties { get; } = [];

    /// <param name="element">The row.</param>
    /// <param name="names">Shared by the rows of an answer.</param>
    /// <exception cref="FormatException">The element is not a row.</exception>
    public static EntityRow Read(JsonElement element, PropertyNames names)
    {
        if (element.ValueKind != JsonValueKind.Object) throw new FormatException("A row of the answer is not a JSON object.");
        var types = Types(element, names);
        var row = new EntityRow();
        names.Begin();
        foreach (var property in element.EnumerateObject())
        {
            var name = names.Next(property);
            if (name.EndsWith(EdmWriter.TypeSuffix, StringComparison.Ordinal)) continue;
            row.Take(name, property.Value, types?.GetValueOrDefault(name));
        }

        return row;
    }

    public static EntityRow Read(JsonElement element) => Read(element, new PropertyNames());

    private void Take(string name, JsonElement value, string? type)
    {
        switch (name)
        {
            case nameof(PartitionKey): PartitionKey = Text(name, value); break;
            case nameof(RowKey): RowKey = Text(name, value); break;
            case nameof(Timestamp): Timestamp = (DateTimeOffset?)EdmReader.Read(name, value, "Edm.DateTime"); break;
            case TableEntity.ETagName: ETag = Text(name, value) is { } tag ? new ETag(tag) : default; break;
            case WriteStamp.PropertyName: Stamp = value.ValueKind == JsonValueKind.String ? value.GetString() : null; break;
            case var _ when name.StartsWith("odata.", StringComparison.Ordinal): break;
            default: Properties.Add(new(name, EdmReader.Read(name, value, type))); break;
        }
    }

    private static string? Text(string name, JsonElement value) => (string?)EdmReader.Read(name, value, "Edm.String");

    private static Dictionary<string, string>? Types(JsonElement element, PropertyNames names)
    {
        Dictionary<string, string>? types = null;
        names.Begin();
        foreach (var property in element.EnumerateObject())
        {
            var name = names.Next(property);
            if (!name.EndsWith(EdmWriter.TypeSuffix, StringComparison.Ordinal)) continue;
            types ??= new(StringComparer.Ordinal);
            types[names.WithoutSuffix(name)] = property.Value.ValueKind == JsonValueKind.String ? property.Value.GetString()! : "(none)";
        }

        return types;
    }
}
