using System.Net;
using System.Net.Sockets;
using Publisher.App.Tests.Staff;

namespace Publisher.App.Tests.EndToEnd;

/// <summary>The product where its own links lead: its public address is where it listens.</summary>
internal sealed class ReachableProduct : LocalProduct
{
    protected override int Port { get; } = FreePort();

    protected override IEnumerable<KeyValuePair<string, string?>> OwnSettings => [KeyValuePair.Create("Publisher:PublicUrl", (string?)$"http://localhost:{Port}")];

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
