namespace IntentMarket.Engine;

/// <summary>The live offers of an intent in the order of rank: higher score, then lower total, then the earlier in the log.</summary>
public sealed class Ranking
{
    private readonly List<BookedOffer> _offers = [];

    public int Count => _offers.Count;

    public BookedOffer? Leader => _offers.Count > 0 ? _offers[0] : null;

    public IReadOnlyList<BookedOffer> Offers => _offers;

    public void Add(BookedOffer offer) => _offers.Insert(Place(offer.Score, offer.Terms.Total, offer.Placed), offer);

    public void Remove(BookedOffer offer)
    {
        var place = Place(offer.Score, offer.Terms.Total, offer.Placed);
        if (place == _offers.Count || _offers[place].OfferId != offer.OfferId)
            throw new InvalidOperationException($"offer {offer.OfferId} does not stand at its place in the ranking");
        _offers.RemoveAt(place);
    }

    /// <summary>How many offers rank before one of this score, total and place in time.</summary>
    public int Place(Score score, long total, int placed)
    {
        int low = 0, high = _offers.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            var offer = _offers[middle];
            if (Compare(offer.Score, offer.Terms.Total, offer.Placed, score, total, placed) < 0)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    /// <summary>Below zero where the first ranks before the second.</summary>
    public static int Compare(Score score, long total, int placed, Score otherScore, long otherTotal, int otherPlaced)
    {
        if (score.Total != otherScore.Total)
            return otherScore.Total.CompareTo(score.Total);
        if (score.Fine != otherScore.Fine)
            return otherScore.Fine.CompareTo(score.Fine);
        return total != otherTotal ? total.CompareTo(otherTotal) : placed.CompareTo(otherPlaced);
    }
}

/// <summary>An offer as its intent's book holds it.</summary>
/// <param name="Placed">The number of the event that gave it its place in time.</param>
/// <param name="Receipt">The number of the event that its receipt tells.</param>
public sealed record BookedOffer(
    Guid OfferId, Guid Vendor, OfferTerms Terms, Score Score, int Placed, int Receipt, long At, long ValidUntil, OfferStatus Status);
