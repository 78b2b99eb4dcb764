using System.Diagnostics;
using IntentMarket.Engine;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;
using IntentMarket.Nodes;
using IntentMarket.Nodes.Market;
using IntentMarket.Services.Market;
using IntentMarket.Storage;
using IntentMarket.Tests.Stores;
using NUnit.Framework;
using Sample = IntentMarket.Tests.Engine.Sample;

namespace IntentMarket.Tests.Market;

/// <summary>Readers that hold all connections that there are for reading: a node goes on deciding, living and closing.</summary>
[NonParallelizable, Category(TestStores.OnPostgres)]
public sealed class BusyReadersTests() : QuietMarket(StoreKind.Postgres)
{
    /// <summary>More than the readers have connections, and longer than a node may be silent.</summary>
    private const int Readers = 100;

    private static readonly TimeSpan Busy = TimeSpan.FromSeconds(9);

    [Test]
    public async Task Slow_reads_that_hold_all_connections_keep_no_offer_from_being_decided()
    {
        var (customer, vendor) = (await Vendor(), await Vendor());
        var node = Get<MarketNode>();
        await node.StartAsync(Cancel);
        try
        {
            while (Get<Ownership>().Owned.Count < Limits.Partitions)
                await Task.Delay(10, Cancel);
            var busy = Task.WhenAll(Enumerable.Range(0, Readers).Select(_ => ReadSlowly()));
            await Task.Delay(500, Cancel);
            var (decided, slowest) = (0, TimeSpan.Zero);
            while (!busy.IsCompleted)
            {
                var since = Stopwatch.StartNew();
                Assert.That(await Decide(customer, vendor, $"{decided}"), Is.TypeOf<OfferAccepted>(), $"after {decided} others");
                Assert.That(Get<Ownership>().Owned, Has.Count.EqualTo(Limits.Partitions), $"after {decided}");
                slowest = since.Elapsed > slowest ? since.Elapsed : slowest;
                decided++;
                await Task.Delay(50, Cancel);
            }
            await busy;
            TestContext.Out.WriteLine($"{decided} offers, the slowest with its intent in {slowest.TotalMilliseconds:F0} ms");
        }
        finally
        {
            await node.StopAsync(CancellationToken.None);
        }
    }

    /// <summary>An intent and the offer on it, both new to the loop.</summary>
    private async Task<object?> Decide(Account customer, Account vendor, string key)
    {
        var now = Get<Ingress>().Now;
        var terms = Sample.Intended() with { ClosesAt = now + 600_000, AwardBy = now + 1_200_000 };
        var posted = await Get<Ingress>().Post(customer, key, "body", terms, "{}", Cancel);
        if (posted is not Reply.Recorded)
            return posted;
        var intent = Get<MarketIdentity>().IntentOf(customer.Id, key);
        var offer = Get<Ingress>().SubmitOffer(vendor, intent, "key", "body", new OfferTerms(terms.TermsHash, 100), null, inOrder: false);
        return await Get<Ingress>().Send(offer, Cancel) is Reply.Recorded recorded ? recorded.Event.Event : "it was not decided";
    }

    private async Task ReadSlowly()
    {
        var until = Stopwatch.StartNew();
        while (until.Elapsed < Busy)
        {
            try
            {
                await Store.Database.Read((connection, token) => connection.Scalar<object>("SELECT pg_sleep(2.5)", null, token), Cancel);
            }
            catch (StoreDownException)
            {
                // It found no connection free: the next try.
            }
        }
    }
}
