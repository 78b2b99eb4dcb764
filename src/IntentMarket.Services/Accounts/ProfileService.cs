using IntentMarket.Contracts;
using IntentMarket.Engine.Values;
using IntentMarket.Services.Access;
using IntentMarket.Services.Market;
using IntentMarket.Services.Wire;
using IntentMarket.Storage;

namespace IntentMarket.Services.Accounts;

/// <summary>What vendors say of themselves and claim to hold, and what the operator has verified of it. No offer ranks by it.</summary>
public sealed class ProfileService(Store store, MarketIdentity identity, TimeProvider clock)
{
    public static readonly string[] Statuses = ["stated", "verified"];

    public async Task<Answer<ProfileDocument>> Put(Account vendor, JsonTree tree, CancellationToken cancel)
    {
        var reading = ProfileReader.Profile(tree);
        if (!reading.IsGood)
            return ProblemView.Of(reading.Faults);
        var now = Now;
        var claims = reading.Value.Claims.Select(
            c => new ClaimRow(identity.Derive("claim", vendor.Id, $"{c.Name}\n{c.Note}"), vendor.Id, c.Name, c.Note, now));
        await store.Profiles.Put(vendor.Id, reading.Value.About, [.. claims], now, cancel);
        return await Get(vendor, cancel);
    }

    public async Task<ProfileDocument> Get(Account vendor, CancellationToken cancel)
    {
        var profile = await store.Profiles.Get(vendor.Id, cancel) ?? new ProfileRow("", []);
        return new ProfileDocument(profile.About, [.. profile.Claims.Select(c => Document(c, Now, forOperator: false))]);
    }

    /// <summary>For the operator, newest first.</summary>
    /// <param name="isVerified">Null: verified ones, and those that are only stated.</param>
    public async Task<Page<ClaimDocument>> Claims(bool? isVerified, (long At, Guid Id)? after, int max, CancellationToken cancel)
    {
        var now = Now;
        return (await store.Profiles.ListClaims(isVerified, now, after, max + 1, cancel))
            .ToPage(max, c => Document(c, now, forOperator: true), c => PageCursor.Write(c.StatedAt, c.Id));
    }

    public async Task<Answer<ClaimDocument>> Verify(Guid id, JsonTree tree, CancellationToken cancel)
    {
        var now = Now;
        var reading = ProfileReader.Verify(tree, now);
        if (!reading.IsGood)
            return ProblemView.Of(reading.Faults);
        return await store.Profiles.Verify(id, now, reading.Value.By, reading.Value.Until, cancel) is { } claim
            ? Document(claim, now, forOperator: true)
            : ProblemView.Unseen;
    }

    public async Task<Answer<ClaimDocument>> Revoke(Guid id, CancellationToken cancel) =>
        await store.Profiles.Revoke(id, cancel) is { } claim ? Document(claim, Now, forOperator: true) : ProblemView.Unseen;

    private static ClaimDocument Document(ClaimRow claim, long now, bool forOperator)
    {
        var isVerified = claim.VerifiedAt is not null && !(claim.VerifiedUntil <= now);
        return new ClaimDocument(
            claim.Id.ToString(), claim.Name, claim.Note, Statuses[isVerified ? 1 : 0], Time.Format(claim.StatedAt),
            claim.VerifiedAt is { } at ? Time.Format(at) : null, claim.VerifiedBy,
            claim.VerifiedUntil is { } until ? Time.Format(until) : null,
            forOperator ? claim.Account.ToString() : null, forOperator ? claim.Vendor : null);
    }

    private long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();
}
