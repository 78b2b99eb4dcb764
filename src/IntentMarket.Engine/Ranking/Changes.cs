namespace IntentMarket.Engine;

/// <summary>What one member of an offer would have to be for it to lead, all else equal: the nearest such value.</summary>
/// <param name="Number">In the criterion's unit, where it is preferred by a scale; null where no value leads.</param>
/// <param name="Text">Where it is preferred by points; null where no value leads.</param>
public sealed record MemberChange(Criterion Criterion, long? Number, string? Text);

/// <summary>The weight at which an offer would rank first, the others as they are: the nearest to the stated one.</summary>
/// <param name="OrMore">It leads at that weight and somewhat above; else at it and somewhat below.</param>
public sealed record WeightChange(Criterion Criterion, int Weight, bool OrMore);

/// <summary>What would change the outcome for a vendor, member by member.</summary>
public static class MemberChanges
{
    /// <summary>For each preference but the total (see <see cref="Gap"/>), in their order.</summary>
    public static IReadOnlyList<MemberChange> ToLead(Lead leader, Terms terms, OfferTerms offer, Score score)
    {
        var bar = new Bar(leader.Score, leader.Fine, leader.Total);
        var weights = Scoring.Weights(terms);
        var sum = score.Points.Sum();
        var changes = new List<MemberChange>(terms.Prefer.Count);
        for (var i = 0; i < terms.Prefer.Count; i++)
        {
            var preference = terms.Prefer[i];
            if (preference.Criterion.Kind == CriterionKind.Total)
                continue;
            var others = sum - score.Points[i];
            changes.Add(preference.Points is { } points
                ? new MemberChange(preference.Criterion, null, Least(points))
                : new MemberChange(preference.Criterion, Nearest(preference), null));

            // Of those that lead the one with the fewest points; of equals the first by name.
            string? Least(IReadOnlyDictionary<string, int> points)
            {
                string? least = null;
                var given = 0;
                foreach (var (name, value) in points)
                {
                    var isLess = least is null || value < given || (value == given && string.CompareOrdinal(name, least) < 0);
                    if (isLess && Leads(Scoring.Points(preference, value, 100, weights)))
                        (least, given) = (name, value);
                }
                return least;
            }

            long? Nearest(Preference scale)
            {
                var (best, worst) = (scale.Best!.Value, scale.Worst!.Value);
                var of = Int128.Abs((Int128)worst - best);
                if (!Leads(Scoring.Points(scale, of, of, weights)))
                    return null;
                if (terms.Method == ScoringMethod.Weighted)
                {
                    var least = Scoring.EarnedFor(bar.Score + (offer.Total < bar.Total ? 0 : 1) - others, scale, of, weights);
                    return (long)(best > worst ? worst + least : worst - least);
                }
                Int128 fails = 0, leads = of;
                while (leads - fails > 1)
                {
                    var middle = fails + (leads - fails) / 2;
                    if (Leads(Scoring.Points(scale, middle, of, weights)))
                        leads = middle;
                    else
                        fails = middle;
                }
                return (long)(best > worst ? worst + leads : worst - leads);
            }

            bool Leads(long earned)
            {
                var (rated, fine) = Scoring.Rated(terms, others + earned, offer.Total);
                return bar.IsBeatenBy(rated, fine, offer.Total);
            }
        }
        return changes;
    }
}

/// <summary>An offer that is ranked among others.</summary>
/// <param name="Placed">Its place in time.</param>
public sealed record Contender(OfferTerms Terms, int Placed);

/// <summary>What would change the outcome for the customer, weight by weight.</summary>
/// <param name="ranked">All live offers, in the order of rank.</param>
public sealed class WeightChanges(Terms terms, IReadOnlyList<Contender> ranked)
{
    private const long Unit = 1_000_000_000_000;
    private const int TriesMax = 3;

    private readonly long _weights = terms.Prefer.Sum(p => (long)p.Weight);
    private readonly bool _isCoefficient = terms.Method == ScoringMethod.Coefficient;

