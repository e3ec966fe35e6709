using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Net.Http.Headers;
using Publisher.App.Public;

namespace Publisher.App.Staff.Console;

/// <summary>
/// The style sheet and the script of the console, from <c>templates/staff/files</c>. Each has its hash in its name, so that a browser keeps it for good and
/// gets the new one with the new version. The organisation's colour is put before the style sheet: pages may hold no style of their own.
/// </summary>
public sealed class ConsoleFiles
{
    public const string Path = "/staff/files/";

    /// <summary>Digits of the hash in a name.</summary>
    private const int HashLength = 16;

    private readonly FrozenDictionary<string, ConsoleFile> files;

    public ConsoleFiles(PageFrame frame)
        : this(frame, System.IO.Path.Combine(AppContext.BaseDirectory, "templates", "staff", "files"))
    {
    }

    internal ConsoleFiles(PageFrame frame, string folder) => files = Directory.EnumerateFiles(folder).Select(file => Read(file, frame)).ToFrozenDictionary(file => file.Name, StringComparer.Ordinal);

    /// <summary>Where a file is, by its plain name: <c>/staff/files/console-0123456789abcdef.css</c>.</summary>
    public string Url(string name) => Path + files[name].Named;

    /// <summary>A file by the name that it had in a page; one of another version is the current one's, and not kept.</summary>
    public IResult Show(HttpContext context, string name)
    {
        var dash = name.LastIndexOf('-');
        if (dash < 0 || name.Length < dash + 1 + HashLength || !files.TryGetValue(name[..dash] + name[(dash + 1 + HashLength)..], out var file)) return Results.NotFound();
        context.Response.Headers.CacheControl = name == file.Named ? "public, max-age=31536000, immutable" : "no-cache";
        return Results.Bytes(file.Content, file.Type, entityTag: new EntityTagHeaderValue($"\"{file.Hash}\""));
    }

    private static ConsoleFile Read(string path, PageFrame frame)
    {
        var (name, ending) = (System.IO.Path.GetFileName(path), System.IO.Path.GetExtension(path));
        var content = File.ReadAllBytes(path);
        if (ending == ".css") content = [.. Encoding.UTF8.GetBytes($":root {{ --accent-light: {frame.Accents.Light}; --accent-dark: {frame.Accents.Dark}; }}\n"), .. content];
        var hash = Convert.ToHexStringLower(SHA256.HashData(content))[..HashLength];
        return new ConsoleFile(name, $"{name[..^ending.Length]}-{hash}{ending}", hash, ending switch { ".css" => "text/css; charset=utf-8", ".js" => "text/javascript; charset=utf-8", _ => "application/octet-stream" }, content);
    }

    /// <param name="Named">With its hash.</param>
    private sealed record ConsoleFile(string Name, string Named, string Hash, string Type, byte[] Content);
}
