using System.Diagnostics;
using IntentMarket.Engine;
using IntentMarket.Routing;
using IntentMarket.Tests.Routing;

namespace IntentMarket.Bench;

/// <summary>One thread matches intents without a pause while another changes subscriptions without one: how long until a change is seen,
/// and what matching takes meanwhile.</summary>
internal static class ChangesMeanwhile
{
    private const int Probes = 500;
    private const int ChangesBetween = 200;

    public static FormattableString Run(SubscriptionIndex index, RoutingWorkload workload, int count, List<DrawnIntent> drawn)
    {
        // Only the probe wants to hear of this one.
        var probe = new SubscriptionChange(new AccountId(Guid.AllBitsSet), "probe", new Criteria([new("market", "probe")]));
        var asked = workload.Facts(drawn[0]) with { Category = probe.Criteria!.Categories![0] };
        var intents = drawn.ConvertAll(workload.Facts);
        var seen = false;
        var done = false;
        var latencies = new List<long>();
        var reader = Task.Factory.StartNew(
            () =>
            {
                for (var j = 0; !Volatile.Read(ref done); j = (j + 1) % intents.Count)
                {
                    var started = Stopwatch.GetTimestamp();
                    index.Match(intents[j]);
                    latencies.Add(Stopwatch.GetTimestamp() - started);
                    Volatile.Write(ref seen, index.Reach(asked) == 1);
                }
            },
            TaskCreationOptions.LongRunning);

        var others = Enumerable.Range(0, Probes * ChangesBetween / 2)
            .Select(i => RoutingBench.Subscription(workload, (int)(i * 7919L % count))).ToList();
        var waited = new List<long>();
        var watch = Stopwatch.StartNew();
        for (var k = 0; k < Probes; k++)
        {
            // Each of the others goes and comes again.
            foreach (var other in others.GetRange(k * ChangesBetween / 2, ChangesBetween / 2))
            {
                index.Apply([other with { Criteria = null }]);
                index.Apply([other]);
            }
            var isThere = k % 2 == 0;
            var started = Stopwatch.GetTimestamp();
            index.Apply([isThere ? probe : probe with { Criteria = null }]);
            while (Volatile.Read(ref seen) != isThere)
                Thread.SpinWait(1);
            waited.Add(Stopwatch.GetTimestamp() - started);
        }
        var took = watch.Elapsed;
        Volatile.Write(ref done, true);
        reader.Wait();
        index.Apply([probe with { Criteria = null }]);

        var (wait, match) = (Figures.Of(waited, took), Figures.Of(latencies, took));
        return $"meanwhile {Probes * ChangesBetween / took.TotalSeconds:N0} changes/s and {match.PerSecond:N0} events/s (p50 {match.P50Ms * 1_000:N1} µs, p99 {match.P99Ms * 1_000:N1} µs): a change was seen after p50 {wait.P50Ms:N3} ms, p99 {wait.P99Ms:N3} ms, at most {waited[^1] * 1_000.0 / Stopwatch.Frequency:N3} ms";
    }
}
