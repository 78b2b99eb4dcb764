using IntentMarket.Engine;

namespace IntentMarket.Tests.Routing;

/// <summary>Standing criteria and intents made of integers only, the same in every program, so that the whole set of matches can be
/// checked by one number. All arithmetic is unsigned 64-bit and wraps; each draw is one call, in this order.</summary>
/// <param name="categories">Leaf categories: leaf / 10 is its class, leaf / 100 its group.</param>
internal sealed class RoutingWorkload(int categories)
{
    private const ulong SubscriptionSeed = 0x1D8E4E27C47D124F;
    private const ulong IntentSeed = 0xEB44ACCAB455D165;

    private static readonly string[] Countries =
        ("AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH "
        + "CI CK CL CM CN CO CR").Split(' ');

    private readonly uint _categories = (uint)categories;

    public static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    public Criteria Subscription(ulong i)
    {
        var draw = new Stream(Mix(SubscriptionSeed + i));
        var kind = draw.Bounded(100);
        var leaf = draw.Skew(_categories);
        List<Category> wanted;
        if (kind < 90)
        {
            wanted = [Leaf(leaf)];
            var more = draw.Bounded(3);
            var group = leaf / 100 * 100;
            var width = Math.Min(100, _categories - group);
            for (var k = 0; k < more; k++)
                wanted.Add(Leaf(group + draw.Bounded(width)));
        }
        else
        {
            wanted = [kind < 98 ? Class(leaf / 10) : Group(leaf / 100)];
        }

        List<string>? regions = null;
        if (draw.Bounded(100) < 80)
        {
            regions = [];
            for (var k = 1 + draw.Bounded(5); k > 0; k--)
                regions.Add(draw.Bounded(100) < 40 ? Countries[draw.Skew(50)] : Region(draw.Skew(500)));
        }

        Bounds? budget = null;
        if (draw.Bounded(100) < 70)
        {
            var least = draw.Logu(10, 14);
            budget = new(least, draw.Bounded(100) < 50 ? least * (2 + draw.Bounded(31)) : null);
        }

        Bounds? quantity = null;
        if (draw.Bounded(100) < 40)
        {
            var least = draw.Logu(1, 10);
            quantity = new(least, least * (2 + draw.Bounded(31)));
        }

        int? leadDays = draw.Bounded(100) < 40 ? (int)(1 + draw.Bounded(30)) : null;
        var conditions = draw.Bounded(100) < 50 ? Names(ref draw, "c", 2, static (ref draw) => draw.Bounded(4)) : null;
        var anyOf = draw.Bounded(100) < 30 ? Names(ref draw, "w", 4, static (ref draw) => draw.Skew(2000)) : null;
        var noneOf = draw.Bounded(100) < 10 ? Names(ref draw, "w", 3, static (ref draw) => draw.Skew(2000)) : null;
        var holds = draw.Bounded(100) < 30 ? Names(ref draw, "h", 6, static (ref draw) => draw.Skew(50)) : null;
        return new(wanted, regions, null, budget, quantity, leadDays, conditions, anyOf, noneOf, holds);
    }

    public IntentFacts Intent(ulong j)
    {
        var draw = new Stream(Mix(IntentSeed + j));
        var category = Leaf(draw.Skew(_categories));
        var region = Region(draw.Skew(500));
        long? budget = draw.Bounded(100) < 80 ? draw.Logu(10, 17) : null;
        var quantity = draw.Logu(1, 13);
        long? days = draw.Bounded(100) < 70 ? 1 + draw.Bounded(90) : null;
        var conditions = draw.Bounded(100) < 60 ? Names(ref draw, "c", 3, static (ref draw) => draw.Bounded(4)) : null;
        var words = new string[3 + draw.Bounded(6)];
        for (var k = 0; k < words.Length; k++)
            words[k] = $"w{draw.Skew(2000)}";
        var certifications = draw.Bounded(100) < 25 ? Names(ref draw, "h", 2, static (ref draw) => draw.Skew(50)) : null;
        return new(
            category, region, "GBP", budget, quantity, days, conditions, [.. (certifications ?? []).Select(one => new[] { one })], "none",
            new Words(string.Join(' ', words)));
    }

    /// <summary>1 + bounded(<paramref name="most"/>) draws. Doubles stay: they change no match.</summary>
    private static List<string> Names(ref Stream draw, string letter, uint most, Draw one)
    {
        var names = new List<string>();
        for (var k = 1 + draw.Bounded(most); k > 0; k--)
            names.Add($"{letter}{one(ref draw)}");
        return names;
    }

    private delegate uint Draw(ref Stream draw);

    private static string Region(uint region) => $"{Countries[region / 10]}-{region % 10}";

    // A level of the tree is two digits from 1 to 9: a zero would be no level in a CPV code.
    private static Category Group(uint group) => new("CPV", $"{10 + group}000000-0");

    private static Category Class(uint @class) => new("CPV", $"{10 + @class / 10}{Level(@class % 10)}0000-0");

    private static Category Leaf(uint leaf) => new("CPV", $"{10 + leaf / 100}{Level(leaf / 10 % 10)}{Level(leaf % 10)}00-0");

    private static string Level(uint digit) => $"{1 + digit / 9}{1 + digit % 9}";

    private struct Stream(ulong state)
    {
        private ulong _state = state;

        public uint Bounded(uint n) => (uint)(((Next() >> 32) * n) >> 32);

        public uint Skew(uint n)
        {
            var x = Next() >> 32;
            return (uint)((((x * x) >> 32) * n) >> 32);
        }

        public long Logu(uint least, uint doublings)
        {
            var m = least << (int)Bounded(doublings);
            return m + Bounded(m);
        }

        private ulong Next() => Mix(_state += 0x9E3779B97F4A7C15);
    }
}
