using System.Data.Common;
using IntentMarket.Engine;
using IntentMarket.Engine.Market;

namespace IntentMarket.Storage;

/// <summary>Reads the journal; how it is written best differs between the databases (<see cref="PostgresJournal"/>,
/// <see cref="SqliteJournal"/>).</summary>
internal abstract class Journal(Database database) : IJournal
{
    /// <summary>The columns that <see cref="Event"/> reads.</summary>
    public const string EventColumns = "e.intent_id, e.seq, e.at, e.vendor, e.bytes, e.hash, e.partition, e.position, e.feed, e.ordinal";

    /// <summary>As many where there is no event.</summary>
    public const string NoEvent = "NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL";

    public abstract int Loops { get; }

    protected Database Database => database;

    public abstract Task<Appended> Append(Batch batch, CancellationToken cancel);

    public async Task<IReadOnlyList<StoredEvent>> ReadIntents(IReadOnlyCollection<IntentId> intents, CancellationToken cancel) =>
        await database.Read(
            (connection, token) => connection.List(
                $"""
                SELECT {EventColumns}
                FROM events e
                WHERE e.intent_id IN (SELECT value FROM {database.Ids("@intents")})
                ORDER BY e.intent_id, e.seq
                """,
                new { intents = Ids.Of(intents) },
                r => Event(r), token),
            cancel);

    public Task<StoredEvent?> ReadEvent(IntentId intentId, int seq, CancellationToken cancel) => database.Read(
        (connection, token) => connection.First(
            $"""
            SELECT {EventColumns}
            FROM events e
            WHERE e.intent_id = @intentId AND e.seq = @seq
            """,
            new { intentId, seq },
            r => Event(r), token),
        cancel);

    /// <remarks>A transaction's events stand side by side by their feed, so that a commit needs no index of its own
    /// to find its events.</remarks>
    public async Task<IReadOnlyList<Commit>> ReadCommits(int partition, long after, int limit, CancellationToken cancel)
    {
        var rows = await database.Read(
            (connection, token) => connection.List(
                $"""
                SELECT c.position, c.at, {EventColumns}
                FROM (
                    SELECT position, feed, at FROM commits
                    WHERE partition = @partition AND position > @after
                    ORDER BY position LIMIT @limit) AS c
                LEFT JOIN events e ON e.feed = c.feed AND e.partition = @partition AND e.position = c.position
                ORDER BY c.position, e.ordinal
                """,
                new { partition, after, limit },
                r => (Position: r.GetInt64(0), At: r.GetInt64(1), Event: r.IsDBNull(2) ? null : Event(r, 2)), token),
            cancel);
        return [.. rows
            .GroupBy(row => (row.Position, row.At))
            .Select(commit => new Commit(
                partition, commit.Key.Position, commit.Key.At, [.. commit.Select(row => row.Event).OfType<StoredEvent>()]))];
    }

    public async Task<IReadOnlyDictionary<int, long>> Heads(IReadOnlyCollection<int> partitions, CancellationToken cancel)
    {
        var heads = await database.Read(
            (connection, token) => connection.List(
                $"""
                SELECT list.value, coalesce((SELECT max(c.position) FROM commits c WHERE c.partition = list.value), 0)
                FROM {database.Numbers("@partitions")}
                """,
                new { partitions = new Numbers(partitions.Distinct().Select(p => (long)p)) },
                r => (Partition: (int)r.GetInt64(0), Head: r.GetInt64(1)), token),
            cancel);
        return heads.ToDictionary(h => h.Partition, h => h.Head);
    }

    /// <summary>Reads <see cref="EventColumns"/>, of which the first is at <paramref name="from"/>.</summary>
    public static StoredEvent Event(DbDataReader reader, int from = 0) => new(
        reader.Id<IntentId>(from), reader.GetInt32(from + 1), reader.GetInt64(from + 2), reader.IdOrNull<Pseudonym>(from + 3),
        reader.Bytes(from + 4), reader.Bytes(from + 5), reader.GetInt32(from + 6), reader.GetInt64(from + 7), reader.GetInt64(from + 8),
        reader.GetInt32(from + 9));

    /// <summary>Whom the batch tells of which of its events.</summary>
    protected static IEnumerable<(StoredEvent Event, ToldTo To)> Told(IEnumerable<StoredEvent> events) =>
        from e in events from to in e.Told select (e, to);

    /// <summary>The time of a match that came by a bid: the batch's.</summary>
    protected static long At(Batch batch) => batch.Commits.Count == 0 ? 0 : batch.Commits.Max(commit => commit.At);

    /// <summary>The place of a batch's party before its events: -1, -2, … so that it is unique.</summary>
    protected static int Ordinal(int index) => -1 - index;
}
