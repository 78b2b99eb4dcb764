using System.Data.Common;
using IntentMarket.Engine;

namespace IntentMarket.Storage;

/// <summary>What the customer and the winner of an intent write to each other.</summary>
/// <param name="Account">Who wrote it.</param>
public sealed record MessageRow(Guid Id, IntentId IntentId, AccountId Account, string Text, long At);

public sealed partial class MailStore
{
    private const int DigestsAtOnce = 200;

    /// <summary>Which kinds the account wants, where that differs from what all get: everything but digests.</summary>
    public async Task<IReadOnlyDictionary<MailKind, bool>> Choices(AccountId account, CancellationToken cancel) => (await _database.Read(
        (connection, token) => connection.List(
            $"""
            SELECT c.kind, c.wanted FROM mail_choices c WHERE c.account_id = @account AND {Names.Known<MailKind>("c.kind")}
            """,
            new { account }, r => (Kind: Names.Read<MailKind>(r.GetString(0)), Wanted: r.GetBoolean(1)), token),
        cancel)).ToDictionary(c => c.Kind, c => c.Wanted);

    /// <param name="digestAt">When the first digest is due, where it is one that is wanted now and was not before.</param>
    public Task Choose(AccountId account, MailKind kind, bool wanted, long now, long digestAt, CancellationToken cancel) => _database.Write(
        async (connection, token) =>
        {
            await connection.Change(
                """
                INSERT INTO mail_choices (account_id, kind, wanted) VALUES (@account, @kind, @wanted)
                ON CONFLICT (account_id, kind) DO UPDATE SET wanted = excluded.wanted
                """,
                new { account, kind = EnumWords.Of(kind), wanted }, token);
            if (kind != MailKind.Digest)
                return 0;
            return await connection.Change(
                wanted
                    ? """
                        INSERT INTO digests (account_id, since, next_at) VALUES (@account, @now, @digestAt)
                        ON CONFLICT (account_id) DO NOTHING
                        """
                    : """DELETE FROM digests WHERE account_id = @account""",
                new { account, now, digestAt }, token);
        },
        cancel);

    /// <summary>Makes the digests that are due, each once, and sets the time of the next one. Answers whether there may be more.</summary>
    /// <param name="id">The id of an account's digest that is due at a time.</param>
    public Task<bool> MakeDigests(long now, long everyMs, Func<AccountId, long, Guid> id, CancellationToken cancel) => _database.Write(
        async (connection, token) =>
        {
            var due = await connection.List(
                $"""
                SELECT d.account_id, d.since, d.next_at
                FROM digests d
                WHERE d.next_at <= @now
                ORDER BY d.account_id
                LIMIT @limit {_database.ForUpdate}
                """,
                new { now, limit = DigestsAtOnce }, r => (Account: r.Id<AccountId>(0), Since: r.GetInt64(1), NextAt: r.GetInt64(2)), token);
            foreach (var (account, since, nextAt) in due)
            {
                await Add(connection, new MailRow(id(account, nextAt), account, MailKind.Digest, null, since, now), token);
                // A market that was away for days sends one digest of all of them.
                var next = nextAt + ((now - nextAt) / everyMs + 1) * everyMs;
                await connection.Change(
                    """UPDATE digests SET since = @now, next_at = @next WHERE account_id = @account""", new { account, now, next }, token);
            }
            return due.Count == DigestsAtOnce;
        },
        cancel);

    /// <summary>The open intents that a vendor was matched to from a time on, the newest first, and how many there are.</summary>
    public Task<(IReadOnlyList<IntentId> Newest, long Count)> Matches(AccountId vendor, long since, int limit, CancellationToken cancel) =>
        _database.Read(
            async (connection, token) =>
            {
                const string Matched =
                    """
                    FROM audience u
                    JOIN intents i ON i.intent_id = u.intent_id
                    WHERE u.account_id = @vendor AND u.role = 'vendor' AND u.at >= @since AND i.status = 'open'
                        AND NOT EXISTS (SELECT 1 FROM accounts c WHERE c.account_id = i.account_id AND c.suspended_at IS NOT NULL)
                    """;
                var newest = await connection.List(
                    $"""
                    SELECT u.intent_id
                    {Matched}
                    ORDER BY u.at DESC, u.intent_id
                    LIMIT @limit
                    """,
                    new { vendor, since, limit }, r => r.Id<IntentId>(0), token);
                var count = await connection.Scalar<long>($"""SELECT count(*) {Matched}""", new { vendor, since }, token);
                return ((IReadOnlyList<IntentId>)newest, count);
            },
            cancel);

    /// <summary>Stores a message and the mail that tells the other side of it. False where the sender has written <paramref name="max"/>
    /// about this intent already. The same message again changes nothing.</summary>
    /// <param name="mail">Null: the other side is no person of the site.</param>
    public Task<bool> Write(MessageRow message, MailRow? mail, int max, CancellationToken cancel) => _database.Write(
        async (connection, token) =>
        {
            await _database.LockAccount(connection, message.Account, token);
            var others = await connection.Scalar<long>(
                """
                SELECT count(*) FROM messages m WHERE m.intent_id = @IntentId AND m.account_id = @Account AND m.message_id <> @Id
                """,
                new { message.IntentId, message.Account, message.Id }, token);
            if (others >= max)
                return false;
            await connection.Change(
                """
                INSERT INTO messages (message_id, intent_id, account_id, text, at) VALUES (@Id, @IntentId, @Account, @Text, @At)
                ON CONFLICT (message_id) DO NOTHING
                """,
                new { message.Id, message.IntentId, message.Account, message.Text, message.At }, token);
            if (mail is not null)
                await Add(connection, mail, token);
            return true;
        },
        cancel);

    public Task<MessageRow?> Message(Guid id, CancellationToken cancel) => _database.Read(
        (connection, token) => connection.First(
            """
            SELECT m.message_id, m.intent_id, m.account_id, m.text, m.at
            FROM messages m
            WHERE m.message_id = @id
            """,
            new { id }, Message, token),
        cancel);

    /// <summary>The messages of an intent, oldest first.</summary>
    public async Task<IReadOnlyList<MessageRow>> Messages(IntentId intentId, int limit, CancellationToken cancel) => await _database.Read(
        (connection, token) => connection.List(
            """
            SELECT m.message_id, m.intent_id, m.account_id, m.text, m.at
            FROM messages m
            WHERE m.intent_id = @intentId
            ORDER BY m.at, m.message_id
            LIMIT @limit
            """,
            new { intentId, limit }, Message, token),
        cancel);

    private static MessageRow Message(DbDataReader r) => new(r.Id(0), r.Id<IntentId>(1), r.Id<AccountId>(2), r.GetString(3), r.GetInt64(4));
}
