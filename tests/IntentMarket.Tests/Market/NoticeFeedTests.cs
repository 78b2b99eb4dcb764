using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography;
using IntentMarket.Contracts;
using IntentMarket.Engine;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;
using IntentMarket.Services.Market;
using IntentMarket.Services.Notices;
using IntentMarket.Services.Wire;
using IntentMarket.Storage;
using IntentMarket.Tests.Cluster;
using IntentMarket.Tests.Stores;
using NUnit.Framework;
using Sample = IntentMarket.Tests.Engine.Sample;

namespace IntentMarket.Tests.Market;

/// <summary>One intent, and very many vendors who listen: what they are told, and what that takes of the store.</summary>
[TestFixtureSource(typeof(TestStores), nameof(TestStores.Kinds))]
[NonParallelizable]
public sealed class NoticeFeedTests(StoreKind kind) : QuietMarket(kind)
{
    private const int Vendors = 1_000;
    private const int Bidders = 50;

    /// <summary>Statements for what all of them are told: some ten; and on PostgreSQL one more each 5 ms that the feed waits.</summary>
    private const int FewMax = 400;

    private static readonly Party Customer = Sample.Party("customer");
    private static readonly FreeText Texts = Sample.Text(
        new IntentTexts("Stroller for twins", "It folds", new Dictionary<string, string>()).ToJson());

    [Test]
    public async Task What_many_vendors_are_told_is_read_once_for_all_of_them()
    {
        using var statements = new Statements();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var feed = Get<NoticeFeed>();
        await feed.StartAsync(Cancel);
        var vendors = Enumerable.Range(0, Vendors).Select(_ => NewVendor()).ToList();
        var heard = new ConcurrentQueue<(AccountId Account, Notice Notice)>();
        var terms = Sample.Intended(closes: 1_000, awardBy: 2_000);
        foreach (var vendor in vendors)
        {
            // Some by more than one connection, as a page and a bot do.
            for (var connection = 0; connection < (vendor == vendors[0] ? 2 : 1); connection++)
            {
                _ = feed.Follow(vendor, await feed.End(vendor, Cancel), null, (_, notice, _) =>
                {
                    heard.Enqueue((vendor.Id, notice));
                    return Task.CompletedTask;
                }, stop.Token);
            }
        }
        await Holds(() => feed.Listening.Count == Vendors, "all listen");

        await Record([Sample.Post(terms) with { Texts = Texts }]);
        await Told("matched", NoticeTypes.IntentOpened, Vendors + 1, async () =>
        {
            foreach (var chunk in vendors.Chunk(500))
            {
                await Store.Audiences.Add(
                    Sample.Intent, [.. chunk.Select(v => new PartyRow(Sample.Intent, v.Id, PartyRole.Vendor, PseudonymOf(v)))], 1, Cancel);
            }
        });
        await Told("amended", NoticeTypes.IntentAmended, Vendors + 1, () => Record(
        [
            new AmendIntent(
                Sample.Intent, Customer, Sample.At(20), Sample.Request("amend"), 1, terms with { TermsHash = "terms-2" }, Texts),
        ]));
        await Record(vendors.Take(Bidders).Select((vendor, i) => new SubmitOffer(
            Sample.Intent, new Party(vendor.Id, PseudonymOf(vendor)), Sample.At(30), Sample.Request($"offer {i}"), "key", OfferId.New(),
            new OfferTerms("terms-2", 9_000 + i), null, InOrder: false)));
        await Holds(() => heard.Count(h => h.Notice.Type == NoticeTypes.OfferReceipt) >= Bidders, "receipts");
        await Told("closed", NoticeTypes.IntentClosed, Vendors + 1, () => Record(
            [new Wake(Sample.Intent, Sample.At(1_000)), new Wake(Sample.Intent, Sample.At(1_001))]));
        var best = (await Store.Offers.Ranked(Sample.Intent, 0, 1, Cancel)).Single().Row.OfferId;
        await Told("awarded", NoticeTypes.OfferLost, Bidders - 1, () => Record(
        [
            new AwardIntent(
                Sample.Intent, Customer, Sample.At(1_010), Sample.Request("award"), best, null, Sample.Text("the cheapest")),
        ]));
        // The first of them won; it has two connections.
        await Holds(() => heard.Count == 3 * (Vendors + 1) + Bidders + 1 + Bidders - 1 + 2, "all");
        await stop.CancelAsync();
        await feed.StopAsync(Cancel);

        var twice = heard.Count(h => h.Account == vendors[0].Id) / 2;
        Assert.That(
            heard.Select(h => (h.Account, h.Notice.Id, h.Notice.Cursor)).Distinct().Count(), Is.EqualTo(heard.Count - twice),
            "each its own");
        foreach (var vendor in vendors.Take(Bidders + 2))
        {
            var page = await feed.Read(vendor, new FeedCursor(default, 0, Now), 100, TimeSpan.Zero, Cancel);
            Assert.That(
                heard.Where(h => h.Account == vendor.Id).Select(h => h.Notice.Id).Distinct(), Is.EqualTo(page!.Items.Select(n => n.Id)),
                "read again");
        }

        async Task Told(string what, string type, int times, Func<Task> happens)
        {
            var since = Stopwatch.GetTimestamp();
            var sent = await statements.Of(async () =>
            {
                await happens();
                feed.Ring();
                await Holds(() => heard.Count(h => h.Notice.Type == type) >= times, what);
            });
            var took = Stopwatch.GetElapsedTime(since).TotalMilliseconds;
            TestContext.Out.WriteLine($"{what}: {times} told in {took:F0} ms, {sent} statements");
            Assert.That(sent, Is.LessThan(FewMax), what);
        }
    }

    private static Pseudonym PseudonymOf(Account vendor) => MarketIdentity.PseudonymOf(vendor, Sample.Intent);

    private static Account NewVendor() =>
        new(AccountId.New(), AccountKind.Vendor, "A vendor", null, RandomNumberGenerator.GetBytes(32), Now, null, null);

    private static long Now => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    private static Task Holds(Func<bool> condition, string what) => Eventually.Holds(() => Task.FromResult(condition()), what, 30);
}
