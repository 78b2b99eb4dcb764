using System.Text.Json.Nodes;
using IntentMarket.Engine;
using IntentMarket.Engine.Market;
using IntentMarket.Services.Notices;
using IntentMarket.Services.Wire;
using IntentMarket.Storage;
using IntentMarket.Tests.Cluster;
using IntentMarket.Tests.Edges;
using IntentMarket.Tests.Stores;
using NUnit.Framework;
using Npgsql;
using Rows = IntentMarket.Tests.Stores.Sample;
using Sample = IntentMarket.Tests.Engine.Sample;

namespace IntentMarket.Tests.Market;

/// <summary>A transaction anywhere on the server that writes and does not end: what is stored after it can be told to nobody.</summary>
[NonParallelizable, Category(TestStores.OnPostgres)]
public sealed class HeldBackFeedTests() : QuietMarket(StoreKind.Postgres)
{
    private static readonly TimeSpan Held = TimeSpan.FromSeconds(4);

    /// <summary>A look each 5 ms would be some 800.</summary>
    private const int LooksMax = 100;

    [Test]
    public async Task Feed_that_is_held_back_is_looked_at_now_and_then_and_goes_on_when_it_can()
    {
        var (vendor, customer) = (await Vendor(), await Vendor());
        var feed = Get<NoticeFeed>();
        await feed.StartAsync(Cancel);
        var database = await Scalar<string>("SELECT current_database()");
        await using var writer = await Writer();
        await using var transaction = await Writes(writer);
        var told = feed.Read(vendor, null, 10, TimeSpan.FromSeconds(20), Cancel);
        while (feed.Listening.Count == 0)
            await Task.Delay(10, Cancel);
        var intent = IntentId.New();
        var looks = await Looks(database, async () =>
        {
            var row = Rows.Intent(intent) with { Account = customer.Id, Terms = EventCodec.Encode(Sample.Intended()) };
            var texts = new IntentTexts("Stroller", null, new Dictionary<string, string>()).ToJson();
            await Store.Journal.Append(
                new Batch([Rows.Commit(1, 1)], [row], [], [], [Rows.Text(intent, intent, "texts", texts, customer.Id)]), Cancel);
            await Store.Audiences.Add(intent, [new PartyRow(intent, vendor.Id, PartyRole.Vendor, Pseudonym.New())], 1, Cancel);
            await Task.Delay(Held, Cancel);
        });
        Assert.That(told.IsCompleted, Is.False, "it waits");
        await transaction.RollbackAsync(Cancel);
        await told;
        await feed.StopAsync(CancellationToken.None);
        TestContext.Out.WriteLine($"{looks} looks in {Held.TotalSeconds} s");
        Assert.That((await told)!.Items.Select(n => n.IntentId), Is.EqualTo(new[] { intent.ToString() }));
        Assert.That(looks, Is.LessThan(LooksMax));
    }

    [Test]
    public async Task Node_says_that_its_notices_wait_how_long_and_for_what()
    {
        await using var market = await MarketHost.StartOnServices();
        var (customer, vendor) = (await market.Customer(), await market.Vendor());
        await customer.PostIntent(new Stroller().Plain());
        await Eventually.Holds(async () => await Feed() is null, "nothing waits yet", 20);
        await using var writer = await Writer();
        await using (var transaction = await Writes(writer))
        {
            var intent = (string)(await customer.PostIntent(new Stroller().Plain()))["id"]!;
            await Eventually.Holds(async () => await Feed() is not null, "it says so", 20);
            var feed = (await Feed())!;
            Assert.That((long)feed["waitsForSeconds"]!, Is.InRange(5, 30));
            Assert.That((string)feed["because"]!, Does.Contain("has written and is not finished").And.Not.Contain($"{writer.ProcessID}"));
            var named = $"process {writer.ProcessID} of database";
            await Eventually.Holds(() => Task.FromResult(market.Output.Contains(named, StringComparison.Ordinal)), "the log names it");
            await transaction.RollbackAsync(Cancel);
            await vendor.AwaitNotice("intent.opened", intent);
        }
        await Eventually.Holds(async () => await Feed() is null, "nothing waits any more", 20);

        async Task<JsonNode?> Feed() => (await customer.Get("/readyz")).Expect(200).Body!["feed"];
    }

    /// <summary>Of a database that is not the market's.</summary>
    private static async Task<NpgsqlConnection> Writer()
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(TestServices.Postgres) { Pooling = false }.ToString());
        await connection.OpenAsync(Cancel);
        return connection;
    }

    private static async Task<NpgsqlTransaction> Writes(NpgsqlConnection connection)
    {
        var transaction = await connection.BeginTransactionAsync(Cancel);
        await using var command = new NpgsqlCommand("SELECT pg_current_xact_id()::text", connection, transaction);
        await command.ExecuteScalarAsync(Cancel);
        return transaction;
    }

    /// <summary>Transactions of the market's database meanwhile: nearly all read the feed. A connection tells them each second.</summary>
    private static async Task<long> Looks(string database, Func<Task> meanwhile)
    {
        var before = await Transactions();
        await meanwhile();
        return await Transactions() - before;

        async Task<long> Transactions()
        {
            await Task.Delay(1_500, Cancel);
            return (await TestServices.Query(
                TestServices.Postgres, $"SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = '{database}'",
                r => r.GetInt64(0))).Single();
        }
    }

    private Task<T> Scalar<T>(string sql) => Store.Database.Read(
        async (connection, token) => (await connection.Scalar<T>(sql, null, token))!, Cancel);
}
