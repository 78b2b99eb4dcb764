using System.Diagnostics;
using IntentMarket.Engine;
using NUnit.Framework;

namespace IntentMarket.Tests.Routing;

/// <summary>The index over a workload whose right answer is known from elsewhere.</summary>
public class RoutingWorkloadTests
{
    [TestCase(10_000, 50, 2_000, 109_179, 0x80859C3E3EAA5997)]
    [TestCase(100_000, 500, 2_000, 193_974, 0x27980C80EB8587ADUL)]
    [TestCase(100_000, 5_000, 2_000, 25_822, 0x0E853A1D4F4D7872UL)]
    [TestCase(1_000_000, 5_000, 1_000, 126_697, 0x8F43823A6AB1B232, Explicit = true, Reason = "for its time and memory")]
    public void The_matches_are_the_known_ones(int subscriptions, int categories, int intents, int expected, ulong expectedCheck)
    {
        var workload = new RoutingWorkload(categories);
        var changes = Enumerable.Range(0, subscriptions)
            .Select(i => new SubscriptionChange(RoutingWords.Account((ulong)i + 1), "all", workload.Criteria(workload.Subscription((ulong)i))))
            .ToList();
        var facts = Enumerable.Range(0, intents).Select(j => workload.Facts(workload.Intent((ulong)j))).ToList();
        var index = new SubscriptionIndex();

        var insert = Stopwatch.StartNew();
        index.Apply(changes);
        insert.Stop();

        var matches = 0;
        var check = 0UL;
        var match = Stopwatch.StartNew();
        for (var j = 0; j < intents; j++)
        {
            foreach (var account in index.Match(facts[j]))
            {
                matches++;
                check += RoutingWorkload.Check((ulong)j, RoutingWords.SubscriptionId(account));
            }
        }
        match.Stop();

        var one = Stopwatch.StartNew();
        for (var i = 0; i < 1_000; i++)
            index.Apply([changes[i] with { Criteria = changes[i + 1].Criteria }]);
        one.Stop();

        var scan = Stopwatch.StartNew();
        var scanned = facts.Take(20).Sum(intent => changes.Count(change => change.Criteria!.Meets(intent)));
        scan.Stop();

        TestContext.Out.WriteLine(
            $"{subscriptions:N0} subscriptions, {categories:N0} categories: {matches:N0} matches, check {check:x16}; "
            + $"{insert.Elapsed.TotalMicroseconds / subscriptions:N2} µs a subscription in one batch, "
            + $"{one.Elapsed.TotalMicroseconds / 1_000:N1} µs a change by itself, "
            + $"{match.Elapsed.TotalMicroseconds / intents:N0} µs an intent; "
            + $"a linear scan {scan.Elapsed.TotalMicroseconds / 20:N0} µs an intent ({scanned:N0} matches in 20)");
        Assert.That(matches, Is.EqualTo(expected));
        Assert.That(check, Is.EqualTo(expectedCheck), $"{check:x16}");
    }
}
