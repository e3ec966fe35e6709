using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Publisher.App.Local;

/// <summary>The storage emulator as a child process on free ports of 127.0.0.1; it ends with this object, or with this process.</summary>
public sealed partial class Azurite : IAsyncDisposable
{
    /// <summary>Azurite is a Node program: its first start on a slow disk takes seconds, never a minute.</summary>
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    // The emulator's published account; no secret, the same on every machine.
    private const string Account = "devstoreaccount1";
    private const string AccountKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    /// <summary>The launcher itself ends hard after eight seconds.</summary>
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(10);

    private readonly Process emulator;
    private readonly bool inMemory;

    private Azurite(Process process, bool inMemory, int blob, int queue, int table)
    {
        (emulator, this.inMemory) = (process, inMemory);
        ConnectionString =
            $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={AccountKey};" +
            $"BlobEndpoint=http://127.0.0.1:{blob}/{Account};QueueEndpoint=http://127.0.0.1:{queue}/{Account};" +
            $"TableEndpoint=http://127.0.0.1:{table}/{Account};";
    }

    /// <summary>Reaches this emulator's blobs, queues and tables.</summary>
    public string ConnectionString { get; }

    /// <summary>Starts an emulator and returns when its three services listen.</summary>
    /// <param name="folder">Where its data is kept; null keeps it in memory.</param>
    /// <exception cref="AzuriteException">Node or Azurite is missing, or it did not start; the message says what to do.</exception>
    public static async Task<Azurite> StartAsync(string? folder, CancellationToken cancellationToken = default)
    {
        var process = Start(folder);
        var ports = new Dictionary<string, int>(StringComparer.Ordinal);
        var said = new List<string>();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StartLimit);
        try
        {
            while (ports.Count < 3 && await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
            {
                said.Add(line);
                if (Listening().Match(line) is { Success: true } match)
                    ports[match.Groups["service"].Value] = int.Parse(match.Groups["port"].ValueSpan, System.Globalization.CultureInfo.InvariantCulture);
            }

            if (ports.Count == 3)
            {
                _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
                _ = process.StandardError.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
                return new Azurite(process, folder is null, ports["Blob"], ports["Queue"], ports["Table"]);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            said.Add($"It did not listen within {StartLimit.TotalSeconds:0} seconds.");
        }

        process.Kill(entireProcessTree: true);
        if ((await process.StandardError.ReadToEndAsync(cancellationToken)).Contains("Cannot find module", StringComparison.Ordinal))
            said = ["Its package is not installed: build the project again, or run „npm ci” in the folder tools."];
        throw new AzuriteException($"The storage emulator (Azurite) did not start. {string.Join(' ', said.TakeLast(3))}".TrimEnd());
    }

    public async ValueTask DisposeAsync()
    {
        // What it holds in memory it writes to disk only when it ends in order; that is what closing its input asks for.
        if (inMemory) emulator.Kill(entireProcessTree: true);
        emulator.StandardInput.Close();
        using var limit = new CancellationTokenSource(StopLimit);
        try
        {
            await emulator.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            emulator.Kill(entireProcessTree: true);
            await emulator.WaitForExitAsync(CancellationToken.None);
        }

        emulator.Dispose();
    }

    private static Process Start(string? folder)
    {
        var start = new ProcessStartInfo("node")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var argument in (string[])[FindLauncher(), "--blobPort", "0", "--queuePort", "0", "--tablePort", "0", "--skipApiVersionCheck", "--disableTelemetry"])
            start.ArgumentList.Add(argument);
        foreach (var argument in folder is null ? (string[])["--inMemoryPersistence"] : ["--location", Path.GetFullPath(folder)])
            start.ArgumentList.Add(argument);
        start.Environment["NODE_NO_WARNINGS"] = "1";
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new AzuriteException(
                "Node.js was not found on the PATH. Local mode needs it for the storage emulator: install Node.js 20 or newer from https://nodejs.org, " +
                "or set AzureWebJobsStorage to a storage account.");
        }
    }

    /// <summary>The launcher lies in the checkout's tools folder, somewhere above the executable or the working directory.</summary>
    private static string FindLauncher()
    {
        foreach (var start in (string[])[AppContext.BaseDirectory, Directory.GetCurrentDirectory()])
        {
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                var launcher = Path.Combine(folder.FullName, "tools", "azurite.cjs");
                if (File.Exists(launcher)) return launcher;
            }
        }

        throw new AzuriteException(
            "The storage emulator (Azurite) was not found: it lies in the checkout's tools folder. Start from a checkout, or set AzureWebJobsStorage to a storage account.");
    }

    [GeneratedRegex(@"Azurite (?<service>Blob|Queue|Table) service is successfully listening at http://127\.0\.0\.1:(?<port>\d+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Listening();
}

/// <summary>The storage emulator cannot be started; the message is for the person at the terminal.</summary>
public sealed class AzuriteException(string message) : Exception(message);
