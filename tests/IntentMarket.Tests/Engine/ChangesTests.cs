using System.Diagnostics;
using IntentMarket.Engine.Evaluation;
using IntentMarket.Engine.Values;
using NUnit.Framework;

namespace IntentMarket.Tests.Engine;

/// <summary>What would change the outcome agrees with trying every value.</summary>
public sealed class ChangesTests
{
    [Test]
    public void Member_that_would_lead_is_the_nearest_that_does()
    {
        var told = 0;
        for (var seed = 0; seed < 3_000; seed++)
        {
            var random = new Random(seed);
            var terms = RandomTerms(random);
            var (offer, other) = (RandomOffer(random), RandomOffer(random));
            var (score, lead) = (Scoring.Of(terms, offer), Scoring.Of(terms, other));
            if (Ranking.Compare(score, offer.Total, 2, lead, other.Total, 1) < 0)
                continue;
            foreach (var change in MemberChanges.ToLead(new Lead(other.Total, lead.Total, lead.Fine), terms, offer, score))
            {
                if (change.Criterion.Kind == CriterionKind.WarrantyMonths)
                {
                    var months = Enumerable.Range(0, 40).Where(m => Leads(offer with { WarrantyMonths = m }))
                        .Select(m => (long?)m).FirstOrDefault();
                    Assert.That(change.Number, Is.EqualTo(months), $"seed {seed}");
                    told += months is null ? 0 : 1;
                }
                else
                {
                    var points = terms.Prefer.Single(p => p.Criterion == change.Criterion).Points!;
                    var best = points.Where(p => Leads(offer with { Condition = p.Key })).OrderBy(p => p.Value)
                        .Select(p => (int?)p.Value).FirstOrDefault();
                    Assert.That(change.Text is null ? null : (int?)points[change.Text], Is.EqualTo(best), $"seed {seed}");
                    told += best is null ? 0 : 1;
                }
            }

            bool Leads(OfferTerms tried) => Ranking.Compare(Scoring.Of(terms, tried), tried.Total, 2, lead, other.Total, 1) < 0;
        }
        Assert.That(told, Is.GreaterThan(500));
    }

    [Test]
    public void Weight_that_would_put_an_offer_first_is_the_nearest_that_does()
    {
        var told = 0;
        for (var seed = 0; seed < 40; seed++)
        {
            var random = new Random(seed);
            var terms = RandomTerms(random);
            var offers = Enumerable.Range(1, 4).Select(i => (Terms: RandomOffer(random), Placed: i)).ToList();
            offers.Sort((a, b) => Compare(terms, a, b));
            var changes = new WeightChanges(terms, [.. offers.Select(o => new Contender(o.Terms, o.Placed))]);
            for (var index = 0; index < offers.Count; index++)
            {
                var nearest = (
                    from i in Enumerable.Range(0, terms.Prefer.Count)
                    from weight in Enumerable.Range(1, terms.Method == ScoringMethod.Coefficient
                        ? 999 - (int)terms.Prefer.Where((_, j) => j != i).Sum(p => (long)p.Weight)
                        : 1_000)
                    where weight != terms.Prefer[i].Weight
                    let changed = terms with { Prefer = [.. terms.Prefer.Select((p, j) => j == i ? p with { Weight = weight } : p)] }
                    where offers.All(o => o == offers[index] || Compare(changed, offers[index], o) < 0)
                    select (int?)Math.Abs(weight - terms.Prefer[i].Weight)).Min();
                var change = changes.For(index);
                var by = change is null
                    ? null
                    : (int?)Math.Abs(change.Weight - terms.Prefer.Single(p => p.Criterion == change.Criterion).Weight);
                Assert.That(by, Is.EqualTo(index == 0 ? null : nearest), $"seed {seed}, offer {index}");
                told += by is null ? 0 : 1;
            }
        }
        Assert.That(told, Is.GreaterThan(15));
    }

    /// <summary>Many that are nearly alike, so that rounding decides.</summary>
    [Test]
    public void Weight_of_one_among_many_is_the_nearest_that_does([Values(1, 2, 3, 4)] int seed)
    {
        var random = new Random(seed);
        var terms = Grades(4, seed % 2 == 0 ? ScoringMethod.Weighted : ScoringMethod.Coefficient, random);
        var offers = Enumerable.Range(1, 60)
            .Select(i => (Terms: Graded(4, random.Next(1_000, 1_004), _ => 500 + random.Next(3)), Placed: i)).ToList();
        offers.Sort((a, b) => Compare(terms, a, b));
        var changes = new WeightChanges(terms, [.. offers.Select(o => new Contender(o.Terms, o.Placed))]);
        var most = terms.Method == ScoringMethod.Coefficient ? 999 - terms.Prefer.Sum(p => p.Weight) : 1_000;
        for (var index = 1; index < offers.Count; index++)
        {
            var expected = (
                from i in Enumerable.Range(0, terms.Prefer.Count)
                let stated = terms.Prefer[i].Weight
                from weight in Enumerable.Range(1, terms.Method == ScoringMethod.Coefficient ? most + stated : most)
                where weight != stated
                let changed = terms with { Prefer = [.. terms.Prefer.Select((p, j) => j == i ? p with { Weight = weight } : p)] }
                where offers.All(o => o == offers[index] || Compare(changed, offers[index], o) < 0)
                select (int?)Math.Abs(weight - stated)).Min();
            var change = changes.For(index);
            var by = change is null ? null : (int?)Math.Abs(change.Weight - Stated(change.Criterion));
            Assert.That(by, Is.EqualTo(expected), $"offer {index}");
        }

        int Stated(Criterion criterion) => terms.Prefer.Single(p => p.Criterion == criterion).Weight;
    }

