using IntentMarket.Contracts;
using IntentMarket.Engine;
using IntentMarket.Services.Market;
using IntentMarket.Services.Wire;
using IntentMarket.Storage;

namespace IntentMarket.Services.Access;

/// <summary>Who may take part: which accounts are suspended, and which are one person's. Whatever serves, ranks, matches, awards or tells
/// asks here.</summary>
public sealed class Eligibility(Store store, TimeProvider clock)
{
    /// <summary>A suspension is heard of on every node after so long, on the one that made it at once.</summary>
    private static readonly TimeSpan KnownFor = TimeSpan.FromSeconds(1);

    /// <summary>Intents whose owner is remembered.</summary>
    private const int OwnersMax = 20_000;

    private readonly SemaphoreSlim _refreshing = new(1);
    private readonly Cache<IntentId, (AccountId? Account, Guid? Person)> _owners = new(OwnersMax, clock);

    // Written while _refreshing is held, read by anyone; but for _changes, which counts what was changed on this node.
    private volatile Known _known = new(new Dictionary<AccountId, long>(), long.MinValue, -1);
    private int _changes;

    /// <summary>An account was suspended or restored on this node. Any thread.</summary>
    public void Changed()
    {
        Interlocked.Increment(ref _changes);
        HasChanged?.Invoke(this, EventArgs.Empty);
    }

    /// <summary>Rings when an account was suspended or restored on this node; whoever hears it does its work
    /// elsewhere. Any thread.</summary>
    public event EventHandler? HasChanged;

    /// <summary>Those that are suspended, and since when (Unix milliseconds).</summary>
    public async ValueTask<IReadOnlyDictionary<AccountId, long>> Suspended(CancellationToken cancel)
    {
        if (IsFresh)
            return _known.Suspended;
        await _refreshing.WaitAsync(cancel);
        try
        {
            if (IsFresh)
                return _known.Suspended;
            // As old as its beginning: what was changed while it was read may not be in it.
            var (readAt, changes) = (clock.GetTimestamp(), Volatile.Read(ref _changes));
            return (_known = new Known(await store.Accounts.Suspended(cancel), readAt, changes)).Suspended;
        }
        finally
        {
            _refreshing.Release();
        }
    }

    public async ValueTask<bool> IsSuspended(AccountId? account, CancellationToken cancel) =>
        account is { } id && (await Suspended(cancel)).ContainsKey(id);

    /// <summary>Whether the intent is of the person who owns the account. An operator's accounts are nobody's.</summary>
    public async ValueTask<bool> IsOwn(Account account, IntentId intentId, CancellationToken cancel) =>
        account.Person is { } person && (await Owner(intentId, cancel))?.Person == person;

    /// <summary>Its customer is suspended: nobody hears of it, and it takes no offer.</summary>
    public async ValueTask<bool> IsPaused(IntentId intentId, CancellationToken cancel) =>
        await IsSuspended((await Owner(intentId, cancel))?.Account, cancel);

    /// <summary>Why the vendor may not bid on an intent, whatever it offers; null: it may.</summary>
    public async ValueTask<Problem?> Refuses(Account vendor, IntentId intentId, CancellationToken cancel)
    {
        if (await IsOwn(vendor, intentId, cancel))
            return ProblemView.Of(ProblemCodes.OwnIntent, "you asked for this yourself: who asks may not bid on it by another account");
        return await IsPaused(intentId, cancel)
            ? ProblemView.Of(ProblemCodes.Paused, "the intent takes no offer, revision or confirmation for now; its clock goes on")
            : null;
    }

    private async ValueTask<(AccountId? Account, Guid? Person)?> Owner(IntentId intentId, CancellationToken cancel)
    {
        if (_owners.TryGet(intentId, out var known))
            return known;
        if (await store.Intents.Owner(intentId, cancel) is not { } owner)
            return null;
        return _owners.Keep(intentId, owner);
    }

    private bool IsFresh => _known is var known && known.Changes == Volatile.Read(ref _changes)
        && known.ReadAt != long.MinValue && clock.GetElapsedTime(known.ReadAt) < KnownFor;

    private sealed record Known(IReadOnlyDictionary<AccountId, long> Suspended, long ReadAt, int Changes);
}
