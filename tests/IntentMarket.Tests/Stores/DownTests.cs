using System.Diagnostics;
using Dapper;
using IntentMarket.Engine;
using IntentMarket.Engine.Market;
using IntentMarket.Storage;
using Microsoft.Data.Sqlite;
using NUnit.Framework;
using Npgsql;

namespace IntentMarket.Tests.Stores;

/// <summary>A store that is not there says so within 5 seconds, loses nothing, and goes on by itself.</summary>
[NonParallelizable, Category(TestStores.OnPostgres)]
public sealed class PostgresDownTests
{
    private TestPlace _direct = null!;
    private CuttableProxy _proxy = null!;
    private Store _store = null!;

    private static CancellationToken Cancel => TestContext.CurrentContext.CancellationToken;

    [SetUp]
    public async Task Connect()
    {
        _direct = await TestStores.Fresh(StoreKind.Postgres);
        var settings = new NpgsqlConnectionStringBuilder(_direct.Postgres);
        _proxy = new CuttableProxy(settings.Host!, settings.Port);
        _store = await Through().Open();
    }

    [TearDown]
    public async Task Disconnect()
    {
        if (_store is not null)
            await _store.DisposeAsync();
        _proxy?.Dispose();
    }

    [Test]
    public async Task Lost_connections_are_down_at_once_and_forgotten_when_it_is_back()
    {
        // Several connections, so that more than one is stale.
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _store.Cluster.Beat("a", 1_000, Cancel)));
        _proxy.Cut();
        await AllDown(within: 2_000);
        _proxy.Mend();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _store.Cluster.Beat("a", 1_000, Cancel)));
        await Append(1);
    }

    [Test]
    public async Task Silent_line_is_down_before_5_seconds()
    {
        await Append(1);
        _proxy.Stall();
        await AllDown(within: 5_000);
        await AllDown(within: 5_000);
        _proxy.Mend();
        await Append(2);
    }

    [Test]
    public async Task Line_lost_at_the_commit_is_told_as_unknown_and_the_journal_tells()
    {
        var batch = Sample.Batch(Sample.Commit(7, 1, Sample.Event(IntentId.New(), 1)));
        _proxy.LoseNextCommit();
        var down = Assert.ThrowsAsync<StoreDownException>(() => _store.Journal.Append(batch, Cancel));
        Assert.That(down!.MaybeStored, Is.True);
        _proxy.Mend();
        Assert.That((await _store.Journal.Heads([7], Cancel))[7], Is.EqualTo(1));
        Assert.That((await _store.Journal.Append(batch, Cancel)).Conflict, Is.True);
    }

    [Test]
    public async Task Server_that_ends_the_sessions_is_down_once_at_most()
    {
        await Append(1);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _store.Cluster.Beat("a", 1_000, Cancel)));
        await using (var connection = new NpgsqlConnection(_direct.Postgres))
        {
            await connection.ExecuteAsync(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
        }

        try
        {
            await Append(2);
        }
        catch (StoreDownException down)
        {
            Assert.That(down.MaybeStored, Is.False);
            await Append(2);
        }

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _store.Cluster.Beat("a", 1_000, Cancel)));
    }

    [Test]
    public async Task Answer_out_of_place_is_down_and_its_connection_is_not_used_again()
    {
        await _store.Cluster.Beat("a", 1_000, Cancel);
        Assert.That(await _store.Accounts.FindKey(new KeyId("key"), Cancel), Is.Null);
        _proxy.GarbleNextAnswer();
        Assert.That(() => _store.Accounts.FindKey(new KeyId("key"), Cancel), Throws.TypeOf<StoreDownException>());
        for (var i = 0; i < 8; i++)
            Assert.That(await _store.Accounts.FindKey(new KeyId("key"), Cancel), Is.Null);
    }

    [Test]
    public async Task Text_that_the_database_does_not_take_fails_no_call_beside_it()
    {
        var account = new Account(AccountId.New(), AccountKind.Vendor, "Acme", "by mail", new byte[32], 1, null, null);
        await _store.Accounts.Add(account, new ApiKey(new KeyId("good"), account.Id, new byte[32], 1, null), Cancel);
        await Task.WhenAll(Enumerable.Range(0, 600).Select(async i =>
        {
            if (i % 5 == 0)
                Assert.That(() => _store.Accounts.FindKey(new KeyId(i % 10 == 0 ? $"a\0{i}" : $"a\uD800{i}"), Cancel), Throws.Exception);
            else if (i % 5 == 1)
                await _store.Accounts.NoteUse(new KeyId("good"), i, Cancel);
            else
                Assert.That((await _store.Accounts.FindKey(new KeyId("good"), Cancel))?.Account.Id, Is.EqualTo(account.Id));
        }));
    }

    [Test]
    public async Task Server_that_became_a_standby_is_down_and_its_connections_are_forgotten()
    {
        await Append(1);
        await ReadOnly("on");
        // The first finds its session ended, the second that it may only read.
        for (var i = 0; i < 2; i++)
            Assert.ThrowsAsync<StoreDownException>(() => Append(2));
        await ReadOnly("off");
        // A fresh connection finds the server that writes; one from before would still be refused.
        await Append(2);
    }

    /// <summary>New sessions of the database may only read, or may write again. Those that are open are ended while it goes down.</summary>
    private async Task ReadOnly(string value)
    {
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(_direct.Postgres) { Pooling = false }.ToString());
        await connection.OpenAsync(Cancel);
        await connection.ExecuteAsync("SET default_transaction_read_only = off");
        await connection.ExecuteAsync($"ALTER DATABASE {connection.Database} SET default_transaction_read_only = {value}");
        if (value == "on")
        {
            await connection.ExecuteAsync(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
        }
    }

    [Test]
    public async Task Position_that_a_stopped_writer_holds_open_is_down_and_stored_once_it_lets_go()
    {
        await using var stopped = new NpgsqlConnection(_direct.Postgres);
        await stopped.OpenAsync(Cancel);
        await using var transaction = await stopped.BeginTransactionAsync(Cancel);
        await stopped.ExecuteAsync("INSERT INTO commits (partition, position, feed, at) VALUES (1, 1, feed_now(), 0)");
        var down = Assert.ThrowsAsync<StoreDownException>(() => Append(1));
        Assert.That(down!.MaybeStored, Is.False);
        await transaction.RollbackAsync(Cancel);
        await Append(1);
    }

    [Test]
    public async Task Caller_that_gives_up_is_told_so_and_leaves_nothing()
    {
        await using var other = new NpgsqlConnection(_direct.Postgres);
        await other.OpenAsync(Cancel);
        await using var transaction = await other.BeginTransactionAsync(Cancel);
        await other.ExecuteAsync("INSERT INTO commits (partition, position, feed, at) VALUES (1, 1, feed_now(), 0)");
        using var given = new CancellationTokenSource(100);
        Assert.That(
            () => _store.Journal.Append(Sample.Batch(Sample.Commit(1, 1, Sample.Event(IntentId.New(), 1))), given.Token),
            Throws.InstanceOf<OperationCanceledException>());
        await transaction.RollbackAsync(Cancel);
        await Append(1);
    }

    [Test]
    public void Server_that_is_not_there_at_the_start_is_down()
    {
        _proxy.Cut();
        Assert.That(() => Through().Open(), Throws.TypeOf<StoreDownException>());
    }

    [Test]
    public async Task Server_that_would_lose_what_it_confirmed_is_refused()
    {
        await using (var connection = new NpgsqlConnection(_direct.Postgres))
            await connection.ExecuteAsync(
                $"ALTER DATABASE {new NpgsqlConnectionStringBuilder(_direct.Postgres).Database} SET synchronous_commit = off");
        Assert.That(_direct.Open, Throws.InvalidOperationException.With.Message.Contains("synchronous_commit"));
    }

    private TestPlace Through() => _direct with
    {
        Postgres = new NpgsqlConnectionStringBuilder(_direct.Postgres) { Host = "127.0.0.1", Port = _proxy.Port }.ToString(),
    };

    private async Task Append(long position) => Assert.That(
        (await _store.Journal.Append(Sample.Batch(Sample.Commit(1, position, Sample.Event(IntentId.New(), 1))), Cancel)).Conflict,
        Is.False);

    private async Task AllDown(int within)
    {
        var watch = Stopwatch.StartNew();
        var calls = new Func<Task>[]
        {
            () => Append(1),
            () => _store.Journal.ReadIntents([IntentId.New()], Cancel),
            () => _store.Feed.Read([AccountId.New()], default, 10, Cancel),
            () => _store.Cluster.Beat("a", 1_000, Cancel),
            () => _store.Accounts.FindKey(new KeyId("key"), Cancel),
        };
        await Task.WhenAll(calls.Select(async call =>
        {
            try
            {
                await call();
                Assert.Fail("it answered");
            }
            catch (StoreDownException down)
            {
                Assert.That(down.MaybeStored, Is.False);
                Assert.That(watch.ElapsedMilliseconds, Is.LessThan(within), down.ToString());
            }
        }));
    }
}

