using System.Net;

namespace Publisher.App.Hosting;

/// <summary>
/// Tells the host's own calls of timer and queue functions from everybody else's. The host calls 127.0.0.1 directly; what it forwards
/// from the public has an invocation id, and what comes through a proxy has a forwarded address. Everything doubtful is not found.
/// </summary>
public sealed class PayloadGate
{
    /// <summary>The port on which the host, or local mode, calls.</summary>
    public int Port { get; set; }

    public bool Admits(HttpContext context)
    {
        var request = context.Request;
        return context.Connection.LocalPort == Port
            && context.Connection.RemoteIpAddress is { } caller && IPAddress.IsLoopback(caller)
            && request.Host.Host == "127.0.0.1" && request.Host.Port == Port
            && !request.Headers.ContainsKey("x-ms-invocation-id")
            && !request.Headers.ContainsKey("X-Forwarded-For");
    }
}
