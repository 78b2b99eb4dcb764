namespace IntentMarket.Tests.Routing;

/// <summary>A subscription of the workload. Lists are sorted and hold each value once; one that is empty, and a bound that
/// is 0, asks nothing.</summary>
/// <param name="Categories">Leaves, then classes, then groups, in one row of numbers: see <see cref="RoutingWorkload"/>.</param>
/// <param name="Regions">Regions, then countries, in one row of numbers.</param>
internal sealed record DrawnSubscription(
    uint[] Categories, uint[] Regions, uint BudgetMin, uint BudgetMax, uint QuantityMin, uint QuantityMax, uint LeadDays, uint[] Conditions,
    uint[] AnyWords, uint[] NoWords, uint[] Certifications);

/// <summary>An intent of the workload. Budget and days that are 0 and conditions that are empty are left open.</summary>
internal sealed record DrawnIntent(
    uint Leaf, uint Region, uint Budget, uint Quantity, uint Days, uint[] Conditions, uint[] Words, uint[] Certifications);

/// <summary>Standing criteria and intents made of integers only, the same in every program, so that the whole set of matches can be
/// checked by one number. All arithmetic is unsigned 64-bit and wraps; each draw is one call, in this order.</summary>
/// <param name="categories">Leaf categories: leaf / 10 is its class, leaf / 100 its group.</param>
/// <param name="salt">Added to both seeds: another workload of the same kind.</param>
internal sealed class RoutingWorkload(int categories, ulong salt = 0)
{
    public const int RegionCount = 500;

    private const ulong SubscriptionSeed = 0x1D8E4E27C47D124F;
    private const ulong IntentSeed = 0xEB44ACCAB455D165;
    private const uint WordCount = 2_000;
    private const uint CertificationCount = 50;
    private const uint ConditionCount = 4;

    private readonly uint _categories = (uint)categories;

    public uint ClassOf(uint leaf) => _categories + leaf / 10;

    public uint GroupOf(uint leaf) => _categories + (_categories + 9) / 10 + leaf / 100;

    public static uint CountryOf(uint region) => RegionCount + region / 10;

    public static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>What the match of one subscription with one intent adds to the check.</summary>
    public static ulong Check(ulong intent, ulong subscriptionId) => Mix(Mix(intent + 1) + subscriptionId);

    /// <param name="i">From 0; the subscription's id is one more.</param>
    public DrawnSubscription Subscription(ulong i)
    {
        var draw = new Stream(Mix(SubscriptionSeed + salt + i));
        var kind = draw.Bounded(100);
        var leaf = draw.Skew(_categories);
        List<uint> wanted = [];
        if (kind < 90)
        {
            wanted.Add(leaf);
            var more = draw.Bounded(3);
            var group = leaf / 100 * 100;
            var width = Math.Min(100, _categories - group);
            for (var k = 0; k < more; k++)
                wanted.Add(group + draw.Bounded(width));
        }
        else
        {
            wanted.Add(kind < 98 ? ClassOf(leaf) : GroupOf(leaf));
        }

        List<uint> regions = [];
        if (draw.Bounded(100) < 80)
        {
            for (var k = 1 + draw.Bounded(5); k > 0; k--)
                regions.Add(draw.Bounded(100) < 40 ? RegionCount + draw.Skew(RegionCount / 10) : draw.Skew(RegionCount));
        }

        var (budgetMin, budgetMax) = (0U, 0U);
        if (draw.Bounded(100) < 70)
        {
            budgetMin = draw.Logu(10, 14);
            budgetMax = draw.Bounded(100) < 50 ? budgetMin * (2 + draw.Bounded(31)) : 0;
        }

        var (quantityMin, quantityMax) = (0U, 0U);
        if (draw.Bounded(100) < 40)
        {
            quantityMin = draw.Logu(1, 10);
            quantityMax = quantityMin * (2 + draw.Bounded(31));
        }

        var leadDays = draw.Bounded(100) < 40 ? 1 + draw.Bounded(30) : 0;
        var conditions = draw.Bounded(100) < 50 ? Some(ref draw, 2, static (ref draw) => draw.Bounded(ConditionCount)) : [];
        var anyOf = draw.Bounded(100) < 30 ? Some(ref draw, 4, static (ref draw) => draw.Skew(WordCount)) : [];
        var noneOf = draw.Bounded(100) < 10 ? Some(ref draw, 3, static (ref draw) => draw.Skew(WordCount)) : [];
        var holds = draw.Bounded(100) < 30 ? Some(ref draw, 6, static (ref draw) => draw.Skew(CertificationCount)) : [];
        return new(
            Sorted(wanted), Sorted(regions), budgetMin, budgetMax, quantityMin, quantityMax, leadDays, conditions, anyOf, noneOf, holds);
    }

    /// <param name="j">From 0.</param>
    public DrawnIntent Intent(ulong j)
    {
        var draw = new Stream(Mix(IntentSeed + salt + j));
        var leaf = draw.Skew(_categories);
        var region = draw.Skew(RegionCount);
        var budget = draw.Bounded(100) < 80 ? draw.Logu(10, 17) : 0;
        var quantity = draw.Logu(1, 13);
        var days = draw.Bounded(100) < 70 ? 1 + draw.Bounded(90) : 0;
        var conditions = draw.Bounded(100) < 60 ? Some(ref draw, 3, static (ref draw) => draw.Bounded(ConditionCount)) : [];
        List<uint> words = [];
        for (var k = 3 + draw.Bounded(6); k > 0; k--)
            words.Add(draw.Skew(WordCount));
        var certifications = draw.Bounded(100) < 25 ? Some(ref draw, 2, static (ref draw) => draw.Skew(CertificationCount)) : [];
        return new(leaf, region, budget, quantity, days, conditions, Sorted(words), certifications);
    }

    /// <summary>1 + bounded(<paramref name="most"/>) draws.</summary>
    private static uint[] Some(ref Stream draw, uint most, Draw one)
    {
        List<uint> drawn = [];
        for (var k = 1 + draw.Bounded(most); k > 0; k--)
            drawn.Add(one(ref draw));
        return Sorted(drawn);
    }

    private static uint[] Sorted(List<uint> drawn) => [.. drawn.Distinct().Order()];

    private delegate uint Draw(ref Stream draw);

    private struct Stream(ulong state)
    {
        private ulong _state = state;

        public uint Bounded(uint n) => (uint)(((Next() >> 32) * n) >> 32);

        public uint Skew(uint n)
        {
            var x = Next() >> 32;
            return (uint)((((x * x) >> 32) * n) >> 32);
        }

        public uint Logu(uint least, uint doublings)
        {
            var m = least << (int)Bounded(doublings);
            return m + Bounded(m);
        }

        private ulong Next() => Mix(_state += 0x9E3779B97F4A7C15);
    }
}
