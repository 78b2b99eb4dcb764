using IntentMarket.Storage;
using Npgsql;
using NUnit.Framework;

namespace IntentMarket.Tests.Stores;

public enum StoreKind { Sqlite, Postgres }

/// <summary>Fresh stores of both kinds. <c>TEST_POSTGRES</c> is a connection string of a role that may create databases; where it is missing, the tests on
/// PostgreSQL are skipped, and fail in CI.</summary>
public static class TestStores
{
    private static readonly string Folder = Directory.CreateTempSubdirectory("intentmarket-stores-").FullName;
    private static readonly List<string> Databases = [];

    public static IEnumerable<StoreKind> Kinds => [StoreKind.Sqlite, StoreKind.Postgres];

    /// <summary>A store in a database of its own; the caller disposes the store, the database goes at the end of the run.</summary>
    public static async Task<Store> OpenFresh(StoreKind kind) => await (await Fresh(kind)).Open();

    public static async Task<TestPlace> Fresh(StoreKind kind)
    {
        var name = "im_" + Guid.NewGuid().ToString("N");
        if (kind == StoreKind.Sqlite)
            return new TestPlace(kind, null, Path.Combine(Folder, name + ".db"));
        var server = Server();
        await Run(server, $"CREATE DATABASE {name}");
        lock (Databases)
            Databases.Add(name);
        return new TestPlace(kind, new NpgsqlConnectionStringBuilder(server) { Database = name }.ToString(), "");
    }

    internal static async Task DropAll()
    {
        NpgsqlConnection.ClearAllPools();
        foreach (var name in Databases)
            await Run(Server(), $"DROP DATABASE IF EXISTS {name} WITH (FORCE)");
        Directory.Delete(Folder, recursive: true);
    }

    private static string Server()
    {
        var server = Environment.GetEnvironmentVariable("TEST_POSTGRES");
        if (!string.IsNullOrEmpty(server))
            return server;
        if (Environment.GetEnvironmentVariable("CI") == "true")
            Assert.Fail("TEST_POSTGRES is not set: in CI the tests on PostgreSQL must run.");
        Assert.Ignore("TEST_POSTGRES is not set.");
        throw new InvalidOperationException();
    }

    private static async Task Run(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ToString());
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
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
