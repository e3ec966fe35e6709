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

    /// <exception cref="FormatException">The element is not a row.</exception>
    public static EntityRow Read(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object) throw new FormatException("A row of the answer is not a JSON object.");
        var types = Types(element);
        var row = new EntityRow();
        foreach (var property in element.EnumerateObject())
        {
            if (property.Name.EndsWith(EdmWriter.TypeSuffix, StringComparison.Ordinal)) continue;
            row.Take(property.Name, property.Value, types?.GetValueOrDefault(property.Name));
        }

        return row;
    }

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

    private static Dictionary<string, string>? Types(JsonElement element)
    {
        Dictionary<string, string>? types = null;
        foreach (var property in element.EnumerateObject())
        {
            if (!property.Name.EndsWith(EdmWriter.TypeSuffix, StringComparison.Ordinal)) continue;
            types ??= new(StringComparer.Ordinal);
            var name = property.Name[..^EdmWriter.TypeSuffix.Length];
            types[name] = property.Value.ValueKind == JsonValueKind.String ? property.Value.GetString()! : "(none)";
        }

        return types;
    }
}
