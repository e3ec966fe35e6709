using System.Diagnostics;
using System.Globalization;

namespace Publisher.App.Trial;

/// <summary>A worker of a trial, in a process of its own. What it says is counted.</summary>
public sealed class WorkerProcess : IAsyncDisposable
{
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process process;
    private readonly Task reading;
    private int broke;
    private int done;

    private WorkerProcess(Process process)
    {
        this.process = process;
        reading = ReadAsync();
    }

    /// <summary>Ends when the worker has begun to work.</summary>
    public Task Ready => ready.Task;

    /// <summary>Runs that failed.</summary>
    public int Broke => Volatile.Read(ref broke);

    /// <summary>Runs that ended well.</summary>
    public int Done => Volatile.Read(ref done);

    /// <summary>The last thing that failed; for people.</summary>
    public string LastFault { get; private set; } = "";

    /// <param name="executable">The product's own.</param>
    public static WorkerProcess Start(string executable, TrialWorkerOptions options)
    {
        var start = new ProcessStartInfo(executable)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var argument in (string[])[
            "trial", "worker", "--role", options.Role.ToString(), "--port", Text(options.Port), "--seed", Text(options.Seed),
            "--faults", options.Faults.ToString(CultureInfo.InvariantCulture), "--batches", Text(options.Batches)])
            start.ArgumentList.Add(argument);
        // A key has no business on a command line, not even the emulator's.
        start.Environment["PUBLISHER_TRIAL_STORAGE"] = options.Storage;
        // Compiled once and quickly: a worker lives some seconds.
        start.Environment["DOTNET_TieredPGO"] = "0";
        return new WorkerProcess(Process.Start(start)!);
    }

    /// <summary>SIGKILL: it has no chance to put anything in order.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        await reading;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) await KillAsync();
        process.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line == "ready") ready.TrySetResult();
            else if (line.StartsWith("broke ", StringComparison.Ordinal))
            {
                LastFault = line;
                Interlocked.Increment(ref broke);
            }
            else Interlocked.Increment(ref done);
        }

        ready.TrySetResult();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
