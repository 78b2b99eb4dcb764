using IntentMarket.Contracts;
using IntentMarket.Engine;
using IntentMarket.Engine.Values;
using IntentMarket.Services;
using IntentMarket.Services.Intents;
using IntentMarket.Services.Notices;
using IntentMarket.Services.Wire;
using IntentMarket.Web.Layout;
using IntentMarket.Web.People;

namespace IntentMarket.Web.Feed;

/// <summary>The vendor's feed: open intents that meet its standing criteria, as they come.</summary>
internal static class FeedEndpoints
{
    private const int Shown = 50;

    public static void MapFeed(this IEndpointRouteBuilder pages)
    {
        var feed = pages.MapGroup("/feed").ForVendors();
        feed.MapGet("", async (
            Visitor visitor, FeedFilter filter, FeedService service, FeedPageCursors places, NoticeFeed notices, TimeProvider clock,
            CancellationToken cancel) =>
        {
            // Before all else: what happens while the page is read is told again when it connects.
            var cursor = await notices.Tip(visitor.Vendor, cancel);
            return View.Of<FeedPage>(new { Model = await Read(visitor, filter, service, places, clock, cancel), Cursor = cursor });
        });
        feed.MapGet("/list", async (
            Visitor visitor, FeedFilter filter, FeedService service, FeedPageCursors places, TimeProvider clock,
            CancellationToken cancel) =>
            View.Of<FeedList>(new { Model = await Read(visitor, filter, service, places, clock, cancel) }));
        feed.MapGet(
            "/{id:guid}/entry", async (IntentId id, Visitor visitor, FeedService service, IntentAccess access, CancellationToken cancel) =>
                await access.Read(visitor.Vendor, id, cancel) is { } read
                    ? View.Of<FeedItem>(new { Entry = await service.Entry(visitor.Vendor, read, cancel) })
                    : TypedResults.NoContent());
    }

    private static async Task<FeedModel> Read(
        Visitor visitor, FeedFilter filter, FeedService service, FeedPageCursors places, TimeProvider clock, CancellationToken cancel)
    {
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var page = await service.Feed(visitor.Vendor, filter.Search(now), places.Read(visitor.Vendor.Id, filter.After), Shown, cancel);
        var criteria = page.Items.Count > 0 ? [] : await service.Criteria(visitor.Vendor, cancel);
        return new FeedModel(page.Items, page.Next, filter, criteria);
    }
}

/// <summary>What the feed shows.</summary>
/// <param name="Criteria">The vendor's own, by name, where nothing is shown.</param>
public sealed record FeedModel(
    IReadOnlyList<FeedEntry> Entries, string? Next, FeedFilter Filter, IReadOnlyList<SubscriptionDocument> Criteria);

/// <summary>What a vendor looks for in its feed, as the page's address says it. What it does not know means nothing.</summary>
/// <param name="Offers"><c>with</c> an own offer, <c>without</c>; empty: either.</param>
/// <param name="Format">A format's word; empty: any.</param>
/// <param name="Soon">Closing within a day.</param>
/// <param name="After">Where the page before ended; empty: the first.</param>
public sealed record FeedFilter(string Words, string Offers, string Format, bool Soon, string After)
{
    private const int WordsMax = 200;

    public bool IsSet => Words.Length + Offers.Length + Format.Length > 0 || Soon;

    /// <summary>With a question mark; empty for the whole feed.</summary>
    public string Query => QueryOf(After);

    public string QueryOf(string? after) => QueryString.Create(
    [
        .. new Dictionary<string, string?>
        {
            ["words"] = Words,
            ["offers"] = Offers,
            ["format"] = Format,
            ["soon"] = Soon ? "on" : "",
            ["after"] = after,
        }
            .Where(p => p.Value is { Length: > 0 }),
    ]).ToString();

    public FeedSearch Search(long now) => new(
        NewestFirst: true,
        EnumWords.TryRead<AuctionFormat>(Format, out var format) ? format : null,
        Soon ? now + (long)TimeSpan.FromDays(1).TotalMilliseconds : null,
        Offers switch { "with" => true, "without" => false, _ => null })
    {
        Words = Words.Split(' ', StringSplitOptions.RemoveEmptyEntries),
    };

    public static ValueTask<FeedFilter?> BindAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var words = query["words"].ToString().Trim();
        return ValueTask.FromResult<FeedFilter?>(new FeedFilter(
            Form.Cut(words, WordsMax), query["offers"].ToString(), query["format"].ToString(), query["soon"] == "on",
            query["after"].ToString()));
    }
}
