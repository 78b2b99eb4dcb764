using System.Diagnostics;
using IntentMarket.Tests.Edges;

namespace IntentMarket.Bench;

/// <summary>Sends to every route of a running market what no client sends. Nothing of it may be answered with a
/// fault of the market.</summary>
internal static class FuzzBench
{
    private const int AtOnce = 16;

    /// <summary>Requests between two lines of progress.</summary>
    private const int Round = 10_000;

    public static async Task<int> Run(Options options)
    {
        var (seed, from, requests) =
            (options.Number("seed", Random.Shared.Next()), options.Number("from", 0), options.Number("requests", 100_000));
        using var market = new MarketClient();
        var routes = await Route.All;
        Console.WriteLine($"seed={seed} from={from} requests={requests}: {routes.Count} routes of {market.Address}");

        List<string> keys =
        [
            Options.Setting("Operator__Key"), (await market.MakeAccount("customer", "fuzz")).Key, (await market.MakeVendors(1))[0].Key,
        ];
        using PageClient buyer = await PageClient.SignedUp(market.Address, "customer"),
            seller = await PageClient.SignedUp(market.Address, "vendor"),
            keeper = await PageClient.SignedUp(market.Address, "customer", Options.Setting("Operator__Key"));
        var fuzzing = new Fuzzing(seed, routes, keys, [.. new[] { buyer, seller, keeper }.Select(page => (page.Cookies, page.Token))]);
        using var http = Fuzzing.Client(market.Address);

        var (since, faults) = (Stopwatch.StartNew(), 0);
        for (var done = 0; done < requests;)
        {
            var wrong = await fuzzing.Send(http, from + done, Math.Min(Round, requests - done), AtOnce);
            foreach (var fault in wrong)
                Console.WriteLine(fault);
            faults += wrong.Count;
            done += Math.Min(Round, requests - done);
            Console.WriteLine($"{done} requests in {since.Elapsed.TotalSeconds:0} s, {faults} faults of the market; {fuzzing.Answered}");
        }
        return faults == 0 ? 0 : 1;
    }
}
