using IntentMarket.Engine;

namespace IntentMarket.Storage;

/// <summary>Everything that the market keeps: the journal, the rows that reads use, accounts. Made by <see cref="Open"/>.</summary>
public sealed class Store : IAsyncDisposable
{
    public required IJournal Journal { get; init; }
    public required IntentReads Intents { get; init; }
    public required OfferReads Offers { get; init; }
    public required FeedReads Feed { get; init; }
    public required Audiences Audiences { get; init; }
    public required AccountStore Accounts { get; init; }
    public required SubscriptionStore Subscriptions { get; init; }
    public required ClusterStore Cluster { get; init; }

    /// <summary>Opens a store, brings its schema up to date (safe when many nodes do so at once) and checks that it is durable.</summary>
    /// <param name="postgres">An Npgsql connection string; null or empty: a SQLite file.</param>
    /// <param name="sqliteFile">The path of the SQLite file, made where it does not exist.</param>
    public static Task<Store> Open(string? postgres, string sqliteFile, CancellationToken cancel) => throw new NotImplementedException();

    public ValueTask DisposeAsync() => throw new NotImplementedException();
}