/// <summary>The same, of a file. It measures what is promised within seconds, so it runs alone.</summary>
[NonParallelizable]
public sealed class SqliteDownTests
{
    private TestPlace _place = null!;
    private Store _store = null!;

    private static CancellationToken Cancel => TestContext.CurrentContext.CancellationToken;

    [SetUp]
    public async Task Open() => _store = await (_place = await TestStores.Fresh(StoreKind.Sqlite)).Open();

    [TearDown]
    public async Task Close() => await _store.DisposeAsync();

    [Test]
    public async Task Full_disk_is_down_stores_nothing_in_half_and_goes_on_when_there_is_room()
    {
        var intents = Enumerable.Range(0, 500).Select(_ => IntentId.New()).ToList();
        var batch = Sample.Batch(Sample.Commit(1, 1, [.. intents.Select(i => Sample.Event(i, 1))])) with
        {
            Intents = [.. intents.Select(i => Sample.Intent(i))],
        };
        var pages = await Pragma("page_count");
        await Pragma($"max_page_count = {pages + 3}");
        for (var i = 0; i < 3; i++)
        {
            var down = Assert.ThrowsAsync<StoreDownException>(() => _store.Journal.Append(batch, Cancel));
            Assert.That(down!.MaybeStored, Is.False);
        }

        Assert.That((await _store.Journal.Heads([1], Cancel))[1], Is.Zero);
        Assert.That(await _store.Journal.ReadIntents(intents, Cancel), Is.Empty);
        Assert.That(await _store.Intents.GetMany(intents, Cancel), Is.Empty);

        await Pragma("max_page_count = 1000000");
        Assert.That((await _store.Journal.Append(batch, Cancel)).Conflict, Is.False);
        Assert.That(await _store.Journal.ReadIntents(intents, Cancel), Has.Count.EqualTo(500));
        Assert.That(
            await _store.Database.Read((connection, _) => connection.ExecuteScalarAsync<string>("PRAGMA integrity_check"), Cancel),
            Is.EqualTo("ok"));

        Task<long> Pragma(string pragma) =>
            _store.Database.Write((connection, _) => connection.ExecuteScalarAsync<long>("PRAGMA " + pragma), Cancel);
    }

