using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace IntentMarket.Routing;

/// <summary>Finds lists on the shelves, and has the memory fetch ahead what will be read.</summary>
/// <remarks>An index of a million subscriptions is many times larger than the caches, and each first look at a list or an entry waits for the
/// memory, a hundred nanoseconds or several. Whoever reads one, decides, and reads the next, waits for each; what is fetched ahead is waited for
/// together. So there are steps, each fetching what the next one reads, and time between them for other work.</remarks>
internal sealed class Ahead
{
    /// <summary>Of a list: its first lines. Who reads on from there is noticed by the processor itself.</summary>
    private const int CardsAhead = 8;
    private const int CardsInLine = 2;

    private readonly List<Shelf> _shelves = [];
    private readonly List<Vector256<int>[]> _lists = [];

    /// <summary>First step: the shelves of those categories, and fetches where their lists for those regions stand.</summary>
    public void Seek(ConcurrentDictionary<long, Shelf> shelves, List<long> categories, List<uint> regions)
    {
        _shelves.Clear();
        foreach (var category in categories)
        {
            if (shelves.TryGetValue(category, out var shelf))
                _shelves.Add(shelf);
        }
        foreach (var shelf in _shelves)
        {
            foreach (var region in regions)
                Fetch(ref shelf.Near(region));
        }
    }

    /// <summary>Second step: the lists of the shelves found for those regions, for all where none is given; and fetches where they
    /// begin.</summary>
    public List<Vector256<int>[]> Lists(List<uint> regions)
    {
        _lists.Clear();
        foreach (var shelf in _shelves)
        {
            if (regions.Count == 0)
                _lists.AddRange(shelf.All);
            foreach (var region in regions)
            {
                if (shelf.At(region) is { } list)
                    _lists.Add(list);
            }
        }
        foreach (var list in _lists)
        {
            ref var first = ref MemoryMarshal.GetArrayDataReference(list);
            for (var card = 0; card < CardsAhead; card += CardsInLine)
                Fetch(ref Unsafe.Add(ref first, card));
        }
        return _lists;
    }

    /// <summary>Fetches entries.</summary>
    public static void Fetch(Register register, ReadOnlySpan<int> numbers)
    {
        foreach (var number in numbers)
            Fetch(ref register[number]);
    }

    /// <summary>Reads nothing and can do no harm, wherever it points.</summary>
    private static unsafe void Fetch<T>(ref T there)
    {
        if (Sse.IsSupported)
            Sse.Prefetch0(Unsafe.AsPointer(ref there));
    }
}
