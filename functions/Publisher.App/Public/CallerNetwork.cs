using System.Net;
using Publisher.SignUp;

namespace Publisher.App.Public;

/// <summary>
/// Where a call comes from. Behind the Functions host every call arrives from this machine, and the caller's address is the last hop of
/// X-Forwarded-For: the front end of Azure adds it, with a port, behind whatever the caller wrote there. Without the host nobody vouches for that header.
/// </summary>
/// <param name="hosted">Whether the Functions host forwards calls.</param>
public sealed class CallerNetwork(bool hosted)
{
    /// <summary>Characters of an address with a port: more is none.</summary>
    private const int MaxLength = 64;

    public Network Of(HttpContext context) => Network.Of(AddressOf(context));

    /// <summary>Whole, for what forgets it at once; null where nobody says.</summary>
    internal IPAddress? AddressOf(HttpContext context) => hosted ? LastHop(context.Request.Headers["X-Forwarded-For"].ToString()) : context.Connection.RemoteIpAddress;

    private static IPAddress? LastHop(string header)
    {
        var hop = header[(header.LastIndexOf(',') + 1)..].Trim();
        if (hop.Length is 0 or > MaxLength) return null;
        // 203.0.113.7, 203.0.113.7:443, 2001:db8::1, [2001:db8::1], [2001:db8::1]:443; IPEndPoint would take 2001:db8::1 as well, and "7" for 0.0.0.7.
        if (!hop.Contains('.', StringComparison.Ordinal) && !hop.Contains(':', StringComparison.Ordinal)) return null;
        return IPEndPoint.TryParse(hop, out var end) ? end.Address : null;
    }
}
