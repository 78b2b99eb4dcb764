using System.Collections.Frozen;
using IntentMarket.Routing;

namespace IntentMarket.Web.Intents;

/// <summary>Where somebody is and what they pay in, guessed from the languages that their browser asks for: a start
/// that they can change.</summary>
public sealed record Guess(string? Region, string Currency)
{
    private static readonly FrozenDictionary<string, string> Currencies = """
        GB GBP; US USD; CA CAD; AU AUD; NZ NZD; IN INR; ZA ZAR; CH CHF; LI CHF; JP JPY; CN CNY; KR KRW; BR BRL; MX MXN; SE SEK; NO NOK;
        DK DKK;
        PL PLN; CZ CZK; HU HUF; RO RON; BG EUR; IS ISK; TR TRY; IL ILS; AE AED; SG SGD; HK HKD; TH THB; ID IDR; MY MYR; PH PHP; VN VND;
        UA UAH
        """.Split(';', StringSplitOptions.TrimEntries).Select(pair => pair.Split(' ')).ToFrozenDictionary(pair => pair[0], pair => pair[1]);

    private const string Euro = " AD AT BE CY DE EE ES FI FR GR HR IE IT LT LU LV MC MT NL PT SI SK SM ";

    /// <summary>Languages that name no country, where most who speak it live in one.</summary>
    private static readonly FrozenDictionary<string, string> Homes = new Dictionary<string, string>
    {
        ["en"] = "GB",
        ["de"] = "DE",
        ["fr"] = "FR",
        ["es"] = "ES",
        ["it"] = "IT",
        ["nl"] = "NL",
        ["pl"] = "PL",
        ["pt"] = "PT",
        ["sv"] = "SE",
        ["da"] = "DK",
        ["nb"] = "NO",
        ["no"] = "NO",
        ["fi"] = "FI",
        ["cs"] = "CZ",
        ["hu"] = "HU",
        ["ja"] = "JP",
        ["ko"] = "KR",
        ["el"] = "GR",
        ["ro"] = "RO",
    }.ToFrozenDictionary();

    /// <param name="acceptLanguage">The header (RFC 9110, section 12.5.4), <c>en-GB,en;q=0.9</c>: the first language that leads
    /// to a country counts.</param>
    public static Guess From(string? acceptLanguage)
    {
        var languages = (acceptLanguage ?? "").Split(',', 10).Select(l => l.Split(';')[0].Trim()).ToList();
        var region = languages.Select(Country).FirstOrDefault(c => c is not null)
            ?? languages.Select(l => Homes.GetValueOrDefault(l.ToLowerInvariant())).FirstOrDefault(c => c is not null);
        return new Guess(region, region is null
            ? "EUR"
            : Currencies.GetValueOrDefault(region, Euro.Contains($" {region} ", StringComparison.Ordinal) ? "EUR" : "USD"));
    }

    private static string? Country(string language)
    {
        var last = language[(language.LastIndexOf('-') + 1)..].ToUpperInvariant();
        return language.Contains('-') && last.Length == 2 && Regions.IsRegion(last) ? last : null;
    }
}
