using System.Text.Encodings.Web;
using System.Text.Json;
using NodaTime;

namespace Publisher.Social.Networks;

/// <summary>Stands in for a network without credentials: each post is a pack, text, link, pictures and their words, ready for staff to copy.</summary>
/// <param name="folder">Where packs are files too; null where they are only shown.</param>
public sealed class CopyPasteNetwork(string key, string? folder) : ISocialNetwork
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public string Key { get; } = key;

    public bool IsWall => false;

    public bool Schedules(Instant at, Instant now) => false;

    public async Task<NetworkAnswer> PublishAsync(Post post, CancellationToken cancellationToken)
    {
        await WriteAsync(post, cancellationToken);
        return new NetworkAnswer(NetworkOutcome.Ready, FileOf(post));
    }

    public async Task<NetworkAnswer> EditAsync(Post post, CancellationToken cancellationToken)
    {
        await WriteAsync(post, cancellationToken);
        return new NetworkAnswer(NetworkOutcome.Ready, FileOf(post), Note: "the text has changed: change it too where you posted it");
    }

    public Task<NetworkAnswer> DeleteAsync(Post post, CancellationToken cancellationToken)
    {
        if (folder is not null) File.Delete(Path.Combine(folder, FileOf(post)));
        return Task.FromResult(new NetworkAnswer(NetworkOutcome.Done, Note: "the item was withdrawn: delete the post where you made it"));
    }

    /// <summary>Nothing can get lost on the way to a pack: it is made again.</summary>
    public Task<NetworkAnswer> FindAsync(Post post, CancellationToken cancellationToken) => Task.FromResult(Answers.Gone);

    public Task<TokenHealth> ProbeAsync(CancellationToken cancellationToken) => Task.FromResult(new TokenHealth(true));

    private static string FileOf(Post post) => $"{post.Network}-{post.Marker}.json";

    private async Task WriteAsync(Post post, CancellationToken cancellationToken)
    {
        if (folder is null) return;
        Directory.CreateDirectory(folder);
        // Whole or not at all: a reader never sees half a file, and a crash leaves none.
        var (file, temporary) = (Path.Combine(folder, FileOf(post)), Path.Combine(folder, FileOf(post) + ".tmp"));
        var content = new { post.Network, Item = post.Item.ToString(), Occasion = post.Occasion.Key(), post.Version, Message = post.Text, post.Link, post.Title, post.Summary, post.Language, post.Images };
        await File.WriteAllTextAsync(temporary, JsonSerializer.Serialize(content, Json) + "\n", cancellationToken);
        File.Move(temporary, file, overwrite: true);
    }
}
