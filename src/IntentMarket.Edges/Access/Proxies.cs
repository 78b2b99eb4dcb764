using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace IntentMarket.Edges.Access;

/// <summary>The proxies in front of the market: what they say of the visitor's address and scheme is believed. <c>Site:Proxies</c> names
/// their networks; without it nobody is believed, for anybody can send such headers.</summary>
public static class Proxies
{
    /// <exception cref="InvalidOperationException">The setting is not what it should be.</exception>
    public static void AddProxies(this IServiceCollection services, ConfigurationManager configuration)
    {
        // The host's own switch trusts whoever comes.
        configuration["ForwardedHeaders_Enabled"] = "false";
        var networks = (configuration["Site:Proxies"] ?? "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries)
            .Select(Network).ToList();
        services.Configure<ForwardedHeadersOptions>(forwarded =>
        {
            forwarded.ForwardedHeaders = networks.Count > 0
                ? ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto
                : ForwardedHeaders.None;
            forwarded.ForwardLimit = null;
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            foreach (var network in networks)
                forwarded.KnownIPNetworks.Add(network);
        });
    }

    private static System.Net.IPNetwork Network(string text) =>
        System.Net.IPNetwork.TryParse(text, out var network) ? network
            : IPAddress.TryParse(text, out var one) ? new System.Net.IPNetwork(one, one.GetAddressBytes().Length * 8)
            : throw new InvalidOperationException($"Site:Proxies is networks such as 10.0.0.0/8, separated by commas; `{text}` is none");
}
