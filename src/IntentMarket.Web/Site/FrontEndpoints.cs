using IntentMarket.Web.Layout;

namespace IntentMarket.Web.Site;

/// <summary>The front page, and what the site says of itself.</summary>
internal static class FrontEndpoints
{
    public static void MapHouse(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/", () => View.Of<FrontPage>());
        pages.MapGet("/how-it-works", () => View.Of<HowItWorksPage>());
    }
}
