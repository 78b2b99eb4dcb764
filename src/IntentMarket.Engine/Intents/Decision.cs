using IntentMarket.Engine.Market;

namespace IntentMarket.Engine.Intents;

/// <summary>What a book decides about a command.</summary>
public abstract record Decision
{
    /// <param name="At">The time that the events get.</param>
    /// <param name="Answer">The index of the event that answers the command.</param>
    public sealed record Record(long At, IReadOnlyList<MarketEvent> Events, int Answer = 0) : Decision;

    /// <summary>The request was answered before, by this event.</summary>
    public sealed record Repeat(int Seq) : Decision;

    public sealed record Refuse(string Code, string Detail) : Decision;

    /// <summary>There is nothing to do: a wake-up that came early or twice.</summary>
    public sealed record Nothing : Decision;
}
