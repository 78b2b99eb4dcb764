using IntentMarket.Engine.Intents;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Offers;
using IntentMarket.Engine.Values;

namespace IntentMarket.Engine.Auctions;

/// <summary>What <c>open</c> and <c>english</c> have in common: an accepted offer that takes the lead within the window of the close moves
/// it.</summary>
internal abstract class SoftCloseFormat : AuctionFormatRules
{
    public override IReadOnlyList<MarketEvent> FollowsFrom(IntentState intent, in Acceptance accepted) =>
        Extension(intent, accepted) is { } extended ? [extended] : [];

    public override bool Apply(IntentState intent, RecordedEvent recorded)
    {
        if (recorded.Event is not IntentExtended e)
            return false;
        intent.ClosesAt = e.ClosesAt;
        intent.AwardBy = e.AwardBy;
        intent.Extensions = e.Extensions;
        intent.ClosingCalledAt = null;
        return true;
    }

    /// <summary>The close moves to the later of the present one and the extension from the offer on, and the time to award with
    /// it.</summary>
    protected static IntentExtended? Extension(IntentState intent, in Acceptance accepted)
    {
        if (intent.Terms.Auction.SoftClose is not { } soft || !TakesTheLead(intent, accepted))
            return null;
        if (intent.Extensions >= soft.MaxExtensions || intent.ClosesAt - accepted.Offer.At > soft.WindowMs)
            return null;
        var closesAt = Math.Max(intent.ClosesAt, accepted.Offer.At + soft.ExtensionMs);
        return closesAt > intent.ClosesAt
            ? new IntentExtended(closesAt, intent.AwardBy + (closesAt - intent.ClosesAt), intent.Extensions + 1)
            : null;
    }

    /// <summary>Another leads than before, once standing bids have answered. Where places are hidden the close moves for every offer: else
    /// it would tell who leads.</summary>
    private static bool TakesTheLead(IntentState intent, in Acceptance accepted)
    {
        var ledBefore = intent.Ranking.Leader?.Vendor;
        if (intent.HasRules2)
            return accepted.Place.Leader != ledBefore || intent.Terms.Auction.Visibility == Visibility.None;
        // Under rules 1 whoever led for a moment moved the close, though a standing bid answered at once.
        return (accepted.Place.Rank == 1 && accepted.Offer.Vendor != ledBefore)
            || (accepted.Moved is { } moved && moved.Vendor != ledBefore);
    }
}
