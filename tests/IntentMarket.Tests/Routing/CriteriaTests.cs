using System.Globalization;
using IntentMarket.Engine;
using IntentMarket.Engine.Values;
using IntentMarket.Routing;
using NUnit.Framework;

namespace IntentMarket.Tests.Routing;

/// <summary>Whether an intent meets a vendor's standing criteria: what the vendor wants, what the customer asks, whether the vendor
/// hears of it. An intent asks nothing but what its row says: a stroller, in pounds, closing at noon of day 0.</summary>
public class CriteriaTests
{
    private const long DayMs = 86_400_000;
    private const long Noon = 1_796_040_000_000;

    private const string Story = """
        nothing                         | nothing                             | heard
        nothing                         | total 450.00; region GB-SCT         | heard

        category CPV 34000000-7         | category CPV 34911100-7             | heard
        category CPV 34911100-7         | category CPV 34000000-7             | not
        category CPV 39000000-2         | category CPV 34911100-7             | not
        category CPV 39000000-2, CPV 34000000-7 | category CPV 34911100-7     | heard
        category market baby            | category market baby.strollers      | heard
        category market baby            | category CPV 34911100-7             | not

        category CPV 34000000-7         | category market baby.strollers      | heard
        category CPV 34912100-4         | category market baby.strollers      | heard
        category CPV 34110000-1         | category market baby.strollers      | not
        category market baby.strollers  | category CPV 34912100-4             | heard
        category market baby            | category CPV 34912100-4             | heard
        category market baby.strollers  | category CPV 34000000-7             | not
        category CPV 39100000-3         | category market home.furniture.sofas | heard
        category CPV 39113200-9         | category market home.furniture      | not
        category market home.furniture  | category CPV 39113200-9             | heard
        category market home.furniture.sofas | category CPV 39143110-0        | not
        category CPV 45442110-1         | category market services.trades     | not
        category market services.trades.painting | category CPV 45442110-1    | heard
        category CPV 18200000-1         | category market clothing.children   | heard
        category market clothing.children | category CPV 18200000-1           | not
        category market clothing        | category CPV 18200000-1             | heard
        category CPV 98000000-3         | category market other               | not
        category market other           | category market other               | heard

        region GB                       | region GB                           | heard
        region GB                       | region GB-SCT                       | heard
        region GB-SCT                   | region GB                           | not
        region GB-SCT                   | region GB-WLS                       | not
        region FR, GB-WLS               | region GB-WLS                       | heard
        region FR                       | nothing                             | heard

        currency GBP                    | currency GBP                        | heard
        currency EUR, USD               | currency GBP                        | not
        currency EUR, GBP               | currency GBP                        | heard

        budget 50.00..1000.00           | total 49.99                         | not
        budget 50.00..1000.00           | total 50.00                         | heard
        budget 50.00..1000.00           | total 1000.00                       | heard
        budget 50.00..1000.00           | total 1000.01                       | not
        budget 50.00..                  | total 1000000000000.00              | heard
        budget ..1000.00                | total 0.01                          | heard
        budget 50.00..1000.00           | nothing                             | heard
        budget 50.00..1000.00           | total 60.00; total 40.00            | not

        quantity 1..100                 | line 0.5 H87                        | not
        quantity 1..100                 | line 1 H87                          | heard
        quantity 1..100                 | line 100 H87                        | heard
        quantity 1..100                 | line 100.000001 H87                 | not
        quantity 1..100                 | line 60 H87; line 41 H87            | not
        quantity 1..100                 | line 60 H87; line 40 H87            | heard
        quantity 1..100                 | line 60 H87; line 41 KGM            | heard
        quantity 1..100                 | nothing                             | heard
        quantity 1..                    | 100 lines 1000000000000 H87         | heard
        quantity ..1                    | 100 lines 1000000000000 H87         | not

        leadDays 2                      | deliverBy 2 days                    | heard
        leadDays 2                      | deliverBy 2 days less 1 ms          | not
        leadDays 2                      | deliverBy 30 days                   | heard
        leadDays 0                      | deliverBy 0 days                    | heard
        leadDays 0                      | deliverBy 0 days less 1 ms          | not
        leadDays 2                      | deliverBy 9 days; deliverBy 1 days  | not
        leadDays 2                      | nothing                             | heard

        condition new                   | condition new, refurbished          | heard
        condition new, used             | condition refurbished, used         | heard
        condition used                  | condition new, refurbished          | not
        condition used                  | nothing                             | heard
        condition new                   | condition new, used; condition used | not

        any stroller, pram              | title Stroller for twins            | heard
        any stroller, pram              | title A PRAM!                       | heard
        any stroller, pram              | title Strollers, prams              | not
        any stroller, pram              | description e.g. a pram.            | heard
        any stroller, pram              | text (pram)                         | heard
        any stroller, pram              | title Cot                           | not
        any twin stroller               | title Twin-stroller wanted          | heard
        any twin-stroller               | title TWIN  STROLLER                | heard
        any twin stroller               | title Stroller, twin                | not
        any twin stroller               | title Twin; description stroller    | not
        any win stroll                  | title Twin strollers                | not
        any ΣΊΣΥΦΟΣ                     | title σίσυφος                       | heard
        any école                       | title ÉCOLE                         | heard
        any हि                           | title हिन्दी                          | not
        any हिन्दी                        | title हिन्दी किताब                    | heard
        any 𐐨𐐩                          | title 𐐀𐐁                            | heard
        any EN 1888                     | text to en 1888:2018                | heard
        any C++                         | title Book on C                     | heard
        any !!!                         | title !!!                           | not
        no toy                          | title Toy stroller                  | not
        no toy                          | title Toys                          | heard
        no toy, doll                    | text for a doll                     | not
        no !!!                          | title !!!                           | heard
        any stroller; no toy            | title Stroller                      | heard
        any stroller; no toy            | title Stroller; text no toy         | not

        holds EN 1888, ISO 9001         | all EN 1888                         | heard
        holds EN 1888, ISO 9001         | all EN 1888, ISO 9001               | heard
        holds EN 1888                   | all EN 1888, ISO 9001               | not
        holds EN 1888                   | anyOf EN 1888, ISO 9001             | heard
        holds EN 1888                   | anyOf ISO 9001, ISO 14001           | not
        holds EN 1888                   | all EN 1888; anyOf ISO 9001         | not
        holds en 1888                   | all EN 1888                         | not
        holds EN 1888                   | nothing                             | heard
        nothing                         | all EN 1888                         | heard

        agrees none                     | nothing                             | heard
        agrees basic                    | nothing                             | not
        agrees none, basic              | agreement basic                     | heard

        region GB; budget 50.00..; any pram | region GB-SCT; total 60.00; title Pram | heard
        region GB; budget 50.00..; any pram | region FR; total 60.00; title Pram     | not
        region GB; budget 50.00..; any pram | region GB-SCT; total 40.00; title Pram | not
        region GB; budget 50.00..; any pram | region GB-SCT; total 60.00; title Cot  | not
        """;

