using FsCheck;
using FsCheck.Fluent;
using IntentMarket.Engine;
using IntentMarket.Engine.Values;
using IntentMarket.Routing;
using NUnit.Framework;

namespace IntentMarket.Tests.Routing;

public class SubscriptionIndexTests
{
    private static readonly AccountId Ann = AccountId.Parse("00000000-0000-0000-0000-00000000000a");
    private static readonly AccountId Bob = AccountId.Parse("00000000-0000-0000-0000-00000000000b");

    private static readonly Criteria Strollers = new(Categories: [new("market", "baby.strollers")]);
    private static readonly Criteria Sofas = new(Categories: [new("market", "home.furniture.sofas")]);

    [Test]
    public void Subscriptions_come_change_and_go()
    {
        var index = new SubscriptionIndex();
        Assert.That(Hear("baby.strollers"), Is.Empty);

        index.Apply([new(Bob, "prams", Strollers), new(Ann, "prams", Strollers)]);
        Assert.That(Hear("baby.strollers"), Is.EquivalentTo(new[] { Ann, Bob }));

        index.Apply([new(Bob, "everything", new Criteria())]);
        Assert.That(Hear("baby.strollers"), Is.EquivalentTo(new[] { Ann, Bob }), "each once, however many of its subscriptions are met");
        Assert.That(Hear("pets.food"), Is.EqualTo(new[] { Bob }));

        index.Apply([new(Ann, "prams", Sofas)]);
        Assert.That(Hear("baby.strollers"), Is.EqualTo(new[] { Bob }), "a new one by the same name takes the old one's place");
        Assert.That(Hear("home.furniture.sofas"), Is.EquivalentTo(new[] { Ann, Bob }));

        index.Apply([new(Bob, "everything", null), new(Bob, "everything", null), new(Bob, "never was", null)]);
        Assert.That(Hear("home.furniture.sofas"), Is.EqualTo(new[] { Ann }));
        Assert.That(Hear("baby.strollers"), Is.EqualTo(new[] { Bob }), "the other one stays");

        index.Apply([new(Bob, "prams", Sofas), new(Bob, "prams", null), new(Bob, "prams", Strollers)]);
        Assert.That(Hear("baby.strollers"), Is.EqualTo(new[] { Bob }), "within a batch the last one counts");

        IReadOnlyList<AccountId> Hear(string category) => index.Match(Intent(category));
    }

    [Test]
    public void A_match_sees_a_batch_wholly_or_not_at_all()
    {
        var index = new SubscriptionIndex();
        var intent = Intent("baby.strollers");
        var torn = 0;
        using var done = new CancellationTokenSource();
        var reader = Task.Factory.StartNew(
            () =>
            {
                while (!done.IsCancellationRequested)
                {
                    if (index.Reach(intent) == 1)
                        torn++;
                }
            },
            TaskCreationOptions.LongRunning);

        for (var turn = 0; turn < 2_000; turn++)
        {
            index.Apply([new(Ann, "prams", Strollers), new(Bob, "all", new Criteria())]);
            index.Apply([new(Ann, "prams", null), new(Bob, "all", null)]);
        }
        done.Cancel();
        reader.Wait(TimeSpan.FromSeconds(30));
        Assert.That(torn, Is.Zero);
    }

    /// <summary>Changes in batches of any size, and after each batch an intent.</summary>
    [Test]
    public void The_index_finds_what_a_linear_scan_matches() =>
        Prop.ForAll(Worlds.Days(), IsWhatAScanFinds).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    private static void IsWhatAScanFinds((SubscriptionChange[] Changes, IntentFacts Intent)[] days)
    {
        var index = new SubscriptionIndex();
        var all = new Dictionary<(AccountId, string), Criteria>();
        foreach (var (changes, intent) in days)
        {
            index.Apply(changes);
            foreach (var (account, name, criteria) in changes)
            {
                if (criteria is null)
                    all.Remove((account, name));
                else
                    all[(account, name)] = criteria;
            }

            var scan = all.Where(one => one.Value.Meets(intent)).Select(one => one.Key.Item1).Distinct().Order().ToList();
            Assert.That(index.Match(intent).Order(), Is.EqualTo(scan));
            Assert.That(index.Reach(intent), Is.EqualTo(scan.Count));
            for (byte vendor = 0; vendor < Worlds.Vendors; vendor++)
                Assert.That(index.Reaches(Worlds.Vendor(vendor), intent), Is.EqualTo(scan.Contains(Worlds.Vendor(vendor))));
        }
    }

