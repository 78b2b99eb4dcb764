using System.Text.Json.Serialization;

namespace IntentMarket.Contracts;

/// <summary>A vendor's standing criteria: an intent that meets every member given reaches the vendor; none given: every intent. Lists hold
/// at most 100. What the intent leaves open meets everything.</summary>
/// <param name="Name">In answers alone.</param>
/// <param name="Categories">Each covers its descendants, in the other scheme too.</param>
/// <param name="Regions">ISO 3166; <c>GB</c> covers <c>GB-SCT</c>.</param>
/// <param name="Currencies">ISO 4217.</param>
/// <param name="Budget">Money; needs exactly one currency. Meets the intent's required maximum total.</param>
/// <param name="Quantity">Meets the sum of the lines where all share a unit.</param>
/// <param name="LeadDays">0 to 3,650: days from the close to the required <c>deliverBy</c>.</param>
/// <param name="Conditions">Meet when they share one with those that the intent accepts.</param>
/// <param name="AnyKeyword">Each at most 50 characters; whole words of title, description and lines, case-folded.</param>
/// <param name="NoKeyword">As <paramref name="AnyKeyword"/>; an intent that has one does not reach the vendor.</param>
/// <param name="HoldsCertifications">Must contain all that the intent requires.</param>
/// <param name="AcceptsAgreements">Such as <c>none</c>.</param>
public sealed record SubscriptionDocument(
    string? Name = null,
    IReadOnlyList<CategoryDocument>? Categories = null,
    IReadOnlyList<string>? Regions = null,
    IReadOnlyList<string>? Currencies = null,
    BoundsDocument? Budget = null,
    BoundsDocument? Quantity = null,
    int? LeadDays = null,
    IReadOnlyList<string>? Conditions = null,
    IReadOnlyList<string>? AnyKeyword = null,
    IReadOnlyList<string>? NoKeyword = null,
    IReadOnlyList<string>? HoldsCertifications = null,
    IReadOnlyList<string>? AcceptsAgreements = null);

/// <summary>Inclusive bounds, decimal strings; at least one of the two.</summary>
public sealed record BoundsDocument(string? Min = null, string? Max = null);

/// <summary>What standing criteria would bring now.</summary>
/// <param name="Meets">How many open intents meet them.</param>
/// <param name="Items">The first 20.</param>
public sealed record SubscriptionTest(int Meets, IReadOnlyList<IntentDocument> Items);

/// <summary>An open intent that meets a vendor's criteria, and what the vendor may know of its place.</summary>
/// <param name="Route">The routing key under which offers on it are sent over AMQP; left out where the market
/// runs without a broker.</param>
/// <param name="Own">The vendor's own offer, as it stands.</param>
/// <param name="Gap">From visibility <c>lead</c> on; null for the leader and where it is not told.</param>
public sealed record FeedEntry(
    IntentDocument Intent,
    string? Route,
    OfferDocument? Own,
    int? Rank,
    int? Of,
    LeadDocument? Lead,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] GapDocument? Gap);
