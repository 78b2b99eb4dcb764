namespace IntentMarket.Storage;

/// <summary>How often something was done within a time, counted for all nodes together: wrong answers for a secret,
/// sign-ups from an address.</summary>
public sealed class TallyStore
{
    /// <summary>Counts of this process after which old ones are forgotten.</summary>
    private const uint CountsBetweenCleanings = 256;

    private const int ForgottenAtOnce = 1_000;

    /// <summary>Longer than any time that is counted in.</summary>
    private const long KeptMs = 24L * 60 * 60 * 1_000;

    private readonly Database _database;
    private uint _counts;

    internal TallyStore(Database database) => _database = database;

    /// <summary>Counts one more. The time begins with the first one, and anew when it is over.</summary>
    /// <param name="who">Whom it is counted for: a hash, so that no address of anybody stands here.</param>
    /// <returns>How many there are by now, this one included, and since when.</returns>
    public async Task<(int Count, long Since)> Count(string what, byte[] who, long withinMs, long now, CancellationToken cancel)
    {
        if (Interlocked.Increment(ref _counts) % CountsBetweenCleanings == 0)
            await Forget(now - KeptMs, cancel);
        return await _database.Write(
            (connection, token) => connection.First<(int, long)>(
                """
                INSERT INTO tallies (what, who, count, since) VALUES (@what, @who, 1, @now)
                ON CONFLICT (what, who) DO UPDATE SET
                    count = CASE WHEN tallies.since <= @now - @withinMs THEN 1 ELSE tallies.count + 1 END,
                    since = CASE WHEN tallies.since <= @now - @withinMs THEN @now ELSE tallies.since END
                RETURNING count, since
                """,
                new { what, who, withinMs, now }, r => (r.GetInt32(0), r.GetInt64(1)), token),
            cancel);
    }

    /// <summary>The last one did not count.</summary>
    public Task TakeBack(string what, byte[] who, CancellationToken cancel) => _database.Write(
        (connection, token) => connection.Change(
            """UPDATE tallies SET count = count - 1 WHERE what = @what AND who = @who AND count > 0""", new { what, who }, token),
        cancel);

    private Task<int> Forget(long before, CancellationToken cancel) => _database.Write(
        (connection, token) => connection.Change(
            $"""
            DELETE FROM tallies WHERE (what, who) IN (
                SELECT t.what, t.who FROM tallies t
                WHERE t.since < @before ORDER BY t.since LIMIT @limit {_database.Pick(postgres: "FOR UPDATE SKIP LOCKED", sqlite: "")})
            """,
            new { before, limit = ForgottenAtOnce }, token),
        cancel);
}
