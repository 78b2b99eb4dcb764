using IntentMarket.Storage;
using IntentMarket.Tests.Edges;
using NUnit.Framework;

namespace IntentMarket.Tests.Market;

/// <summary>Many vendors of one intent do not keep the few of another waiting.</summary>
public sealed class FanOutStories
{
    private const int Many = 40_000;

    [Test]
    public async Task Intent_that_meets_few_vendors_is_told_while_one_that_meets_many_still_is()
    {
        var cancel = TestContext.CurrentContext.CancellationToken;
        await using var market = await MarketHost.Start();
        var customer = await market.Customer();
        var wide = await market.Vendor("Wide", new { anyKeyword = new[] { "wide" } });
        var narrow = await market.Vendor("Narrow", new { anyKeyword = new[] { "narrow" } });
        await market.Kill();
        await using (var store = await Store.Open(null, market.Database, cancel))
        {
            await store.Database.Write((connection, token) => connection.Change(
                """
                WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < @many)
                INSERT INTO accounts (account_id, kind, name, salt, created_at)
                SELECT randomblob(16), 'vendor', 'one of many', randomblob(32), created_at FROM accounts JOIN n WHERE account_id = @vendor;
                INSERT INTO subscriptions (account_id, name, body, changed, at)
                SELECT a.account_id, s.name, s.body, s.changed, s.at
                FROM accounts a JOIN subscriptions s ON s.account_id = @vendor WHERE a.name = 'one of many'
                """,
                new { many = Many, vendor = wide.Account }, token), cancel);
        }
        await market.Restart();
        var stroller = new Stroller();
        await Post("narrow", "a first one, so that all is loaded");

        var many = await Post("wide", "for many");
        var few = await Post("narrow", "for few");
        await narrow.AwaitNotice("intent.opened", few);
        Assert.That(await Told(many), Is.LessThan(Many), "the many were told first");
        await wide.AwaitNotice("intent.opened", many);

        async Task<string> Post(string keyword, string title)
        {
            var draft = stroller.Plain();
            draft["title"] = $"{keyword} {title}";
            return (string)(await customer.PostIntent(draft))["id"]!;
        }

        async Task<long> Told(string intent)
        {
            await using var store = await Store.Open(null, market.Database, cancel);
            return await store.Database.Read((connection, token) => connection.Scalar<long>(
                "SELECT count(*) FROM audience WHERE intent_id = @id AND role = 'vendor'", new { id = Guid.Parse(intent) }, token), cancel);
        }
    }
}
