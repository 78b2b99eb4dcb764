using IntentMarket.Edges.Documents;
using NUnit.Framework;

namespace IntentMarket.Tests.Cluster;

/// <summary>A bot's message is decided, and what it is to be told cannot be read.</summary>
[Parallelizable]
public sealed class UnansweredTests
{
    [Test]
    public async Task Message_that_cannot_be_answered_is_told_of_and_comes_again_until_it_is_dead()
    {
        await using var market = await ClusterMarket.Start(nodes: 1);
        var node = market.Nodes[0];
        var customer = await market.NewCustomer();
        await using var bot = await market.NewBot(await market.NewVendor(), Library.Pika);
        var intent = await ClusterMarket.Post(customer, node);
        await bot.Hears("intent.opened", intent);
        await bot.Send(intent.Route, "a-1", intent.Offer("400.00"));
        var receipt = await bot.HearsReceipt("a-1");

        // Sent again it is decided without this column, and answered with it.
        await Execute("ALTER TABLE offers RENAME COLUMN key TO key_elsewhere");
        await bot.Send(intent.Route, "a-1", intent.Offer("400.00"));
        await Eventually.Holds(
            () => Task.FromResult(node.Log.Contains("could not be answered", StringComparison.Ordinal)), "it is logged", seconds: 20);
        var dead = await bot.Hears(n => n.CorrelationId == "a-1" && n.Codes.Contains("undeliverable"), "that it is dead", seconds: 60);
        Assert.That(dead.Type, Is.EqualTo("offer.receipt"));
        Assert.That(dead.Codes, Is.SubsetOf(WireEnums.Reasons), "the documents list it");

        await Execute("ALTER TABLE offers RENAME COLUMN key_elsewhere TO key");
        await bot.Send(intent.Route, "a-1", intent.Offer("400.00"));
        await bot.Hears(n => n.CorrelationId == "a-1" && n != receipt && n.DataText == receipt.DataText, "the receipt again");
        await market.Drains();
        await Conservation.Holds(market);

        Task Execute(string sql) => TestServices.Query(market.Database, sql, _ => 0);
    }
}
