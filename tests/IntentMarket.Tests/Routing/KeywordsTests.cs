using IntentMarket.Engine;
using IntentMarket.Engine.Values;
using IntentMarket.Routing;
using NUnit.Framework;

namespace IntentMarket.Tests.Routing;

/// <summary>There are numbers for 65,535 words: nobody takes them from the others for nothing, and who leaves gives them back.</summary>
public sealed class KeywordsTests
{
    private const int Most = ushort.MaxValue;
    private static readonly AccountId Vendor = new(new Guid(1, 0, 0, new byte[8]));
    private static readonly AccountId Other = new(new Guid(2, 0, 0, new byte[8]));

    [Test]
    public void Long_lists_of_odd_words_keep_no_other_vendor_from_being_packed_whole()
    {
        var signatures = new Signatures();
        for (var n = 0; n < 1_000; n++)
            signatures.Pack(new Criteria(AnyKeyword: Odd(n * 100, 100)), isExact: true);
        Assert.That(signatures.Pack(new Criteria(AnyKeyword: ["pram"]), isExact: true).IsExact, Is.True);
    }

    [Test]
    public void Words_that_nobody_names_any_more_are_given_to_others()
    {
        var index = new SubscriptionIndex();
        const int Lists = Most / 4;
        for (var round = 0; round < 3; round++)
        {
            var first = round * Lists * 4;
            index.Apply(Enumerable.Range(0, Lists).Select(
                n => new SubscriptionChange(Vendor, $"{n}", new Criteria(AnyKeyword: Odd(first + n * 4, 4)))));
            Assert.That(index.Count, Is.EqualTo((Lists, 0)), $"round {round}");
            index.Apply([new(Other, "any", new Criteria(AnyKeyword: ["PRAM", "TOY", "RED", "BLUE"]))]);
            Assert.That(index.Count, Is.EqualTo((Lists + 1, 1)), "all are given out");
            Assert.That(index.Match(Intent($"W{first + 17}")), Is.EqualTo(new[] { Vendor }));
            Assert.That(index.Match(Intent("TOY")), Is.EqualTo(new[] { Other }));

            index.Apply(Enumerable.Range(0, Lists).Select(n => new SubscriptionChange(Vendor, $"{n}", null)));
            index.Apply([new(Other, "any", null)]);
            // The sweep takes what is gone out bit by bit, the more the more changes there are.
            for (var n = 0; n < 10; n++)
                index.Apply(Enumerable.Repeat(new SubscriptionChange(Other, "none", null), Most));
            Assert.That(index.Match(Intent($"W{first + 17}")), Is.Empty);
        }
    }

    /// <summary>More words than there are numbers, and categories, which come and go.</summary>
    [Test]
    public void Index_finds_what_a_scan_finds_while_words_change_hands()
    {
        var random = new Random(7);
        var index = new SubscriptionIndex();
        var all = new Dictionary<int, Criteria>();
        var mostAsking = 0;
        for (var turn = 0; turn < 40; turn++)
        {
            var changes = new List<SubscriptionChange>();
            for (var n = 0; n < 4_000; n++)
            {
                var id = random.Next(24_000);
                var criteria = random.Next(4) == 0
                    ? null
                    : new Criteria(
                        Categories: random.Next(2) == 0 ? null : [Category(random, turn)],
                        AnyKeyword: Some(random, turn),
                        NoKeyword: random.Next(3) == 0 ? Some(random, turn) : null);
                changes.Add(new SubscriptionChange(new AccountId(new Guid(id, 0, 0, new byte[8])), "a", criteria));
                all.Remove(id);
                if (criteria is not null)
                    all[id] = criteria;
            }
            index.Apply(changes);
            Assert.That(index.Count.All, Is.EqualTo(all.Count));
            mostAsking = Math.Max(mostAsking, index.Count.Asking);
            for (var n = 0; n < 5; n++)
            {
                var one = all.Values.ElementAt(random.Next(all.Count));
                var category = one.Categories?[0] ?? Category(random, turn);
                var intent = Intent([.. Some(random, turn), .. one.AnyKeyword!]) with { Category = category };
                var scan = all.Where(each => each.Value.Meets(intent)).Select(each => new AccountId(new Guid(each.Key, 0, 0, new byte[8])));
                Assert.That(index.Match(intent), Is.EquivalentTo(scan), $"turn {turn}");
            }
        }
        Assert.That(mostAsking, Is.GreaterThan(all.Count / 8), "numbers ran out");
    }

    private static Category Category(Random random, int turn) => new("market", $"odd.{turn}.{random.Next(50)}");

    /// <summary>Half of them common, half of them odd, some of two words, some too many for an entry.</summary>
    private static List<string> Some(Random random, int turn) =>
    [
        .. Enumerable.Range(0, random.Next(1, 6)).Select(_ => random.Next(2) == 0
            ? $"W{random.Next(300)}"
            : random.Next(20) == 0 ? $"W{random.Next(300)} W{random.Next(300)}" : $"ODD{turn}X{random.Next(1_000_000)}"),
    ];

    private static List<string> Odd(int from, int count) => [.. Enumerable.Range(from, count).Select(n => $"W{n}")];

    private static IntentFacts Intent(params string[] words) => new(
        new("market", "baby.strollers"), Region: null, "GBP", MaxTotal: null, Quantity: null, LeadDays: null, Conditions: null, [], "none",
        new Tokens(words));
}
