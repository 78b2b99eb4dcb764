using IntentMarket.Engine.Market;

namespace IntentMarket.Storage;

/// <summary>Everything that the market keeps: the journal, the rows that reads use, accounts. Made by <see cref="Open"/>.</summary>
public sealed class Store : IAsyncDisposable
{
    /// <summary>For who looks something up.</summary>
    public required IJournal Journal { get; init; }

    /// <summary>The same for the loops that decide: they wait behind nobody who looks something up.</summary>
    public required IJournal Deciding { get; init; }

    public required IntentReads Intents { get; init; }
    public required OfferReads Offers { get; init; }
    public required FeedReads Feed { get; init; }
    public required Audiences Audiences { get; init; }
    public required AccountStore Accounts { get; init; }
    public required PeopleStore People { get; init; }
    public required LinkStore Links { get; init; }
    public required TallyStore Tallies { get; init; }
    public required PostingStore Postings { get; init; }
    public required DraftStore Drafts { get; init; }
    public required SubscriptionStore Subscriptions { get; init; }
    public required TaxonomyStore Taxonomies { get; init; }
    public required ReportStore Reports { get; init; }
    public required ProfileStore Profiles { get; init; }
    public required MailStore Mail { get; init; }
    public required ClusterStore Cluster { get; init; }
    public required PastEnds PastEnds { get; init; }
    public required RemovalStore Removals { get; init; }
    public required LeavingStore Leavings { get; init; }
    public required UnpublishedStore Unpublished { get; init; }

    internal Database Database { get; private init; } = null!;

    /// <summary>Opens a store, brings its schema up to date (safe when many nodes do so at once) and checks that it is durable.</summary>
    /// <param name="postgres">An Npgsql connection string; null or empty: a SQLite file.</param>
    /// <param name="sqliteFile">The path of the SQLite file, made where it does not exist.</param>
    /// <exception cref="StoreDownException">The database did not answer.</exception>
    /// <exception cref="SchemaException">The database was made by another version.</exception>
    /// <exception cref="InvalidOperationException">The database is set up so that it may lose what it confirmed.</exception>
    public static async Task<Store> Open(string? postgres, string sqliteFile, CancellationToken cancel)
    {
        var store = string.IsNullOrEmpty(postgres)
            ? On(await SqliteDatabase.Open(sqliteFile, cancel), database => new SqliteJournal(database))
            : On(await PostgresDatabase.Open(postgres, cancel), database => new PostgresJournal(database));
        try
        {
            await store.Feed.Prepare(cancel);
            return store;
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();

    internal static Store On(Database database, Func<Database, Journal> journal) => new()
    {
        Database = database,
        Journal = journal(database),
        Deciding = journal(database.Deciding),
        Intents = new IntentReads(database),
        Offers = new OfferReads(database),
        Feed = new FeedReads(database),
        Audiences = new Audiences(database),
        Accounts = new AccountStore(database),
        People = new PeopleStore(database),
        Links = new LinkStore(database),
        Tallies = new TallyStore(database),
        Postings = new PostingStore(database),
        Drafts = new DraftStore(database),
        Subscriptions = new SubscriptionStore(database),
        Taxonomies = new TaxonomyStore(database),
        Reports = new ReportStore(database),
        Profiles = new ProfileStore(database),
        Mail = new MailStore(database),
        Cluster = new ClusterStore(database),
        PastEnds = new PastEnds(database, journal(database)),
        Removals = new RemovalStore(database),
        Leavings = new LeavingStore(database),
        Unpublished = new UnpublishedStore(database),
    };
}
