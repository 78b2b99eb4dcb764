using IntentMarket.Engine.Values;

namespace IntentMarket.Engine.Evaluation;

/// <summary>The score of an offer and its parts, one for each preference, in their order. Higher ranks first.</summary>
/// <param name="Total">Weighted: millionths of a point, the sum of the parts. Coefficient: the adjusted total below zero, in
/// hundredths of a minor unit.</param>
/// <param name="Points">Millionths of a point; of a coefficient millionths of a percent.</param>
/// <param name="Fine">What is beyond the precision of <paramref name="Total"/>, so that coefficients compare exactly.</param>
public readonly record struct Score(long Total, IReadOnlyList<long> Points, long Fine = 0);

/// <summary>The two ways to score. Weighted: against the customer's own best and worst, so that no offer changes another's score (no rank
/// reversal), a linear additive value function with local scales (Keeney and Raiffa, Decisions with Multiple Objectives, 1976, chapter 3).
/// Coefficient: each preference gives a share v of at most its weight in thousandths, and the offer counts as <c>total / (1 + sum(v) / (1 -
/// sum of the greatest v))</c>, lowest first. Both in integers.</summary>
public static class Scoring
{
    /// <summary>100 points, or 100 %, in millionths.</summary>
    public const long Full = 100_000_000;

    /// <summary>What the weights of coefficients are parts of; they add up to less.</summary>
    public const int CoefficientWhole = 1_000;

    public static Score Of(Terms terms, OfferTerms offer)
    {
        var weights = Weights(terms);
        var points = new long[terms.Prefer.Count];
        var sum = 0L;
        for (var i = 0; i < points.Length; i++)
        {
            var preference = terms.Prefer[i];
            var (earned, of) = Utility(preference, offer, terms.HasRules2);
            points[i] = Points(preference, earned, of, weights);
            sum += points[i];
        }
        var (total, fine) = Rated(terms, sum, offer.Total);
        return new Score(total, points, fine);
    }

    internal static long Weights(Terms terms) => terms.Method == ScoringMethod.Coefficient ? CoefficientWhole : terms.Weights;

    internal static long Points(Preference preference, Int128 earned, Int128 of, long weights) =>
        Points(preference.Weight, earned, of, weights);

    internal static long Points(int weight, Int128 earned, Int128 of, long weights)
    {
        // Few prices and times need more than 64 bits, and 128 cost ten times as much.
        var share = Full * weight;
        return earned <= long.MaxValue / share && of <= long.MaxValue / weights
            ? share * (long)earned / ((long)of * weights)
            : (long)(share * earned / (of * weights));
    }

    /// <summary>The least that must be earned of <paramref name="of"/> for so many points; more than that where no
    /// utility gives them.</summary>
    internal static Int128 EarnedFor(long points, Preference preference, Int128 of, long weights)
    {
        if (points <= 0)
            return 0;
        var share = Full * preference.Weight;
        return of <= (long.MaxValue - share) / weights / points
            ? ((long)of * weights * points + share - 1) / share
            : (of * weights * points + share - 1) / share;
    }

    /// <summary>The score of an offer whose parts add up to <paramref name="sum"/>.</summary>
    internal static (long Total, long Fine) Rated(Terms terms, long sum, long total) =>
        terms.Method == ScoringMethod.Weighted ? (sum, 0) : Rated(terms.Method, terms.Weights, sum, total);

    /// <param name="weights">Of all preferences.</param>
    internal static (long Total, long Fine) Rated(ScoringMethod method, long weights, long sum, long total)
    {
        if (method == ScoringMethod.Weighted)
            return (sum, 0);
        var rest = Full - weights * (Full / CoefficientWhole);
        // Two different fractions differ by 10^-9 at least: both denominators are at most 10^8, and the rest is 10^5 at least.
        var (adjusted, beyond) = Int128.DivRem((Int128)total * rest * 100, rest + sum);
        return ((long)-adjusted, (long)-(beyond * 1_000_000_000_000 / (rest + sum)));
    }

