using IntentMarket.Engine.Evaluation;
using IntentMarket.Engine.Intents;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Offers;
using IntentMarket.Engine.Values;

namespace IntentMarket.Engine.Auctions;

/// <summary><c>english</c>: bids stand, and a revision improves by the decrement, against the leader or the vendor's own. A vendor may
/// leave a floor, down to which the engine revises its bid for it: a standing bid.</summary>
internal sealed class EnglishFormat : SoftCloseFormat
{
    public override bool IsBinding => true;

    /// <summary>A revision improves by the decrement. Where the others' offers are hidden the limit is not told: it would tell
    /// them.</summary>
    public override Reason? Refuses(IntentState intent, OfferTerms offer, long at, BookedOffer? current)
    {
        if (current is not { Status: OfferStatus.Live } own)
            return null;
        var auction = intent.Terms.Auction;
        var decrement = auction.Decrement!;
        var beat = decrement.VsOwn ? own : intent.Ranking.Leader!;
        var isTold = decrement.VsOwn || beat == own || auction.Visibility >= Visibility.Lead;
        if (decrement.Points is { } points)
        {
            var score = Scoring.Of(intent.Terms.Terms, offer);
            return score.Total >= beat.Score.Total + points
                ? null
                : new Reason(
                    score.Total > beat.Score.Total ? "below-decrement" : "not-improving", null,
                    isTold ? Amount.Format(beat.Score.Total + points, 6) : null, Amount.Format(score.Total, 6));
        }
        var most = decrement.Below(beat.Terms.Total);
        return offer.Total <= most
            ? null
            : new Reason(
                offer.Total < beat.Terms.Total ? "below-decrement" : "not-improving", Criterion.Total.Name,
                isTold ? intent.Terms.Write(most) : null, intent.Terms.Write(offer.Total));
    }

    /// <summary>Where a standing bid goes the market lowers it just below the next: its vendor would read the others' totals from its
    /// own.</summary>
    public override Reason? RefusesFloor(IntentState intent) =>
        intent.HasRules2 && intent.Terms.Auction.Visibility < Visibility.Lead ? new Reason("lead-needed") : null;

    /// <summary>The engine revises a standing bid: the better floor leads, at the highest total that beats the other's floor by the
    /// decrement, or at its own floor where that is not less; of equal floors the earlier.</summary>
    public override BidMoved? AnswerTo(IntentState intent, BookedOffer newcomer, StandingBid? floor)
    {
        if (floor is null && intent.Floors.Count == 0)
            return null;
        var terms = intent.Terms.Terms;
        var bids = new List<(BookedOffer Offer, long Floor, Score Score)>();
        foreach (var (vendor, standing) in intent.Floors)
        {
            if (vendor != newcomer.Vendor)
                bids.Add(At(intent.CurrentOf(vendor), standing));
        }
        if (intent.Ranking.FirstOrDefault(o => o.Vendor != newcomer.Vendor && !intent.Floors.ContainsKey(o.Vendor)) is { } other)
            bids.Add(At(other, other.Terms.Total));
        bids.Add(At(newcomer, floor?.Floor ?? newcomer.Terms.Total));
        bids.Sort((a, b) => Ranking.Compare(a.Score, a.Floor, a.Offer.Placed, b.Score, b.Floor, b.Offer.Placed));
        var (best, own, _) = bids[0];
        if (bids.Count == 1 || own == best.Terms.Total)
            return null;
        var decrement = intent.Terms.Auction.Decrement!;
        var (_, beat, score) = bids[1];
        var total = decrement.Points is { } points
            ? new Rescoring(terms, best.Terms, best.Score).Highest(best.Terms.Total, new Bar(score.Total + points, 0, long.MaxValue))
            : decrement.Below(beat);
        var to = Math.Max(total ?? own, own);
        if (to >= best.Terms.Total)
            return null;
        var moved = Scoring.Of(terms, best.Terms with { Total = to });
        return new BidMoved(best.OfferId, best.Vendor, to, moved.Total, moved.Points);

        (BookedOffer, long, Score) At(BookedOffer offer, long total) =>
            (offer, total, Scoring.Of(terms, offer.Terms with { Total = total }));
    }

    /// <summary>Its floor, the standing bid that moves for it, and the close that moves where another leads then.</summary>
    public override IReadOnlyList<MarketEvent> FollowsFrom(IntentState intent, in Acceptance accepted)
    {
        var extended = Extension(intent, accepted);
        if (accepted.Floor is null && accepted.Moved is null && extended is null)
            return [];
        var events = new List<MarketEvent>(3);
        if (accepted.Floor is { } floor)
            events.Add(new FloorSet(accepted.Offer.OfferId, accepted.Offer.Vendor, floor.Floor, floor.Salt));
        if (accepted.Moved is { } moved)
            events.Add(moved);
        if (extended is not null)
            events.Add(extended);
        return events;
    }

    public override bool Apply(IntentState intent, RecordedEvent recorded)
    {
        switch (recorded.Event)
        {
            case FloorSet e:
                intent.Floors[e.Vendor] = e.Floor;
                return true;
            case BidMoved e:
                var stood = intent.CurrentOf(e.Vendor);
                intent.Ranking.Remove(stood);
                intent.Stand(stood.MovedBy(e));
                return true;
            default:
                return base.Apply(intent, recorded);
        }
    }
}
