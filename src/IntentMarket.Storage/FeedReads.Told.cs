using System.Data.Common;
using IntentMarket.Engine;
using IntentMarket.Engine.Auctions;
using IntentMarket.Engine.Market;

namespace IntentMarket.Storage;

// What one account is told, read again after any point by an index that has nothing else in it.
public sealed partial class FeedReads
{
    /// <summary>How long what was told can be found: a day longer than it is promised.</summary>
    internal const long KeptMs = 8 * 24 * 60 * 60 * 1_000L;

    private const int FilledAtOnce = 2_000;
    private const int ForgottenAtOnce = 5_000;

    /// <summary>Where the feed ended, and when that was, as long as readers were told its own numbers: from then on each got
    /// cursors of its own.</summary>
    public (FeedPoint End, long At) Plain { get; private set; }

    /// <summary>What the account is told after a point, in the order of the feed.</summary>
    /// <remarks>Its cost follows from what it gives and from the intents that the vendor was told of, never from
    /// what others were told.</remarks>
    public async Task<(IReadOnlyList<FeedItem> Items, bool More)> Told(
        AccountId account, FeedPoint after, int limit, CancellationToken cancel)
    {
        var items = await _database.Read(
            (connection, token) => connection.List(
                $"""
                WITH {Own},
                page AS MATERIALIZED (
                    SELECT feed, ordinal
                    FROM (
                        SELECT feed, ordinal FROM (
                            SELECT t.feed, t.ordinal FROM told t
                            WHERE t.reader = @account AND {After("t")} ORDER BY t.feed, t.ordinal LIMIT @limit) AS alone
                        UNION ALL
                        SELECT t.feed, t.ordinal FROM own o CROSS JOIN told t
                        WHERE t.reader = o.intent_id AND t.feed >= o.feed AND {After("t")}
                        UNION ALL
                        SELECT feed, ordinal FROM (
                            SELECT a.feed, a.ordinal FROM audience a
                            WHERE a.account_id = @account AND a.role = 'vendor' AND {After("a")} ORDER BY a.feed, a.ordinal
                            LIMIT @limit) AS matches)
                        AS told_to_it
                    ORDER BY feed, ordinal LIMIT @limit)
                SELECT p.feed, p.ordinal, e.at, a.role, a.pseudonym, a.intent_id, e.partition, {Journal.EventColumns}
                FROM page p
                JOIN events e ON e.feed = p.feed AND e.ordinal = p.ordinal
                JOIN audience a ON a.intent_id = e.intent_id AND a.account_id = @account
                UNION ALL
                SELECT p.feed, p.ordinal, a.at, a.role, a.pseudonym, a.intent_id, i.partition, {Journal.NoEvent}
                FROM page p
                JOIN audience a ON a.account_id = @account AND a.feed = p.feed AND a.ordinal = p.ordinal
                LEFT JOIN intents i ON i.intent_id = a.intent_id
                WHERE p.ordinal < 0
                ORDER BY 1, 2
                """,
                new { account, feed = after.Feed, ordinal = after.Ordinal, limit = limit + 1 },
                r => new FeedItem(
                    new FeedPoint(r.GetInt64(0), r.GetInt32(1)), r.GetInt64(2), account, Names.Read<PartyRole>(r.GetString(3)),
                    r.Id<Pseudonym>(4), r.Id<IntentId>(5),
                    r.IntOrNull(6) ?? Partitions.Of(r.Id<IntentId>(5)), r.IsDBNull(7) ? null : Journal.Event(r, 7)),
                token),
            cancel);
        return items.Count > limit ? (items[..limit], true) : (items, false);
    }

    /// <summary>The last that the account was told, and when; null: nothing yet.</summary>
    public Task<(FeedPoint Point, long At)?> Last(AccountId account, CancellationToken cancel) => _database.Read(
        (connection, token) => connection.First<(FeedPoint, long)?>(
            $"""
            WITH {Own},
            latest AS MATERIALIZED (
                SELECT feed, ordinal
                FROM (
                    SELECT feed, ordinal FROM (
                        SELECT t.feed, t.ordinal FROM told t
                        WHERE t.reader = @account AND t.feed < {_database.Horizon} ORDER BY t.feed DESC, t.ordinal DESC LIMIT 1) AS alone
                    UNION ALL
                    SELECT feed, ordinal FROM (
                        SELECT t.feed, t.ordinal FROM own o CROSS JOIN told t
                        WHERE t.reader = o.intent_id AND t.feed >= o.feed AND t.feed < {_database.Horizon}
                        ORDER BY t.feed DESC, t.ordinal DESC LIMIT 1) AS together
                    UNION ALL
                    SELECT feed, ordinal FROM (
                        SELECT a.feed, a.ordinal FROM audience a
                        WHERE a.account_id = @account AND a.role = 'vendor' AND a.feed < {_database.Horizon}
                        ORDER BY a.feed DESC, a.ordinal DESC LIMIT 1) AS matches)
                    AS told_to_it
                ORDER BY feed DESC, ordinal DESC LIMIT 1)
            SELECT l.feed, l.ordinal, coalesce(
                (SELECT e.at FROM events e WHERE e.feed = l.feed AND e.ordinal = l.ordinal),
                (SELECT a.at FROM audience a WHERE a.account_id = @account AND a.feed = l.feed AND a.ordinal = l.ordinal))
            FROM latest l
            """,
            new { account }, r => (new FeedPoint(r.GetInt64(0), r.GetInt32(1)), r.GetInt64(2)), token),
        cancel);

