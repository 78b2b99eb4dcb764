using System.Text.Json;
using System.Text.Json.Serialization;

namespace IntentMarket.Engine.Values;

/// <summary>What a rule looks at in an offer. <see cref="Name"/> is its name on the wire: <c>total</c>, <c>attributes.seats</c>.</summary>
[JsonConverter(typeof(CriterionConverter))]
public readonly record struct Criterion(CriterionKind Kind, string Name)
{
    private const string AttributePrefix = "attributes.";
    private static readonly System.Buffers.SearchValues<char> AttributeLetters =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    /// <summary>The attribute's own name, where <see cref="Kind"/> is <see cref="CriterionKind.Attribute"/>.</summary>
    public string Attribute => Name[AttributePrefix.Length..];

    public bool IsNumber =>
        Kind is CriterionKind.Total or CriterionKind.DeliverBy or CriterionKind.WarrantyMonths or CriterionKind.ReturnDays;

    public static Criterion Total { get; } = Of(CriterionKind.Total);

    /// <summary>The criterion of that name, or null where there is none. It holds a name of ours: books are many, and their terms
    /// name the same few.</summary>
    public static Criterion? Parse(string name) =>
        EnumWords.TryRead<CriterionKind>(name, out var kind) && kind != CriterionKind.Attribute ? Of(kind)
        : name.StartsWith(AttributePrefix, StringComparison.Ordinal) && IsAttributeName(name.AsSpan(AttributePrefix.Length))
            ? new(CriterionKind.Attribute, name)
            : null;

    private static Criterion Of(CriterionKind kind) => new(kind, EnumWords.Of(kind));

    /// <summary>An attribute is named by lower-case letters, digits and hyphens, at most 64.</summary>
    public static bool IsAttributeName(ReadOnlySpan<char> name) =>
        name.Length is > 0 and <= 64 && !name.ContainsAnyExcept(AttributeLetters);
}

public enum CriterionKind
{
    [Word("total")] Total,
    [Word("deliverBy")] DeliverBy,
    [Word("warrantyMonths")] WarrantyMonths,
    [Word("returnDays")] ReturnDays,
    [Word("condition")] Condition,
    [Word("certifications")] Certifications,
    [Word("attributes")] Attribute,
}

/// <summary>What an offer must meet. Only the members that the criterion's type allows are set; all that are set must hold.</summary>
/// <remarks>Numbers are in the criterion's own unit: minor units of the currency for <c>total</c>, Unix milliseconds for
/// <c>deliverBy</c>, months, days, and millionths for attributes.</remarks>
public sealed record Requirement(
    Criterion Criterion,
    long? Min = null,
    long? Max = null,
    IReadOnlyList<string>? OneOf = null,
    IReadOnlyList<string>? AllOf = null,
    IReadOnlyList<string>? AnyOf = null,
    Value? EqualTo = null);

/// <summary>What ranks an offer: a weight from 1 to 1,000 (of a coefficient: the greatest share, in thousandths) and either a scale from
/// worst to best or points from 0 to 100 by value.</summary>
public sealed record Preference(
    Criterion Criterion,
    int Weight,
    long? Best = null,
    long? Worst = null,
    IReadOnlyDictionary<string, int>? Points = null);

public enum ScoringMethod
{
    [Word("weighted")] Weighted,
    [Word("coefficient")] Coefficient,
}

/// <summary>The customer's terms: <see cref="Require"/> is what an offer must meet, <see cref="Prefer"/> is what ranks it.</summary>
/// <param name="Rules">The version of the rules that they are read and decided by; of version 1 nothing is written.</param>
public sealed record Terms(
    ScoringMethod Method,
    IReadOnlyList<Requirement> Require,
    IReadOnlyList<Preference> Prefer,
    string Agreement,
    int? Rules = null)
{
    [JsonIgnore]
    public bool HasRules2 => Rules >= 2;

    /// <summary>Of all preferences together.</summary>
    [JsonIgnore]
    internal long Weights
    {
        get
        {
            var sum = 0L;
            for (var i = 0; i < Prefer.Count; i++)
                sum += Prefer[i].Weight;
            return sum;
        }
    }
}

/// <summary>An intent is decided by the rules that it was opened under, for ever; a change of a decision, or of how a message for one is
/// read, is a new version.</summary>
/// <remarks> 2 (2026-11-29): <c>vs: best</c> where the lead is seen alone; an offer is valid as long as it can lead or be awarded, and
/// binds in <c>open</c> two minutes before the close at least; receipts and the soft close come after standing bids have answered; every
/// amendment moves the hash of the terms; what cannot be meant is a fault (times past, requirements that exclude each other); charges are
/// not above the total; numbers compare as numbers.
/// </remarks>
public static class Rules
{
    public const int Newest = 2;

    public static bool AreKnown(int rules) => rules is >= 1 and <= Newest;
}

internal sealed class CriterionConverter : JsonConverter<Criterion>
{
    public override Criterion Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Criterion.Parse(reader.GetString() ?? "") ?? throw new JsonException("an unknown criterion");

    public override void Write(Utf8JsonWriter writer, Criterion value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Name);
}
