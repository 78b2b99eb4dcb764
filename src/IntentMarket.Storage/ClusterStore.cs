namespace IntentMarket.Storage;

/// <summary>What the nodes share: who lives, the clock, how far each partition is published, secrets.</summary>
public sealed class ClusterStore
{
    /// <summary>A node that was not seen for so long is forgotten.</summary>
    private const long ForgetMs = 24 * 60 * 60 * 1_000;

    private readonly Database _database;

    internal ClusterStore(Database database) => _database = database;

    /// <summary>Refreshes this node's row by the database's clock; answers the nodes refreshed within <paramref name="liveMs"/>, this one included,
    /// and the database's time in Unix milliseconds.</summary>
    public Task<(IReadOnlyList<string> Live, long Now)> Beat(string node, int liveMs, CancellationToken cancel) => _database.Write(
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
        var inKeyOrder = positions.GroupBy(p => p.Partition, (partition, all) => (Partition: partition, Position: all.Max(p => p.Position))).Order().ToList();
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

    /// <summary>Whether what is kept here is a demonstration's. A store that holds nothing yet becomes one where that is asked for; one that holds
    /// something stays what it is.</summary>
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

    /// <summary>The market's own secret of 32 bytes; the first node to ask stores the one it proposes.</summary>
    public async Task<byte[]> Secret(byte[] proposed, CancellationToken cancel) => (await _database.Write(
        (connection, token) => connection.Scalar<byte[]>(
            """
            INSERT INTO settings (name, bytes) VALUES ('secret', @proposed)
            ON CONFLICT (name) DO UPDATE SET bytes = settings.bytes
            RETURNING bytes
            """,
            new { proposed }, token),
        cancel))!;

    /// <summary>The nodes' common key ring, each key as ASP.NET Core's data protection writes it.</summary>
    public async Task<IReadOnlyList<string>> ProtectionKeys(CancellationToken cancel) => await _database.Read(
        (connection, token) => connection.List("""SELECT k.body FROM protection_keys k ORDER BY k.name""", new { }, r => r.GetString(0), token),
        cancel);

    public Task AddProtectionKey(string name, string body, CancellationToken cancel) => _database.Write(
        (connection, token) => connection.Change(
            """
            INSERT INTO protection_keys (name, body) VALUES (@name, @body) ON CONFLICT (name) DO UPDATE SET body = excluded.body
            """,
            new { name, body }, token),
        cancel);
}
