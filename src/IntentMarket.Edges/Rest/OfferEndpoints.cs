using IntentMarket.Contracts;
using IntentMarket.Edges.Access;
using IntentMarket.Engine;
using IntentMarket.Engine.Values;
using IntentMarket.Services;
using IntentMarket.Services.Access;
using IntentMarket.Services.Market;
using IntentMarket.Services.Offers;
using IntentMarket.Services.Wire;
using IntentMarket.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace IntentMarket.Edges.Rest;

/// <summary>Offers: made and followed by their vendors, ranked for the customer.</summary>
internal static class OfferEndpoints
{
    public static void MapOffers(this IEndpointRouteBuilder api)
    {
        api.MapPost("/intents/{id:guid}/offers", Submit).Writes(AccountKind.Vendor)
            .Takes<OfferRequest>().Gives<Receipt>()
            .WithSummary("Makes an offer, or revises it; also one that the terms refuse gets a receipt");
        api.MapPost("/intents/{id:guid}/offers/preview", Preview).Tries(AccountKind.Vendor)
            .Takes<OfferRequest>().Gives<Receipt>().WithSummary("The receipt that an offer would get; records nothing");
        api.MapGet("/intents/{id:guid}/offers", ListRanked).Reads(AccountKind.Customer, AccountKind.Operator)
            .Gives<RankedOffers>()
            .WithSummary("The offers in the order of rank, for the customer; before a sealed auction's close their count alone")
            .WithDescription("""
                For the intent's own customer and operators, at any time; another customer gets 404. Of a sealed auction how many are ranked alone, before the close, and for
                ever where it was withdrawn or removed before that. A floor is in none of them.
                """);
        api.MapGet("/intents/{id:guid}/board", GetBoard).Reads(AccountKind.Vendor)
            .Gives<BoardDocument>().WithSummary("What a vendor may know of the auction")
            .WithDescription("""
                For a vendor who sees the intent: who was told of it, or one of whose subscriptions it meets. To others, among them the vendor account of the person
                who asks, it does not exist: 404. At any time; after the end as it was at the end. Its own offer always, with its floor; of the others by the
                auction's visibility: `none` nothing; `rank` its place and how many there are; `lead` also the total and score that lead, and what is missing to
                them; `full` also the offers in the order of rank, under pseudonyms. Of a sealed auction nothing of the others before the close, and never where it
                was withdrawn or removed before that: `visibility` is then `none`.
                """);
        api.MapPost("/offers", SubmitMany).Writes(AccountKind.Vendor)
            .Takes<OffersRequest>().Gives<OffersAnswer>().WithSummary("Makes up to 100 offers, on any intents; each gets its receipt");
        api.MapPost("/offers/{id:guid}/confirm", Confirm).Writes(AccountKind.Vendor)
            .Takes<ConfirmRequest>().Gives<Receipt>().WithSummary("Confirms an offer after an amendment");
        api.MapDelete("/offers/{id:guid}", Withdraw).Writes(AccountKind.Vendor)
            .Gives<OfferDocument>().WithSummary("Withdraws an offer while it is not binding");
        api.MapGet("/offers", ListOwn).Reads(AccountKind.Vendor)
            .Gives<Page<OfferDocument>>().WithSummary("The vendor's own offers, newest first");
    }

    private static async Task<IResult> Submit(IntentId id, HttpCall call, Body body, OfferService service, Idempotency idempotency)
    {
        // The offer has a key of its own; this one is noted beside it where it is given.
        if (call.Key is not null && (await idempotency.Claim(call, $"POST /intents/{id}/offers", body.Tree)).Problem is { } problem)
            return Answers.Problem(problem);
        return Answers.Of(await service.Submit(call.Account, id, body.Tree, call.Cancel));
    }

    private static async Task<IResult> SubmitMany(HttpCall call, Body body, OfferService service) =>
        Answers.Of(await service.SubmitMany(call.Account, body.Tree, call.Cancel));

    private static async Task<IResult> Preview(IntentId id, HttpCall call, Body body, OfferService service) =>
        Answers.Of(await service.Preview(call.Account, id, body.Tree, call.Cancel));

    private static async Task<IResult> Confirm(OfferId id, HttpCall call, Body body, OfferService service) =>
        Answers.Of(await service.Confirm(call.Account, id, call.Key, body.Tree, call.Cancel));

    private static async Task<IResult> Withdraw(OfferId id, HttpCall call, OfferService service, TermsCache terms, IntentAccess access)
    {
        var answer = await service.Withdraw(call.Account, id, call.Key, call.Cancel);
        if (answer.Value is not { } withdrawn)
            return Answers.Problem(answer.Problem!);
        return await access.SomeTerms(call.Account, withdrawn.Row.IntentId, call.Cancel) is { } some
            ? Answers.Ok(OfferView.ForVendor(withdrawn, await terms.ScoredBy(withdrawn, some, call.Cancel)))
            : Answers.NotFound;
    }

    private static async Task<IResult> ListOwn(HttpCall call, string? status, string? limit, string? after, OfferService service)
    {
        var query = new Query();
        var only = query.OneOf<OfferStatus>("status", status, WireFormat.Word);
        var max = query.Limit(limit);
        var from = query.Cursor("after", after, PageCursor.Parse<OfferId>);
        if (query.Faults.Count > 0)
            return Answers.Malformed(query.Faults);
        var own = await service.Own(call.Account, only, revised: true, from, max, call.Cancel);
        return Answers.Ok(new Page<OfferDocument>([.. own.Items.Select(o => o.Offer)], own.Next));
    }

    private static async Task<IResult> ListRanked(
        IntentId id, HttpCall call, string? limit, string? after, string? unrankedAfter, BoardService service, RankCursors cursors)
    {
        var query = new Query();
        var start = new BoardService.Start(
            query.Cursor("after", after, text => cursors.Read(call.Account.Id, id, text)),
            query.Cursor("unrankedAfter", unrankedAfter, text => cursors.ReadUnranked(call.Account.Id, id, text)), query.Limit(limit));
        if (query.Faults.Count > 0)
            return Answers.Malformed(query.Faults);
        var answer = await service.Ranked(call.Account, id, start, call.Cancel);
        return answer.Value is not { } board ? Answers.Problem(answer.Problem!)
            : board.Offers is { } ranked ? Answers.Ok(ranked) : Answers.Ok(new OfferCount(board.Count));
    }

    private static async Task<IResult> GetBoard(
        IntentId id, HttpCall call, string? limit, string? after, BoardService service, RankCursors cursors)
    {
        var query = new Query();
        var start = new BoardService.Start(
            query.Cursor("after", after, text => cursors.Read(call.Account.Id, id, text)), null, query.Limit(limit));
        return query.Faults.Count > 0
            ? Answers.Malformed(query.Faults)
            : Answers.Of(await service.Board(call.Account, id, start, call.Cancel));
    }
}
