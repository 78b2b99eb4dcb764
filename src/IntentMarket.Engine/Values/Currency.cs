using System.Collections.Frozen;

namespace IntentMarket.Engine.Values;

/// <summary>The currencies that an intent can be in: the active codes of ISO 4217, table A.1 as of 1 January 2026 (funds codes
/// included), with the fraction digits that it gives them. Codes without a minor unit (gold, drawing rights, tests: <c>XAU</c>,
/// <c>XDR</c>, <c>XTS</c>) are not money that anyone pays in, and are left out.</summary>
public static class Currencies
{
    private const string Two = """
        AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY
        COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS
        INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR
        MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP
        STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG
        """;

    /// <summary>The most fraction digits that a currency has.</summary>
    public const int DigitsMax = 4;

    private static readonly FrozenDictionary<string, int> DigitsByCode = Table(
        (0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"),
        (2, Two),
        (3, "BHD IQD JOD KWD LYD OMR TND"),
        (DigitsMax, "CLF UYW"));

    /// <summary>All of them, in the order of the alphabet.</summary>
    public static IReadOnlyList<string> Codes { get; } = [.. DigitsByCode.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The fraction digits of a currency: 2 for <c>GBP</c>, 0 for <c>JPY</c>; null where there is no such currency.</summary>
    public static int? Digits(string code) => DigitsByCode.TryGetValue(code, out var digits) ? digits : null;

    private static FrozenDictionary<string, int> Table(params (int Digits, string Codes)[] groups) => groups
        .SelectMany(group => group.Codes.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Select(code => (code, group.Digits)))
        .ToFrozenDictionary(pair => pair.code, pair => pair.Digits);
}
