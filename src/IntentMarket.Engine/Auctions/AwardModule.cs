using IntentMarket.Engine.Evaluation;
using IntentMarket.Engine.Intents;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Offers;
using IntentMarket.Engine.Values;

namespace IntentMarket.Engine.Auctions;

/// <summary>How an intent comes to its award: by its customer, by the auction itself, or, when the time to award is over, not at
/// all.</summary>
internal sealed class AwardModule : BookModule
{
    public override Decision? Decide(IntentState intent, Command command) => command is AwardIntent c ? Award(intent, c) : null;

    public override bool Apply(IntentState intent, RecordedEvent recorded)
    {
        switch (recorded.Event)
        {
            case IntentAwarded e:
                intent.AwardedOffer = e.OfferId;
                intent.AwardSeq = recorded.Seq;
                intent.End(IntentStatus.Awarded, offer => offer.OfferId == e.OfferId ? OfferStatus.Won : OfferStatus.Lost);
                if (e.Request is not null)
                    intent.Remember(intent.Customer, e.Request);
                return true;
            case IntentUnawarded:
                intent.End(IntentStatus.Unawarded, _ => OfferStatus.Ended);
                return true;
            default:
                return false;
        }
    }

    public override void Wake(IntentState intent, long at, List<MarketEvent> events)
    {
        if (at >= WakeAt(intent))
            events.Add(new IntentUnawarded());
    }

    public override long? WakeAt(IntentState intent) => intent.Status == IntentStatus.Evaluating ? intent.AwardBy : null;

    /// <summary>The auction decides by itself: the first of these wins at its own total.</summary>
    public static IReadOnlyList<MarketEvent> CloseAndAward(IntentState intent, IReadOnlyList<BookedOffer> ranked)
    {
        var hash = Ranking.HashOf(ranked);
        var closed = new IntentClosed(ranked.Count, hash);
        if (ranked.Count == 0)
            return [closed, new IntentUnawarded()];
        var won = ranked[0];
        var lost = ranked.Skip(1).OrderBy(o => o.Placed).Select(o => o.ToRef()).ToList();
        var awarded = new IntentAwarded(
            won.OfferId, won.Vendor, 1, won.Terms.Total, won.Score.Total, hash, intent.ContactHash, null, lost, Request: null);
        return [closed, awarded];
    }

    private static Decision Award(IntentState intent, AwardIntent c)
    {
        if (NotTheCustomer(intent, c) is { } refused)
            return refused;
        if (intent.Status == IntentStatus.Awarded)
        {
            return intent.AwardedOffer == c.OfferId
                ? new Decision.Repeat(intent.AwardSeq)
                : new Decision.Refuse(Problems.AlreadyAwarded, $"offer {intent.AwardedOffer} was awarded");
        }
        var mayBeEarly = intent.Terms.Auction.EarlyAward && intent.Format.MayBeAwardedEarly && c.At < intent.ClosesAt;
        if (intent.Status == IntentStatus.Open && !mayBeEarly)
            return new Decision.Refuse(Problems.NotYetClosed, $"offers are still taken, until {Time.Format(intent.ClosesAt)}");
        if (intent.Status is not (IntentStatus.Open or IntentStatus.Evaluating) || c.At >= intent.AwardBy)
            return NotOpen(intent);
        // An offer whose time is over is no longer there to be chosen or passed over, though no wake-up has said so yet.
        var ranked = intent.Ranking.Where(o => intent.StandsUntil(o) > c.At).ToList();
        var rank = 1 + ranked.FindIndex(o => o.OfferId == c.OfferId);
        if (rank == 0)
            return new Decision.Refuse(Problems.OfferChanged, "this offer is not live: it was revised, withdrawn or has expired");
        if (intent.Format.RefusesAward(rank) is { } notThisRank)
            return notThisRank;
        if (rank > 1 && c.Reason is null)
            return new Decision.Refuse(Problems.ReasonRequired, $"the offer has rank {rank}: tell the bidders why it is chosen");
        return Awarded(intent, c, ranked, rank);
    }

    /// <summary>Before the award stands what its time has brought about: offers that have expired, and the close where it comes
    /// early.</summary>
    private static Decision.Record Awarded(IntentState intent, AwardIntent c, List<BookedOffer> ranked, int rank)
    {
        var won = ranked[rank - 1];
        var hash = Ranking.HashOf(ranked);
        var lost = intent.Standing.Where(o => o.OfferId != c.OfferId && intent.StandsUntil(o) > c.At).OrderBy(o => o.Placed)
            .Select(o => o.ToRef()).ToList();
        var paid = intent.Format.Paid(intent.Terms, won, ranked.ElementAtOrDefault(1));
        List<MarketEvent> events = [.. OfferModule.Expired(intent, c.At)];
        if (intent.Status == IntentStatus.Open)
            events.Add(new IntentClosed(ranked.Count, hash));
        events.Add(new IntentAwarded(
            won.OfferId, won.Vendor, rank, paid, won.Score.Total, hash, c.Contact?.Hash, c.Reason?.Hash, lost, c.Request));
        return new Decision.Record(c.At, events, Answer: events.Count - 1);
    }
}
