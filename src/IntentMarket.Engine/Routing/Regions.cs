using System.Collections.Frozen;

namespace IntentMarket.Engine;

/// <summary>Where something is wanted or delivered: a country of ISO 3166-1 (<c>GB</c>), or a subdivision of one as ISO 3166-2 writes
/// it (<c>GB-SCT</c>).</summary>
/// <remarks>Countries are checked against the 249 officially assigned alpha-2 codes. Subdivisions, some 5,000 that change every year,
/// are checked by their shape alone: a country, a hyphen and one to three letters or digits.</remarks>
public static partial class Regions
{
    private static readonly FrozenSet<string> Countries = """
        AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ
        CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO
        FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE
        JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO
        MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW
        PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM
        TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
        """.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).ToFrozenSet();

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> CountryLookup =
        Countries.GetAlternateLookup<ReadOnlySpan<char>>();

    public static bool IsRegion(string region) =>
        region.Length == 2
            ? Countries.Contains(region)
            : region.Length is >= 4 and <= 6 && region[2] == '-'
                && CountryLookup.Contains(region.AsSpan(0, 2)) && IsSubdivision(region.AsSpan(3));

    /// <summary><c>GB</c> covers itself and <c>GB-SCT</c>; <c>GB-SCT</c> covers itself alone.</summary>
    public static bool Covers(string wide, string narrow) =>
        narrow.StartsWith(wide, StringComparison.Ordinal)
        && (narrow.Length == wide.Length || (wide.Length == 2 && narrow[2] == '-'));

    /// <summary>The country of a subdivision; null of a country.</summary>
    internal static string? CountryOf(string region) => region.Length > 3 && region[2] == '-' ? region[..2] : null;

    private static bool IsSubdivision(ReadOnlySpan<char> code)
    {
        foreach (var letter in code)
        {
            if (!char.IsAsciiLetterUpper(letter) && !char.IsAsciiDigit(letter))
                return false;
        }
        return true;
    }
}
