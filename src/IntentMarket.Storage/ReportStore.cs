using System.Data.Common;
using IntentMarket.Engine;

namespace IntentMarket.Storage;

/// <summary>What somebody holds against an intent or an offer.</summary>
/// <param name="Account">Who reported it; null once that account is erased, and the reason with it.</param>
/// <param name="OfferId">Null: it is the intent.</param>
/// <param name="About">Whose the intent or the offer is; null where it is erased. Read, never written.</param>
/// <param name="Outcome">What the operator did, once it is closed.</param>
public sealed record ReportRow(
    Guid Id, AccountId? Account, IntentId IntentId, OfferId? OfferId, string Reason, long At, AccountId? About = null,
    long? ClosedAt = null, string? Outcome = null);

public sealed class ReportStore
{
    private readonly Database _database;

    internal ReportStore(Database database) => _database = database;

    /// <summary>Answers the report as it stands: the first one, where its id came before. Null where the account has made
    /// <paramref name="max"/> reports since <paramref name="since"/>.</summary>
    public async Task<ReportRow?> Add(ReportRow report, int max, long since, CancellationToken cancel)
    {
        await _database.Write(
            async (connection, token) =>
            {
                await _database.LockAccount(connection, report.Account, token);
                return await connection.Change(
                    """
                    INSERT INTO reports (report_id, account_id, intent_id, offer_id, reason, at)
                    SELECT @Id, @Account, @IntentId, @OfferId, @Reason, @At
                    WHERE (SELECT count(*) FROM reports r WHERE r.account_id = @Account AND r.at > @since) < @max
                    ON CONFLICT (report_id) DO NOTHING
                    """,
                    new { report.Id, report.Account, report.IntentId, report.OfferId, report.Reason, report.At, max, since }, token);
            },
            cancel);
        return await Get(report.Id, cancel);
    }

    public Task<ReportRow?> Get(Guid id, CancellationToken cancel) => _database.Read(
        (connection, token) => connection.First(
            $"""
            SELECT {Columns}
            WHERE r.report_id = @id
            """,
            new { id }, Report, token),
        cancel);

    /// <summary>Newest first (by At, then id).</summary>
    /// <param name="closed">Null: all.</param>
    public async Task<IReadOnlyList<ReportRow>> List(bool? closed, (long At, Guid Id)? after, int limit, CancellationToken cancel) =>
        await _database.Read(
            (connection, token) => connection.List(
                $"""
                SELECT {Columns}
                WHERE (r.at, r.report_id) < (@at, @id) AND (@every OR (r.closed_at IS NOT NULL) = @closed)
                ORDER BY r.at DESC, r.report_id DESC
                LIMIT @limit
                """,
                new
                {
                    every = closed is null,
                    closed = closed ?? false,
                    at = after?.At ?? long.MaxValue,
                    id = after?.Id ?? Guid.AllBitsSet,
                    limit,
                },
                Report, token),
            cancel);

    /// <summary>What was closed stays as it was. Answers the report; null where there is none.</summary>
    public async Task<ReportRow?> Close(Guid id, long at, string outcome, CancellationToken cancel)
    {
        await _database.Write(
            (connection, token) => connection.Change(
                """
                UPDATE reports SET closed_at = @at, outcome = @outcome WHERE report_id = @id AND closed_at IS NULL
                """,
                new { id, at, outcome }, token),
            cancel);
        return await Get(id, cancel);
    }

    private const string Columns =
        """
        r.report_id, r.account_id, r.intent_id, r.offer_id, r.reason, r.at,
            CASE WHEN r.offer_id IS NULL THEN i.account_id ELSE o.account_id END, r.closed_at, r.outcome
        FROM reports r
        LEFT JOIN intents i ON i.intent_id = r.intent_id
        LEFT JOIN offers o ON o.offer_id = r.offer_id
        """;

    private static ReportRow Report(DbDataReader r) => new(
        r.Id(0), r.IdOrNull<AccountId>(1), r.Id<IntentId>(2), r.IdOrNull<OfferId>(3), r.GetString(4), r.GetInt64(5),
        r.IdOrNull<AccountId>(6), r.LongOrNull(7), r.TextOrNull(8));
}
