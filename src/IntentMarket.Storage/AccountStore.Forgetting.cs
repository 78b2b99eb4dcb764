using IntentMarket.Engine;

namespace IntentMarket.Storage;

public sealed partial class AccountStore
{
    private const long RememberRequestsMs = 24 * 60 * 60 * 1_000;

    /// <summary>Claims of this process after which old ones are cleaned up.</summary>
    private const uint ClaimsBetweenCleanings = 256;

    /// <summary>Rows that one statement erases: more would hold locks, and the feed, for too long.</summary>
    private const int ErasedAtOnce = 1_000;

    private uint _claims;

    /// <summary>Remembers that a request came with this key and body, for 24 hours from <paramref name="at"/>; answers the hash of the body
    /// that the key was first used with.</summary>
    public async Task<string> Claim(AccountId account, string scope, string keyHash, string bodyHash, long at, CancellationToken cancel)
    {
        var expired = at - RememberRequestsMs;
        if (Interlocked.Increment(ref _claims) % ClaimsBetweenCleanings == 0)
            await ForgetRequests(expired, cancel);
        return (await _database.Write(
            (connection, token) => connection.Scalar<string>(
                """
                INSERT INTO requests (account_id, scope, key_hash, body_hash, at) VALUES (@account, @scope, @keyHash, @bodyHash, @at)
                ON CONFLICT (account_id, scope, key_hash) DO UPDATE SET
                    body_hash = CASE WHEN requests.at < @expired THEN excluded.body_hash ELSE requests.body_hash END,
                    at = CASE WHEN requests.at < @expired THEN excluded.at ELSE requests.at END
                RETURNING body_hash
                """,
                new { account, scope, keyHash, bodyHash, at, expired }, token),
            cancel))!;
    }

    /// <summary>Erases the person: name, contact, salt, keys, credentials, subscriptions, profile, claims, drafts, mails, messages,
    /// free texts, the keys of offers and the links to pseudonyms. Rows of intents, offers and reports stay without their account; the
    /// journal is untouched.</summary>
    /// <remarks>First, in one transaction, all that lets the account act; then the rest, a thousand rows at a time. Where it broke off it
    /// can be done again. The broker's users of the credentials are the caller's to remove, before.</remarks>
    public Task Erase(AccountId account, CancellationToken cancel) => Erase(account, [], evenStanding: true, cancel);

    /// <summary>The same of an account that leaves: but for what stands on the market, and where it has offers that bind, for what their
    /// customers need of it: who it is, and what it says on these intents.</summary>
    public Task EraseLeaving(AccountId account, IReadOnlyCollection<IntentId> kept, CancellationToken cancel) =>
        Erase(account, kept, evenStanding: false, cancel);

