using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;

namespace IntentMarket.Web.Ranking;

/// <summary>The price on offer in an auction by the clock, and until when.</summary>
/// <param name="Total">A decimal string.</param>
/// <param name="EndsAt">RFC 3339.</param>
/// <param name="Number">from 1 to <paramref name="Count"/>.</param>
public sealed record LevelNow(string Total, string EndsAt, int Number, int Count)
{
    /// <summary>Null where no clock goes.</summary>
    public static LevelNow? Of(IntentRow row, DateTimeOffset now)
    {
        var terms = EventCodec.DecodeIntentTerms(row.Terms);
        if (row.Status != IntentStatus.Open || terms.Auction.Clock is not { } prices)
            return null;
        var level = prices.LevelAt(now.ToUnixTimeMilliseconds(), row.ClosesAt);
        return new LevelNow(
            Amount.Format(prices.Total(level), terms.Digits), Time.Format(prices.EndOf(level, row.ClosesAt)), level + 1, prices.Levels);
    }
}
