using System.Data;
using System.Data.Common;
using IntentMarket.Engine.Market;
using Npgsql;

namespace IntentMarket.Storage;

internal sealed class PostgresDatabase : Database
{
    /// <summary>Connections that a node opens at most, unless the connection string says otherwise; who finds none free waits, then gets
    /// <see cref="StoreDownException"/>.</summary>
    private const int ConnectionsMax = 32;

    /// <summary>Connections on which the market is decided: one for each loop, the beat and the look for what is due, and as many again
    /// while given up ones are dropped. They serve nothing else: no number of slow reads keeps a loop waiting. They are few, because the
    /// server's plans and caches belong to a connection, and over a pool of many each batch would find them cold.</summary>
    private const int DecidingMax = 8;

    /// <summary>At the start a node may wait for others that migrate.</summary>
    private const int PreparingMs = 60_000;

    private readonly NpgsqlDataSource _source;
    private readonly NpgsqlDataSource[] _all;
    private readonly int _deadlineMs;

    private PostgresDatabase(string connectionString, bool preparing)
    {
        _deadlineMs = preparing ? PreparingMs : DeadlineMs;
        var settings = Settings(connectionString, preparing);
        _source = NpgsqlDataSource.Create(settings);
        settings.MaxPoolSize = Math.Min(settings.MaxPoolSize, DecidingMax);
        _all = [_source, NpgsqlDataSource.Create(settings)];
        Deciding = new PostgresDatabase(_all[1], _all, _deadlineMs);
    }

    private PostgresDatabase(NpgsqlDataSource source, NpgsqlDataSource[] all, int deadlineMs)
    {
        (_source, _all, _deadlineMs) = (source, all, deadlineMs);
        Deciding = this;
    }

    public override Database Deciding { get; }

    public static async Task<PostgresDatabase> Open(string connectionString, CancellationToken cancel)
    {
        await using (var preparing = new PostgresDatabase(connectionString, preparing: true))
        {
            await CheckDurable(preparing, cancel);
            await Migrations.Run(preparing, "postgres", cancel);
            await KeepFeedGoing(preparing, cancel);
        }

        return new PostgresDatabase(connectionString, preparing: false);
    }

    public override Task<T> Read<T>(Func<DbConnection, CancellationToken, Task<T>> read, CancellationToken cancel) => Bounded(
        async call =>
        {
            await using var connection = await _source.OpenConnectionAsync(call.Broken);
            return await OrForgetBroken(connection, () => read(connection, call.Broken));
        },
        cancel);

    public override Task<T> Write<T>(Func<DbConnection, CancellationToken, Task<T>> write, CancellationToken cancel) => Bounded(
        async call =>
        {
            await using var connection = await _source.OpenConnectionAsync(call.Broken);
            return await OrForgetBroken(connection, async () =>
            {
                await using var transaction = await connection.BeginTransactionAsync(call.Broken);
                var result = await write(connection, call.Broken);
                if (!call.TryCommit())
                    throw new OperationCanceledException("Nobody waits for it any more.");
                await transaction.CommitAsync(call.Broken);
                return result;
            });
        },
        cancel);

    /// <remarks>A transaction keeps the rows that it deletes itself: the table is written anew, without them, by another.</remarks>
    public override async Task<T> Erase<T>(string table, Func<DbConnection, CancellationToken, Task<T>> write, CancellationToken cancel)
    {
        var result = await Write(
            async (connection, token) =>
            {
                await connection.Change($"""LOCK TABLE {table} IN EXCLUSIVE MODE""", null, token);
                return await write(connection, token);
            },
            cancel);
        await Write((connection, token) => connection.Change($"""CLUSTER {table} USING {table}_pkey""", null, token), cancel);
        return result;
    }

    public override string Ids(string parameter) => $"unnest({parameter}) AS list(value)";

    public override string Numbers(string parameter) => $"unnest({parameter}) AS list(value)";

    public override string Now => "CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint)";

    public override string NextFeed => """SELECT feed_now()""";

    public override string Horizon => "feed_horizon()";

    public override string OldestWriter =>
        """
        SELECT w.what, w.prepared
        FROM (
            SELECT 'the prepared transaction ' || quote_literal(p.gid) || ' of database ' || p.database AS what, true AS prepared,
                p.transaction AS xid
            FROM pg_prepared_xacts p
            UNION ALL
            SELECT concat('process ', a.pid, ' of database ', a.datname, ' (', a.application_name, ', ', a.state, ')'), false, a.backend_xid
            FROM pg_stat_activity a
            WHERE a.backend_xid IS NOT NULL) AS w
        ORDER BY age(w.xid) DESC
        LIMIT 1
        """;

    public override string ForUpdate => "FOR UPDATE";

    public override string Pick(string postgres, string sqlite) => postgres;

    public override async ValueTask DisposeAsync()
    {
        foreach (var source in _all)
            await source.DisposeAsync();
    }

