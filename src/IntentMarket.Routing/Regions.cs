using System.Collections.Frozen;
using IntentMarket.Engine.Values;

namespace IntentMarket.Routing;

/// <summary>Where something is wanted or delivered: a country of ISO 3166-1 (<c>GB</c>), or a subdivision of one as ISO 3166-2 writes
/// it (<c>GB-SCT</c>).</summary>
/// <remarks>The 249 officially assigned alpha-2 codes, and the 5,070 subdivisions (Regions.Subdivisions.cs). What is stored may name one
/// of an earlier list.</remarks>
public static partial class Regions
{
    private static readonly string[] Countries = Listed("""
        AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ
        CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO
        FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE
        JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO
        MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW
        PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM
        TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
        """);

    /// <summary>Their alpha-3 codes, in the same order.</summary>
    private static readonly string[] Alpha3 = Listed("""
        AND ARE AFG ATG AIA ALB ARM AGO ATA ARG ASM AUT AUS ABW ALA AZE BIH BRB BGD BEL BFA BGR BHR BDI BEN BLM BMU BRN BOL BES BRA BHS BTN
        BVT BWA BLR BLZ CAN CCK COD CAF COG CHE CIV COK CHL CMR CHN COL CRI CUB CPV CUW CXR CYP CZE DEU DJI DNK DMA DOM DZA ECU EST EGY ESH
        ERI ESP ETH FIN FJI FLK FSM FRO FRA GAB GBR GRD GEO GUF GGY GHA GIB GRL GMB GIN GLP GNQ GRC SGS GTM GUM GNB GUY HKG HMD HND HRV HTI
        HUN IDN IRL ISR IMN IND IOT IRQ IRN ISL ITA JEY JAM JOR JPN KEN KGZ KHM KIR COM KNA PRK KOR KWT CYM KAZ LAO LBN LCA LIE LKA LBR LSO
        LTU LUX LVA LBY MAR MCO MDA MNE MAF MDG MHL MKD MLI MMR MNG MAC MNP MTQ MRT MSR MLT MUS MDV MWI MEX MYS MOZ NAM NCL NER NFK NGA NIC
        NLD NOR NPL NRU NIU NZL OMN PAN PER PYF PNG PHL PAK POL SPM PCN PRI PSE PRT PLW PRY QAT REU ROU SRB RUS RWA SAU SLB SYC SDN SWE SGP
        SHN SVN SJM SVK SLE SMR SEN SOM SUR SSD STP SLV SXM SYR SWZ TCA TCD ATF TGO THA TJK TKL TLS TKM TUN TON TUR TTO TUV TWN TZA UKR UGA
        UMI USA URY UZB VAT VCT VEN VGB VIR VNM VUT WLF WSM YEM MYT ZAF ZMB ZWE
        """);

    private static readonly FrozenSet<string> Known = Countries
        .Concat(Subdivisions.Split(';').Select(country => country.Split(':'))
            .SelectMany(c => Listed(c[1]).Select(part => $"{c[0].Trim()}-{part}")))
        .ToFrozenSet();

    public static bool IsRegion(string region) => Known.Contains(region);

    /// <summary>The code that is most likely meant by what is none: of an unknown subdivision its country.</summary>
    public static string Nearest(string written)
    {
        var code = written.Trim().ToUpperInvariant().Replace('_', '-').Replace(' ', '-');
        if (Known.Contains(code))
            return code;
        if (Named.SelectMany(group => group.Regions)
            .FirstOrDefault(r => r.Name.Equals(written.Trim(), StringComparison.OrdinalIgnoreCase)) is { } named)
            return named.Code;
        var country = code.Split('-')[0];
        var meant = country == "UK" ? "GB"
            : Array.IndexOf(Alpha3, country) is >= 0 and var at ? Countries[at]
            : Known.Contains(country) ? country
            : Spelling.Nearest(country, Countries);
        return Known.Contains(meant + code[country.Length..]) ? meant + code[country.Length..] : meant;
    }

    /// <summary><c>GB</c> covers itself and <c>GB-SCT</c>; <c>GB-SCT</c> covers itself alone.</summary>
    public static bool Covers(string wide, string narrow) =>
        narrow.StartsWith(wide, StringComparison.Ordinal)
        && (narrow.Length == wide.Length || (wide.Length == 2 && narrow[2] == '-'));

    /// <summary>The country of a subdivision; null of a country.</summary>
    internal static string? CountryOf(string region) => region.Length > 3 && region[2] == '-' ? region[..2] : null;

    private static string[] Listed(string table) => table.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
}
