using System.Data.Common;
using System.Diagnostics;
using System.Text.Json.Nodes;
using IntentMarket.Engine;
using IntentMarket.Engine.Market;
using IntentMarket.Storage;
using Microsoft.Data.Sqlite;
using NUnit.Framework;
using SQLitePCL;

namespace IntentMarket.Tests.Stores;

/// <summary>What it takes to tell one vendor its places in auctions of very many offers.</summary>
[TestFixtureSource(typeof(TestStores), nameof(TestStores.Kinds))]
[NonParallelizable]
public sealed class PlacesTests(StoreKind kind) : StoreTests(kind)
{
    private const int Intents = 20;
    private const int Offers = 10_000;
    private const int Rank = 100;

    [Test]
    public async Task Vendors_places_cost_who_is_before_it_and_nobody_behind()
    {
        var (vendor, last) = (AccountId.New(), AccountId.New());
        var intents = Enumerable.Range(0, Intents).Select(_ => IntentId.New()).ToList();
        var batch = new Batch(
            [Sample.Commit(NewPartition(), 1)], [.. intents.Select(id => Sample.Intent(id) with { Live = Offers })],
            [
                .. intents.Select(intent => Sample.Offer(intent, vendor) with { Score = 2 * (Offers - Rank) - 1 }),
                .. intents.Select(intent => Sample.Offer(intent, last) with { Score = 0 }),
            ], [], []);
        Assert.That((await Store.Journal.Append(batch, Cancel)).Conflict, Is.False);
        foreach (var intent in intents)
        {
            await Store.Database.Write(
                (connection, token) => connection.Change(Others, new { intent, others = Offers - 2 }, token), Cancel);
        }
        await Store.Database.Read((connection, token) => connection.Change("ANALYZE offers", null, token), Cancel);

        foreach (var (account, rank) in new[] { (vendor, Rank), (last, Offers) })
        {
            for (var round = 0; round < 3; round++)
            {
                var since = Stopwatch.GetTimestamp();
                var places = await Store.Offers.Places(intents, [account], Cancel);
                TestContext.Out.WriteLine(
                    $"{Intents} places, each {rank} of {Offers}: {Stopwatch.GetElapsedTime(since).TotalMilliseconds:F1} ms");
                Assert.That(places.Select(p => (p.Rank, p.Of)), Is.All.EqualTo((rank, Offers)));
            }
        }
        var (rows, plan) = await Store.Database.Read((connection, token) => Touched(connection, Store.Offers.PlacesOfOne, new
        {
            intents = Ids.Of(intents),
            account = vendor,
        }, token), Cancel);
        TestContext.Out.WriteLine($"{rows} rows touched by\n{plan}");
        Assert.That(rows, Is.LessThan(Intents * Rank * 3));
    }

    /// <summary>How many rows or entries of indexes a statement looks at, and by what plan.</summary>
    private async Task<(long Rows, string Plan)> Touched(DbConnection connection, string sql, object parameters, CancellationToken token)
    {
        if (Kind == StoreKind.Postgres)
        {
            var json = await connection.Scalar<string>($"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {sql}", parameters, token);
            return (Sum(JsonNode.Parse(json!)![0]!["Plan"]!), json!);
        }
        var steps = 0L;
        raw.sqlite3_progress_handler(((SqliteConnection)connection).Handle, StepsOfARow, _ =>
        {
            steps++;
            return 0;
        }, null);
        await connection.List(sql, parameters, r => r.GetInt64(3), token);
        raw.sqlite3_progress_handler(((SqliteConnection)connection).Handle, 0, null, null);
        var plan = await connection.List($"EXPLAIN QUERY PLAN {sql}", parameters, r => r.GetString(3), token);
        return (steps, string.Join('\n', plan));
    }

    /// <summary>What SQLite's machine does for a row, at the least.</summary>
    private const int StepsOfARow = 8;

    private static long Sum(JsonNode node) =>
        (long)((double)node["Actual Loops"]! * ((double)node["Actual Rows"]! + ((double?)node["Rows Removed by Filter"] ?? 0)))
            + (node["Plans"]?.AsArray().Sum(n => Sum(n!)) ?? 0);

    private string Others => Kind == StoreKind.Postgres
        ? """
          INSERT INTO offers (offer_id, intent_id, account_id, vendor, key, status, total, score, fine, points, placed, receipt, at,
              valid_until, terms)
          SELECT gen_random_uuid(), @intent, gen_random_uuid(), gen_random_uuid(), 'k', 'live', 1, 2 * n, 0, '', n, n, n, n, '\x01'
          FROM generate_series(1, @others) n
          """
        : """
          WITH RECURSIVE s(n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM s WHERE n < @others)
          INSERT INTO offers (offer_id, intent_id, account_id, vendor, key, status, total, score, fine, points, placed, receipt, at,
              valid_until, terms)
          SELECT randomblob(16), @intent, randomblob(16), randomblob(16), 'k', 'live', 1, 2 * n, 0, '', n, n, n, n, x'01'
          FROM s
          """;
}
