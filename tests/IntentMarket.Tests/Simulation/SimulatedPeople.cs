using System.Security.Cryptography;
using System.Text;
using IntentMarket.Storage;
using Microsoft.Data.Sqlite;
using Sample = IntentMarket.Tests.Engine.Sample;

namespace IntentMarket.Tests.Simulation;

/// <summary>The people of the simulated nodes, and a database in which they are known.</summary>
internal static class SimulatedPeople
{
    // In memory where that can be: a simulation commits often, and loses nothing that matters.
    private static readonly string Folder = Directory.CreateDirectory(Path.Combine(
        Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), $"intentmarket-simulation-{Environment.ProcessId}")).FullName;

    private static readonly Lazy<Task<string>> Template = new(MakeTemplate);

    static SimulatedPeople() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Folder, recursive: true);

    public static Account Customer { get; } = Account("the customer", AccountKind.Customer);

    private static readonly Account[] Vendors = [.. Enumerable.Range(0, 16).Select(n => Account($"vendor {n}", AccountKind.Vendor))];

    /// <summary>The first five bid; the first three and the sixth are told of every intent, the seventh of none.</summary>
    public static Account Vendor(int n) => Vendors[n];

    public static bool HasInbox(int vendor) => vendor != 2;

    public static async Task<Place> Open()
    {
        var file = Path.Combine(Folder, $"{Guid.NewGuid():N}.db");
        File.Copy(await Template.Value, file);
        return new Place(await SqliteDatabase.Open(file, CancellationToken.None), file);
    }

    private static Account Account(string name, AccountKind kind) =>
        new(Sample.Id(name), kind, name, "call " + name, SHA256.HashData(Encoding.UTF8.GetBytes(name)), Sample.Start, null, null);

    private static async Task<string> MakeTemplate()
    {
        var file = Path.Combine(Folder, "template.db");
        File.Delete(file);
        await using (var store = await Store.Open(null, file, CancellationToken.None))
        {
            foreach (var account in (Account[])[Customer, .. Vendors])
            {
                var key = new ApiKey(new KeyId($"{account.Id:N}"), account.Id, new byte[32], Sample.Start, null);
                await store.Accounts.Add(account, key, CancellationToken.None);
            }
            foreach (var n in (int[])[0, 1, 2, 5])
                await store.Subscriptions.Put(Vendor(n).Id, "all", "{}", 10, CancellationToken.None);
            await store.Subscriptions.Put(Vendor(4).Id, "none", """{"anyKeyword":["nowhere"]}""", 10, CancellationToken.None);
            for (var n = 0; n < Vendors.Length; n++)
            {
                if (HasInbox(n))
                {
                    var credential = new BrokerCredential(Sample.Id($"credential {n}"), Vendor(n).Id, $"bot-{n}", Sample.Start);
                    await store.Accounts.AddCredential(credential, 10, CancellationToken.None);
                }
            }
        }
        // All of it into the one file that is copied: who was last to close it need not have been able to.
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        if (await command.ExecuteScalarAsync() is not 0L)
            throw new InvalidOperationException("the people are not all in one file");
        return file;
    }

    internal sealed class Place(Database database, string file) : IAsyncDisposable
    {
        public Database Database => database;

        public async ValueTask DisposeAsync()
        {
            await database.DisposeAsync();
            foreach (var part in (string[])["", "-wal", "-shm"])
                File.Delete(file + part);
        }
    }
}
