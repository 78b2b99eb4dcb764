using IntentMarket.Engine.Intents;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;

namespace IntentMarket.Engine.Auctions;

/// <summary>What <c>dutch</c> and <c>japanese</c> have in common: a clock sets the total on offer, level by level. Bids stand, and the
/// auction awards by itself.</summary>
internal abstract class ClockFormat : AuctionFormatRules
{
    public override bool IsBinding => true;

    public override bool MayAwardByItself => true;

    public override long WakeAt(IntentState intent) => ClockOf(intent).EndOf(intent.Level, intent.ClosesAt);

    public override bool Apply(IntentState intent, RecordedEvent recorded)
    {
        if (recorded.Event is not LevelEnded e)
            return false;
        intent.Level = e.Level + 1;
        return true;
    }

    protected static PriceClock ClockOf(IntentState intent) => intent.Terms.Auction.Clock!;

    /// <summary>More than is on offer.</summary>
    protected static Reason? OverLevel(IntentState intent, long total, long level) =>
        total > level ? new Reason("over-max", Criterion.Total.Name, intent.Terms.Write(level), intent.Terms.Write(total)) : null;
}
