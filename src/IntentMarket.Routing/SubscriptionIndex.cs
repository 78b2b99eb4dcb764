using System.Collections.Concurrent;
using System.Runtime.Intrinsics;
using IntentMarket.Engine;

namespace IntentMarket.Routing;

/// <summary>A vendor's subscription as it stands after a change.</summary>
/// <param name="Criteria">Null: it is gone, because the vendor removed it or may no longer trade.</param>
public sealed record SubscriptionChange(AccountId Account, string Name, Criteria? Criteria);

/// <summary>Finds the vendors who hear of an intent: those with at least one subscription whose criteria it meets.</summary>
/// <remarks>
/// <para>A subscription has a signature of 32 bytes (<see cref="Signatures"/>) on the set of posting lists of each category that it names,
/// in the list of each region that it names (<see cref="RoutingKeys"/>, <see cref="PostingLists"/>), and one entry in the
/// <see cref="SubscriptionTable"/>. An intent comes by at its own category and those above it, with its region, its country and with none;
/// the signatures there are compared at a few nanoseconds each, and for those that pass the entries are read. So an intent costs by how
/// many want its kind of thing where it is wanted, not by how many subscriptions there are.</para>
/// <para>Matching never waits, and sees a batch of changes wholly or not at all. Time is counted in epochs, one a batch: a reader
/// reads the epoch, then the lists, and counts who was there at that epoch. So a batch may be half written into the lists meanwhile.
/// Who is gone stays in lists and table until a sweep takes it out (<c>SubscriptionIndex.Sweep.cs</c>); a reader that a sweep
/// overtook begins again.</para>
/// </remarks>
public sealed partial class SubscriptionIndex
{
    private readonly Lock _writing = new();
    private readonly Signatures _signatures = new();
    private readonly RoutingKeys _places = new();
    private readonly SubscriptionTable _table = new();
    private readonly ConcurrentDictionary<long, PostingLists> _postings = new();

    // Only used under _writing.
    private readonly List<long> _categories = [];
    private readonly List<uint> _regions = [];
    private readonly Prefetcher _ahead = new();

    // Read by anyone, written under _writing.
    private long _epoch;

    /// <summary>Subscriptions that are there, and those of them whose criteria must be asked themselves: these cost more time.</summary>
    internal (int All, int Asking) Count
    {
        get
        {
            lock (_writing)
                return (_table.Count, _table.Asking);
        }
    }

    /// <summary>Takes changes over, in their order. One that came before changes nothing.</summary>
    public void Apply(IEnumerable<SubscriptionChange> changes)
    {
        lock (_writing)
        {
            var next = _epoch + 1;
            var count = 0;
            foreach (var (account, name, criteria) in changes)
            {
                if (_table.Remove(account, name, next) is > 0 and var gone)
                    _leaving.Add(gone);
                if (criteria is not null)
                    Add(account, name, criteria, next);
                count++;
            }
            if (count == 0)
                return;
            Volatile.Write(ref _epoch, next);
            Sweep(count);
        }
    }

    private void Add(AccountId account, string name, Criteria criteria, long born)
    {
        var isExact = true;
        _places.Stand(criteria, _categories, _regions, ref isExact);
        _ahead.Seek(_postings, _categories, _regions);
        var packed = _signatures.Pack(criteria, isExact);
        _ahead.Lists(_regions);
        var number = _table.Add(account, name, packed, criteria, born);
        var signature = packed.Signature.WithElement(0, number);
        foreach (var category in _categories)
        {
            var lists = _postings.GetValueOrDefault(category);
            var after = lists ?? new PostingLists();
            foreach (var region in _regions)
                after = after.Add(region, signature);
            if (lists is null)
                _allCategories.Add(category);
            if (lists != after)
                _postings[category] = after;
        }
    }
}
