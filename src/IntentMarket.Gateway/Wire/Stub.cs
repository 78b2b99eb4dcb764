using IntentMarket.Engine;

namespace IntentMarket.Gateway;

internal static class Currencies
{
    public static int? Digits(string code) => code switch
    {
        "GBP" or "EUR" or "USD" => 2,
        "JPY" => 0,
        "BHD" => 3,
        _ => null,
    };
}

internal static class Regions
{
    public static bool IsRegion(string code) => code is "GB" or "GB-SCT";
}

internal static class Categories
{
    public static bool Exists(Category c) => c is { Scheme: "CPV", Id.Length: 10 } or { Scheme: "market" };
}
