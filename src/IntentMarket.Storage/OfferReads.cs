using IntentMarket.Engine;

namespace IntentMarket.Storage;

/// <summary>An offer's row with its note (null where it has none, or it is erased) and its present rank among the live ones (0: not ranked).</summary>
public sealed record OfferRead(OfferRow Row, string? Note, int Rank);

public sealed class OfferReads
{
    public Task<OfferRead?> Get(Guid offerId, CancellationToken cancel) => throw new NotImplementedException();

    /// <summary>The live (after an award: won and lost) offers of an intent in the order of rank: score descending, total ascending, placed ascending.</summary>
    public Task<IReadOnlyList<OfferRead>> Ranked(Guid intentId, int afterRank, int limit, CancellationToken cancel) => throw new NotImplementedException();

    /// <summary>All others of an intent (unconfirmed, superseded, withdrawn, refused, expired), by Receipt.</summary>
    public Task<IReadOnlyList<OfferRead>> Unranked(Guid intentId, int afterReceipt, int limit, CancellationToken cancel) => throw new NotImplementedException();

    /// <summary>The offer of that vendor on that intent that is live, unconfirmed, won or lost; else the newest; null where it made none.</summary>
    public Task<OfferRead?> Current(Guid intentId, Guid account, CancellationToken cancel) => throw new NotImplementedException();

    /// <summary>The same for many intents.</summary>
    public Task<IReadOnlyList<OfferRead>> CurrentMany(IReadOnlyCollection<Guid> intents, Guid account, CancellationToken cancel) => throw new NotImplementedException();

    /// <summary>The offer that the vendor made with this key on this intent, whatever became of it.</summary>
    public Task<OfferRead?> ByKey(Guid intentId, Guid account, string key, CancellationToken cancel) => throw new NotImplementedException();

    /// <summary>A vendor's own offers, newest first (by At, then id).</summary>
    public Task<IReadOnlyList<OfferRead>> ListByVendor(Guid account, OfferStatus? status, (long At, Guid Id)? after, int limit, CancellationToken cancel) => throw new NotImplementedException();

    /// <summary>Of the live offers on these intents: those of these accounts, with rank, how many there are, and the leader's total and score.</summary>
    public Task<IReadOnlyList<Place>> Places(IReadOnlyCollection<Guid> intents, IReadOnlyCollection<Guid> accounts, CancellationToken cancel) => throw new NotImplementedException();
}

/// <summary>Where a live offer stands at present.</summary>
public sealed record Place(Guid IntentId, Guid Account, Guid OfferId, int Rank, int Of, long Score, long Total, long LeadScore, long LeadTotal, byte[] OfferTerms);
