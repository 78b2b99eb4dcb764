using System.Runtime.Intrinsics;

namespace IntentMarket.Engine;

/// <summary>The cards at one node of a category tree, a list for each region. One thread changes it while others read.</summary>
/// <remarks>A card is written behind the others of its list and stays as it is; a list that is full, or that cards are taken from, is
/// replaced by a new one. So a reader finds each list as it was at one moment, with some later cards perhaps, whose subscriptions it does not count
/// yet. Where no card is written stands zero, which no intent passes.</remarks>
internal sealed class Shelf
{
    // Read by anyone, written by the one who changes the index.
    private volatile Table _table = new(2);

    /// <summary>Regions in the table, also those whose list has become empty.</summary>
    private int _used;

    /// <summary>Places of the table that the sweep under way is done with.</summary>
    private int _swept;

    public bool IsEmpty => Array.TrueForAll(_table.Lists, list => list is not { Length: > 0 });

    /// <summary>The cards for a region.</summary>
    public Vector256<int>[]? At(uint region)
    {
        var table = _table;
        return table.Find(region) is >= 0 and var place ? table.Lists[place] : null;
    }

    /// <summary>The cards for all regions.</summary>
    public IEnumerable<Vector256<int>[]> All() => _table.Lists.OfType<Vector256<int>[]>();

    public void Add(uint region, Vector256<int> card)
    {
        var place = _table.Find(region);
        if (place < 0)
        {
            if ((_used + 1) * 4 > _table.Lists.Length * 3)
                Grow();
            _table.Add(region, [card]);
            _used++;
            return;
        }
        var list = _table.Lists[place]!;
        var count = CountOf(list);
        if (count == list.Length)
        {
            // A quarter more: a copy four times in a card's life, and an eighth of the room empty. Most lists have one to three cards.
            var longer = new Vector256<int>[count + 1 + count / 4];
            list.CopyTo(longer, 0);
            longer[count] = card;
            Volatile.Write(ref _table.Lists[place], longer);
        }
        else
        {
            list[count] = card;
        }
    }

    /// <summary>Takes out the cards of subscriptions that were gone at <paramref name="now"/>, list by list.</summary>
    /// <param name="cards">Stops when it has looked at so many, and goes on from there the next time; lowered by those it looked at.</param>
    /// <returns>Whether it is through.</returns>
    public bool Sweep(Register register, long now, ref int cards)
    {
        var lists = _table.Lists;
        for (; _swept < lists.Length; _swept++)
        {
            if (cards <= 0)
                return false;
            if (lists[_swept] is not { } list)
                continue;
            cards -= list.Length;
            var count = CountOf(list);
            var kept = Array.FindAll(list[..count], card => register[card.ToScalar()].Died > now);
            if (kept.Length < count)
                Volatile.Write(ref lists[_swept], kept);
        }
        _swept = 0;
        return true;
    }

    private void Grow()
    {
        var (regions, lists) = (_table.Regions, _table.Lists);
        var used = lists.Count(list => list is { Length: > 0 });
        var table = new Table(2 + used * 2);
        for (var place = 0; place < lists.Length; place++)
        {
            if (lists[place] is { Length: > 0 } list)
                table.Add(regions[place], list);
        }
        _used = used;
        _swept = 0;
        _table = table;
    }

    /// <summary>Cards stand in front: the places that are free, at most a fifth, are searched by halves.</summary>
    private static int CountOf(Vector256<int>[] list)
    {
        var (from, to) = (0, list.Length);
        while (from < to)
        {
            var middle = (from + to) / 2;
            if (list[middle].ToScalar() == 0)
                to = middle;
            else
                from = middle + 1;
        }
        return from;
    }

    /// <summary>Lists by region, each in the first place that was free from the one where its number belongs.</summary>
    private sealed class Table(int places)
    {
        /// <summary>0: the place is free.</summary>
        public uint[] Regions { get; } = new uint[places];

        public Vector256<int>[]?[] Lists { get; } = new Vector256<int>[]?[places];

        /// <summary>-1 where there is none.</summary>
        public int Find(uint region)
        {
            var regions = Regions;
            for (var place = PlaceOf(region); ; place = place + 1 == regions.Length ? 0 : place + 1)
            {
                var there = Volatile.Read(ref regions[place]);
                if (there == region)
                    return place;
                if (there == 0)
                    return -1;
            }
        }

        public void Add(uint region, Vector256<int>[] list)
        {
            var place = PlaceOf(region);
            while (Regions[place] != 0)
                place = place + 1 == Regions.Length ? 0 : place + 1;
            Lists[place] = list;
            Volatile.Write(ref Regions[place], region);
        }

        private int PlaceOf(uint region) => (int)((ulong)(region * 2_654_435_769) * (uint)Regions.Length >> 32);
    }
}
