using IntentMarket.Engine;
using IntentMarket.Engine.Market;
using IntentMarket.Storage;
using IntentMarket.Tests.Cluster;
using IntentMarket.Tests.Edges;
using IntentMarket.Tests.Stores;
using NUnit.Framework;
using MarketClient = IntentMarket.Tests.Edges.MarketClient;

namespace IntentMarket.Tests.Market;

/// <summary>A row that this version cannot read keeps nobody else from being told, ends no node, and is set aside once.</summary>
[TestFixtureSource(typeof(TestStores), nameof(TestStores.Markets))]
public sealed class PoisonStories(StoreKind kind)
{
    private static CancellationToken Cancel => TestContext.CurrentContext.CancellationToken;

    [Test]
    public async Task Event_and_texts_that_cannot_be_read_are_set_aside_and_the_others_are_told_on_the_same_partition_too()
    {
        await using var market = await MarketHost.StartOn(kind);
        var (customer, vendor) = (await market.Customer(), await market.Vendor());
        if (kind == StoreKind.Postgres)
            (await vendor.Post("/api/v1/broker-credentials")).Expect(201);
        var (first, second) = await customer.PostTwoOnOnePartition();
        var (spoilt, sound) = (IntentId.Parse((string)first["id"]!), IntentId.Parse((string)second["id"]!));
        await vendor.AwaitNotice("intent.opened", $"{sound}");
        await market.Kill();
        var position = await Spoil(market, spoilt, sound);

        for (var start = 1; start <= 2; start++)
        {
            await market.Restart();
            await Holds(market, async store => (await store.Unpublished.List(spoilt, Cancel)).Any(row => row.Part == "fan-out"));
            await Holds(market, async store => (await store.Audiences.Unfinished([Partitions.Of(sound)], Cancel)).SequenceEqual([spoilt]));
            if (kind == StoreKind.Postgres)
                await Holds(market, async s => (await s.Cluster.Published([Partitions.Of(spoilt)], Cancel)).Values.Single() >= position);
            await vendor.AwaitNotice("intent.opened", $"{sound}");
            var page = (await customer.Get($"/api/v1/notices?after={MarketClient.FromTheFirst}&limit=100")).Expect(200).Body!;
            var told = page["items"]!.AsArray();
            Assert.That(
                told.Select(n => (string?)n!["intentId"]), Does.Contain($"{sound}").And.Not.Contain($"{spoilt}"), "its customer is told");
            Assert.That(await market.IsReady(), Is.True, market.Output);
            await Task.Delay(TimeSpan.FromSeconds(1), Cancel);
            await using var store = await Open(market);
            var rows = await store.Unpublished.List(spoilt, Cancel);
            Assert.That(
                rows.Select(row => (row.Part, row.Seq)),
                Is.SupersetOf(new[] { ("fan-out", 0), ("feed", 1) }).And.Unique.And.Not.Empty);
            if (kind == StoreKind.Postgres)
                Assert.That(rows.Select(row => (row.Part, row.Seq)), Does.Contain(("inboxes", 1)));
            Assert.That(rows.Select(row => row.Why), Has.All.Match("JsonException|NotKnownException"));
            Assert.That(await store.Unpublished.List(sound, Cancel), Is.Empty);
            // It is taken up from the beginning by the next start, as by another owner.
            await store.Database.Write((c, token) => c.Change("UPDATE partitions SET published = 0", null, token), Cancel);
        }
    }

    /// <summary>As if the node had died before it told anybody, and the first intent were spoilt.</summary>
    /// <returns>Where its event stands in its partition.</returns>
    private static async Task<long> Spoil(MarketHost market, IntentId spoilt, IntentId sound)
    {
        await using var store = await Open(market);
        var opened = (await store.Journal.ReadEvent(spoilt, 1, Cancel))!;
        var bytes = opened.Bytes[..^1];
        await store.Database.Write(
            async (connection, token) =>
            {
                await connection.Change("UPDATE events SET bytes = @bytes WHERE intent_id = @spoilt", new { bytes, spoilt }, token);
                await connection.Change("UPDATE texts SET text = 'no texts' WHERE intent_id = @spoilt", new { spoilt }, token);
                await connection.Change(
                    "DELETE FROM audience WHERE intent_id IN (@spoilt, @sound) AND role = 'vendor'", new { spoilt, sound }, token);
                await connection.Change("UPDATE partitions SET published = 0", null, token);
                return await connection.Change(
                    "UPDATE intents SET fan_out = true WHERE intent_id IN (@spoilt, @sound)", new { spoilt, sound }, token);
            },
            Cancel);
        return opened.Position;
    }

    private static Task<Store> Open(MarketHost market) => Store.Open(market.Postgres, market.Database, Cancel);

    private static async Task Holds(MarketHost market, Func<Store, Task<bool>> condition)
    {
        await using var store = await Open(market);
        await Eventually.Holds(() => condition(store), $"it goes on:\n{market.Output}", 30);
    }
}
