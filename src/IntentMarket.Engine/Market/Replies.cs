namespace IntentMarket.Engine.Market;

/// <summary>What the market answers to a command, once it is stored.</summary>
public abstract record Reply
{
    /// <summary>It was recorded by this event, now or, where the request repeats one, earlier.</summary>
    public sealed record Recorded(RecordedEvent Event, bool Repeated) : Reply;

    /// <summary>It was not allowed, and nothing was recorded. <paramref name="Code"/> is one of <see cref="Problems"/>.</summary>
    public sealed record Refused(string Code, string Detail) : Reply;

    /// <summary>The store is down: nothing was recorded.</summary>
    public sealed record Down : Reply;

    /// <summary>The mailbox is full: nothing was recorded.</summary>
    public sealed record Full : Reply;

    /// <summary>No answer in time: it may have been recorded, or not.</summary>
    public sealed record Unknown : Reply;
}

/// <summary>A stored event, read.</summary>
public sealed record RecordedEvent(IntentId IntentId, int Seq, long At, MarketEvent Event, string Hash);

/// <summary>Codes of what is not allowed.</summary>
public static class Problems
{
    public const string NotFound = "not-found";
    public const string KeyReused = "key-reused";
    public const string NotOpen = "not-open";
    public const string StaleVersion = "stale-version";
    public const string NotAmendable = "not-amendable";
    public const string AlreadyAwarded = "already-awarded";
    public const string OfferChanged = "offer-changed";
    public const string NotYetClosed = "not-yet-closed";
    public const string ReasonRequired = "reason-required";
    public const string FirstOnly = "first-only";
    public const string Binding = "binding";
    public const string Limit = "limit";
    public const string TermsChanged = "terms-changed";
    public const string InThePast = "in-the-past";
    public const string Down = "down";
}
