using IntentMarket.Contracts;
using IntentMarket.Engine;
using IntentMarket.Engine.Auctions;
using IntentMarket.Engine.Evaluation;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;
using IntentMarket.Services.Wire;
using IntentMarket.Storage;

namespace IntentMarket.Services.Offers;

/// <summary>What a customer is told of a ranking beside it: what the second score pays, abnormally low totals, which weight would put an
/// offer first, and the ranking that other preferences would give. Computed at reading.</summary>
public sealed class RankingInsight
{
    /// <summary>Of more live offers than these nothing is told with a page of the ranking: it would cost more than the page.</summary>
    public const int OffersMax = 1_000;

    private readonly IReadOnlyList<OfferRead> _ranked;
    private readonly List<long> _totals;
    private readonly WeightChanges? _changes;
    private readonly string? _paid;

    private RankingInsight(IReadOnlyList<OfferRead> ranked, IntentTerms intent)
    {
        var terms = intent.Terms;
        _ranked = ranked;
        _paid = Paid(ranked, intent);
        _totals = [.. ranked.Select(o => o.Row.Total).Order()];
        if (ranked.Count <= OffersMax)
        {
            _changes = new WeightChanges(
                terms, [.. ranked.Select(o => new Contender(EventCodec.DecodeOfferTerms(o.Row.Terms), o.Row.Placed))]);
        }
    }

    public static async Task<RankingInsight> Read(Store store, IntentId intentId, IntentTerms intent, int max, CancellationToken cancel) =>
        new(await store.Offers.Ranked(intentId, 0, max, cancel), intent);

    /// <summary>What an award of the first is paid, where that is not its total.</summary>
    public static string? Paid(IReadOnlyList<OfferRead> ranked, IntentTerms intent) =>
        intent.Auction.Format == AuctionFormat.SealedSecondScore && ranked.Count > 0
            ? Amount.Format(SecondScore.Paid(intent, Booked(ranked[0]), ranked.Count > 1 ? Booked(ranked[1]) : null), intent.Digits)
            : null;

    /// <summary>The document of a ranked offer, with what is to be told of it.</summary>
    public OfferDocument Tell(OfferDocument document, OfferRead offer)
    {
        // It may have moved between two reads: then it is told the next time.
        var isHere = offer.Rank > 0 && offer.Rank <= _ranked.Count && _ranked[offer.Rank - 1].Row.OfferId == offer.Row.OfferId;
        if (isHere && offer.Rank == 1)
            document = document with { Paid = _paid };
        return !isHere || _changes is null ? document : document with
        {
            AbnormallyLow = AbnormallyLow.Is(_totals, offer.Row.Total) ? true : null,
            LeadsIf = OfferView.LeadsIf(_changes.For(offer.Rank - 1)),
        };
    }

    /// <summary>The ranking by other preferences.</summary>
    public WhatIfRanking WhatIf(IntentTerms intent, IReadOnlyList<Preference> prefer, int limit)
    {
        var tried = intent with { Terms = intent.Terms with { Prefer = prefer } };
        var offers = _ranked.Select(o => (Read: o, Terms: EventCodec.DecodeOfferTerms(o.Row.Terms)))
            .Select(o => (o.Read, o.Terms, Score: Scoring.Of(tried.Terms, o.Terms))).ToList();
        offers.Sort((a, b) => Ranking.Compare(a.Score, a.Terms.Total, a.Read.Row.Placed, b.Score, b.Terms.Total, b.Read.Row.Placed));
        var changes = offers.Count <= OffersMax
            ? new WeightChanges(tried.Terms, [.. offers.Select(o => new Contender(o.Terms, o.Read.Row.Placed))])
            : null;
        return new WhatIfRanking(offers.Count, [.. offers.Take(limit).Select((o, i) => new WhatIfOffer(
            i + 1, o.Read.Rank, o.Read.Row.OfferId.ToString(), o.Read.Row.Vendor.ToString(), Amount.Format(o.Terms.Total, intent.Digits),
            WireFormat.Score(o.Score.Total, tried), OfferView.Breakdown(o.Terms, o.Score.Points, tried)!,
            OfferView.LeadsIf(changes?.For(i))))]);
    }

    private static BookedOffer Booked(OfferRead read) => new(
        read.Row.OfferId, read.Row.Vendor, EventCodec.DecodeOfferTerms(read.Row.Terms),
        new Score(read.Row.Score, read.Row.Points, read.Row.Fine), read.Row.Placed,
        read.Row.Receipt, read.Row.At, read.Row.ValidUntil, read.Row.Status);
}
