using IntentMarket.Contracts;
using IntentMarket.Edges.Access;
using IntentMarket.Engine;
using IntentMarket.Engine.Values;
using IntentMarket.Services.Accounts;
using IntentMarket.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace IntentMarket.Edges.Rest;

/// <summary>Accounts, keys and broker users, as programs ask for them.</summary>
internal static class AccountEndpoints
{
    public static void MapAccounts(this IEndpointRouteBuilder api)
    {
        api.MapPost("/accounts", Create).Writes(AccountKind.Operator)
            .Takes<AccountRequest>().Gives<AccountCreated>(StatusCodes.Status201Created)
            .WithSummary("Opens an account and gives its first key");
        api.MapPost("/accounts/{id:guid}/suspend", Suspend).Writes(AccountKind.Operator)
            .Takes<ReasonRequest>().Gives<AccountDocument>()
            .WithSummary("Suspends an account: it may read what is its own, and change nothing");
        api.MapPost("/accounts/{id:guid}/restore", Restore).Writes(AccountKind.Operator)
            .Takes<ReasonRequest>().Gives<AccountDocument>().WithSummary("Lifts a suspension");
        api.MapDelete("/account", Leave).Revokes().GivesNothing().Gives<AccountLeaving>(StatusCodes.Status202Accepted)
            .WithSummary("Leaves the market: what can be withdrawn is, and all that is personal is erased. 202: an offer binds, "
                + "and the account is kept for it alone until then");
        api.MapPost("/keys", AddKey).Writes().Takes<KeyRequest>().Gives<KeyCreated>(StatusCodes.Status201Created)
            .WithSummary("Makes a further key for the account");
        api.MapGet("/keys", ListKeys).ReadsOwnAccount().Gives<Page<KeyDocument>>().WithSummary("The keys of the account");
        api.MapDelete("/keys/{id}", RevokeKey).Revokes().GivesNothing()
            .WithSummary("Revokes a key: what it opened closes within 5 seconds");
        api.MapPost("/broker-credentials", AddCredential).Writes(AccountKind.Vendor)
            .Gives<BrokerCredentialCreated>(StatusCodes.Status201Created).WithSummary("Makes a broker user for a bot");
        api.MapGet("/broker-credentials", ListCredentials).Reads(AccountKind.Vendor)
            .Gives<Page<BrokerCredentialDocument>>().WithSummary("The broker users of the vendor");
        api.MapDelete("/broker-credentials/{id:guid}", RemoveCredential).Revokes(AccountKind.Vendor)
            .GivesNothing().WithSummary("Removes a broker user and closes its connections; the inbox goes with the last one");
    }

    private static async Task<IResult> Create(HttpCall call, Body body, AccountService service) =>
        Answers.Created(null, await service.Create(call, body.Tree));

    private static async Task<IResult> Suspend(AccountId id, HttpCall call, Body body, AccountService service) =>
        Answers.Of(await service.Suspend(id, body.Tree, call.Cancel));

    private static async Task<IResult> Restore(AccountId id, HttpCall call, Body body, AccountService service) =>
        Answers.Of(await service.Restore(id, body.Tree, call.Cancel));

    private static async Task<IResult> Leave(HttpCall call, AccountService service) =>
        await service.Leave(call.Account, call.Cancel) is { } until
            ? Answers.Accepted(new AccountLeaving(Time.Format(until)))
            : Answers.NoContent;

    private static async Task<IResult> AddKey(HttpCall call, OptionalBody body, AccountService service) =>
        Answers.Created(null, await service.AddKey(call, body.Tree));

    private static async Task<IResult> ListKeys(HttpCall call, AccountService service) =>
        Answers.Ok(await service.Keys(call.Account, call.Cancel));

    private static async Task<IResult> RevokeKey(string id, HttpCall call, AccountService service) =>
        Gone(await service.RevokeKey(call.Account, new KeyId(id), call.Cancel));

    private static async Task<IResult> AddCredential(HttpCall call, NoBody _, AccountService service) =>
        Answers.Created(null, await service.AddCredential(call));

    private static async Task<IResult> ListCredentials(HttpCall call, AccountService service) =>
        Answers.Ok(await service.Credentials(call.Account, call.Cancel));

    private static async Task<IResult> RemoveCredential(Guid id, HttpCall call, AccountService service) =>
        Gone(await service.RemoveCredential(call.Account, id, call.Cancel));

    private static IResult Gone(bool was) => was ? Answers.NoContent : Answers.NotFound;
}
