using System.Data;
using System.Data.Common;
using IntentMarket.Engine;
using Npgsql;

namespace IntentMarket.Storage;

internal sealed class PostgresDatabase : Database
{
    /// <summary>Connections that a node opens at most, unless the connection string says otherwise; who finds none free waits, then gets
    /// <see cref="StoreDownException"/>.</summary>
    private const int ConnectionsMax = 32;

    private readonly NpgsqlDataSource _source;

    private PostgresDatabase(NpgsqlConnectionStringBuilder settings) => _source = NpgsqlDataSource.Create(settings);

    public static async Task<PostgresDatabase> Open(string connectionString, CancellationToken cancel)
    {
        await using (var preparing = new PostgresDatabase(Settings(connectionString, pooled: false)))
        {
            await CheckDurable(preparing, cancel);
            await Migrations.Run(preparing, "postgres", cancel);
            await KeepFeedGoing(preparing, cancel);
        }

        return new PostgresDatabase(Settings(connectionString, pooled: true));
    }

    public override async Task<T> Read<T>(Func<DbConnection, CancellationToken, Task<T>> read, CancellationToken cancel)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        deadline.CancelAfter(DeadlineMs);
        NpgsqlConnection? connection = null;
        try
        {
            connection = await _source.OpenConnectionAsync(deadline.Token);
            return await read(connection, deadline.Token);
        }
        catch (Exception e) when (Faults.IsDown(e, cancel))
        {
            ForgetBroken(connection);
            throw Faults.Down(e, maybeStored: false);
        }
        finally
        {
            if (connection is not null)
                await connection.DisposeAsync();
        }
    }

    public override async Task<T> Write<T>(Func<DbConnection, CancellationToken, Task<T>> write, CancellationToken cancel)
    {
        using var deadline = new CancellationTokenSource(DeadlineMs);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, deadline.Token);
        NpgsqlConnection? connection = null;
        var committing = false;
        try
        {
            connection = await _source.OpenConnectionAsync(either.Token);
            await using var transaction = await connection.BeginTransactionAsync(either.Token);
            var result = await write(connection, either.Token);
            committing = true;
            // From here on the caller cannot call it off: it would not know what became of it.
            await transaction.CommitAsync(deadline.Token);
            return result;
        }
        catch (Exception e) when (Faults.IsDown(e, committing ? CancellationToken.None : cancel))
        {
            ForgetBroken(connection);
            throw Faults.Down(e, maybeStored: committing);
        }
        finally
        {
            if (connection is not null)
                await connection.DisposeAsync();
        }
    }

    public override string Ids(string parameter) => $"unnest({parameter}) AS list(value)";

    public override string Numbers(string parameter) => $"unnest({parameter}) AS list(value)";

    public override string Now => "CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint)";

    public override string NextFeed => """SELECT feed_now()""";

    public override string Horizon => "feed_horizon()";

    public override string ForUpdate => "FOR UPDATE";

    public override string Pick(string postgres, string sqlite) => postgres;

    public override ValueTask DisposeAsync() => _source.DisposeAsync();

    /// <summary>When one connection is lost, the idle ones are likely lost too: each would fail one call more after the server is back.</summary>
    private void ForgetBroken(NpgsqlConnection? connection)
    {
        if (connection is not null && connection.State != ConnectionState.Open)
            _source.Clear();
    }

    private static NpgsqlConnectionStringBuilder Settings(string connectionString, bool pooled)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        Default("Timeout", 3);
        Default("Command Timeout", DeadlineMs / 1_000);
        // At the deadline the connection is dropped at once: asking the server to cancel could hang like what it should cancel.
        Default("Cancellation Timeout", -1);
        Default("Maximum Pool Size", ConnectionsMax);
        Default("Max Auto Prepare", 100);
        Default("Auto Prepare Min Usages", 2);
        // No statement of ours changes the session, so a connection needs no cleaning between two users.
        Default("No Reset On Close", true);
        Default("Application Name", "IntentMarket");
        settings.Pooling = pooled;
        // The server's own bounds, in case the client is gone: who is locked out or forgets a transaction makes room for the others.
        var bounds = pooled
            ? "-c statement_timeout=5000 -c lock_timeout=3000 -c idle_in_transaction_session_timeout=5000"
            : "-c statement_timeout=60000 -c lock_timeout=60000 -c idle_in_transaction_session_timeout=60000";
        settings.Options = $"{bounds} {settings.Options}".TrimEnd();
        return settings;

        void Default(string name, object value)
        {
            if (!settings.ShouldSerialize(name))
                settings[name] = value;
        }
    }

    private static async Task CheckDurable(PostgresDatabase database, CancellationToken cancel)
    {
        var off = await database.Read(
            (connection, token) => connection.Scalar<string>(
                """
                SELECT string_agg(name, ', ' ORDER BY name) FROM pg_settings
                WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit') AND setting = 'off'
                """,
                null, token),
            cancel);
        if (off is not null)
            throw new InvalidOperationException($"PostgreSQL would lose what it confirmed, because these settings are off: {off}.");
    }

    /// <summary>After the tables were restored into a cluster whose transactions count from lower, the feed would go back, and readers would miss what is
    /// new: the offset is raised above all that is stored, and above what a lost tail may have told its readers.</summary>
    private static Task<int> KeepFeedGoing(PostgresDatabase database, CancellationToken cancel) => database.Write(
        (connection, token) => connection.Change(
            """
            UPDATE settings SET number = number + (stored.feed - feed_now()) + 4294967296
            FROM (SELECT greatest(
                (SELECT max(feed) FROM events), (SELECT max(feed) FROM audience), (SELECT max(changed) FROM subscriptions)) AS feed) AS stored
            WHERE name = 'feed-offset' AND stored.feed >= feed_now()
            """,
            null, token),
        cancel);
}
