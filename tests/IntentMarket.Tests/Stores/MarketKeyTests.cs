using Dapper;
using IntentMarket.Services.Market;
using IntentMarket.Storage;
using Microsoft.Extensions.Configuration;
using NUnit.Framework;

namespace IntentMarket.Tests.Stores;

/// <summary>The market's secret lies in the database encrypted, by a key that does not.</summary>
[TestFixtureSource(typeof(TestStores), nameof(TestStores.Kinds))]
public sealed class MarketKeyTests(StoreKind kind) : StoreTests(kind)
{
    private readonly DirectoryInfo _folders = Directory.CreateTempSubdirectory("intentmarket-keys-");

    [OneTimeTearDown]
    public void DeleteFolders() => _folders.Delete(recursive: true);

    [Test]
    public async Task Nodes_that_start_at_once_make_one_key_and_one_secret()
    {
        var (place, folder) = (await TestStores.Fresh(Kind), Folder());
        var secrets = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Open(place, ("DATA_DIR", folder)))));
        Assert.That(secrets, Is.All.EqualTo(secrets[0]).And.All.Length.EqualTo(32));
        var file = Directory.GetFiles(folder).Single();
        Assert.That(
            (Path.GetFileName(file), File.GetUnixFileMode(file)),
            Is.EqualTo(("market.key", UnixFileMode.UserRead | UnixFileMode.UserWrite)));
        await using var store = await place.Open();
        var kept = (await store.Cluster.EncryptedSecret(Cancel))!;
        Assert.That(kept.AsSpan().IndexOf(secrets[0]), Is.Negative);
        Assert.That(await Open(place, ("DATA_DIR", folder)), Is.EqualTo(secrets[0]));
        Assert.That(
            await Open(place, ("Market:Key", await File.ReadAllTextAsync(file))), Is.EqualTo(secrets[0]),
            "what stands in the file may be the setting");
    }

    [Test]
    public async Task Key_that_is_another_or_missing_or_too_short_opens_nothing_and_makes_nothing()
    {
        var (place, copied) = (await TestStores.Fresh(Kind), Folder());
        var secret = await Open(place, ("Market:Key", "the key of the first start"));
        Assert.That(
            () => Open(place, ("Market:Key", "the key of somebody else")),
            Throws.TypeOf<MarketKeyException>().With.Message.Contains("another key than Market__Key"));
        Assert.That(
            () => Open(place, ("DATA_DIR", copied)),
            Throws.TypeOf<MarketKeyException>().With.Message.Contains("the key is missing").And.Message.Contains(copied));
        Assert.That(
            () => Open(place, ("Market:Key", "short")),
            Throws.TypeOf<MarketKeyException>().With.Message.Contains("at least 16 characters"));
        Assert.That(Directory.GetFiles(copied), Is.Empty);
        var elsewhere = Path.Combine(copied, "named.key");
        await File.WriteAllTextAsync(elsewhere, "the key of the first start\n");
        Assert.That(await Open(place, ("Market:KeyFile", elsewhere)), Is.EqualTo(secret));
        await File.WriteAllTextAsync(elsewhere, "the key of the next market\n");
        Assert.That(() => Open(place, ("Market:KeyFile", elsewhere)), Throws.TypeOf<MarketKeyException>().With.Message.Contains(elsewhere));
    }

    [Test]
    public async Task Secret_that_an_earlier_build_kept_in_clear_stays_and_is_overwritten()
    {
        var (place, folder) = (await TestStores.Fresh(Kind), Folder());
        var clear = Guid.NewGuid().ToByteArray().Concat(Guid.NewGuid().ToByteArray()).ToArray();
        await using var store = await place.Open();
        await store.Database.Write(
            (connection, _) => connection.ExecuteAsync("INSERT INTO settings (name, bytes) VALUES ('secret', @clear)", new { clear }),
            Cancel);
        var before = await Where(store);
        Assert.That(Find(place, clear), Is.EqualTo(Kind == StoreKind.Sqlite));

        Assert.That(await Open(place, ("DATA_DIR", folder)), Is.EqualTo(clear));

        Assert.That(await store.Database.Read(
            (connection, _) => connection.ExecuteScalarAsync<long>("SELECT count(*) FROM settings WHERE name = 'secret'"),
            Cancel), Is.Zero);
        Assert.That(Find(place, clear), Is.False, "in the files");
        Assert.That(
            await Where(store), Kind == StoreKind.Sqlite ? Is.EqualTo(before) : Is.Not.EqualTo(before), "the table was written anew");
        Assert.That(await Open(place, ("DATA_DIR", folder)), Is.EqualTo(clear));
    }

    private string Folder() => _folders.CreateSubdirectory(Guid.NewGuid().ToString("N")).FullName;

    private static async Task<byte[]> Open(TestPlace place, params (string Name, string Value)[] settings)
    {
        await using var store = await place.Open();
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.ToDictionary(s => s.Name, s => (string?)s.Value)).Build();
        return (await MarketKey.Open(configuration, store, Cancel)).Secret;
    }

    /// <summary>The file in which PostgreSQL keeps the table.</summary>
    private Task<long> Where(Store store) => store.Database.Read(
        (connection, _) =>
            connection.ExecuteScalarAsync<long>(Kind == StoreKind.Sqlite ? "SELECT 0" : "SELECT pg_relation_filenode('settings')"), Cancel);

    private static bool Find(TestPlace place, byte[] bytes) =>
        place.Kind == StoreKind.Sqlite
        && Directory.GetFiles(Path.GetDirectoryName(place.File)!, Path.GetFileName(place.File) + "*").Any(file => Contains(file, bytes));

    private static bool Contains(string file, byte[] bytes)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content.AsSpan().IndexOf(bytes) >= 0;
    }
}
