using IntentMarket.Engine.Evaluation;
using IntentMarket.Engine.Intents;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Offers;
using IntentMarket.Engine.Values;

namespace IntentMarket.Engine.Auctions;

/// <summary><c>dutch</c>: the total on offer rises level by level, and the first admissible offer at the present one wins at
/// once.</summary>
internal sealed class DutchFormat : ClockFormat
{
    public override Reason? Refuses(IntentState intent, OfferTerms offer, long at, BookedOffer? current)
    {
        var clock = ClockOf(intent);
        return OverLevel(intent, offer.Total, clock.Total(clock.LevelAt(at, intent.ClosesAt)));
    }

    public override IReadOnlyList<MarketEvent> FollowsFrom(IntentState intent, in Acceptance accepted) =>
        AwardModule.CloseAndAward(intent, [accepted.Offer]);

    /// <summary>A level that has ended is followed by the next, and the last by the call to close.</summary>
    public override void Wake(IntentState intent, long at, List<MarketEvent> events)
    {
        var clock = ClockOf(intent);
        var present = clock.LevelAt(at, intent.ClosesAt);
        if (present > intent.Level)
            events.Add(new LevelEnded(present - 1, clock.Total(present), null));
        base.Wake(intent, at, events);
    }
}
