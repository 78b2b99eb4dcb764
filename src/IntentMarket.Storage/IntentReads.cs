using System.Data.Common;
using IntentMarket.Engine;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;

namespace IntentMarket.Storage;

/// <summary>An intent's row with its present texts as one JSON text (null once they are erased).</summary>
/// <param name="WasClosed">Its close has come, whatever became of it then; one that was withdrawn or removed may have ended before.</param>
public sealed record IntentRead(IntentRow Row, string? Texts, bool WasClosed);

/// <summary>An open intent, with no more of it than looking through many needs.</summary>
public sealed record OpenRow(IntentId IntentId, AccountId? Account, int Version, long OpenedAt, long ClosesAt);

public sealed class IntentReads
{
    private readonly Database _database;

    internal IntentReads(Database database) => _database = database;

    public Task<IntentRead?> Get(IntentId intentId, CancellationToken cancel) => _database.Read(
        async (connection, token) => (await List(
            connection,
            $"""
            SELECT {Columns}
            FROM intents i
            WHERE i.intent_id = @intentId
            """,
            new { intentId }, token)).FirstOrDefault(),
        cancel);

    /// <summary>The events that are about the intent as a whole, in their order: its terms as they were set and amended,
    /// its clock, its end.</summary>
    public async Task<IReadOnlyList<StoredEvent>> OwnEvents(IntentId intentId, CancellationToken cancel) => await _database.Read(
        (connection, token) => connection.List(
            $"""
            SELECT {Journal.EventColumns}
            FROM events e
            WHERE e.intent_id = @intentId AND e.vendor IS NULL
            ORDER BY e.seq
            """,
            new { intentId }, r => Journal.Event(r), token),
        cancel);

    /// <summary>The same, with those of one vendor, among them in their order. Those of others are not even passed over.</summary>
    /// <param name="vendor">Its pseudonym on this intent.</param>
    public async Task<IReadOnlyList<StoredEvent>> EventsFor(IntentId intentId, Pseudonym vendor, CancellationToken cancel) =>
        await _database.Read(
            (connection, token) => connection.List(
                $"""
                SELECT * FROM (
                    SELECT {Journal.EventColumns}
                    FROM events e
                    WHERE e.intent_id = @intentId AND e.vendor IS NULL
                    UNION ALL
                    SELECT {Journal.EventColumns}
                    FROM events e
                    WHERE e.vendor = @vendor
                ) AS e
                ORDER BY e.seq
                """,
                new { intentId, vendor }, r => Journal.Event(r), token),
            cancel);

    /// <summary>The events of an intent with these numbers, in no order.</summary>
    public async Task<IReadOnlyList<StoredEvent>> Events(
        IntentId intentId, IReadOnlyCollection<int> seqs, CancellationToken cancel) => await _database.Read(
        (connection, token) => connection.List(
            $"""
            SELECT {Journal.EventColumns}
            FROM events e
            WHERE e.intent_id = @intentId AND e.seq IN (SELECT value FROM {_database.Numbers("@seqs")})
            """,
            new { intentId, seqs = new Numbers(seqs.Select(seq => (long)seq)) }, r => Journal.Event(r), token),
        cancel);

    /// <summary>The first events of an intent after one of them, in their order.</summary>
    public async Task<IReadOnlyList<StoredEvent>> EventsAfter(
        IntentId intentId, int seq, int limit, CancellationToken cancel) => await _database.Read(
        (connection, token) => connection.List(
            $"""
            SELECT {Journal.EventColumns}
            FROM events e
            WHERE e.intent_id = @intentId AND e.seq > @seq
            ORDER BY e.seq
            LIMIT @limit
            """,
            new { intentId, seq, limit }, r => Journal.Event(r), token),
        cancel);

    /// <summary>The last events of an intent up to one of them, the newest first.</summary>
    public async Task<IReadOnlyList<StoredEvent>> EventsUpTo(IntentId intentId, int seq, int limit, CancellationToken cancel) =>
        await _database.Read(
            (connection, token) => connection.List(
                $"""
                SELECT {Journal.EventColumns}
                FROM events e
                WHERE e.intent_id = @intentId AND e.seq <= @seq
                ORDER BY e.seq DESC
                LIMIT @limit
                """,
                new { intentId, seq, limit }, r => Journal.Event(r), token),
            cancel);

