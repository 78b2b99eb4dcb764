using System.Diagnostics;
using System.Security.Cryptography;
using IntentMarket.Engine;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;
using IntentMarket.Storage;
using Microsoft.Data.Sqlite;
using NUnit.Framework;
using Npgsql;

namespace IntentMarket.Tests.Stores;

/// <summary>Prints what the stores do in a second, with the rows of a market under load: run it by name.</summary>
[Explicit("prints figures")]
[TestFixtureSource(typeof(TestStores), nameof(TestStores.Kinds))]
public sealed class StoreSpeed(StoreKind kind) : StoreTests(kind)
{
    private const int Intents = 100, Vendors = 50, BatchMax = 500;

    [TestCase(1)]
    [TestCase(2)]
    public async Task Figures(int writers)
    {
        var bare = await Bare(TimeSpan.FromSeconds(3));
        Print($"bare insert of {BatchMax} rows of 1,100 bytes, one index", $"{bare:N0} rows/s");
        var market = await Market.Open(Store, writers, NewPartition);
        await market.Write(TimeSpan.FromSeconds(3));
        var process = Process.GetCurrentProcess();
        var cpu = process.TotalProcessorTime;
        var (offers, batches, took) = await market.Write(TimeSpan.FromSeconds(8));
        process.Refresh();
        Print(
            $"append, {writers} writer(s)",
            $"{offers / took.TotalSeconds:N0} offers/s, {offers / took.TotalSeconds / bare:F2} of the bare insert, "
            + $"{took.TotalMilliseconds * writers / batches:F1} ms a batch of {BatchMax}, "
            + $"of which this process computes {(process.TotalProcessorTime - cpu).TotalMilliseconds / batches:F1} ms");
        if (writers > 1)
            return;

        await Time("ReadIntents, 100 intents", 10, i => Store.Journal.ReadIntents(market.IntentIds[..10], Cancel));
        await Time("ByKey", 1_000, i =>
            Store.Offers.ByKey(market.IntentIds[i % Intents], market.Accounts[i % Vendors], $"key-{i}", Cancel));
        await Time("Due", 1_000, i => Store.Intents.Due([.. Enumerable.Range(0, 32)], 100, Cancel));
        await Time("Offers.Get with rank", 1_000, i =>
            Store.Offers.Current(market.IntentIds[i % Intents], market.Accounts[i % Vendors], Cancel));
        await Time("Ranked, 50", 300, i => Store.Offers.Ranked(market.IntentIds[i % Intents], 0, 50, Cancel));
        await Time("Places, 20 intents", 100, i => Store.Offers.Places(market.IntentIds[..20], market.Accounts[..1], Cancel));
        await Time("Heads, 32", 1_000, i => Store.Journal.Heads([.. Enumerable.Range(0, 32)], Cancel));
        var end = await Store.Feed.End(Cancel);
        await Time("Feed.Read at the end", 1_000, i => Store.Feed.Read(market.Accounts, end, 100, Cancel));
        var before = new FeedPoint(end.Feed - 4, 0);
        await Time("Feed.Read, last 2,000 events, 50 accounts", 20, i => Store.Feed.Read(market.Accounts, before, 2_000, Cancel));
        var point = default(FeedPoint);
        await Time("Feed.Read, one vendor from the start, a page of 200", 20, async i =>
            point = (await Store.Feed.Read([market.Accounts[0]], point, 200, Cancel)).End);
    }

    /// <summary>The same bytes without a market: to judge the other figures by on whatever machine this runs.</summary>
    private async Task<double> Bare(TimeSpan span)
    {
        var bytes = Enumerable.Repeat(RandomNumberGenerator.GetBytes(1_100), BatchMax).ToArray();
        await Store.Database.Write(
            (connection, token) => connection.Change(
                Kind == StoreKind.Postgres
                    ? "CREATE TABLE IF NOT EXISTS bare (id uuid PRIMARY KEY, bytes bytea)"
                    : "CREATE TABLE IF NOT EXISTS bare (id BLOB PRIMARY KEY, bytes BLOB)",
                null, token),
            Cancel);
        var watch = Stopwatch.StartNew();
        var rows = 0;
        for (; watch.Elapsed < span; rows += BatchMax)
        {
            var ids = Enumerable.Range(0, BatchMax).Select(_ => Guid.CreateVersion7()).ToArray();
            await Store.Database.Write(
                async (connection, token) =>
                {
                    await using var command = connection.CreateCommand();
                    if (connection is NpgsqlConnection)
                    {
                        command.CommandText = "INSERT INTO bare (id, bytes) SELECT id, bytes FROM unnest(@ids, @bytes) AS b(id, bytes)";
                        command.Parameters.Add(new NpgsqlParameter<Guid[]>("ids", ids));
                        command.Parameters.Add(new NpgsqlParameter<byte[][]>("bytes", bytes));
                        return await command.ExecuteNonQueryAsync(token);
                    }

                    command.CommandText = "INSERT INTO bare (id, bytes) VALUES (@id, @bytes)";
                    command.Parameters.Add(new SqliteParameter("@id", ids[0].Blob()));
                    command.Parameters.Add(new SqliteParameter("@bytes", bytes[0]));
                    foreach (var id in ids)
                    {
                        command.Parameters[0].Value = id.Blob();
                        command.ExecuteNonQuery();
                    }

                    return BatchMax;
                },
                Cancel);
        }

        return rows / watch.Elapsed.TotalSeconds;
    }

