namespace IntentMarket.Web;

/// <summary>The front page, and what the site says of itself.</summary>
internal static class HouseEndpoints
{
    public static void MapHouse(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/", () => View.Of<FrontPage>());
        pages.MapGet("/how-it-works", () => View.Of<HowItWorksPage>());
    }
}