    /// <summary>The utility in [0,1] as a fraction. What the offer lacks, or gives in another type, earns nothing.</summary>
    /// <param name="byNumber">Points are for numbers, however they are written, as they are from rules 2 on.</param>
    internal static (Int128 Earned, Int128 Of) Utility(Preference preference, OfferTerms offer, bool byNumber)
    {
        if (preference.Points is { } points)
            return (BestPoints(points, Subject.Of(offer, preference.Criterion), byNumber), 100);
        return Subject.Number(offer, preference.Criterion) is { } number ? Utility(preference, number) : (0, 1);
    }

    internal static (Int128 Earned, Int128 Of) Utility(Preference preference, long number)
    {
        Int128 earned = (Int128)preference.Worst!.Value - number, of = (Int128)preference.Worst.Value - preference.Best!.Value;
        if (of < 0)
            (earned, of) = (-earned, -of);
        return (Int128.Clamp(earned, 0, of), of);
    }

    private static int BestPoints(IReadOnlyDictionary<string, int> points, Value? value, bool byNumber) => value switch
    {
        null => 0,
        Value.Set set => set.Members.Select(m => points.GetValueOrDefault(m)).DefaultIfEmpty().Max(),
        _ when points.TryGetValue(value.ToString(), out var given) => given,
        _ when byNumber && value.Millionths is { } number => PointsOf(number, points),
        _ => 0,
    };

    private static int PointsOf(long number, IReadOnlyDictionary<string, int> points) =>
        points.FirstOrDefault(p => Amount.TryParse(p.Key, 6, out var other) && other == number).Value;

    /// <summary>What an offer lacks to the lead.</summary>
    /// <param name="leader">A later offer leads with a higher score, or the same and a lower total.</param>
    public static Gap GapTo(Lead leader, Terms terms, OfferTerms offer, Score score) => new(
        leader.Score - score.Total,
        new Rescoring(terms, offer, score).Highest(offer.Total - 1, new Bar(leader.Score, leader.Fine, leader.Total)));
}

/// <summary>What an offer has to beat.</summary>
/// <param name="Total">With the same score a lower total beats it.</param>
/// <param name="YieldsToEqual">With the same score and total it is beaten too: it came later.</param>
internal readonly record struct Bar(long Score, long Fine, long Total, bool YieldsToEqual = false)
{
    public bool IsBeatenBy(long score, long fine, long total)
    {
        if (score != Score)
            return score > Score;
        if (fine != Fine)
            return fine > Fine;
        return total < Total || (total == Total && YieldsToEqual);
    }
}

/// <summary>The scores of one offer at other totals, all else equal.</summary>
internal readonly struct Rescoring
{
    private readonly Terms _terms;
    private readonly Preference? _ofTotal;
    private readonly long _weights;
    private readonly long _others;

    public Rescoring(Terms terms, OfferTerms offer, Score score)
    {
        _terms = terms;
        _weights = Scoring.Weights(terms);
        for (var i = 0; i < terms.Prefer.Count; i++)
        {
            _others += score.Points[i];
            if (terms.Prefer[i].Criterion.Kind == CriterionKind.Total)
            {
                _ofTotal = terms.Prefer[i];
                _others -= score.Points[i];
            }
        }
    }

    public (long Score, long Fine) At(long total)
    {
        var sum = _others;
        if (_ofTotal is not null)
        {
            var (earned, of) = Scoring.Utility(_ofTotal, total);
            sum += Scoring.Points(_ofTotal, earned, of, _weights);
        }
        return Scoring.Rated(_terms, sum, total);
    }

    /// <summary>The highest total up to <paramref name="most"/> that beats the bar; null where none does, and where the customer likes a
    /// higher total better.</summary>
    public long? Highest(long most, Bar bar)
    {
        // Where the scale of the total falls, a lower total never scores less: the highest one that beats is found by halving.
        if (_ofTotal is not null && _ofTotal.Best > _ofTotal.Worst)
            return null;
        if (_terms.Method == ScoringMethod.Weighted)
        {
            // With more points than the bar, or with as many and a lower total.
            var more = HighestFor(bar.Score + 1, most);
            var asMany = Math.Min(HighestFor(bar.Score, most), bar.YieldsToEqual ? bar.Total : bar.Total - 1);
            return Math.Max(more, asMany) is var highest and >= 0 ? highest : null;
        }
        long beats = -1, fails = most + 1;
        while (fails - beats > 1)
        {
            var middle = beats + (fails - beats) / 2;
            var (score, fine) = At(middle);
            if (bar.IsBeatenBy(score, fine, middle))
                beats = middle;
            else
                fails = middle;
        }
        return beats < 0 ? null : beats;
    }

    /// <summary>The highest total up to <paramref name="most"/> with at least this score; -1 where there is none.</summary>
    private long HighestFor(long score, long most)
    {
        if (_ofTotal is null)
            return _others >= score ? most : -1;
        var of = (Int128)_ofTotal.Worst!.Value - _ofTotal.Best!.Value;
        if (_others >= score)
            return most;
        var earned = Scoring.EarnedFor(score - _others, _ofTotal, of, _weights);
        return earned > of ? -1 : (long)Int128.Max(-1, Int128.Min(most, _ofTotal.Worst.Value - earned));
    }
}

