namespace IntentMarket.Storage;

/// <summary>Something is stored and can be told to nobody yet, because an earlier transaction is not finished.</summary>
/// <param name="WaitsMs">How long the first of it has waited.</param>
/// <param name="HeldBy">That transaction, as the server tells of it; null where it does not tell this role.</param>
/// <param name="IsPrepared">It waits for a second phase, which no session brings any more.</param>
public sealed record FeedLag(long WaitsMs, string? HeldBy, bool IsPrepared);

public sealed partial class FeedReads
{
    /// <summary>What has waited for longer than that; null where nothing has.</summary>
    public Task<FeedLag?> Lag(long longerThanMs, CancellationToken cancel) => _database.Read<FeedLag?>(
        async (connection, token) =>
        {
            var waits = await connection.Scalar<long?>(
                $"""
                WITH here AS (SELECT {_database.Horizon} AS horizon),
                firsts AS (
                    SELECT at FROM (
                        SELECT e.at FROM events e
                        WHERE e.feed >= (SELECT horizon FROM here) ORDER BY e.feed, e.ordinal LIMIT 1) AS first_event
                    UNION ALL
                    SELECT at FROM (
                        SELECT a.at FROM audience a
                        WHERE a.feed >= (SELECT horizon FROM here) ORDER BY a.feed, a.ordinal LIMIT 1) AS first_match)
                SELECT {_database.Now} - min(at) FROM firsts
                """,
                null, token);
            if (waits is not { } ms || ms <= longerThanMs)
                return null;
            var (heldBy, isPrepared) = await connection.First(
                _database.OldestWriter, new { }, r => (r.GetString(0), r.GetBoolean(1)), token);
            return new FeedLag(ms, heldBy, isPrepared);
        },
        cancel);
}
