using System.Security.Cryptography;
using IntentMarket.Engine;
using IntentMarket.Engine.Loop;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;
using IntentMarket.Storage;
using NUnit.Framework;

namespace IntentMarket.Tests.Cluster;

/// <summary>What must hold of a market's data whatever happened to it: the journal has no gaps and hangs together, the rows are its fold,
/// and nothing counts twice.</summary>
internal static class Conservation
{
    public static async Task Holds(Store store, IReadOnlyList<IntentId> intents)
    {
        var heads = await store.Journal.Heads([.. Enumerable.Range(0, Limits.Partitions)], default);
        foreach (var (partition, head) in heads)
            Assert.That(await Positions(store, partition), Is.EqualTo(head), $"partition {partition} has a gap");
        var events = (await store.Journal.ReadIntents(intents, default)).GroupBy(e => e.IntentId).ToDictionary(e => e.Key, e => e.ToList());
        foreach (var intentId in intents)
            await Holds(store, intentId, events[intentId]);
    }

    /// <summary>All intents of a market on PostgreSQL.</summary>
    public static async Task Holds(ClusterMarket market)
    {
        var intents = await TestServices.Query(market.Database, "SELECT intent_id FROM intents ORDER BY intent_id", r =>
            new IntentId(r.GetGuid(0)));
        await using var store = await Store.Open(market.Database, "", default);
        await Holds(store, intents);
    }

    /// <summary>How many commits there are one after the other, from the first.</summary>
    private static async Task<long> Positions(Store store, int partition)
    {
        var at = 0L;
        while (await store.Journal.ReadCommits(partition, at, 500, default) is { Count: > 0 } commits)
        {
            foreach (var commit in commits)
                Assert.That(commit.Position, Is.EqualTo(++at));
        }
        return at;
    }

    private static async Task Holds(Store store, IntentId intentId, List<StoredEvent> events)
    {
        var (book, previous, accepted) = (new Book(intentId), "", new HashSet<(Pseudonym, string)>());
        foreach (var stored in events)
        {
            Assert.That(SHA256.HashData(stored.Bytes), Is.EqualTo(stored.Hash), "an event is not what its hash says");
            Assert.That(
                System.Text.Encoding.UTF8.GetString(stored.Bytes), Does.Contain($"\"prev\":\"{previous}\""),
                "an event is out of its place");
            var recorded = EventCodec.Decode(stored);
            if (recorded.Event is OfferAccepted { Confirms: false } offer)
                Assert.That(accepted.Add((offer.Vendor, offer.Request.Key)), Is.True, $"{offer.Request.Key} counts twice");
            book.Apply(recorded);
            previous = recorded.Hash;
        }
        var row = (await store.Intents.Get(intentId, default))!.Row;
        var folded = book.ToRow(row.Account, row.FanOut);
        Assert.That(row.Terms, Is.EqualTo(folded.Terms));
        Assert.That(row with { Terms = folded.Terms }, Is.EqualTo(folded));

        var ranked = (await store.Offers.Ranked(intentId, 0, 100_000, default)).Select(o => o.Row).ToList();
        var all = ranked.Concat((await store.Offers.Unranked(intentId, 0, 100_000, default)).Select(o => o.Row)).Select(Written);
        Assert.That(all, Is.EquivalentTo(book.TakeChangedOffers(Known.Nothing).Select(Written)));
        Assert.That(ranked.Select(o => o.Vendor), Is.Unique, "a vendor has two live offers");
        if (book.Status is IntentStatus.Open or IntentStatus.Evaluating)
            Assert.That(ranked.Select(o => o.OfferId), Is.EqualTo(book.Ranking.Offers.Select(o => o.OfferId)));
    }

    /// <summary>All of an offer but the account and the vendor's own key, which no event knows.</summary>
    private static string Written(OfferRow o) => string.Join(
        '|', o.OfferId, o.IntentId, o.Vendor, o.Status, o.Total, o.Score, string.Join(',', o.Points), o.Placed, o.Receipt, o.At,
        o.ValidUntil, Convert.ToHexString(o.Terms));
}
