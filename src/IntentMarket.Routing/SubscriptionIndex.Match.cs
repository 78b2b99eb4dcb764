using System.Numerics;
using System.Runtime.Intrinsics;
using IntentMarket.Engine;

namespace IntentMarket.Routing;

/// <summary>Matching: any number of threads at once.</summary>
public sealed partial class SubscriptionIndex
{
    [ThreadStatic]
    private static Finds? _finds;

    /// <summary>The accounts that hear of the intent, each once, in no order.</summary>
    public IReadOnlyList<AccountId> Match(IntentFacts intent) => Find(intent).ToArray();

    /// <summary>How many accounts hear of the intent.</summary>
    public int Reach(IntentFacts intent) => Find(intent).Length;

    /// <summary>Whether that account hears of the intent.</summary>
    public bool Reaches(AccountId account, IntentFacts intent) => Find(intent).Contains(account);

    /// <summary>Valid until the thread's next one.</summary>
    private ReadOnlySpan<AccountId> Find(IntentFacts intent)
    {
        var finds = _finds ??= new();
        while (true)
        {
            var epoch = Volatile.Read(ref _epoch);

            // After the epoch was read: then what a subscription names that counts has its number by now.
            var question = finds.Question;
            _places.Pass(intent, question.Categories, question.Regions);
            finds.Ahead.Seek(_shelves, question.Categories, question.Regions);
            _packing.Ask(intent, question);
            finds.Begin();
            foreach (var cards in finds.Ahead.Lists(question.Regions))
                finds.Sift(_register, cards);
            finds.Settle(_register, intent, epoch);

            // Whatever was read until here, a sweep that changed any of it shows now.
            Volatile.ReadBarrier();
            if (Volatile.Read(ref _oldest) <= epoch)
                return finds.Accounts;
        }
    }

    /// <summary>What one match has found so far. Kept by a thread for its next one; it grows to the most that the thread ever found.</summary>
    private sealed class Finds
    {
        private int[] _passed = new int[1_024];
        private int _passedCount;
        private AccountId[] _accounts = new AccountId[256];
        private int _count;

        // Which accounts are there: where in _accounts, and 1; each at the first free place from the one where the account belongs.
        private int[] _known = [];
        private int _knownBits;

        public Question Question { get; } = new();

        public Ahead Ahead { get; } = new();

        public ReadOnlySpan<AccountId> Accounts => _accounts.AsSpan(0, _count);

        public void Begin() => (_passedCount, _count) = (0, 0);

        /// <summary>Notes the numbers of the cards that pass.</summary>
        public void Sift(Register register, Vector256<int>[] cards)
        {
            if (_passed.Length < _passedCount + cards.Length)
                Array.Resize(ref _passed, 2 * (_passedCount + cards.Length));
            var before = _passedCount;
            _passedCount = Question.Sift(cards, _passed, before);
            Ahead.Fetch(register, _passed.AsSpan(before, _passedCount - before));
        }

        /// <summary>Of the subscriptions whose card passed, notes the accounts of those that were there at the epoch and are met.</summary>
        public void Settle(Register register, IntentFacts intent, long epoch)
        {
            var passed = _passed.AsSpan(0, _passedCount);
            MakeRoom(passed.Length);
            foreach (var number in passed)
            {
                ref readonly var entry = ref register[number];

                // Died before Born, see Register.Add.
                if (epoch < Volatile.Read(in entry.Died) && entry.Born <= epoch
                    && Question.Meets(entry) && (!entry.AskCriteria || register.CriteriaOf(number)?.Meets(intent) == true))
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
