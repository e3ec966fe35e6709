namespace Azure.Data.Tables;

public sealed partial class TableEntity
{
    /// <summary>A text; null when there is no such property.</summary>
    /// <param name="key">The property's name.</param>
    /// <exception cref="InvalidOperationException">The property is of another type.</exception>
    public string? GetString(string key) => Get<string>(key);

    /// <summary>A 32-bit number; null when there is no such property.</summary>
    /// <param name="key">The property's name.</param>
    /// <exception cref="InvalidOperationException">The property is of another type, Int64 included.</exception>
    public int? GetInt32(string key) => GetValue<int>(key);

    /// <summary>A 64-bit number; null when there is no such property.</summary>
    /// <param name="key">The property's name.</param>
    /// <exception cref="InvalidOperationException">The property is of another type, Int32 included.</exception>
    public long? GetInt64(string key) => GetValue<long>(key);

    /// <summary>A yes or no; null when there is no such property.</summary>
    /// <param name="key">The property's name.</param>
    /// <exception cref="InvalidOperationException">The property is of another type.</exception>
    public bool? GetBoolean(string key) => GetValue<bool>(key);

    /// <summary>A floating-point number; null when there is no such property.</summary>
    /// <param name="key">The property's name.</param>
    /// <exception cref="InvalidOperationException">The property is of another type.</exception>
    public double? GetDouble(string key) => GetValue<double>(key);

    /// <summary>A GUID; null when there is no such property.</summary>
    /// <param name="key">The property's name.</param>
    /// <exception cref="InvalidOperationException">The property is of another type.</exception>
    public Guid? GetGuid(string key) => GetValue<Guid>(key);

    /// <summary>An instant, offset zero when it was read from the service; null when there is no such property.</summary>
    /// <param name="key">The property's name.</param>
    /// <exception cref="InvalidOperationException">The property is of another type.</exception>
    public DateTimeOffset? GetDateTimeOffset(string key) => this[key] switch
    {
        // An unspecified kind is UTC here, as it is when written.
        DateTime { Kind: DateTimeKind.Local } local => new DateTimeOffset(local),
        DateTime time => new DateTimeOffset(time.Ticks, TimeSpan.Zero),
        _ => GetValue<DateTimeOffset>(key),
    };

    /// <summary>An instant in UTC; null when there is no such property.</summary>
    /// <param name="key">The property's name.</param>
    /// <exception cref="InvalidOperationException">The property is of another type.</exception>
    public DateTime? GetDateTime(string key) => GetDateTimeOffset(key)?.UtcDateTime;

    /// <summary>Bytes; null when there is no such property.</summary>
    /// <param name="key">The property's name.</param>
    /// <exception cref="InvalidOperationException">The property is of another type.</exception>
    public byte[]? GetBinary(string key) => this[key] is BinaryData data ? data.ToArray() : Get<byte[]>(key);

    private T? Get<T>(string key)
        where T : class => this[key] switch
        {
            null => null,
            T value => value,
            var other => throw OfAnotherType<T>(key, other),
        };

    private T? GetValue<T>(string key)
        where T : struct => this[key] switch
        {
            null => null,
            T value => value,
            var other => throw OfAnotherType<T>(key, other),
        };

    private static InvalidOperationException OfAnotherType<T>(string key, object value) =>
        new($"The property {key} is of type {value.GetType().Name}, not {typeof(T).Name}.");
}
