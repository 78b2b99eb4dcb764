using IntentMarket.Contracts;
using IntentMarket.Edges.Access;
using IntentMarket.Engine;
using IntentMarket.Engine.Values;
using IntentMarket.Services;
using IntentMarket.Services.Intents;
using IntentMarket.Services.Wire;
using IntentMarket.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace IntentMarket.Edges.Rest;

/// <summary>Intents as their customers post, read and end them.</summary>
internal static class IntentEndpoints
{
    public static void MapIntents(this IEndpointRouteBuilder api)
    {
        api.MapPost("/intents", Post).Writes(AccountKind.Customer).RequiresKey()
            .Takes<IntentRequest>().Gives<IntentDocument>(StatusCodes.Status201Created).WithSummary("Broadcasts an intent");
        api.MapPost("/intents/preview", Preview).Reads(AccountKind.Customer)
            .Takes<IntentRequest>().Gives<IntentPreview>()
            .WithSummary("What is wrong with an intent, and how many vendors would hear of it; records nothing");
        api.MapGet("/intents", List).Reads(AccountKind.Customer)
            .Gives<Page<IntentDocument>>().WithSummary("The caller's own intents, newest first");
        api.MapGet("/intents/{id:guid}", Get).Reads()
            .Gives<IntentDocument>().WithSummary("An intent that the caller may see");
        api.MapPost("/intents/{id:guid}/award", Award).Writes(AccountKind.Customer)
            .Takes<AwardRequest>().Gives<AwardDocument>().WithSummary("Awards an intent to an offer");
        api.MapPost("/intents/{id:guid}/what-if", WhatIf).Reads(AccountKind.Customer)
            .Takes<WhatIfRequest>().Gives<WhatIfRanking>().WithSummary("The ranking that other preferences would give; records nothing");
        api.MapPost("/intents/{id:guid}/withdraw", Withdraw).Writes(AccountKind.Customer)
            .Takes<ReasonRequest>().Gives<IntentDocument>().WithSummary("Withdraws an intent");
        api.MapPost("/intents/{id:guid}/amend", Amend).Writes(AccountKind.Customer)
            .Takes<IntentRequest>(RequestSchemas.Amendment).Gives<IntentDocument>()
            .WithSummary("Amends an intent: the whole document with the version that it amends");
        api.MapPost("/intents/{id:guid}/remove", Remove).Writes(AccountKind.Operator)
            .Takes<ReasonRequest>().Gives<IntentDocument>().WithSummary("Takes an intent off the market");
        api.MapGet("/intents/{id:guid}/transcript", GetTranscript).Reads()
            .Gives<Transcript>()
            .WithSummary("All that anyone needs to recompute the ranking: for the customer, for the bidders once it is over")
            .WithDescription("""
                For the customer and operators at any time, of a sealed auction from the close on (before: 409 `not-yet-closed`). For a vendor once the intent has
                ended, if it had an offer ranked or to be confirmed at the end. Before the end a vendor who made an offer gets 409 `not-yet-closed`; who made none, and
                after the end who had none then, 403 `forbidden`; who does not see the intent 404. A floor is shown to nobody. Where a sealed auction was withdrawn
                or removed before its close, what is about offers is told by its hashes alone, to everybody.
                """);
    }

    private static async Task<IResult> Post(HttpCall call, Body body, IntentService service)
    {
        if (call.Key is not { } key)
            return Answers.Problem(ProblemCodes.KeyRequired, $"send {HttpCall.KeyHeader}: sent again, it makes no second intent");
        var answer = await service.Post(call.Account, key, body.Tree, call.Cancel);
        return answer.Value is { } opened ? Answers.Created($"/api/v1/intents/{opened.Id}", opened) : Answers.Problem(answer.Problem!);
    }

    private static async Task<IResult> Preview(HttpCall call, Body body, IntentService service) =>
        Answers.Of(await service.Preview(call.Account, body.Tree, call.Cancel));

    private static async Task<IResult> List(HttpCall call, string? status, string? limit, string? after, Store store)
    {
        var query = new Query();
        var only = query.OneOf<IntentStatus>("status", status, EnumWords.Of);
        var max = query.Limit(limit);
        var from = query.Cursor("after", after, PageCursor.Parse<IntentId>);
        if (query.Faults.Count > 0)
            return Answers.Malformed(query.Faults);
        var found = await store.Intents.ListByCustomer(call.Account.Id, only, from, max + 1, call.Cancel);
        return Answers.Ok(
            found.ToPage(max, i => IntentView.Of(i, forCustomer: true), i => PageCursor.Write(i.Row.OpenedAt, i.Row.IntentId)));
    }

    private static async Task<IResult> Get(IntentId id, HttpCall call, IntentAccess access) =>
        await access.Read(call.Account, id, call.Cancel) is { } read
            ? Answers.Ok(IntentView.Of(read, forCustomer: call.Account.Kind == AccountKind.Customer))
            : Answers.NotFound;

    private static async Task<IResult> Award(IntentId id, HttpCall call, Body body, IntentService service) =>
        Answers.Of(await service.Award(call.Account, id, call.Key, body.Tree, call.Cancel));

    private static async Task<IResult> Withdraw(IntentId id, HttpCall call, Body body, IntentService service) =>
        Answers.Of(await service.Withdraw(call.Account, id, call.Key, body.Tree, call.Cancel));

    private static async Task<IResult> WhatIf(IntentId id, HttpCall call, Body body, string? limit, IntentService service)
    {
        var query = new Query();
        var max = query.Limit(limit);
        return query.Faults.Count > 0
            ? Answers.Malformed(query.Faults)
            : Answers.Of(await service.WhatIf(call.Account, id, body.Tree, max, call.Cancel));
    }

    private static async Task<IResult> Remove(IntentId id, HttpCall call, Body body, IntentService service) =>
        Answers.Of(await service.Remove(call.Account, id, call.Key, body.Tree, call.Cancel));

    private static async Task<IResult> Amend(IntentId id, HttpCall call, Body body, IntentService service) =>
        Answers.Of(await service.Amend(call.Account, id, call.Key, body.Tree, call.Cancel));

    private static async Task<IResult> GetTranscript(IntentId id, HttpCall call, IntentService service) =>
        Answers.Of(await service.Transcript(call.Account, id, call.Cancel));
}
