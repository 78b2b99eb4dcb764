namespace IntentMarket.Engine;

/// <summary>The score of an offer in millionths of a point, and its parts: one for each preference, in their order, adding up to it.</summary>
public sealed record Score(long Total, IReadOnlyList<long> Points);

/// <summary>Weighted scoring against the customer's own best and worst, so that no offer changes another's score (no rank reversal).</summary>
/// <remarks>A linear additive value function with local scales (Keeney and Raiffa, Decisions with Multiple Objectives, 1976, chapter 3), in integers.</remarks>
public static class Scoring
{
    /// <summary>100 points in millionths.</summary>
    public const long Full = 100_000_000;

    public static Score Of(Terms terms, OfferTerms offer)
    {
        var weights = terms.Prefer.Sum(p => (long)p.Weight);
        var points = new long[terms.Prefer.Count];
        var total = 0L;
        for (var i = 0; i < points.Length; i++)
        {
            var (earned, of) = Utility(terms.Prefer[i], offer);
            points[i] = Points(terms.Prefer[i], earned, of, weights);
            total += points[i];
        }
        return new Score(total, points);
    }

    private static long Points(Preference preference, Int128 earned, Int128 of, long weights) =>
        (long)((Int128)Full * preference.Weight * earned / (of * weights));

    /// <summary>The utility in [0,1] as a fraction. What the offer lacks, or gives in another type, earns nothing.</summary>
    private static (Int128 Earned, Int128 Of) Utility(Preference preference, OfferTerms offer)
    {
        if (preference.Points is { } points)
            return (BestPoints(points, Subject.Of(offer, preference.Criterion)), 100);
        return Subject.Number(offer, preference.Criterion) is { } number ? Utility(preference, number) : (0, 1);
    }

    private static (Int128 Earned, Int128 Of) Utility(Preference preference, long number)
    {
        Int128 earned = (Int128)preference.Worst!.Value - number, of = (Int128)preference.Worst.Value - preference.Best!.Value;
        if (of < 0)
            (earned, of) = (-earned, -of);
        return (Int128.Clamp(earned, 0, of), of);
    }

    private static int BestPoints(IReadOnlyDictionary<string, int> points, Value? value) => value switch
    {
        null => 0,
        Value.Set set => set.Members.Select(m => points.GetValueOrDefault(m)).DefaultIfEmpty().Max(),
        _ => points.GetValueOrDefault(value.ToString()),
    };

    /// <summary>What an offer lacks to the lead.</summary>
    /// <param name="leader">A later offer leads with a higher score, or the same and a lower total.</param>
    public static Gap GapTo(Lead leader, Terms terms, OfferTerms offer, long score)
    {
        // Where the scale of the total falls, a lower total never scores less: the highest one that leads is found by halving.
        var total = terms.Prefer.FirstOrDefault(p => p.Criterion.Kind == CriterionKind.Total);
        if (total is not null && total.Best > total.Worst)
            return new Gap(leader.Score - score, null);
        var weights = terms.Prefer.Sum(p => (long)p.Weight);
        var others = total is null ? score : score - OfTotal(offer.Total);
        long leads = -1, fails = offer.Total;
        while (fails - leads > 1)
        {
            var middle = leads + (fails - leads) / 2;
            if (Leads(middle))
                leads = middle;
            else
                fails = middle;
        }
        return new Gap(leader.Score - score, leads < 0 ? null : leads);

        bool Leads(long candidate)
        {
            var rescored = total is null ? others : others + OfTotal(candidate);
            return rescored > leader.Score || (rescored == leader.Score && candidate < leader.Total);
        }

        long OfTotal(long candidate)
        {
            var (earned, of) = Utility(total, candidate);
            return Points(total, earned, of, weights);
        }
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

    /// <summary>A number of the criterion as it is written on the wire.</summary>
    public static string Format(Criterion criterion, long number, int digits) => criterion.Kind switch
    {
        CriterionKind.Total => Amount.Format(number, digits),
        CriterionKind.DeliverBy => Time.Format(number),
        CriterionKind.Attribute => Amount.FormatShort(number),
        _ => number.ToString(),
    };
}
