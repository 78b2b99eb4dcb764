using System.Collections.Immutable;

namespace IntentMarket.Engine;

/// <summary>A vendor's subscription as it stands after a change.</summary>
/// <param name="Criteria">Null: it is gone, because the vendor removed it or may no longer trade.</param>
public sealed record SubscriptionChange(Guid Account, string Name, Criteria? Criteria);

/// <summary>Finds the vendors who hear of an intent: those with at least one subscription whose criteria it meets.</summary>
/// <remarks>Readers hold a snapshot that nothing changes any more, so matching never waits for a change, and a match sees a batch of
/// changes wholly or not at all. The snapshot is a persistent tree: a change makes new nodes along its paths alone, whatever the number
/// of subscriptions. An intent is put to the subscriptions that name its category or one above it, and to those that name none.</remarks>
public sealed class SubscriptionIndex
{
    private static readonly Category AnyCategory = new("", "");

    private readonly Lock _writing = new();

    // Read by anyone, written under _writing.
    private volatile Snapshot _now = new(
        ImmutableDictionary<Guid, ImmutableDictionary<string, Criteria>>.Empty,
        ImmutableDictionary<Category, ImmutableDictionary<Subscription, Criteria>>.Empty);

    /// <summary>Takes changes over, in their order. One that came before changes nothing.</summary>
    public void Apply(IEnumerable<SubscriptionChange> changes)
    {
        lock (_writing)
        {
            var byAccount = _now.ByAccount.ToBuilder();
            var touched = new Dictionary<Category, ImmutableDictionary<Subscription, Criteria>.Builder>();
            foreach (var (account, name, criteria) in changes)
            {
                var own = byAccount.GetValueOrDefault(account, ImmutableDictionary<string, Criteria>.Empty);
                var subscription = new Subscription(account, name);
                if (own.GetValueOrDefault(name) is { } before)
                {
                    foreach (var node in NodesOf(before))
                        Touch(node).Remove(subscription);
                }
                if (criteria is not null)
                {
                    foreach (var node in NodesOf(criteria))
                        Touch(node)[subscription] = criteria;
                }
                own = criteria is null ? own.Remove(name) : own.SetItem(name, criteria);
                if (own.IsEmpty)
                    byAccount.Remove(account);
                else
                    byAccount[account] = own;
            }

            var byNode = _now.ByNode.ToBuilder();
            foreach (var (node, subscriptions) in touched)
            {
                if (subscriptions.Count == 0)
                    byNode.Remove(node);
                else
                    byNode[node] = subscriptions.ToImmutable();
            }
            _now = new(byAccount.ToImmutable(), byNode.ToImmutable());

            ImmutableDictionary<Subscription, Criteria>.Builder Touch(Category node)
            {
                if (!touched.TryGetValue(node, out var builder))
                {
                    var stored = _now.ByNode.GetValueOrDefault(node, ImmutableDictionary<Subscription, Criteria>.Empty);
                    touched.Add(node, builder = stored.ToBuilder());
                }
                return builder;
            }
        }
    }

    /// <summary>The accounts that hear of the intent, each once, in the order of their ids.</summary>
    public IReadOnlyList<Guid> Match(IntentFacts intent)
    {
        var accounts = Find(intent).ToArray();
        Array.Sort(accounts);
        return accounts;
    }

    /// <summary>How many accounts hear of the intent.</summary>
    public int Reach(IntentFacts intent) => Find(intent).Count;

    /// <summary>Whether that account hears of the intent.</summary>
    public bool Reaches(Guid account, IntentFacts intent) => Of(account).Values.Any(criteria => criteria.Meets(intent));

    /// <summary>An account's subscriptions by name.</summary>
    public IReadOnlyDictionary<string, Criteria> Of(Guid account) =>
        _now.ByAccount.GetValueOrDefault(account, ImmutableDictionary<string, Criteria>.Empty);

    private HashSet<Guid> Find(IntentFacts intent)
    {
        var now = _now;
        var found = new HashSet<Guid>();
        foreach (var node in Categories.NodesAbove(intent.Category).Append(AnyCategory))
        {
            if (!now.ByNode.TryGetValue(node, out var subscriptions))
                continue;
            foreach (var (subscription, criteria) in subscriptions)
            {
                if (criteria.Meets(intent))
                    found.Add(subscription.Account);
            }
        }
        return found;
    }

    private static IEnumerable<Category> NodesOf(Criteria criteria) =>
        criteria.Categories is { Count: > 0 } categories ? categories.Select(Categories.Node).Distinct() : [AnyCategory];

    private readonly record struct Subscription(Guid Account, string Name);

    private sealed record Snapshot(
        ImmutableDictionary<Guid, ImmutableDictionary<string, Criteria>> ByAccount,
        ImmutableDictionary<Category, ImmutableDictionary<Subscription, Criteria>> ByNode);
}
