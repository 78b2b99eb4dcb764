using System.Text.Json.Nodes;
using IntentMarket.Engine.Values;
using NUnit.Framework;
using Npgsql;

namespace IntentMarket.Tests.Cluster;

/// <summary>The calls by which a node learns the time wait for a lock, again and again.</summary>
[Parallelizable]
public sealed class SlowBeatTests
{
    private const int LockedMs = 1_500;

    [Test]
    public async Task Close_is_never_called_before_its_time()
    {
        await using var market = await ClusterMarket.Start(nodes: 1);
        var customer = await market.NewCustomer();
        var closesAt = DateTimeOffset.UtcNow.AddSeconds(8).ToUnixTimeMilliseconds();
        var intents = new List<Intent>();
        for (var n = 0; n < 8; n++)
        {
            intents.Add(await ClusterMarket.Post(
                customer, market.Nodes[0], i => i["auction"] = new JsonObject { ["closesAt"] = Time.Format(closesAt) }));
        }

        using var closed = new CancellationTokenSource();
        var locking = LockBeats(market.Database, closed.Token);
        long calledAt;
        while ((calledAt = await CalledAt(market.Database)) == 0)
            await Task.Delay(20);
        await closed.CancelAsync();
        await locking;
        await TestContext.Out.WriteLineAsync($"the close was seen to be called {calledAt - closesAt} ms after its time");
        Assert.That(calledAt, Is.InRange(closesAt, closesAt + 5_000));
        await market.Drains();
        await Conservation.Holds(market);
    }

    /// <summary>The database's time once any intent has more than its first event; 0 before.</summary>
    private static async Task<long> CalledAt(string database) => (await TestServices.Query(
        database,
        """
        SELECT CASE WHEN EXISTS (SELECT 1 FROM intents WHERE seq > 1)
            THEN CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint) ELSE 0 END
        """,
        r => r.GetInt64(0)))[0];

    private static async Task LockBeats(string database, CancellationToken closed)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync(CancellationToken.None);
        while (!closed.IsCancellationRequested)
        {
            await using var transaction = await connection.BeginTransactionAsync(CancellationToken.None);
            await using var command = new NpgsqlCommand("LOCK TABLE nodes IN EXCLUSIVE MODE", connection, transaction);
            await command.ExecuteNonQueryAsync(CancellationToken.None);
            await Task.Delay(LockedMs, closed).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await transaction.CommitAsync(CancellationToken.None);
        }
    }
}
