using System.Collections.Immutable;
using IntentMarket.Engine;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;
using IntentMarket.Storage;

namespace IntentMarket.Services.Market;

/// <summary>The terms of intents by their hash, kept in memory: a receipt is written by the terms that its offer agreed to, however often
/// they were amended since.</summary>
public sealed class TermsCache(Store store, TimeProvider clock)
{
    private const int KeptMax = 20_000;

    private readonly Cache<IntentId, OfIntent> _intents = new(KeptMax, clock);

    /// <summary>The terms with that hash, or the present ones where the intent never had such (an offer may agree to anything); null where
    /// there is no such intent.</summary>
    public async Task<IntentTerms?> Get(IntentId intentId, string hash, CancellationToken cancel)
    {
        if (_intents.TryGet(intentId, out var known) && known.ByHash.TryGetValue(hash, out var terms))
            return terms;
        if (await store.Intents.Get(intentId, cancel) is not { } read)
            return null;
        var present = EventCodec.DecodeIntentTerms(read.Row.Terms);
        var kept = Add(intentId, present);
        if (present.TermsHash != hash && read.Row.Version > kept.AllUntil)
        {
            var all = kept.ByHash;
            foreach (var stored in await store.Intents.OwnEvents(intentId, cancel))
            {
                var past = EventCodec.DecodeToPass(stored).Event switch
                {
                    IntentOpened e => e.Terms,
                    IntentAmended e => e.Terms,
                    _ => null,
                };
                if (past is not null)
                    all = all.SetItem(past.TermsHash, past);
            }
            kept = Keep(intentId, new OfIntent(all, read.Row.Version));
        }
        return kept.ByHash.GetValueOrDefault(hash, present);
    }

    /// <summary>The terms by which an offer was scored: for one that was, those it agreed to.</summary>
    public async Task<IntentTerms> ScoredBy(OfferRead offer, IntentTerms present, CancellationToken cancel)
    {
        // What was refused was not scored, and may have agreed to anything.
        var agreesTo = EventCodec.DecodeOfferTerms(offer.Row.Terms).AgreesTo;
        return offer.Row.Status == OfferStatus.Refused || agreesTo == present.TermsHash
            ? present
            : await Get(offer.Row.IntentId, agreesTo, cancel) ?? present;
    }

    public void Keep(IntentId intentId, IntentTerms terms) => Add(intentId, terms);

    private OfIntent Add(IntentId intentId, IntentTerms terms)
    {
        var known = _intents.TryGet(intentId, out var kept) ? kept : OfIntent.Nothing;
        return Keep(intentId, known with { ByHash = known.ByHash.SetItem(terms.TermsHash, terms) });
    }

    private OfIntent Keep(IntentId intentId, OfIntent known) => _intents.Keep(intentId, known, size: known.ByHash.Count);

    /// <summary>An intent's terms come and go as one, so what is said of all of them holds as long as they are here.</summary>
    /// <param name="AllUntil">Up to which version all are here: a hash that is not among them need not be looked for again.</param>
    private sealed record OfIntent(ImmutableDictionary<string, IntentTerms> ByHash, int AllUntil)
    {
        public static readonly OfIntent Nothing = new(ImmutableDictionary<string, IntentTerms>.Empty, 1);
    }
}
