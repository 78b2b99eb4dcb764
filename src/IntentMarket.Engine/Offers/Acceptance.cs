using IntentMarket.Engine.Evaluation;
using IntentMarket.Engine.Intents;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;

namespace IntentMarket.Engine.Offers;

/// <summary>An offer that is being accepted, and what becomes of the ranking with it.</summary>
/// <param name="Offer">As the book will hold it.</param>
/// <param name="Floor">Where it is a standing bid.</param>
/// <param name="Moved">The standing bid that answers it, perhaps its own.</param>
internal readonly record struct Acceptance(BookedOffer Offer, StandingBid? Floor, BidMoved? Moved, Placing Place)
{
    /// <param name="isPreview">It is told its place among the offers that stand, before standing bids answer: else it would find their
    /// floors.</param>
    public static Acceptance Of(IntentState intent, BookedOffer offer, StandingBid? floor, bool isPreview)
    {
        var moved = intent.Format.AnswerTo(intent, offer, floor);
        var answer = moved is null || isPreview || !intent.HasRules2
            ? null
            : (moved.Vendor == offer.Vendor ? offer : intent.CurrentOf(moved.Vendor)).MovedBy(moved);
        return new Acceptance(offer, floor, moved, PlaceOf(intent, offer, answer));
    }

    /// <param name="answer">What the standing bid that answers it becomes, its own perhaps.</param>
    private static Placing PlaceOf(IntentState intent, BookedOffer offer, BookedOffer? answer)
    {
        if (answer?.Vendor == offer.Vendor)
            (offer, answer) = (answer, null);
        var place = intent.Ranking.Place(offer.Score, offer.Terms.Total, offer.Placed);
        if (intent.Current(offer.Vendor) is { Status: OfferStatus.Live } own && IsBefore(own, offer))
            place--; // it makes room
        if (answer is not null && IsBefore(answer, offer) && !IsBefore(intent.CurrentOf(answer.Vendor), offer))
            place++;
        if (place == 0)
            return new Placing(1, null, null, offer.Vendor);
        var leader = intent.Ranking.Leader!.Vendor == offer.Vendor ? intent.Ranking[1] : intent.Ranking.Leader;
        if (answer is not null && !IsBefore(leader, answer))
            leader = answer;
        var lead = new Lead(leader.Terms.Total, leader.Score.Total, leader.Score.Fine);
        return new Placing(place + 1, lead, Scoring.GapTo(lead, intent.Terms.Terms, offer.Terms, offer.Score), leader.Vendor);
    }

    private static bool IsBefore(BookedOffer one, BookedOffer other) =>
        Ranking.Compare(one.Score, one.Terms.Total, one.Placed, other.Score, other.Terms.Total, other.Placed) < 0;
}

/// <summary>The place of an offer, what it lacks to the lead, and who leads.</summary>
/// <param name="Lead">The offer that leads; null where it is this one.</param>
/// <param name="Leader">The pseudonym of the vendor who leads.</param>
internal readonly record struct Placing(int Rank, Lead? Lead, Gap? Gap, Pseudonym Leader);