    /// <summary>Those that exist, in no order.</summary>
    public async Task<IReadOnlyList<IntentRead>> GetMany(IReadOnlyCollection<IntentId> intents, CancellationToken cancel) =>
        await _database.Read(
            (connection, token) => List(
                connection,
                $"""
                SELECT {Columns}
                FROM intents i
                WHERE i.intent_id IN (SELECT value FROM {_database.Ids("@intents")}) AND {Names.Known<IntentStatus>("i.status")}
                """,
                new { intents = Ids.Of(intents) }, token),
            cancel);

    /// <summary>A customer's own intents, newest first (by OpenedAt, then id); <paramref name="after"/> is the last one
    /// of the page before.</summary>
    public async Task<IReadOnlyList<IntentRead>> ListByCustomer(
        AccountId account, IntentStatus? status, (long OpenedAt, IntentId Id)? after, int limit, CancellationToken cancel) =>
        await _database.Read(
        (connection, token) => List(
            connection,
            $"""
            SELECT {Columns}
            FROM intents i
            WHERE i.account_id = @account AND (i.opened_at, i.intent_id) < (@openedAt, @id) AND (@every OR i.status = @status)
                AND {Names.Known<IntentStatus>("i.status")}
            ORDER BY i.opened_at DESC, i.intent_id DESC
            LIMIT @limit
            """,
            new
            {
                account,
                every = status is null,
                status = status is { } only ? EnumWords.Of(only) : "",
                openedAt = after?.OpenedAt ?? long.MaxValue,
                id = after?.Id ?? new IntentId(Guid.AllBitsSet),
                limit,
            },
            token),
        cancel);

    /// <summary>The open intents, oldest first (by OpenedAt, then id).</summary>
    public async Task<IReadOnlyList<OpenRow>> ListOpen((long OpenedAt, IntentId Id)? after, int limit, CancellationToken cancel) =>
        await _database.Read(
            (connection, token) => connection.List(
                """
                SELECT i.intent_id, i.account_id, i.version, i.opened_at, i.closes_at
                FROM intents i
                WHERE i.status = 'open' AND (i.opened_at, i.intent_id) > (@openedAt, @id)
                ORDER BY i.opened_at, i.intent_id
                LIMIT @limit
                """,
                new { openedAt = after?.OpenedAt ?? long.MinValue, id = after?.Id ?? default, limit }, Open, token),
            cancel);

    /// <summary>The open intents, newest first.</summary>
    public async Task<IReadOnlyList<OpenRow>> ListOpenNewest((long OpenedAt, IntentId Id)? before, int limit, CancellationToken cancel) =>
        await _database.Read(
            (connection, token) => connection.List(
                """
                SELECT i.intent_id, i.account_id, i.version, i.opened_at, i.closes_at
                FROM intents i
                WHERE i.status = 'open' AND (i.opened_at, i.intent_id) < (@openedAt, @id)
                ORDER BY i.opened_at DESC, i.intent_id DESC
                LIMIT @limit
                """,
                new { openedAt = before?.OpenedAt ?? long.MaxValue, id = before?.Id ?? new IntentId(Guid.AllBitsSet), limit }, Open, token),
            cancel);

    /// <summary>Who posted the intent, and the person who owns that account; null where there is no such intent.</summary>
    public Task<(AccountId? Account, Guid? Person)?> Owner(IntentId intentId, CancellationToken cancel) => _database.Read(
        (connection, token) => connection.First<(AccountId?, Guid?)?>(
            """
            SELECT i.account_id, a.person_id FROM intents i LEFT JOIN accounts a ON a.account_id = i.account_id
            WHERE i.intent_id = @intentId
            """,
            new { intentId }, r => (r.IdOrNull<AccountId>(0), r.IdOrNull(1)), token),
        cancel);

    /// <summary>The text with that hash, part and subject; null once it is erased.</summary>
    public Task<string?> Text(IntentId intentId, string hash, CancellationToken cancel) => _database.Read(
        (connection, token) => connection.Scalar<string>(
            """
            SELECT t.text FROM texts t WHERE t.intent_id = @intentId AND t.hash = @hash
            """,
            new { intentId, hash }, token),
        cancel);

