using IntentMarket.Engine;

namespace IntentMarket.Storage;

/// <param name="Part">What was telling it: the inboxes, the fan-out, the feed, the places.</param>
/// <param name="Seq">Of the event; 0: the intent as a whole.</param>
public sealed record UnpublishedRow(string Part, IntentId IntentId, int Seq, string Why);

/// <summary>What could not be told and was set aside. It goes when what was told then goes too.</summary>
public sealed class UnpublishedStore
{
    /// <summary>Characters of a reason; the rest is cut off.</summary>
    public const int WhyMax = 200;

    private readonly Database _database;

    internal UnpublishedStore(Database database) => _database = database;

    /// <summary>False where it stands there already.</summary>
    public async Task<bool> Add(UnpublishedRow row, CancellationToken cancel) => await _database.Write(
        (connection, token) => connection.Change(
            $"""
            INSERT INTO unpublished (part, intent_id, seq, why, at) VALUES (@Part, @IntentId, @Seq, @why, {_database.Now})
            ON CONFLICT (part, intent_id, seq) DO NOTHING
            """,
            new { row.Part, row.IntentId, row.Seq, why = row.Why.Length > WhyMax ? row.Why[..WhyMax] : row.Why }, token),
        cancel) == 1;

    public async Task<IReadOnlyList<UnpublishedRow>> List(IntentId intentId, CancellationToken cancel) => await _database.Read(
        (connection, token) => connection.List(
            """
            SELECT u.part, u.intent_id, u.seq, u.why FROM unpublished u WHERE u.intent_id = @intentId ORDER BY u.part, u.seq
            """,
            new { intentId }, r => new UnpublishedRow(r.GetString(0), r.Id<IntentId>(1), r.GetInt32(2), r.GetString(3)), token),
        cancel);

    public Task Forget(CancellationToken cancel) => _database.Write(
        (connection, token) => connection.Change(
            $"""DELETE FROM unpublished WHERE at < {_database.Now} - @kept""", new { kept = FeedReads.KeptMs }, token),
        cancel);
}
