using IntentMarket.Engine;

namespace IntentMarket.Gateway;

public static partial class IntentReader
{
    internal static readonly string[] Conditions = ["new", "refurbished", "used"];

    private static Terms? Terms(Field field, int digits)
    {
        if (field.Object() is not { } terms)
            return null;
        var method = terms.Optional("method") is { } scored
            ? scored.Choice(("weighted", ScoringMethod.Weighted), ("coefficient", ScoringMethod.Coefficient)) ?? ScoringMethod.Weighted
            : ScoringMethod.Weighted;
        var require = new List<Requirement>();
        foreach (var item in terms.Optional("require")?.Items(0, WireLimits.CriteriaMax) ?? [])
        {
            if (Requirement(item, digits) is { } requirement)
                require.Add(requirement);
        }
        var prefer = Prefer(terms, method, digits);
        if (terms.Optional("agreement") is { } agreement && agreement.Text(WireLimits.NameMax) is not (null or "none"))
            agreement.Fault(FaultCodes.NotYet, "agreements are not built yet: `none` is");
        terms.Close();
        return new Terms(method, require, prefer, "none");
    }

    /// <summary>Other preferences to try: <c>{prefer}</c>.</summary>
    public static Reading<IReadOnlyList<Preference>> WhatIf(JsonTree tree, IntentTerms intent)
    {
        var faults = new Faults(tree.Faults);
        IReadOnlyList<Preference>? prefer = null;
        if (JsonObjectReader.Open(tree, faults) is { } body)
        {
            prefer = Prefer(body, intent.Terms.Method, intent.Digits);
            if (!body.HasAny("prefer"))
                body.Fault("prefer", FaultCodes.Missing, "`prefer` is required");
            body.Close();
        }
        return faults.Read(() => prefer!);
    }

    private static List<Preference> Prefer(JsonObjectReader owner, ScoringMethod method, int digits)
    {
        var prefer = new List<Preference>();
        foreach (var item in owner.Optional("prefer")?.Items(0, WireLimits.CriteriaMax) ?? [])
        {
            if (Preference(item, digits) is not { } preference)
                continue;
            if (prefer.Exists(p => p.Criterion == preference.Criterion))
                item.Fault(FaultCodes.NotUnique, $"there is another preference for {preference.Criterion.Name}");
            if (method == ScoringMethod.Coefficient && preference.Criterion.Kind == CriterionKind.Total)
                item.Fault(FaultCodes.NotAllowed, "by `coefficient` the total is what the others adjust: it is no preference");
            prefer.Add(preference);
        }
        if (method == ScoringMethod.Coefficient && prefer.Sum(p => (long)p.Weight) >= Scoring.CoefficientWhole)
            owner.Fault("prefer", FaultCodes.OutOfRange, $"the weights of coefficients are thousandths, and add up to less than {Scoring.CoefficientWhole}");
        return prefer;
    }

    private static Requirement? Requirement(Field field, int digits)
    {
        if (field.Object() is not { } rule || CriterionOf(rule) is not { } criterion)
            return null;
        var requirement = new Requirement(criterion);
        switch (criterion.Kind)
        {
            case CriterionKind.Total:
                requirement = requirement with { Max = Number(rule.Required("max"), criterion, digits) };
                break;
            case CriterionKind.DeliverBy or CriterionKind.WarrantyMonths or CriterionKind.ReturnDays:
                requirement = WithBounds(requirement);
                NeedsOneOf("min", "max");
                break;
            case CriterionKind.Condition:
                requirement = requirement with { OneOf = rule.Required("oneOf")?.List(1, Conditions.Length, item => item.Word(Conditions)) };
                break;
            case CriterionKind.Certifications:
                requirement = requirement with { AllOf = Set("allOf"), AnyOf = Set("anyOf") };
                NeedsOneOf("allOf", "anyOf");
                break;
            case CriterionKind.Attribute:
                requirement = WithBounds(requirement) with
                {
                    OneOf = Set("oneOf"),
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

    private static Preference? Preference(Field field, int digits)
    {
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
            points = rule.Required("points") is { } table ? Points(table, criterion) : null;
        else if (criterion.Kind == CriterionKind.Attribute && !rule.HasAny("best", "worst"))
            rule.Fault(FaultCodes.Missing, "a preference for an attribute has `best` and `worst` (numbers) or `points` (by value)");
        if (!isByPoints || (criterion.Kind == CriterionKind.Attribute && rule.HasAny("best", "worst")))
        {
            best = Number(rule.Required("best"), criterion, digits);
            worst = Number(rule.Required("worst"), criterion, digits);
            if (best == worst && best is not null)
                rule.Fault(FaultCodes.BestIsWorst, "`best` differs from `worst`");
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
            "there is no such criterion; known are: total, deliverBy, warrantyMonths, returnDays, condition, certifications, attributes.<name>");
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

    private static Dictionary<string, int>? Points(Field field, Criterion criterion)
    {
        if (field.Object() is not { } table)
            return null;
        if (table.Count is 0)
            field.Fault(FaultCodes.TooFew, "`points` holds at least 1");
        if (table.Count > WireLimits.PointsMax)
        {
            field.Fault(FaultCodes.TooMany, $"`points` holds at most {WireLimits.PointsMax}, this has {table.Count}");
            return null;
        }
        var points = new Dictionary<string, int>();
        foreach (var entry in table.All)
        {
            if (criterion.Kind == CriterionKind.Condition && !Conditions.Contains(entry.Name))
                entry.Fault(FaultCodes.UnknownValue, $"a condition is one of: {string.Join(", ", Conditions)}");
            else if (entry.Name.Length > WireLimits.AttributeTextMax)
                entry.Fault(FaultCodes.TooLong, $"a value is at most {WireLimits.AttributeTextMax} characters");
            else if (entry.Integer(0, 100) is { } number)
                points.Add(entry.Name, (int)number);
        }
        return points;
    }
}
