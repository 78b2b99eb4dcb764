using IntentMarket.Engine;
using IntentMarket.Engine.Evaluation;
using IntentMarket.Engine.Intents;
using IntentMarket.Engine.Loop;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;
using NUnit.Framework;

namespace IntentMarket.Tests.Engine;

/// <summary>What holds in every format, whatever is done. A failure names its seed.</summary>
public sealed class AuctionProperties
{
    private const int Seeds = 150;

    [Test]
    public void Every_format_replays_to_the_same_book_ranks_by_the_obvious_order_and_comes_to_an_end([Values] AuctionFormat format)
    {
        var (accepted, refused, awards) = (0, new SortedSet<string>(), 0);
        for (var seed = 0; seed < Seeds; seed++)
        {
            var random = new Random(seed);
            var book = Sample.Opened(Intent(format, random));
            var journal = new List<StoredEvent> { Opened(book) };
            var floors = new Dictionary<Pseudonym, long>();
            var now = 0m;
            for (var step = 0; step < 60; step++)
            {
                now += random.Next(6);
                var (decision, stored) = Sample.Carry(book, Next(book, format, random, now, step));
                journal.AddRange(stored);
                foreach (var e in stored.Select(s => s.Said()))
                    Watch(e, seed);
                Assert.That(
                    book.Ranking.Offers.Select(o => o.OfferId),
                    Is.EqualTo(book.Ranking.Offers
                        .Select(o => (o, Score: Scoring.Of(book.Terms.Terms, o.Terms)))
                        .OrderByDescending(o => o.Score.Total).ThenByDescending(o => o.Score.Fine).ThenBy(o => o.o.Terms.Total)
                        .ThenBy(o => o.o.Placed)
                        .Select(o => o.o.OfferId)),
                    $"seed {seed}: no offer changes another's score");
                // Whoever would go lower than the leader, beyond the decrement's reach, leads.
                var leader = book.Ranking.Leader;
                if (format == AuctionFormat.English && leader is not null && book.Status == IntentStatus.Open)
                {
                    Assert.That(
                        floors.Where(f => f.Key != leader.Vendor).All(f => f.Value >= leader.Terms.Total), Is.True,
                        $"seed {seed}: a floor leads");
                }
            }
            for (var wakes = 0; book.WakeAt is { } wake; wakes++)
            {
                Assert.That(wakes, Is.LessThan(100), $"seed {seed}: wake-ups come to an end");
                var (decision, stored) = Sample.Carry(book, new Wake(Sample.Intent, wake));
                Assert.That(decision, Is.InstanceOf<Decision.Record>(), $"seed {seed}: a wake-up in time has something to do");
                journal.AddRange(stored);
                foreach (var e in stored.Select(s => s.Said()))
                    Watch(e, seed);
            }
            var replayed = new Book(Sample.Intent);
            foreach (var e in journal)
                replayed.Apply(EventCodec.Decode(e.Bytes, e.Hash));
            Assert.That(Dump.Of(replayed), Is.EqualTo(Dump.Of(book)), $"seed {seed}");
            Assert.That(journal.Count(e => e.Said() is IntentAwarded), Is.LessThanOrEqualTo(1), $"seed {seed}");

            void Watch(MarketEvent happened, int of)
            {
                switch (happened)
                {
                    case OfferAccepted e:
                        accepted++;
                        floors.Remove(e.Vendor);
                        break;
                    case OfferRefused e:
                        refused.UnionWith(e.Reasons.Select(r => r.Code));
                        break;
                    case FloorSet e:
                        floors[e.Vendor] = e.Floor;
                        break;
                    case BidMoved e:
                        Assert.That(e.Total, Is.GreaterThanOrEqualTo(floors[e.Vendor]), $"seed {of}: no bid goes below its floor");
                        break;
                    case IntentAwarded e:
                        awards++;
                        break;
                }
            }
        }
        TestContext.Out.WriteLine($"{accepted} accepted, {awards} awards, refused for {string.Join(", ", refused)}");
        string[] reached = format switch
        {
            AuctionFormat.English => ["not-improving", "below-decrement"],
            AuctionFormat.Dutch => ["over-max"],
            AuctionFormat.Japanese => ["over-max", "not-equal", "level-missed", "not-improving"],
            _ => [],
        };
        Assert.That(accepted, Is.GreaterThan(Seeds / 2));
        Assert.That(refused, Is.SupersetOf(reached));
        Assert.That(awards, Is.GreaterThan(Seeds / 20));
    }

    /// <summary>Che 1993: where a bidder is paid by the second score, its own bid decides whether it wins and not what it is paid, so to
    /// bid the cost is best; then the one with the lower cost wins.</summary>
    [Test]
    public void Second_score_makes_the_cost_the_best_bid()
    {
        for (var seed = 0; seed < 2_000; seed++)
        {
            var random = new Random(seed);
            var costs = new[] { random.NextInt64(1, 10_000), random.NextInt64(1, 10_000), random.NextInt64(1, 10_000) };
            var honest = Sell(costs, 0, costs[0]);
            if (costs.Min() + 1 < costs.Order().ElementAt(1))
                Assert.That(costs[Sell(costs, 0, costs[0]).Winner], Is.EqualTo(costs.Min()), $"seed {seed}");
            var strategic = Sell(costs, 0, random.NextInt64(0, 10_001));
            var (gain, other) = (honest.Winner == 0 ? honest.Paid - costs[0] : 0, strategic.Winner == 0 ? strategic.Paid - costs[0] : 0);
            Assert.That(gain, Is.GreaterThanOrEqualTo(0).And.GreaterThanOrEqualTo(other), $"seed {seed}");
        }
    }

