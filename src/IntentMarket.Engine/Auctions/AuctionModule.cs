using IntentMarket.Engine.Evaluation;
using IntentMarket.Engine.Intents;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;

namespace IntentMarket.Engine.Auctions;

/// <summary>How an auction comes to its close: it is called to close, waits for what is still on its way, and closes. What its format does
/// at its time, and the events of the format, are the format's.</summary>
internal sealed class AuctionModule : BookModule
{
    public override bool Apply(IntentState intent, RecordedEvent recorded)
    {
        switch (recorded.Event)
        {
            case ClosingCalled:
                intent.ClosingCalledAt = recorded.At;
                return true;
            case IntentClosed:
                intent.Status = IntentStatus.Evaluating;
                return true;
            default:
                return intent.Format.Apply(intent, recorded);
        }
    }

    public override void Wake(IntentState intent, long at, List<MarketEvent> events)
    {
        if (intent.Status != IntentStatus.Open)
            return;
        if (intent.ClosingCalledAt is null)
            intent.Format.Wake(intent, at, events);
        else if (at >= WakeAt(intent))
            Close(intent, events);
    }

    public override long? WakeAt(IntentState intent)
    {
        if (intent.Status != IntentStatus.Open)
            return null;
        return intent.ClosingCalledAt is { } calledAt ? calledAt + Limits.CloseGraceMs : intent.Format.WakeAt(intent);
    }

    private static void Close(IntentState intent, List<MarketEvent> events)
    {
        events.Add(new IntentClosed(intent.Ranking.Count, Ranking.HashOf(intent.Ranking)));
        if (intent.Ranking.Count == 0)
            events.Add(new IntentUnawarded());
    }
}
