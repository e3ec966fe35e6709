using System.Net;
using System.Net.Sockets;

namespace Publisher.SignUp;

/// <summary>The network of a caller, cut so far that it names a neighbourhood and no person.</summary>
/// <param name="Text">As <c>203.0.113.0/24</c> or <c>2001:db8:1::/48</c>; empty where it is not known.</param>
public readonly record struct Network(string Text)
{
    /// <summary>Octets that are left of an address of IPv4: what one provider's customers of one street share.</summary>
    private const int Octets4 = 3;

    /// <summary>Octets that are left of an address of IPv6: what one customer may get whole (RFC 6177).</summary>
    private const int Octets6 = 6;

    public static Network Unknown { get; } = new("");

    public static Network Of(IPAddress? address)
    {
        if (address is null) return Unknown;
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        var octets = address.GetAddressBytes();
        var kept = address.AddressFamily == AddressFamily.InterNetwork ? Octets4 : Octets6;
        octets.AsSpan(kept).Clear();
        return new Network($"{new IPAddress(octets)}/{kept * 8}");
    }
}
