using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.Serialization;

namespace Azure.Data.Tables.Edm;

/// <summary>What of a caller's class goes into a row, found once per class.</summary>
internal sealed class EntityShape
{
    private static readonly ConcurrentDictionary<Type, EntityShape> Shapes = new();

    private readonly Dictionary<string, EntityProperty> byName;

    private EntityShape(Type type)
    {
        var kept = type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(IsKept);
        Properties = [.. kept.Select(property => new EntityProperty(property))];
        byName = new(StringComparer.Ordinal);
        foreach (var property in Properties)
        {
            if (!byName.TryAdd(property.Name, property))
                throw new NotSupportedException($"Two properties of {type.Name} are named {property.Name} in the table.");
        }
    }

    public IReadOnlyList<EntityProperty> Properties { get; }

    public static EntityShape Of(Type type) => Shapes.GetOrAdd(type, static type => new EntityShape(type));

    public EntityProperty? Find(string name) => byName.GetValueOrDefault(name);

    private static bool IsKey(string name) => name is
        nameof(ITableEntity.PartitionKey) or nameof(ITableEntity.RowKey) or nameof(ITableEntity.Timestamp) or nameof(ITableEntity.ETag);

    private static bool IsKept(PropertyInfo property) =>
        property.GetMethod is { IsPublic: true } &&
        property.SetMethod is { IsPublic: true } &&
        property.GetIndexParameters().Length == 0 &&
        !IsKey(property.Name) &&
        property.GetCustomAttribute<IgnoreDataMemberAttribute>() is null;
}
