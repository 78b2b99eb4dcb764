using IntentMarket.Contracts;
using IntentMarket.Edges.Access;
using IntentMarket.Services.Accounts;
using IntentMarket.Services.Wire;
using IntentMarket.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace IntentMarket.Edges.Rest;

/// <summary>Profiles and claims, as programs state and verify them.</summary>
internal static class ProfileEndpoints
{
    public static void MapProfiles(this IEndpointRouteBuilder api)
    {
        api.MapPut("/profile", async (HttpCall call, Body body, ProfileService service) =>
            Answers.Of(await service.Put(call.Account, body.Tree, call.Cancel))).Writes(AccountKind.Vendor)
            .Takes<ProfileRequest>().Gives<ProfileDocument>()
            .WithSummary("Stores what the vendor says of itself, and what it claims to hold");
        api.MapGet("/profile", async (HttpCall call, ProfileService service) => Answers.Ok(await service.Get(call.Account, call.Cancel)))
            .Reads(AccountKind.Vendor)
            .Gives<ProfileDocument>().WithSummary("What the vendor says of itself");
        api.MapGet("/claims", List).Reads(AccountKind.Operator)
            .Gives<Page<ClaimDocument>>().WithSummary("What vendors claim to hold, newest first");
        api.MapPost("/claims/{id:guid}/verify", async (Guid id, HttpCall call, Body body, ProfileService service) =>
            Answers.Of(await service.Verify(id, body.Tree, call.Cancel)))
            .Writes(AccountKind.Operator)
            .Takes<VerifyRequest>().Gives<ClaimDocument>().WithSummary("The operator has looked, and the claim is true");
        api.MapPost("/claims/{id:guid}/revoke", async (Guid id, HttpCall call, NoBody _, ProfileService service) =>
            Answers.Of(await service.Revoke(id, call.Cancel)))
            .Writes(AccountKind.Operator)
            .Gives<ClaimDocument>().WithSummary("A claim is as stated by its vendor again");
    }

    private static async Task<IResult> List(HttpCall call, string? status, string? limit, string? after, ProfileService service)
    {
        var query = new Query();
        var only = query.Word("status", status, ProfileService.Statuses);
        var max = query.Limit(limit);
        var from = query.Cursor("after", after, PageCursor.Parse);
        return query.Faults.Count > 0
            ? Answers.Malformed(query.Faults)
            : Answers.Ok(await service.Claims(only is null ? null : only == "verified", from, max, call.Cancel));
    }
}
