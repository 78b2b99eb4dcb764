using System.Diagnostics;
using IntentMarket.Engine.Values;
using IntentMarket.Services.Offers;
using IntentMarket.Tests.Stores;
using NUnit.Framework;
using Sample = IntentMarket.Tests.Engine.Sample;

namespace IntentMarket.Tests.Market;

/// <summary>What a customer's page of the ranking takes, which each notice makes it fetch.</summary>
[TestFixtureSource(typeof(TestStores), nameof(TestStores.Kinds))]
[NonParallelizable]
public sealed class BoardTests(StoreKind kind) : HotAuctions(kind)
{
    [Test]
    public async Task Board_of_many_refused_offers_asks_no_more_than_one_of_few()
    {
        using var statements = new Statements();
        var terms = Sample.Terms([new Requirement(Criterion.Total, Max: 10_000)]);
        foreach (var (intent, offers) in new[] { ("few", 20), ("many", 400) })
        {
            await Post(intent, terms);
            await Bid(intent, 0, offers);
        }
        Assert.That(await statements.Of(() => Board("many")), Is.EqualTo(await statements.Of(() => Board("few"))));

        async Task Board(string intent)
        {
            var since = Stopwatch.GetTimestamp();
            var start = new BoardService.Start(null, null, 100);
            var shown = (await Get<BoardService>().Ranked(Customer(intent), Sample.Id(intent), start, Cancel)).OrThrow().Offers!;
            var took = Stopwatch.GetElapsedTime(since).TotalMilliseconds;
            TestContext.Out.WriteLine($"{shown.Items.Count} ranked, {shown.Unranked.Count} not: {took:F1} ms");
            Assert.That(shown.Unranked, Is.Not.Empty);
            Assert.That(shown.Unranked.Select(o => o.Reasons!.Single().Criterion), Is.All.EqualTo("total"));
            Assert.That(shown.Items.Select(o => o.Reasons), Is.All.Null);
        }
    }
}
