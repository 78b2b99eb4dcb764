using System.Collections.Concurrent;
using System.Runtime.Intrinsics;
using IntentMarket.Engine;

namespace IntentMarket.Routing;

/// <summary>A vendor's subscription as it stands after a change.</summary>
/// <param name="Criteria">Null: it is gone, because the vendor removed it or may no longer trade.</param>
public sealed record SubscriptionChange(AccountId Account, string Name, Criteria? Criteria);

/// <summary>Finds the vendors who hear of an intent: those with at least one subscription whose criteria it meets.</summary>
/// <remarks>
/// <para>A subscription has a card of 32 bytes (<see cref="Packing"/>) on the shelf of each category that it names, in the list of each region
/// that it names (<see cref="Places"/>, <see cref="Shelf"/>), and one entry in the <see cref="Register"/>. An intent comes by at its own category and those above it,
/// with its region, its country and with none; the cards there are compared at a few nanoseconds each, and for those that pass
/// the entries are read. So an intent costs by how many want its kind of thing where it is wanted, not by how many subscriptions there
/// are.</para>
/// <para>Matching never waits, and sees a batch of changes wholly or not at all. Time is counted in epochs, one a batch: a reader reads the epoch, then
/// the lists, and counts who was there at that epoch. So a batch may be half written into the lists meanwhile. Who is gone stays in lists and
/// register until a sweep takes it out (<c>SubscriptionIndex.Sweep.cs</c>); a reader that a sweep overtook begins again.</para>
/// </remarks>
public sealed partial class SubscriptionIndex
{
    private readonly Lock _writing = new();
    private readonly Packing _packing = new();
    private readonly Places _places = new();
    private readonly Register _register = new();
    private readonly ConcurrentDictionary<long, Shelf> _shelves = new();

    // Only used under _writing.
    private readonly List<long> _categories = [];
    private readonly List<uint> _regions = [];
    private readonly Ahead _ahead = new();

    // Read by anyone, written under _writing.
    private long _epoch;

    /// <summary>Subscriptions that are there, and those of them whose criteria must be asked themselves: these cost more time.</summary>
    internal (int All, int Asking) Count
    {
        get
        {
            lock (_writing)
                return (_register.Count, _register.Asking);
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
                if (_register.Remove(account, name, next) is > 0 and var gone)
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
        _ahead.Seek(_shelves, _categories, _regions);
        var packed = _packing.Pack(criteria, isExact);
        _ahead.Lists(_regions);
        var number = _register.Add(account, name, packed, criteria, born);
        var card = packed.Card.WithElement(0, number);
        foreach (var category in _categories)
        {
            var shelf = _shelves.GetValueOrDefault(category);
            var after = shelf ?? new Shelf();
            foreach (var region in _regions)
                after = after.Add(region, card);
            if (shelf is null)
                _allCategories.Add(category);
            if (shelf != after)
                _shelves[category] = after;
        }
    }
}
