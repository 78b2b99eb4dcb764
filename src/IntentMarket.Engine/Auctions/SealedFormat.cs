namespace IntentMarket.Engine.Auctions;

/// <summary><c>sealed</c>: nobody, the customer included, sees an offer before the close. All else is as the general rules have
/// it.</summary>
internal class SealedFormat : AuctionFormatRules
{
    public sealed override bool IsSealed => true;
}
