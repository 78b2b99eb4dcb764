using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using IntentMarket.Engine;
using IntentMarket.Engine.Market;
using IntentMarket.Storage;
using IntentMarket.Tests.Cluster;
using IntentMarket.Tests.Edges;
using IntentMarket.Tests.Stores;
using NUnit.Framework;
using MarketClient = IntentMarket.Tests.Edges.MarketClient;

namespace IntentMarket.Tests.Market;

/// <summary>A node of a newer build works on the same database and broker: what it wrote and this one does not know stops nothing but what
/// needs it.</summary>
[TestFixtureSource(typeof(TestStores), nameof(TestStores.Markets))]
public sealed class NewerNodeStories(StoreKind kind)
{
    private static CancellationToken Cancel => TestContext.CurrentContext.CancellationToken;

    [Test]
    public async Task Event_of_a_newer_node_leaves_its_intent_to_it_and_all_else_goes_on()
    {
        await using var market = await MarketHost.StartOn(kind);
        var (customer, vendor) = (await market.Customer(), await market.Vendor());
        if (kind == StoreKind.Postgres)
            (await vendor.Post("/api/v1/broker-credentials")).Expect(201);
        var (newer, sound) = await customer.PostTwoOnOnePartition();
        await vendor.Offer(newer, new Stroller().Offer(newer));
        await market.Kill();
        await using (var store = await Store.Open(market.Postgres, market.Database, Cancel))
        {
            await AppendUnknown(store, IdOf(newer));
            // It is due: its wake-up comes again and again.
            await store.Database.Write(
                (c, token) => c.Change("UPDATE intents SET wake_at = 1 WHERE intent_id = @id", new { id = IdOf(newer) }, token), Cancel);
        }
        await market.Restart();

        var offer = new Stroller().Offer(newer, "acme-43");
        var path = $"/api/v1/intents/{IdOf(newer)}";
        (await vendor.Post($"{path}/offers", offer)).ExpectProblem(503, "down");
        (await vendor.Post($"{path}/offers/preview", offer)).ExpectProblem(503, "down");
        (await customer.Get($"{path}/transcript")).ExpectProblem(503, "down");
        (await customer.Post($"{path}/withdraw", new { reason = "No more" })).ExpectProblem(503, "down");
        (await customer.Get(path)).Expect(200);

        var receipt = await vendor.Offer(sound, new Stroller().Offer(sound));
        Assert.That((string?)receipt["outcome"], Is.EqualTo("accepted"), "on the same partition");
        (await customer.Post($"/api/v1/intents/{IdOf(sound)}/withdraw", new { reason = "No more" })).Expect(200);
        await vendor.AwaitNotice("intent.withdrawn", $"{IdOf(sound)}");
        Assert.That((await customer.Get("/readyz")).Body!["stopped"], Is.Null, market.Output);
        await using var after = await Store.Open(market.Postgres, market.Database, Cancel);
        if (kind == StoreKind.Postgres)
        {
            await Eventually.Holds(
                async () => (await after.Unpublished.List(IdOf(newer), Cancel)).Any(u => u.Part == "inboxes"),
                "what no bot was told is noted");
        }
    }

    [Test]
    public async Task Words_of_a_newer_node_cost_the_rows_that_hold_them_and_no_others()
    {
        await using var market = await MarketHost.StartOn(kind);
        var (customer, vendor, other) = (await market.Customer(), await market.Vendor(), await market.Vendor("Another"));
        var stroller = new Stroller();
        var intents = new List<JsonNode>();
        for (var i = 0; i < 4; i++)
        {
            intents.Add(await customer.PostIntent(stroller.Plain()));
            await vendor.Offer(intents[i], stroller.Offer(intents[i], $"acme-{i}"));
        }
        var (worded, termed, offered, sound) = (IdOf(intents[0]), IdOf(intents[1]), IdOf(intents[2]), IdOf(intents[3]));
        await using (var store = await Store.Open(market.Postgres, market.Database, Cancel))
        {
            var terms = (await store.Intents.Get(termed, Cancel))!.Row.Terms;
            var text = Encoding.UTF8.GetString(terms).Replace("\"Weighted\"", "\"Haggled\"", StringComparison.Ordinal);
            var unread = Encoding.UTF8.GetBytes(text);
            Assert.That(unread, Is.Not.EqualTo(terms));
            await store.Database.Write(
                async (c, token) =>
                {
                    await c.Change("UPDATE intents SET status = 'questioned' WHERE intent_id = @worded", new { worded }, token);
                    await c.Change("UPDATE intents SET terms = @unread WHERE intent_id = @termed", new { unread, termed }, token);
                    await c.Change("UPDATE offers SET status = 'reserved' WHERE intent_id = @offered", new { offered }, token);
                    return await c.Change("UPDATE accounts SET kind = 'agent' WHERE account_id = @id", new { id = other.Account }, token);
                },
                Cancel);
        }
        await market.Restart();

        (await customer.Get($"/api/v1/intents/{worded}")).ExpectProblem(503, "down");
        (await customer.Get($"/api/v1/intents/{termed}")).ExpectProblem(503, "down");
        (await other.Get("/api/v1/notices")).ExpectProblem(503, "down");
        Assert.That(await Listed(customer, "/api/v1/intents"), Is.EquivalentTo([$"{offered}", $"{sound}"]));
        Assert.That(await Listed(vendor, "/api/v1/offers", "intentId"), Is.EquivalentTo([$"{sound}"]));
        Assert.That(await Listed(customer, $"/api/v1/intents/{offered}/offers"), Is.Empty);
        (await vendor.Get("/api/v1/feed")).Expect(200);
        var receipt = await vendor.Offer(intents[3], stroller.OfferAt(intents[3], "390.00", "again"));
        Assert.That((string?)receipt["outcome"], Is.EqualTo("accepted"));
        await customer.AwaitNotice("offer.received", $"{sound}");
        (await customer.Post($"/api/v1/intents/{sound}/withdraw", new { reason = "No more" })).Expect(200);
        await vendor.AwaitNotice("intent.withdrawn", $"{sound}");
        Assert.That((await customer.Get("/readyz")).Expect(200).Body!["stopped"], Is.Null, market.Output);
    }

    private static IntentId IdOf(JsonNode intent) => IntentId.Parse((string)intent["id"]!);

    private static async Task<List<string>> Listed(MarketClient client, string path, string member = "id") =>
        [.. (await client.Get(path)).Expect(200).Body!["items"]!.AsArray().Select(i => (string)i![member]!)];

    /// <summary>An event more, of a kind that this build does not know, as its journal would write it.</summary>
    private static async Task AppendUnknown(Store store, IntentId intentId)
    {
        var events = await store.Journal.ReadIntents([intentId], Cancel);
        var (partition, last) = (Partitions.Of(intentId), events[^1]);
        var head = (await store.Journal.Heads([partition], Cancel))[partition];
        var at = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        var (seq, prev) = (last.Seq + 1, Convert.ToHexStringLower(last.Hash));
        var bytes = Encoding.UTF8.GetBytes(
            $$$"""{"intent":"{{{intentId}}}","seq":{{{seq}}},"at":{{{at}}},"prev":"{{{prev}}}","data":{"name":"QuestionAsked","text":7}}""");
        var asked = new StoredEvent(intentId, seq, at, null, bytes, SHA256.HashData(bytes));
        var batch = new Batch([new Commit(partition, head + 1, at, [asked])], [], [], [], []);
        Assert.That((await store.Journal.Append(batch, Cancel)).Conflict, Is.False);
    }
}
