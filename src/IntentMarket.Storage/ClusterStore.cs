using System.Data.Common;

namespace IntentMarket.Storage;

/// <summary>What the nodes share: who lives, the clock, how far each partition is published, secrets.</summary>
public sealed class ClusterStore
{
    /// <summary>A node that was not seen for so long is forgotten.</summary>
    private const long ForgetMs = 24 * 60 * 60 * 1_000;

    private readonly Database _database;

    internal ClusterStore(Database database) => _database = database;

    /// <summary>Refreshes this node's row by the database's clock; answers the nodes refreshed within <paramref name="liveMs"/>, this one
    /// included, and the database's time in Unix milliseconds.</summary>
    public Task<(IReadOnlyList<string> Live, long Now)> Beat(string node, int liveMs, CancellationToken cancel) => _database.Deciding.Write(
        async (connection, token) =>
        {
            var now = await connection.Scalar<long>(
                $"""
                INSERT INTO nodes (node, seen_at) VALUES (@node, {_database.Now})
                ON CONFLICT (node) DO UPDATE SET seen_at = excluded.seen_at
                RETURNING seen_at
                """,
                new { node }, token);
            await connection.Change("""DELETE FROM nodes WHERE seen_at < @forget""", new { forget = now - ForgetMs }, token);
            var live = await connection.List(
                """
                SELECT node FROM nodes WHERE seen_at >= @since ORDER BY node
                """,
                new { since = now - liveMs }, r => r.GetString(0), token);
            return ((IReadOnlyList<string>)live, now);
        },
        cancel);

    public Task Leave(string node, CancellationToken cancel) => _database.Write(
        (connection, token) => connection.Change("""DELETE FROM nodes WHERE node = @node""", new { node }, token),
        cancel);

    public async Task<IReadOnlyDictionary<int, long>> Published(IReadOnlyCollection<int> partitions, CancellationToken cancel)
    {
        var published = await _database.Read(
            (connection, token) => connection.List(
                $"""
                SELECT list.value, coalesce(p.published, 0)
                FROM {_database.Numbers("@partitions")}
                LEFT JOIN partitions p ON p.partition = list.value
                """,
                new { partitions = new Numbers(partitions.Distinct().Select(p => (long)p)) },
                r => (Partition: (int)r.GetInt64(0), Position: r.GetInt64(1)), token),
            cancel);
        return published.ToDictionary(p => p.Partition, p => p.Position);
    }

    /// <summary>Never goes back.</summary>
    public Task SetPublished(IReadOnlyCollection<(int Partition, long Position)> positions, CancellationToken cancel)
    {
        var inKeyOrder = positions.GroupBy(p => p.Partition, (partition, all) => (Partition: partition, Position: all.Max(p => p.Position)))
            .Order().ToList();
        return _database.Write(
            (connection, token) => connection.Change(
                $"""
                INSERT INTO partitions (partition, published)
                SELECT p.partition, p.published
                FROM {_database.Pick(
                    postgres: "unnest(@partitions, @positions) AS p(partition, published)",
                    sqlite: "(SELECT value ->> 0 AS partition, value ->> 1 AS published FROM json_each(@pairs)) AS p")}
                WHERE true
                ON CONFLICT (partition) DO UPDATE SET published = excluded.published
                WHERE partitions.published < excluded.published
                """,
                new
                {
                    partitions = new Numbers(inKeyOrder.Select(p => (long)p.Partition)),
                    positions = new Numbers(inKeyOrder.Select(p => p.Position)),
                    pairs = $"[{string.Join(',', inKeyOrder.Select(p => $"[{p.Partition},{p.Position}]"))}]",
                },
                token),
            cancel);
    }

    /// <summary>Whether what is kept here is a demonstration's. A store that holds nothing yet becomes one where that is asked for; one
    /// that holds something stays what it is.</summary>
    public Task<bool> IsDemonstration(bool asked, CancellationToken cancel) => _database.Write(
        async (connection, token) =>
        {
            if (asked)
            {
                await connection.Change(
                    """
                    INSERT INTO settings (name, number)
                    SELECT 'demonstration', 1
                    WHERE NOT EXISTS (SELECT 1 FROM accounts) AND NOT EXISTS (SELECT 1 FROM people) AND NOT EXISTS (SELECT 1 FROM commits)
                    ON CONFLICT (name) DO NOTHING
                    """,
                    null, token);
            }
            return await connection.Scalar<long>("""SELECT count(*) FROM settings WHERE name = 'demonstration'""", null, token) > 0;
        },
        cancel);

    /// <summary>The market's own secret as it is kept: encrypted. Null until the first start has kept one.</summary>
    public Task<byte[]?> EncryptedSecret(CancellationToken cancel) =>
        _database.Read((connection, token) => EncryptedSecret(connection, token), cancel);

    /// <summary>Keeps the market's secret; of nodes that do so at once, the first keeps the one for all. Where an earlier build kept it in
    /// clear, that is emptied.</summary>
    /// <param name="encrypt">Given what stood there in clear, or null; answers what is kept.</param>
    public Task<byte[]> KeepSecret(Func<byte[]?, byte[]> encrypt, CancellationToken cancel) => _database.Erase(
        "settings",
        async (connection, token) =>
        {
            if (await EncryptedSecret(connection, token) is { } kept)
                return kept;
            var clear = await connection.Scalar<byte[]>("""SELECT s.bytes FROM settings s WHERE s.name = 'secret'""", null, token);
            var encrypted = encrypt(clear);
            await connection.Change("""UPDATE settings SET bytes = @encrypted WHERE name = 'encrypted-secret'""", new { encrypted }, token);
            await connection.Change("""DELETE FROM settings WHERE name = 'secret'""", null, token);
            return encrypted;
        },
        cancel);

    private static Task<byte[]?> EncryptedSecret(DbConnection connection, CancellationToken cancel) =>
        connection.Scalar<byte[]>("""SELECT s.bytes FROM settings s WHERE s.name = 'encrypted-secret'""", null, cancel);

    /// <summary>The nodes' common key ring, each key as ASP.NET Core's data protection writes it.</summary>
    public async Task<IReadOnlyList<string>> ProtectionKeys(CancellationToken cancel) => await _database.Read(
        (connection, token) =>
            connection.List("""SELECT k.body FROM protection_keys k ORDER BY k.name""", new { }, r => r.GetString(0), token),
        cancel);

    public Task AddProtectionKey(string name, string body, CancellationToken cancel) => _database.Write(
        (connection, token) => connection.Change(
            """
            INSERT INTO protection_keys (name, body) VALUES (@name, @body) ON CONFLICT (name) DO UPDATE SET body = excluded.body
            """,
            new { name, body }, token),
        cancel);

    /// <summary>Keeps what is made of each key of the ring in its place, where that is another text.</summary>
    public async Task ReplaceProtectionKeys(Func<string, string> replace, CancellationToken cancel)
    {
        if ((await ProtectionKeys(cancel)).All(body => replace(body) == body))
            return;
        await _database.Erase(
            "protection_keys",
            async (connection, token) =>
            {
                var keys = await connection.List(
                    """SELECT k.name, k.body FROM protection_keys k""", new { }, r => (Name: r.GetString(0), Body: r.GetString(1)), token);
                await connection.Change("""DELETE FROM protection_keys""", null, token);
                foreach (var (name, body) in keys)
                {
                    await connection.Change(
                        """INSERT INTO protection_keys (name, body) VALUES (@name, @body)""", new { name, body = replace(body) }, token);
                }
                return keys.Count;
            },
            cancel);
    }
}
