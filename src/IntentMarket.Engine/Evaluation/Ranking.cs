using System.Security.Cryptography;
using System.Text;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;

namespace IntentMarket.Engine.Evaluation;

/// <summary>The live offers of an intent, once it is over those of its end, in the order of rank: higher score, then lower total, then the
/// earlier in the log.</summary>
/// <remarks>In chunks, so that an offer among 10,000 moves some hundred others and not all behind it.</remarks>
public sealed class Ranking : IReadOnlyList<BookedOffer>
{
    private const int ChunkMax = 256;

    private readonly List<List<BookedOffer>> _chunks = new(1);

    public int Count { get; private set; }

    public BookedOffer? Leader => Count > 0 ? _chunks[0][0] : null;

    public IReadOnlyList<BookedOffer> Offers => this;

    public BookedOffer this[int index]
    {
        get
        {
            foreach (var chunk in _chunks)
            {
                if (index < chunk.Count)
                    return chunk[index];
                index -= chunk.Count;
            }
            throw new ArgumentOutOfRangeException(nameof(index));
        }
    }

    public void Add(BookedOffer offer)
    {
        var (chunk, index) = Find(offer.Score, offer.Terms.Total, offer.Placed);
        if (_chunks.Count == 0)
            _chunks.Add([]);
        else if (chunk == _chunks.Count)
            (chunk, index) = (chunk - 1, _chunks[^1].Count);
        var into = _chunks[chunk];
        into.Insert(index, offer);
        Count++;
        if (into.Count <= ChunkMax)
            return;
        _chunks.Insert(chunk + 1, into.GetRange(ChunkMax / 2, into.Count - ChunkMax / 2));
        into.RemoveRange(ChunkMax / 2, into.Count - ChunkMax / 2);
    }

    public void Remove(BookedOffer offer)
    {
        var (chunk, index) = Find(offer.Score, offer.Terms.Total, offer.Placed);
        if (chunk == _chunks.Count || _chunks[chunk][index].OfferId != offer.OfferId)
            throw new InvalidOperationException($"offer {offer.OfferId} does not stand at its place in the ranking");
        _chunks[chunk].RemoveAt(index);
        Count--;
        if (_chunks[chunk].Count == 0)
            _chunks.RemoveAt(chunk);
    }

    /// <summary>How many offers rank before one of this score, total and place in time.</summary>
    public int Place(Score score, long total, int placed)
    {
        var (chunk, index) = Find(score, total, placed);
        for (var i = 0; i < chunk; i++)
            index += _chunks[i].Count;
        return index;
    }

    /// <summary>Hex SHA-256 over the ranked set: see <see cref="IntentAwarded"/>.</summary>
    internal static string HashOf(IEnumerable<BookedOffer> ranked)
    {
        var lines = new StringBuilder();
        foreach (var offer in ranked)
            lines.Append(offer.OfferId).Append(' ').Append(offer.Score.Total).Append(' ').Append(offer.Terms.Total).Append('\n');
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(lines.ToString())));
    }

    public IEnumerator<BookedOffer> GetEnumerator() => _chunks.SelectMany(chunk => chunk).GetEnumerator();

    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The first offer that does not rank before one like that: its chunk and its index there. Behind all: the
    /// chunk after the last.</summary>
    private (int Chunk, int Index) Find(Score score, long total, int placed)
    {
        int low = 0, high = _chunks.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (IsBefore(_chunks[middle][^1]))
                low = middle + 1;
            else
                high = middle;
        }
        if (low == _chunks.Count)
            return (low, 0);
        var chunk = _chunks[low];
        int from = 0, to = chunk.Count - 1;
        while (from < to)
        {
            var middle = (from + to) / 2;
            if (IsBefore(chunk[middle]))
                from = middle + 1;
            else
                to = middle;
        }
        return (low, from);

        // Nearly all differ in score: their terms, elsewhere in memory, are not read.
        bool IsBefore(BookedOffer offer) => Compare(offer.Score, score) is var byScore and not 0
            ? byScore < 0
            : Compare(offer.Score, offer.Terms.Total, offer.Placed, score, total, placed) < 0;
    }

    /// <summary>Below zero where the first ranks before the second.</summary>
    public static int Compare(Score score, long total, int placed, Score otherScore, long otherTotal, int otherPlaced)
    {
        if (Compare(score, otherScore) is var byScore and not 0)
            return byScore;
        return total != otherTotal ? total.CompareTo(otherTotal) : placed.CompareTo(otherPlaced);
    }

    private static int Compare(Score score, Score otherScore) =>
        score.Total != otherScore.Total ? otherScore.Total.CompareTo(score.Total) : otherScore.Fine.CompareTo(score.Fine);
}

/// <summary>An offer as its intent's book holds it.</summary>
/// <param name="Placed">The number of the event that gave it its place in time.</param>
/// <param name="Receipt">The number of the event that its receipt tells.</param>
public sealed record BookedOffer(
    OfferId OfferId, Pseudonym Vendor, OfferTerms Terms, Score Score, int Placed, int Receipt, long At, long ValidUntil, OfferStatus Status)
{
    internal OfferRef ToRef() => new(OfferId, Vendor);

    /// <summary>The standing bid at the total that it was revised to.</summary>
    internal BookedOffer MovedBy(BidMoved moved) =>
        this with { Terms = Terms with { Total = moved.Total }, Score = new Score(moved.Score, moved.Points) };
}
