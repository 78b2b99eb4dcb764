using IntentMarket.Contracts;
using IntentMarket.Edges.Access;
using IntentMarket.Services.Intents;
using IntentMarket.Services.Wire;
using IntentMarket.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace IntentMarket.Edges.Rest;

/// <summary>A vendor's standing criteria, and the open intents that meet them.</summary>
internal static class SubscriptionEndpoints
{
    public static void MapSubscriptions(this IEndpointRouteBuilder api)
    {
        api.MapPut("/subscriptions/{name}", Put).Writes(AccountKind.Vendor)
            .Takes<SubscriptionDocument>(RequestSchemas.Subscription).Gives<SubscriptionDocument>()
            .WithSummary("Stores standing criteria under a name");
        api.MapGet("/subscriptions", List).Reads(AccountKind.Vendor)
            .Gives<Page<SubscriptionDocument>>().WithSummary("The vendor's standing criteria, by name");
        api.MapDelete("/subscriptions/{name}", Remove).Writes(AccountKind.Vendor)
            .GivesNothing().WithSummary("Removes standing criteria");
        api.MapPost("/subscriptions/{name}/test", Test).Reads(AccountKind.Vendor)
            .Gives<SubscriptionTest>().WithSummary("How many open intents meet the criteria, and the first 20");
        api.MapGet("/feed", Feed).Reads(AccountKind.Vendor)
            .Gives<Page<FeedEntry>>().WithSummary("The open intents that meet the vendor's criteria, with its own offer and place");
    }

    private static async Task<IResult> Put(string name, HttpCall call, Body body, FeedService service) =>
        Answers.Of(await service.Put(call.Account, name, body.Tree, call.Cancel));

    private static async Task<IResult> List(HttpCall call, string? limit, string? after, FeedService service)
    {
        var query = new Query();
        var max = query.Limit(limit);
        if (query.Faults.Count > 0)
            return Answers.Malformed(query.Faults);
        var documents = (await service.Criteria(call.Account, call.Cancel))
            .SkipWhile(d => after is not null && string.CompareOrdinal(d.Name, after) <= 0).Take(max + 1).ToList();
        return Answers.Ok(documents.ToPage(max, d => d, d => d.Name!));
    }

    private static async Task<IResult> Remove(string name, HttpCall call, FeedService service) =>
        await service.Remove(call.Account, name, call.Cancel) ? Answers.NoContent : Answers.NotFound;

    private static async Task<IResult> Test(string name, HttpCall call, NoBody _, FeedService service) =>
        Answers.Of(await service.Test(call.Account, name, call.Cancel));

    private static async Task<IResult> Feed(HttpCall call, string? limit, string? after, FeedService service, FeedPageCursors places)
    {
        var query = new Query();
        var max = query.Limit(limit);
        var from = query.Cursor("after", after, text => places.Read(call.Account.Id, text));
        return query.Faults.Count > 0
            ? Answers.Malformed(query.Faults)
            : Answers.Ok(await service.Feed(call.Account, new FeedSearch(), from, max, call.Cancel));
    }
}
