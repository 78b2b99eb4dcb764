using IntentMarket.Engine;
using IntentMarket.Engine.Market;
using IntentMarket.Nodes.Market;
using IntentMarket.Services.Market;
using IntentMarket.Tests.Stores;
using NUnit.Framework;
using Sample = IntentMarket.Tests.Engine.Sample;

namespace IntentMarket.Tests.Market;

/// <summary>The cache of terms is full at any moment: what is read from it is never wrong.</summary>
public sealed class TermsBookTests() : QuietMarket(StoreKind.Sqlite)
{
    private const int KeptMax = 20_000;

    [Test]
    public async Task Terms_of_before_are_found_wherever_the_cache_becomes_full([Range(0, 4)] int room)
    {
        var customer = await Vendor();
        var node = Get<MarketNode>();
        await node.StartAsync(Cancel);
        try
        {
            var now = Get<Ingress>().Now;
            var first = Sample.Intended(hash: "first") with { ClosesAt = now + 600_000, AwardBy = now + 1_200_000 };
            Assert.That(await Get<Ingress>().Post(customer, "key", "body", first, "{}", Cancel), Is.TypeOf<Reply.Recorded>());
            var intent = Get<MarketIdentity>().IntentOf(customer.Id, "key");
            Assert.That(
                await Get<Ingress>().Amend(customer, intent, "again", "body", 1, first with { TermsHash = "second" }, "{}", Cancel),
                Is.TypeOf<Reply.Recorded>());
            var book = Get<TermsCache>();
            for (var n = 0; n < KeptMax - room; n++)
                book.Keep(IntentId.New(), first);
            for (var n = 0; n < 2; n++)
                Assert.That((await book.Get(intent, "first", Cancel))!.TermsHash, Is.EqualTo("first"));
        }
        finally
        {
            await node.StopAsync(CancellationToken.None);
        }
    }
}
