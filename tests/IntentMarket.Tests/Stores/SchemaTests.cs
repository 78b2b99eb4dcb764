using System.Data.Common;
using Dapper;
using IntentMarket.Engine;
using IntentMarket.Storage;
using NUnit.Framework;

namespace IntentMarket.Tests.Stores;

[TestFixtureSource(typeof(TestStores), nameof(TestStores.Kinds))]
public sealed class SchemaTests(StoreKind kind) : StoreTests(kind)
{
    [Test]
    public async Task Eight_nodes_start_at_once_on_an_empty_database()
    {
        var place = await TestStores.Fresh(Kind);
        var stores = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(place.Open)));
        foreach (var store in stores)
            Assert.That(await store.Feed.End(Cancel), Is.EqualTo(new FeedPoint(0, 0)));
        Assert.That(
            await Scalar(stores[0], "SELECT count(*) FROM migrations"),
            Is.EqualTo(Migration.Of(Kind == StoreKind.Sqlite ? "sqlite" : "postgres").Count));
        foreach (var store in stores)
            await store.DisposeAsync();
    }

    [Test]
    public async Task Store_that_is_opened_again_holds_what_it_held()
    {
        var place = await TestStores.Fresh(Kind);
        var intent = IntentId.New();
        await using (var store = await place.Open())
            await store.Journal.Append(Sample.Batch(Sample.Commit(1, 1, Sample.Event(intent, 1))), Cancel);
        await using var again = await place.Open();
        Assert.That(await again.Journal.ReadIntents([intent], Cancel), Has.Count.EqualTo(1));
    }

    /// <summary>A node of before that is started again while newer ones run, or in place of one that was no good.</summary>
    [Test]
    public async Task Database_of_a_newer_build_is_worked_on()
    {
        var place = await TestStores.Fresh(Kind);
        var intent = IntentId.New();
        await using (var store = await place.Open())
        {
            await Change(store, "INSERT INTO migrations (version, name, hash, at) VALUES (9999, '9999_later.sql', 'x', 0)");
            await Change(store, "CREATE TABLE later (id INTEGER PRIMARY KEY)");
            await Change(store, "ALTER TABLE intents ADD COLUMN later TEXT");
            await Change(store, "ALTER TABLE events ADD COLUMN later INTEGER NOT NULL DEFAULT 7");
        }
        await using var again = await place.Open();
        await again.Journal.Append(Sample.Batch(Sample.Commit(1, 1, Sample.Event(intent, 1))), Cancel);
        Assert.That(await again.Journal.ReadIntents([intent], Cancel), Has.Count.EqualTo(1));
    }

    [TestCase(9999, "9999_later_alone.sql")]
    [TestCase(0, "0000_other.sql")]
    public async Task Database_of_a_build_that_no_other_may_work_beside_is_refused(int version, string name)
    {
        var place = await TestStores.Fresh(Kind);
        await using (var store = await place.Open())
            await Change(store, $"INSERT INTO migrations (version, name, hash, at) VALUES ({version}, '{name}', 'x', 0)");
        Assert.That(place.Open, Throws.TypeOf<SchemaException>().With.Message.Contains(name));
    }

    [Test]
    public async Task Database_whose_migration_differs_is_refused()
    {
        var place = await TestStores.Fresh(Kind);
        await using (var store = await place.Open())
            await Change(store, "UPDATE migrations SET hash = 'x' WHERE version = 1");
        Assert.That(place.Open, Throws.TypeOf<SchemaException>().With.Message.Contains("0001_market.sql"));
    }

    [Test]
    public void Both_databases_have_the_same_migrations() =>
        Assert.That(Migration.Of("sqlite").Select(m => m.Name), Is.EqualTo(Migration.Of("postgres").Select(m => m.Name)).And.Not.Empty);

    [Test]
    public async Task Money_and_times_are_whole_numbers()
    {
        string[] money =
        [
            "offers.total", "offers.score", "offers.at", "offers.valid_until", "intents.opened_at", "intents.closes_at",
            "commits.at", "events.at",
        ];
        foreach (var column in money.Select(m => m.Split('.')))
        {
            var type = await Store.Database.Read(
                (connection, token) => connection.Scalar<string>(
                    Kind == StoreKind.Sqlite
                        ? "SELECT lower(type) FROM pragma_table_info(@table) WHERE name = @name"
                        : "SELECT data_type FROM information_schema.columns WHERE table_name = @table AND column_name = @name",
                    new { table = column[0], name = column[1] }, token),
                Cancel);
            Assert.That(type, Is.EqualTo(Kind == StoreKind.Sqlite ? "integer" : "bigint"), string.Join('.', column));
        }

        if (Kind == StoreKind.Sqlite)
        {
            Assert.That(
                () => Change(Store, "INSERT INTO commits (partition, position, feed, at) VALUES (1, 1.5, 1, 1)"),
                Throws.InstanceOf<DbException>());
        }
    }

    private static Task<int> Change(Store store, string sql) =>
        store.Database.Write((connection, _) => connection.ExecuteAsync(sql), Cancel);

    private static Task<long> Scalar(Store store, string sql) =>
        store.Database.Read((connection, _) => connection.ExecuteScalarAsync<long>(sql), Cancel);
}
