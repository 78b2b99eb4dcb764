namespace IntentMarket.Engine;

/// <summary>Whether an offer meets the customer's terms: every reason why not, not the first.</summary>
public static class Admission
{
    public static void Check(IntentTerms intent, long closesAt, OfferTerms offer, List<Reason> reasons)
    {
        foreach (var requirement in intent.Terms.Require)
            CheckRequirement(requirement, offer, intent.Digits, reasons);
        if (offer.Lines is not null)
            CheckLines(intent, offer, reasons);
        if (offer.ValidUntil < closesAt)
            reasons.Add(new Reason("valid-too-short", null, Time.Format(closesAt), Time.Format(offer.ValidUntil.Value)));
    }

    private static void CheckRequirement(Requirement requirement, OfferTerms offer, int digits, List<Reason> reasons)
    {
        var criterion = requirement.Criterion;
        var value = Subject.Of(offer, criterion);
        if (value is null && Subject.Number(offer, criterion) is null)
        {
            reasons.Add(new Reason("missing", criterion.Name));
            return;
        }
        if (requirement.Min is not null || requirement.Max is not null)
        {
            if (Subject.Number(offer, criterion) is not { } number)
                reasons.Add(new Reason("wrong-type", criterion.Name, "a number", value!.ToString()));
            else if (number < requirement.Min)
                reasons.Add(new Reason("under-min", criterion.Name, Write(requirement.Min.Value), Write(number)));
            else if (number > requirement.Max)
                reasons.Add(new Reason("over-max", criterion.Name, Write(requirement.Max.Value), Write(number)));
        }
        if (requirement.OneOf is { } oneOf)
        {
            if (value is not (Value.Text or Value.Whole))
                reasons.Add(new Reason("wrong-type", criterion.Name, "a text", value?.ToString()));
            else if (!oneOf.Contains(value.ToString()))
                reasons.Add(new Reason("not-one-of", criterion.Name, List(oneOf), value.ToString()));
        }
        if (requirement.AllOf is not null || requirement.AnyOf is not null)
        {
            if (value is not Value.Set set)
                reasons.Add(new Reason("wrong-type", criterion.Name, "a set", value?.ToString()));
            else
            {
                if (requirement.AllOf is { } allOf && !allOf.All(set.Members.Contains))
                    reasons.Add(new Reason("not-all-of", criterion.Name, List(allOf), value.ToString()));
                if (requirement.AnyOf is { } anyOf && !anyOf.Intersect(set.Members).Any())
                    reasons.Add(new Reason("not-one-of", criterion.Name, List(anyOf), value.ToString()));
            }
        }
        if (requirement.EqualTo is { } wanted && !AreEqual(wanted, value))
        {
            var code = wanted.GetType() == value?.GetType() ? "not-equal" : "wrong-type";
            reasons.Add(new Reason(code, criterion.Name, wanted.ToString(), value?.ToString()));
        }

        string Write(long number) => Subject.Format(criterion, number, digits);
    }

    /// <summary>A whole number equals the decimal text of the same number; all else is equal where type and content are.</summary>
    private static bool AreEqual(Value wanted, Value? got) =>
        wanted.Equals(got) || (wanted is Value.Whole && got is Value.Text && wanted.Millionths is { } number && number == got.Millionths);

    private static void CheckLines(IntentTerms intent, OfferTerms offer, List<Reason> reasons)
    {
        if (!IsLineByLine(intent.Lines, offer.Lines!))
            CheckOrder(intent, offer, reasons);
        CheckSum(intent, offer, reasons);
    }

    /// <summary>The lines of the intent in their order: as most offers have them.</summary>
    private static bool IsLineByLine(IReadOnlyList<Line> asked, IReadOnlyList<OfferLine> priced)
    {
        if (asked.Count != priced.Count)
            return false;
        for (var i = 0; i < asked.Count; i++)
        {
            if (asked[i].Id != priced[i].Line || asked[i].Quantity != priced[i].Quantity)
                return false;
        }
        return true;
    }

    private static void CheckOrder(IntentTerms intent, OfferTerms offer, List<Reason> reasons)
    {
        var asked = intent.Lines.ToDictionary(l => l.Id);
        var priced = offer.Lines!.Select(l => l.Line).ToHashSet();
        var missing = asked.Keys.Where(id => !priced.Contains(id)).ToList();
        var unknown = priced.Where(id => !asked.ContainsKey(id)).ToList();
        if (missing.Count > 0 || unknown.Count > 0 || priced.Count != offer.Lines!.Count)
            reasons.Add(new Reason("lines-incomplete", null, List([.. asked.Keys]), List([.. offer.Lines!.Select(l => l.Line)])));
        foreach (var line in offer.Lines!)
        {
            if (asked.TryGetValue(line.Line, out var wanted) && wanted.Quantity != line.Quantity)
                reasons.Add(new Reason("quantity-mismatch", $"lines.{line.Line}", Amount.FormatShort(wanted.Quantity), Amount.FormatShort(line.Quantity)));
        }
    }

    private static void CheckSum(IntentTerms intent, OfferTerms offer, List<Reason> reasons)
    {
        var sum = (Int128)(offer.Shipping ?? 0) + (offer.Tax ?? 0) + (offer.OtherCharges ?? 0);
        foreach (var line in offer.Lines!)
            sum += Amount.LineTotal(line.UnitPrice, line.Quantity, intent.Digits);
        if (sum != offer.Total)
        {
            // A sum beyond what a long holds is no amount that the wire could write: say so by the greatest one.
            var written = Amount.Format((long)Int128.Clamp(sum, -long.MaxValue, long.MaxValue), intent.Digits);
            reasons.Add(new Reason("sum-mismatch", null, written, Amount.Format(offer.Total, intent.Digits)));
        }
    }

    private static string List(IReadOnlyCollection<string> members) => string.Join(", ", members);
}