    [Test]
    public async Task File_that_another_process_is_writing_is_down_and_reads_go_on()
    {
        await using var other = new SqliteConnection($"Data Source={_place.File};Pooling=False");
        await other.OpenAsync(Cancel);
        await other.ExecuteAsync("BEGIN IMMEDIATE");
        var watch = Stopwatch.StartNew();
        Assert.ThrowsAsync<StoreDownException>(() => Append());
        Assert.That(watch.ElapsedMilliseconds, Is.LessThan(5_000));
        Assert.That(await _store.Journal.ReadIntents([IntentId.New()], Cancel), Is.Empty);
        await other.ExecuteAsync("ROLLBACK");
        await Append();
    }

    [Test]
    public void File_that_cannot_be_opened_is_down() =>
        Assert.That(() => Store.Open(null, Path.GetTempPath(), Cancel), Throws.TypeOf<StoreDownException>());

    [Test]
    public async Task What_was_confirmed_is_there_for_one_who_opens_the_file_anew()
    {
        await Append();
        await using var again = await _place.Open();
        Assert.That((await again.Journal.Heads([1], Cancel))[1], Is.EqualTo(1));
    }

    private async Task Append() => Assert.That(
        (await _store.Journal.Append(Sample.Batch(Sample.Commit(1, 1, Sample.Event(IntentId.New(), 1))), Cancel)).Conflict, Is.False);
}
