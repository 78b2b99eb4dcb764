using IntentMarket.Engine.Market;
using IntentMarket.Storage;
using Microsoft.Extensions.Configuration;

namespace IntentMarket.Services.Market;

/// <summary>Whether this market is a demonstration, with simulated vendors and customers among those who use it: then every page says so.
/// The store remembers it, so that a demonstration and a real market never share their data.</summary>
public sealed record Demonstration(bool IsOn)
{
    /// <summary>As the setting <c>Demonstration</c> asks; null where what is stored is the other, with the reason.</summary>
    /// <exception cref="StoreDownException">The database did not answer.</exception>
    public static async Task<(Demonstration? Market, string? Refusal)> Of(
        IConfiguration configuration, Store store, CancellationToken cancel)
    {
        var asked = configuration.GetValue("Demonstration", false);
        if (await store.Cluster.IsDemonstration(asked, cancel) == asked)
            return (new Demonstration(asked), null);
        return (null, asked
            ? "There is real data here, so this cannot become a demonstration: choose another, empty data directory or database."
            : "The data here is a demonstration's, so this cannot run as a real market: "
                + "start it with --demo (the setting Demonstration=true), or choose "
                + "another data directory or database.");
    }
}