    /// <summary>Forgets whom what is older than <see cref="KeptMs"/> was told; the journal keeps what was. Once an hour does.</summary>
    public async Task Forget(CancellationToken cancel)
    {
        var end = await End(cancel);
        var old = await _database.Write(
            async (connection, token) =>
            {
                await connection.Change(
                    $"""
                    INSERT INTO feed_hours (at, feed) VALUES ({_database.Now} / 3600000 * 3600000, @Feed) ON CONFLICT (at) DO NOTHING
                    """,
                    new { end.Feed }, token);
                var feed = await connection.Scalar<long?>(
                    $"""SELECT max(h.feed) FROM feed_hours h WHERE h.at < {_database.Now} - @kept""", new { kept = KeptMs }, token);
                await connection.Change("""DELETE FROM feed_hours WHERE feed < @feed""", new { feed }, token);
                return feed;
            },
            cancel);
        while (old is { } before && await _database.Write((connection, token) => connection.Change(
            _database.Pick(
                postgres: "DELETE FROM told WHERE ctid = ANY (ARRAY(SELECT t.ctid FROM told t WHERE t.feed < @before LIMIT @limit))",
                sqlite: "DELETE FROM told WHERE feed < @before AND rowid IN (SELECT t.rowid FROM told t ORDER BY t.rowid LIMIT @limit)"),
            new { before, limit = ForgottenAtOnce }, token), cancel) == ForgottenAtOnce)
        {
            // There are more.
        }
    }

    /// <summary>Before a store is used: notes whom the events were told that stand in it from before that was
    /// noted, some at a time.</summary>
    internal async Task Prepare(CancellationToken cancel)
    {
        while (await _database.Write(FillIn, cancel))
        {
            // There are more.
        }
        Plain = await _database.Read(
            async (connection, token) =>
                (new FeedPoint(await Setting(connection, "plain-feed", token), int.MaxValue), await Setting(connection, "plain-at", token)),
            cancel);
    }

    private async Task<bool> FillIn(DbConnection connection, CancellationToken cancel)
    {
        // Nodes that start at once do it one after the other.
        var from = await connection.Scalar<long>(
            """UPDATE settings SET number = number WHERE name = 'told-to' RETURNING number""", null, cancel);
        var events = await connection.List(
            $"""
            SELECT i.customer, i.terms, {Journal.EventColumns}
            FROM events e
            JOIN intents i ON i.intent_id = e.intent_id
            WHERE e.feed > @from AND e.feed <= (
                SELECT max(l.feed) FROM (
                    SELECT n.feed FROM events n
                    WHERE n.feed > @from AND n.feed <= (SELECT s.number FROM settings s WHERE s.name = 'plain-feed')
                    ORDER BY n.feed LIMIT @limit) AS l)
            """,
            new { from, limit = FilledAtOnce },
            r => (Customer: r.Id<Pseudonym>(0), Terms: r.Bytes(1), Event: Journal.Event(r, 2)), cancel);
        if (events.Count == 0)
            return false;
        var isSealed = events.GroupBy(e => e.Event.IntentId).ToDictionary(
            g => g.Key, g => EventCodec.DecodeIntentTerms(g.First().Terms).Auction.IsSealed);
        var told = (
            from e in events
            from to in ToldTo.Of(
                EventCodec.DecodeToPass(e.Event), e.Customer, isSealed[e.Event.IntentId], Known.Nothing)
            select (e.Event, To: to)).ToList();
        await connection.Change(
            $"""
            INSERT INTO told (reader, feed, ordinal)
            SELECT coalesce(t.reader, a.account_id), t.feed, t.ordinal
            FROM {_database.Pick(
                postgres: "unnest(@intents, @pseudonyms, @readers, @feeds, @ordinals) AS t(intent_id, pseudonym, reader, feed, ordinal)",
                sqlite: "(SELECT unhex(value ->> 0) AS intent_id, unhex(value ->> 1) AS pseudonym, unhex(value ->> 2) AS reader, "
                    + "value ->> 3 AS feed, value ->> 4 AS ordinal FROM json_each(@rows)) AS t")}
            LEFT JOIN audience a ON t.reader IS NULL AND a.intent_id = t.intent_id AND a.pseudonym = t.pseudonym
            WHERE coalesce(t.reader, a.account_id) IS NOT NULL
            ORDER BY t.feed, t.ordinal
            ON CONFLICT DO NOTHING
            """,
            new
            {
                intents = Ids.Of(told.Select(t => t.Event.IntentId)),
                pseudonyms = Ids.Of(told.Select(t => t.To.Pseudonym)),
                readers = told.Select(t => t.To.Reader).ToArray(),
                feeds = new Numbers(told.Select(t => t.Event.Feed)),
                ordinals = new Numbers(told.Select(t => (long)t.Event.Ordinal)),
                rows = $"[{string.Join(',', told.Select(t =>
                    $"[\"{t.Event.IntentId:N}\",\"{t.To.Pseudonym:N}\",{(t.To.Reader is { } reader ? $"\"{reader:N}\"" : "null")},{t.Event.Feed},{t.Event.Ordinal}]"))}]",
            },
            cancel);
        await connection.Change(
            """UPDATE settings SET number = @feed WHERE name = 'told-to'""", new { feed = events.Max(e => e.Event.Feed) }, cancel);
        return true;
    }

    private static async Task<long> Setting(DbConnection connection, string name, CancellationToken cancel) =>
        await connection.Scalar<long>("""SELECT s.number FROM settings s WHERE s.name = @name""", new { name }, cancel);

    /// <summary>The intents that the account was told of as a vendor, since when.</summary>
    private const string Own =
        """
        own AS MATERIALIZED (
            SELECT a.intent_id, a.feed FROM audience a WHERE a.account_id = @account AND a.role = 'vendor')
        """;

    private string After(string row) =>
        $"""{row}.feed >= @feed AND ({row}.feed, {row}.ordinal) > (@feed, @ordinal) AND {row}.feed < {_database.Horizon}""";
}
