using System.Text.Json.Serialization;

namespace IntentMarket.Engine.Values;

public enum AuctionFormat
{
    [Word("open")] Open,
    [Word("sealed")] Sealed,
    [Word("sealed-second-score")] SealedSecondScore,
    [Word("english")] English,
    [Word("dutch")] Dutch,
    [Word("japanese")] Japanese,
}

public enum Visibility
{
    [Word("none")] None,
    [Word("rank")] Rank,
    [Word("lead")] Lead,
    [Word("full")] Full,
}

/// <summary>How vendors compete, without its closing time.</summary>
/// <param name="Decrement">In english alone: by how much a revision improves.</param>
/// <param name="Clock">In dutch and japanese alone: the total on offer as time goes by.</param>
public sealed record Auction(
    AuctionFormat Format, Visibility Visibility, bool EarlyAward, SoftClose? SoftClose, Decrement? Decrement = null,
    PriceClock? Clock = null);

/// <summary>An accepted offer that takes the lead within <paramref name="WindowMs"/> of the close moves it to
/// <paramref name="ExtensionMs"/> from then.</summary>
public sealed record SoftClose(long WindowMs, long ExtensionMs, int MaxExtensions);

/// <summary>By how much a revision must improve in an english auction: one of an amount, a percentage and bands where the total alone
/// ranks, else points.</summary>
/// <param name="VsOwn">Against the vendor's own live offer; else against the leader.</param>
/// <param name="Amount">Minor units.</param>
/// <param name="Percent">Millionths of a percent of the total to beat.</param>
/// <param name="Bands">By the total to beat, highest first; the last has no lower bound.</param>
/// <param name="Points">Millionths of a point.</param>
public sealed record Decrement(
    bool VsOwn, long? Amount = null, long? Percent = null, IReadOnlyList<DecrementBand>? Bands = null, long? Points = null)
{
    private const long HundredPercent = 100 * Engine.Values.Amount.Million;

    /// <summary>The highest total that beats another by the decrement, in minor units; below zero where none does.</summary>
    public long Below(long total)
    {
        if (Percent is { } percent)
            return (long)((Int128)total * (HundredPercent - percent) / HundredPercent);
        var amount = Amount ?? Bands!.First(b => b.Above is null || total > b.Above).Amount;
        return total - amount;
    }
}

/// <summary>A band of decrements: for a total to beat that is above <paramref name="Above"/> (null: any), in minor units.</summary>
public sealed record DecrementBand(long? Above, long Amount);

/// <summary>The total on offer in a dutch (it rises) or japanese (it falls) auction: level by level from <paramref name="Start"/> to
/// <paramref name="Limit"/>, in minor units. The last level ends with the close, so the clock starts as many intervals before it as there
/// are levels; until then the first level is on offer.</summary>
public sealed record PriceClock(long Start, long Step, long IntervalMs, long Limit)
{
    [JsonIgnore]
    public int Levels => (int)((Math.Abs(Limit - Start) + Step - 1) / Step) + 1;

    /// <summary>The total of a level, from 0; the last is the limit.</summary>
    public long Total(int level) => Limit > Start ? Math.Min(Start + level * Step, Limit) : Math.Max(Start - level * Step, Limit);

    /// <summary>The level at a time. At the instant at which a level ends, the next one is on offer.</summary>
    public int LevelAt(long at, long closesAt) =>
        (int)Math.Clamp((at - (closesAt - Levels * IntervalMs)) / IntervalMs, 0, Levels - 1);

    /// <summary>When a level ends.</summary>
    public long EndOf(int level, long closesAt) => closesAt - (Levels - 1 - level) * IntervalMs;

    /// <summary>The level of which this is the total; null where there is none.</summary>
    public int? LevelOf(long total)
    {
        if (total == Limit)
            return Levels - 1;
        var (level, rest) = Math.DivRem(Math.Abs(total - Start), Step);
        return rest == 0 && level < Levels - 1 && Total((int)level) == total ? (int)level : null;
    }
}
