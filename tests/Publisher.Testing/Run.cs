using System.Diagnostics;

namespace Publisher.Testing;

/// <summary>What a program said and how it ended.</summary>
public sealed record Ended(int ExitCode, string Output, string Error)
{
    public string All => Output + Error;
}

/// <summary>Runs a program as a person would, with a folder and an environment of the test's own.</summary>
public static class Run
{
    /// <summary>A program that runs longer hangs.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <summary>The product's executable as built beside the tests.</summary>
    public static string Publisher { get; } = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "publisher.exe" : "publisher");

    public static async Task<Ended> ToEndAsync(string program, IEnumerable<string> arguments, string folder, params (string Name, string? Value)[] environment)
    {
        using var process = Start(program, arguments, folder, environment);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException fault)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} did not end.", fault);
        }

        return new Ended(process.ExitCode, await output, await error);
    }

    public static Process Start(string program, IEnumerable<string> arguments, string folder, params (string Name, string? Value)[] environment)
    {
        var start = new ProcessStartInfo(program)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        // Nothing of the machine's own settings may decide a test.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("Publisher__", StringComparison.OrdinalIgnoreCase)).ToList()) start.Environment.Remove(name);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }
}

/// <summary>A folder that is gone with this object.</summary>
public sealed class ScratchFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("publisher-test-").FullName;

    public string Write(string name, string content)
    {
        var file = System.IO.Path.Combine(Path, name);
        File.WriteAllText(file, content);
        return file;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