/// <summary>What a criterion looks at in an offer.</summary>
public static class Subject
{
    /// <summary>In the criterion's unit; null where the offer lacks it or it is no number.</summary>
    public static long? Number(OfferTerms offer, Criterion criterion) => criterion.Kind switch
    {
        CriterionKind.Total => offer.Total,
        CriterionKind.DeliverBy => offer.DeliverBy,
        CriterionKind.WarrantyMonths => offer.WarrantyMonths,
        CriterionKind.ReturnDays => offer.ReturnDays,
        CriterionKind.Attribute => Of(offer, criterion)?.Millionths,
        _ => null,
    };

    /// <summary>The condition, the certifications or an attribute; null where the offer lacks it.</summary>
    public static Value? Of(OfferTerms offer, Criterion criterion) => criterion.Kind switch
    {
        CriterionKind.Condition when offer.Condition is not null => new Value.Text(offer.Condition),
        CriterionKind.Certifications when offer.Certifications is not null => new Value.Set(offer.Certifications),
        CriterionKind.Attribute => offer.Attributes?.GetValueOrDefault(criterion.Attribute),
        _ => null,
    };

    /// <summary>An offer of nothing but this number, in the criterion's unit.</summary>
    internal static OfferTerms Offering(Criterion criterion, long number) => criterion.Kind switch
    {
        CriterionKind.DeliverBy => new OfferTerms("", 0, DeliverBy: number),
        CriterionKind.WarrantyMonths => new OfferTerms("", 0, WarrantyMonths: (int)number),
        CriterionKind.ReturnDays => new OfferTerms("", 0, ReturnDays: (int)number),
        CriterionKind.Attribute => Offering(criterion, new Value.Text(Amount.FormatShort(number))),
        _ => new OfferTerms("", number),
    };

    /// <summary>An offer of nothing but this condition, certifications or attribute.</summary>
    internal static OfferTerms Offering(Criterion criterion, Value value) => criterion.Kind switch
    {
        CriterionKind.Condition => new OfferTerms("", 0, Condition: value.ToString()),
        CriterionKind.Certifications => new OfferTerms("", 0, Certifications: (value as Value.Set)?.Members),
        CriterionKind.Attribute => new OfferTerms("", 0, Attributes: new Dictionary<string, Value> { [criterion.Attribute] = value }),
        _ => new OfferTerms("", 0),
    };

    /// <summary>A number of the criterion as it is written on the wire.</summary>
    public static string Format(Criterion criterion, long number, int digits) => criterion.Kind switch
    {
        CriterionKind.Total => Amount.Format(number, digits),
        CriterionKind.DeliverBy => Time.Format(number),
        CriterionKind.Attribute => Amount.FormatShort(number),
        _ => number.ToString(),
    };
}
