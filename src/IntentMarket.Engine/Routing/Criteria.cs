namespace IntentMarket.Engine;

/// <summary>A vendor's standing criteria: an intent that meets every member given reaches the vendor. What the intent leaves open meets
/// everything.</summary>
/// <param name="Categories">Each covers its descendants.</param>
/// <param name="Regions"><c>GB</c> covers <c>GB-SCT</c>.</param>
/// <param name="Budget">Minor units of the one currency; meets the intent's required maximum total.</param>
/// <param name="Quantity">Millionths; meets the sum of the lines, where all share a unit.</param>
/// <param name="LeadDays">Days that the vendor needs from the close to the required delivery.</param>
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
    IReadOnlyList<string>? AcceptsAgreements = null);

public readonly record struct Bounds(long? Min, long? Max)
{
    public bool Contains(long value) => (Min is null || value >= Min) && (Max is null || value <= Max);
}
