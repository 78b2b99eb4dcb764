using IntentMarket.Engine.Values;

namespace IntentMarket.Routing;

/// <summary>What kind of thing an intent asks for: a tree in which a category covers its descendants. Two schemes are known.</summary>
/// <remarks>
/// <para><c>CPV</c>, the EU's Common Procurement Vocabulary (Regulation (EC) No 213/2008), is understood by its digits: eight, of which
/// the first two are the division and each further one, unless zero, a level below it, then a hyphen and a check digit. Any such code
/// exists, whether or not the vocabulary has a name for it, as do codes whose parent it skips. The check digit is required but says
/// nothing: codes that the 2008 revision moved kept an old one, so in one of eighteen it is not that of the digits.</para>
/// <para><c>market</c> is our own, for consumers: the list in <see cref="Market"/>, a level to each part between dots.</para>
/// </remarks>
public static partial class Categories
{
    public const string Cpv = "CPV";
    public const string MarketScheme = "market";

    private const int CpvDigits = 8;
    private const int DivisionDigits = 2;

    public static bool Exists(Category category) => category.Scheme switch
    {
        Cpv => IsCpv(category.Id),
        MarketScheme => MarketNames.ContainsKey(category.Id),
        _ => false,
    };

    /// <summary>The English name of a category of the scheme <c>market</c>; null for any other.</summary>
    public static string? MarketName(string id) => MarketNames.GetValueOrDefault(id);

    /// <summary>Whether <paramref name="narrow"/> is <paramref name="wide"/> or below it. Both must exist.</summary>
    public static bool Covers(Category wide, Category narrow)
    {
        if (wide.Scheme != narrow.Scheme)
            return false;
        var above = Stem(wide);
        var below = Stem(narrow);
        return below.StartsWith(above, StringComparison.Ordinal)
            && (wide.Scheme == Cpv || below.Length == above.Length || below[above.Length] == '.');
    }

    /// <summary>A category's place in the tree, the same for all ways to write it.</summary>
    public static Category Node(Category category) => category with { Id = Stem(category).ToString() };

    /// <summary>The places that cover a category: its own and those above it.</summary>
    internal static IEnumerable<Category> NodesAbove(Category category)
    {
        var stem = Stem(category).ToString();
        if (category.Scheme == Cpv)
        {
            for (var digits = DivisionDigits; digits <= stem.Length; digits++)
            {
                // A prefix that ends in zero is the place of the one before it: 30100000 stands at 301, and nothing stands at 3010.
                if (digits == DivisionDigits || stem[digits - 1] != '0')
                    yield return category with { Id = stem[..digits] };
            }
        }
        else
        {
            for (var dot = stem.IndexOf('.'); dot >= 0; dot = stem.IndexOf('.', dot + 1))
                yield return category with { Id = stem[..dot] };
            yield return category with { Id = stem };
        }
    }

    /// <summary>What the ids of all descendants begin with: of a CPV code its digits without the zeros at the end, the division always
    /// whole.</summary>
    private static ReadOnlySpan<char> Stem(Category category)
    {
        if (category.Scheme != Cpv)
            return category.Id;
        var digits = category.Id.AsSpan(0, CpvDigits);
        return digits[..Math.Max(DivisionDigits, digits.TrimEnd('0').Length)];
    }

    private static bool IsCpv(string id) =>
        id.Length == CpvDigits + 2
        && id[CpvDigits] == '-'
        && char.IsAsciiDigit(id[^1])
        && !id.AsSpan(0, CpvDigits).ContainsAnyExceptInRange('0', '9')
        && !id.StartsWith("00", StringComparison.Ordinal);
}
