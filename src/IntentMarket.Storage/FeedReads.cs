using IntentMarket.Engine;

namespace IntentMarket.Storage;

/// <summary>Where a reader stands in the feed: all transactions before <paramref name="Feed"/>, and of that one the items up to <paramref name="Ordinal"/>.</summary>
public readonly record struct FeedPoint(long Feed, int Ordinal) : IComparable<FeedPoint>
{
    public int CompareTo(FeedPoint other) => (Feed, Ordinal).CompareTo((other.Feed, other.Ordinal));

    /// <summary>The point right before: reading after it gives this one again.</summary>
    public FeedPoint Before => this with { Ordinal = Ordinal - 1 };

    public static bool operator <(FeedPoint a, FeedPoint b) => a.CompareTo(b) < 0;

    public static bool operator >(FeedPoint a, FeedPoint b) => a.CompareTo(b) > 0;

    public static bool operator <=(FeedPoint a, FeedPoint b) => a.CompareTo(b) <= 0;

    public static bool operator >=(FeedPoint a, FeedPoint b) => a.CompareTo(b) >= 0;
}

/// <summary>Something that an account is told: an event, or (where <paramref name="Event"/> is null) that it was matched to an intent.</summary>
/// <param name="At">Unix milliseconds: the commit's, or of the match.</param>
public sealed record FeedItem(FeedPoint Point, long At, Guid Account, PartyRole Role, Guid Pseudonym, Guid IntentId, int Partition, StoredEvent? Event);

/// <param name="End">Up to where the feed was read: the next read goes on from there, also where there were no items.</param>
/// <param name="More">There was more than the limit.</param>
/// <param name="Waiting">There are transactions that cannot be read yet, because an earlier one is not finished.</param>
public sealed record FeedPage(IReadOnlyList<FeedItem> Items, FeedPoint End, bool More, bool Waiting);

public sealed class FeedReads
{
    /// <summary>Where the feed ends at present.</summary>
    public Task<FeedPoint> End(CancellationToken cancel) => throw new NotImplementedException();

    /// <summary>What these accounts are told after a point, in the order of the feed. An account is told of an intent's events only after the
    /// match that told it of the intent; of events about a vendor only if it is that vendor, or the intent's customer.</summary>
    public Task<FeedPage> Read(IReadOnlyCollection<Guid> accounts, FeedPoint after, int limit, CancellationToken cancel) => throw new NotImplementedException();
}
