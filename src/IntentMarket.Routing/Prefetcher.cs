using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace IntentMarket.Routing;

/// <summary>Finds lists on the posting lists, and has the memory fetch ahead what will be read.</summary>
/// <remarks>An index of a million subscriptions is many times larger than the caches, and each first look at a list or an entry waits for
/// the memory, a hundred nanoseconds or several. Whoever reads one, decides, and reads the next, waits for each; what is fetched ahead is
/// waited for together. So there are steps, each fetching what the next one reads, and time between them for other work.</remarks>
internal sealed class Prefetcher
{
    /// <summary>Of a list: its first lines. Who reads on from there is noticed by the processor itself.</summary>
    private const int CardsAhead = 8;
    private const int CardsInLine = 2;

    private readonly List<PostingLists> _postings = [];
    private readonly List<Vector256<int>[]> _lists = [];

    /// <summary>First step: the posting lists of those categories, and fetches where their lists for those regions stand.</summary>
    public void Seek(ConcurrentDictionary<long, PostingLists> postings, List<long> categories, List<uint> regions)
    {
        _postings.Clear();
        foreach (var category in categories)
        {
            if (postings.TryGetValue(category, out var lists))
                _postings.Add(lists);
        }
        foreach (var lists in _postings)
        {
            foreach (var region in regions)
                Fetch(ref lists.Near(region));
        }
    }

    /// <summary>Second step: the lists of the posting lists found for those regions, for all where none is given; and fetches where they
    /// begin.</summary>
    public List<Vector256<int>[]> Lists(List<uint> regions)
    {
        _lists.Clear();
        foreach (var lists in _postings)
        {
            if (regions.Count == 0)
                _lists.AddRange(lists.All);
            foreach (var region in regions)
            {
                if (lists.At(region) is { } list)
                    _lists.Add(list);
            }
        }
        foreach (var list in _lists)
        {
            ref var first = ref MemoryMarshal.GetArrayDataReference(list);
            for (var signature = 0; signature < CardsAhead; signature += CardsInLine)
                Fetch(ref Unsafe.Add(ref first, signature));
        }
        return _lists;
    }

    /// <summary>Fetches entries.</summary>
    public static void Fetch(SubscriptionTable table, ReadOnlySpan<int> numbers)
    {
        foreach (var number in numbers)
            Fetch(ref table[number]);
    }

    /// <summary>Reads nothing and can do no harm, wherever it points.</summary>
    private static unsafe void Fetch<T>(ref T there)
    {
        if (Sse.IsSupported)
            Sse.Prefetch0(Unsafe.AsPointer(ref there));
    }
}
