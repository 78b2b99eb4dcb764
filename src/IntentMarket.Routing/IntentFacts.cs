using IntentMarket.Engine.Values;

namespace IntentMarket.Routing;

/// <summary>What routing looks at in an intent. A member that is null is one that the intent leaves open: it meets every
/// criterion.</summary>
/// <param name="MaxTotal">The required maximum total, in minor units of the currency.</param>
/// <param name="Quantity">Millionths: the sum over the lines; null where they do not share a unit.</param>
/// <param name="LeadDays">Whole days from the close to the latest delivery required: the part of a day that is left over does not
/// count.</param>
/// <param name="Conditions">Those that every requirement for <c>condition</c> accepts.</param>
/// <param name="Certifications">The required ones, in groups: of each group a vendor must hold at least one. What <c>allOf</c> names makes
/// a group of one each, an <c>anyOf</c> one group.</param>
public sealed record IntentFacts(
    Category Category,
    string? Region,
    string Currency,
    long? MaxTotal,
    Int128? Quantity,
    long? LeadDays,
    IReadOnlyList<string>? Conditions,
    IReadOnlyList<IReadOnlyList<string>> Certifications,
    string Agreement,
    Tokens Words)
{
    private const long DayMs = 86_400_000;

    /// <summary>What it is in the other scheme: vendors of either hear of it. Nothing of it is stored, so a map that changes holds for what
    /// is open already.</summary>
    public IReadOnlyList<Category> Counterparts { get; } = Categories.Counterparts(Category);

    /// <param name="texts">Title, description and the lines' descriptions, each by itself.</param>
    public static IntentFacts Of(IntentTerms intent, params IEnumerable<string> texts)
    {
        var deliverBy = Required(intent, CriterionKind.DeliverBy).Min(r => r.Max);
        return new(
            intent.Category,
            intent.Region,
            intent.Currency,
            intent.MaxTotal,
            QuantityOf(intent.Lines),
            deliverBy is { } latest ? WholeDays(latest - intent.ClosesAt) : null,
            ConditionsOf(intent),
            CertificationsOf(intent),
            intent.Terms.Agreement,
            new Tokens(texts));
    }

    private static IEnumerable<Requirement> Required(IntentTerms intent, CriterionKind kind) =>
        intent.Terms.Require.Where(r => r.Criterion.Kind == kind);

    private static Int128? QuantityOf(IReadOnlyList<Line> lines)
    {
        if (lines.Count == 0 || lines.Any(line => line.Unit != lines[0].Unit))
            return null;
        Int128 sum = 0;
        foreach (var line in lines)
            sum += line.Quantity;
        return sum;
    }

    private static long WholeDays(long ms) => ms / DayMs - (ms % DayMs < 0 ? 1 : 0);

    private static IReadOnlyList<string>? ConditionsOf(IntentTerms intent)
    {
        IReadOnlyList<string>? accepted = null;
        foreach (var oneOf in Required(intent, CriterionKind.Condition).Select(r => r.OneOf).OfType<IReadOnlyList<string>>())
            accepted = accepted is null ? oneOf : [.. accepted.Intersect(oneOf)];
        return accepted;
    }

    private static IReadOnlyList<IReadOnlyList<string>> CertificationsOf(IntentTerms intent) =>
    [
        .. from requirement in Required(intent, CriterionKind.Certifications)
           from certification in requirement.AllOf ?? []
           select new[] { Unicode.Normal(certification) },
        .. from anyOf in Required(intent, CriterionKind.Certifications).Select(r => r.AnyOf).OfType<IReadOnlyList<string>>()
           select anyOf.Select(Unicode.Normal).ToArray(),
    ];
}
