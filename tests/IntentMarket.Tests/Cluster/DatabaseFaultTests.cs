using NUnit.Framework;

namespace IntentMarket.Tests.Cluster;

/// <summary>PostgreSQL cannot be reached for a while: calls are told so in time, what bots sent is held, and afterwards all of
/// it is answered once.</summary>
[Parallelizable]
public sealed class DatabaseFaultTests
{
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(5);

    [Test]
    public async Task What_comes_while_the_database_is_away_is_answered_when_it_is_back([Values("cut", "frozen")] string fault)
    {
        await using var market = await ClusterMarket.Start(nodes: 2, withWires: true);
        var wire = market.DatabaseWire!;
        var customer = await market.NewCustomer();
        await using var bot = await market.NewBot(await market.NewVendor(), Library.Amqplib);
        var vendor = await market.NewVendor();
        var intents = new[] { await ClusterMarket.Post(customer, market.Nodes[0]), await ClusterMarket.Post(customer, market.Nodes[1]) };
        foreach (var intent in intents)
            await bot.Hears("intent.opened", intent);

        var stream = new OfferStream(bot, intents);
        await stream.Sends(20);
        // In the middle of a stream, so that some are between the decision and the commit.
        var sending = stream.Sends(60);
        if (fault == "cut")
            wire.Cut();
        else
            wire.Freeze();
        await sending;

        var slowest = TimeSpan.Zero;
        foreach (var node in market.Nodes)
        {
            await Eventually.Holds(
                async () => await node.ReadyAnswer() is { Status: System.Net.HttpStatusCode.ServiceUnavailable }, "it is not ready");
            Assert.That((await node.ReadyAnswer())!.Value.Text, Does.Contain("database"));
            var offers = Enumerable.Range(0, 4)
                .Select(n => vendor.Post(node, $"intents/{intents[n % 2].Id}/offers", intents[n % 2].RestOffer($"down-{n}", "400.00")));
            var reads = Enumerable.Range(0, 4).Select(_ => customer.Get(node, $"intents/{intents[0].Id}/offers"));
            var posts = Enumerable.Range(0, 2).Select(n => customer.Post(node, "intents", Intent.Sample(), $"down-{n}"));
            foreach (var answer in await Task.WhenAll(offers.Concat(reads).Concat(posts)))
            {
                Assert.That(answer.Is(503).RetryAfter, Is.Not.Null);
                Assert.That((string?)answer["code"], Is.AnyOf("down", "unknown"));
                slowest = answer.Took > slowest ? answer.Took : slowest;
            }
        }
        await TestContext.Out.WriteLineAsync($"{fault}: the slowest 503 took {slowest.TotalSeconds:F1} s");
        Assert.That(slowest, Is.LessThan(AnswerMax));

        var held = stream.Sends(20);
        await held;
        wire.Heal();
        foreach (var node in market.Nodes)
            await node.Ready();
        var late = await stream.AllAreAnswered();
        await TestContext.Out.WriteLineAsync(
            $"{fault}: the last of {stream.Sent} receipts came {late.TotalSeconds:F1} s after it was healed");
        foreach (var (key, receipts) in bot.Notices.Where(n => n.Type == "offer.receipt").GroupBy(n => n.CorrelationId!)
            .Select(n => (n.Key, n.ToList())))
            Assert.That(receipts.Select(r => r.DataText).Distinct().Count(), Is.EqualTo(1), $"{key} got receipts that differ");
        // What was not known is found out with the same key: it counts once, whether it was recorded then or is now.
        foreach (var node in market.Nodes)
        {
            var first = (await vendor.Post(node, $"intents/{intents[0].Id}/offers", intents[0].RestOffer("down-0", "400.00"))).Is(200);
            var again = (await vendor.Post(market.Nodes[0], $"intents/{intents[0].Id}/offers", intents[0].RestOffer("down-0", "400.00")))
                .Is(200);
            Assert.That(again.Text, Is.EqualTo(first.Text));
        }
        var posted = (await customer.Post(market.Nodes[0], "intents", Intent.Sample(), "later")).Is(201);
        Assert.That((string?)posted["status"], Is.EqualTo("open"));
        await market.Drains();
        await Conservation.Holds(market);
    }
}