    private async Task Time(string what, int times, Func<int, Task> call)
    {
        for (var i = 0; i < 3; i++)
            await call(i);
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < times; i++)
            await call(i);
        Print(what, $"{watch.Elapsed.TotalMilliseconds / times:F2} ms");
    }

    private void Print(string what, string figure) => TestContext.Progress.WriteLine($"{Kind,-9}{what}: {figure}");

    /// <summary>Each offer is one event, its own row and that of the offer that it supersedes.</summary>
    private sealed class Market(Store store, int writers, int firstPartition)
    {
        private readonly Pseudonym[] _pseudonyms = [.. Enumerable.Range(0, Vendors).Select(_ => Pseudonym.New())];
        private readonly int[] _seqs = new int[Intents];
        private readonly long[] _positions = new long[Intents];
        private readonly OfferRow?[,] _live = new OfferRow?[Intents, Vendors];
        private readonly byte[] _bytes = RandomNumberGenerator.GetBytes(800);
        private readonly byte[] _terms = RandomNumberGenerator.GetBytes(300);

        public IntentId[] IntentIds { get; } = [.. Enumerable.Range(0, Intents).Select(_ => IntentId.New())];

        public AccountId[] Accounts { get; } = [.. Enumerable.Range(0, Vendors).Select(_ => AccountId.New())];

        public static async Task<Market> Open(Store store, int writers, Func<int> partition)
        {
            var market = new Market(store, writers, partition() * 1_000);
            foreach (var id in market.IntentIds)
            {
                await store.Audiences.Add(
                    id, [.. market.Accounts.Select((account, v) => new PartyRow(id, account, PartyRole.Vendor, market._pseudonyms[v]))],
                    0, CancellationToken.None);
            }

            return market;
        }

        public async Task<(int Offers, int Batches, TimeSpan Took)> Write(TimeSpan span)
        {
            var watch = Stopwatch.StartNew();
            var batches = await Task.WhenAll(Enumerable.Range(0, writers).Select(w => Task.Run(async () =>
            {
                var random = new Random(w);
                var done = 0;
                for (; watch.Elapsed < span; done++)
                {
                    if ((await store.Journal.Append(Batch(random, w), CancellationToken.None)).Conflict)
                        throw new InvalidOperationException("a conflict");
                }

                return done;
            })));
            return (batches.Sum() * BatchMax, batches.Sum(), watch.Elapsed);
        }

        private Batch Batch(Random random, int writer)
        {
            var (events, intents) = (new SortedDictionary<int, List<StoredEvent>>(), new Dictionary<int, IntentRow>());
            var offers = new Dictionary<OfferId, OfferRow>();
            for (var n = 0; n < BatchMax; n++)
            {
                var i = random.Next(Intents / writers) * writers + writer;
                var v = random.Next(Vendors);
                var seq = ++_seqs[i];
                if (!events.TryGetValue(i % 16 * writers + writer, out var list))
                    events[i % 16 * writers + writer] = list = [];
                list.Add(new StoredEvent(IntentIds[i], seq, Sample.At, _pseudonyms[v], _bytes, _terms[..32]));
                if (_live[i, v] is { } old)
                    offers[old.OfferId] = old with { Status = OfferStatus.Superseded, Account = null };
                var offer = Sample.Offer(IntentIds[i], Accounts[v], $"key-{seq}", seq) with
                {
                    OfferId = OfferId.New(),
                    Vendor = _pseudonyms[v],
                    Score = random.Next(100_000_000),
                    Total = random.Next(100_000),
                    Terms = _terms,
                };
                offers[offer.OfferId] = _live[i, v] = offer;
                intents[i] = Sample.Intent(IntentIds[i]) with { Seq = seq, Terms = _terms, WakeAt = Sample.At };
            }

            return new Batch(
                [.. events.Select(e => new Commit(firstPartition + e.Key, ++_positions[e.Key], Sample.At, e.Value))],
                [.. intents.Values], [.. offers.Values], [], []);
        }
    }
}
