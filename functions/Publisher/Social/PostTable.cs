using Azure.Data.Tables;
using NodaTime;
using Publisher.Content;

namespace Publisher.Social;

/// <summary>The table <c>posts</c>: PartitionKey = network, RowKey = kind:id.</summary>
internal static class PostTable
{
    public const string Name = "posts";

    public static string RowKey(ItemRef item) => $"{item.Kind.Key()}:{item.Id}";

    public static TableEntity ToRow(Post post) => new(post.Network, RowKey(post.Item))
    {
        ["Version"] = post.Version,
        ["State"] = post.State.ToString(),
        ["Since"] = post.Since.ToDateTimeOffset(),
        ["Text"] = post.Text,
        ["Link"] = post.Link,
        ["PostId"] = post.PostId,
        ["Note"] = post.Note,
    };

    public static Post FromRow(TableEntity row) => new(
        row.PartitionKey,
        ItemRef.TryParse(row.RowKey.Replace(':', '/'), out var item) ? item : throw new FormatException($"„{row.RowKey}” names no item."),
        row.GetInt32("Version")!.Value,
        Enum.Parse<PostState>(row.GetString("State")!),
        Instant.FromDateTimeOffset(row.GetDateTimeOffset("Since")!.Value),
        row.GetString("Text") ?? "",
        row.GetString("Link") ?? "",
        row.GetString("PostId") ?? "",
        row.GetString("Note") ?? "") { ETag = row.ETag };
}
