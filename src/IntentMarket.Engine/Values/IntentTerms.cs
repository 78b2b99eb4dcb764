using System.Text.Json.Serialization;

namespace IntentMarket.Engine.Values;

/// <summary>What a customer asks for, without any free text: the part of an intent that an event may hold for ever.</summary>
/// <param name="Digits">Fraction digits of the currency (ISO 4217).</param>
/// <param name="Region">ISO 3166, <c>GB</c> or <c>GB-SCT</c>; null: anywhere.</param>
/// <param name="TermsHash">Hex SHA-256 of the RFC 8785 form of the terms as the market's answer gives them;
/// what a vendor agrees to.</param>
public sealed record IntentTerms(
    Category Category,
    string Currency,
    int Digits,
    string? Region,
    IReadOnlyList<Line> Lines,
    Terms Terms,
    Auction Auction,
    long ClosesAt,
    long AwardBy,
    string TermsHash)
{
    /// <summary>The highest total that is admissible, in minor units; null where the customer set none.</summary>
    [JsonIgnore]
    public long? MaxTotal => Terms.Require.Where(r => r.Criterion.Kind == CriterionKind.Total).Min(r => r.Max);

    /// <summary>A total as it is written on the wire.</summary>
    internal string Write(long total) => Amount.Format(total, Digits);
}

/// <summary>A scheme and the code in it: <c>CPV</c> <c>39143110-0</c>, or <c>market</c> <c>baby.strollers</c>.</summary>
public sealed record Category(string Scheme, string Id);

/// <summary>One thing that is asked for: a quantity in millionths of a UN/CEFACT Rec 20 unit.</summary>
public sealed record Line(string Id, long Quantity, string Unit, IReadOnlyDictionary<string, Value> Attributes);

public enum IntentStatus
{
    [Word("open")] Open,
    [Word("evaluating")] Evaluating,
    [Word("awarded")] Awarded,
    [Word("unawarded")] Unawarded,
    [Word("withdrawn")] Withdrawn,
    [Word("removed")] Removed,
}
