using System.Text.Json.Nodes;
using IntentMarket.Engine;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;
using NUnit.Framework;

namespace IntentMarket.Tests.Cluster;

/// <summary>One node alone cannot reach the database, and the broker, which does not know, still counts on it.</summary>
[Parallelizable]
public sealed class CutOffTests
{
    private static readonly TimeSpan ClosesIn = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan LateMax = TimeSpan.FromSeconds(5);

    [Test]
    public async Task Auctions_of_a_node_that_is_cut_off_close_on_another_until_it_is_healed([Values("cut", "frozen")] string fault)
    {
        await using var market = await ClusterMarket.Start(nodes: 0);
        var nodes = await Task.WhenAll(market.StartNodeOnAWire(), market.StartNodeOnAWire());
        var customer = await market.NewCustomer();
        // Who was cut off first serves all of them the second time.
        foreach (var ((_, wire), (other, _)) in new[] { (nodes[0], nodes[1]), (nodes[1], nodes[0]) })
        {
            var closesAt = DateTimeOffset.UtcNow + ClosesIn;
            var intents = await OfBothOwners(market, customer, other, closesAt);
            if (fault == "cut")
                wire.Cut();
            else
                wire.Freeze();
            if (closesAt - DateTimeOffset.UtcNow is { Ticks: > 0 } rest)
                await Task.Delay(rest);
            foreach (var intent in intents)
            {
                await Eventually.Holds(
                    async () => (string?)(await customer.Get(other, $"intents/{intent.Id}"))["status"] is "evaluating" or "unawarded",
                    $"{intent.Route} closes on the other node", seconds: 20);
            }
            var late = DateTimeOffset.UtcNow - closesAt;
            await TestContext.Out.WriteLineAsync($"{fault}: all {intents.Count} were closed {late.TotalSeconds:F1} s after their time");
            Assert.That(late, Is.LessThan(LateMax));
            wire.Heal();
            foreach (var (node, _) in nodes)
                await node.Ready();
        }
        await market.Drains();
        await Conservation.Holds(market);
    }

    /// <summary>Posts intents until each of the two nodes has some to close.</summary>
    private static async Task<List<Intent>> OfBothOwners(
        ClusterMarket market, MarketClient customer, ClusterNode at, DateTimeOffset closesAt)
    {
        var live = await TestServices.Query(market.Database, "SELECT node FROM nodes ORDER BY node", r => r.GetString(0));
        var intents = new List<Intent>();
        while (intents.Select(i => Partitions.Owner(Partitions.Of(IntentId.Parse(i.Id)), live)).Distinct().Count() < 2 || intents.Count < 6)
        {
            intents.Add(await ClusterMarket.Post(
                customer, at, i => i["auction"] = new JsonObject { ["closesAt"] = Time.Format(closesAt.ToUnixTimeMilliseconds()) }));
        }
        return intents;
    }
}
