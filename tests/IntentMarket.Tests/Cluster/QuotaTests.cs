using System.Text.Json.Nodes;
using NUnit.Framework;

namespace IntentMarket.Tests.Cluster;

/// <summary>What a vendor may send, and what counts.</summary>
[Parallelizable]
public sealed class QuotaTests
{
    private const int Offers = 20;

    [Test]
    public async Task Message_that_waits_for_the_database_counts_once()
    {
        await using var market = await ClusterMarket.Start(
            nodes: 1, withWires: true,
            settings: new Dictionary<string, string> { ["Limits__Amqp__PerSecond"] = "10", ["Limits__Amqp__Burst"] = "30" });
        var customer = await market.NewCustomer();
        await using var bot = await market.NewBot(await market.NewVendor());
        var (known, intent) = (await ClusterMarket.Post(customer, market.Nodes[0]), await ClusterMarket.Post(customer, market.Nodes[0]));
        await bot.Hears("intent.opened", intent);
        // From here on the node knows the vendor for two seconds: it finds out only at the intent that the database is away.
        await bot.Send(known.Route, "known", known.Offer("400.00"));
        await bot.HearsReceipt("known");
        market.DatabaseWire!.Cut();
        await bot.Send(intent.Route, "many", new JsonObject
        {
            ["offers"] = new JsonArray([.. Enumerable.Range(0, Offers).Select(n =>
            {
                var offer = intent.Offer("400.00", 12);
                offer["key"] = $"m-{n}";
                return (JsonNode)offer;
            })]),
        }, "offers.submit");
        await Task.Delay(1_500); // it is tried some times
        market.DatabaseWire.Heal();
        var first = await bot.Hears(n => n.Type == "offer.receipt" && n.CorrelationId is "many" or "m-0", "an answer");
        Assert.That(first.Text, Does.Not.Contain("limit"));
        for (var n = 0; n < Offers; n++)
            Assert.That((string?)(await bot.HearsReceipt($"m-{n}")).Data["outcome"], Is.EqualTo("accepted"));
    }
}
