using System.Collections.Concurrent;
using IntentMarket.Engine;
using IntentMarket.Storage;

namespace IntentMarket.Gateway;

/// <summary>The terms of intents by their hash, kept in memory: a receipt is written by the terms that its offer agreed to, however often
/// they were amended since.</summary>
public sealed class TermsBook(Store store)
{
    private const int KeptMax = 20_000;

    private volatile Kept _kept = new();

    /// <summary>The terms with that hash, or the present ones where the intent never had such (an offer may agree to anything); null where there is
    /// no such intent.</summary>
    public async Task<IntentTerms?> Get(Guid intentId, string hash, CancellationToken cancel)
    {
        var kept = WithRoom();
        if (kept.Terms.TryGetValue((intentId, hash), out var known))
            return known;
        if (await store.Intents.Get(intentId, cancel) is not { } read)
            return null;
        var present = EventCodec.DecodeIntentTerms(read.Row.Terms);
        kept.Keep(intentId, present);
        if (present.TermsHash != hash && read.Row.Version > kept.Until.GetValueOrDefault(intentId, 1))
        {
            foreach (var stored in await store.Intents.OwnEvents(intentId, cancel))
            {
                var terms = EventCodec.DecodeToPass(stored).Event switch { IntentOpened e => e.Terms, IntentAmended e => e.Terms, _ => null };
                if (terms is not null)
                    kept.Keep(intentId, terms);
            }
            kept.Until[intentId] = read.Row.Version;
        }
        return kept.Terms.GetValueOrDefault((intentId, hash), present);
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

    public void Keep(Guid intentId, IntentTerms terms) => WithRoom().Keep(intentId, terms);

    /// <summary>Only a cache: when it is full another one begins, and who fills the old one finishes there.</summary>
    private Kept WithRoom() => _kept is var kept && kept.Terms.Count < KeptMax ? kept : _kept = new Kept();

    private sealed class Kept
    {
        public ConcurrentDictionary<(Guid Intent, string Hash), IntentTerms> Terms { get; } = new();

        /// <summary>Up to which version all terms of an intent are here: a hash that is not among them is not looked for again.</summary>
        public ConcurrentDictionary<Guid, int> Until { get; } = new();

        public void Keep(Guid intentId, IntentTerms terms) => Terms[(intentId, terms.TermsHash)] = terms;
    }
}
