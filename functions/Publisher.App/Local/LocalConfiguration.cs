using System.Security.Cryptography;
using Publisher.App.Settings;

namespace Publisher.App.Local;

/// <summary>Where local mode finds its settings: defaults, a sample's, <c>publisher.local.json</c>, the environment; each over the one before.</summary>
public static class LocalConfiguration
{
    public const string Folder = ".local";

    public const string File = "publisher.local.json";

    /// <param name="sample">Folder of a sample with a settings.json; null for none.</param>
    /// <param name="defaults">Below everything else.</param>
    /// <exception cref="SettingsException">A file is not JSON.</exception>
    public static IConfigurationRoot Read(string? sample = null, IReadOnlyDictionary<string, string?>? defaults = null)
    {
        var builder = new ConfigurationBuilder();
        if (defaults is not null) builder.AddInMemoryCollection(defaults);
        if (sample is not null) builder.AddJsonFile(Path.GetFullPath(Path.Combine(sample, "settings.json")), optional: false);
        builder.AddJsonFile(Path.GetFullPath(File), optional: true);
        builder.AddEnvironmentVariables();
        try
        {
            return builder.Build();
        }
        catch (Exception fault) when (fault is InvalidDataException or FormatException)
        {
            throw new SettingsException([$"{File} is not JSON: {(fault.InnerException ?? fault).Message}"]);
        }
    }

    /// <summary>Links lead to where this process listens, and are signed with a laptop's own secret: made once, kept beside its data.</summary>
    public static Dictionary<string, string?> Defaults(int port)
    {
        var file = Path.Combine(Folder, "secret");
        if (!System.IO.File.Exists(file) || new FileInfo(file).Length == 0)
        {
            Directory.CreateDirectory(Folder);
            // Nobody else's to read.
            if (!OperatingSystem.IsWindows()) System.IO.File.Open(file, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }).Dispose();
            System.IO.File.WriteAllText(file, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)));
        }

        return new(StringComparer.Ordinal) { ["Publisher:Secret"] = System.IO.File.ReadAllText(file).Trim(), ["Publisher:PublicUrl"] = UrlAt(port) };
    }

    public static string UrlAt(int port) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"http://localhost:{port}");
}
