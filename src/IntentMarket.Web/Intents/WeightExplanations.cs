using IntentMarket.Engine.Values;

namespace IntentMarket.Web.Intents;

/// <summary>What the weight of a criterion means: what one step of it is worth in money, or, where the price does
/// not count, in points.</summary>
/// <param name="Step">The step in words, <c>a day sooner</c>; of the price itself empty, for it is an amount:
/// <paramref name="StepAmount"/>.</param>
/// <param name="StepAmount">A decimal string.</param>
/// <param name="Amount">How much less the price would be to weigh as much, a decimal string; null: the price does not count, or it
/// is the price itself.</param>
/// <param name="Points">What the step earns of 100, a decimal string of at most two digits.</param>
/// <param name="IsExact">The amount is exact to the currency's last digit; else it is rounded.</param>
/// <param name="IsBeyond">No price on its scale weighs as much.</param>
public sealed record WeightExplanation(
    string Criterion, string Step, string? StepAmount, string? Amount, string Points, bool IsExact, bool IsBeyond);

/// <summary>Says what the weights of an intent mean, exactly: from the weights and the scales, in integers.</summary>
public static class WeightExplanations
{
    private const long HourMs = 3_600_000;
    private const long DayMs = 24 * HourMs;

    /// <summary>One for each preference, in their order.</summary>
    public static IReadOnlyList<WeightExplanation> Of(IntentTerms intent)
    {
        var prefer = intent.Terms.Prefer;
        var weights = prefer.Sum(p => (long)p.Weight);
        var total = prefer.FirstOrDefault(p => p.Criterion.Kind == CriterionKind.Total);
        return [.. prefer.Select(p => Of(p, total, weights, intent.Digits))];
    }

    private static WeightExplanation Of(Preference preference, Preference? total, Int128 weights, int digits)
    {
        var name = preference.Criterion.Name;
        if (preference == total)
        {
            var range = Range(preference);
            var amount = Round((range + 19) / 20);
            var step = preference.Best < preference.Worst ? "" : "more";
            return new WeightExplanation(
                name, step, Amount.Format(amount, digits), null, Written(100 * (Int128)preference.Weight * amount, range * weights),
                true, false);
        }
        // The step is part/whole of the scale.
        var (words, part, whole) = Step(preference);
        var points = Written(100 * preference.Weight * part, whole * weights);
        if (total is null)
            return new WeightExplanation(name, words, null, null, points, true, false);
        Int128 over = (Int128)preference.Weight * part * Range(total), under = whole * total.Weight;
        var money = (over + under / 2) / under;
        return money > Range(total)
            ? new WeightExplanation(name, words, null, null, points, true, true)
            : new WeightExplanation(name, words, null, Amount.Format((long)money, digits), points, over % under == 0, false);
    }

    private static (string Words, Int128 Part, Int128 Whole) Step(Preference preference)
    {
        if (preference.Points is { } points)
        {
            var best = points.OrderByDescending(p => p.Value).ThenBy(p => p.Key, StringComparer.Ordinal).ToList();
            return best.Count > 1 && best[1].Value < best[0].Value
                ? ($"{best[0].Key} rather than {best[1].Key}", best[0].Value - best[1].Value, 100)
                : ($"{string.Join(" or ", best.Where(b => b.Value == best[0].Value).Select(b => b.Key))} rather than anything else",
                    best[0].Value, 100);
        }
        var range = Range(preference);
        var isLess = preference.Best < preference.Worst;
        return preference.Criterion.Kind switch
        {
            CriterionKind.DeliverBy when range >= DayMs => ($"a day {(isLess ? "sooner" : "later")}", DayMs, range),
            CriterionKind.DeliverBy => ($"an hour {(isLess ? "sooner" : "later")}", Int128.Min(HourMs, range), range),
            CriterionKind.WarrantyMonths => ($"a month {(isLess ? "less" : "more")} of warranty", 1, range),
            CriterionKind.ReturnDays => ($"a day {(isLess ? "less" : "more")} to return it", 1, range),
            _ when range >= Amount.Million =>
                ($"one {(isLess ? "less" : "more")} of {preference.Criterion.Attribute.Replace('-', ' ')}", Amount.Million, range),
            _ => ($"the best {preference.Criterion.Attribute.Replace('-', ' ')} rather than the worst", 1, 1),
        };
    }

    private static long Range(Preference preference) => Math.Abs(preference.Best!.Value - preference.Worst!.Value);

    /// <summary>The greatest of 1, 2 and 5 times a power of ten that is not above the amount: what people say.</summary>
    private static long Round(long amount)
    {
        var power = 1L;
        while (power <= amount / 10)
            power *= 10;
        return power * (amount / power >= 5 ? 5 : amount / power >= 2 ? 2 : 1);
    }

    /// <summary>A fraction with at most two digits, rounded half up.</summary>
    private static string Written(Int128 over, Int128 under)
    {
        var hundredths = (long)((over * 100 + under / 2) / under);
        return Amount.FormatShort(hundredths * 10_000);
    }
}
