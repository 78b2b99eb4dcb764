using IntentMarket.Engine;

namespace IntentMarket.Storage;

/// <summary>An intent that its customer has not posted yet.</summary>
/// <param name="Id">Cannot be guessed. While the draft is nobody's, the browser that wrote it opens it.</param>
/// <param name="Account">Null: whoever wrote it has not signed in.</param>
/// <param name="Body">What was filled in, as the site writes it.</param>
/// <param name="ChangedAt">Unix milliseconds.</param>
public sealed record Draft(Guid Id, AccountId? Account, string Body, long ChangedAt);

/// <summary>Drafts of intents, saved while they are written. An account keeps its <see cref="KeptMax"/> latest; of those that are nobody's
/// the <see cref="AddressMax"/> latest of an address and the <see cref="NobodysMax"/> latest of all are kept, for
/// <see cref="NobodysKeptFor"/>.</summary>
public sealed class DraftStore
{
    public const int KeptMax = 20;
    public const int NobodysMax = 10_000;
    public const int AddressMax = 100;
    public static readonly TimeSpan NobodysKeptFor = TimeSpan.FromDays(30);

    private readonly Database _database;

    internal DraftStore(Database database) => _database = database;

    /// <summary>Saves a draft, new or changed. False where it is somebody else's.</summary>
    /// <param name="address">What stands for the address that it is written from: kept with a draft that is nobody's.</param>
    public Task<bool> Save(Draft draft, byte[] address, CancellationToken cancel) => _database.Write(
        async (connection, token) =>
        {
            var writtenFrom = draft.Account is null ? address : null;
            var mine = new { draft.Id, account = draft.Account ?? default, draft.Body, draft.ChangedAt, writtenFrom };
            if (await connection.Change(
                """
                UPDATE drafts SET body = @Body, changed_at = @ChangedAt WHERE draft_id = @Id AND account_id = @account
                """,
                mine, token) == 1)
                return true;
            if (await connection.Change(
                """
                INSERT INTO drafts (draft_id, account_id, body, changed_at, written_from)
                VALUES (@Id, @account, @Body, @ChangedAt, @writtenFrom)
                ON CONFLICT (draft_id) DO NOTHING
                """,
                mine, token) == 0)
                return false;
            if (writtenFrom is not null)
                await KeepLatest(connection, "written_from", writtenFrom, AddressMax, token);
            await KeepLatest(connection, "account_id", mine.account, writtenFrom is null ? KeptMax : NobodysMax, token);
            await connection.Change(
                """
                DELETE FROM drafts WHERE account_id = @nobody AND changed_at < @expired
                """,
                new { nobody = Guid.Empty, expired = draft.ChangedAt - (long)NobodysKeptFor.TotalMilliseconds }, token);
            return true;
        },
        cancel);

    /// <summary>A draft of the account's, or one that is nobody's.</summary>
    public Task<Draft?> Get(Guid id, AccountId? account, CancellationToken cancel) => _database.Read(
        (connection, token) => connection.First(
            """
            SELECT d.draft_id, d.account_id, d.body, d.changed_at FROM drafts d
            WHERE d.draft_id = @id AND (d.account_id = @account OR d.account_id = @nobody)
            """,
            new { id, account = account ?? default, nobody = Guid.Empty }, Draft, token),
        cancel);

    /// <summary>An account's own, latest first.</summary>
    public async Task<IReadOnlyList<Draft>> List(AccountId account, CancellationToken cancel) => await _database.Read(
        (connection, token) => connection.List(
            """
            SELECT d.draft_id, d.account_id, d.body, d.changed_at FROM drafts d
            WHERE d.account_id = @account
            ORDER BY d.changed_at DESC, d.draft_id
            LIMIT @KeptMax
            """,
            new { account, KeptMax }, Draft, token),
        cancel);

    /// <summary>Who wrote it has signed in: it is theirs from <paramref name="now"/> on. One that is somebody's already stays so.</summary>
    public Task Claim(Guid id, AccountId account, long now, CancellationToken cancel) => _database.Write(
        async (connection, token) =>
        {
            var claimed = await connection.Change(
                """
                UPDATE drafts SET account_id = @account, changed_at = @now, written_from = NULL
                WHERE draft_id = @id AND account_id = @nobody
                """,
                new { id, account, now, nobody = Guid.Empty }, token);
            if (claimed == 1)
                await KeepLatest(connection, "account_id", account, KeptMax, token);
            return claimed;
        },
        cancel);

    /// <summary>It was posted, or is not wanted any more.</summary>
    public Task Remove(Guid id, AccountId account, CancellationToken cancel) => _database.Write(
        (connection, token) => connection.Change(
            """DELETE FROM drafts WHERE draft_id = @id AND account_id = @account""", new { id, account }, token),
        cancel);

    private static Task<int> KeepLatest<T>(
        System.Data.Common.DbConnection connection, string column, T whose, int kept, CancellationToken cancel) => connection.Change(
        $"""
        DELETE FROM drafts WHERE {column} = @whose AND changed_at <= (
            SELECT d.changed_at FROM drafts d WHERE d.{column} = @whose ORDER BY d.changed_at DESC LIMIT 1 OFFSET @kept)
        """,
        new { whose, kept }, cancel);

    private static Draft Draft(System.Data.Common.DbDataReader r) =>
        new(r.Id(0), r.Id<AccountId>(1) is var account && account == default ? null : account, r.GetString(2), r.GetInt64(3));
}
