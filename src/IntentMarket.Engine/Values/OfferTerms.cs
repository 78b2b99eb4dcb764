using System.Text.Json.Serialization;

namespace IntentMarket.Engine.Values;

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
    OfferId? Replaces = null)
{
    /// <summary>The same, with each part that equals one of the intent's or of another offer's as that one holds it: many offers
    /// are alike in most.</summary>
    internal OfferTerms Sharing(IntentTerms intent, OfferTerms? other) => this with
    {
        AgreesTo = AgreesTo == intent.TermsHash ? intent.TermsHash : AgreesTo,
        Condition = Condition == other?.Condition ? other?.Condition : Condition,
        Certifications = Same(Certifications, other?.Certifications) ? other!.Certifications : Certifications,
        Attributes = Same(Attributes, other?.Attributes) ? other!.Attributes : Attributes,
        Lines = Same(Lines, other?.Lines) ? other!.Lines : Sharing(Lines, intent.Lines),
    };

    private static OfferLine[]? Sharing(IReadOnlyList<OfferLine>? own, IReadOnlyList<Line> asked)
    {
        if (own is null)
            return null;
        var shared = new OfferLine[own.Count];
        for (var i = 0; i < shared.Length; i++)
            shared[i] = i < asked.Count && own[i].Line == asked[i].Id ? own[i] with { Line = asked[i].Id } : own[i];
        return shared;
    }

    /// <summary>Also in their order, so that both are written alike.</summary>
    private static bool Same<T>(IReadOnlyList<T>? own, IReadOnlyList<T>? other) where T : class
    {
        if (own is null || other?.Count != own.Count)
            return false;
        for (var i = 0; i < own.Count; i++)
        {
            if (!own[i].Equals(other[i]))
                return false;
        }
        return true;
    }

    private static bool Same(IReadOnlyDictionary<string, Value>? own, IReadOnlyDictionary<string, Value>? other)
    {
        if (own is null || other?.Count != own.Count)
            return false;
        using var others = other.GetEnumerator();
        foreach (var (name, value) in own)
        {
            // A set's order does not count where sets are compared.
            if (!others.MoveNext() || others.Current.Key != name || value is Value.Set || !value.Equals(others.Current.Value))
                return false;
        }
        return true;
    }
}

/// <summary>The price of a line of the intent: unit price and quantity in millionths.</summary>
public sealed record OfferLine(string Line, long UnitPrice, long Quantity);

/// <summary>Ranked are the live ones, and once the intent is over those that were live at its end: <see cref="Won"/>, <see cref="Lost"/>,
/// and where it ended without an award <see cref="Ended"/>, which the wire calls expired.</summary>
public enum OfferStatus
{
    [Word("live")] Live,
    [Word("unconfirmed")] Unconfirmed,
    [Word("superseded")] Superseded,
    [Word("withdrawn")] Withdrawn,
    [Word("refused")] Refused,
    [Word("expired")] Expired,
    [Word("won")] Won,
    [Word("lost")] Lost,
    [Word("ended")] Ended,
    [Word("removed")] Removed,
}

/// <summary>Why the terms refuse an offer. <paramref name="Limit"/> and <paramref name="Got"/> are written as on the wire.</summary>
public sealed record Reason(string Code, string? Criterion = null, string? Limit = null, string? Got = null);

/// <summary>The least total that a vendor would take, which nobody else ever sees: the engine revises the offer for
/// it. In minor units.</summary>
/// <param name="Salt">Random, so that the event's hash does not tell the floor.</param>
public sealed record StandingBid(long Floor, string Salt);

/// <summary>The leading offer, told to one that does not lead: its total in minor units, its score (see
/// <see cref="Evaluation.Score"/>).</summary>
public sealed record Lead(long Total, long Score, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] long Fine = 0);

/// <summary>What is missing to the lead: score (see <see cref="Evaluation.Score"/>), and the highest total in minor units that would
/// lead, all else equal.</summary>
public sealed record Gap(long Score, long? Total);
