using System.Globalization;
using System.Text.Json;
using Azure.Data.Tables;
using NodaTime;
using Publisher.Content;

namespace Publisher.Social;

/// <summary>The table <c>posts</c>: PartitionKey = network, RowKey = kind:id:occasion:version.</summary>
internal static class PostTable
{
    public const string Name = "posts";

    /// <summary>The character after the separator: all keys of an item lie between <c>call:a:</c> and <c>call:a;</c>.</summary>
    private const char AfterColon = ';';

    public static string RowKey(ItemRef item, Occasion occasion, int version) =>
        string.Create(CultureInfo.InvariantCulture, $"{item.Kind.Key()}:{item.Id}:{occasion.Key()}:{version:00000000}");

    public static (string From, string Before) KeysOf(ItemRef item) => ($"{item.Kind.Key()}:{item.Id}:", $"{item.Kind.Key()}:{item.Id}{AfterColon}");

    public static TableEntity ToRow(Post post)
    {
        var row = new TableEntity(post.Network, RowKey(post.Item, post.Occasion, post.Version))
        {
            ["State"] = post.State.ToString(),
            ["Since"] = post.Since.ToDateTimeOffset(),
            ["Text"] = post.Text,
            ["Own"] = post.Own,
            ["Ended"] = post.Ended,
            ["Wanted"] = post.Wanted,
            ["Link"] = post.Link,
            ["Title"] = post.Title,
            ["Summary"] = post.Summary,
            ["Language"] = post.Language,
            ["Images"] = JsonSerializer.Serialize(post.Images),
            ["PostId"] = post.PostId,
            ["Url"] = post.Url,
            ["Note"] = post.Note,
            ["Attempts"] = post.Attempts,
            ["Lost"] = post.Lost,
        };
        foreach (var (name, instant) in ((string, Instant?)[])[("Called", post.Called), ("LookFrom", post.LookFrom), ("NotBefore", post.NotBefore), ("At", post.At), ("Until", post.Until)])
            if (instant is { } some) row[name] = some.ToDateTimeOffset();
        if (post.Snapshot is { } item) row["Item"] = ItemTable.Serialise(item with { Body = "" });
        return row;
    }

    /// <summary>All columns but the long ones, which say what is posted.</summary>
    public static IReadOnlyList<string> Brief { get; } =
        ["PartitionKey", "RowKey", "State", "Since", "Own", "Link", "Language", "PostId", "Url", "Note", "Attempts", "Lost", "Called", "NotBefore", "At", "Until"];

    /// <returns>Null for a row that is no post's.</returns>
    public static Post? FromRow(TableEntity row)
    {
        var key = row.RowKey.Split(':');
        if (key.Length != 4 || !ItemRef.TryParse($"{key[0]}/{key[1]}", out var item) || !Occasions.TryParse(key[2], out var occasion)) return null;
        return new Post(
            row.PartitionKey, item, occasion, int.Parse(key[3], CultureInfo.InvariantCulture), Enum.Parse<PostState>(row.GetString("State")!), InstantOf(row, "Since")!.Value)
        {
            ETag = row.ETag,
            Text = row.GetString("Text") ?? "",
            Own = row.GetBoolean("Own") ?? false,
            Ended = row.GetBoolean("Ended") ?? false,
            Wanted = row.GetBoolean("Wanted") ?? false,
            Link = row.GetString("Link") ?? "",
            Title = row.GetString("Title") ?? "",
            Summary = row.GetString("Summary") ?? "",
            Language = row.GetString("Language") ?? "",
            Images = row.GetString("Images") is { } images ? JsonSerializer.Deserialize<List<ItemImage>>(images)! : [],
            PostId = row.GetString("PostId") ?? "",
            Url = row.GetString("Url") ?? "",
            Note = row.GetString("Note") ?? "",
            Attempts = row.GetInt32("Attempts") ?? 0,
            Lost = row.GetInt32("Lost") ?? 0,
            Called = InstantOf(row, "Called"),
            LookFrom = InstantOf(row, "LookFrom"),
            NotBefore = InstantOf(row, "NotBefore"),
            At = InstantOf(row, "At"),
            Until = InstantOf(row, "Until"),
            Snapshot = row.GetString("Item") is { } snapshot ? ItemTable.Deserialise(snapshot) : null,
        };
    }

    private static Instant? InstantOf(TableEntity row, string name) => row.GetDateTimeOffset(name) is { } at ? Instant.FromDateTimeOffset(at) : null;
}
