namespace IntentMarket.Nodes;

/// <summary>The time by the database's clock, and how far this node's own clock is off it.</summary>
public sealed class DatabaseClock(TimeProvider clock)
{
    /// <summary>A node whose clock is further off than this is not ready: it would stamp offers wrongly.</summary>
    public const long OffMaxMs = 250;

    private long _offset;

    public long Now => clock.GetUtcNow().ToUnixTimeMilliseconds() + OffsetMs;

    /// <summary>What is to be added to this node's clock.</summary>
    public long OffsetMs => Interlocked.Read(ref _offset);

    /// <summary>The database said its time at some moment of a call that ends now, so the offset lies between two: it moves only as far as
    /// it must. A call that took long tells little, and moves nothing that may be right.</summary>
    /// <param name="took">By a clock that does not jump.</param>
    internal void Learn(long databaseNow, TimeSpan took)
    {
        var least = databaseNow - clock.GetUtcNow().ToUnixTimeMilliseconds();
        Interlocked.Exchange(ref _offset, Math.Clamp(OffsetMs, least, least + (long)took.TotalMilliseconds));
    }
}
