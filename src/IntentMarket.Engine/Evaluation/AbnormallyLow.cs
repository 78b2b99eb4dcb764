namespace IntentMarket.Engine.Evaluation;

/// <summary>Totals that a customer should ask about before they award: computed at reading, never a reason to refuse. Public buyers look at
/// the distance to the mean and to the next tender (Directive 2014/24/EU, article 69, leaves the measure to them).</summary>
public static class AbnormallyLow
{
    /// <summary>Fewer live offers have nothing to be measured by.</summary>
    public const int OffersMin = 3;

    /// <summary>With three or more: 40 % or more under the median of the others, or the lowest and 30 % or more under the next.</summary>
    /// <param name="totals">Of all live offers, lowest first.</param>
    /// <param name="total">One of them.</param>
    public static bool Is(IReadOnlyList<long> totals, long total)
    {
        if (totals.Count < OffersMin)
            return false;
        var others = totals.ToList();
        others.Remove(total);
        var twiceTheMedian = (Int128)others[(others.Count - 1) / 2] + others[others.Count / 2];
        return (Int128)total * 200 <= twiceTheMedian * 60 || (total <= others[0] && (Int128)total * 100 <= (Int128)others[0] * 70);
    }
}
