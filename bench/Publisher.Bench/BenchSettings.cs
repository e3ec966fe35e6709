using System.Globalization;

namespace Publisher.Bench;

/// <summary>What a run is told by its environment; what it is not told lies in <c>defaults</c>.</summary>
internal sealed record BenchSettings
{
    public string Host { get; init; } = Text("SMTP_HOST", "127.0.0.1");

    public int Port { get; init; } = Number("SMTP_PORT", 2525);

    /// <summary>Messages to send.</summary>
    public int Count { get; init; } = Number("COUNT", 1000);

    /// <summary>Recipients to skip first.</summary>
    public int Offset { get; init; } = Number("OFFSET", 0);

    public int Connections { get; init; } = Number("CONNECTIONS", 1);

    /// <summary>plain, dkim, tls or dkimtls.</summary>
    public string Variant { get; init; } = Text("VARIANT", "plain");

    public string TemplateFolder { get; init; } = Text("TEMPLATE_DIR", Default("template"));

    /// <summary>Lines of address, name and token, parted by tabs.</summary>
    public string Recipients { get; init; } = Text("RECIPIENTS", Default("recipients.tsv"));

    public string DkimKey { get; init; } = Text("DKIM_KEY", Default("dkim-for-measuring-only.pem"));

    public string DkimDomain { get; init; } = Text("DKIM_DOMAIN", "news.example.test");

    public string DkimSelector { get; init; } = Text("DKIM_SELECTOR", "bench");

    public string? CaFile { get; init; } = Text("CA_FILE", "") is { Length: > 0 } file ? file : null;

    public bool Signs => Variant.StartsWith("dkim", StringComparison.Ordinal);

    public bool Encrypts => Variant.EndsWith("tls", StringComparison.Ordinal);

    internal static string Text(string name, string otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : otherwise;

    internal static int Number(string name, int otherwise) => int.Parse(Text(name, otherwise.ToString(CultureInfo.InvariantCulture)), CultureInfo.InvariantCulture);

    internal static string Default(string name) => Path.Combine(AppContext.BaseDirectory, "defaults", name);
}
