using System.Numerics;
using IntentMarket.Engine.Evaluation;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;
using NUnit.Framework;

namespace IntentMarket.Tests.Engine;

public sealed class ScoringTests
{
    /// <summary>The stroller of the public documentation.</summary>
    private static readonly Terms Stroller = Sample.Terms(
        [
            new(Criterion.Total, Max: Sample.Pence(450)),
            new(Sample.Criterion("deliverBy"), Max: Sample.Utc("2026-12-05T18:00:00Z")),
            new(Sample.Criterion("condition"), OneOf: ["new", "refurbished"]),
            new(Sample.Criterion("certifications"), AllOf: ["EN 1888"]),
            new(Sample.Criterion("attributes.seats"), Min: 2_000_000),
        ],
        [
            new(Criterion.Total, 60, Best: Sample.Pence(250), Worst: Sample.Pence(450)),
            new(Sample.Criterion("deliverBy"), 25, Best: Sample.Utc("2026-12-01T12:00:00Z"), Worst: Sample.Utc("2026-12-05T18:00:00Z")),
            new(Sample.Criterion("condition"), 5, Points: new Dictionary<string, int> { ["new"] = 100, ["refurbished"] = 60 }),
            new(Sample.Criterion("warrantyMonths"), 10, Best: 24, Worst: 0),
        ]);

    private static readonly OfferTerms Pram = new(
        "terms-1", Sample.Pence(399), Sample.Utc("2026-12-02T12:00:00Z"), 24, 30, "new", ["EN 1888"],
        new Dictionary<string, Value> { ["seats"] = new Value.Whole(2) }, [new("1", 389_000_000, 1_000_000)], Shipping: 1000,
        Tax: 0, OtherCharges: 0);

    /// <summary>60 × 51/200; 25 × 78 h/102 h; 5 × 1; 10 × 1.</summary>
    [Test]
    public void Stroller_scores_what_the_documentation_says()
    {
        var accepted = (OfferAccepted)Sample.Answer(Sample.Opened(Sample.Intended(Stroller)), Sample.Submit(Pram));
        Assert.Multiple(() =>
        {
            Assert.That(accepted.Points, Is.EqualTo([15_300_000, 19_117_647, 5_000_000, 10_000_000]));
            Assert.That(accepted.Score, Is.EqualTo(49_417_647));
            Assert.That(Amount.Format(accepted.Score, 6), Is.EqualTo("49.417647"));
            Assert.That(Amount.Format(accepted.Points[0], 6), Is.EqualTo("15.300000"));
        });
    }

    [TestCase(
        250, "2026-12-01T12:00:00Z", "new", 24, 60_000_000, 25_000_000, 5_000_000, 10_000_000, TestName = "The best of all earns 100")]
    [TestCase(
        100, "2026-11-01T12:00:00Z", "new", 99, 60_000_000, 25_000_000, 5_000_000, 10_000_000,
        TestName = "Better than the best earns no more")]
    [TestCase(450, "2026-12-05T18:00:00Z", "refurbished", 0, 0, 0, 3_000_000, 0, TestName = "The worst earns nothing")]
    [TestCase(900, "2027-12-05T18:00:00Z", "used", 0, 0, 0, 0, 0, TestName = "Worse than the worst earns no less")]
    [TestCase(350, "2026-12-01T12:00:00.001Z", "new", 7, 30_000_000, 24_999_999, 5_000_000, 2_916_666, TestName = "Parts are rounded down")]
    public void Scale_is_clamped(int total, string deliverBy, string condition, int warranty, params int[] points)
    {
        var offer =
            Pram with { Total = Sample.Pence(total), DeliverBy = Sample.Utc(deliverBy), Condition = condition, WarrantyMonths = warranty };
        var score = Scoring.Of(Stroller, offer);
        Assert.That(score.Points, Is.EqualTo(points));
        Assert.That(score.Total, Is.EqualTo(points.Sum()));
    }

    [Test]
    public void What_an_offer_lacks_earns_nothing()
    {
        var score = Scoring.Of(Stroller, new OfferTerms("", Sample.Pence(450)));
        Assert.That(score.Points, Is.EqualTo([0, 0, 0, 0]));
    }