    /// <summary>Waits for the work until the deadline, or until the caller gives up: what was given up before its
    /// commit is rolled back.</summary>
    /// <remarks>The driver gets none of these tokens. To cancel a command it asks the server over another connection, and waits for that in
    /// the thread that cancels: on a silent line the pool would run out of threads just then.</remarks>
    private async Task<T> Bounded<T>(Func<Call, Task<T>> work, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var call = new Call();
        var working = Run(call, work);
        while (true)
        {
            try
            {
                return await working.WaitAsync(TimeSpan.FromMilliseconds(_deadlineMs), cancel);
            }
            catch (TimeoutException e) when (!working.IsCompleted)
            {
                var isCommitting = !call.TryGiveUp();
                call.Break();
                throw Faults.Down(e, maybeStored: isCommitting);
            }
            catch (OperationCanceledException) when (!working.IsCompleted)
            {
                if (call.TryGiveUp())
                    throw;
                // It is committing: what becomes of it is known soon.
                cancel = CancellationToken.None;
            }
        }
    }

    private static async Task<T> Run<T>(Call call, Func<Call, Task<T>> work)
    {
        try
        {
            return await work(call);
        }
        catch (Exception e) when (Faults.IsDown(e, CancellationToken.None))
        {
            throw Faults.Down(e, maybeStored: call.IsCommitting);
        }
        finally
        {
            call.Dispose();
        }
    }

    /// <summary>When one connection is lost, the idle ones are likely lost too: each would fail one call more after the server is back. One
    /// on which the driver met what it did not expect may hold the answer to another call: it is never used again.</summary>
    private async Task<T> OrForgetBroken<T>(NpgsqlConnection connection, Func<Task<T>> work)
    {
        var isUseless = false;
        try
        {
            return await work();
        }
        catch (Exception e) when (Faults.MakesUseless(e))
        {
            isUseless = true;
            throw;
        }
        finally
        {
            if (isUseless || connection.State != ConnectionState.Open)
            {
                foreach (var source in _all)
                    source.Clear();
            }
        }
    }

    private NpgsqlConnectionStringBuilder Settings(string connectionString, bool preparing)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        Default("Timeout", 3);
        // The deadline comes first; this is for what goes on behind it, such as a rollback.
        Default("Command Timeout", 2 * _deadlineMs / 1_000);
        // What is cancelled drops its connection at once, whether the server heard of it or not.
        Default("Cancellation Timeout", -1);
        Default("Maximum Pool Size", ConnectionsMax);
        Default("Max Auto Prepare", 100);
        Default("Auto Prepare Min Usages", 2);
        // No statement of ours changes the session, so a connection needs no cleaning between two users.
        Default("No Reset On Close", true);
        Default("Application Name", "IntentMarket");
        settings.Pooling = !preparing;
        // The server's own bounds, in case the client is gone: who is locked out or forgets a transaction makes room for the others.
        var bounds = preparing
            ? $"-c statement_timeout={PreparingMs} -c lock_timeout={PreparingMs} -c idle_in_transaction_session_timeout={PreparingMs}"
            : "-c statement_timeout=5000 -c lock_timeout=3000 -c idle_in_transaction_session_timeout=5000";
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

    /// <summary>After the tables were restored into a cluster whose transactions count from lower, the feed would go back,
    /// and readers would miss what is new: the offset is raised above all that is stored, and above what a lost tail may
    /// have told its readers.</summary>
    private static Task<int> KeepFeedGoing(PostgresDatabase database, CancellationToken cancel) => database.Write(
        (connection, token) => connection.Change(
            """
            UPDATE settings SET number = number + (stored.feed - feed_now()) + 4294967296
            FROM (SELECT greatest(
                (SELECT max(feed) FROM events), (SELECT max(feed) FROM audience), (SELECT max(changed) FROM subscriptions)) AS feed)
                    AS stored
            WHERE name = 'feed-offset' AND stored.feed >= feed_now()
            """,
            null, token),
        cancel);

    /// <summary>One call, and which came first: its commit, or that nobody waits for it any more.</summary>
    private sealed class Call : IDisposable
    {
        private const int Working = 0, Committing = 1, GivenUp = 2;

        private readonly CancellationTokenSource _broken = new();
        private int _state;

        /// <summary>For the driver: cancelled when the connection is to be dropped.</summary>
        public CancellationToken Broken => _broken.Token;

        public bool IsCommitting => Volatile.Read(ref _state) == Committing;

        public bool TryCommit() => Interlocked.CompareExchange(ref _state, Committing, Working) == Working;

        public bool TryGiveUp() => Interlocked.CompareExchange(ref _state, GivenUp, Working) == Working;

        /// <summary>On a thread of its own, since the driver may block it for seconds; there are no more than connections.</summary>
        public void Break() => new Thread(Cancel) { IsBackground = true, Name = "drop a silent connection" }.Start();

        public void Dispose() => _broken.Dispose();

        private void Cancel()
        {
            try
            {
                _broken.Cancel();
            }
            catch (Exception e) when (e is ObjectDisposedException or AggregateException)
            {
                // It came to its end meanwhile, or the driver failed to drop it: its own timeout is next.
            }
        }
    }
}
