using System.Text.Json.Nodes;
using IntentMarket.Engine;
using IntentMarket.Engine.Market;
using IntentMarket.Tests.Cluster;
using IntentMarket.Tests.Edges;
using Microsoft.Data.Sqlite;
using NUnit.Framework;

namespace IntentMarket.Tests.Market;

/// <summary>A partition whose journal was altered is served no longer, and the others do not feel it.</summary>
public sealed class StoppedPartitionTests
{
    /// <summary>More than a node looks for at once.</summary>
    private const int Due = 1_100;

    [Test]
    public async Task Others_close_in_time_though_much_is_due_in_a_partition_that_stopped()
    {
        await using var market = await MarketHost.Start();
        var customer = await market.Customer();
        var first = IntentId.Parse((string)(await customer.PostIntent(new Stroller().Plain()))["id"]!);
        await market.Kill();
        AlterAndMakeDue(market.Database, first);
        await market.Restart();
        var route = Partitions.Route(Partitions.Of(first));
        await Eventually.Holds(
            async () => (await customer.Get("/readyz")).Body!["stopped"]?.AsArray().Select(s => (string)s!).Contains(route) ?? false,
            "it is stopped");

        JsonNode intent;
        do
            intent = await customer.PostIntent(new Stroller(TimeSpan.FromSeconds(8)).Plain());
        while (Partitions.Of(IntentId.Parse((string)intent["id"]!)) == Partitions.Of(first));
        await Eventually.Holds(
            async () => (await customer.Get($"/api/v1/intents/{(string)intent["id"]!}")).Expect(200).Text("status") == "unawarded",
            "an intent of another partition closes", seconds: 20);
    }

    /// <summary>A newer node decides them, and owns none of their partitions yet.</summary>
    [Test]
    public async Task Others_close_in_time_though_much_is_due_that_this_node_cannot_decide()
    {
        await using var market = await MarketHost.Start();
        var customer = await market.Customer();
        var first = IntentId.Parse((string)(await customer.PostIntent(new Stroller().Plain()))["id"]!);
        await market.Kill();
        AlterAndMakeDue(market.Database, first, alters: false);
        await market.Restart();
        var intent = await customer.PostIntent(new Stroller(TimeSpan.FromSeconds(8)).Plain());
        await Eventually.Holds(
            async () => (await customer.Get($"/api/v1/intents/{(string)intent["id"]!}")).Expect(200).Text("status") == "unawarded",
            "it closes", seconds: 20);
    }

    /// <summary>An event that is not what its hash says, and beside its intent many more, without events, that are
    /// due before any other.</summary>
    private static void AlterAndMakeDue(string database, IntentId intentId, bool alters = true)
    {
        using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        connection.Open();
        using var transaction = connection.BeginTransaction();
        if (alters)
            Run("UPDATE events SET hash = zeroblob(32) WHERE intent_id = @id", intentId);
        Run("UPDATE intents SET wake_at = 1, fan_out = 0 WHERE intent_id = @id", intentId);
        for (var n = 0; n < Due;)
        {
            var another = IntentId.New();
            if (Partitions.Of(another) != Partitions.Of(intentId))
                continue;
            Run(
                """
                INSERT INTO intents (intent_id, partition, customer, status, version, terms, opened_at, closes_at, award_by, wake_at,
                    seq, live, offers, extensions, fan_out, rules)
                SELECT @another, partition, customer, status, version, terms, opened_at, closes_at, award_by, wake_at, seq, live,
                    offers, extensions, fan_out, rules
                FROM intents WHERE intent_id = @id
                """,
                intentId, another);
            n++;
        }
        transaction.Commit();

        void Run(string sql, IntentId id, IntentId another = default)
        {
            using var command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = sql;
            command.Parameters.AddWithValue("@id", id.Value.ToByteArray(bigEndian: true));
            command.Parameters.AddWithValue("@another", another.Value.ToByteArray(bigEndian: true));
            Assert.That(command.ExecuteNonQuery(), Is.EqualTo(1));
        }
    }
}
