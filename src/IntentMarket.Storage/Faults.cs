using System.Net.Sockets;
using IntentMarket.Engine.Market;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace IntentMarket.Storage;

/// <summary>Tells a store that is not there from a statement that is wrong.</summary>
internal static class Faults
{
    private const string IdleInTransactionTimeout = "25P03";

    /// <summary>Whether the exception means that the store did not answer, or could not do what it always can.</summary>
    /// <param name="cancel">The caller's own: where it is cancelled, a cancellation is no fault; else the deadline has passed.</param>
    public static bool IsDown(Exception exception, CancellationToken cancel) => exception switch
    {
        StoreDownException => false,
        PostgresException postgres => IsDown(postgres.SqlState),
        NpgsqlException or SocketException or IOException or TimeoutException or ObjectDisposedException => true,
        OperationCanceledException => !cancel.IsCancellationRequested,
        SqliteException sqlite => IsDown(sqlite.SqliteErrorCode),
        _ => IsOfDriver(exception),
    };

    /// <summary>Whether the connection on which it was thrown is of no use any more. What the server says of a statement, and what this
    /// program throws, leaves it as it was; a server that only reads has handed over to another.</summary>
    public static bool MakesUseless(Exception exception) => exception is PostgresException postgres
        ? postgres.SqlState == PostgresErrorCodes.ReadOnlySqlTransaction
        : exception.Source?.StartsWith(nameof(IntentMarket), StringComparison.Ordinal) != true;

    /// <summary>Thrown by the driver, which has no type for what breaks its protocol: "Received unexpected backend message".</summary>
    private static bool IsOfDriver(Exception exception) => exception.Source == typeof(NpgsqlConnection).Assembly.GetName().Name;

    public static StoreDownException Down(Exception exception, bool maybeStored) =>
        new($"The store did not answer: {Said(exception)}", maybeStored, exception);

    /// <summary>With what is at the bottom of it: a certificate that does not fit, a host that is not there.</summary>
    private static string Said(Exception exception) =>
        exception.GetBaseException() is var cause && cause != exception ? $"{exception.Message}: {cause.Message}" : exception.Message;

    /// <summary>Another writer was faster, or in the way: nothing was stored, and it can be tried again.</summary>
    public static bool IsConflict(PostgresException exception) => exception.SqlState is
        PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure;

    private static bool IsDown(string state) =>
        state.StartsWith("08", StringComparison.Ordinal) // connection
        || state.StartsWith("28", StringComparison.Ordinal) // it does not let us in
        || state.StartsWith("53", StringComparison.Ordinal) // disk full, out of memory, too many connections
        || state.StartsWith("57", StringComparison.Ordinal) // shutting down, starting up, statement timeout
        || state.StartsWith("58", StringComparison.Ordinal) // I/O
        || state is PostgresErrorCodes.InvalidCatalogName or PostgresErrorCodes.LockNotAvailable
            or PostgresErrorCodes.ReadOnlySqlTransaction or IdleInTransactionTimeout;

    private static bool IsDown(int code) => code is
        SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED or SQLitePCL.raw.SQLITE_NOMEM or SQLitePCL.raw.SQLITE_READONLY
        or SQLitePCL.raw.SQLITE_IOERR or SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_FULL or SQLitePCL.raw.SQLITE_CANTOPEN
        or SQLitePCL.raw.SQLITE_PROTOCOL or SQLitePCL.raw.SQLITE_NOTADB or SQLitePCL.raw.SQLITE_PERM;
}
