using System.Buffers;
using System.Text.Json;
using Azure.Data.Tables.Wire;

namespace Azure.Data.Tables.Edm;

/// <summary>Entities to JSON and back.</summary>
internal static class EntityJson
{
    /// <summary>The request body for a write. All but ASCII is escaped, so that the same bytes serve inside a transaction.</summary>
    /// <exception cref="ArgumentException">A key or text is missing, malformed or reserved.</exception>
    /// <exception cref="NotSupportedException">A table cannot hold a property's type.</exception>
    public static byte[] Write(ITableEntity entity, string stamp)
    {
        if (entity.PartitionKey is null || entity.RowKey is null)
            throw new ArgumentException("A row needs a PartitionKey and a RowKey.", nameof(entity));
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            EdmWriter.Write(json, nameof(ITableEntity.PartitionKey), entity.PartitionKey);
            EdmWriter.Write(json, nameof(ITableEntity.RowKey), entity.RowKey);
            foreach (var (name, value) in Properties(entity))
            {
                if (value is not null) EdmWriter.Write(json, Allowed(name), value);
            }

            json.WriteString(WriteStamp.PropertyName, stamp);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <exception cref="FormatException">The row does not fit the class.</exception>
    public static T Read<T>(EntityRow row)
        where T : class, ITableEntity
    {
        var entity = Activator.CreateInstance<T>();
        if (row.PartitionKey is not null) entity.PartitionKey = row.PartitionKey;
        if (row.RowKey is not null) entity.RowKey = row.RowKey;
        if (row.Timestamp is not null) entity.Timestamp = row.Timestamp;
        entity.ETag = row.ETag;
        if (entity is TableEntity dictionary)
        {
            foreach (var (name, value) in row.Properties) dictionary[name] = value;
            return entity;
        }

        var shape = EntityShape.Of(typeof(T));
        foreach (var (name, value) in row.Properties) shape.Find(name)?.Set(entity, value);
        return entity;
    }

    private static IEnumerable<(string Name, object? Value)> Properties(ITableEntity entity) => entity is TableEntity dictionary
        ? dictionary.Where(pair => !IsSystem(pair.Key)).Select(pair => (pair.Key, pair.Value))
        : EntityShape.Of(entity.GetType()).Properties.Select(property => (property.Name, property.Get(entity)));

    private static bool IsSystem(string name) => name is
        nameof(ITableEntity.PartitionKey) or nameof(ITableEntity.RowKey) or nameof(ITableEntity.Timestamp) or TableEntity.ETagName;

    private static string Allowed(string name) =>
        name == WriteStamp.PropertyName || name.StartsWith("odata.", StringComparison.Ordinal) || name.Contains('@', StringComparison.Ordinal)
            ? throw new ArgumentException($"The property name {name} is reserved.", nameof(name))
            : EdmText.WellFormed(name, "The name of a property");
}
