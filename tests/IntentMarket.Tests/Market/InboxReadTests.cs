using IntentMarket.Storage;
using IntentMarket.Tests.Cluster;
using IntentMarket.Tests.Edges;
using NUnit.Framework;

namespace IntentMarket.Tests.Market;

/// <summary>What vendors without a bot cost, where many others have one.</summary>
public sealed class InboxReadTests
{
    private const int Others = 5_000;
    private static readonly TimeSpan Bids = TimeSpan.FromSeconds(6);

    [Test]
    public async Task Offers_of_vendors_without_a_bot_read_no_credentials_of_others()
    {
        var cancel = TestContext.CurrentContext.CancellationToken;
        await using var market = await MarketHost.StartOnServices();
        await using (var store = await Store.Open(market.Postgres, "", cancel))
        {
            await store.Database.Write((connection, token) => connection.Change(
                """
                INSERT INTO broker_credentials (credential_id, account_id, user_name, created_at)
                SELECT gen_random_uuid(), gen_random_uuid(), 'v.' || gen_random_uuid(), 1 FROM generate_series(1, @others)
                """,
                new { others = Others }, token), cancel);
        }
        var (customer, vendor) = (await market.Customer(), await market.Vendor());
        var before = await CredentialsRead(market);
        var offers = 0;
        for (var until = DateTime.UtcNow + Bids; DateTime.UtcNow < until; offers++)
        {
            var stroller = new Stroller();
            var intent = await customer.PostIntent(stroller.Plain());
            await vendor.AwaitNotice("intent.opened", (string)intent["id"]!);
            await vendor.Offer(intent, stroller.OfferAt(intent, "350.00", "a"));
            await Task.Delay(200, cancel);
        }
        await market.Kill();
        var read = await CredentialsRead(market) - before;
        TestContext.Out.WriteLine($"{offers} offers beside {Others} credentials of others: {read} of these were read");
        Assert.That(read, Is.LessThan(Others));
    }

    /// <summary>A connection that ends tells what it has read.</summary>
    private static async Task<long> CredentialsRead(MarketHost market)
    {
        await Task.Delay(2_000);
        return (await TestServices.Query(
            market.Postgres!,
            "SELECT seq_tup_read + coalesce(idx_tup_fetch, 0) FROM pg_stat_user_tables WHERE relname = 'broker_credentials'",
            r => r.GetInt64(0))).Single();
    }
}