    /// <summary>Intents of these partitions, of rules that this build knows, whose WakeAt has come, earliest first. The database's clock
    /// alone says what has, and beside each what time it was: no other is between it and the close.</summary>
    public async Task<IReadOnlyList<(IntentId IntentId, long WakeAt, int Partition, long Now)>> Due(
        IReadOnlyCollection<int> partitions, int limit, CancellationToken cancel) => await _database.Deciding.Read(
        (connection, token) => connection.List(
            $"""
            WITH clock AS MATERIALIZED (SELECT {_database.Now} AS now)
            SELECT i.intent_id, i.wake_at, i.partition, (SELECT c.now FROM clock c)
            FROM intents i
            WHERE i.wake_at <= (SELECT c.now FROM clock c) AND i.rules <= @rules
              AND i.partition IN (SELECT value FROM {_database.Numbers("@partitions")})
            ORDER BY i.wake_at
            LIMIT @limit
            """,
            new { rules = Rules.Newest, partitions = new Numbers(partitions.Select(p => (long)p)), limit },
            r => (r.Id<IntentId>(0), r.GetInt64(1), r.GetInt32(2), r.GetInt64(3)), token),
        cancel);

    /// <summary>How many intents that are not over go by rules newer than this build's: it does not decide them.</summary>
    public Task<int> OfNewerRules(CancellationToken cancel) => _database.Read(
        (connection, token) => connection.Scalar<int>(
            "SELECT count(*) FROM intents i WHERE i.rules > @rules AND i.wake_at IS NOT NULL", new { rules = Rules.Newest }, token),
        cancel);

    /// <summary>An intent has a text for each of its versions: the newest is the present one.</summary>
    private const string Columns =
        """
        i.intent_id, i.partition, i.account_id, i.customer, i.status, i.version, i.terms, i.opened_at, i.closes_at, i.award_by, i.wake_at,
            i.seq, i.live, i.offers, i.extensions, i.awarded_offer, i.fan_out, i.rules,
            (SELECT t.text FROM texts t
             WHERE t.subject = i.intent_id AND t.part = 'texts' ORDER BY t.feed DESC, t.ordinal DESC LIMIT 1)
        """;

    private async Task<List<IntentRead>> List(DbConnection connection, string sql, object parameters, CancellationToken cancel)
    {
        var reads = await connection.List(sql, parameters, Intent, cancel);
        var ended = reads.Where(r => r.Row.Status is IntentStatus.Withdrawn or IntentStatus.Removed).Select(r => r.Row.IntentId).ToList();
        if (ended.Count == 0)
            return reads;
        // Their rows do not say whether the close came first; their events do.
        var closed = (await connection.List(
            $"""
            SELECT {Journal.EventColumns}
            FROM events e
            WHERE e.intent_id IN (SELECT value FROM {_database.Ids("@ended")}) AND e.vendor IS NULL
            """,
            new { ended = Ids.Of(ended) }, r => Journal.Event(r), cancel))
            .Where(e => EventCodec.DecodeToPass(e).Event is IntentClosed).Select(e => e.IntentId).ToHashSet();
        return [.. reads.Select(r => r with { WasClosed = r.WasClosed || closed.Contains(r.Row.IntentId) })];
    }

    private static OpenRow Open(DbDataReader r) =>
        new(r.Id<IntentId>(0), r.IdOrNull<AccountId>(1), r.GetInt32(2), r.GetInt64(3), r.GetInt64(4));

    private static IntentRead Intent(DbDataReader r) => new(
        new IntentRow(
            r.Id<IntentId>(0), r.GetInt32(1), r.IdOrNull<AccountId>(2), r.Id<Pseudonym>(3), Names.Read<IntentStatus>(r.GetString(4)),
            r.GetInt32(5), r.Bytes(6), r.GetInt64(7), r.GetInt64(8), r.GetInt64(9), r.LongOrNull(10),
            r.GetInt32(11), r.GetInt32(12), r.GetInt32(13), r.GetInt32(14), r.IdOrNull<OfferId>(15), r.GetBoolean(16), r.GetInt32(17)),
        r.TextOrNull(18),
        Names.Read<IntentStatus>(r.GetString(4)) is IntentStatus.Evaluating or IntentStatus.Awarded or IntentStatus.Unawarded);
}
