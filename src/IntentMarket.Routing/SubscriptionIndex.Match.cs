using System.Numerics;
using System.Runtime.Intrinsics;
using IntentMarket.Engine;

namespace IntentMarket.Routing;

/// <summary>Matching: any number of threads at once.</summary>
public sealed partial class SubscriptionIndex
{
    [ThreadStatic]
    private static MatchBuffer? _matches;

    /// <summary>The accounts that hear of the intent, each once, in no order.</summary>
    public IReadOnlyList<AccountId> Match(IntentFacts intent) => Find(intent).ToArray();

    /// <summary>How many accounts hear of the intent.</summary>
    public int Reach(IntentFacts intent) => Find(intent).Length;

    /// <summary>Whether that account hears of the intent.</summary>
    public bool Reaches(AccountId account, IntentFacts intent) => Find(intent).Contains(account);

    /// <summary>Valid until the thread's next one.</summary>
    private ReadOnlySpan<AccountId> Find(IntentFacts intent)
    {
        var matches = _matches ??= new();
        while (true)
        {
            var epoch = Volatile.Read(ref _epoch);

            // After the epoch was read: then what a subscription names that counts has its number by now.
            var query = matches.Query;
            _places.Pass(intent, query.Categories, query.Regions);
            matches.Prefetcher.Seek(_postings, query.Categories, query.Regions);
            _signatures.Ask(intent, query);
            matches.Begin();
            foreach (var signatures in matches.Prefetcher.Lists(query.Regions))
                matches.Filter(_table, signatures);
            matches.Verify(_table, intent, epoch);

            // Whatever was read until here, a sweep that changed any of it shows now.
            Volatile.ReadBarrier();
            if (Volatile.Read(ref _oldest) <= epoch)
                return matches.Accounts;
        }
    }

    /// <summary>What one match has found so far. Kept by a thread for its next one; it grows to the most that the
    /// thread ever found.</summary>
    private sealed class MatchBuffer
    {
        private int[] _passed = new int[1_024];
        private int _passedCount;
        private AccountId[] _accounts = new AccountId[256];
        private int _count;

        // Which accounts are there: where in _accounts, and 1; each at the first free place from the one where the account belongs.
        private int[] _known = [];
        private int _knownBits;

        public PackedQuery Query { get; } = new();

        public Prefetcher Prefetcher { get; } = new();

        public ReadOnlySpan<AccountId> Accounts => _accounts.AsSpan(0, _count);

        public void Begin() => (_passedCount, _count) = (0, 0);

        /// <summary>Notes the numbers of the signatures that pass.</summary>
        public void Filter(SubscriptionTable table, Vector256<int>[] signatures)
        {
            if (_passed.Length < _passedCount + signatures.Length)
                Array.Resize(ref _passed, 2 * (_passedCount + signatures.Length));
            var before = _passedCount;
            _passedCount = Query.Filter(signatures, _passed, before);
            Prefetcher.Fetch(table, _passed.AsSpan(before, _passedCount - before));
        }

        /// <summary>Of the subscriptions whose signature passed, notes the accounts of those that were there at the
        /// epoch and are met.</summary>
        public void Verify(SubscriptionTable table, IntentFacts intent, long epoch)
        {
            var passed = _passed.AsSpan(0, _passedCount);
            MakeRoom(passed.Length);
            foreach (var number in passed)
            {
                ref readonly var entry = ref table[number];

                // Died before Born, see Register.Add.
                if (epoch < Volatile.Read(in entry.Died) && entry.Born <= epoch
                    && Query.Meets(entry) && (!entry.AskCriteria || table.CriteriaOf(number)?.Meets(intent) == true))
                    AddOnce(entry.Account);
            }
        }

        private void MakeRoom(int accounts)
        {
            if (_accounts.Length < accounts)
                _accounts = new AccountId[2 * accounts];

            // A power of two, and at least half of it stays free.
            _knownBits = BitOperations.Log2((uint)accounts | 1) + 2;
            if (_known.Length < 1 << _knownBits)
                _known = new int[1 << _knownBits];
            else
                Array.Clear(_known, 0, 1 << _knownBits);
        }

        private void AddOnce(AccountId account)
        {
            for (var place = (uint)account.GetHashCode() * 2_654_435_769 >> (32 - _knownBits); ; place++)
            {
                ref var known = ref _known[place & ((1 << _knownBits) - 1)];
                if (known == 0)
                {
                    _accounts[_count] = account;
                    known = ++_count;
                    return;
                }
                if (_accounts[known - 1] == account)
                    return;
            }
        }
    }
}
