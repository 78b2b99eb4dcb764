using IntentMarket.Contracts;
using IntentMarket.Engine;
using IntentMarket.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace IntentMarket.Gateway;

/// <summary>What vendors say of themselves and claim to hold, and what the operator has verified of it. No offer ranks by it.</summary>
internal static class ProfileEndpoints
{
    private static readonly string[] Statuses = ["stated", "verified"];

    public static void MapProfiles(this IEndpointRouteBuilder api)
    {
        api.MapPut("/profile", Put).Writes(AccountKind.Vendor)
            .Takes<ProfileRequest>().Gives<ProfileDocument>().WithSummary("Stores what the vendor says of itself, and what it claims to hold");
        api.MapGet("/profile", Get).Reads(AccountKind.Vendor)
            .Gives<ProfileDocument>().WithSummary("What the vendor says of itself");
        api.MapGet("/claims", List).Reads(AccountKind.Operator)
            .Gives<Page<ClaimDocument>>().WithSummary("What vendors claim to hold, newest first");
        api.MapPost("/claims/{id:guid}/verify", Verify).Writes(AccountKind.Operator)
            .Takes<VerifyRequest>().Gives<ClaimDocument>().WithSummary("The operator has looked, and the claim is true");
        api.MapPost("/claims/{id:guid}/revoke", Revoke).Writes(AccountKind.Operator)
            .Gives<ClaimDocument>().WithSummary("A claim is as stated by its vendor again");
    }

    private static async Task<IResult> Put(Call call, Body body, Store store, MarketIdentity identity, TimeProvider clock)
    {
        var reading = ProfileReader.Profile(body.Tree);
        if (!reading.IsGood)
            return Answers.Malformed(reading.Faults);
        var (vendor, now) = (call.Account.Id, Now(clock));
        var claims = reading.Value.Claims.Select(c => new ClaimRow(identity.Derive("claim", vendor, $"{c.Name}\n{c.Note}"), vendor, c.Name, c.Note, now));
        await store.Profiles.Put(vendor, reading.Value.About, [.. claims], now, call.Cancel);
        return await Get(call, store, clock);
    }

    private static async Task<IResult> Get(Call call, Store store, TimeProvider clock)
    {
        var profile = await store.Profiles.Get(call.Account.Id, call.Cancel) ?? new ProfileRow("", []);
        return Answers.Ok(new ProfileDocument(profile.About, [.. profile.Claims.Select(c => Document(c, Now(clock), forOperator: false))]));
    }

    private static async Task<IResult> List(Call call, string? status, string? limit, string? after, Store store, TimeProvider clock)
    {
        var query = new Query();
        var only = query.Word("status", status, Statuses);
        var max = query.Limit(limit);
        var from = query.Cursor("after", after, PageCursor.Parse);
        if (query.Faults.Count > 0)
            return Answers.Malformed(query.Faults);
        var now = Now(clock);
        var found = await store.Profiles.ListClaims(only is null ? null : only == "verified", now, from, max + 1, call.Cancel);
        return Answers.Ok(found.ToPage(max, c => Document(c, now, forOperator: true), c => PageCursor.Write(c.StatedAt, c.Id)));
    }

    private static async Task<IResult> Verify(Guid id, Call call, Body body, Store store, TimeProvider clock)
    {
        var now = Now(clock);
        var reading = ProfileReader.Verify(body.Tree, now);
        if (!reading.IsGood)
            return Answers.Malformed(reading.Faults);
        return await store.Profiles.Verify(id, now, reading.Value.By, reading.Value.Until, call.Cancel) is { } claim
            ? Answers.Ok(Document(claim, now, forOperator: true))
            : Answers.NotFound;
    }

    private static async Task<IResult> Revoke(Guid id, Call call, NoBody _, Store store, TimeProvider clock) =>
        await store.Profiles.Revoke(id, call.Cancel) is { } claim ? Answers.Ok(Document(claim, Now(clock), forOperator: true)) : Answers.NotFound;

    private static ClaimDocument Document(ClaimRow claim, long now, bool forOperator)
    {
        var isVerified = claim.VerifiedAt is not null && !(claim.VerifiedUntil <= now);
        return new ClaimDocument(
            claim.Id.ToString(), claim.Name, claim.Note, Statuses[isVerified ? 1 : 0], Time.Format(claim.StatedAt),
            claim.VerifiedAt is { } at ? Time.Format(at) : null, claim.VerifiedBy, claim.VerifiedUntil is { } until ? Time.Format(until) : null,
            forOperator ? claim.Account.ToString() : null, forOperator ? claim.Vendor : null);
    }

    private static long Now(TimeProvider clock) => clock.GetUtcNow().ToUnixTimeMilliseconds();
}