    /// <summary>The utilities of each offer, in 10^-12, and their sum by weight.</summary>
    private readonly (Int128[] Each, Int128 Sum)[] _utilities = [.. ranked.Select(o =>
    {
        var each = terms.Prefer.Select(p =>
        {
            var (earned, of) = Scoring.Utility(p, o.Terms, terms.HasRules2);
            return earned * Unit / of;
        }).ToArray();
        return (each, each.Zip(terms.Prefer).Aggregate((Int128)0, (sum, u) => sum + u.First * u.Second.Weight));
    })];

    /// <summary>The smallest change of one weight that would put an offer first; null where none would, and for the first.</summary>
    public WeightChange? For(int index)
    {
        WeightChange? nearest = null;
        var least = int.MaxValue;
        for (var i = 0; index > 0 && i < terms.Prefer.Count; i++)
        {
            var weight = terms.Prefer[i].Weight;
            if (LeadsAt(index, i) is not { } change || Math.Abs(change - weight) >= least)
                continue;
            least = Math.Abs(change - weight);
            nearest = new WeightChange(terms.Prefer[i].Criterion, change, change > weight);
        }
        return nearest;
    }

    /// <summary>Between two offers the lead goes by the sign of a + b · weight, so it changes hands once; against all others what is left is one stretch of
    /// weights. That is found by utilities to 10^-12, and its end is then tried by the exact rule.</summary>
    private int? LeadsAt(int index, int preference)
    {
        var weight = terms.Prefer[preference].Weight;
        var rest = _weights - weight;
        if (!_isCoefficient && rest == 0)
            return null;
        var own = ranked[index].Terms.Total;
        var (ownOthers, ownUtility) = Utilities(index);
        var most = _isCoefficient ? Scoring.CoefficientWhole - 1 - (int)rest : 1_000;
        int low = 1, high = most;
        for (var i = 0; i < ranked.Count && low <= high; i++)
        {
            if (i == index)
                continue;
            var (others, utility) = Utilities(i);
            Int128 a = ownOthers - others, b = ownUtility - utility;
            if (_isCoefficient)
            {
                var (other, whole) = (ranked[i].Terms.Total, (Int128)(Scoring.CoefficientWhole - rest) * Unit);
                a = other * (whole + ownOthers) - own * (whole + others);
                b = other * (ownUtility - Unit) - own * (utility - Unit);
            }
            if (b > 0)
                low = (int)Int128.Clamp(Floor(-a + b - 1, b), low, 1_001);
            else if (b < 0)
                high = (int)Int128.Clamp(Floor(a, -b), 0, high);
            else if (a < 0)
                return null;
        }
        var (up, down) = (First(Math.Max(low - 1, weight + 1), 1), First(Math.Min(high + 1, weight - 1), -1));
        return up is null || (down is not null && weight - down < up - weight) ? down : up;

        // Points are rounded down, so the exact rule may differ by one from the fractions at either end.
        int? First(int from, int step)
        {
            for (var tried = from; Math.Abs(tried - from) < TriesMax && tried >= Math.Max(1, low - 1) && tried <= Math.Min(most, high + 1); tried += step)
            {
                if (IsFirst(index, preference, tried))
                    return tried;
            }
            return null;
        }

        (Int128 Others, Int128 One) Utilities(int offer)
        {
            var (each, sum) = _utilities[offer];
            return (sum - each[preference] * weight, each[preference]);
        }
    }

    private bool IsFirst(int index, int preference, int weight)
    {
        var changed = terms with { Prefer = [.. terms.Prefer.Select((p, i) => i == preference ? p with { Weight = weight } : p)] };
        var own = ranked[index];
        var score = Scoring.Of(changed, own.Terms);
        return ranked.All(o => ReferenceEquals(o, own)
            || Ranking.Compare(score, own.Terms.Total, own.Placed, Scoring.Of(changed, o.Terms), o.Terms.Total, o.Placed) < 0);
    }

    private static Int128 Floor(Int128 a, Int128 b) => a >= 0 ? a / b : -((-a + b - 1) / b);
}