    [Test]
    public void Best_certification_held_counts()
    {
        var terms = Sample.Terms(prefer:
        [
            new(
                Sample.Criterion("certifications"), 3,
                Points: new Dictionary<string, int> { ["ISO 9001"] = 40, ["EN 1888"] = 70, ["EN 71"] = 10 }),
            new(Sample.Criterion("returnDays"), 4, Best: 60, Worst: 0),
        ]);
        Assert.Multiple(() =>
        {
            Assert.That(Certified("ISO 9001", "EN 1888"), Is.EqualTo(30_000_000));
            Assert.That(Certified("EN 71", "unheard of"), Is.EqualTo(4_285_714));
            Assert.That(Certified("unheard of"), Is.Zero);
            Assert.That(Certified(), Is.Zero);
        });

        long Certified(params string[] held) => Scoring.Of(terms, new OfferTerms("", 1, Certifications: held)).Total;
    }

    [Test]
    public void Scale_may_rise_or_fall()
    {
        var terms = Sample.Terms(prefer:
        [
            new(Criterion.Total, 1, Best: 1000, Worst: 0),
            new(Sample.Criterion("attributes.watts"), 1, Best: -3_000_000, Worst: 3_000_000),
        ]);
        var offer = new OfferTerms("", 250, Attributes: new Dictionary<string, Value> { ["watts"] = new Value.Text("1.5") });
        Assert.That(Scoring.Of(terms, offer).Points, Is.EqualTo([12_500_000, 12_500_000]));
    }

    [Test]
    public void Weights_need_not_add_up_to_100()
    {
        var terms = Sample.Terms(prefer:
        [
            new(Criterion.Total, 1, Best: 0, Worst: 100),
            new(Sample.Criterion("warrantyMonths"), 1, Best: 10, Worst: 0),
            new(Sample.Criterion("returnDays"), 1, Best: 10, Worst: 0),
        ]);
        var score = Scoring.Of(terms, new OfferTerms("", 0, WarrantyMonths: 10, ReturnDays: 10));
        Assert.That(score.Points, Is.EqualTo([33_333_333, 33_333_333, 33_333_333]));
        Assert.That(score.Total, Is.EqualTo(99_999_999));
    }

    [TestCase("yes", 0)]
    [TestCase("true", 100_000_000)]
    public void Attribute_of_any_type_earns_points_by_its_text(string listed, long expected)
    {
        var terms = Sample.Terms(
            prefer: [new(Sample.Criterion("attributes.foldable"), 1, Points: new Dictionary<string, int> { [listed] = 100 })]);
        var offer = new OfferTerms("", 1, Attributes: new Dictionary<string, Value> { ["foldable"] = new Value.Flag(true) });
        Assert.That(Scoring.Of(terms, offer).Total, Is.EqualTo(expected));
    }

    [Test]
    public void Number_of_another_type_earns_nothing()
    {
        var terms = Sample.Terms(prefer: [new(Sample.Criterion("attributes.seats"), 1, Best: 4_000_000, Worst: 0)]);
        var offer = new OfferTerms("", 1, Attributes: new Dictionary<string, Value> { ["seats"] = new Value.Text("four") });
        Assert.That(Scoring.Of(terms, offer).Total, Is.Zero);
    }

    [Test]
    public void Greatest_numbers_do_not_overflow()
    {
        var most = Amount.MaxMajor * Amount.Million;
        var terms = Sample.Terms(prefer:
        [
            new(Sample.Criterion("attributes.a"), 1000, Best: most, Worst: -most),
            new(Criterion.Total, 1000, Best: -Amount.MaxMajor * 1000, Worst: Amount.MaxMajor * 1000),
        ]);
        var offer = new OfferTerms(
            "", -Amount.MaxMajor * 1000, Attributes: new Dictionary<string, Value> { ["a"] = new Value.Text("999999999999.999999") });
        Assert.That(Scoring.Of(terms, offer).Points, Is.EqualTo([49_999_999, 50_000_000]));
    }

