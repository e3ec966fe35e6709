using System.Globalization;
using System.Text;
using Publisher.Testing;
using Xunit.Abstractions;

namespace Publisher.App.Tests.Cli;

/// <summary>Lists in and out, each command a process of its own.</summary>
public sealed class ListsTests(ITestOutputHelper output) : IDisposable
{
    /// <summary>Bytes that a process may have in memory at its peak, the runtime's own included.</summary>
    private const long MaxMemory = 300L * 1024 * 1024;

    private readonly ScratchFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_list_is_looked_at_imported_without_its_faults_and_exported()
    {
        var file = Path.Combine(folder.Path, "people.csv");
        await File.WriteAllBytesAsync(file, [.. "sep=;\r\nadres;imi"u8, 0xEA, .. "\r\nanna@example.org;"u8, 0xA3, .. "ucja\r\nnikt;=Jan\r\n"u8]);

        var dry = await PublisherAsync("import", "subscribers", file, "--source", "lista", "--dry-run");
        Assert.Equal(1, dry.ExitCode);
        Assert.Contains("read as Windows-1250", dry.Output, StringComparison.Ordinal);
        Assert.Contains("line 3: anna@example.org, added", dry.Output, StringComparison.Ordinal);
        Assert.Contains("line 4: nikt, refused: adres: „nikt” has no @", dry.Output, StringComparison.Ordinal);

        var refused = await PublisherAsync("import", "subscribers", file, "--source", "lista");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("line 4, adres: „nikt” has no @", refused.Error, StringComparison.Ordinal);

        var skipped = await PublisherAsync("import", "subscribers", file, "--source", "lista", "--skip-refused");
        Assert.Equal((0, ""), (skipped.ExitCode, skipped.Error));
        Assert.Contains("1 added, 0 there already, 0 suppressed, 1 refused.", skipped.Output, StringComparison.Ordinal);
        Assert.Contains("nikt,'=Jan,4,", await File.ReadAllTextAsync(file + ".refused.csv"), StringComparison.Ordinal);

        var target = Path.Combine(folder.Path, "everyone.csv");
        Assert.Equal(0, (await PublisherAsync("export", "subscribers", target)).ExitCode);
        Assert.Contains("anna@example.org,Łucja,pl,confirmed,,,,lista,", await File.ReadAllTextAsync(target), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows()) Assert.Equal((UnixFileMode.UserRead | UnixFileMode.UserWrite, UnixFileMode.UserRead | UnixFileMode.UserWrite), (File.GetUnixFileMode(target), File.GetUnixFileMode(file + ".refused.csv")));
        var again = await PublisherAsync("export", "subscribers", target);
        Assert.Equal(1, again.ExitCode);
        Assert.Contains("is there already; --force replaces it", again.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await PublisherAsync("export", "subscribers", target, "--force")).ExitCode);
        Assert.False(File.Exists(target + ".part"));
    }

    [SkippableFact]
    public async Task A_large_list_goes_in_and_out_in_little_memory()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "The peak of a process's memory is read from /proc.");
        // A bench of a whole city's size is this test with ROWS=150000.
        var rows = int.Parse(Environment.GetEnvironmentVariable("ROWS") ?? "20000", CultureInfo.InvariantCulture);
        var list = new StringBuilder("address;name;topics\n");
        for (var number = 0; number < rows; number++) list.Append(CultureInfo.InvariantCulture, $"reader{number}@example.org;Łucja {number};sport|kultura\n");
        var file = folder.Write("city.csv", list.ToString());

        var (import, imported) = await MeasureAsync("import", "subscribers", file, "--source", "lista");
        var (export, exported) = await MeasureAsync("export", "subscribers", Path.Combine(folder.Path, "out.csv"));

        output.WriteLine($"{rows} rows: import {import / 1024 / 1024} MB, export {export / 1024 / 1024} MB at the peak");
        Assert.Contains($"{rows} added, 0 there already, 0 suppressed.", imported, StringComparison.Ordinal);
        Assert.Contains($"{rows} subscribers are in", exported, StringComparison.Ordinal);
        Assert.InRange(import, 1, MaxMemory);
        Assert.InRange(export, 1, MaxMemory);
    }

    private Task<Ended> PublisherAsync(params string[] arguments) => Run.ToEndAsync(Run.Publisher, arguments, folder.Path);

    private async Task<(long Peak, string Output)> MeasureAsync(params string[] arguments)
    {
        using var process = Run.Start(Run.Publisher, arguments, folder.Path);
        process.StandardInput.Close();
        var (said, complained) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        var peak = 0L;
        while (!process.WaitForExit(50)) peak = Math.Max(peak, PeakOf(process.Id));
        Assert.Equal(("", 0), (await complained, process.ExitCode));
        return (peak, await said);
    }

    /// <summary>Bytes resident at the most so far (proc(5), VmHWM); 0 where the process is just gone.</summary>
    private static long PeakOf(int process)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line.AsSpan(6, line.Length - 6 - " kB".Length), CultureInfo.InvariantCulture) * 1024;
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