    /// <summary>Enough of them that sweeps go round and numbers are given to others.</summary>
    [Test]
    public void Thousands_that_go_and_come_again_leave_nothing_behind()
    {
        var workload = new RoutingWorkload(50);
        var index = new SubscriptionIndex();
        var there = new Dictionary<ulong, Criteria>();
        for (var turn = 0UL; turn < 60; turn++)
        {
            // A thousand at a time: most times they are replaced, every fourth time they go.
            var batch = new List<SubscriptionChange>();
            for (var i = 0UL; i < 1_000; i++)
            {
                var id = turn % 3 * 1_000 + i + 1;
                var criteria = turn % 4 != 3 ? workload.Criteria(workload.Subscription(turn * 1_000 + i)) : null;
                batch.Add(new(RoutingWords.Account(id), "all", criteria));
                there.Remove(id);
                if (criteria is not null)
                    there[id] = criteria;
            }
            index.Apply(batch);

            var intent = workload.Facts(workload.Intent(turn));
            var scan = there.Where(one => one.Value.Meets(intent)).Select(one => RoutingWords.Account(one.Key)).ToList();
            Assert.That(index.Match(intent), Is.EquivalentTo(scan), $"turn {turn}");
        }
    }

    private static IntentFacts Intent(string category) =>
        new(
            new("market", category), Region: null, "GBP", MaxTotal: null, Quantity: null, LeadDays: null, Conditions: null, [], "none",
            new Tokens());

    /// <summary>Few values of each kind, so that an intent meets about one subscription in seven.</summary>
    private static class Worlds
    {
        public const int Vendors = 6;

        public static AccountId Vendor(byte number) => new(new Guid(number, 0, 0, new byte[8]));

        public static Arbitrary<(SubscriptionChange[] Changes, IntentFacts Intent)[]> Days() =>
            (from changes in Change.ArrayOf()
             from intent in Intents
             select (changes, intent)).ArrayOf().ToArbitrary();

        private static readonly string[] Cpv =
            ["30000000-9", "30100000-0", "30190000-7", "30192121-5", "34000000-7", "34911100-7", "39100000-3", "39113200-9"];
        private static readonly string[] Market = ["home", "home.furniture", "home.furniture.sofas", "home.kitchens", "home.kitchenware"];

        private static readonly Gen<Category> Category = Gen.Elements(
            [.. Cpv.Select(id => new Category("CPV", id)), .. Market.Select(id => new Category("market", id))]);

        private static readonly Gen<string> Region = Gen.Elements("GB", "GB-SCT", "GB-WLS", "FR");
        private static readonly Gen<string> Currency = Gen.Elements("GBP", "GBP", "EUR");
        private static readonly Gen<string> Condition = Gen.Elements("new", "refurbished", "used");
        private static readonly Gen<string> Word = Gen.Elements("pram", "toy", "red", "red pram");
        private static readonly Gen<string> Certification = Gen.Elements("EN 1888", "ISO 9001");
        private static readonly Gen<string> Agreement = Gen.Elements("none", "basic");

        private static readonly Gen<Criteria> Criterias =
            from categories in Some(Category)
            from regions in Some(Region)
            from currencies in Some(Currency)
            from budget in Range
            from quantity in Range
            from leadDays in Maybe(Gen.Choose(0, 4))
            from conditions in Some(Condition)
            from any in Some(Word)
            from no in Rarely(Word)
            from holds in Some(Certification)
            from agreements in Rarely(Agreement)
            select new Criteria(categories, regions, currencies, budget, quantity, leadDays, conditions, any, no, holds, agreements);

        private static readonly Gen<SubscriptionChange> Change =
            from vendor in Gen.Choose(0, Vendors - 1)
            from name in Gen.Elements("a", "b")
            from criteria in Gen.Frequency((3, Criterias.Select(Criteria? (one) => one)), (1, Gen.Constant<Criteria?>(null)))
            select new SubscriptionChange(Vendor((byte)vendor), name, criteria);

        private static readonly Gen<IntentFacts> Intents =
            from category in Category
            from region in Region.OrNull()
            from currency in Currency
            from maxTotal in Maybe(Gen.Choose(0, 9))
            from quantity in Maybe(Gen.Choose(0, 9))
            from leadDays in Maybe(Gen.Choose(-1, 4))
            from conditions in Some(Condition)
            from certifications in Rarely(Certification)
            from agreement in Agreement
            from words in Word.ArrayOf()
            select new IntentFacts(
                category, region, currency, maxTotal, quantity, leadDays, conditions,
                certifications is null ? [] : [certifications], agreement, new Tokens(words));

        private static Gen<Bounds?> Range =>
            from min in Maybe(Gen.Choose(0, 5))
            from max in Maybe(Gen.Choose(4, 9))
            select min is null && max is null ? (Bounds?)null : new Bounds(min, max);

        private static Gen<int?> Maybe(Gen<int> gen) => Gen.Frequency((1, gen.Select(int? (one) => one)), (2, Gen.Constant<int?>(null)));

        private static Gen<T[]?> Some<T>(Gen<T> gen) => Given(gen, 1);

        private static Gen<T[]?> Rarely<T>(Gen<T> gen) => Given(gen, 4);

        private static Gen<T[]?> Given<T>(Gen<T> gen, int nulls) =>
            Gen.Frequency((1, gen.NonEmptyListOf().Select(T[]? (list) => [.. list])), (nulls, Gen.Constant<T[]?>(null)));
    }
}
