using System.Text.Json;

namespace Publisher.Testing;

/// <summary>What HTML is for: other rules apply to each.</summary>
public enum HtmlKind
{
    /// <summary>For mail programs, made from MJML.</summary>
    Mail,

    /// <summary>An edition as a page for everyone: made as mails are, read as a page.</summary>
    Edition,

    Page,
}

/// <param name="Name">Letters, digits, hyphens and dots; it names the page in what is found.</param>
public sealed record HtmlPage(string Name, HtmlKind Kind, string Html);

/// <param name="Mode">How it was looked at, such as <c>dark 360</c>.</param>
/// <param name="Where">The element, or its place.</param>
public sealed record HtmlFault(string File, string Mode, string Rule, string Where, string Message)
{
    public override string ToString() => $"{File} ({Mode}): {Rule} at {Where}: {Message}";
}

/// <summary>Looks HTML over by rules that others made, with the scripts in <c>tools</c>.</summary>
public static class HtmlCheck
{
    /// <summary>As Debian installs it.</summary>
    public const string Browser = "/usr/bin/chromium";

    private const int Shown = 30;

    /// <summary>For the test that has to be skipped.</summary>
    public const string BrowserMissing = "Chromium is not installed (Debian package chromium).";

    public static bool HasBrowser => File.Exists(Browser);

    /// <summary>axe-core in Chromium: WCAG 2.2 A and AA, light and dark, on a phone and wider; and that nothing but pictures is loaded.</summary>
    public static Task<IReadOnlyList<HtmlFault>> AccessibilityAsync(IEnumerable<HtmlPage> pages) => LookAsync("check-accessibility.mjs", pages, Browser);

    /// <summary>html-validate: structure, ids, attributes, texts for pictures.</summary>
    public static Task<IReadOnlyList<HtmlFault>> MarkupAsync(IEnumerable<HtmlPage> pages) => LookAsync("check-markup.mjs", pages);

    /// <summary>Fails with what was found, one a line.</summary>
    public static void AssertNone(IReadOnlyList<HtmlFault> faults) => Assert.True(faults.Count == 0, $"{faults.Count} faults:\n{string.Join('\n', faults.Take(Shown))}");

    private static async Task<IReadOnlyList<HtmlFault>> LookAsync(string script, IEnumerable<HtmlPage> pages, params string[] arguments)
    {
        using var folder = new ScratchFolder();
        foreach (var page in pages)
        {
            var name = $"{page.Name}.{page.Kind.ToString().ToLowerInvariant()}.html";
            Assert.False(File.Exists(Path.Combine(folder.Path, name)), $"Two pages are called {page.Name}.");
            folder.Write(name, page.Html);
        }

        var ended = await Run.ToEndAsync("node", [Checkout.At("tools", script), .. arguments, folder.Path], folder.Path);
        Assert.True(ended.ExitCode == 0, ended.All);
        return JsonSerializer.Deserialize<List<HtmlFault>>(ended.Output, JsonSerializerOptions.Web)!;
    }
}
