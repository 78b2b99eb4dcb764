using System.Collections.Concurrent;
using IntentMarket.Engine;
using IntentMarket.Storage;

namespace IntentMarket.Gateway;

/// <summary>The terms of intents by their hash, kept in memory: a receipt is written by the terms that its offer agreed to, however often
/// they were amended since.</summary>
public sealed class TermsBook(Store store)
{
    private const int KeptMax = 20_000;

    private readonly ConcurrentDictionary<(Guid Intent, string Hash), IntentTerms> _terms = new();

    // Up to which version all terms of an intent were kept: a hash that is not among them need not be looked for again.
    private readonly ConcurrentDictionary<Guid, int> _keptUntil = new();

    /// <summary>The terms with that hash, or the present ones where the intent never had such (an offer may agree to anything); null where there is
    /// no such intent.</summary>
    public async Task<IntentTerms?> Get(Guid intentId, string hash, CancellationToken cancel)
    {
        if (_terms.TryGetValue((intentId, hash), out var known))
            return known;
        if (await store.Intents.Get(intentId, cancel) is not { } read)
            return null;
        var present = EventCodec.DecodeIntentTerms(read.Row.Terms);
        Keep(intentId, present);
        if (present.TermsHash != hash && read.Row.Version > _keptUntil.GetValueOrDefault(intentId, 1))
        {
            foreach (var stored in await store.Intents.OwnEvents(intentId, cancel))
            {
                var terms = EventCodec.Decode(stored).Event switch { IntentOpened e => e.Terms, IntentAmended e => e.Terms, _ => null };
                if (terms is not null)
                    Keep(intentId, terms);
            }
            _keptUntil[intentId] = read.Row.Version;
        }
        return _terms.GetValueOrDefault((intentId, hash), present);
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

    public void Keep(Guid intentId, IntentTerms terms)
    {
        // Only a cache: when it is full it starts anew.
        if (_terms.Count >= KeptMax)
        {
            _keptUntil.Clear();
            _terms.Clear();
        }
        _terms[(intentId, terms.TermsHash)] = terms;
    }
}
