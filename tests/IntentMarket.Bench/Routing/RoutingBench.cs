using System.Diagnostics;
using System.Globalization;
using IntentMarket.Routing;
using IntentMarket.Tests.Routing;

namespace IntentMarket.Bench;

/// <summary>The subscription index beside a linear scan, on one thread. Both get the same subscriptions and intents: the scan as the
/// numbers that they are drawn as, the index as vendors and customers write them.</summary>
internal static class RoutingBench
{
    /// <summary>Subscriptions that are made before the clock starts and then taken over, each by itself. Few, for the market takes them
    /// over as it has read them.</summary>
    private const int MadeAtOnce = 100;

    private const int Rounds = 5;

    /// <summary>Other intents, matched before each round: so the caches hold what they would in a market, not what is about to be
    /// measured.</summary>
    private const int OthersBefore = 4_000;

    private const int OthersBeforeScan = 10;

    public static int Run(IReadOnlyList<string> arguments)
    {
        var numbers = arguments
            .Select(a => ulong.TryParse(a, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : ulong.MaxValue)
            .ToList();
        if (numbers is not [>= 10 and <= 10_000_000, >= 1 and <= RoutingWords.CategoriesMax, >= 1 and <= 1_000_000, ..]
            || numbers.Count > 4)
        {
            throw new BenchException(
                $"usage: routing SUBSCRIPTIONS CATEGORIES INTENTS [SALT], at most {RoutingWords.CategoriesMax} categories");
        }
        var (count, intents) = ((int)numbers[0], (int)numbers[2]);
        var workload = new RoutingWorkload((int)numbers[1], numbers.ElementAtOrDefault(3));
        var drawn = Enumerable.Range(0, intents).Select(j => workload.Intent((ulong)j)).ToList();
        var others = Enumerable.Range(intents, OthersBefore).Select(j => workload.Intent((ulong)j)).ToList();

        var before = Memory();
        var index = new SubscriptionIndex();
        var inserted = Insert(count, i => Subscription(workload, i), change => index.Apply([change]));
        var bytes = Memory() - before;
        var found = Match(drawn, others, Rounds, workload.Facts, index.Match, RoutingWords.SubscriptionId);

        before = Memory();
        var scan = new LinearScan(workload, count);
        var scanInserted = Insert(count, i => workload.Subscription((ulong)i), scan.Add);
        var scanBytes = Memory() - before;
        var scanned = Match(drawn, others[..OthersBeforeScan], rounds: 1, intent => intent, scan.Match, id => id);

        var different = Enumerable.Range(0, intents).Count(j => !found.Ids[j].Order().SequenceEqual(scanned.Ids[j]));
        var meanwhile = ChangesMeanwhile.Run(index, workload, count, drawn);
        var leaving = Enumerable.Range(0, count / 10).Select(i => Subscription(workload, i * 10) with { Criteria = null }).ToList();
        var removed = Insert(leaving.Count, i => leaving[i], change => index.Apply([change]));
        var scanRemoved = Insert(leaving.Count, i => RoutingWords.SubscriptionId(leaving[i].Account), scan.Remove);

        Print("index", found, bytes / (double)count, inserted, removed);
        Print("linear scan", scanned, scanBytes / (double)count, scanInserted, scanRemoved);
        Figures.Print(
            $"the index is {found.PerSecond / scanned.PerSecond:N0} times as fast; it found other subscriptions than the scan for {different} of {intents:N0} intents");
        Figures.Print($"{meanwhile}");
        return different == 0 ? 0 : 1;
    }

    /// <summary>A subscription as the market would read it from its store, under a name of its own.</summary>
    public static SubscriptionChange Subscription(RoutingWorkload workload, int i) => new(
        RoutingWords.Account((ulong)i + 1), string.Create(CultureInfo.InvariantCulture, $"s-{i}"),
        workload.Criteria(workload.Subscription((ulong)i)));

    /// <returns>How many a second were taken over.</returns>
    private static double Insert<T>(int count, Func<int, T> make, Action<T> takeOver)
    {
        var watch = new Stopwatch();
        for (var from = 0; from < count; from += MadeAtOnce)
        {
            var made = Enumerable.Range(from, Math.Min(MadeAtOnce, count - from)).Select(make).ToList();
            watch.Start();
            foreach (var one in made)
                takeOver(one);
            watch.Stop();
        }
        return count / watch.Elapsed.TotalSeconds;
    }

    /// <param name="read">Makes of an intent what is matched, before the clock starts: the market matches an
    /// intent as it has read it.</param>
    private static Matched Match<TIntent, TFound>(
        List<DrawnIntent> intents, List<DrawnIntent> others, int rounds,
        Func<DrawnIntent, TIntent> read, Func<TIntent, IReadOnlyList<TFound>> match, Func<TFound, ulong> idOf)
    {
        var ids = new List<ulong[]>(intents.Count);
        var latencies = new List<long>(rounds * intents.Count);
        var perRound = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            foreach (var other in others)
                match(read(other));
            var total = 0L;
            foreach (var intent in intents)
            {
                var asked = read(intent);
                var started = Stopwatch.GetTimestamp();
                var found = match(asked);
                var took = Stopwatch.GetTimestamp() - started;
                total += took;
                latencies.Add(took);
                if (round == 0)
                    ids.Add([.. found.Select(idOf)]);
            }
            perRound.Add(intents.Count * (double)Stopwatch.Frequency / total);
        }
        return new(ids, Figures.Median(perRound), Figures.Of(latencies, TimeSpan.FromSeconds(1)));
    }

    private static long Memory() => GC.GetTotalMemory(forceFullCollection: true);

    private static void Print(string name, Matched matched, double bytes, double inserted, double removed)
    {
        var matches = matched.Ids.Sum(ids => ids.Length);
        var check = 0UL;
        for (var j = 0; j < matched.Ids.Count; j++)
        {
            foreach (var id in matched.Ids[j])
                check += RoutingWorkload.Check((ulong)j, id);
        }
        Figures.Print(
            $"{name}: {matches:N0} matches, check {check:x16}, {matched.PerSecond:N0} events/s, p50 {matched.Latencies.P50Ms * 1_000:N1} µs, p99 {matched.Latencies.P99Ms * 1_000:N1} µs, {1e9 * matched.Ids.Count / matched.PerSecond / matches:N1} ns/match, {bytes:N0} B/subscription, {inserted:N0} inserts/s, {removed:N0} removals/s");
    }

    /// <param name="Ids">Of the subscriptions found, for each intent.</param>
    /// <param name="PerSecond">Intents; the median of the rounds.</param>
    private sealed record Matched(List<ulong[]> Ids, double PerSecond, Figures Latencies);
}
