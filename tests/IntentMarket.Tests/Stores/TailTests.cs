using IntentMarket.Engine;
using IntentMarket.Engine.Market;
using IntentMarket.Storage;
using NUnit.Framework;
using Npgsql;

namespace IntentMarket.Tests.Stores;

/// <summary>Who follows the feed while others write misses nothing.</summary>
[TestFixtureSource(typeof(TestStores), nameof(TestStores.Kinds))]
public sealed class TailTests(StoreKind kind) : StoreTests(kind)
{
    [Test]
    public async Task Reader_sees_each_event_once_in_the_order_of_the_feed()
    {
        const int Writers = 4, Batches = 150;
        await using var otherNode = await Place.Open();
        var customer = AccountId.New();
        var intents = Enumerable.Range(0, Writers).Select(_ => IntentId.New()).ToList();
        var vendors = intents.Select(intent => new PartyRow(intent, AccountId.New(), PartyRole.Vendor, Pseudonym.New())).ToList();
        var after = await Store.Feed.End(Cancel);
        var writing = Task.WhenAll(Enumerable.Range(0, Writers).Select(w => Task.Run(() => Write(w))));

        var accounts = vendors.Select(v => v.Account).Append(customer).ToList();
        var seen = new List<FeedItem>();
        var waited = 0;
        while (true)
        {
            var isLast = writing.IsCompleted;
            var page = await Store.Feed.Read(accounts, after, 50, Cancel);
            Assert.That(page.Items.Select(i => i.Point), Is.All.GreaterThan(after));
            waited += page.Waiting ? 1 : 0;
            seen.AddRange(page.Items);
            after = page.End;
            if (isLast && !page.More && !page.Waiting)
                break;
        }

        await writing;
        Assert.That(seen.Select(i => i.Point), Is.Ordered);
        foreach (var (w, intent) in intents.Index())
        {
            Assert.That(Told(customer, intent), Is.EqualTo(Enumerable.Range(1, Batches)), "of the customer's intent");
            Assert.That(Told(vendors[w].Account, intent)[0], Is.Zero, "first the match");
            Assert.That(
                Told(vendors[w].Account, intent)[1..],
                Is.EqualTo(Enumerable.Range(1, Batches).TakeLast(Told(vendors[w].Account, intent).Count - 1)));
        }

        TestContext.Out.WriteLine($"{Kind}: {seen.Count} items, {waited} reads had to wait");

        List<int> Told(AccountId account, IntentId intent) =>
            [.. seen.Where(i => i.Account == account && i.IntentId == intent).Select(i => i.Event?.Seq ?? 0)];

        async Task Write(int writer)
        {
            var store = writer % 2 == 0 ? Store : otherNode;
            var partition = NewPartition();
            for (var i = 1; i <= Batches; i++)
            {
                var batch = Sample.Batch(Sample.Commit(partition, i, Sample.Event(intents[writer], i)));
                if (i == 1)
                {
                    batch = batch with
                    {
                        Intents = [Sample.Intent(intents[writer], partition, customer)],
                        Parties = [new PartyRow(intents[writer], customer, PartyRole.Customer, Pseudonym.New())],
                    };
                }

                Assert.That((await store.Journal.Append(batch, Cancel)).Conflict, Is.False);
                if (i == Batches / 2)
                    await store.Audiences.Add(intents[writer], [vendors[writer]], Sample.At, Cancel);
            }
        }
    }

    [Test]
    public async Task Transaction_that_is_still_open_holds_back_what_came_after_it()
    {
        if (Kind == StoreKind.Sqlite)
            Assert.Ignore("There is one writer: transactions finish in their order.");
        var (customer, intent) = (AccountId.New(), IntentId.New());
        var party = new PartyRow(intent, customer, PartyRole.Customer, Pseudonym.New());
        var partition = NewPartition();
        var opened = await Store.Journal.Append(
            Sample.Batch(Sample.Commit(partition, 1, Sample.Event(intent, 1))) with { Parties = [party] }, Cancel);
        var after = new FeedPoint(opened.Feed, 0);

        await using var slow = new NpgsqlConnection(Place.Postgres);
        await slow.OpenAsync(Cancel);
        await using var transaction = await slow.BeginTransactionAsync(Cancel);
        await using var insert = new NpgsqlCommand(
            """
            INSERT INTO events (intent_id, seq, partition, position, feed, ordinal, vendor, at, bytes, hash)
            VALUES (@intent, 3, 9999, 1, feed_now(), 0, NULL, 0, '', '')
            RETURNING feed
            """,
            slow)
        { Parameters = { new("intent", intent.Value) } };
        var early = (long)(await insert.ExecuteScalarAsync(Cancel))!;

        var late = await Store.Journal.Append(Sample.Batch(Sample.Commit(partition, 2, Sample.Event(intent, 2))), Cancel);
        Assert.That(late.Feed, Is.GreaterThan(early));
        var held = await Store.Feed.Read([customer], after, 10, Cancel);
        Assert.That((held.Items.Count, held.End, held.Waiting), Is.EqualTo((0, after, true)));
        Assert.That(await Store.Feed.End(Cancel), Is.EqualTo(after));

        await transaction.CommitAsync(Cancel);
        var page = await Store.Feed.Read([customer], after, 10, Cancel);
        Assert.That(string.Join(' ', page.Items.Select(i => i.Event!.Seq)), Is.EqualTo("3 2"));
        Assert.That(page.Items.Select(i => i.Point.Feed), Is.Ordered);
        Assert.That(page.Waiting, Is.False);
    }

    [Test]
    public async Task Feed_does_not_go_back_where_the_tables_move_to_a_younger_cluster()
    {
        if (Kind == StoreKind.Sqlite)
            Assert.Ignore("The number of the last transaction is in the file.");
        var place = await TestStores.Fresh(Kind);
        var account = AccountId.New();
        var party = new PartyRow(IntentId.New(), account, PartyRole.Vendor, Pseudonym.New());
        await using (var before = await place.Open())
            await before.Audiences.Add(party.IntentId, [party], 1, Cancel);
        // As if it had been stored by a cluster that is far ahead.
        await using (var connection = new NpgsqlConnection(place.Postgres))
        {
            await connection.OpenAsync(Cancel);
            await using var age = new NpgsqlCommand("UPDATE audience SET feed = feed + 1000000", connection);
            await age.ExecuteNonQueryAsync(Cancel);
        }

        await using var after = await place.Open();
        var end = await after.Feed.End(Cancel);
        var (feed, _) = await after.Audiences.Add(IntentId.New(), [party], 2, Cancel);
        Assert.That(feed, Is.GreaterThan(end.Feed));
        await Visible(after);
        Assert.That((await after.Feed.Read([account], end, 10, Cancel)).Items.Single().Point.Feed, Is.EqualTo(feed));
        await using var again = await place.Open();
        Assert.That(
            (await again.Audiences.Add(IntentId.New(), [party], 3, Cancel)).Feed, Is.InRange(feed + 1, feed + 1_000), "the offset stays");
    }
}
