using IntentMarket.Engine.Evaluation;
using IntentMarket.Engine.Offers;
using IntentMarket.Engine.Values;

namespace IntentMarket.Services.Wire;

public static partial class IntentReader
{
    public static readonly string[] Conditions = ["new", "refurbished", "used"];

    private static Terms? Terms(Field field, Basis basis)
    {
        if (field.Object() is not { } terms)
            return null;
        var method = terms.Optional("method") is { } scored
            ? scored.Choice<ScoringMethod>() ?? ScoringMethod.Weighted
            : ScoringMethod.Weighted;
        var require = new List<Requirement>();
        foreach (var item in terms.Optional("require")?.Items(0, WireLimits.CriteriaMax) ?? [])
        {
            if (Requirement(item, basis) is not { } requirement)
                continue;
            if (basis.HasRules2 && Excluded(requirement, require) is { } other)
            {
                item.Fault(
                    FaultCodes.Contradiction,
                    $"{Said(other, basis.Digits)} and {Said(requirement, basis.Digits)} exclude each other: no offer can meet both");
            }
            require.Add(requirement);
        }
        var prefer = Prefer(terms, method, basis);
        if (terms.Optional("agreement") is { } agreement && agreement.Text(WireLimits.NameMax) is not (null or "none"))
            agreement.Fault(FaultCodes.NotYet, "agreements are not built yet: `none` is");
        terms.Close();
        return new Terms(method, require, prefer, "none", basis.Rules > 1 ? basis.Rules : null);
    }

    /// <summary>The first of those before that this one cannot be met with; null where it can be met with all of them.</summary>
    private static Requirement? Excluded(Requirement requirement, List<Requirement> before)
    {
        var same = before.FindAll(r => r.Criterion == requirement.Criterion);
        return same.Count == 0 || !Admission.CanMeetAll(same) || Admission.CanMeetAll([.. same, requirement])
            ? null
            : same.Find(r => !Admission.CanMeetAll([r, requirement])) ?? same[0];
    }

    private static string Said(Requirement rule, int digits)
    {
        List<string> said = [];
        if (rule.Min is { } min)
            said.Add($"at least {Subject.Format(rule.Criterion, min, digits)}");
        if (rule.Max is { } max)
            said.Add($"at most {Subject.Format(rule.Criterion, max, digits)}");
        if ((rule.OneOf ?? rule.AnyOf) is { } one)
            said.Add($"one of {string.Join(", ", one)}");
        if (rule.AllOf is { } all)
            said.Add($"all of {string.Join(", ", all)}");
        if (rule.EqualTo is { } exactly)
            said.Add($"exactly {exactly}");
        return $"{rule.Criterion.Name} {string.Join(", ", said)}";
    }

    /// <summary>Other preferences to try: <c>{prefer}</c>.</summary>
    public static Reading<IReadOnlyList<Preference>> WhatIf(JsonTree tree, IntentTerms intent)
    {
        var faults = new Faults(tree.Faults);
        IReadOnlyList<Preference>? prefer = null;
        if (JsonObjectReader.Open(tree, faults) is { } body)
        {
            prefer = Prefer(body, intent.Terms.Method, new Basis(null, intent.Terms.Rules ?? 1, intent.Digits));
            if (!body.HasAny("prefer"))
                body.Fault("prefer", FaultCodes.Missing, "`prefer` is required");
            body.Close();
        }
        return faults.Read(() => prefer!);
    }

    private static List<Preference> Prefer(JsonObjectReader owner, ScoringMethod method, Basis basis)
    {
        var prefer = new List<Preference>();
        foreach (var item in owner.Optional("prefer")?.Items(0, WireLimits.CriteriaMax) ?? [])
        {
            if (Preference(item, basis) is not { } preference)
                continue;
            if (prefer.Exists(p => p.Criterion == preference.Criterion))
                item.Fault(FaultCodes.NotUnique, $"there is another preference for {preference.Criterion.Name}");
            if (method == ScoringMethod.Coefficient && preference.Criterion.Kind == CriterionKind.Total)
                item.Fault(FaultCodes.NotAllowed, "by `coefficient` the total is what the others adjust: it is no preference");
            prefer.Add(preference);
        }
        if (method == ScoringMethod.Coefficient && prefer.Sum(p => (long)p.Weight) >= Scoring.CoefficientWhole)
        {
            owner.Fault(
                "prefer", FaultCodes.OutOfRange,
                $"the weights of coefficients are thousandths, and add up to less than {Scoring.CoefficientWhole}");
        }
        return prefer;
    }

