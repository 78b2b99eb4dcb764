using IntentMarket.Engine.Evaluation;
using IntentMarket.Engine.Intents;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;

namespace IntentMarket.Engine.Auctions;

/// <summary><c>japanese</c>: the total on offer falls level by level, and who has not confirmed a level when it ends is out. The clock
/// stops when one is left, who wins at the last level it confirmed; if all leave at one level, the earliest to confirm the last one wins;
/// none at the first: unawarded.</summary>
internal sealed class JapaneseFormat : ClockFormat
{
    /// <summary>A level is taken at its total, and by those alone who took the one before.</summary>
    public override Reason? Refuses(IntentState intent, OfferTerms offer, long at, BookedOffer? current)
    {
        var clock = ClockOf(intent);
        var level = clock.LevelAt(at, intent.ClosesAt);
        var total = clock.Total(level);
        if (OverLevel(intent, offer.Total, total) is { } over)
            return over;
        var terms = intent.Terms;
        if (offer.Total < total)
            return new Reason("not-equal", Criterion.Total.Name, terms.Write(total), terms.Write(offer.Total));
        if (current?.Terms.Total == total)
            return new Reason("not-improving", Criterion.Total.Name, terms.Write(total), terms.Write(total));
        var before = level > 0 ? clock.Total(level - 1) : (long?)null;
        if (level >= intent.Level && current?.Terms.Total == before)
            return null;
        var got = current is null ? null : terms.Write(current.Terms.Total);
        return new Reason("level-missed", Criterion.Total.Name, terms.Write(before ?? total), got);
    }

    /// <summary>What stood in the queue before the end of a level was recorded is in time for it, and dated to its last moment.</summary>
    public override long CountsFrom(IntentState intent, long total, long at)
    {
        var clock = ClockOf(intent);
        var isInTime = clock.LevelOf(total) == intent.Level && intent.Level < clock.LevelAt(at, intent.ClosesAt);
        return isInTime ? clock.EndOf(intent.Level, intent.ClosesAt) - 1 : at;
    }

    /// <summary>The total of the present level. From the queue it may be the level that has not ended yet, where the vendor has still to
    /// take it.</summary>
    public override long? TotalToConfirm(IntentState intent, ConfirmOffer c, BookedOffer current)
    {
        if (current.Status != OfferStatus.Live)
            return null;
        var clock = ClockOf(intent);
        var isBehind = c.InOrder && current.Terms.Total != clock.Total(intent.Level);
        return clock.Total(isBehind ? intent.Level : clock.LevelAt(Math.Min(c.At, intent.ClosesAt - 1), intent.ClosesAt));
    }

    /// <summary>A level that has ended is followed by the next while two or more took it. The auction ends with its last level, and calls
    /// no close.</summary>
    public override void Wake(IntentState intent, long at, List<MarketEvent> events)
    {
        var clock = ClockOf(intent);
        if (at < WakeAt(intent))
            return;
        var level = clock.Total(intent.Level);
        // Under rules 1 whoever had gone on to the next level already did not count as one who took this.
        var taken = intent.Ranking.Count(o => intent.HasRules2 ? o.Terms.Total <= level : o.Terms.Total == level);
        if (taken > 1 && intent.Level + 1 < clock.Levels)
            events.Add(new LevelEnded(intent.Level, clock.Total(intent.Level + 1), taken));
        else
            events.AddRange(AwardModule.CloseAndAward(intent, intent.Ranking));
    }

    /// <summary>What was sent before a level ended is waited for, as before a close.</summary>
    public override long WakeAt(IntentState intent) => base.WakeAt(intent) + Limits.CloseGraceMs;
}
