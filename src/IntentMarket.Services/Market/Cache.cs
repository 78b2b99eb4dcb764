using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Internal;

namespace IntentMarket.Services.Market;

/// <summary>What a node remembers, so as not to ask for it again. It may be gone at any time: when it is full, what was not
/// used for longest goes.</summary>
/// <param name="sizeMax">Entries; or whatever the sizes of entries count.</param>
public sealed class Cache<TKey, TValue>(long sizeMax, TimeProvider clock) where TKey : notnull
{
    /// <summary>The share that goes when it is full.</summary>
    private const double Room = 0.1;

    private readonly MemoryCache _kept = new(new MemoryCacheOptions { SizeLimit = sizeMax, Clock = new Steady(clock) });

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        if (_kept.TryGetValue(key, out var kept))
        {
            value = (TValue)kept!;
            return true;
        }
        value = default;
        return false;
    }

    /// <param name="keptFor">Null: as long as there is room.</param>
    public TValue Keep(TKey key, TValue value, TimeSpan? keptFor = null, long size = 1)
    {
        if (keptFor <= TimeSpan.Zero)
        {
            _kept.Remove(key);
            return value;
        }
        var entry = new MemoryCacheEntryOptions { Size = size, AbsoluteExpirationRelativeToNow = keptFor };
        _kept.Set(key, value, entry);
        // When it is full the library drops what comes, and makes room later.
        if (!_kept.TryGetValue(key, out _))
        {
            _kept.Compact(Room);
            _kept.Set(key, value, entry);
        }
        return value;
    }

    public void Forget(Func<TValue, bool> isMeant)
    {
        foreach (TKey key in _kept.Keys)
        {
            if (TryGet(key, out var value) && isMeant(value))
                _kept.Remove(key);
        }
    }

    /// <summary>An age is counted by the timestamps, which no one sets back.</summary>
    private sealed class Steady(TimeProvider clock) : ISystemClock
    {
        private readonly long _since = clock.GetTimestamp();

        public DateTimeOffset UtcNow => DateTimeOffset.UnixEpoch + clock.GetElapsedTime(_since);
    }
}
