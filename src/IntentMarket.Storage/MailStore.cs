using System.Data.Common;
using IntentMarket.Engine;
using IntentMarket.Engine.Market;

namespace IntentMarket.Storage;

/// <summary>What a mail tells. A customer gets the first three, a vendor the next three, both messages.</summary>
public enum MailKind
{
    [Word("first-offer")] FirstOffer,
    [Word("closing-soon")] ClosingSoon,
    [Word("time-to-award")] TimeToAward,
    [Word("won")] Won,
    [Word("lost")] Lost,
    [Word("digest")] Digest,
    [Word("message")] Message,
}

/// <summary>A mail that is due at a time. It holds no text and no address.</summary>
/// <param name="Id">The same whenever it is derived from the same: so it is made once.</param>
/// <param name="IntentId">Null: a digest.</param>
/// <param name="Since">Of a digest: what was matched from then on. Unix milliseconds.</param>
public sealed record MailRow(Guid Id, AccountId Account, MailKind Kind, IntentId? IntentId, long? Since, long DueAt);

/// <summary>A mail to be sent now.</summary>
/// <param name="Email">Null: nobody owns the account (any more), or they have not shown that the address is theirs.</param>
/// <param name="Wanted">As the account has chosen at present.</param>
public sealed record DueMail(MailRow Mail, int Attempts, long MadeAt, string? Email, bool Wanted);

/// <summary>What the feed holds for mails after a point.</summary>
/// <param name="AboutIntents">Events of intents as a whole.</param>
/// <param name="BidOn">Intents on which vendors did something.</param>
/// <param name="End">Up to where it was read.</param>
public sealed record MailFeed(IReadOnlyList<StoredEvent> AboutIntents, IReadOnlyList<IntentId> BidOn, FeedPoint End);

/// <summary>The outbox of mails: derived from the feed by one node at a time, sent, and kept as long as the same mail
/// could be derived again.</summary>
public sealed partial class MailStore
{
    /// <summary>How long it is remembered that a mail was sent: longer than an intent is open.</summary>
    private const long RememberMs = 400L * 24 * 60 * 60 * 1_000;

    private const int ReadMax = 1_000;
    private const int ForgottenAtOnce = 1_000;

    private readonly Database _database;

    internal MailStore(Database database) => _database = database;

    /// <summary>Takes or keeps the room for a time; false where another has it. By the database's clock.</summary>
    /// <returns>Also up to where mails were derived; null: never yet.</returns>
    public Task<(bool Held, FeedPoint? At)> Hold(string holder, int forMs, CancellationToken cancel) => _database.Write(
        (connection, token) => connection.First<(bool, FeedPoint?)>(
            $"""
            UPDATE mail_room SET holder = @holder, held_until = {_database.Now} + @forMs
            WHERE room = 1 AND (holder = @holder OR held_until < {_database.Now})
            RETURNING feed, ordinal
            """,
            new { holder, forMs },
            r => (true, r.LongOrNull(0) is { } feed ? new FeedPoint(feed, r.GetInt32(1)) : null), token),
        cancel);

    /// <summary>The room is free for another at once.</summary>
    public Task Leave(string holder, CancellationToken cancel) => _database.Write(
        (connection, token) =>
            connection.Change("""UPDATE mail_room SET held_until = 0 WHERE room = 1 AND holder = @holder""", new { holder }, token),
        cancel);

    /// <summary>What is new after a point, at most a thousand events.</summary>
    public async Task<MailFeed> Read(FeedPoint after, CancellationToken cancel)
    {
        var events = await _database.Read(
            (connection, token) => connection.List(
                $"""
                SELECT e.feed, e.ordinal, CASE WHEN e.vendor IS NULL THEN e.bytes END, e.intent_id, {Journal.EventColumns}
                FROM events e
                WHERE e.feed >= @Feed AND (e.feed, e.ordinal) > (@Feed, @Ordinal) AND e.feed < {_database.Horizon}
                ORDER BY e.feed, e.ordinal
                LIMIT @limit
                """,
                new { after.Feed, after.Ordinal, limit = ReadMax },
                r => (Point: new FeedPoint(r.GetInt64(0), r.GetInt32(1)), IntentId: r.Id<IntentId>(3), Event: r.IsDBNull(2)
                    ? null
                    : Journal.Event(r, 4)),
                token),
            cancel);
        return new MailFeed(
            [.. events.Select(e => e.Event).OfType<StoredEvent>()],
            [.. events.Where(e => e.Event is null).Select(e => e.IntentId).Distinct()],
            events.Count > 0 ? events[^1].Point : after);
    }

    /// <summary>The customers of these intents that are people of the site.</summary>
    /// <param name="haveOffers">Of those alone that got an offer which was not refused.</param>
    public async Task<IReadOnlyList<(IntentId IntentId, AccountId Account)>> Customers(
        IReadOnlyCollection<IntentId> intents, bool haveOffers, CancellationToken cancel) => await _database.Read(
        (connection, token) => connection.List(
            $"""
            SELECT i.intent_id, a.account_id
            FROM intents i
            JOIN accounts a ON a.account_id = i.account_id AND a.person_id IS NOT NULL
            WHERE i.intent_id IN (SELECT value FROM {_database.Ids("@intents")})
                AND (NOT @haveOffers OR EXISTS (SELECT 1 FROM offers o WHERE o.intent_id = i.intent_id AND o.status <> 'refused'))
            """,
            new { intents = Ids.Of(intents), haveOffers }, r => (r.Id<IntentId>(0), r.Id<AccountId>(1)), token),
        cancel);

