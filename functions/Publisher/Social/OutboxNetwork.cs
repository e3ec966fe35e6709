using System.Text.Encodings.Web;
using System.Text.Json;

namespace Publisher.Social;

/// <summary>Stands in for a network on a machine without its credentials: each post is a file, ready to be read or copied.</summary>
public sealed class OutboxNetwork(string key, string folder) : ISocialNetwork
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public string Key { get; } = key;

    public async Task<PostResult> PublishAsync(Post post, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        // Whole or not at all: a reader never sees half a file, and a crash leaves none.
        var temporary = FileOf(post) + ".tmp";
        var content = new { post.Network, Item = post.Item.ToString(), post.Version, Message = post.Text, post.Link };
        await File.WriteAllTextAsync(temporary, JsonSerializer.Serialize(content, Json) + "\n", cancellationToken);
        File.Move(temporary, FileOf(post), overwrite: true);
        return new PostResult(PostState.Posted, Path.GetFileName(FileOf(post)));
    }

    public Task<string?> FindAsync(Post post, CancellationToken cancellationToken) =>
        Task.FromResult(File.Exists(FileOf(post)) ? Path.GetFileName(FileOf(post)) : null);

    private string FileOf(Post post) => Path.Combine(folder, $"{Key}-{post.Marker}.json");
}
