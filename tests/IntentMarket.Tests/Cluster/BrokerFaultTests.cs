using NUnit.Framework;

namespace IntentMarket.Tests.Cluster;

/// <summary>The broker cannot be reached by the nodes for a while, though bots still reach it.</summary>
[Parallelizable]
public sealed class BrokerFaultTests
{
    [Test]
    public async Task Market_goes_on_by_itself_when_the_broker_is_back([Values("cut", "frozen")] string fault)
    {
        await using var market = await ClusterMarket.Start(nodes: 2, withWires: true);
        var wire = market.BrokerWire!;
        var customer = await market.NewCustomer();
        await using var bot = await market.NewBot(await market.NewVendor(), Library.Pika);
        var vendor = await market.NewVendor();
        var intents = new List<Intent>();
        for (var n = 0; n < 6; n++)
            intents.Add(await ClusterMarket.Post(customer, market.Nodes[n % 2]));
        foreach (var intent in intents)
            await bot.Hears("intent.opened", intent);
        var stream = new OfferStream(bot, intents);
        await stream.Sends(24);

        if (fault == "cut")
            wire.Cut();
        else
            wire.Freeze();
        foreach (var node in market.Nodes)
        {
            await Eventually.Holds(
                async () => await node.ReadyAnswer() is { Status: System.Net.HttpStatusCode.ServiceUnavailable }, "it is not ready");
            Assert.That((await node.ReadyAnswer())!.Value.Text, Does.Contain("broker"));
        }
        await stream.Sends(48);

        // A node serves its own share without the broker. For another's it says that it cannot, and that it recorded nothing; or, where it
        // had asked before it knew, what it finds stored: the receipt that the other node gave.
        var answers = await Task.WhenAll(market.Nodes.SelectMany(node => intents.Select((intent, n) =>
            vendor.Post(node, $"intents/{intent.Id}/offers", intent.RestOffer($"down-{n}", "400.00")))));
        Assert.That(answers.Select(a => a.Status).Distinct(), Is.SubsetOf([200, 503]));
        for (var n = 0; n < intents.Count; n++)
        {
            var receipts = new[] { answers[n], answers[n + intents.Count] }.Where(a => a.Status == 200).Select(a => a.Text).ToList();
            Assert.That(receipts, Is.Not.Empty, "each intent is served by one node");
            Assert.That(receipts.Distinct().Count(), Is.EqualTo(1), "once");
        }
        foreach (var down in answers.Where(a => a.Status == 503))
            Assert.That(down.RetryAfter, Is.Not.Null);
        var slowest = answers.Max(a => a.Took);
        await TestContext.Out.WriteLineAsync($"{fault}: the slowest answer took {slowest.TotalSeconds:F1} s");
        Assert.That(slowest, Is.LessThan(TimeSpan.FromSeconds(5)));
        var credential = await vendor.Post(market.Nodes[0], "broker-credentials");
        Assert.That(credential.Status, Is.AnyOf(201, 503), "the management API is not behind the wire");

        wire.Heal();
        foreach (var node in market.Nodes)
            await node.Ready();
        var late = await stream.AllAreAnswered();
        await TestContext.Out.WriteLineAsync(
            $"{fault}: the last of {stream.Sent} receipts came {late.TotalSeconds:F1} s after the nodes were ready");
        foreach (var (intent, n) in intents.Select((intent, n) => (intent, n)))
        {
            foreach (var node in market.Nodes)
                (await vendor.Post(node, $"intents/{intent.Id}/offers", intent.RestOffer($"down-{n}", "400.00"))).Is(200);
        }
        // Commits are signalled again: who waits at one node hears at once of what the other stores.
        var since = (string)(await customer.Get(market.Nodes[0], "notices"))["next"]!;
        var waiting = customer.Get(market.Nodes[0], $"notices?after={since}&wait=30");
        var intentAfter = await ClusterMarket.Post(customer, market.Nodes[1]);
        Assert.That((await waiting).Is(200)["items"]!.AsArray().Select(i => (string?)i!["intentId"]), Does.Contain(intentAfter.Id));
        await bot.Hears("intent.opened", intentAfter);
        await market.Drains();
        await Conservation.Holds(market);
    }
}
