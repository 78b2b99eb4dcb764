using System.Runtime.Intrinsics;

namespace IntentMarket.Engine;

/// <summary>Matching: any number of threads at once.</summary>
public sealed partial class SubscriptionIndex
{
    [ThreadStatic]
    private static Finds? _finds;

    /// <summary>The accounts that hear of the intent, each once, in no order.</summary>
    public IReadOnlyList<Guid> Match(IntentFacts intent) => Find(intent).ToArray();

    /// <summary>How many accounts hear of the intent.</summary>
    public int Reach(IntentFacts intent) => Find(intent).Length;

    /// <summary>Whether that account hears of the intent.</summary>
    public bool Reaches(Guid account, IntentFacts intent) => Find(intent).Contains(account);

    /// <summary>Valid until the thread's next one.</summary>
    private ReadOnlySpan<Guid> Find(IntentFacts intent)
    {
        var finds = _finds ??= new();
        while (true)
        {
            var epoch = Volatile.Read(ref _epoch);

            // After the epoch was read: then what a subscription names that counts has its number by now.
            var question = finds.Question;
            _places.Pass(intent, question.Categories, question.Regions);
            _packing.Ask(intent, question);
            finds.Begin();
            foreach (var list in ListsFor(question, finds))
                finds.Sift(list);
            finds.Settle(_register, intent, epoch);

            // Whatever was read until here, a sweep that changed any of it shows now.
            Volatile.ReadBarrier();
            if (Volatile.Read(ref _oldest) <= epoch)
                return finds.Accounts;
        }
    }

    private List<Vector256<int>[]> ListsFor(Question question, Finds finds)
    {
        var lists = finds.Lists;
        lists.Clear();
        foreach (var category in question.Categories)
        {
            if (!_shelves.TryGetValue(category, out var shelf))
                continue;
            if (question.Regions.Count == 0)
                lists.AddRange(shelf.All());
            foreach (var region in question.Regions)
            {
                if (shelf.At(region) is { } list)
                    lists.Add(list);
            }
        }
        return lists;
    }

    /// <summary>What one match has found so far. Kept by a thread for its next one; it grows to the most that the thread ever found.</summary>
    private sealed class Finds
    {
        private int[] _passed = new int[1_024];
        private int _passedCount;
        private Guid[] _accounts = new Guid[256];
        private int _count;

        // Which accounts are there: places in _accounts and 1, each at the first free place from the one where the account belongs.
        private int[] _known = new int[1_024];

        public Question Question { get; } = new();

        public List<Vector256<int>[]> Lists { get; } = [];

        public ReadOnlySpan<Guid> Accounts => _accounts.AsSpan(0, _count);

        public void Begin() => (_passedCount, _count) = (0, 0);

        /// <summary>Notes the numbers of the cards that pass.</summary>
        public void Sift(Vector256<int>[] cards)
        {
            if (_passed.Length < _passedCount + cards.Length)
                Array.Resize(ref _passed, 2 * (_passedCount + cards.Length));
            _passedCount = Question.Sift(cards, _passed, _passedCount);
        }

        /// <summary>Of the subscriptions whose card passed, notes the accounts of those that were there at the epoch and are met.</summary>
        public void Settle(Register register, IntentFacts intent, long epoch)
        {
            var passed = _passed.AsSpan(0, _passedCount);
            if (_accounts.Length < passed.Length)
                _accounts = new Guid[2 * passed.Length];
            while (_known.Length < 2 * passed.Length)
                _known = new int[2 * _known.Length];
            Array.Clear(_known);
            foreach (var number in passed)
            {
                ref readonly var entry = ref register[number];

                // In this order, see Register.Add.
                if (epoch < Volatile.Read(in entry.Died) && entry.Born <= epoch
                    && Question.Meets(entry) && entry.Exact?.Meets(intent) != false)
                    AddOnce(entry.Account);
            }
        }

        private void AddOnce(Guid account)
        {
            var mask = _known.Length - 1;
            for (var place = account.GetHashCode() * -1_640_531_535 >>> 7; ; place++)
            {
                ref var known = ref _known[place & mask];
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
