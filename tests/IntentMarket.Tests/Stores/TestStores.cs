using IntentMarket.Storage;
using IntentMarket.Tests.Cluster;
using NUnit.Framework;
using NUnit.Framework.Internal;

namespace IntentMarket.Tests.Stores;

public enum StoreKind { Sqlite, Postgres }

/// <summary>Fresh stores of both kinds.</summary>
public static class TestStores
{
    private static readonly string Folder = Directory.CreateTempSubdirectory("intentmarket-stores-").FullName;
    private static readonly List<string> Databases = []; // connection strings

    /// <summary>The category of what needs a PostgreSQL.</summary>
    public const string OnPostgres = "Postgres";

    /// <summary>For fixtures. On PostgreSQL they run alone, since a transaction of any test on the server holds feeds back.</summary>
    public static IEnumerable<TestFixtureData> Kinds => Both(onPostgres: ParallelScope.None);

    /// <summary>For fixtures that have a market of their own and wait for what it tells: they run beside others.</summary>
    public static IEnumerable<TestFixtureData> Markets => Both(onPostgres: ParallelScope.Self);

    /// <summary>A store in a database of its own; the caller disposes the store, the database goes at the end of the run.</summary>
    public static async Task<Store> OpenFresh(StoreKind kind) => await (await Fresh(kind)).Open();

    public static async Task<TestPlace> Fresh(StoreKind kind)
    {
        if (kind == StoreKind.Sqlite)
            return new TestPlace(kind, null, Path.Combine(Folder, $"{Guid.NewGuid():N}.db"));
        var database = await TestServices.CreateDatabase();
        lock (Databases)
            Databases.Add(database);
        return new TestPlace(kind, database, "");
    }

    private static IEnumerable<TestFixtureData> Both(ParallelScope onPostgres)
    {
        yield return new TestFixtureData(StoreKind.Sqlite);
        var postgres = new TestFixtureData(StoreKind.Postgres);
        postgres.Properties.Set(PropertyNames.ParallelScope, onPostgres);
        postgres.Properties.Set(PropertyNames.Category, OnPostgres);
        yield return postgres;
    }

    internal static async Task DropAll()
    {
        foreach (var database in Databases)
            await TestServices.DropDatabase(database);
        Directory.Delete(Folder, recursive: true);
    }
}

/// <summary>Where a store is, so that a test can open it more than once.</summary>
public sealed record TestPlace(StoreKind Kind, string? Postgres, string File)
{
    public Task<Store> Open() => Store.Open(Postgres, File, CancellationToken.None);
}

/// <summary>A fixture that runs over both kinds, with one store for all of its tests: each makes ids and partitions of its own.</summary>
public abstract class StoreTests(StoreKind kind)
{
    private static int _partitions = 1_000;

    protected StoreKind Kind => kind;

    protected TestPlace Place { get; private set; } = null!;

    protected Store Store { get; private set; } = null!;

    protected static CancellationToken Cancel => TestContext.CurrentContext.CancellationToken;

    [OneTimeSetUp]
    public async Task OpenStore()
    {
        Place = await TestStores.Fresh(kind);
        Store = await Place.Open();
    }

    [OneTimeTearDown]
    public async Task CloseStore()
    {
        if (Store is not null)
            await Store.DisposeAsync();
    }

    /// <summary>All that is stored can be read: on PostgreSQL any transaction of the server that still runs holds the feed back.</summary>
    protected static async Task Visible(Store store)
    {
        while ((await store.Feed.Read([], default, 1, Cancel)).Waiting)
            await Task.Delay(5, Cancel);
    }

    /// <summary>A partition that no other test uses.</summary>
    protected static int NewPartition() => Interlocked.Increment(ref _partitions);
}