    /// <summary>The example of the Italian rules for aggregated parameters: 469 with .1 and .1 of .15 and .15 counts as 469 / (9/7), 479
    /// with all of both as 479 / (10/7).</summary>
    [Test]
    public void Coefficient_adjusts_the_total()
    {
        var terms = new Terms(
            ScoringMethod.Coefficient, [],
            [new(Sample.Criterion("warrantyMonths"), 150, Best: 3, Worst: 0), new(Sample.Criterion("returnDays"), 150, Best: 3, Worst: 0)],
            "none");
        var first = Scoring.Of(terms, new OfferTerms("", 46_900, WarrantyMonths: 2, ReturnDays: 2));
        var second = Scoring.Of(terms, new OfferTerms("", 47_900, WarrantyMonths: 3, ReturnDays: 3));
        Assert.That(first.Points, Is.EqualTo([10_000_000, 10_000_000]));
        Assert.That((first.Total, second.Total), Is.EqualTo((-3_647_777, -3_353_000)), "364.7777… and 335.30");
        Assert.That(Ranking.Compare(first, 46_900, 1, second, 47_900, 2), Is.Positive);
    }

    [Test]
    public void Coefficients_compare_exactly_as_fractions()
    {
        for (var seed = 0; seed < 3_000; seed++)
        {
            var random = new Random(seed);
            int[] weights = [random.Next(1, 500), random.Next(1, 499)];
            var terms = new Terms(
                ScoringMethod.Coefficient, [],
                [
                    new(Sample.Criterion("warrantyMonths"), weights[0], Best: random.Next(1, 100), Worst: 0),
                    new(Sample.Criterion("returnDays"), weights[1], Best: 0, Worst: random.Next(1, 100)),
                ],
                "none");
            var scale = random.Next(3) switch { 0 => 1_000, 1 => 1_000_000_000, _ => 1_000_000_000_000_000L };
            var first = new OfferTerms("", random.NextInt64(scale), WarrantyMonths: random.Next(100), ReturnDays: random.Next(100));
            var (score, whole) = (Scoring.Of(terms, first), Scoring.Full - weights.Sum() * 100_000L);
            // One whose adjusted total is as near as can be, and sometimes the same.
            var second = new OfferTerms("", 0, WarrantyMonths: random.Next(100), ReturnDays: random.Next(100));
            var other = Scoring.Of(terms, second);
            var near = (long)((Int128)first.Total * (whole + other.Points.Sum()) / (whole + score.Points.Sum())) + random.Next(2);
            second = second with { Total = near };
            other = Scoring.Of(terms, second);
            var exact = ((BigInteger)first.Total * (whole + other.Points.Sum())).CompareTo(
                (BigInteger)second.Total * (whole + score.Points.Sum()));
            exact = exact != 0 ? exact : first.Total.CompareTo(second.Total);
            Assert.That(Math.Sign(Ranking.Compare(score, first.Total, 1, other, second.Total, 1)), Is.EqualTo(exact), $"seed {seed}");

            if (exact <= 0)
                continue;
            var gap = Scoring.GapTo(new Lead(second.Total, other.Total, other.Fine), terms, first, score).Total ?? -1;
            Assert.That((gap < 0 || Leads(gap)) && !Leads(gap + 1), Is.True, $"seed {seed}");

            bool Leads(long total)
            {
                var tried = first with { Total = total };
                return Ranking.Compare(Scoring.Of(terms, tried), total, 2, other, second.Total, 1) < 0;
            }
        }
    }

