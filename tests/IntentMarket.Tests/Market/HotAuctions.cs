using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;
using IntentMarket.Services.Wire;
using IntentMarket.Storage;
using IntentMarket.Tests.Stores;
using Sample = IntentMarket.Tests.Engine.Sample;

namespace IntentMarket.Tests.Market;

/// <summary>Open auctions with as many offers as a test wants.</summary>
public abstract class HotAuctions(StoreKind kind) : QuietMarket(kind)
{
    protected static readonly long Now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    protected static Account Customer(string intent) =>
        new(Sample.Id($"customer of {intent}"), AccountKind.Customer, "A customer", null, new byte[32], Now, null, null);

    protected Task Post(string intent, Terms? terms = null) => Record(
    [
        new PostIntent(
            Sample.Id(intent), new Party(Sample.Id($"customer of {intent}"), Sample.Customer), Now - 60_000, Sample.Request("post"),
            Sample.Intended(terms, auction: new Auction(AuctionFormat.Open, Visibility.Full, false, null)) with
            {
                ClosesAt = Now + 3_600_000,
                AwardBy = Now + 7_200_000,
            },
            Sample.Text(new IntentTexts("Stroller", null, new Dictionary<string, string>()).ToJson())),
    ]);

    /// <summary>Each of another vendor, with totals of no order.</summary>
    protected async Task Bid(string intent, int from, int count)
    {
        foreach (var chunk in Enumerable.Range(from, count).Chunk(500))
        {
            await Record(chunk.Select(i => new SubmitOffer(
                Sample.Id(intent), Sample.Party($"{i} on {intent}"), Now - 30_000, Sample.Request($"{i}"), "key",
                Sample.Id($"offer {i} on {intent}"),
                new OfferTerms("terms-1", 25_000 - (long)i * 7_919 % 20_000), null, InOrder: false)));
        }
    }
}
