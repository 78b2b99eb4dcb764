using IntentMarket.Engine.Values;

namespace IntentMarket.Routing;

/// <summary>A vendor's standing criteria: an intent that meets every member given reaches the vendor. What the intent leaves open meets
/// everything. An empty list is as good as none given.</summary>
/// <param name="Categories">Each covers its descendants, and what they are in the other scheme
/// (<see cref="Routing.Categories.Counterparts"/>).</param>
/// <param name="Regions"><c>GB</c> covers <c>GB-SCT</c>.</param>
/// <param name="Budget">Minor units of the one currency, both ends included; meets the intent's required maximum total.</param>
/// <param name="Quantity">Millionths, both ends included; meets the sum of the lines, where all share a unit.</param>
/// <param name="LeadDays">Days that the vendor needs from the close to the required delivery; exactly as many are enough.</param>
/// <param name="Conditions">Meet when they share one with those the intent accepts.</param>
/// <param name="HoldsCertifications">Must contain all that the intent requires.</param>
public sealed record Criteria(
    IReadOnlyList<Category>? Categories = null,
    IReadOnlyList<string>? Regions = null,
    IReadOnlyList<string>? Currencies = null,
    Bounds? Budget = null,
    Bounds? Quantity = null,
    int? LeadDays = null,
    IReadOnlyList<string>? Conditions = null,
    IReadOnlyList<string>? AnyKeyword = null,
    IReadOnlyList<string>? NoKeyword = null,
    IReadOnlyList<string>? HoldsCertifications = null,
    IReadOnlyList<string>? AcceptsAgreements = null)
{
    /// <summary>At least one occurs in the intent's texts (see <see cref="Tokens"/>). Kept as it is compared, not as the vendor wrote
    /// it.</summary>
    public IReadOnlyList<string>? AnyKeyword { get; init => field = Folded(value); } = Folded(AnyKeyword);

    /// <summary>None occurs in the intent's texts. Kept as it is compared.</summary>
    public IReadOnlyList<string>? NoKeyword { get; init => field = Folded(value); } = Folded(NoKeyword);

    public bool Meets(IntentFacts intent) =>
        (Open(Categories) || Some(Categories, intent, Covers))
        && (intent.Region is null || Open(Regions)
            || Some(Regions, intent.Region, static (region, wanted) => Routing.Regions.Covers(region, wanted)))
        && (Open(Currencies) || Some(Currencies, intent.Currency, Same))
        && (intent.MaxTotal is null || Budget is null || Budget.Value.Contains(intent.MaxTotal.Value))
        && (intent.Quantity is null || Quantity is null || Quantity.Value.Contains(intent.Quantity.Value))
        && (intent.LeadDays is null || LeadDays is null || intent.LeadDays >= LeadDays)
        && (intent.Conditions is null || Open(Conditions) || Some(Conditions, intent.Conditions, Among))
        && (Open(AnyKeyword) || Some(AnyKeyword, intent.Words, Occurs))
        && (Open(NoKeyword) || !Some(NoKeyword, intent.Words, Occurs))
        && (Open(HoldsCertifications) || !Some(intent.Certifications, HoldsCertifications, HoldsNoneOf))
        && (Open(AcceptsAgreements) || Some(AcceptsAgreements, intent.Agreement, Same));

    private static IReadOnlyList<string>? Folded(IReadOnlyList<string>? keywords) =>
        keywords is null ? null : [.. keywords.Select(Tokens.Fold)];

    private static bool Open<T>([System.Diagnostics.CodeAnalysis.NotNullWhen(false)] IReadOnlyList<T>? given) =>
        given is not { Count: > 0 };

    // With what it looks for passed in, no rule needs a closure: an intent is put to very many criteria.
    private static bool Some<T, TSought>(IReadOnlyList<T> list, TSought sought, Func<T, TSought, bool> holds)
    {
        for (var i = 0; i < list.Count; i++)
        {
            if (holds(list[i], sought))
                return true;
        }
        return false;
    }

    private static bool Covers(Category wanted, IntentFacts intent) =>
        Routing.Categories.Covers(wanted, intent.Category)
        || Some(intent.Counterparts, wanted, static (other, wanted) => Routing.Categories.Covers(wanted, other));

    private static bool Same(string one, string other) => one == other;

    private static bool Occurs(string keyword, Tokens words) => words.Contain(keyword);

    private static bool Among(string one, IReadOnlyList<string> list) => Some(list, one, Same);

    private static bool HoldsNoneOf(IReadOnlyList<string> group, IReadOnlyList<string> held) => !Some(group, held, Among);
}

/// <summary>A range with both ends included; an end that is null is open.</summary>
public readonly record struct Bounds(long? Min, long? Max)
{
    public bool Contains(Int128 value) => (Min is null || value >= Min) && (Max is null || value <= Max);
}
