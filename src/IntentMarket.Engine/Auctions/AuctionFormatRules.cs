using IntentMarket.Engine.Evaluation;
using IntentMarket.Engine.Intents;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Offers;
using IntentMarket.Engine.Values;

namespace IntentMarket.Engine.Auctions;

/// <summary>What a format of auction adds to the rules that hold for all, from the first offer to what the winner is paid. What stands here
/// holds where a format does not say otherwise in its own file.</summary>
/// <remarks>There is one of each for all books: it keeps nothing, and all that it goes by is the state of the intent.</remarks>
internal abstract class AuctionFormatRules
{
    private static readonly OpenFormat Open = new();
    private static readonly SealedFormat Sealed = new();
    private static readonly SealedSecondScoreFormat SealedSecondScore = new();
    private static readonly EnglishFormat English = new();
    private static readonly DutchFormat Dutch = new();
    private static readonly JapaneseFormat Japanese = new();

    /// <summary>Here alone the formats are told apart.</summary>
    public static AuctionFormatRules Of(AuctionFormat format) => format switch
    {
        AuctionFormat.Open => Open,
        AuctionFormat.Sealed => Sealed,
        AuctionFormat.SealedSecondScore => SealedSecondScore,
        AuctionFormat.English => English,
        AuctionFormat.Dutch => Dutch,
        AuctionFormat.Japanese => Japanese,
        _ => throw new NotKnownException($"an auction of the format {format}"),
    };

    /// <summary>Nobody, the customer included, sees an offer before the close.</summary>
    public virtual bool IsSealed => false;

    /// <summary>A bid stands: it can be improved and not taken back.</summary>
    public virtual bool IsBinding => false;

    /// <summary>The customer may change the terms while offers are taken.</summary>
    public virtual bool MayBeAmended => false;

    /// <summary>The customer may award before the close, where the terms say so.</summary>
    public virtual bool MayBeAwardedEarly => false;

    /// <summary>The auction itself awards, and may do so before its close.</summary>
    public virtual bool MayAwardByItself => false;

    /// <summary>From when on a live offer cannot be withdrawn, nor revised for the worse.</summary>
    public virtual long BindingFrom(IntentTerms terms, long openedAt) => IsBinding ? openedAt : terms.ClosesAt;

    /// <summary>Until when an offer must be valid at least. Under rules 1 until the present close; from 2 on as long as it can come to be
    /// chosen, however far the close still moves: so nobody leads with what they cannot be held to.</summary>
    public long ValidAtLeastUntil(IntentState intent)
    {
        if (!intent.HasRules2)
            return intent.ClosesAt;
        var soft = intent.Terms.Auction.SoftClose;
        var extensionsMs = soft is null ? 0 : Math.Max(0, soft.MaxExtensions - intent.Extensions) * soft.ExtensionMs;
        return MayBeChosenUntil(intent) + extensionsMs;
    }

    /// <summary>When an offer that stood in the partition's queue counts from.</summary>
    /// <param name="total">The offer's.</param>
    /// <param name="at">When it came, or the last moment before the close.</param>
    public virtual long CountsFrom(IntentState intent, long total, long at) => at;

    /// <summary>Why the format refuses an offer that counts from then; null: it does not.</summary>
    /// <param name="current">What the offer would take the place of.</param>
    public virtual Reason? Refuses(IntentState intent, OfferTerms offer, long at, BookedOffer? current) => null;

    /// <summary>Why the offer cannot be a standing bid; null: it can, or the format knows none.</summary>
    public virtual Reason? RefusesFloor(IntentState intent) => null;

    /// <summary>The total that a confirmation of the offer means; null: its own.</summary>
    public virtual long? TotalToConfirm(IntentState intent, ConfirmOffer c, BookedOffer current) => null;

    /// <summary>The standing bid that answers an offer that is being accepted, perhaps the offer itself; null: none does.</summary>
    public virtual BidMoved? AnswerTo(IntentState intent, BookedOffer newcomer, StandingBid? floor) => null;

    /// <summary>What follows at once from an offer that is accepted.</summary>
    public virtual IReadOnlyList<MarketEvent> FollowsFrom(IntentState intent, in Acceptance accepted) => [];

    /// <summary>What the auction has come to by itself, while offers are taken: at its closing time it is called to close.</summary>
    public virtual void Wake(IntentState intent, long at, List<MarketEvent> events)
    {
        if (at >= intent.ClosesAt)
            events.Add(new ClosingCalled());
    }

    /// <summary>When it next comes to something by itself, while offers are taken.</summary>
    public virtual long WakeAt(IntentState intent) => intent.ClosesAt;

    /// <summary>Why an offer of that rank cannot be awarded; null: the customer chooses.</summary>
    public virtual Decision.Refuse? RefusesAward(int rank) => null;

    /// <summary>What the winner is paid, in minor units: what it asked for.</summary>
    /// <param name="second">The next in rank; null: there was no other.</param>
    public virtual long Paid(IntentTerms terms, BookedOffer won, BookedOffer? second) => won.Terms.Total;

    /// <summary>Changes the state by an event that the format itself decides. False: the event is none of those.</summary>
    public virtual bool Apply(IntentState intent, RecordedEvent recorded) => false;

    /// <summary>Until when an offer can come to be chosen if the close does not move.</summary>
    protected virtual long MayBeChosenUntil(IntentState intent) => intent.AwardBy;
}

public static class AuctionExtensions
{
    extension(Auction auction)
    {
        /// <summary>Nobody, the customer included, sees an offer before the close.</summary>
        public bool IsSealed => AuctionFormatRules.Of(auction.Format).IsSealed;

        /// <summary>It may be awarded before its close.</summary>
        public bool MayEndEarly => auction.EarlyAward || AuctionFormatRules.Of(auction.Format).MayAwardByItself;
    }
}
