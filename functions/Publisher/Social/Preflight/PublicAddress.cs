using System.Net;
using System.Net.Sockets;

namespace Publisher.Social.Preflight;

/// <summary>
/// Which addresses are those of the public internet (IANA's special-purpose registries, RFC 6890). What an item links to is fetched from
/// inside the host's network: an address that only exists there must never be asked, whatever name leads to it.
/// </summary>
public static class PublicAddress
{
    /// <summary>
    /// The cloud's own services for a machine (learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16): of public shape, and the
    /// same from within every network of Azure.
    /// </summary>
    private static readonly IPAddress Platform = IPAddress.Parse("168.63.129.16");

    private static readonly IPNetwork[] Special4 = [.. ((string[])
    [
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
        "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
    ]).Select(IPNetwork.Parse)];

    /// <summary>All that is global unicast today (RFC 4291 §2.4).</summary>
    private static readonly IPNetwork Global6 = IPNetwork.Parse("2000::/3");

    /// <summary>Within it: protocols' own, tunnels that hold an IPv4 address (Teredo, 6to4), documentation.</summary>
    private static readonly IPNetwork[] Special6 = [.. ((string[])["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"]).Select(IPNetwork.Parse)];

    public static bool Is(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetwork
            ? !address.Equals(Platform) && !Special4.Any(network => network.Contains(address))
            : Global6.Contains(address) && !Special6.Any(network => network.Contains(address));
    }
}
