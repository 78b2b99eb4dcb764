using System.Data.Common;
using IntentMarket.Engine;
using IntentMarket.Engine.Market;

namespace IntentMarket.Storage;

/// <summary>One of the two databases: how to work on it, and the few expressions in which their SQL differs.</summary>
/// <remarks>Whatever means "it does not answer" leaves here as a <see cref="StoreDownException"/>, within about
/// <see cref="DeadlineMs"/>; the next call tries again from scratch, so that all goes on once the database is back.</remarks>
internal abstract class Database : IAsyncDisposable
{
    /// <summary>How long anything may take before the store counts as down.</summary>
    public const int DeadlineMs = 4_000;

    /// <summary>The same database over connections of its own where they are few: for what a node must do in time, or it serves nobody.
    /// However many others wait for one, this finds one free.</summary>
    public virtual Database Deciding => this;

    /// <summary>Runs statements that only read; each sees what was committed when it began.</summary>
    public abstract Task<T> Read<T>(Func<DbConnection, CancellationToken, Task<T>> read, CancellationToken cancel);

    /// <summary>Runs statements in one transaction, committed and synced when this returns. What fails was rolled back, unless
    /// the exception says that it may have been stored.</summary>
    public abstract Task<T> Write<T>(Func<DbConnection, CancellationToken, Task<T>> write, CancellationToken cancel);

    /// <summary>Writes alone with a small table, and overwrites what that deletes from it, so that no copy of the database's files holds
    /// it. Not of what goes on all the time: others wait.</summary>
    public abstract Task<T> Erase<T>(string table, Func<DbConnection, CancellationToken, Task<T>> write, CancellationToken cancel);

    /// <summary>A table with one column <c>value</c>, from an <see cref="Storage.Ids"/> parameter.</summary>
    public abstract string Ids(string parameter);

    /// <summary>A table with one column <c>value</c>, from a <see cref="Storage.Numbers"/> parameter.</summary>
    public abstract string Numbers(string parameter);

    /// <summary>The database's clock in Unix milliseconds.</summary>
    public abstract string Now { get; }

    /// <summary>A statement that answers this transaction's number in the feed.</summary>
    public abstract string NextFeed { get; }

    /// <summary>The number in the feed below which every transaction is finished.</summary>
    public abstract string Horizon { get; }

    /// <summary>A statement that answers the transaction that holds the horizon back, and whether it is a prepared one; no row where the
    /// server does not tell.</summary>
    public abstract string OldestWriter { get; }

    /// <summary>Locks the rows in the order in which a subquery picks them, where several can write.</summary>
    public abstract string ForUpdate { get; }

    /// <summary>From here to the end of the transaction one at a time for each account: two at once do not both find
    /// room for the last one.</summary>
    public Task LockAccount(DbConnection connection, AccountId? account, CancellationToken cancel) => connection.Change(
        $"""SELECT account_id FROM accounts WHERE account_id = @account {ForUpdate}""", new { account }, cancel);

    /// <summary>One or the other, where the difference is a whole clause.</summary>
    public abstract string Pick(string postgres, string sqlite);

    public abstract ValueTask DisposeAsync();
}
