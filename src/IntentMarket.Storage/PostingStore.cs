using IntentMarket.Engine;

namespace IntentMarket.Storage;

/// <summary>What a customer may have open, and post in a day. Zero or less: as many as they like.</summary>
public sealed record PostingShare(int OpenIntents, int PostsPerDay);

/// <summary>A share that is used up.</summary>
/// <param name="IsNew">Whose it is: somebody new.</param>
public sealed record UsedUp(int Most, bool IsPerDay, bool IsNew);

/// <summary>Counts a person's intents before another is posted. What is being posted is noted here until it is stored as an intent, so that
/// many posts at once, at whatever nodes, get no more than the share.</summary>
public sealed class PostingStore
{
    private const long DayMs = 24L * 60 * 60 * 1_000;

    /// <summary>A person is new for so long after they signed up, unless they have awarded something.</summary>
    private const long NewMs = 7 * DayMs;

    /// <summary>A post is stored within that time, or never.</summary>
    private const long PendingMs = 60 * 1_000;

    private readonly Database _database;

    internal PostingStore(Database database) => _database = database;

    /// <summary>Notes that the intent is being posted, or says what share is used up. One that was posted before is let through, as is a
    /// program's account.</summary>
    public Task<UsedUp?> Take(
        AccountId account, IntentId intentId, PostingShare newcomers, PostingShare known, long now, CancellationToken cancel) =>
        _database.Write(
            async (connection, token) =>
            {
                // On PostgreSQL posts of one account go one after the other by the lock, on SQLite by the transaction.
                var signedUpAt = await connection.Scalar<long?>(
                    $"""
                    SELECT p.created_at FROM accounts a JOIN people p ON p.person_id = a.person_id
                    WHERE a.account_id = @account {_database.Pick(postgres: "FOR UPDATE OF a", sqlite: "")}
                    """,
                    new { account }, token);
                await connection.Change("""DELETE FROM postings WHERE at < @before""", new { before = now - PendingMs }, token);
                if (signedUpAt is null)
                    return null;
                var (isRepeat, open, today, hasAwarded) = await connection.First(
                    """
                    SELECT
                        (SELECT count(*) FROM intents i WHERE i.intent_id = @intentId) + (SELECT count(*) FROM postings q
                            WHERE q.intent_id = @intentId) > 0,
                        (SELECT count(*) FROM intents i WHERE i.account_id = @account AND i.status = 'open') + pending.count,
                        (SELECT count(*) FROM intents i WHERE i.account_id = @account AND i.opened_at > @dayAgo) + pending.count,
                        EXISTS (SELECT 1 FROM intents i WHERE i.account_id = @account AND i.status = 'awarded')
                    FROM (
                        SELECT count(*) AS count FROM postings q
                        WHERE q.account_id = @account AND NOT EXISTS (SELECT 1 FROM intents i WHERE i.intent_id = q.intent_id)) pending
                    """,
                    new { account, intentId, dayAgo = now - DayMs },
                    r => (r.GetBoolean(0), r.GetInt64(1), r.GetInt64(2), r.GetBoolean(3)), token);
                if (isRepeat)
                    return null;
                var isNew = signedUpAt > now - NewMs && !hasAwarded;
                var share = isNew ? newcomers : known;
                if (share.OpenIntents > 0 && open >= share.OpenIntents)
                    return new UsedUp(share.OpenIntents, IsPerDay: false, isNew);
                if (share.PostsPerDay > 0 && today >= share.PostsPerDay)
                    return new UsedUp(share.PostsPerDay, IsPerDay: true, isNew);
                await connection.Change(
                    """INSERT INTO postings (intent_id, account_id, at) VALUES (@intentId, @account, @now)""",
                    new { intentId, account, now }, token);
                return null;
            },
            cancel);

    /// <summary>It was not posted.</summary>
    public Task GiveBack(IntentId intentId, CancellationToken cancel) => _database.Write(
        (connection, token) => connection.Change("""DELETE FROM postings WHERE intent_id = @intentId""", new { intentId }, token), cancel);
}