    /// <summary>The vendors behind these pseudonyms of the intent that are people of the site.</summary>
    public async Task<IReadOnlyList<AccountId>> Vendors(
        IntentId intentId, IReadOnlyCollection<Pseudonym> pseudonyms, CancellationToken cancel) =>
        await _database.Read(
            (connection, token) => connection.List(
                $"""
                SELECT a.account_id
                FROM audience u
                JOIN accounts a ON a.account_id = u.account_id AND a.person_id IS NOT NULL
                WHERE u.intent_id = @intentId AND u.pseudonym IN (SELECT value FROM {_database.Ids("@pseudonyms")}) AND u.role = 'vendor'
                """,
                new { intentId, pseudonyms = Ids.Of(pseudonyms) }, r => r.Id<AccountId>(0), token),
            cancel);

    /// <summary>Adds mails and moves the point in one transaction; a mail that was made before is left as it is. False where another holds
    /// the room by now: nothing was changed.</summary>
    public Task<bool> Derive(string holder, FeedPoint upTo, IReadOnlyList<MailRow> mails, CancellationToken cancel) => _database.Write(
        async (connection, token) =>
        {
            var held = await connection.Change(
                """UPDATE mail_room SET feed = @Feed, ordinal = @Ordinal WHERE room = 1 AND holder = @holder""",
                new { holder, upTo.Feed, upTo.Ordinal }, token) == 1;
            foreach (var mail in held ? mails : [])
                await Add(connection, mail, token);
            return held;
        },
        cancel);

    /// <summary>How many wait to be sent, of those that are due.</summary>
    public Task<long> Waiting(CancellationToken cancel) => _database.Read(
        (connection, token) => connection.Scalar<long>(
            $"""SELECT count(*) FROM mails m WHERE m.state = 'waiting' AND m.due_at <= {_database.Now}""", null, token),
        cancel);

    /// <summary>The mails that are due, of kinds that this build knows, the longest due first.</summary>
    public async Task<IReadOnlyList<DueMail>> Due(int limit, CancellationToken cancel) => await _database.Read(
        (connection, token) => connection.List(
            $"""
            SELECT m.mail_id, m.account_id, m.kind, m.intent_id, m.since, m.due_at, m.attempts, m.made_at,
                CASE WHEN p.proved_at IS NOT NULL THEN p.email END,
                coalesce(c.wanted, m.kind <> 'digest') AND a.suspended_at IS NULL
            FROM mails m
            LEFT JOIN accounts a ON a.account_id = m.account_id
            LEFT JOIN people p ON p.person_id = a.person_id
            LEFT JOIN mail_choices c ON c.account_id = m.account_id AND c.kind = m.kind
            WHERE m.state = 'waiting' AND m.due_at <= {_database.Now} AND {Names.Known<MailKind>("m.kind")}
            ORDER BY m.due_at
            LIMIT @limit
            """,
            new { limit },
            r => new DueMail(
                new MailRow(
                    r.Id(0), r.Id<AccountId>(1), Names.Read<MailKind>(r.GetString(2)), r.IdOrNull<IntentId>(3),
                    r.LongOrNull(4), r.GetInt64(5)),
                r.GetInt32(6), r.GetInt64(7), r.TextOrNull(8), r.GetBoolean(9)), token),
        cancel);

    /// <summary>The end of a mail: it is <c>sent</c>, <c>dropped</c> (there was nothing to tell any more, or nobody to tell
    /// it) or <c>dead</c>.</summary>
    public Task Settle(Guid mail, string state, string? fault, CancellationToken cancel) => _database.Write(
        (connection, token) => connection.Change(
            """
            UPDATE mails SET state = @state, fault = @fault WHERE mail_id = @mail AND state = 'waiting'
            """,
            new { mail, state, fault }, token),
        cancel);

    /// <param name="fault">Why it was not sent; null: it is not time yet, which is no attempt.</param>
    public Task Postpone(Guid mail, long dueAt, string? fault, CancellationToken cancel) => _database.Write(
        (connection, token) => connection.Change(
            """
            UPDATE mails SET due_at = @dueAt, attempts = attempts + CASE WHEN @counts THEN 1 ELSE 0 END, fault = coalesce(@fault, fault)
            WHERE mail_id = @mail AND state = 'waiting'
            """,
            new { mail, dueAt, counts = fault is not null, fault }, token),
        cancel);

    /// <summary>Forgets mails that came to their end long ago, a thousand at a time.</summary>
    public Task<int> Forget(CancellationToken cancel) => _database.Write(
        (connection, token) => connection.Change(
            $"""
            DELETE FROM mails WHERE mail_id IN (
                SELECT m.mail_id FROM mails m
                WHERE m.state <> 'waiting' AND m.made_at < {_database.Now} - @remember ORDER BY m.made_at LIMIT @limit)
            """,
            new { remember = RememberMs, limit = ForgottenAtOnce }, token),
        cancel);

    private Task<int> Add(DbConnection connection, MailRow mail, CancellationToken cancel) => connection.Change(
        $"""
        INSERT INTO mails (mail_id, account_id, kind, intent_id, since, state, due_at, made_at, attempts)
        VALUES (@Id, @Account, @kind, @IntentId, @Since, 'waiting', @DueAt, {_database.Now}, 0)
        ON CONFLICT (mail_id) DO NOTHING
        """,
        new { mail.Id, mail.Account, kind = EnumWords.Of(mail.Kind), mail.IntentId, mail.Since, mail.DueAt }, cancel);
}
