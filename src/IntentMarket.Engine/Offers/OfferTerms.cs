using System.Text.Json.Serialization;

namespace IntentMarket.Engine;

/// <summary>What a vendor offers, without its note. Money in minor units of the intent's currency, times in Unix milliseconds.</summary>
/// <param name="AgreesTo">The hash of the terms that the vendor accepts.</param>
/// <param name="Replaces">The offer that this one is meant to revise; null: whichever is live.</param>
public sealed record OfferTerms(
    string AgreesTo,
    long Total,
    long? DeliverBy = null,
    int? WarrantyMonths = null,
    int? ReturnDays = null,
    string? Condition = null,
    IReadOnlyList<string>? Certifications = null,
    IReadOnlyDictionary<string, Value>? Attributes = null,
    IReadOnlyList<OfferLine>? Lines = null,
    long? Shipping = null,
    long? Tax = null,
    long? OtherCharges = null,
    long? ValidUntil = null,
    Guid? Replaces = null);

/// <summary>The price of a line of the intent: unit price and quantity in millionths.</summary>
public sealed record OfferLine(string Line, long UnitPrice, long Quantity);

public enum OfferStatus { Live, Unconfirmed, Superseded, Withdrawn, Refused, Expired, Won, Lost }

/// <summary>Why the terms refuse an offer. <paramref name="Limit"/> and <paramref name="Got"/> are written as on the wire.</summary>
public sealed record Reason(string Code, string? Criterion = null, string? Limit = null, string? Got = null);

/// <summary>The least total that a vendor would take, which nobody else ever sees: the engine revises the offer for it. In minor units.</summary>
/// <param name="Salt">Random, so that the event's hash does not tell the floor.</param>
public sealed record StandingBid(long Floor, string Salt);

/// <summary>The leading offer, told to one that does not lead: its total in minor units, its score (see <see cref="Engine.Score"/>).</summary>
public sealed record Lead(long Total, long Score, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] long Fine = 0);

/// <summary>What is missing to the lead: score (see <see cref="Engine.Score"/>), and the highest total in minor units that would lead, all else equal.</summary>
public sealed record Gap(long Score, long? Total);