    /// <summary>Whether it is a must-have as an intent of any time may have it.</summary>
    public static bool IsRequirement(JsonTree tree) => IsRead(tree, Requirement);

    /// <summary>Whether it is a preference as an intent of any time may have it.</summary>
    public static bool IsPreference(JsonTree tree) => IsRead(tree, Preference);

    private static bool IsRead<T>(JsonTree tree, Func<Field, Basis, T?> read) where T : class
    {
        if (tree.Root is null)
            return false;
        var faults = new Faults(tree.Faults);
        return read(new Field(tree.Root, "", null, -1, faults), new Basis(Now: null, Rules: 1)) is not null && faults.Count == 0;
    }

    private static Requirement? Requirement(Field field, Basis basis)
    {
        var digits = basis.Digits;
        if (field.Object() is not { } rule || CriterionOf(rule) is not { } criterion)
            return null;
        var requirement = new Requirement(criterion);
        switch (criterion.Kind)
        {
            case CriterionKind.Total:
                requirement = requirement with { Max = Number(rule.Required("max"), criterion, digits) };
                if (basis.HasRules2 && requirement.Max == 0)
                    rule.Fault("max", FaultCodes.OutOfRange, "`max` is above zero: nobody delivers for nothing", new(Least: "0"));
                break;
            case CriterionKind.DeliverBy or CriterionKind.WarrantyMonths or CriterionKind.ReturnDays:
                requirement = WithBounds(requirement);
                NeedsOneOf("min", "max");
                if (criterion.Kind == CriterionKind.DeliverBy)
                {
                    basis.CheckAhead(rule, "min", requirement.Min);
                    basis.CheckAhead(rule, "max", requirement.Max);
                    if (requirement.Max is { } deadline)
                        basis.AddDeadline(rule.Optional("max")!.Value, deadline);
                }
                break;
            case CriterionKind.Condition:
                requirement =
                    requirement with { OneOf = rule.Required("oneOf")?.List(1, Conditions.Length, item => item.Word(Conditions)) };
                break;
            case CriterionKind.Certifications:
                requirement = requirement with { AllOf = Set("allOf"), AnyOf = Set("anyOf") };
                NeedsOneOf("allOf", "anyOf");
                break;
            case CriterionKind.Attribute:
                requirement = WithBounds(requirement) with
                {
                    OneOf = rule.Optional("oneOf")?.List(
                        1, WireLimits.SetMax, item => item.Text(WireLimits.AttributeTextMax),
                        basis.HasRules2 ? NumberOrText.Comparer : null),
                    AllOf = Set("allOf"),
                    AnyOf = Set("anyOf"),
                    EqualTo = rule.Optional("equals")?.Attribute(),
                };
                NeedsOneOf("min", "max", "oneOf", "allOf", "anyOf", "equals");
                bool[] types = [rule.HasAny("min", "max"), rule.HasAny("oneOf"), rule.HasAny("allOf", "anyOf"), rule.HasAny("equals")];
                if (types.Count(t => t) > 1)
                {
                    rule.Fault(FaultCodes.MixedTypes,
                        "an attribute has one type: numbers `min` and `max`, strings `oneOf`, sets `allOf` and `anyOf`, or `equals`");
                }
                break;
        }
        rule.Close();
        return requirement;

        Requirement WithBounds(Requirement bounded)
        {
            bounded = bounded with
            {
                Min = Number(rule.Optional("min"), criterion, digits),
                Max = Number(rule.Optional("max"), criterion, digits),
            };
            if (bounded.Min > bounded.Max)
                rule.Fault(FaultCodes.MinOverMax, "`min` is not above `max`");
            return bounded;
        }

        IReadOnlyList<string>? Set(string name) => rule.Optional(name)?.Texts(1, WireLimits.SetMax, WireLimits.AttributeTextMax);

        void NeedsOneOf(params ReadOnlySpan<string> names)
        {
            if (!rule.HasAny(names))
                rule.Fault(FaultCodes.Missing, $"a requirement on {criterion.Name} has one of: {string.Join(", ", names)}");
        }
    }