    [Test]
    public void A_second_account_s_worse_offer_improves_nothing_of_the_first()
    {
        for (var seed = 0; seed < 2_000; seed++)
        {
            var random = new Random(seed);
            var totals = new[] { random.NextInt64(1, 10_000), random.NextInt64(1, 10_000), random.NextInt64(1, 10_000) };
            var without = Sell(totals, 0, totals[0]);
            var with = Sell([.. totals, totals[0] + random.NextInt64(1, 10_001 - totals[0])], 0, totals[0]);
            Assert.That(with.Winner == 0, Is.EqualTo(without.Winner == 0), $"seed {seed}");
            if (with.Winner == 0)
                Assert.That(with.Paid, Is.LessThanOrEqualTo(without.Paid), $"seed {seed}");
        }
    }

    private static (int Winner, long Paid) Sell(long[] totals, int bidder, long bid)
    {
        var book = Sample.Opened(Intent(AuctionFormat.SealedSecondScore, new Random(0)));
        for (var i = 0; i < totals.Length; i++)
            Sample.Carry(book, Sample.Submit(new OfferTerms("terms-1", i == bidder ? bid : totals[i]), $"vendor-{i}"));
        Sample.Carry(book, new Wake(Sample.Intent, Sample.At(100)));
        Sample.Carry(book, new Wake(Sample.Intent, Sample.At(101)));
        var customer = new Party(Sample.Id("account of customer"), Sample.Customer);
        var award = (IntentAwarded)((Decision.Record)Sample.Carry(
            book, new AwardIntent(Sample.Intent, customer, Sample.At(
                102), Sample.Request("award"), book.Ranking.Leader!.OfferId, null, null)).Decision).Events[^1];
        return (Enumerable.Range(0, totals.Length).Single(i => Sample.Id($"vendor-{i}") == award.Vendor), award.Paid);
    }

    private static StoredEvent Opened(Book book) => EventCodec.Encode(
        Sample.Intent, 1, Sample.At(0), "",
        new IntentOpened(Sample.Customer, book.Terms, Sample.Text("Stroller for twins").Hash, book.Rules, Sample.Request("post")));

    private static IntentTerms Intent(AuctionFormat format, Random random)
    {
        Preference total = new(Criterion.Total, 60, Best: 0, Worst: 10_000),
            months = new(Sample.Criterion("warrantyMonths"), 40, Best: 24, Worst: 0);
        var points = random.Next(2) == 0;
        var isCoefficient = format is AuctionFormat.Open or AuctionFormat.Sealed && random.Next(2) == 0;
        Preference[] prefer = isCoefficient ? [months] : format switch
        {
            AuctionFormat.English => points ? [total, months] : random.Next(2) == 0 ? [total] : [],
            AuctionFormat.Dutch or AuctionFormat.Japanese => [],
            _ => [total, months],
        };
        var decrement = format != AuctionFormat.English ? null
            : points ? new Decrement(random.Next(2) == 0, Points: 1_000_000)
            : random.Next(2) == 0
                ? new Decrement(random.Next(2) == 0, Amount: 300) : new Decrement(random.Next(2) == 0, Percent: 5_000_000);
        var clock = format switch
        {
            AuctionFormat.Dutch => new PriceClock(5_000, 1_000, 10_000, 9_500),
            AuctionFormat.Japanese => new PriceClock(9_500, 1_000, 10_000, 5_000),
            _ => null,
        };
        return Sample.Intended(
            new Terms(
                isCoefficient ? ScoringMethod.Coefficient : ScoringMethod.Weighted, [new(Criterion.Total, Max: 10_000)], prefer, "none",
                Rules: random.Next(2) == 0 ? 2 : null),
            auction: new Auction(format, Visibility.Rank, false, null, decrement, clock));
    }

    private static Command Next(Book book, AuctionFormat format, Random random, decimal now, int step)
    {
        var vendor = $"vendor-{random.Next(4)}";
        if (random.Next(3) == 0 || (book.WakeAt is { } due && due <= Sample.At(now)))
            return new Wake(Sample.Intent, Sample.At(now));
        var customer = new Party(Sample.Id("account of customer"), Sample.Customer);
        if (book.Status == IntentStatus.Evaluating && book.Ranking.Leader is { } leader)
            return new AwardIntent(Sample.Intent, customer, Sample.At(now), Sample.Request($"award {step}"), leader.OfferId, null, null);
        if (format == AuctionFormat.Japanese && random.Next(2) == 0 && book.Current(Sample.Id(vendor)) is { } current)
        {
            return new ConfirmOffer(
                Sample.Intent, Sample.Party(vendor), Sample.At(now), Sample.Request($"confirm {step}"), current.OfferId,
                "terms-1", random.Next(3) == 0);
        }
        var total = book.Terms.Auction.Clock is { } clock && random.Next(4) > 0
            ? clock.Total(random.Next(clock.Levels)) : random.NextInt64(2_000, 10_000);
        var floor = format == AuctionFormat.English && random.Next(3) == 0 ? new StandingBid(random.NextInt64(total), "salt") : null;
        var months = book.Terms.Auction.Format == AuctionFormat.English && book.Terms.Terms.Prefer.Count < 2 ? 0 : random.Next(24);
        if (book.Terms.Auction.Decrement is { Points: not null })
            months = 12;
        return Sample.Submit(new OfferTerms("terms-1", total, WarrantyMonths: months), vendor, $"key {step}", now) with
        {
            InOrder = random.Next(3) == 0,
            Floor = floor,
        };
    }
}
