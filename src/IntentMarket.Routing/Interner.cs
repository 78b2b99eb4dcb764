using System.Collections.Concurrent;
using System.Numerics;

namespace IntentMarket.Routing;

/// <summary>Numbers for what vendors name, from 1 on in the order in which it comes, so that an intent is compared with many subscriptions
/// by numbers. One thread adds and gives back, any may read.</summary>
/// <param name="most">How many are numbered: what comes later has no number, is found by the exact criteria alone, and so costs time and
/// changes no match.</param>
internal sealed class Interner<T>(int most)
    where T : notnull
{
    private readonly ConcurrentDictionary<T, int> _numbers = new();
    private readonly List<T?> _named = [default];
    private readonly Stack<int> _free = [];

    /// <summary>Numbers that are not given out.</summary>
    public int Left => _free.Count + most + 1 - _named.Count;

    /// <summary>0 where it has no number.</summary>
    public int Find(T named) => _numbers.GetValueOrDefault(named);

    /// <summary>0 where all numbers are given out.</summary>
    public int FindOrAdd(T named)
    {
        if (_numbers.TryGetValue(named, out var number) || Left == 0)
            return number;
        if (!_free.TryPop(out number))
        {
            number = _named.Count;
            _named.Add(default);
        }
        _named[number] = named;
        return _numbers[named] = number;
    }

    /// <summary>Nobody names it any more: the next one may have its number. Who may still read it begins again.</summary>
    public void GiveBack(int number)
    {
        _numbers.TryRemove(_named[number]!, out _);
        _named[number] = default;
        _free.Push(number);
    }
}

/// <summary>Sets of names as bits, so that two sets share a name where they share a bit.</summary>
/// <remarks>The highest bit belongs to whoever names nothing and is asked for always: a subscription that names nothing has all bits, an
/// intent that asks nothing asks for all. The next one is shared by all names that came after the first <c>bits - 2</c>: who has it must
/// be looked at exactly.</remarks>
/// <param name="bits">At most 64.</param>
internal sealed class BitSetCoder(int bits)
{
    private readonly Interner<string> _own = new(bits - 2);

    private ulong Shared => 1UL << (bits - 2);

    private ulong Open => 1UL << (bits - 1);

    /// <summary>The bits of a subscription.</summary>
    /// <param name="isExact">Becomes false where the bits say less than the names.</param>
    public ulong Have(IReadOnlyList<string>? names, ref bool isExact)
    {
        if (names is not { Count: > 0 })
            return ulong.MaxValue;
        var have = 0UL;
        foreach (var name in names)
        {
            var number = _own.FindOrAdd(name);
            isExact &= number > 0;
            have |= Bit(number);
        }
        return have;
    }

    /// <summary>The bits that an intent asks for one of; null: it leaves that open.</summary>
    public ulong Ask(IReadOnlyList<string>? names)
    {
        if (names is null)
            return ulong.MaxValue;
        var asked = Open;
        foreach (var name in names)
            asked |= Ask(name);
        return asked;
    }

    public ulong Ask(string name) => Open | Bit(_own.Find(name));

    private ulong Bit(int number) => number == 0 ? Shared : 1UL << (number - 1);
}

/// <summary>Amounts in 31 bits with the order kept: a whole number below 2^26 as it is, a greater one by its first 26 bits and how many
/// follow. Two amounts that differ may be the same there, so there is one rounded down and one rounded up, and where the two differ the
/// amount is not one of those that stand there exactly.</summary>
internal static class LossyAmount
{
    private const int Digits = 26;

    /// <param name="unit">What counts as one: the rest is rounded away.</param>
    public static int Floor(Int128 value, int unit) => value < 0 ? -1 : Floor(Whole(value, unit));

    public static int Ceiling(Int128 value, int unit)
    {
        if (value < 0)
            return 0;
        var whole = Whole(value, unit);
        var floor = Floor(whole);
        var isExact = value == (Int128)whole * unit && whole >> Dropped(whole) << Dropped(whole) == whole;
        return isExact ? floor : floor + 1;
    }

    private static int Floor(ulong whole)
    {
        var dropped = Dropped(whole);
        return (dropped << (Digits - 1)) + (int)(whole >> dropped);
    }

    private static int Dropped(ulong whole) => Math.Max(0, BitOperations.Log2(whole) - (Digits - 1));

    /// <summary>No bound is greater than a long, so neither need be what is compared with one.</summary>
    private static ulong Whole(Int128 value, int unit) => (ulong)(Int128.Min(value, long.MaxValue) / unit);
}
