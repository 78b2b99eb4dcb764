using IntentMarket.Engine;
using IntentMarket.Engine.Values;
using IntentMarket.Services.Notices;
using IntentMarket.Services.Offers;
using IntentMarket.Services.Wire;
using IntentMarket.Web.Layout;
using IntentMarket.Web.People;

namespace IntentMarket.Web.Offers;

/// <summary>All offers of a vendor, and how each stands.</summary>
internal static class OwnOffersEndpoints
{
    private const int Shown = 50;

    public static void MapOwnOffers(this IEndpointRouteBuilder pages)
    {
        var own = pages.MapGroup("/offers").ForVendors();
        own.MapGet(
            "",
            async (Visitor visitor, string? status, string? after, OfferService service, NoticeFeed notices, CancellationToken cancel) =>
            {
                // Before all else: what happens while the page is read is told again when it connects.
                var cursor = await notices.Tip(visitor.Vendor, cancel);
                return View.Of<OwnOffersPage>(new { Model = await Read(visitor, status, after, service, cancel), Cursor = cursor });
            });
        own.MapGet("/list", async (Visitor visitor, string? status, string? after, OfferService service, CancellationToken cancel) =>
            View.Of<OwnOffers>(new { Model = await Read(visitor, status, after, service, cancel) }));
    }

    private static async Task<OwnOffersModel> Read(
        Visitor visitor, string? status, string? after, OfferService service, CancellationToken cancel)
    {
        OfferStatus? only = EnumWords.TryRead<OfferStatus>(status, out var known) ? known : null;
        // Those that were revised are shown where they are asked for.
        var page = await service.Own(
            visitor.Vendor, only, revised: only is not null, PageCursor.Parse<OfferId>(after ?? ""), Shown, cancel);
        return new OwnOffersModel(page.Items, page.Next, only is null ? "" : status!, after ?? "");
    }
}

/// <summary>What a vendor sees of its own offers.</summary>
/// <param name="Status">Those of one status; empty: all that no later one took the place of.</param>
public sealed record OwnOffersModel(IReadOnlyList<OwnOffer> Offers, string? Next, string Status, string After)
{
    public string QueryOf(string? after) => QueryString.Create(
        [.. new Dictionary<string, string?> { ["status"] = Status, ["after"] = after }.Where(p => p.Value is { Length: > 0 })]).ToString();
}
