using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using IntentMarket.Engine;

namespace IntentMarket.Routing;

/// <summary>What matching reads of a subscription besides its signature, once, whatever the number of its signatures. 64 bytes: a
/// line of the cache.</summary>
internal struct SubscriptionEntry
{
    public AccountId Account;

    /// <summary>It is there for readers of this epoch and later ones.</summary>
    public long Born;

    /// <summary>It is gone for readers of this epoch and later ones.</summary>
    public long Died;

    /// <summary>Numbers of words, 16 bits each, of which one must occur; 0: none must.</summary>
    public ulong AnyWords;

    /// <summary>Numbers of words of which none may occur.</summary>
    public ulong NoWords;

    /// <summary>See <see cref="BitSetCoder"/>.</summary>
    public ulong Certifications;

    /// <summary>One more than the days; 0: none.</summary>
    public ushort LeadDays;

    /// <summary>See <see cref="BitSetCoder"/>.</summary>
    public ushort Agreements;

    /// <summary>Whether the criteria themselves must be asked as well.</summary>
    public bool AskCriteria;

    /// <summary>See <see cref="PackedCriteria.TookBits"/>.</summary>
    public bool TookBits;
}

/// <summary>All subscriptions by their numbers, from 1 on, and by account and name. One thread changes it while
/// others read by number.</summary>
internal sealed class SubscriptionTable
{
    private const int PageBits = 13;
    private const int PageSize = 1 << PageBits;
    private const int Line = 64;

    private readonly Dictionary<AccountId, int> _first = [];
    private readonly Stack<int> _free = [];

    // Read by anyone, written by the one who changes the index. Nothing in a page moves: what grows is the list of pages.
    private volatile Page[] _pages = [];
    private int _numbered = 1;

    /// <summary>Subscriptions that are there.</summary>
    public int Count { get; private set; }

    /// <summary>Those of them whose criteria themselves must be asked.</summary>
    public int Asking { get; private set; }

    public ref SubscriptionEntry this[int number] => ref _pages[number >> PageBits].EntryAt(number & (PageSize - 1));

    /// <summary>The criteria of an entry that says to ask them.</summary>
    public Criteria? CriteriaOf(int number) => OwnOf(number).Criteria;

    /// <summary>Adds a subscription that is there from an epoch on that no reader has yet.</summary>
    public int Add(AccountId account, string name, in PackedCriteria packed, Criteria criteria, long born)
    {
        var number = Take();
        ref var entry = ref this[number];

        // A reader may hold this number from who had it before: it must see a birth to come before it sees no death.
        Volatile.Write(ref entry.Born, born);
        entry.Account = account;
        entry.AnyWords = packed.AnyWords;
        entry.NoWords = packed.NoWords;
        entry.Certifications = packed.Certifications;
        entry.LeadDays = packed.LeadDays;
        entry.Agreements = packed.Agreements;
        entry.AskCriteria = !packed.IsExact;
        entry.TookBits = packed.TookBits;
        Asking += packed.IsExact ? 0 : 1;
        ref var first = ref CollectionsMarshal.GetValueRefOrAddDefault(_first, account, out _);
        OwnOf(number) = new(name, packed.IsExact ? null : criteria, first);
        first = number;
        Volatile.Write(ref entry.Died, long.MaxValue);
        Count++;
        return number;
    }

    /// <summary>Lets a subscription be gone from an epoch on that no reader has yet. Its number is not given to another before it is
    /// freed.</summary>
    /// <returns>The number; 0 where there is none of that name.</returns>
    public int Remove(AccountId account, string name, long died)
    {
        var before = 0;
        var number = _first.GetValueOrDefault(account);
        while (number != 0 && OwnOf(number).Name != name)
            (before, number) = (number, OwnOf(number).Next);
        if (number == 0)
            return 0;
        var next = OwnOf(number).Next;
        if (before != 0)
            OwnOf(before).Next = next;
        else if (next != 0)
            _first[account] = next;
        else
            _first.Remove(account);
        Volatile.Write(ref this[number].Died, died);
        Count--;
        Asking -= this[number].AskCriteria ? 1 : 0;
        return number;
    }

    /// <summary>Lets the number be given to another. No list holds it any more.</summary>
    public void Free(int number)
    {
        OwnOf(number) = default;
        _free.Push(number);
    }

    private ref Own OwnOf(int number) => ref _pages[number >> PageBits].Own[number & (PageSize - 1)];

    private int Take()
    {
        if (_free.TryPop(out var number))
            return number;
        number = _numbered++;
        if (number >> PageBits == _pages.Length)
            _pages = [.. _pages, new Page()];
        return number;
    }

    /// <summary>What is needed of a subscription where it changes, and the criteria, if they are kept.</summary>
    /// <param name="Next">Another one of the same account; 0: none.</param>
    private record struct Own(string Name, Criteria? Criteria, int Next);

    private sealed class Page
    {
        // Entries as bytes that do not move, from the first place on where a line of the cache begins: an array of entries would begin
        // somewhere, and nearly each entry would be two lines.
        private readonly byte[] _entries = GC.AllocateArray<byte>(PageSize * Line + Line, pinned: true);
        private readonly int _start;

        public Page() => _start = (int)(-Marshal.UnsafeAddrOfPinnedArrayElement(_entries, 0) & (Line - 1));

        public Own[] Own { get; } = new Own[PageSize];

        public ref SubscriptionEntry EntryAt(int place) => ref Unsafe.As<byte, SubscriptionEntry>(ref _entries[_start + place * Line]);
    }
}
