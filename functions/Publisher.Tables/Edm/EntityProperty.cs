using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.Serialization;

namespace Azure.Data.Tables.Edm;

/// <summary>One property of a caller's class. Access is compiled: a batch of subscribers reads and writes tens of thousands of rows.</summary>
internal sealed class EntityProperty
{
    private static readonly HashSet<Type> Held =
    [
        typeof(string), typeof(int), typeof(long), typeof(bool), typeof(double), typeof(Guid),
        typeof(DateTime), typeof(DateTimeOffset), typeof(byte[]), typeof(BinaryData),
    ];

    private readonly Type type;
    private readonly bool takesNull;
    private readonly Action<object, object?> set;

    /// <exception cref="NotSupportedException">A table cannot hold the property's type.</exception>
    public EntityProperty(PropertyInfo property)
    {
        Name = property.GetCustomAttribute<DataMemberAttribute>()?.Name ?? property.Name;
        type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        takesNull = type != property.PropertyType || !type.IsValueType;
        if (!type.IsEnum && !Held.Contains(type))
        {
            throw new NotSupportedException(
                $"{property.DeclaringType?.Name}.{property.Name} is of type {type.Name}, which a table cannot hold; " +
                "mark it [IgnoreDataMember] or store it as text.");
        }

        var entity = Expression.Parameter(typeof(object));
        var value = Expression.Parameter(typeof(object));
        var member = Expression.Property(Expression.Convert(entity, property.DeclaringType!), property);
        Get = Expression.Lambda<Func<object, object?>>(Expression.Convert(member, typeof(object)), entity).Compile();
        var assign = Expression.Assign(member, Expression.Convert(value, property.PropertyType));
        set = Expression.Lambda<Action<object, object?>>(assign, entity, value).Compile();
    }

    /// <summary>Its name in the table.</summary>
    public string Name { get; }

    public Func<object, object?> Get { get; }

    /// <summary>Puts a value of the service into the property; a null for a type without null leaves the default.</summary>
    /// <exception cref="FormatException">The row holds another type.</exception>
    public void Set(object entity, object? value)
    {
        if (value is not null) set(entity, Fit(value));
        else if (takesNull) set(entity, null);
    }

    private object Fit(object value) => value switch
    {
        _ when value.GetType() == type => value,
        string text when type.IsEnum && Enum.TryParse(type, text, out var constant) && constant.ToString() == text => constant,
        int number when type == typeof(long) => (long)number,
        int number when type == typeof(double) => (double)number,
        DateTimeOffset instant when type == typeof(DateTime) => instant.UtcDateTime,
        byte[] bytes when type == typeof(BinaryData) => BinaryData.FromBytes(bytes),
        _ => throw new FormatException($"The row's property {Name} holds {value.GetType().Name}, and that does not fit into {type.Name}."),
    };
}
