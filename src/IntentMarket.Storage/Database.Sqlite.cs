using System.Data.Common;
using IntentMarket.Engine.Market;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace IntentMarket.Storage;

/// <summary>A file: one connection writes, as many as need to read the state of the last commit beside it (WAL).</summary>
internal sealed class SqliteDatabase : Database
{
    private readonly string _readers;
    private readonly string _writers;
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Only who has the turn touches it; null after a fault, then it is opened anew.</summary>
    private SqliteConnection? _writer;

    private SqliteDatabase(string file)
    {
        // The driver asks a busy database again until the timeout (in seconds).
        var builder = new SqliteConnectionStringBuilder { DataSource = file, DefaultTimeout = 3 };
        _readers = builder.ToString();
        builder.Pooling = false;
        _writers = builder.ToString();
    }

    public static async Task<SqliteDatabase> Open(string file, CancellationToken cancel)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder)
            Directory.CreateDirectory(folder);
        var database = new SqliteDatabase(file);
        try
        {
            await Migrations.Run(database, "sqlite", cancel);
            return database;
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    public override async Task<T> Read<T>(Func<DbConnection, CancellationToken, Task<T>> read, CancellationToken cancel)
    {
        try
        {
            await using var connection = new SqliteConnection(_readers);
            await connection.OpenAsync(cancel);
            return await read(connection, cancel);
        }
        catch (Exception e) when (Faults.IsDown(e, cancel))
        {
            throw Faults.Down(e, maybeStored: false);
        }
    }

    public override async Task<T> Write<T>(Func<DbConnection, CancellationToken, Task<T>> write, CancellationToken cancel)
    {
        if (!await _turn.WaitAsync(DeadlineMs, cancel))
            throw new StoreDownException("The store did not answer: the writer is busy.", maybeStored: false);
        var committing = false;
        try
        {
            _writer ??= OpenWriter();
            Execute(_writer, "BEGIN IMMEDIATE");
            var result = await write(_writer, cancel);
            committing = true;
            Execute(_writer, "COMMIT");
            return result;
        }
        catch (Exception e)
        {
            RollBack();
            if (!Faults.IsDown(e, cancel))
                throw;
            // A commit that failed while it was being synced may be found in the log after a crash; one that found no room was not written.
            throw Faults.Down(
                e, maybeStored: committing && e is not SqliteException { SqliteErrorCode: raw.SQLITE_FULL or raw.SQLITE_BUSY });
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <remarks>What was written to the log before goes with the log.</remarks>
    public override async Task<T> Erase<T>(string table, Func<DbConnection, CancellationToken, Task<T>> write, CancellationToken cancel)
    {
        var result = await Write(write, cancel);
        await Read((connection, token) => connection.Change("PRAGMA wal_checkpoint(TRUNCATE)", null, token), cancel);
        return result;
    }

    public override string Ids(string parameter) => $"(SELECT unhex(value) AS value FROM json_each({parameter})) AS list";

    public override string Numbers(string parameter) => $"json_each({parameter}) AS list";

    public override string Now => "CAST(round(unixepoch('subsec') * 1000) AS INTEGER)";

    public override string NextFeed => """UPDATE settings SET number = number + 1 WHERE name = 'feed' RETURNING number""";

    public override string Horizon => "(SELECT number + 1 FROM settings WHERE name = 'feed')";

    public override string OldestWriter => """SELECT 'the writer', false""";

    public override string ForUpdate => "";

    public override string Pick(string postgres, string sqlite) => sqlite;

    public override async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync();
        _writer?.Dispose();
        _writer = null;
        _turn.Release();
        using var connection = new SqliteConnection(_readers);
        SqliteConnection.ClearPool(connection);
    }

    private SqliteConnection OpenWriter()
    {
        var connection = new SqliteConnection(_writers);
        try
        {
            connection.Open();
            // FULL syncs at each commit: NORMAL may lose the last ones at a power cut. A checkpoint each 4,000 pages, not each
            // 1,000, spares syncs. What is deleted is overwritten: who leaves is not to be found in the file's free space.
            Execute(
                connection,
                "PRAGMA busy_timeout = 3000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000; "
                + "PRAGMA cache_size = -65536; PRAGMA secure_delete = ON");
            if (Scalar(connection, "PRAGMA journal_mode") is not "wal" || Scalar(connection, "PRAGMA synchronous") is not 2L)
            {
                throw new InvalidOperationException(
                    "SQLite does not keep a write-ahead log on this file system, so it cannot be durable here.");
            }
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>SQLite has rolled back by itself after some faults. If the state is unclear, the connection goes.</summary>
    private void RollBack()
    {
        if (_writer is null)
            return;
        try
        {
            if (raw.sqlite3_get_autocommit(_writer.Handle) == 0)
                Execute(_writer, "ROLLBACK");
        }
        catch (SqliteException)
        {
            _writer.Dispose();
            _writer = null;
        }
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
