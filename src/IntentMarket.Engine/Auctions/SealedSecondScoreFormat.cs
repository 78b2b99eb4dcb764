using IntentMarket.Engine.Evaluation;
using IntentMarket.Engine.Intents;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;

namespace IntentMarket.Engine.Auctions;

/// <summary><c>sealed-second-score</c>: as sealed, but rank 1 alone may be awarded, and what it is paid the second score sets.</summary>
internal sealed class SealedSecondScoreFormat : SealedFormat
{
    public override Decision.Refuse? RefusesAward(int rank) => rank > 1
        ? new Decision.Refuse(
            Problems.FirstOnly, $"the offer has rank {rank}: where the second score sets what is paid, rank 1 alone is awarded")
        : null;

    public override long Paid(IntentTerms terms, BookedOffer won, BookedOffer? second) => SecondScore.Paid(terms, won, second);
}

/// <summary>What sealed-second-score pays its winner: the highest total at which it would still rank first (Che, Design Competition through
/// Multidimensional Auctions, RAND Journal of Economics 24, 1993: the second-score auction).</summary>
public static class SecondScore
{
    /// <param name="second">Null where there is no other offer: the highest total that is admissible is paid.</param>
    /// <returns>Minor units.</returns>
    public static long Paid(IntentTerms terms, BookedOffer first, BookedOffer? second)
    {
        var most = terms.MaxTotal!.Value;
        if (second is null)
            return most;
        var bar = new Bar(second.Score.Total, second.Score.Fine, second.Terms.Total, YieldsToEqual: first.Placed < second.Placed);
        return new Rescoring(terms.Terms, first.Terms, first.Score).Highest(most, bar)
            ?? throw new InvalidOperationException($"offer {first.OfferId} ranks first and beats {second.OfferId} at no total");
    }
}
