using System.Diagnostics;
using System.Text.Json;
using IntentMarket.Engine;
using IntentMarket.Engine.Loop;
using IntentMarket.Engine.Market;
using IntentMarket.Services.Access;
using IntentMarket.Services.Market;
using IntentMarket.Services.Offers;
using IntentMarket.Services.Wire;
using IntentMarket.Storage;
using IntentMarket.Tests.Stores;
using NUnit.Framework;
using Sample = IntentMarket.Tests.Engine.Sample;

namespace IntentMarket.Tests.Market;

/// <summary>An auction of very many offers, and those who only look into it.</summary>
[TestFixtureSource(typeof(TestStores), nameof(TestStores.Kinds))]
[NonParallelizable]
public sealed class BookCacheTests(StoreKind kind) : HotAuctions(kind)
{
    // Some short of what an intent takes: a preview of one more would be refused.
    private const int Many = 9_900;
    private const int Vendors = 100;

    [Test]
    public async Task Many_vendors_who_type_in_a_hot_auction_are_all_answered()
    {
        await Post("hot");
        await Bid("hot", 0, Many);
        var vendors = new List<Account>();
        for (var i = 0; i < Vendors; i++)
            vendors.Add(await TellNew("hot"));
        var service = Get<OfferService>();
        var book = await Replayed();
        var memory = GC.GetTotalMemory(forceFullCollection: true);
        for (var round = 0; round < 3; round++)
        {
            var since = Stopwatch.GetTimestamp();
            var answers = await Task.WhenAll(vendors.Select((vendor, i) =>
                Task.Run(() => service.Preview(vendor, Sample.Id("hot"), Offer($"{100 + round}.{i:00}"), Cancel))));
            var took = Stopwatch.GetElapsedTime(since).TotalMilliseconds;
            TestContext.Out.WriteLine($"{Vendors} previews among {book.Ranking.Count} offers: {took:F0} ms");
            Assert.That(answers.Select(a => a.Problem?.Code), Is.All.Null);
            Assert.That(
                answers.Select(a => (a.Value!.Rank, a.Value.Of)),
                Is.EqualTo(vendors.Select((_, i) => ((int?)Rank(book, 10_000 + 100 * round + i), (int?)book.Ranking.Count + 1))));
            // Somebody bids meanwhile, on whichever node.
            await Bid("hot", Many + round, 1);
            book = await Replayed();
        }
        memory = GC.GetTotalMemory(forceFullCollection: true) - memory;
        TestContext.Out.WriteLine($"a book of {Many} offers takes {memory / 1_000_000.0:F0} MB");
        var began = Stopwatch.GetTimestamp();
        var leads = (await Get<BoardService>().Leads(Customer("hot"), Sample.Id("hot"), 300, Cancel)).OrThrow();
        TestContext.Out.WriteLine($"who led: {Stopwatch.GetElapsedTime(began).TotalMilliseconds:F0} ms");
        Assert.That(leads.Changes.Select(c => c.OfferId), Is.EqualTo(LeadsOf(await Journal()).TakeLast(300)));
        Assert.That(leads.Changes, Has.Count.GreaterThan(5));

        async Task<Book> Replayed() => MarketLoop.Replay(Sample.Id("hot"), await Journal());

        Task<IReadOnlyList<StoredEvent>> Journal() => Store.Journal.ReadIntents([Sample.Id("hot")], Cancel);
    }

    [Test]
    public async Task Look_costs_what_has_happened_since_the_last()
    {
        await Post("hot");
        await Bid("hot", 0, 500);
        var cache = new BookReads(Store, Get<ReplayLimiter>());
        Assert.That(await Offers(), Is.EqualTo("500"));
        // What it has read it needs no more.
        await Store.Database.Write((connection, token) => connection.Change("DELETE FROM events WHERE seq < 400", null, token), Cancel);
        await Bid("hot", 500, 3);
        Assert.That(await Offers(), Is.EqualTo("503"));
        Assert.That(await Offers(), Is.EqualTo("503"));

        async Task<string> Offers() => (await cache.Look(Sample.Id("hot"), open => $"{open.Book.Ranking.Count}", Cancel)).OrThrow();
    }

    [Test]
    public async Task No_more_is_kept_than_there_is_room_for()
    {
        var cache = new BookReads(Store, Get<ReplayLimiter>()) { EventsMax = 100 };
        for (var i = 0; i < 8; i++)
        {
            await Post($"{i}");
            await Bid($"{i}", 0, 30);
        }
        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < 8; i++)
            {
                Assert.That(await Count($"{i}"), Is.EqualTo("30"));
                Assert.That(cache.Events, Is.LessThanOrEqualTo(100));
            }
        }
        await Bid("0", 30, 170);
        Assert.That(await Count("0"), Is.EqualTo("200"));
        Assert.That(cache.Events, Is.EqualTo(202), "one is always kept");

        async Task<string> Count(string intent) =>
            (await cache.Look(Sample.Id(intent), open => $"{open.Book.Ranking.Count}", Cancel)).OrThrow();
    }

    private static IEnumerable<OfferId?> LeadsOf(IEnumerable<StoredEvent> journal)
    {
        var book = new Book(Sample.Id("hot"));
        OfferId? last = null;
        foreach (var recorded in EventCodec.DecodeChain(journal))
        {
            book.Apply(recorded);
            if (book.Ranking.Leader?.OfferId == last)
                continue;
            yield return last = book.Ranking.Leader?.OfferId;
        }
    }

    private static int Rank(Book book, long total) => 1 + book.Ranking.Count(o => o.Terms.Total <= total);

    private static JsonTree Offer(string total) => JsonTree.Parse(JsonSerializer.SerializeToUtf8Bytes(new
    {
        key = "typed",
        agreesTo = "terms-1",
        total,
    }));

    private async Task<Account> TellNew(string intent)
    {
        var (vendor, id) = (await Vendor(), Sample.Id(intent));
        await Store.Audiences.Add(
            id, [new PartyRow(id, vendor.Id, PartyRole.Vendor, MarketIdentity.PseudonymOf(vendor, id))], Now, Cancel);
        return vendor;
    }
}
