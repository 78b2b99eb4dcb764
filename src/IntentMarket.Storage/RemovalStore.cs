using IntentMarket.Engine;

namespace IntentMarket.Storage;

/// <param name="Vendor">The vendor's pseudonym.</param>
public sealed record StandingOffer(IntentId IntentId, OfferId OfferId, Pseudonym Vendor);

/// <summary>The offers of suspended vendors that are still to leave the market. That a vendor's are is stored with its suspension, so
/// whoever takes them off may break off anywhere.</summary>
public sealed class RemovalStore
{
    private readonly Database _database;

    internal RemovalStore(Database database) => _database = database;

    public async Task<bool> Any(CancellationToken cancel) => await _database.Read(
        (connection, token) => connection.Scalar<long>("""SELECT count(*) FROM (SELECT 1 FROM removals LIMIT 1) AS one""", null, token),
        cancel) > 0;

    /// <summary>The next ones in these partitions: first those on intents whose price moves by a clock, then those on
    /// what is due soonest.</summary>
    public async Task<IReadOnlyList<StandingOffer>> Next(IReadOnlyCollection<int> partitions, int limit, CancellationToken cancel) =>
        await _database.Read(
            (connection, token) => connection.List(
                $"""
                SELECT o.intent_id, o.offer_id, o.vendor
                FROM removals r
                JOIN offers o ON o.account_id = r.account_id AND {Leaves}
                JOIN intents i ON i.intent_id = o.intent_id AND i.status IN ('open', 'evaluating')
                WHERE i.partition IN (SELECT value FROM {_database.Numbers("@partitions")})
                ORDER BY CASE WHEN {_database.Pick(
                    postgres: "position(convert_to('\"clock\":{', 'UTF8') IN i.terms)",
                    sqlite: "instr(i.terms, CAST('\"clock\":{' AS BLOB))")} > 0 THEN 0 ELSE 1 END, i.wake_at, o.offer_id
                LIMIT @limit
                """,
                new { partitions = new Numbers(partitions.Select(p => (long)p)), limit },
                r => new StandingOffer(r.Id<IntentId>(0), r.Id<OfferId>(1), r.Id<Pseudonym>(2)), token),
            cancel);

    /// <summary>Whether the offer is on its way out.</summary>
    public async Task<bool> Takes(OfferId offerId, CancellationToken cancel) => await _database.Read(
        (connection, token) => connection.Scalar<long>(
            $"""
            SELECT count(*) FROM offers o JOIN removals r ON r.account_id = o.account_id WHERE o.offer_id = @offerId AND {Leaves}
            """,
            new { offerId }, token),
        cancel) > 0;

    /// <summary>Of the vendors that were suspended before <paramref name="settled"/> those are done that have nothing left: what was on its
    /// way to the market when they were has arrived by then.</summary>
    public Task<int> Finish(long settled, CancellationToken cancel) => _database.Write(
        (connection, token) => connection.Change(
            $"""
            DELETE FROM removals AS r WHERE r.at < @settled AND NOT EXISTS (
                SELECT 1 FROM offers o JOIN intents i ON i.intent_id = o.intent_id AND i.status IN ('open', 'evaluating')
                WHERE o.account_id = r.account_id AND {Leaves})
            """,
            new { settled }, token),
        cancel);

    /// <summary>A vendor that was restored meanwhile keeps what it offers since.</summary>
    private const string Leaves = "o.status IN ('live', 'unconfirmed') AND (r.until IS NULL OR o.at < r.until)";
}
