using System.ComponentModel;
using System.Diagnostics;

namespace Publisher.App.Cli;

/// <summary>Shows a file in the browser of whoever sits at this machine.</summary>
internal static class Browser
{
    /// <summary>What opens files is gone by then, or stays as the browser itself.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <returns>False where there is nothing to show it with.</returns>
    public static async Task<bool> TryOpenAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            using var process = Process.Start(Command(file));
            // On Windows a browser that runs already takes it without a process of its own.
            if (process is null) return true;
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(Patience);
            await process.WaitForExitAsync(patience.Token);
            return process.ExitCode == 0;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return true;
        }
        catch (Exception fault) when (fault is Win32Exception or InvalidOperationException or IOException)
        {
            return false;
        }
    }

    // Through the shell, so that a browser's own chatter does not come between our lines, nor hold them back when we have ended.
    private static ProcessStartInfo Command(string file) => OperatingSystem.IsWindows()
        ? new ProcessStartInfo(file) { UseShellExecute = true }
        : new ProcessStartInfo("/bin/sh", ["-c", "exec \"$0\" \"$1\" </dev/null >/dev/null 2>&1", OperatingSystem.IsMacOS() ? "open" : "xdg-open", file]);
}
