namespace IntentMarket.Engine;

/// <summary>What the formats add to the rules of an offer: english (decrement, standing bids), dutch and japanese (the clock), sealed-second-score (what
/// the winner is paid).</summary>
public sealed partial class Book
{
    private readonly Dictionary<Pseudonym, long> _floors = [];
    private string? _contactHash;

    /// <summary>The level of the clock that has not ended yet, from 0.</summary>
    public int Level { get; private set; }

    private Reason? NotByTheAuction(OfferTerms offer, long at, BookedOffer? current) => Terms.Auction.Format switch
    {
        AuctionFormat.English when current?.Status == OfferStatus.Live => NotImproving(offer, current),
        AuctionFormat.Open when Terms.Terms.HasRules2 && at >= BindingFrom && current?.Status == OfferStatus.Live => Worse(offer, current),
        AuctionFormat.Dutch => OverLevel(offer.Total, Terms.Auction.Clock!.Total(Terms.Auction.Clock.LevelAt(at, ClosesAt))),
        AuctionFormat.Japanese => NotTheLevel(offer, at, current),
        _ => null,
    };

    /// <summary>A revision improves by the decrement. Where the others' offers are hidden the limit is not told: it would tell them.</summary>
    private Reason? NotImproving(OfferTerms offer, BookedOffer own)
    {
        var decrement = Terms.Auction.Decrement!;
        var beat = decrement.VsOwn ? own : Ranking.Leader!;
        var isTold = decrement.VsOwn || beat == own || Terms.Auction.Visibility >= Visibility.Lead;
        var score = Scoring.Of(Terms.Terms, offer);
        if (decrement.Points is { } points)
        {
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
                isTold ? Write(most) : null, Write(offer.Total));
    }

    /// <summary>Where offers bind, one that ranks below what it replaces would be a withdrawal. Of equals the later ranks below.</summary>
    private Reason? Worse(OfferTerms offer, BookedOffer own)
    {
        var score = Scoring.Of(Terms.Terms, offer);
        if (Ranking.Compare(score, offer.Total, Seq + 1, own.Score, own.Terms.Total, own.Placed) < 0)
            return null;
        return score.Total != own.Score.Total && Terms.Terms.Method == ScoringMethod.Weighted
            ? new Reason("not-improving", null, Amount.Format(own.Score.Total, 6), Amount.Format(score.Total, 6))
            : new Reason("not-improving", Criterion.Total.Name, Write(own.Terms.Total), Write(offer.Total));
    }

    private Reason? OverLevel(long total, long level) =>
        total > level ? new Reason("over-max", Criterion.Total.Name, Write(level), Write(total)) : null;

    /// <summary>A japanese level is taken at its total, and by those alone who took the one before.</summary>
    private Reason? NotTheLevel(OfferTerms offer, long at, BookedOffer? current)
    {
        var clock = Terms.Auction.Clock!;
        var level = clock.LevelAt(at, ClosesAt);
        var total = clock.Total(level);
        if (OverLevel(offer.Total, total) is { } over)
            return over;
        if (offer.Total < total)
            return new Reason("not-equal", Criterion.Total.Name, Write(total), Write(offer.Total));
        if (current?.Terms.Total == total)
            return new Reason("not-improving", Criterion.Total.Name, Write(total), Write(total));
        var before = level > 0 ? clock.Total(level - 1) : (long?)null;
        return level < Level || current?.Terms.Total != before
            ? new Reason("level-missed", Criterion.Total.Name, Write(before ?? total), current is null ? null : Write(current.Terms.Total))
            : null;
    }

    /// <summary>What stood in the queue before the end of a level was recorded is in time for it, and dated to its last moment.</summary>
    private long? WaitedForLevel(long total, long at)
    {
        if (Terms.Auction is not { Format: AuctionFormat.Japanese, Clock: { } clock })
            return null;
        return clock.LevelOf(total) == Level && Level < clock.LevelAt(at, ClosesAt) ? clock.EndOf(Level, ClosesAt) - 1 : null;
    }

    /// <summary>The total of the level that a confirmation means; null where there are no levels to confirm.</summary>
    private long? LevelToConfirm(ConfirmOffer c, BookedOffer current)
    {
        if (Terms.Auction is not { Format: AuctionFormat.Japanese, Clock: { } clock } || current.Status != OfferStatus.Live)
            return null;
        var isBehind = c.InOrder && current.Terms.Total != clock.Total(Level);
        return clock.Total(isBehind ? Level : clock.LevelAt(Math.Min(c.At, ClosesAt - 1), ClosesAt));
    }

