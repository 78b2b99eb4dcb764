namespace IntentMarket.Engine;

/// <summary>The live offers of an intent in the order of rank: higher score, then lower total, then the earlier in the log.</summary>
public sealed class Ranking
{
    private readonly List<BookedOffer> _offers = [];

    public int Count => _offers.Count;

    public BookedOffer? Leader => _offers.Count > 0 ? _offers[0] : null;

    public IReadOnlyList<BookedOffer> Offers => _offers;

    public void Add(BookedOffer offer) => _offers.Insert(Place(offer.Score.Total, offer.Terms.Total, offer.Placed), offer);

    public void Remove(BookedOffer offer)
    {
        var place = Place(offer.Score.Total, offer.Terms.Total, offer.Placed);
        if (place == _offers.Count || _offers[place].OfferId != offer.OfferId)
            throw new InvalidOperationException($"offer {offer.OfferId} does not stand at its place in the ranking");
        _offers.RemoveAt(place);
    }

    /// <summary>How many offers rank before one of this score, total and place in time.</summary>
    public int Place(long score, long total, int placed)
    {
        int low = 0, high = _offers.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Before(_offers[middle], score, total, placed))
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    private static bool Before(BookedOffer offer, long score, long total, int placed)
    {
        if (offer.Score.Total != score)
            return offer.Score.Total > score;
        if (offer.Terms.Total != total)
            return offer.Terms.Total < total;
        return offer.Placed < placed;
    }
}

/// <summary>An offer as its intent's book holds it.</summary>
/// <param name="Placed">The number of the event that gave it its place in time.</param>
/// <param name="Receipt">The number of the event that its receipt tells.</param>
public sealed record BookedOffer(
    Guid OfferId, Guid Vendor, OfferTerms Terms, Score Score, int Placed, int Receipt, long At, long ValidUntil, OfferStatus Status);
