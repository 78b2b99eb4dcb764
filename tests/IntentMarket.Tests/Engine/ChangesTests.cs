using IntentMarket.Engine;
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
                    var months = Enumerable.Range(0, 40).Where(m => Leads(offer with { WarrantyMonths = m })).Select(m => (long?)m).FirstOrDefault();
                    Assert.That(change.Number, Is.EqualTo(months), $"seed {seed}");
                    told += months is null ? 0 : 1;
                }
                else
                {
                    var points = terms.Prefer.Single(p => p.Criterion == change.Criterion).Points!;
                    var best = points.Where(p => Leads(offer with { Condition = p.Key })).OrderBy(p => p.Value).Select(p => (int?)p.Value).FirstOrDefault();
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
                    from weight in Enumerable.Range(1, terms.Method == ScoringMethod.Coefficient ? 999 - (int)terms.Prefer.Where((_, j) => j != i).Sum(p => (long)p.Weight) : 1_000)
                    where weight != terms.Prefer[i].Weight
                    let changed = terms with { Prefer = [.. terms.Prefer.Select((p, j) => j == i ? p with { Weight = weight } : p)] }
                    where offers.All(o => o == offers[index] || Compare(changed, offers[index], o) < 0)
                    select (int?)Math.Abs(weight - terms.Prefer[i].Weight)).Min();
                var change = changes.For(index);
                var by = change is null ? null : (int?)Math.Abs(change.Weight - terms.Prefer.Single(p => p.Criterion == change.Criterion).Weight);
                Assert.That(by, Is.EqualTo(index == 0 ? null : nearest), $"seed {seed}, offer {index}");
                told += by is null ? 0 : 1;
            }
        }
        Assert.That(told, Is.GreaterThan(15));
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
    public void Abnormally_low_is_40_percent_under_the_median_of_the_others_or_30_under_the_next(string totals, long total, bool expected) => Assert.That(
        AbnormallyLow.Is([.. totals.Split(' ').Select(long.Parse)], total), Is.EqualTo(expected));

    private static int Compare(Terms terms, (OfferTerms Terms, int Placed) a, (OfferTerms Terms, int Placed) b) => Ranking.Compare(
        Scoring.Of(terms, a.Terms), a.Terms.Total, a.Placed, Scoring.Of(terms, b.Terms), b.Terms.Total, b.Placed);

    private static Terms RandomTerms(Random random)
    {
        Preference months = new(Sample.Criterion("warrantyMonths"), random.Next(1, 300), Best: random.Next(10, 36), Worst: 0);
        Preference condition = new(
            Sample.Criterion("condition"), random.Next(1, 300), Points: new Dictionary<string, int> { ["new"] = 100, ["used"] = random.Next(50), ["refurbished"] = 60 });
        Preference total = new(Criterion.Total, random.Next(1, 300), Best: 0, Worst: 1_000);
        return random.Next(2) == 0
            ? new Terms(ScoringMethod.Coefficient, [], [months, condition], "none")
            : new Terms(ScoringMethod.Weighted, [], [total, months, condition], "none");
    }

    private static OfferTerms RandomOffer(Random random) => new(
        "", random.Next(1, 1_000), WarrantyMonths: random.Next(36), Condition: random.Next(3) switch { 0 => "new", 1 => "used", _ => "refurbished" });
}
