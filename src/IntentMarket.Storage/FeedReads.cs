using System.Data.Common;
using IntentMarket.Engine;
using IntentMarket.Engine.Market;

namespace IntentMarket.Storage;

/// <summary>Where a reader stands in the feed: all transactions before <paramref name="Feed"/>, and of that one the items up to
/// <paramref name="Ordinal"/>.</summary>
/// <param name="Ordinal">From 0 for events; below 0 for matches, which stand before the events of their transaction.</param>
public readonly record struct FeedPoint(long Feed, int Ordinal) : IComparable<FeedPoint>
{
    public int CompareTo(FeedPoint other) => (Feed, Ordinal).CompareTo((other.Feed, other.Ordinal));

    /// <summary>The point right before: reading after it gives this one again.</summary>
    public FeedPoint Before => this with { Ordinal = Ordinal - 1 };

    public static bool operator <(FeedPoint a, FeedPoint b) => a.CompareTo(b) < 0;

    public static bool operator >(FeedPoint a, FeedPoint b) => a.CompareTo(b) > 0;

    public static bool operator <=(FeedPoint a, FeedPoint b) => a.CompareTo(b) <= 0;

    public static bool operator >=(FeedPoint a, FeedPoint b) => a.CompareTo(b) >= 0;
}

/// <summary>Something that an account is told: an event, or (where <paramref name="Event"/> is null) that it was
/// matched to an intent.</summary>
/// <param name="At">Unix milliseconds: the event's, or of the match.</param>
/// <param name="Known">What is known of it without a read.</param>
public sealed record FeedItem(
    FeedPoint Point, long At, AccountId Account, PartyRole Role, Pseudonym Pseudonym, IntentId IntentId, int Partition,
    StoredEvent? Event, Known? Known = null);

/// <param name="End">Up to where the feed was read: the next read goes on from there, also where there were no items.</param>
/// <param name="More">There was more than the limit.</param>
/// <param name="Waiting">There are transactions that cannot be read yet, because an earlier one is not finished.</param>
public sealed record FeedPage(IReadOnlyList<FeedItem> Items, FeedPoint End, bool More, bool Waiting);

/// <remarks> The feed is one order of all transactions in which readers see them, so that one point tells a reader's place in all
/// partitions. In SQLite it is a counter, since there is one writer. In PostgreSQL it is the transaction's id, and only what is below the
/// horizon is read: there every transaction is finished, and nothing can appear later before what was read.
/// </remarks>
public sealed partial class FeedReads
{
    private readonly Database _database;

    internal FeedReads(Database database) => _database = database;

    /// <summary>Events that one read looks at, at most: where there are more, it goes on in the next.</summary>
    internal int EventsMax { get; init; } = 5_000;

    /// <summary>Where the feed ends at present.</summary>
    public async Task<FeedPoint> End(CancellationToken cancel) =>
        (await _database.Read((connection, token) => Tip(connection, token), cancel)).End;

    /// <summary>What these accounts may be told after a point, in the order of the feed: for who goes along its end, since it looks at each
    /// event. An account is told of an intent's events only after the match that told it of the intent; of events about a vendor only if it
    /// is that vendor, or the intent's customer.</summary>
    /// <remarks>What several accounts are told at one point is never cut apart, so a page may be longer than <paramref name="limit"/>. For
    /// a vendor the match stands for the opening of the intent and all that came before.</remarks>
    public Task<FeedPage> Read(IReadOnlyCollection<AccountId> accounts, FeedPoint after, int limit, CancellationToken cancel) =>
        _database.Read(
            async (connection, token) =>
            {
                var (end, waiting) = await Tip(connection, token);
                if (end <= after || accounts.Count == 0)
                    return new FeedPage([], end > after ? end : after, More: false, waiting);
                var until = await Window(connection, after, token) ?? end;
                var (items, total) = await Items(connection, accounts, after, until, limit, token);
                return total > items.Count
                    ? new FeedPage(items, items[^1].Point, More: true, waiting)
                    : new FeedPage(items, until, More: until < end, waiting);
            },
            cancel);

    /// <summary>The last point below the horizon, and whether anything committed stands beyond.</summary>
    private Task<(FeedPoint End, bool Waiting)> Tip(DbConnection connection, CancellationToken cancel) => connection.First(
        $"""
        WITH here AS (SELECT {_database.Horizon} AS horizon),
        ends AS (
            SELECT 0 AS feed, 0 AS ordinal
            UNION ALL
            SELECT feed, ordinal FROM (
                SELECT e.feed, e.ordinal FROM events e
                WHERE e.feed < (SELECT horizon FROM here) ORDER BY e.feed DESC, e.ordinal DESC LIMIT 1) AS last_event
            UNION ALL
            SELECT feed, ordinal FROM (
                SELECT a.feed, a.ordinal FROM audience a
                WHERE a.feed < (SELECT horizon FROM here) ORDER BY a.feed DESC, a.ordinal DESC LIMIT 1) AS last_match)
        SELECT feed, ordinal,
            coalesce((SELECT max(e.feed) FROM events e), 0) >= (SELECT horizon FROM here)
                OR coalesce((SELECT max(a.feed) FROM audience a), 0) >= (SELECT horizon FROM here)
        FROM ends
        ORDER BY feed DESC, ordinal DESC
        LIMIT 1
        """,
        new { }, r => (new FeedPoint(r.GetInt64(0), r.GetInt32(1)), r.GetBoolean(2)), cancel);

