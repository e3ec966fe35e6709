using System.Runtime.CompilerServices;

namespace Publisher.Testing;

/// <summary>The folder of the sources, for tests that read them.</summary>
public static class Checkout
{
    public static string Folder { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", ".."));

    public static string At(params ReadOnlySpan<string> parts) => Path.Combine([Folder, .. parts]);

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
