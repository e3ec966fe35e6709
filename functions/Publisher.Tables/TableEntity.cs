using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Azure.Data.Tables;

/// <summary>
/// A row as a dictionary of its properties, the keys, timestamp and version among them (as <c>PartitionKey</c>, <c>RowKey</c>,
/// <c>Timestamp</c>, <c>odata.etag</c>). Values read are string, int, long, bool, double, Guid, DateTimeOffset and byte[].
/// </summary>
#pragma warning disable CA1710 // The name that Azure.Data.Tables gives it.
public sealed partial class TableEntity : ITableEntity, IDictionary<string, object?>
#pragma warning restore CA1710
{
    internal const string ETagName = "odata.etag";

    private readonly Dictionary<string, object?> properties = new(StringComparer.Ordinal);

    /// <summary>An empty row, without keys yet.</summary>
    public TableEntity()
    {
    }

    /// <summary>A row with its keys.</summary>
    /// <param name="partitionKey">See <see cref="ITableEntity.PartitionKey"/>.</param>
    /// <param name="rowKey">See <see cref="ITableEntity.RowKey"/>.</param>
    public TableEntity(string partitionKey, string rowKey)
    {
        PartitionKey = partitionKey;
        RowKey = rowKey;
    }

    /// <summary>A row from a dictionary of its properties.</summary>
    /// <param name="values">The properties, keys among them.</param>
    public TableEntity(IDictionary<string, object?> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        foreach (var (name, value) in values) this[name] = value;
    }

    /// <inheritdoc/>
    public string PartitionKey
    {
        get => GetString(nameof(PartitionKey))!;
        set => properties[nameof(PartitionKey)] = value;
    }

    /// <inheritdoc/>
    public string RowKey
    {
        get => GetString(nameof(RowKey))!;
        set => properties[nameof(RowKey)] = value;
    }

    /// <inheritdoc/>
    public DateTimeOffset? Timestamp
    {
        get => GetDateTimeOffset(nameof(Timestamp));
        set => properties[nameof(Timestamp)] = value;
    }

    /// <inheritdoc/>
    public ETag ETag
    {
        get => GetString(ETagName) is { } tag ? new ETag(tag) : default;
        set
        {
            if (value == default) properties.Remove(ETagName);
            else properties[ETagName] = value.ToString();
        }
    }

    /// <inheritdoc/>
    public int Count => properties.Count;

    /// <summary>The names of the properties.</summary>
    public ICollection<string> Keys => properties.Keys;

    /// <summary>Always false.</summary>
    public bool IsReadOnly => false;

    ICollection<object?> IDictionary<string, object?>.Values => properties.Values;

    /// <summary>A property's value; null when there is none.</summary>
    /// <param name="key">The property's name.</param>
    public object? this[string key]
    {
        get => properties.GetValueOrDefault(key);
        set => properties[key] = value;
    }

    /// <inheritdoc/>
    public void Add(string key, object? value) => properties.Add(key, value);

    /// <inheritdoc/>
    public bool ContainsKey(string key) => properties.ContainsKey(key);

    /// <inheritdoc/>
    public bool Remove(string key) => properties.Remove(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out object? value) => properties.TryGetValue(key, out value);

    /// <summary>Drops every property, the keys too.</summary>
    public void Clear() => properties.Clear();

    /// <summary>The properties in no particular order.</summary>
    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => properties.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    void ICollection<KeyValuePair<string, object?>>.Add(KeyValuePair<string, object?> item) => Add(item.Key, item.Value);

    bool ICollection<KeyValuePair<string, object?>>.Contains(KeyValuePair<string, object?> item) => properties.Contains(item);

    void ICollection<KeyValuePair<string, object?>>.CopyTo(KeyValuePair<string, object?>[] array, int arrayIndex) =>
        ((ICollection<KeyValuePair<string, object?>>)properties).CopyTo(array, arrayIndex);

    bool ICollection<KeyValuePair<string, object?>>.Remove(KeyValuePair<string, object?> item) =>
        ((ICollection<KeyValuePair<string, object?>>)properties).Remove(item);
}