    /// <summary>Where <see cref="EventsMax"/> events after the point end; null where there are not so many.</summary>
    private Task<FeedPoint?> Window(DbConnection connection, FeedPoint after, CancellationToken cancel) => connection.First<FeedPoint?>(
        """
        SELECT e.feed, e.ordinal
        FROM events e
        WHERE e.feed >= @Feed AND (e.feed, e.ordinal) > (@Feed, @Ordinal)
        ORDER BY e.feed, e.ordinal
        LIMIT 1 OFFSET @skip
        """,
        new { after.Feed, after.Ordinal, skip = EventsMax - 1 }, r => new FeedPoint(r.GetInt64(0), r.GetInt32(1)), cancel);

    /// <summary>What the accounts are told in a stretch of few events: from each event to its audience.</summary>
    private string ByFeed =>
        $"""
        WITH reader AS MATERIALIZED (SELECT value AS account_id FROM {_database.Ids("@accounts")}),
        fresh AS MATERIALIZED (
            SELECT e.feed, e.ordinal, e.intent_id, e.seq, e.vendor
            FROM events e
            WHERE {Between("e")}),
        items AS (
            -- all of a customer's own intents
            SELECT e.feed, e.ordinal, a.at, a.account_id, a.role, a.pseudonym, e.intent_id, e.seq
            FROM fresh e
            JOIN audience AS a {By("audience_customer")} ON a.intent_id = e.intent_id AND a.role = 'customer'
            WHERE {Listener} IN (SELECT account_id FROM reader)
            UNION ALL
            -- what is about a vendor
            SELECT e.feed, e.ordinal, a.at, a.account_id, a.role, a.pseudonym, e.intent_id, e.seq
            FROM fresh e
            JOIN audience AS a {By("audience_pseudonym")} ON a.intent_id = e.intent_id AND a.pseudonym = e.vendor
                AND a.role = 'vendor' AND a.feed <= e.feed
            WHERE {Listener} IN (SELECT account_id FROM reader)
            UNION ALL
            -- what is about an intent as a whole, for the vendors that are told of it
            SELECT e.feed, e.ordinal, a.at, a.account_id, a.role, a.pseudonym, e.intent_id, e.seq
            FROM fresh e
            JOIN audience a ON a.intent_id = e.intent_id AND a.role = 'vendor' AND a.feed <= e.feed
            WHERE e.vendor IS NULL AND e.seq > 1 AND {Listener} IN (SELECT account_id FROM reader)
            UNION ALL
            -- a vendor's matches
            SELECT a.feed, a.ordinal, a.at, a.account_id, a.role, a.pseudonym, a.intent_id, NULL
            FROM audience a
            WHERE {Between("a")} AND a.role = 'vendor' AND {Listener} IN (SELECT account_id FROM reader)),
        {Page}
        """;

    /// <summary>SQLite has no statistics: without the sign, which keeps the column from an index, it would look up every
    /// reader at every event.</summary>
    private string Listener => _database.Pick(postgres: "a.account_id", sqlite: "+a.account_id");

    /// <summary>Nor does it know that few of an intent's audience are its customer, or have one pseudonym.</summary>
    private string By(string index) => _database.Pick(postgres: "", sqlite: $"INDEXED BY {index}");

    /// <summary>After the one point, up to the other. The bounds of the feed alone say nothing more, but a planner that does not know the
    /// values takes them for a narrow range, and pairs for a wide one.</summary>
    private static string Between(string row) =>
        $"""
        {row}.feed >= @feed AND {row}.feed <= @untilFeed
                AND ({row}.feed, {row}.ordinal) > (@feed, @ordinal) AND ({row}.feed, {row}.ordinal) <= (@untilFeed, @untilOrdinal)
        """;

    /// <summary>The first of the items, up to the limit and whatever shares the last one's point; only of these
    /// the bytes are read.</summary>
    private const string Page =
        $"""
        counted AS (
            SELECT feed, ordinal, at, account_id, role, pseudonym, intent_id, seq,
                rank() OVER (ORDER BY feed, ordinal) AS place, count(*) OVER () AS total
            FROM items)
        SELECT p.feed, p.ordinal, p.account_id, p.role, p.pseudonym, p.intent_id, p.total,
            coalesce(e.at, p.at), coalesce(e.partition, i.partition), {Journal.EventColumns}
        FROM counted p
        LEFT JOIN events e ON e.intent_id = p.intent_id AND e.seq = p.seq
        LEFT JOIN intents i ON i.intent_id = p.intent_id
        WHERE p.place <= @limit
        ORDER BY p.feed, p.ordinal, p.account_id
        """;

    private async Task<(List<FeedItem> Items, long Total)> Items(
        DbConnection connection, IReadOnlyCollection<AccountId> accounts, FeedPoint after, FeedPoint until, int limit,
        CancellationToken cancel)
    {
        // An event that many accounts are told of is held once.
        var events = new Dictionary<(IntentId, int), StoredEvent>();
        var total = 0L;
        var items = await connection.List(
            ByFeed,
            new
            {
                accounts = Ids.Of(accounts),
                feed = after.Feed,
                ordinal = after.Ordinal,
                untilFeed = until.Feed,
                untilOrdinal = until.Ordinal,
                limit,
            },
            Item, cancel);
        return (items, total);

        FeedItem Item(DbDataReader r)
        {
            total = r.GetInt64(6);
            var intentId = r.Id<IntentId>(5);
            StoredEvent? stored = null;
            if (r.IntOrNull(10) is { } seq && !events.TryGetValue((intentId, seq), out stored))
                events.Add((intentId, seq), stored = Journal.Event(r, 9));
            return new FeedItem(
                new FeedPoint(r.GetInt64(0), r.GetInt32(1)), r.GetInt64(7), r.Id<AccountId>(2), Names.Read<PartyRole>(r.GetString(3)),
                r.Id<Pseudonym>(4), intentId, r.IntOrNull(8) ?? Partitions.Of(intentId), stored);
        }
    }
}