    /// <summary>The engine revises a standing bid: the better floor leads, at the highest total that beats the other's floor by the decrement, or at its own
    /// floor where that is not less; of equal floors the earlier.</summary>
    /// <param name="newcomer">The offer that is being accepted, with its floor.</param>
    private BidMoved? Move(BookedOffer newcomer, long? floor)
    {
        var bids = new List<(BookedOffer Offer, long Floor, Score Score)>();
        foreach (var (vendor, standing) in _floors)
        {
            if (vendor != newcomer.Vendor)
                bids.Add(At(CurrentOf(vendor), standing));
        }
        if (Ranking.Offers.FirstOrDefault(o => o.Vendor != newcomer.Vendor && !_floors.ContainsKey(o.Vendor)) is { } other)
            bids.Add(At(other, other.Terms.Total));
        bids.Add(At(newcomer, floor ?? newcomer.Terms.Total));
        bids.Sort((a, b) => Ranking.Compare(a.Score, a.Floor, a.Offer.Placed, b.Score, b.Floor, b.Offer.Placed));
        var (best, own, _) = bids[0];
        if (bids.Count == 1 || own == best.Terms.Total)
            return null;
        var decrement = Terms.Auction.Decrement!;
        var (_, beat, score) = bids[1];
        var total = decrement.Points is { } points
            ? new Rescoring(Terms.Terms, best.Terms, best.Score).Highest(best.Terms.Total, new Bar(score.Total + points, 0, long.MaxValue))
            : decrement.Below(beat);
        var to = Math.Max(total ?? own, own);
        if (to >= best.Terms.Total)
            return null;
        var moved = Scoring.Of(Terms.Terms, best.Terms with { Total = to });
        return new BidMoved(best.OfferId, best.Vendor, to, moved.Total, moved.Points);

        (BookedOffer, long, Score) At(BookedOffer offer, long total) => (offer, total, Scoring.Of(Terms.Terms, offer.Terms with { Total = total }));
    }

    /// <summary>The auction decides by itself: the first of these wins at its own total.</summary>
    private IEnumerable<MarketEvent> CloseAndAward(IReadOnlyList<BookedOffer> ranked)
    {
        var hash = RankedHash(ranked);
        yield return new IntentClosed(ranked.Count, hash);
        if (ranked.Count == 0)
        {
            yield return new IntentUnawarded();
            yield break;
        }
        var won = ranked[0];
        yield return new IntentAwarded(
            won.OfferId, won.Vendor, 1, won.Terms.Total, won.Score.Total, hash, _contactHash, null,
            [.. ranked.Skip(1).OrderBy(o => o.Placed).Select(o => new OfferRef(o.OfferId, o.Vendor))], Request: null);
    }

    /// <summary>A level of the clock may have ended. A dutch one is then followed by the next; a japanese one goes on while two or more took it.</summary>
    private List<MarketEvent> LevelsEnded(long at)
    {
        var clock = Terms.Auction.Clock!;
        if (Terms.Auction.Format == AuctionFormat.Dutch)
        {
            var present = clock.LevelAt(at, ClosesAt);
            return present > Level ? [new LevelEnded(present - 1, clock.Total(present), null)] : [];
        }
        if (at < clock.EndOf(Level, ClosesAt) + Limits.CloseGraceMs)
            return [];
        // Under rules 1 whoever had gone on to the next level already did not count as one who took this.
        var level = clock.Total(Level);
        var taken = Ranking.Offers.Count(o => Terms.Terms.HasRules2 ? o.Terms.Total <= level : o.Terms.Total == level);
        return taken > 1 && Level + 1 < clock.Levels
            ? [new LevelEnded(Level, clock.Total(Level + 1), taken)]
            : [.. CloseAndAward(Ranking.Offers)];
    }

    /// <summary>What an offer that is awarded is paid: what it asked for, but where the second score sets it.</summary>
    private long Paid(BookedOffer won, BookedOffer? second) =>
        Terms.Auction.Format == AuctionFormat.SealedSecondScore ? SecondScore.Paid(Terms, won, second) : won.Terms.Total;

    private string Write(long total) => Amount.Format(total, Terms.Digits);
}
