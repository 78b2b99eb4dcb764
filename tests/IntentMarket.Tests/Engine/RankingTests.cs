using IntentMarket.Engine.Evaluation;
using IntentMarket.Engine.Values;
using NUnit.Framework;

namespace IntentMarket.Tests.Engine;

/// <summary>The ranking, which is kept in chunks, against a list that is sorted anew.</summary>
public sealed class RankingTests
{
    [Test]
    public void Offers_that_come_and_go_stand_where_a_sorted_list_has_them()
    {
        for (var seed = 0; seed < 4; seed++)
        {
            var random = new Random(seed);
            var ranking = new Ranking();
            var sorted = new List<BookedOffer>();
            for (var placed = 1; placed <= 3_000; placed++)
            {
                // It grows to several chunks, then shrinks to none.
                if (sorted.Count == 0 || random.Next(10) < (placed < 1_500 ? 8 : 1))
                {
                    var offer = Offer(random, placed);
                    ranking.Add(offer);
                    sorted.Insert(sorted.Count(o => IsBefore(o, offer)), offer);
                }
                else
                {
                    var index = random.Next(sorted.Count);
                    ranking.Remove(sorted[index]);
                    sorted.RemoveAt(index);
                }
                var probe = Offer(random, random.Next(2 * placed));
                var place = ranking.Place(probe.Score, probe.Terms.Total, probe.Placed);
                Assert.That(place, Is.EqualTo(sorted.Count(o => IsBefore(o, probe))), $"seed {seed}");
                Assert.That((ranking.Count, ranking.Leader), Is.EqualTo((sorted.Count, sorted.FirstOrDefault())), $"seed {seed}");
                if (placed % 100 == 0)
                {
                    Assert.That(ranking.Offers, Is.EqualTo(sorted), $"seed {seed}");
                    Assert.That(Enumerable.Range(0, ranking.Count).Select(i => ranking[i]), Is.EqualTo(sorted), $"seed {seed}");
                }
            }
        }
    }

    [Test]
    public void What_does_not_stand_in_the_ranking_is_a_broken_invariant()
    {
        var random = new Random(1);
        var ranking = new Ranking();
        var (one, other) = (Offer(random, 1), Offer(random, 2));
        Assert.That(() => ranking.Remove(one), Throws.InvalidOperationException);
        ranking.Add(one);
        Assert.Multiple(() =>
        {
            Assert.That(() => ranking.Remove(other), Throws.InvalidOperationException);
            Assert.That(() => ranking.Remove(one with { OfferId = other.OfferId }), Throws.InvalidOperationException);
            Assert.That(() => ranking[1], Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(ranking.Offers, Is.EqualTo([one]));
        });
    }

    /// <summary>Of few scores and totals, so that many are equal in either.</summary>
    private static BookedOffer Offer(Random random, int placed) => new(
        Sample.Id($"offer {placed}"), Sample.Id($"vendor {placed}"), new OfferTerms("", random.Next(5)),
        new Score(random.Next(8), [], random.Next(3)), placed, placed, 0, 0, OfferStatus.Live);

    /// <summary>Higher score, then lower total, then the earlier in the log.</summary>
    private static bool IsBefore(BookedOffer one, BookedOffer other) => Key(one).CompareTo(Key(other)) < 0;

    private static (long, long, long, int) Key(BookedOffer offer) =>
        (-offer.Score.Total, -offer.Score.Fine, offer.Terms.Total, offer.Placed);
}
