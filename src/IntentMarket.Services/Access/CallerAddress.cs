using System.Net;
using System.Net.Sockets;

namespace IntentMarket.Services.Access;

/// <summary>Where a caller comes from, as it is counted: an IPv4 address, or the /64 of an IPv6 address, since that much
/// belongs to one customer.</summary>
public static class CallerAddress
{
    private const int PrefixBytes = 8;

    public static string Of(IPAddress? address)
    {
        if (address is null)
            return "nowhere";
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address.ToString();
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(PrefixBytes).Clear();
        return new IPAddress(bytes) + "/64";
    }
}