    private static Preference? Preference(Field field, Basis basis)
    {
        var digits = basis.Digits;
        if (field.Object() is not { } rule || CriterionOf(rule) is not { } criterion)
            return null;
        var weight = (int?)rule.Required("weight")?.Integer(1, WireLimits.WeightMax);
        long? best = null, worst = null;
        Dictionary<string, int>? points = null;
        var isByPoints = criterion.Kind switch
        {
            CriterionKind.Condition or CriterionKind.Certifications => true,
            CriterionKind.Attribute => rule.HasAny("points"),
            _ => false,
        };
        if (isByPoints)
            points = rule.Required("points") is { } table ? Points(table, criterion, basis) : null;
        else if (criterion.Kind == CriterionKind.Attribute && !rule.HasAny("best", "worst"))
            rule.Fault(FaultCodes.Missing, "a preference for an attribute has `best` and `worst` (numbers) or `points` (by value)");
        if (!isByPoints || (criterion.Kind == CriterionKind.Attribute && rule.HasAny("best", "worst")))
        {
            best = Number(rule.Required("best"), criterion, digits);
            worst = Number(rule.Required("worst"), criterion, digits);
            if (best == worst && best is not null)
                rule.Fault(FaultCodes.BestIsWorst, "`best` differs from `worst`");
            if (criterion.Kind == CriterionKind.DeliverBy)
            {
                basis.CheckAhead(rule, "best", best);
                basis.CheckAhead(rule, "worst", worst);
                if (basis.IsPast(best) && basis.IsPast(worst))
                    rule.Fault(FaultCodes.InThePast, "`best` and `worst` are both past: every offer would earn the same");
            }
            if (isByPoints)
                rule.Fault(FaultCodes.MixedTypes, "an attribute has one type: numbers have `best` and `worst`, others `points`");
        }
        rule.Close();
        return new Preference(criterion, weight ?? 1, best, worst, points);
    }

    private static Criterion? CriterionOf(JsonObjectReader rule)
    {
        if (rule.Required("criterion") is not { } field || field.Text(WireLimits.NameMax) is not { } name)
            return null;
        if (Criterion.Parse(name) is { } criterion)
            return criterion;
        field.Fault(FaultCodes.UnknownCriterion,
            "there is no such criterion; known are: total, deliverBy, warrantyMonths, returnDays, condition, "
            + "certifications, attributes.<name>");
        return null;
    }

    /// <summary>A bound in the criterion's own unit.</summary>
    private static long? Number(Field? field, Criterion criterion, int digits) => criterion.Kind switch
    {
        CriterionKind.Total => field?.Decimal(digits, min: 0),
        CriterionKind.DeliverBy => field?.Time(),
        CriterionKind.WarrantyMonths or CriterionKind.ReturnDays => field?.Integer(0, WireLimits.CountMax),
        _ => field?.AttributeNumber(),
    };

    private static Dictionary<string, int>? Points(Field field, Criterion criterion, Basis basis)
    {
        if (field.Object() is not { } table)
            return null;
        if (table.Count is 0)
            field.Fault(FaultCodes.TooFew, "`points` holds at least 1", new(Least: "1"));
        if (table.Count > WireLimits.PointsMax)
        {
            field.Fault(
                FaultCodes.TooMany, $"`points` holds at most {WireLimits.PointsMax}, this has {table.Count}",
                new(Most: $"{WireLimits.PointsMax}"));
            return null;
        }
        var points = new Dictionary<string, int>();
        var named = new HashSet<string>(basis.HasRules2 && criterion.Kind == CriterionKind.Attribute ? NumberOrText.Comparer : null);
        foreach (var entry in table.All)
        {
            var value = Unicode.Normal(entry.Name);
            if (criterion.Kind == CriterionKind.Condition && !Conditions.Contains(value))
                entry.Fault(FaultCodes.UnknownValue, $"a condition is one of: {string.Join(", ", Conditions)}");
            else if (value.Length > WireLimits.AttributeTextMax)
            {
                entry.Fault(
                    FaultCodes.TooLong, $"a value is at most {WireLimits.AttributeTextMax} characters",
                    new(Most: $"{WireLimits.AttributeTextMax}"));
            }
            else if (!named.Add(value))
                entry.Fault(FaultCodes.NotUnique, $"`{Pointer.Shown(value)}` is named before");
            else if (entry.Integer(0, 100) is { } number)
                points.Add(value, (int)number);
        }
        return points;
    }
}
