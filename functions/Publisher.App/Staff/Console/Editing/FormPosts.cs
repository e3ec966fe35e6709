using Publisher.Content;
using Publisher.Content.Editing;
using Publisher.Content.Pictures;

namespace Publisher.App.Staff.Console.Editing;

/// <summary>Reads what the form of an item posted; a picture in it is taken in at once, so that a slip elsewhere does not ask for it twice.</summary>
public sealed class FormPosts(ItemForm itemForm, ItemPictures pictures)
{
    /// <summary>Octets: a picture, and what can be typed beside it.</summary>
    public const int Limit = PictureFile.MaxSize + (1024 * 1024);

    private const string File = "image.file";

    private const string TopicFields = "topics[";

    private static readonly HashSet<string> Ours = new(["csrf", "do", "draft", "etag", "base", "sure", "image.remove"], StringComparer.Ordinal);

    /// <param name="current">The item as it is by now.</param>
    /// <returns>What is typed, with what became of the picture among its faults.</returns>
    internal async Task<FormState> ReadAsync(IFormCollection posted, FormState current, CancellationToken cancellationToken)
    {
        var fields = posted.Where(field => !Ours.Contains(field.Key))
            .ToDictionary(field => field.Key, field => (IReadOnlyList<string>)[.. field.Value.Select(value => value ?? "")], StringComparer.Ordinal);
        // Each topic has a field of its own here; for an item they are the lines of one.
        var topics = fields.Where(field => field.Key.StartsWith(TopicFields, StringComparison.Ordinal)).SelectMany(field => field.Value).ToList();
        if (topics.Count > 0) fields["topics"] = topics;
        var faults = new List<ItemFault>();
        if (posted["image.remove"] == "yes") fields["image.url"] = fields["image.alt"] = [""];
        if (posted.Files.GetFile(File) is { Length: > 0 } file)
        {
            var (uploaded, fault) = await pictures.UploadAsync(await ContentAsync(file, cancellationToken), cancellationToken);
            if (uploaded is not null) fields["image.url"] = [uploaded.Url];
            if (fault is not null) faults.Add(fault);
        }

        var draft = itemForm.Read(current.Kind, fields);
        return current with { ETag = posted["etag"].ToString(), Base = posted["base"].ToString().ReplaceLineEndings("\n"), Fields = draft.Fields, Faults = faults };
    }

    private static async Task<byte[]> ContentAsync(IFormFile file, CancellationToken cancellationToken)
    {
        await using var stream = file.OpenReadStream();
        using var content = new MemoryStream((int)file.Length);
        await stream.CopyToAsync(content, cancellationToken);
        return content.ToArray();
    }
}