    private static IEnumerable<TestCaseData> Rows() =>
        from row in Story.Split('\n')
        where row.Length > 0
        let cells = row.Split('|', StringSplitOptions.TrimEntries)
        select new TestCaseData(cells[0], cells[1], cells[2] == "heard").SetArgDisplayNames(cells[0], cells[1], cells[2]);

    [TestCaseSource(nameof(Rows))]
    public void An_intent_that_meets_every_member_reaches_the_vendor(string wants, string asks, bool heard)
    {
        var criteria = Wants(wants);
        var intent = Asks(asks);
        Assert.That(criteria.Meets(intent), Is.EqualTo(heard));

        var vendor = AccountId.New();
        var index = new SubscriptionIndex();
        index.Apply([new(vendor, "all", criteria)]);
        Assert.That(index.Match(intent), Is.EqualTo(heard ? new[] { vendor } : []), "the index says the same");
        Assert.That(index.Reach(intent), Is.EqualTo(heard ? 1 : 0));
        Assert.That(index.Reaches(vendor, intent), Is.EqualTo(heard));
    }

    [Test]
    public void An_empty_list_is_as_good_as_none()
    {
        var criteria = new Criteria([], [], [], null, null, null, [], [], [], [], []);
        Assert.That(criteria.Meets(Asks("total 1.00; region GB; condition new; all EN 1888; deliverBy 1 days")));
    }

