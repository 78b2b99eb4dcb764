using IntentMarket.Routing;
using NUnit.Framework;

namespace IntentMarket.Tests.Routing;

/// <summary>The index over a workload whose right answer is known from elsewhere.</summary>
[NonParallelizable]
public class RoutingWorkloadTests
{
    [TestCase(10_000, 50, 2_000, 109_179, 0x80859C3E3EAA5997)]
    [TestCase(100_000, 500, 2_000, 193_974, 0x27980C80EB8587ADUL)]
    [TestCase(100_000, 5_000, 2_000, 25_822, 0x0E853A1D4F4D7872UL)]
    [TestCase(1_000_000, 5_000, 1_000, 126_697, 0x8F43823A6AB1B232, Explicit = true, Reason = "for its time and memory")]
    public void The_matches_are_the_known_ones(int subscriptions, int categories, int intents, int expected, ulong expectedCheck)
    {
        var workload = new RoutingWorkload(categories);
        var index = new SubscriptionIndex();
        index.Apply(Enumerable.Range(0, subscriptions).Select(i => new SubscriptionChange(
            RoutingWords.Account((ulong)i + 1), "all", workload.Criteria(workload.Subscription((ulong)i)))));

        var matches = 0;
        var check = 0UL;
        for (var j = 0UL; j < (ulong)intents; j++)
        {
            foreach (var account in index.Match(workload.Facts(workload.Intent(j))))
            {
                matches++;
                check += RoutingWorkload.Check(j, RoutingWords.SubscriptionId(account));
            }
        }
        Assert.That(matches, Is.EqualTo(expected));
        Assert.That(check, Is.EqualTo(expectedCheck), $"{check:x16}");
    }
}