    /// <summary>Scores by exact fractions, and the gap by trying every total.</summary>
    [Test]
    public void Score_and_gap_agree_with_an_obvious_calculation()
    {
        for (var seed = 0; seed < 3_000; seed++)
        {
            var random = new Random(seed);
            var terms = RandomTerms(random);
            var offer = RandomOffer(random);
            var score = Scoring.Of(terms, offer);
            Assert.That(score.Points, Is.EqualTo(terms.Prefer.Select(p => Points(terms, p, offer))), $"seed {seed}");

            var other = RandomOffer(random);
            var leader = new Lead(other.Total, Scoring.Of(terms, other).Total);
            if (Leads(offer.Total))
                continue;
            var gap = Scoring.GapTo(leader, terms, offer, score);
            var isRising = terms.Prefer.Any(p => p.Criterion == Criterion.Total && p.Best > p.Worst);
            long? highest = Enumerable.Range(0, (int)offer.Total + 1).Reverse().Where(t => Leads(t)).Select(t => (long?)t).FirstOrDefault();
            Assert.That(gap.Score, Is.EqualTo(leader.Score - score.Total), $"seed {seed}");
            Assert.That(gap.Total, Is.EqualTo(isRising ? null : highest), $"seed {seed}");

            bool Leads(long total)
            {
                var tried = offer with { Total = total };
                var points = terms.Prefer.Sum(p => Points(terms, p, tried));
                return points > leader.Score || (points == leader.Score && total < leader.Total);
            }
        }
    }

    internal static long Points(Terms terms, Preference preference, OfferTerms offer)
    {
        var weights = terms.Prefer.Sum(p => p.Weight);
        BigInteger numerator = 0, denominator = 1;
        if (preference.Points is { } points)
        {
            IEnumerable<string> values = preference.Criterion.Name switch
            {
                "condition" => offer.Condition is null ? [] : [offer.Condition],
                "certifications" => offer.Certifications ?? [],
                _ => [],
            };
            numerator = values.Select(v => points.TryGetValue(v, out var earned) ? earned : 0).Prepend(0).Max();
            denominator = 100;
        }
        else
        {
            long? value = preference.Criterion.Name switch
            {
                "total" => offer.Total,
                "deliverBy" => offer.DeliverBy,
                "warrantyMonths" => offer.WarrantyMonths,
                "returnDays" => offer.ReturnDays,
                _ => null,
            };
            if (value is { } x)
            {
                var (best, worst) = (preference.Best!.Value, preference.Worst!.Value);
                var low = Math.Min(best, worst);
                var clamped = Math.Clamp(x, low, Math.Max(best, worst));
                numerator = BigInteger.Abs((BigInteger)clamped - worst);
                denominator = BigInteger.Abs((BigInteger)best - worst);
            }
        }
        return (long)(new BigInteger(100_000_000) * preference.Weight * numerator / (denominator * weights));
    }

    internal static Terms RandomTerms(Random random)
    {
        var prefer = new List<Preference>();
        if (random.Next(4) > 0)
        {
            var (best, worst) = (random.Next(0, 40), random.Next(41, 120));
            prefer.Add(random.Next(6) == 0
                ? new(Criterion.Total, random.Next(1, 1001), Best: worst, Worst: best)
                : new(Criterion.Total, random.Next(1, 1001), Best: best, Worst: worst));
        }
        if (random.Next(2) == 0)
            prefer.Add(new(Sample.Criterion("warrantyMonths"), random.Next(1, 10), Best: 3, Worst: 0));
        if (random.Next(2) == 0)
        {
            prefer.Add(new(
                Sample.Criterion("condition"), random.Next(1, 10), Points: new Dictionary<string, int> { ["new"] = 100, ["used"] = 33 }));
        }
        if (random.Next(3) == 0)
        {
            prefer.Add(new(
                Sample.Criterion("certifications"), random.Next(1, 10), Points: new Dictionary<string, int> { ["A"] = 50, ["B"] = 70 }));
        }
        return Sample.Terms(random.Next(2) == 0 ? [new(Criterion.Total, Max: 90)] : [], [.. prefer.OrderBy(_ => random.Next())]);
    }

    internal static OfferTerms RandomOffer(Random random) => new(
        "terms-1", random.Next(100), WarrantyMonths: random.Next(3) == 0 ? null : random.Next(5),
        Condition: random.Next(4) switch { 0 => null, 1 => "used", _ => "new" },
        Certifications: random.Next(3) switch { 0 => null, 1 => ["A"], _ => ["A", "B", "C"] });
}
