using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Azure;
using Azure.Data.Tables;
using NodaTime;

namespace Publisher.Content;

/// <summary>
/// An item as it is kept: with its version and its times. The version counts changes a reader could see; the first publishing
/// stays what it was, so that an edited item is never taken for a new one.
/// </summary>
/// <param name="Version">From 1.</param>
/// <param name="Published">When it was first published; null while it never was.</param>
public sealed record StoredItem(Item Item, int Version, Instant? Published, Instant Changed)
{
    public ItemRef Ref => Item.Ref;

    /// <summary>The row's version in storage; who saves over it has seen it.</summary>
    public ETag ETag { get; init; }

    /// <summary>The version that follows.</summary>
    /// <param name="seen">A reader can see the difference; else no channel has to look at it again.</param>
    internal StoredItem Next(Item item, Instant now, bool seen = true) => seen
        ? new StoredItem(item, Version + 1, Published ?? (item.Status == ItemStatus.Published ? now : null), now)
        : this with { Item = item };
}

/// <summary>The table <c>content</c>: PartitionKey = kind, RowKey = id.</summary>
internal static class ItemTable
{
    public const string Name = "content";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        // Letters of every language as they are: escaped they would count six times against the row's limit.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static string PartitionKey(ItemKind kind) => kind.Key();

    public static string Serialise(Item item) => JsonSerializer.Serialize(item, Json);

    /// <summary>As it is stored, which is also how a content file has it.</summary>
    public static void Write(Utf8JsonWriter json, Item item) => JsonSerializer.Serialize(json, item, Json);

    public static Item Deserialise(string json) => JsonSerializer.Deserialize<Item>(json, Json)!;

    public static TableEntity ToRow(StoredItem stored)
    {
        var row = new TableEntity(PartitionKey(stored.Item.Kind), stored.Item.Id)
        {
            ["Item"] = Serialise(stored.Item),
            ["Title"] = stored.Item.Title,
            ["Status"] = stored.Item.Status.ToString(),
            ["Version"] = stored.Version,
            ["Changed"] = stored.Changed.ToDateTimeOffset(),
        };
        if (stored.Published is { } published) row["Published"] = published.ToDateTimeOffset();
        return row;
    }

    public static StoredItem FromRow(TableEntity row) => new(
        Deserialise(row.GetString("Item")!),
        row.GetInt32("Version")!.Value,
        row.GetDateTimeOffset("Published") is { } published ? Instant.FromDateTimeOffset(published) : null,
        Instant.FromDateTimeOffset(row.GetDateTimeOffset("Changed")!.Value))
    {
        ETag = row.ETag,
    };
}
