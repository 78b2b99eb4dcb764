using System.Buffers.Binary;
using IntentMarket.Engine;
using IntentMarket.Engine.Values;
using IntentMarket.Routing;

namespace IntentMarket.Tests.Routing;

/// <summary>The workload's numbers as vendors and customers write them: CPV codes, regions of ISO 3166, pounds, pieces, words.</summary>
internal static class RoutingWords
{
    /// <summary>The most leaf categories for which there are codes.</summary>
    public const int CategoriesMax = 90 * 81 * 100;

    private const long Piece = 1_000_000;

    private static readonly string[] Countries =
        ("AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH "
        + "CI CK CL CM CN CO CR").Split(' ');

    public static Criteria Criteria(this RoutingWorkload workload, DrawnSubscription drawn) => new(
        [.. drawn.Categories.Select(workload.Category)],
        Unless(drawn.Regions, Region),
        null,
        drawn.BudgetMin == 0 ? null : new(drawn.BudgetMin, drawn.BudgetMax == 0 ? null : drawn.BudgetMax),
        drawn.QuantityMin == 0 ? null : new(drawn.QuantityMin * Piece, drawn.QuantityMax * Piece),
        drawn.LeadDays == 0 ? null : (int)drawn.LeadDays,
        Unless(drawn.Conditions, Condition),
        Unless(drawn.AnyWords, Word),
        Unless(drawn.NoWords, Word),
        Unless(drawn.Certifications, Certification));

    public static IntentFacts Facts(this RoutingWorkload workload, DrawnIntent drawn) => new(
        workload.Category(drawn.Leaf),
        Region(drawn.Region),
        "GBP",
        drawn.Budget == 0 ? null : drawn.Budget,
        drawn.Quantity * Piece,
        drawn.Days == 0 ? null : drawn.Days,
        Unless(drawn.Conditions, Condition),
        [.. drawn.Certifications.Select(one => new[] { Certification(one) })],
        "none",
        new Tokens(string.Join(' ', drawn.Words.Select(Word))));

    /// <summary>Each subscription is of an account of its own, whose id holds the subscription's.</summary>
    public static AccountId Account(ulong subscriptionId)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], subscriptionId);
        return new(new Guid(bytes, bigEndian: true));
    }

    public static ulong SubscriptionId(AccountId account)
    {
        Span<byte> bytes = stackalloc byte[16];
        account.Value.TryWriteBytes(bytes, bigEndian: true, out _);
        return BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
    }

    private static List<string>? Unless(uint[] drawn, Func<uint, string> write) => drawn.Length == 0 ? null : [.. drawn.Select(write)];

    private static string Condition(uint condition) => $"c{condition}";

    private static string Word(uint word) => $"w{word}";

    private static string Certification(uint certification) => $"h{certification}";

    private static string Region(uint region) => region < RoutingWorkload.RegionCount
        ? $"{Countries[region / 10]}-{region % 10}"
        : Countries[region - RoutingWorkload.RegionCount];

    /// <summary>A group is four digits, a class six, a leaf all eight.</summary>
    private static Category Category(this RoutingWorkload workload, uint category)
    {
        if (category >= workload.GroupOf(0))
            return Code(category - workload.GroupOf(0), "0000");
        if (category >= workload.ClassOf(0))
            return Code((category - workload.ClassOf(0)) / 10, Digits((category - workload.ClassOf(0)) % 10) + "00");
        return Code(category / 100, Digits(category / 10 % 10) + Digits(category % 10));
    }

    private static Category Code(uint group, string rest) => new("CPV", $"{10 + group % 90}{Digits(group / 90)}{rest}-0");

    /// <summary>Two digits from 1 to 9: a zero would be no level in a CPV code.</summary>
    private static string Digits(uint number) => $"{1 + number / 9}{1 + number % 9}";
}