    /// <summary>Printed, not judged: machines differ.</summary>
    [Test]
    [NonParallelizable]
    public void Weights_of_a_page_of_a_thousand_offers_print_what_they_take([Values] ScoringMethod method)
    {
        const int preferences = 50;
        var random = new Random(1);
        var terms = Grades(preferences, method, random);
        // By chance; all the same; each the best for some other weight, so that nearly every weight puts another one first.
        Dictionary<string, Func<int, OfferTerms>> shapes = new()
        {
            ["by chance"] = _ => Graded(preferences, random.Next(900, 1_100), _ => random.Next(1_000)),
            ["alike"] = _ => Graded(preferences, 1_000, _ => 500),
            ["on a curve"] = i => Graded(
                preferences, 1_000, j => (int)(500 + 499 * (j % 2 == 0 ? Math.Cos(i * Math.PI / 2_000) : Math.Sin(i * Math.PI / 2_000)))),
        };
        foreach (var (name, shape) in shapes)
        {
            var offers = Enumerable.Range(1, 1_000).Select(i => (Terms: shape(i), Placed: i)).ToList();
            offers.Sort((a, b) => Compare(terms, a, b));
            var since = Stopwatch.GetTimestamp();
            var changes = new WeightChanges(terms, [.. offers.Select(o => new Contender(o.Terms, o.Placed))]);
            var told = Enumerable.Range(0, 100).Count(i => changes.For(i) is not null);
            TestContext.Out.WriteLine(
                $"{method}, {name}: {told} of 100 told in {Stopwatch.GetElapsedTime(since).TotalMilliseconds:F0} ms");
        }
    }

    [TestCase("100 100 100", 100, false)]
    [TestCase("60 100 100", 60, true)]
    [TestCase("61 62 100 100 110", 61, false)]
    [TestCase("60 62 100 100 110", 60, true)]
    [TestCase("70 100", 70, false)]
    [TestCase("70 100 100", 70, true)]
    [TestCase("71 100 100", 71, false)]
    [TestCase("60 60 100", 60, false)]
    [TestCase("40 70 130", 70, false)]
    public void Abnormally_low_is_40_percent_under_the_median_of_the_others_or_30_under_the_next(
        string totals, long total, bool expected) =>
        Assert.That(
            AbnormallyLow.Is([.. totals.Split(' ').Select(long.Parse)], total), Is.EqualTo(expected));

    private static int Compare(Terms terms, (OfferTerms Terms, int Placed) a, (OfferTerms Terms, int Placed) b) => Ranking.Compare(
        Scoring.Of(terms, a.Terms), a.Terms.Total, a.Placed, Scoring.Of(terms, b.Terms), b.Terms.Total, b.Placed);

    private static Terms RandomTerms(Random random)
    {
        Preference months = new(Sample.Criterion("warrantyMonths"), random.Next(1, 300), Best: random.Next(10, 36), Worst: 0);
        Preference condition = new(
            Sample.Criterion("condition"), random.Next(1, 300),
            Points: new Dictionary<string, int> { ["new"] = 100, ["used"] = random.Next(50), ["refurbished"] = 60 });
        Preference total = new(Criterion.Total, random.Next(1, 300), Best: 0, Worst: 1_000);
        return random.Next(2) == 0
            ? new Terms(ScoringMethod.Coefficient, [], [months, condition], "none")
            : new Terms(ScoringMethod.Weighted, [], [total, months, condition], "none");
    }

    private static OfferTerms RandomOffer(Random random) => new(
        "", random.Next(1, 1_000), WarrantyMonths: random.Next(36),
        Condition: random.Next(3) switch { 0 => "new", 1 => "used", _ => "refurbished" });

    /// <summary>Preferences for the attributes <c>a0</c>, <c>a1</c>, ….</summary>
    private static Terms Grades(int count, ScoringMethod method, Random random) => new(
        method, [],
        [.. Enumerable.Range(0, count).Select(i => new Preference(
            Sample.Criterion($"attributes.a{i}"), random.Next(1, method == ScoringMethod.Coefficient ? 900 / count : 100),
            Best: 1_000_000_000, Worst: 0))],
        "none");

    private static OfferTerms Graded(int count, long total, Func<int, int> grade) => new(
        "", total, Attributes: Enumerable.Range(0, count).ToDictionary(i => $"a{i}", i => (Value)new Value.Whole(grade(i))));
}
