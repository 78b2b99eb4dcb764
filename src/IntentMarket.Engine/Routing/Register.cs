namespace IntentMarket.Engine;

/// <summary>What is kept of a subscription, once, whatever the number of its cards: whose it is, when it is there, and what its card does not
/// say.</summary>
internal struct Entry
{
    /// <summary>It is there for readers of this epoch and later ones.</summary>
    public long Born;

    /// <summary>It is gone for readers of this epoch and later ones.</summary>
    public long Died;

    /// <summary>Numbers of words, 16 bits each, of which one must occur; 0: none must.</summary>
    public ulong AnyWords;

    /// <summary>Numbers of words of which none may occur.</summary>
    public ulong NoWords;

    /// <summary>See <see cref="Alphabet"/>.</summary>
    public ulong Certifications;

    /// <summary>To be asked as well; null where card and entry say all.</summary>
    public Criteria? Exact;

    public Guid Account;

    /// <summary>One more than the days; 0: none.</summary>
    public ushort LeadDays;

    /// <summary>See <see cref="Alphabet"/>.</summary>
    public ushort Agreements;

    /// <summary>Another subscription of the same account; 0: none.</summary>
    public int Next;
}

/// <summary>All subscriptions by their numbers, from 1 on, and by account and name. One thread changes it while others read entries by number.</summary>
internal sealed class Register
{
    private const int PageBits = 10;
    private const int PageSize = 1 << PageBits;

    private readonly Dictionary<Guid, int> _first = [];
    private readonly Stack<int> _free = [];

    // Read by anyone, written by the one who changes the index. Entries never move: what grows is the list of pages.
    private volatile Entry[][] _pages = [];
    private string[][] _names = [];
    private int _numbered = 1;

    /// <summary>Subscriptions that are there.</summary>
    public int Count { get; private set; }

    public ref Entry this[int number] => ref _pages[number >> PageBits][number & (PageSize - 1)];

    /// <summary>Adds a subscription that is there from an epoch on that no reader has yet.</summary>
    public int Add(Guid account, string name, in Packed packed, Criteria criteria, long born)
    {
        var number = Take();
        ref var entry = ref this[number];

        // A reader may hold this number from who had it before: it must find a time of birth to come before it finds that none died.
        Volatile.Write(ref entry.Born, born);
        entry.AnyWords = packed.AnyWords;
        entry.NoWords = packed.NoWords;
        entry.Certifications = packed.Certifications;
        entry.Exact = packed.IsExact ? null : criteria;
        entry.Account = account;
        entry.LeadDays = packed.LeadDays;
        entry.Agreements = packed.Agreements;
        entry.Next = _first.GetValueOrDefault(account);
        Volatile.Write(ref entry.Died, long.MaxValue);

        _first[account] = number;
        NameOf(number) = name;
        Count++;
        return number;
    }

    /// <summary>Lets a subscription be gone from an epoch on that no reader has yet. Its entry stays until it is <see cref="Free"/>.</summary>
    /// <returns>Its number; 0 where there is none of that name.</returns>
    public int Remove(Guid account, string name, long died)
    {
        if (!_first.TryGetValue(account, out var number))
            return 0;
        var before = 0;
        while (number != 0 && NameOf(number) != name)
            (before, number) = (number, this[number].Next);
        if (number == 0)
            return 0;
        ref var entry = ref this[number];
        if (before != 0)
            this[before].Next = entry.Next;
        else if (entry.Next != 0)
            _first[account] = entry.Next;
        else
            _first.Remove(account);
        Volatile.Write(ref entry.Died, died);
        Count--;
        return number;
    }

    /// <summary>Gives the number to the next one who comes. No reader may hold it.</summary>
    public void Free(int number)
    {
        this[number].Exact = null;
        NameOf(number) = "";
        _free.Push(number);
    }

    private ref string NameOf(int number) => ref _names[number >> PageBits][number & (PageSize - 1)];

    private int Take()
    {
        if (_free.TryPop(out var number))
            return number;
        number = _numbered++;
        if (number >> PageBits == _pages.Length)
        {
            _names = [.. _names, new string[PageSize]];
            _pages = [.. _pages, new Entry[PageSize]];
        }
        return number;
    }
}
