using System.Text.RegularExpressions;

namespace Publisher.App.Local;

/// <summary>One message of the outbox, as its list shows it.</summary>
public sealed record OutboxMessage(string Edition, string File, string To, string Subject);

/// <summary>Reads the outbox on disk: editions' folders with their messages, and the posts.</summary>
public sealed partial class OutboxFolder(string folder)
{
    /// <summary>Messages that one page lists; more are for a file manager.</summary>
    public const int MaxListed = 200;

    public const string Social = "social";

    public string Path => folder;

    public IReadOnlyList<string> Editions() => Directory.Exists(folder)
        ? [.. Directory.GetDirectories(folder).Select(System.IO.Path.GetFileName).OfType<string>().Where(name => name != Social).Order(StringComparer.Ordinal)]
        : [];

    public IReadOnlyList<string> Files(string edition) => Directory.Exists(System.IO.Path.Combine(folder, edition))
        ? [.. Directory.GetFiles(System.IO.Path.Combine(folder, edition), "*.eml").Select(System.IO.Path.GetFileName).OfType<string>().Order(StringComparer.Ordinal)]
        : [];

    public IReadOnlyList<OutboxMessage> List(string edition) =>
        [.. Files(edition).Take(MaxListed).Select(file => Describe(edition, file))];

    /// <summary>A message's octets; null for a name that is none of ours.</summary>
    public byte[]? Find(string edition, string file)
    {
        if (!Slug.IsValid(edition, 128) || !FileName().IsMatch(file)) return null;
        var path = System.IO.Path.Combine(folder, edition, file);
        return File.Exists(path) ? File.ReadAllBytes(path) : null;
    }

    public IReadOnlyList<string> Posts() => Directory.Exists(System.IO.Path.Combine(folder, Social))
        ? [.. Directory.GetFiles(System.IO.Path.Combine(folder, Social), "*.json").Order(StringComparer.Ordinal).Select(File.ReadAllText)]
        : [];

    /// <summary>Removes what an earlier run of the demo left of an edition, so that a second run gives the same files. Touches nothing else.</summary>
    public void Forget(string edition)
    {
        foreach (var file in Files(edition).Where(file => FileName().IsMatch(file))) File.Delete(System.IO.Path.Combine(folder, edition, file));
        var social = System.IO.Path.Combine(folder, Social);
        if (!Directory.Exists(social)) return;
        foreach (var file in Directory.GetFiles(social, "facebook-*.json")) File.Delete(file);
    }

    private OutboxMessage Describe(string edition, string file)
    {
        var message = EmlReader.Read(File.ReadAllBytes(System.IO.Path.Combine(folder, edition, file)));
        return new OutboxMessage(edition, file, message.To, message.Subject);
    }

    [GeneratedRegex(@"\A[0-9]{5}\.eml\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FileName();
}
