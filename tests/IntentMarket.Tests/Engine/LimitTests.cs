using IntentMarket.Engine;
using IntentMarket.Engine.Intents;
using IntentMarket.Engine.Loop;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;
using NUnit.Framework;

namespace IntentMarket.Tests.Engine;

/// <summary>The bounds of one intent at their full size.</summary>
public sealed class LimitTests
{
    [Test]
    public void Intent_takes_10_000_live_offers_and_their_vendors_may_still_revise()
    {
        var book = Sample.Opened(Sample.Intended());
        for (var i = 0; i < Limits.LiveOffersMax; i++)
            Assert.That(Offer(book, $"vendor-{i}", 1_000_000 - i), Is.InstanceOf<Decision.Record>());
        Assert.That(Offer(book, "one more", 1), Is.InstanceOf<Decision.Refuse>().With.Property("Code").EqualTo(Problems.Limit));
        Assert.That(Offer(book, "vendor-0", 1), Is.InstanceOf<Decision.Record>());
        Assert.That(
            (book.Ranking.Count, book.Ranking.Leader!.Vendor), Is.EqualTo((Limits.LiveOffersMax, (Pseudonym)Sample.Id("vendor-0"))));

        Sample.Carry(book, new WithdrawOffer(
            Sample.Intent, Sample.Party("vendor-1"), Sample.At(20), Sample.Request("w"),
            book.Current(Sample.Id("vendor-1"))!.OfferId, InOrder: false));
        Assert.That(Offer(book, "one more", 1), Is.InstanceOf<Decision.Record>(), "there is room again");
        Assert.That(book.Ranking.Offers.Select(o => o.Terms.Total), Is.Ordered);
    }

    [Test]
    public void Intent_takes_50_000_offers_over_time()
    {
        var book = Sample.Opened(Sample.Intended());
        const int Vendors = Limits.OffersPerIntentMax / Limits.OffersPerVendorMax;
        for (var i = 0; i < Limits.OffersPerIntentMax; i++)
            Assert.That(Offer(book, $"vendor-{i % Vendors}", 1_000_000 - i), Is.InstanceOf<Decision.Record>());
        Assert.That(book.OffersMade, Is.EqualTo(Limits.OffersPerIntentMax));
        Assert.That(Offer(book, "one more", 1), Is.InstanceOf<Decision.Refuse>().With.Property("Code").EqualTo(Problems.Limit));
        Assert.That(book.Ranking.Count, Is.EqualTo(Vendors));
    }

    private static Decision Offer(Book book, string vendor, long total) =>
        Sample.Carry(book, Sample.Submit(new OfferTerms("terms-1", total), vendor, $"{vendor} {total}")).Decision;
}
