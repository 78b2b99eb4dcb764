using IntentMarket.Engine.Values;

namespace IntentMarket.Engine.Evaluation;

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
/// <remarks>What each offer earns is looked up once; then each weight costs a few steps an offer.</remarks>
public sealed class WeightChanges
{
    private const long Unit = 1_000_000_000_000;
    private const int TriesMax = 3;

    private readonly Terms _terms;
    private readonly IReadOnlyList<Contender> _ranked;
    private readonly long _weights;
    private readonly bool _isCoefficient;

    // By offer, then preference.
    private readonly (Int128 Earned, Int128 Of)[][] _earned;

    // In 10^-12, by preference, then offer; and of each offer their sum by weight: of 50 preferences at 1,000 far below what a
    // long holds.
    private readonly long[][] _utilities;
    private readonly long[] _sums;

    /// <param name="ranked">All live offers, in the order of rank.</param>
    public WeightChanges(Terms terms, IReadOnlyList<Contender> ranked)
    {
        (_terms, _ranked) = (terms, ranked);
        _weights = terms.Prefer.Sum(p => (long)p.Weight);
        _isCoefficient = terms.Method == ScoringMethod.Coefficient;
        _earned = [.. ranked.Select(o => terms.Prefer.Select(p => Scoring.Utility(p, o.Terms, terms.HasRules2)).ToArray())];
        _utilities = [.. terms.Prefer.Select((_, i) => _earned.Select(e => (long)(e[i].Earned * Unit / e[i].Of)).ToArray())];
        _sums = new long[ranked.Count];
        for (var i = 0; i < terms.Prefer.Count; i++)
        {
            for (var offer = 0; offer < ranked.Count; offer++)
                _sums[offer] += _utilities[i][offer] * terms.Prefer[i].Weight;
        }
    }

    /// <summary>The smallest change of one weight that would put an offer first; null where none would, and for the first.</summary>
    public WeightChange? For(int index)
    {
        WeightChange? nearest = null;
        var least = int.MaxValue;
        for (var i = 0; index > 0 && i < _terms.Prefer.Count; i++)
        {
            var weight = _terms.Prefer[i].Weight;
            if (LeadsAt(index, i) is not { } change || Math.Abs(change - weight) >= least)
                continue;
            least = Math.Abs(change - weight);
            nearest = new WeightChange(_terms.Prefer[i].Criterion, change, change > weight);
        }
        return nearest;
    }

    /// <summary>Between two offers the lead goes by the sign of a + b · weight, so it changes hands once; against all others what is left
    /// is one stretch of weights. That is found by utilities to 10^-12, and its end is then tried by the exact rule.</summary>
    private int? LeadsAt(int index, int preference)
    {
        var weight = _terms.Prefer[preference].Weight;
        var utilities = _utilities[preference];
        var rest = _weights - weight;
        if (!_isCoefficient && rest == 0)
            return null;
        var own = _ranked[index].Terms.Total;
        var ownOthers = _sums[index] - utilities[index] * weight;
        var whole = (Scoring.CoefficientWhole - rest) * Unit;
        var most = _isCoefficient ? Scoring.CoefficientWhole - 1 - (int)rest : 1_000;
        int low = 1, high = most;
        for (var i = 0; i < _ranked.Count && low <= high; i++)
        {
            // Before it at both ends, so in between too.
            if (i == index || (IsBefore(i, low) && IsBefore(i, high)))
                continue;
            var others = _sums[i] - utilities[i] * weight;
            Int128 a = ownOthers - others, b = utilities[index] - utilities[i];
            if (_isCoefficient)
            {
                var other = _ranked[i].Terms.Total;
                a = Math.BigMul(other, whole + ownOthers) - Math.BigMul(own, whole + others);
                b = Math.BigMul(other, utilities[index] - Unit) - Math.BigMul(own, utilities[i] - Unit);
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

        bool IsBefore(int offer, int at)
        {
            var (mine, theirs) = (ownOthers + utilities[index] * at, _sums[offer] + utilities[offer] * (at - weight));
            if (!_isCoefficient)
                return mine >= theirs;
            var left = whole - at * Unit;
            return Math.BigMul(_ranked[offer].Terms.Total, left + mine) >= Math.BigMul(own, left + theirs);
        }

        // Points are rounded down, so the exact rule may differ by one from the fractions at either end.
        int? First(int from, int step)
        {
            for (var tried = from; Math.Abs(tried - from) < TriesMax && tried >= Math.Max(1, low - 1)
                && tried <= Math.Min(most, high + 1); tried += step)
            {
                if (IsFirst(index, preference, tried))
                    return tried;
            }
            return null;
        }
    }

    private bool IsFirst(int index, int preference, int weight)
    {
        var weights = _weights - _terms.Prefer[preference].Weight + weight;
        var score = ScoreAt(index);
        var (total, placed) = (_ranked[index].Terms.Total, _ranked[index].Placed);
        var sum = SumAt(index);
        for (var i = 0; i < _ranked.Count; i++)
        {
            if (i != index && !IsClearlyBehind(i)
                && Ranking.Compare(score, total, placed, ScoreAt(i), _ranked[i].Terms.Total, _ranked[i].Placed) > 0)
                return false;
        }
        return true;

        long SumAt(int offer) => _sums[offer] + _utilities[preference][offer] * (weight - _terms.Prefer[preference].Weight);

        // By more than rounding can be: less than a millionth of a point for each preference, and for the fractions of 10^-12 all together.
        bool IsClearlyBehind(int offer)
        {
            var rounded = (_terms.Prefer.Count + 1) * (Unit / Scoring.Full);
            if (!_isCoefficient)
                return sum - SumAt(offer) > rounded * weights;
            var rest = (Scoring.CoefficientWhole - weights) * Unit;
            rounded *= Scoring.CoefficientWhole;
            return Math.BigMul(total, rest + SumAt(offer) + rounded) < Math.BigMul(_ranked[offer].Terms.Total, rest + sum - rounded);
        }

        Score ScoreAt(int offer)
        {
            var points = 0L;
            for (var i = 0; i < _terms.Prefer.Count; i++)
            {
                var (earned, of) = _earned[offer][i];
                points += Scoring.Points(
                    i == preference ? weight : _terms.Prefer[i].Weight, earned, of, _isCoefficient ? Scoring.CoefficientWhole : weights);
            }
            var (rated, fine) = Scoring.Rated(_terms.Method, weights, points, _ranked[offer].Terms.Total);
            return new Score(rated, [], fine);
        }
    }

    private static Int128 Floor(Int128 a, Int128 b) => a >= 0 ? a / b : -((-a + b - 1) / b);
}
