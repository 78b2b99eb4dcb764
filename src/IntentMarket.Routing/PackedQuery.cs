using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace IntentMarket.Routing;

/// <summary>An intent as it is put to the subscriptions: where it comes by, and what their signatures and entries are compared with. A
/// thread keeps one and fills it for each intent.</summary>
internal sealed class PackedQuery
{
    public const int BitsOfWord = 16;

    private static readonly Vector256<int> NotSets = Vector256.Create(1, 1, 1, 1, 1, 0, 0, 0);

    private readonly ulong[] _words = new ulong[(1 << BitsOfWord) / 64];
    private readonly List<int> _numbers = [];

    public List<long> Categories { get; } = [];

    /// <summary>Empty where the intent names none: then it comes by at all.</summary>
    public List<uint> Regions { get; } = [];

    public Vector256<int> Order { get; set; }

    public Vector256<int> Sets { get; set; }

    public long LeadDays { get; set; }

    public ushort Agreements { get; set; }

    /// <summary>For each group that the intent requires one of.</summary>
    public List<ulong> Certifications { get; } = [];

    public void AddWord(int number)
    {
        _numbers.Add(number);
        _words[number / 64] |= 1UL << (number % 64);
    }

    public void ForgetWords()
    {
        foreach (var number in _numbers)
            _words[number / 64] = 0;
        _numbers.Clear();
    }

    /// <summary>Writes the numbers of the signatures that pass behind the <paramref name="count"/> that are there, and gives how
    /// many there are then.</summary>
    /// <param name="passed">With room for all signatures.</param>
    public int Filter(Vector256<int>[] signatures, int[] passed, int count)
    {
        var order = Order;
        var sets = Sets;
        foreach (var signature in signatures)
        {
            var fails = Vector256.GreaterThan(signature, order) | Vector256.Equals((signature & sets) | NotSets, Vector256<int>.Zero);

            // Written always and counted only if it passes: a branch here would be guessed wrong too often.
            passed[count] = signature.ToScalar();
            count += fails == Vector256<int>.Zero ? 1 : 0;
        }
        return count;
    }

    /// <summary>Whether what stands in the entry, besides the signature, is met.</summary>
    public bool Meets(in SubscriptionEntry entry)
    {
        if (entry.LeadDays > LeadDays || (entry.Agreements & Agreements) == 0)
            return false;
        foreach (var group in CollectionsMarshal.AsSpan(Certifications))
        {
            if ((entry.Certifications & group) == 0)
                return false;
        }
        return (entry.AnyWords == 0 || HasOneOf(entry.AnyWords)) && (entry.NoWords == 0 || !HasOneOf(entry.NoWords));
    }

    private bool HasOneOf(ulong words)
    {
        for (; words != 0; words >>= BitsOfWord)
        {
            if ((_words[(ushort)words / 64] >> ((ushort)words % 64) & 1) != 0)
                return true;
        }
        return false;
    }
}
