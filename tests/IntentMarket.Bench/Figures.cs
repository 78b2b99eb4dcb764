using System.Diagnostics;
using System.Globalization;

namespace IntentMarket.Bench;

/// <summary>What one round of load gave.</summary>
internal sealed record Figures(double PerSecond, double P50Ms, double P99Ms)
{
    /// <param name="latencies">In ticks of <see cref="Stopwatch"/>; sorted here.</param>
    public static Figures Of(List<long> latencies, TimeSpan took)
    {
        latencies.Sort();
        return new Figures(latencies.Count / took.TotalSeconds, At(0.50), At(0.99));

        double At(double share) =>
            latencies.Count == 0 ? double.NaN : latencies[(int)(share * (latencies.Count - 1))] * 1_000.0 / Stopwatch.Frequency;
    }

    public static Figures Median(IReadOnlyCollection<Figures> rounds) =>
        new(Median(rounds.Select(r => r.PerSecond)), Median(rounds.Select(r => r.P50Ms)), Median(rounds.Select(r => r.P99Ms)));

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0 ? double.NaN : (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }

    public static void PrintHead() => Print($"{"",-16}{"offers/s",12}{"p50 ms",10}{"p99 ms",10}");

    public void PrintAs(string name) => Print($"{name,-16}{PerSecond,12:N0}{P50Ms,10:N1}{P99Ms,10:N1}");

    public static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