    private static Criteria Wants(string members)
    {
        var criteria = new Criteria();
        foreach (var (name, value) in Members(members))
        {
            criteria = name switch
            {
                "nothing" => criteria,
                "category" => criteria with { Categories = [.. List(value).Select(CategoryOf)] },
                "region" => criteria with { Regions = List(value) },
                "currency" => criteria with { Currencies = List(value) },
                "budget" => criteria with { Budget = Range(value, 2), Currencies = ["GBP"] },
                "quantity" => criteria with { Quantity = Range(value, 6) },
                "leadDays" => criteria with { LeadDays = int.Parse(value, CultureInfo.InvariantCulture) },
                "condition" => criteria with { Conditions = List(value) },
                "any" => criteria with { AnyKeyword = List(value) },
                "no" => criteria with { NoKeyword = List(value) },
                "holds" => criteria with { HoldsCertifications = List(value) },
                "agrees" => criteria with { AcceptsAgreements = List(value) },
                _ => throw new FormatException(name),
            };
        }
        return criteria;
    }

    private static IntentFacts Asks(string members)
    {
        var category = new Category("CPV", "34911100-7");
        string? region = null;
        var agreement = "none";
        var currency = "GBP";
        var lines = new List<Line>();
        var require = new List<Requirement>();
        var texts = new List<string>();
        foreach (var (name, value) in Members(members))
        {
            switch (name)
            {
                case "nothing": break;
                case "category": category = CategoryOf(value); break;
                case "region": region = value; break;
                case "currency": currency = value; break;
                case "agreement": agreement = value; break;
                case "total": require.Add(new(Criterion.Total, Max: Scaled(value, 2))); break;
                case "line": lines.Add(LineOf(value)); break;
                case "100": lines.AddRange(Enumerable.Repeat(LineOf(value["lines ".Length..]), 100)); break;
                case "deliverBy": require.Add(new(Criterion.Parse("deliverBy")!.Value, Max: DeliverBy(value))); break;
                case "condition": require.Add(new(Criterion.Parse("condition")!.Value, OneOf: List(value))); break;
                case "all": require.Add(new(Criterion.Parse("certifications")!.Value, AllOf: List(value))); break;
                case "anyOf": require.Add(new(Criterion.Parse("certifications")!.Value, AnyOf: List(value))); break;
                case "title" or "description" or "text": texts.Add(value); break;
                default: throw new FormatException(name);
            }
        }
        return IntentFacts.Of(
            new IntentTerms(
                category, currency, 2, region, lines, new Terms(ScoringMethod.Weighted, require, [], agreement),
                new Auction(AuctionFormat.Open, Visibility.Rank, EarlyAward: false, SoftClose: null), ClosesAt: Noon, AwardBy: Noon, ""),
            texts);
    }

    private static IEnumerable<(string Name, string Value)> Members(string members) =>
        from member in members.Split(';', StringSplitOptions.TrimEntries)
        let blank = member.IndexOf(' ')
        select blank < 0 ? (member, "") : (member[..blank], member[(blank + 1)..]);

    private static string[] List(string value) => value.Split(',', StringSplitOptions.TrimEntries);

    private static Category CategoryOf(string value) => new(value.Split(' ')[0], value.Split(' ')[1]);

    private static Line LineOf(string value) =>
        new("1", Scaled(value.Split(' ')[0], 6), value.Split(' ')[1], new Dictionary<string, Value>());

    private static Bounds Range(string value, int digits)
    {
        var ends = value.Split("..");
        return new(ends[0] == "" ? null : Scaled(ends[0], digits), ends[1] == "" ? null : Scaled(ends[1], digits));
    }

    private static long Scaled(string value, int digits) =>
        Amount.TryParse(value, digits, out var scaled) ? scaled : throw new FormatException(value);

    private static long DeliverBy(string value) =>
        Noon + long.Parse(value.Split(' ')[0], CultureInfo.InvariantCulture) * DayMs
        - (value.EndsWith("less 1 ms", StringComparison.Ordinal) ? 1 : 0);
}
