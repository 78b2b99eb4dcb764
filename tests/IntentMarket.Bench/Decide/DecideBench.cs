using System.Diagnostics;
using IntentMarket.Engine;
using IntentMarket.Engine.Loop;
using IntentMarket.Engine.Market;

namespace IntentMarket.Bench;

/// <summary>The engine on one thread, without store or broker: offers on books of growing size, then whole turns of the market loop. A book
/// changes with each offer, so this is a loop of its own: many fresh books, and the median over them.</summary>
internal static class DecideBench
{
    /// <summary>Revisions that are measured on a book: below what a vendor may make on an intent even on the smallest.</summary>
    private const int RevisionsMax = 1_000;

    public static async Task<int> Run(Options options)
    {
        var repeats = options.Number("repeats", 15);
        Figures.Print($"{"live offers",12}{"decide, encode, apply µs",28}{"offers/s",12}{"bytes allocated",18}");
        foreach (var live in new[] { 10, 100, 1_000, 10_000 })
            OnBooks(live, repeats);
        await InTurns(repeats);
        return 0;
    }

    /// <summary>A vendor who has a live offer makes a better or a worse one: the number of live offers stays the same.</summary>
    private static void OnBooks(int live, int repeats)
    {
        List<double> times = [], allocations = [];
        for (var repeat = 0; repeat <= repeats; repeat++)
        {
            var random = new Random(repeat);
            var intentId = new IntentId(Scene.NewId(random));
            var post = Scene.Post(intentId, random);
            var book = new Book(intentId);
            Scene.Carry(book, post);
            var vendors = Enumerable.Range(0, live).Select(_ => Scene.NewParty(random)).ToList();
            for (var i = 0; i < live; i++)
                Scene.Carry(book, Scene.Offer(post.Terms, intentId, vendors[i], "first", random));
            book.TakeChangedOffers(Known.Nothing);
            var offers = Enumerable.Range(0, RevisionsMax)
                .Select(i => Scene.Offer(post.Terms, intentId, vendors[random.Next(live)], $"key-{i}", random)).ToList();

            var allocated = GC.GetAllocatedBytesForCurrentThread();
            var started = Stopwatch.GetTimestamp();
            foreach (var offer in offers)
                Scene.Carry(book, offer);
            var took = Stopwatch.GetElapsedTime(started);
            if (repeat == 0)
                continue; // the first is for the compiler
            times.Add(took.TotalMicroseconds / offers.Count);
            allocations.Add((double)(GC.GetAllocatedBytesForCurrentThread() - allocated) / offers.Count);
        }
        var time = Figures.Median(times);
        Figures.Print($"{live,12:N0}{time,28:N2}{1_000_000 / time,12:N0}{Figures.Median(allocations),18:N0}");
    }

    /// <summary>The loop's own work: 500 offers by 50 vendors on 50 intents a turn, a journal that stores nothing.</summary>
    private static async Task InTurns(int repeats)
    {
        const int Intents = 50, Vendors = 50, Turns = 20;
        var times = new List<double>();
        for (var repeat = 0; repeat <= repeats; repeat++)
        {
            var random = new Random(repeat);
            var loop = new MarketLoop(new NoJournal(), new Mailbox(), new NoPublisher());
            var posts = Enumerable.Range(0, Intents).Select(_ => Scene.Post(new IntentId(Scene.NewId(random)), random)).ToList();
            var vendors = Enumerable.Range(0, Vendors).Select(_ => Scene.NewParty(random)).ToList();
            await loop.ExecuteOnce([.. posts.Select(p => new Posted(p, Held: false))], CancellationToken.None);
            var turns = Enumerable.Range(0, Turns).Select(turn => Enumerable.Range(0, Limits.BatchMax).Select(i =>
            {
                var post = posts[random.Next(Intents)];
                return new Posted(Scene.Offer(post.Terms, post.IntentId, vendors[random.Next(Vendors)], $"{turn}-{i}", random), Held: true);
            }).ToList()).ToList();

            var started = Stopwatch.GetTimestamp();
            foreach (var turn in turns)
                await loop.ExecuteOnce(turn, CancellationToken.None);
            var took = Stopwatch.GetElapsedTime(started);
            if (repeat > 0)
                times.Add(took.TotalMicroseconds / (Turns * Limits.BatchMax));
        }
        var time = Figures.Median(times);
        Figures.Print(
            $"whole turns of {Limits.BatchMax} offers on {Intents} intents: {time:N2} µs an offer, {1_000_000 / time:N0} offers/s");
    }

    private sealed class NoJournal : IJournal
    {
        public int Loops => 1;

        public Task<Appended> Append(Batch batch, CancellationToken cancel) => Task.FromResult(new Appended(Conflict: false, 1));

        public Task<IReadOnlyList<StoredEvent>> ReadIntents(IReadOnlyCollection<IntentId> intents, CancellationToken cancel) =>
            Task.FromResult<IReadOnlyList<StoredEvent>>([]);

        public Task<StoredEvent?> ReadEvent(IntentId intentId, int seq, CancellationToken cancel) => Task.FromResult<StoredEvent?>(null);

        public Task<IReadOnlyList<Commit>> ReadCommits(int partition, long after, int limit, CancellationToken cancel) =>
            Task.FromResult<IReadOnlyList<Commit>>([]);

        public Task<IReadOnlyDictionary<int, long>> Heads(IReadOnlyCollection<int> partitions, CancellationToken cancel) =>
            Task.FromResult<IReadOnlyDictionary<int, long>>(partitions.ToDictionary(p => p, _ => 0L));
    }

    private sealed class NoPublisher : IPublisher
    {
        public ValueTask Publish(OutgoingCommit commit, CancellationToken cancel) => ValueTask.CompletedTask;
    }
}
