using System.Runtime.Intrinsics;

namespace IntentMarket.Routing;

/// <summary>The signatures at one node of a category tree, a list for each region. One thread changes it while others read.</summary>
/// <remarks>A signature is written behind the others of its list and stays as it is; a list that is full, or that signatures are taken
/// from, is replaced by a new one. So a reader finds each list as it was at one moment, with some later signatures perhaps, whose
/// subscriptions it does not count yet. Where no signature is written stands zero, which no intent passes.</remarks>
/// <param name="slots">For lists: a region's stands in the first slot that was free from the one where its number belongs.</param>
internal sealed class PostingLists(int slots = 2)
{
    private readonly Slot[] _slots = new Slot[slots];

    /// <summary>Places that are taken, also by lists that have become empty.</summary>
    private int _taken;

    /// <summary>Places that the sweep under way is done with.</summary>
    private int _swept;

    public bool IsEmpty => Array.TrueForAll(_slots, slot => slot.Signatures is not { Length: > 0 });

    /// <summary>The signatures for all regions.</summary>
    public IEnumerable<Vector256<int>[]> All => _slots.Select(slot => slot.Signatures).OfType<Vector256<int>[]>();

    /// <summary>The signatures for a region.</summary>
    public Vector256<int>[]? At(uint region)
    {
        for (var slot = SlotOf(region); ; slot = After(slot))
        {
            var there = Volatile.Read(ref _slots[slot].Region);
            if (there == region)
                return _slots[slot].Signatures;
            if (there == 0)
                return null;
        }
    }

    /// <summary>Where a search for the region begins, to be fetched.</summary>
    public ref uint Near(uint region) => ref _slots[SlotOf(region)].Region;

    /// <returns>The set of posting lists to use from now on: this one, or a greater one with its lists and the signature.</returns>
    public PostingLists Add(uint region, Vector256<int> signature)
    {
        var at = SlotOf(region);
        while (_slots[at].Region is not 0 and var there && there != region)
            at = After(at);
        ref var slot = ref _slots[at];
        if (slot.Signatures is not { } signatures)
        {
            // One slot in four stays free, so that a search ends soon.
            if ((_taken + 1) * 4 > _slots.Length * 3)
                return Greater().Add(region, signature);
            _taken++;
            slot.Signatures = [signature];
            slot.Count = 1;
            Volatile.Write(ref slot.Region, region);
            return this;
        }
        var count = slot.Count++;
        if (count < signatures.Length)
        {
            signatures[count] = signature;
            return this;
        }

        // By a third: most lists have one to three signatures.
        var more = new Vector256<int>[count + 1 + count / 3];
        signatures.CopyTo(more, 0);
        more[count] = signature;
        Volatile.Write(ref slot.Signatures, more);
        return this;
    }

    /// <summary>Takes out the signatures of subscriptions that were gone at <paramref name="now"/>, list by list.</summary>
    /// <param name="signatures">Stops when it has looked at so many, and goes on from there the next time; lowered
    /// by those it looked at.</param>
    /// <returns>Whether it is through.</returns>
    public bool Sweep(SubscriptionTable table, long now, ref int signatures)
    {
        for (; _swept < _slots.Length; _swept++)
        {
            if (signatures <= 0)
                return false;
            ref var slot = ref _slots[_swept];
            if (slot.Signatures is not { } list)
                continue;
            signatures -= list.Length;
            var kept = Array.FindAll(list[..slot.Count], signature => table[signature.ToScalar()].Died > now);
            if (kept.Length == slot.Count)
                continue;
            slot.Count = kept.Length;
            Volatile.Write(ref slot.Signatures, kept);
        }
        _swept = 0;
        return true;
    }

    /// <summary>With the lists that are not empty. A sweep begins with it again.</summary>
    private PostingLists Greater()
    {
        var lists = Array.FindAll(_slots, slot => slot.Signatures is { Length: > 0 });
        var greater = new PostingLists(2 + 2 * lists.Length) { _taken = lists.Length };
        foreach (var list in lists)
        {
            var at = greater.SlotOf(list.Region);
            while (greater._slots[at].Region != 0)
                at = greater.After(at);
            greater._slots[at] = list;
        }
        return greater;
    }

    private int SlotOf(uint region) => (int)((ulong)(region * 2_654_435_769) * (uint)_slots.Length >> 32);

    private int After(int slot) => slot + 1 == _slots.Length ? 0 : slot + 1;

    private struct Slot
    {
        /// <summary>0: it is free.</summary>
        public uint Region;

        /// <summary>Signatures of the list: behind them are free slots. For the one who changes it: readers look at all.</summary>
        public int Count;

        public Vector256<int>[]? Signatures;
    }
}
