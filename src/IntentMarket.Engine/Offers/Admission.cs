using System.Globalization;
using IntentMarket.Engine.Evaluation;
using IntentMarket.Engine.Values;

namespace IntentMarket.Engine.Offers;

/// <summary>Whether an offer meets the customer's terms: every reason why not, not the first.</summary>
public static class Admission
{
    /// <param name="awardedFrom">From when on it can be awarded, and so delivered.</param>
    /// <param name="validUntil">Until when it must be valid at least.</param>
    public static void Check(IntentTerms intent, OfferTerms offer, long awardedFrom, long validUntil, List<Reason> reasons)
    {
        foreach (var requirement in intent.Terms.Require)
            CheckRequirement(requirement, offer, intent.Digits, intent.Terms.HasRules2, reasons);
        if (offer.Lines is not null)
            CheckLines(intent, offer, reasons);
        if (offer.ValidUntil < validUntil)
            reasons.Add(new Reason("valid-too-short", null, Time.Format(validUntil), Time.Format(offer.ValidUntil.Value)));
        if (!intent.Terms.HasRules2)
            return;
        if (offer.Lines is null && Charges(offer) is var charges && charges > offer.Total)
            reasons.Add(new Reason("sum-mismatch", null, Written(charges, intent.Digits), Amount.Format(offer.Total, intent.Digits)));
        if (offer.DeliverBy < awardedFrom)
            reasons.Add(new Reason("under-min", "deliverBy", Time.Format(awardedFrom), Time.Format(offer.DeliverBy.Value)));
    }

    /// <summary>Whether one offer can meet all of these, which are of one criterion (by the rules from 2 on).</summary>
    public static bool CanMeetAll(IReadOnlyList<Requirement> rules)
    {
        // Where any offer can, one of these can.
        var criterion = rules[0].Criterion;
        var number = rules.Max(r => r.Min) ?? rules.Min(r => r.Max);
        List<Value> values =
        [
            .. rules.Select(r => r.EqualTo).OfType<Value>(),
            .. rules.SelectMany(r => r.OneOf ?? []).Select(text => new Value.Text(text)),
            new Value.Set([.. rules.SelectMany(r => (r.AllOf ?? []).Concat(r.AnyOf?.Take(1) ?? []))]),
        ];
        return (number is { } bound && IsMet(Subject.Offering(criterion, bound)))
            || values.Exists(v => IsMet(Subject.Offering(criterion, v)));

        bool IsMet(OfferTerms offer)
        {
            var reasons = new List<Reason>();
            foreach (var rule in rules)
                CheckRequirement(rule, offer, 0, byNumber: true, reasons);
            return reasons.Count == 0;
        }
    }

    private static void CheckRequirement(Requirement requirement, OfferTerms offer, int digits, bool byNumber, List<Reason> reasons)
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
            if ((criterion.Kind == CriterionKind.Attribute ? value?.Millionths : Subject.Number(offer, criterion)) is not { } number)
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
            else if (!oneOf.Contains(value.ToString()) && !(byNumber && oneOf.Contains(value.ToString(), NumberOrText.Comparer)))
                reasons.Add(new Reason("not-one-of", criterion.Name, List(oneOf), value.ToString()));
        }
        if (requirement.AllOf is not null || requirement.AnyOf is not null)
        {
            if (value is not Value.Set set)
                reasons.Add(new Reason("wrong-type", criterion.Name, "a set", value?.ToString()));
            else
            {
                if (requirement.AllOf is { } allOf && !ContainsAll(set.Members, allOf))
                    reasons.Add(new Reason("not-all-of", criterion.Name, List(allOf), value.ToString()));
                if (requirement.AnyOf is { } anyOf && !anyOf.Intersect(set.Members).Any())
                    reasons.Add(new Reason("not-one-of", criterion.Name, List(anyOf), value.ToString()));
            }
        }
        if (requirement.EqualTo is { } wanted && !AreEqual(wanted, value, byNumber))
        {
            var areNumbers = byNumber && wanted.Millionths is not null && value?.Millionths is not null;
            var code = areNumbers || wanted.GetType() == value?.GetType() ? "not-equal" : "wrong-type";
            reasons.Add(new Reason(code, criterion.Name, wanted.ToString(), value?.ToString()));
        }

        string Write(long number) => Subject.Format(criterion, number, digits);
    }

    /// <summary>Numbers are equal however they are written (under rules 1 only a whole number and the text of it are); all else is equal
    /// where type and content are.</summary>
    private static bool AreEqual(Value wanted, Value? got, bool byNumber) =>
        wanted.Equals(got)
        || ((byNumber || (wanted is Value.Whole && got is Value.Text)) && wanted.Millionths is { } number && number == got?.Millionths);

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
            {
                reasons.Add(new Reason(
                    "quantity-mismatch", $"lines.{line.Line}", Amount.FormatShort(wanted.Quantity), Amount.FormatShort(line.Quantity)));
            }
        }
    }

    private static void CheckSum(IntentTerms intent, OfferTerms offer, List<Reason> reasons)
    {
        var sum = Charges(offer);
        foreach (var line in offer.Lines!)
            sum += Amount.LineTotal(line.UnitPrice, line.Quantity, intent.Digits);
        if (sum != offer.Total)
            reasons.Add(new Reason("sum-mismatch", null, Written(sum, intent.Digits), Amount.Format(offer.Total, intent.Digits)));
    }

    private static Int128 Charges(OfferTerms offer) => (Int128)(offer.Shipping ?? 0) + (offer.Tax ?? 0) + (offer.OtherCharges ?? 0);

    /// <summary>Lines of the greatest prices and quantities add up to more than a long holds.</summary>
    private static string Written(Int128 sum, int digits)
    {
        if (Int128.Abs(sum) <= long.MaxValue)
            return Amount.Format((long)sum, digits);
        var (major, minor) = Int128.DivRem(sum, Amount.Scale(digits));
        var whole = major.ToString(CultureInfo.InvariantCulture);
        return digits == 0 ? whole : $"{whole}.{Int128.Abs(minor).ToString($"D{digits}", CultureInfo.InvariantCulture)}";
    }

    /// <summary>By index: this is asked of each offer, and an enumerator would be made each time.</summary>
    private static bool ContainsAll(IReadOnlyList<string> members, IReadOnlyList<string> wanted)
    {
        for (var i = 0; i < wanted.Count; i++)
        {
            if (!members.Contains(wanted[i]))
                return false;
        }
        return true;
    }

    private static string List(IReadOnlyCollection<string> members) => string.Join(", ", members);
}
