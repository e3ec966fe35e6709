using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Publisher.App.Hosting;
using Publisher.App.Local;
using Publisher.Testing;

namespace Publisher.App.Tests.Functions;

/// <summary>The published script root, started as the Functions host starts it: by the name in host.json, with a port and with addresses that are not ours.</summary>
public sealed class PublishedRoot : IAsyncLifetime, IDisposable
{
    private readonly ScratchFolder folder = new();
    private Azurite azurite = null!;
    private Process process = null!;

    public string Root => Path.Combine(folder.Path, "wwwroot");

    public int Port { get; } = FreePort();

    public string StorageConnection => azurite.ConnectionString;

    public HttpClient Host { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        var published = await Run.ToEndAsync(
            "dotnet", ["publish", Checkout.At("functions", "Publisher.App"), "-c", "Release", "-o", Root, "-nologo"], folder.Path, ("CI", null), ("MSBUILDDISABLENODEREUSE", "1"));
        Assert.True(published.ExitCode == 0, published.All);
        azurite = await Azurite.StartAsync(folder: null);
        process = Run.Start(
            Path.Combine(Root, "publisher"),
            [],
            "/",
            (HostedHandler.PortVariable, $"{Port}"),
            ("ASPNETCORE_URLS", "http://+:80"),
            ("ASPNETCORE_CONTENTROOT", "/nowhere"),
            ("DOTNET_ROOT", "/nowhere"),
            ("AzureWebJobsStorage", azurite.ConnectionString),
            ("Publisher__PublicUrl", "https://news.example.org"),
            ("Publisher__Secret", new string('s', 32)),
            ("Publisher__Outbox", Path.Combine(folder.Path, "outbox")));
        _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
        _ = process.StandardError.BaseStream.CopyToAsync(Stream.Null);
        Host = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{Port}") };
        await WaitAsync();
    }

    public async Task DisposeAsync()
    {
        // The host's way: no warning, no grace.
        process.Kill();
        await process.WaitForExitAsync();
        await azurite.DisposeAsync();
    }

    public void Dispose()
    {
        Host.Dispose();
        process.Dispose();
        folder.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>The host polls / every 25 ms for 30 s, and any answer will do.</summary>
    private async Task WaitAsync()
    {
        for (var look = 0; look < 1200; look++)
        {
            try
            {
                using var answer = await Host.GetAsync("/");
                return;
            }
            catch (HttpRequestException) when (!process.HasExited)
            {
                await Task.Delay(25);
            }
        }

        throw new TimeoutException("The published handler did not answer.");
    }
}
