using System.Data.Common;
using IntentMarket.Engine;

namespace IntentMarket.Storage;

/// <param name="Body">The criteria as JSON; null: it was removed.</param>
/// <param name="Changed">A number that grows with every change, for <see cref="SubscriptionStore.ChangedSince"/>.</param>
public sealed record SubscriptionRow(AccountId Account, string Name, string? Body, long Changed);

public sealed class SubscriptionStore
{
    /// <summary>How long it is remembered that a vendor removed criteria.</summary>
    private const long RememberRemovedMs = 60 * 60 * 1_000;

    private readonly Database _database;

    internal SubscriptionStore(Database database) => _database = database;

    /// <summary>False where the vendor has <paramref name="max"/> others already, or three times as many that it removed
    /// within the last hour.</summary>
    public Task<bool> Put(AccountId account, string name, string body, int max, CancellationToken cancel) => _database.Write(
        async (connection, token) =>
        {
            await _database.LockAccount(connection, account, token);
            await Forget(
                connection, $"account_id = @account AND name <> @name AND body IS NULL AND at < {_database.Now} - @remember",
                new { account, name, remember = RememberRemovedMs }, token);
            var changed = await connection.Scalar<long>(_database.NextFeed, null, token);
            return await connection.Change(
                $"""
                INSERT INTO subscriptions (account_id, name, body, changed, at)
                SELECT @account, @name, @body, @changed, {_database.Now}
                WHERE (SELECT count(*) FROM subscriptions WHERE account_id = @account AND name <> @name AND body IS NOT NULL) < @max
                    AND (SELECT count(*) FROM subscriptions WHERE account_id = @account AND name <> @name) < 4 * @max
                ON CONFLICT (account_id, name) DO UPDATE SET body = excluded.body, changed = excluded.changed, at = excluded.at
                """,
                new { account, name, body, changed, max }, token) == 1;
        },
        cancel);

    public Task<bool> Remove(AccountId account, string name, CancellationToken cancel) => _database.Write(
        async (connection, token) =>
        {
            var changed = await connection.Scalar<long>(_database.NextFeed, null, token);
            return await connection.Change(
                $"""
                UPDATE subscriptions SET body = NULL, changed = @changed, at = {_database.Now}
                WHERE account_id = @account AND name = @name AND body IS NOT NULL
                """,
                new { account, name, changed }, token) == 1;
        },
        cancel);

    public async Task<IReadOnlyList<SubscriptionRow>> List(AccountId account, CancellationToken cancel) => await _database.Read(
        (connection, token) => connection.List(
            """
            SELECT s.account_id, s.name, s.body, s.changed
            FROM subscriptions s
            WHERE s.account_id = @account AND s.body IS NOT NULL
            ORDER BY s.name
            """,
            new { account }, Subscription, token),
        cancel);

    /// <summary>What changed after that number, removed ones included, and the number to go on from. Every change that was confirmed before
    /// the call is in it; a change may come twice. Where there are <paramref name="limit"/> of them there may be more,
    /// <paramref name="after"/> the last.</summary>
    /// <remarks>A removal is remembered for an hour. Who has not asked for so long that one may be forgotten since is told all that there
    /// are (<c>IsAll</c>), as who asks from 0 is: what it has in hand beside them is gone, and it goes on as from 0.</remarks>
    public Task<(IReadOnlyList<SubscriptionRow> Rows, long Next, bool IsAll)> ChangedSince(
        long changed, CancellationToken cancel, SubscriptionRow? after = null, int limit = int.MaxValue) => _database.Read(
        async (connection, token) =>
        {
            // What is committed later has a number at or above the horizon of now, so the next call finds it.
            var next = await connection.Scalar<long>($"""SELECT {_database.Horizon}""", null, token);
            var rows = await Changed(connection, changed, after, limit, token);
            // Read after the rows: what was forgotten before they were read shows here.
            var forgotten = await connection.Scalar<long?>(
                """SELECT number FROM settings WHERE name = 'subscriptions-forgotten'""", null, token) ?? -1;
            return changed > 0 && changed <= forgotten
                ? (await Changed(connection, 0, null, limit, token), next, true)
                : (rows, next, changed == 0 && after is null);
        },
        cancel);

    /// <summary>Forgets rows, and up to what change some may be missing since.</summary>
    internal static async Task Forget(DbConnection connection, string which, object parameters, CancellationToken cancel)
    {
        var forgotten = await connection.List(
            $"""DELETE FROM subscriptions WHERE {which} RETURNING changed""", parameters, r => r.GetInt64(0), cancel);
        if (forgotten.Count == 0)
            return;
        await connection.Change(
            """
            INSERT INTO settings (name, number) VALUES ('subscriptions-forgotten', @last)
            ON CONFLICT (name) DO UPDATE SET number = excluded.number WHERE settings.number < excluded.number
            """,
            new { last = forgotten.Max() }, cancel);
    }

    private static async Task<IReadOnlyList<SubscriptionRow>> Changed(
        DbConnection connection, long since, SubscriptionRow? after, int limit, CancellationToken cancel) => await connection.List(
        """
        SELECT s.account_id, s.name, s.body, s.changed
        FROM subscriptions s
        WHERE s.changed >= @since AND (s.changed, s.account_id, s.name) > (@changed, @account, @name)
        ORDER BY s.changed, s.account_id, s.name
        LIMIT @limit
        """,
        new
        {
            since = Math.Max(since, after?.Changed ?? 0),
            changed = after?.Changed ?? -1,
            account = after?.Account ?? default,
            name = after?.Name ?? "",
            limit,
        },
        Subscription, cancel);

    private static SubscriptionRow Subscription(DbDataReader r) => new(r.Id<AccountId>(0), r.GetString(1), r.TextOrNull(2), r.GetInt64(3));
}
