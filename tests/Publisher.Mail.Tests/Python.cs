using System.Diagnostics;

namespace Publisher.Mail.Tests;

/// <summary>Debian's Python, an independent reader of what was written.</summary>
internal static class Python
{
    private const string Interpreter = "/usr/bin/python3";

    /// <summary>Runs a program with octets at its standard input; the test is skipped where the interpreter or a module is missing.</summary>
    public static async Task<string> RunAsync(string program, ReadOnlyMemory<byte> input, string module, params string[] arguments)
    {
        Skip.IfNot(File.Exists(Interpreter), "Python is not installed (Debian package python3).");
        var (code, output, error) = await StartAsync(program, input, arguments);
        Skip.If(error.Contains($"No module named '{module}'", StringComparison.Ordinal), $"Python has no module {module}.");
        Assert.True(code == 0, error);
        return output.Trim();
    }

    private static async Task<(int Code, string Output, string Error)> StartAsync(string program, ReadOnlyMemory<byte> input, string[] arguments)
    {
        var start = new ProcessStartInfo(Interpreter) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["-c", program, .. arguments]) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
        }
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }
}
