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

    /// <exception cref="IOException">Nothing can be written there.</exception>
    public void EnsureWritable()
    {
        Directory.CreateDirectory(folder);
        var probe = System.IO.Path.Combine(folder, ".probe");
        File.WriteAllBytes(probe, []);
        File.Delete(probe);
    }

    /// <summary>Removes what an earlier demo left and noted, so that a second run gives the same files. Touches nothing else.</summary>
    public void ForgetDemo()
    {
        if (!File.Exists(DemoNote)) return;
        foreach (var line in File.ReadAllLines(DemoNote))
        {
            var file = System.IO.Path.GetFullPath(System.IO.Path.Combine(folder, line));
            if (file.StartsWith(System.IO.Path.GetFullPath(folder) + System.IO.Path.DirectorySeparatorChar, StringComparison.Ordinal)) File.Delete(file);
        }

        File.Delete(DemoNote);
    }

    /// <summary>Notes what a demo made, for <see cref="ForgetDemo"/>.</summary>
    public void NoteDemo(string edition, IEnumerable<string> messages, IEnumerable<string> posts) => File.WriteAllLines(
        DemoNote, [.. messages.Select(file => System.IO.Path.Combine(edition, file)), .. posts.Select(post => System.IO.Path.Combine(Social, post))]);

    private string DemoNote => System.IO.Path.Combine(folder, ".demo");

    private OutboxMessage Describe(string edition, string file)
    {
        var message = EmlReader.Read(File.ReadAllBytes(System.IO.Path.Combine(folder, edition, file)));
        return new OutboxMessage(edition, file, message.To, message.Subject);
    }

    [GeneratedRegex(@"\A[0-9]{5}\.eml\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FileName();
}
