namespace IntentMarket.Routing;

/// <summary>Takes out who is gone, a little with each change, in rounds through all posting lists.</summary>
/// <remarks>When a round begins, those that are gone by then are the ones it takes out: a reader of an earlier epoch would miss them, and
/// begins again. When it ends, no list holds them any more, and their numbers may be given to others: a reader from before may hold one
/// still, and begins again. That is twice a round, and a round takes thousands of changes: nobody begins again for long.</remarks>
public sealed partial class SubscriptionIndex
{
    /// <summary>So many, and one in eight of those that are there, may be gone before a round begins.</summary>
    private const int LeavingMax = 1_024;

    /// <summary>Signatures that are looked at for each change while a round is under way.</summary>
    private const int CardsAChange = 256;

    // All of it only used under _writing.
    private readonly List<long> _allCategories = [];
    private List<int> _leaving = [];
    private List<int> _round = [];
    private long _roundEpoch;
    private int _shelf;

    /// <summary>Readers of an earlier epoch begin again. Read by anyone, written under _writing.</summary>
    private long _oldest;

    private void Sweep(int changes)
    {
        if (_round.Count == 0)
        {
            if (_leaving.Count < LeavingMax + _table.Count / 8)
                return;
            (_round, _leaving) = (_leaving, _round);
            _roundEpoch = _epoch;
            _shelf = 0;
            BeginAgainBefore(_epoch);
        }

        for (var signatures = (int)Math.Min((long)changes * CardsAChange, int.MaxValue); _shelf < _allCategories.Count;)
        {
            var category = _allCategories[_shelf];
            var lists = _postings[category];
            if (!lists.Sweep(_table, _roundEpoch, ref signatures))
                return;
            if (!lists.IsEmpty)
            {
                _shelf++;
                continue;
            }

            // The last one takes its place and is the next.
            _postings.TryRemove(category, out _);
            _places.GiveBack(category);
            _allCategories[_shelf] = _allCategories[^1];
            _allCategories.RemoveAt(_allCategories.Count - 1);
        }

        BeginAgainBefore(_epoch + 1);
        foreach (var number in _round)
        {
            _signatures.GiveBack(_table[number], _table.CriteriaOf(number));
            _table.Free(number);
        }
        _round.Clear();
    }

    private void BeginAgainBefore(long epoch)
    {
        Volatile.Write(ref _oldest, epoch);
        Volatile.Write(ref _epoch, epoch);

        // What is taken out or given away after this is seen by no one who has not seen this before.
        Volatile.WriteBarrier();
    }
}
