using IntentMarket.Engine;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;
using IntentMarket.Services.Access;
using IntentMarket.Services.Market;
using IntentMarket.Services.Routing;
using IntentMarket.Services.Wire;
using IntentMarket.Storage;

namespace IntentMarket.Services;

/// <summary>Who may see an intent: its customer; a vendor who was told of it, or one of whose subscriptions it meets; the
/// operator. To others it does not exist, nor to the customer's own account as a vendor. Who is suspended sees what was theirs
/// or told them before.</summary>
public sealed class IntentAccess(Store store, Matching matching, Eligibility eligibility, TimeProvider clock)
{
    /// <summary>How long a vendor whose criteria an intent met is let in without asking again. One who was told of it
    /// is let in for ever.</summary>
    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(30);

    /// <summary>Remembered at most.</summary>
    private const int KeptMax = 100_000;

    // Those who may see an intent.
    private readonly Cache<(AccountId Account, IntentId Intent), bool> _seen = new(KeptMax, clock);
    private readonly Cache<IntentId, IntentTerms> _terms = new(KeptMax / 10, clock);

    /// <summary>The intent as it is now; null where the account may not see it.</summary>
    /// <param name="evenIfLate">Also to a vendor that it would have been told of, had it not been over.</param>
    public async Task<IntentRead?> Read(Account account, IntentId intentId, CancellationToken cancel, bool evenIfLate = false) =>
        account.Kind == AccountKind.Vendor && await eligibility.IsOwn(account, intentId, cancel)
            ? null
            : await ReadAny(account, intentId, evenIfLate, cancel);

    /// <summary>The same, for who can answer nothing else.</summary>
    /// <exception cref="ProblemException">There is none, or the account may not see it.</exception>
    public async Task<IntentRead> MustRead(Account account, IntentId intentId, CancellationToken cancel) =>
        await Read(account, intentId, cancel) ?? throw new ProblemException(ProblemView.Unseen);

    /// <summary>Terms of the intent, present or past: for what an amendment cannot change, its currency. Null where the vendor may not see
    /// it. Costs no read while a vendor keeps bidding.</summary>
    public async ValueTask<IntentTerms?> SomeTerms(Account vendor, IntentId intentId, CancellationToken cancel)
    {
        if (_terms.TryGet(intentId, out var known) && vendor.SuspendedAt is null
            && (IsKnown(vendor.Id, intentId) || await IsTold(vendor.Id, intentId, cancel)))
            return known;
        if (await ReadAny(vendor, intentId, evenIfLate: false, cancel) is not { } read)
            return null;
        return _terms.Keep(intentId, EventCodec.DecodeIntentTerms(read.Row.Terms));
    }

    private async Task<IntentRead?> ReadAny(Account account, IntentId intentId, bool evenIfLate, CancellationToken cancel) =>
        await store.Intents.Get(intentId, cancel) is { } read && await May(account, read, evenIfLate, cancel) ? read : null;

    private async Task<bool> May(Account account, IntentRead read, bool evenIfLate, CancellationToken cancel)
    {
        var intentId = read.Row.IntentId;
        switch (account.Kind)
        {
            case AccountKind.Operator:
                return account.SuspendedAt is null;
            case AccountKind.Customer:
                return read.Row.Account == account.Id;
            default:
                if ((account.SuspendedAt is null && IsKnown(account.Id, intentId)) || await IsTold(account.Id, intentId, cancel))
                    return true;
                // Once it is closed nobody comes to it any more.
                var isLate = read.Row.Status != IntentStatus.Open;
                if (account.SuspendedAt is not null || (isLate && !evenIfLate) || await eligibility.IsSuspended(read.Row.Account, cancel))
                    return false;
                var meets = await matching.Meets(
                    account.Id, EventCodec.DecodeIntentTerms(read.Row.Terms),
                    read.Texts is null ? null : IntentTexts.FromJson(read.Texts), cancel);
                if (meets && !isLate)
                    _seen.Keep((account.Id, intentId), true, KeptFor);
                return meets;
        }
    }

    private async ValueTask<bool> IsTold(AccountId account, IntentId intentId, CancellationToken cancel)
    {
        if (await store.Audiences.Find(intentId, account, cancel) is null)
            return false;
        return _seen.Keep((account, intentId), true);
    }

    private bool IsKnown(AccountId account, IntentId intentId) => _seen.TryGet((account, intentId), out _);
}