    private async Task Erase(AccountId account, IReadOnlyCollection<IntentId> kept, bool evenStanding, CancellationToken cancel)
    {
        await _database.Write(
            async (connection, token) =>
            {
                var changed = await connection.Scalar<long>(_database.NextFeed, null, token);
                if (kept.Count == 0)
                {
                    await connection.Change(
                        """
                        UPDATE accounts SET name = NULL, contact = NULL, salt = @none, suspended_at = NULL, suspended_for = NULL
                        WHERE account_id = @account
                        """,
                        new { account, none = Array.Empty<byte>() }, token);
                    await connection.Change("""DELETE FROM profiles WHERE account_id = @account""", new { account }, token);
                    await connection.Change("""DELETE FROM claims WHERE account_id = @account""", new { account }, token);
                }
                await connection.Change("""DELETE FROM api_keys WHERE account_id = @account""", new { account }, token);
                await connection.Change("""DELETE FROM broker_credentials WHERE account_id = @account""", new { account }, token);
                await connection.Change("""DELETE FROM drafts WHERE account_id = @account""", new { account }, token);
                await connection.Change("""DELETE FROM mail_choices WHERE account_id = @account""", new { account }, token);
                await connection.Change("""DELETE FROM digests WHERE account_id = @account""", new { account }, token);
                await connection.Change("""DELETE FROM postings WHERE account_id = @account""", new { account }, token);
                return await connection.Change(
                    $"""
                    UPDATE subscriptions SET body = NULL, changed = @changed, at = {_database.Now}
                    WHERE account_id = @account AND body IS NOT NULL
                    """,
                    new { account, changed }, token);
            },
            cancel);
        await InParts(
            $"""
            DELETE FROM texts WHERE (intent_id, hash) IN (
                SELECT t.intent_id, t.hash FROM texts t
                WHERE t.account_id = @account AND {IsOver("t")} ORDER BY t.intent_id, t.hash LIMIT @limit {_database.ForUpdate})
            """);
        await InParts(
            $"""
            DELETE FROM requests WHERE (account_id, scope, key_hash) IN (
                SELECT r.account_id, r.scope, r.key_hash FROM requests r
                WHERE r.account_id = @account ORDER BY r.scope, r.key_hash LIMIT @limit {_database.ForUpdate})
            """);
        await InParts(
            $"""
            UPDATE intents SET account_id = NULL WHERE intent_id IN (
                SELECT i.intent_id FROM intents i
                WHERE i.account_id = @account AND (@evenStanding OR i.status NOT IN ('open', 'evaluating'))
                ORDER BY i.intent_id LIMIT @limit {_database.ForUpdate})
            """);
        await InParts(
            $"""
            UPDATE offers SET account_id = NULL, key = NULL WHERE offer_id IN (
                SELECT o.offer_id FROM offers o
                WHERE o.account_id = @account AND {IsOver("o")} AND (@evenStanding OR o.status NOT IN ('live', 'unconfirmed') OR EXISTS (
                    SELECT 1 FROM intents i WHERE i.intent_id = o.intent_id AND i.status NOT IN ('open', 'evaluating')))
                ORDER BY o.offer_id LIMIT @limit {_database.ForUpdate})
            """);
        await InParts(
            $"""
            DELETE FROM audience WHERE (intent_id, account_id) IN (
                SELECT a.intent_id, a.account_id FROM audience a
                WHERE a.account_id = @account AND {IsOver("a")} ORDER BY a.intent_id LIMIT @limit {_database.ForUpdate})
            """);
        await InParts(
            $"""
            DELETE FROM told WHERE (reader, feed, ordinal) IN (
                SELECT t.reader, t.feed, t.ordinal FROM told t
                WHERE t.reader = @account ORDER BY t.feed, t.ordinal LIMIT @limit {_database.ForUpdate})
            """);

        await InParts(
            $"""
            DELETE FROM mails WHERE mail_id IN (
                SELECT m.mail_id FROM mails m WHERE m.account_id = @account ORDER BY m.mail_id LIMIT @limit {_database.ForUpdate})
            """);
        await InParts(
            $"""
            DELETE FROM messages WHERE message_id IN (
                SELECT m.message_id FROM messages m WHERE m.account_id = @account ORDER BY m.message_id LIMIT @limit {_database.ForUpdate})
            """);
        await InParts(
            $"""
            UPDATE reports SET account_id = NULL, reason = '' WHERE report_id IN (
                SELECT r.report_id FROM reports r WHERE r.account_id = @account ORDER BY r.report_id LIMIT @limit {_database.ForUpdate})
            """);

        string IsOver(string row) => $"{row}.intent_id NOT IN (SELECT value FROM {_database.Ids("@kept")})";

        async Task InParts(string sql)
        {
            var parameters = new { account, limit = ErasedAtOnce, evenStanding, kept = Ids.Of(kept) };
            while (await _database.Write((connection, token) => connection.Change(sql, parameters, token), cancel) == ErasedAtOnce)
            {
                // There are more.
            }
        }
    }

    private Task<int> ForgetRequests(long expired, CancellationToken cancel) => _database.Write(
        (connection, token) => connection.Change(
            $"""
            DELETE FROM requests WHERE (account_id, scope, key_hash) IN (
                SELECT r.account_id, r.scope, r.key_hash FROM requests r
                WHERE r.at < @expired ORDER BY r.at LIMIT @limit {_database.Pick(postgres: "FOR UPDATE SKIP LOCKED", sqlite: "")})
            """,
            new { expired, limit = ErasedAtOnce }, token),
        cancel);
}
