using System.Collections.Frozen;
using IntentMarket.Engine.Values;

namespace IntentMarket.Routing;

/// <summary>A category with its English name.</summary>
public sealed record NamedCategory(Category Category, string Name);

/// <summary>All categories that have a name: the scheme <c>market</c>, and of <c>CPV</c> what the operator has loaded. Names are for
/// people; what a category covers is said by <see cref="Categories"/>, named or not. Immutable: who loads names makes a new tree.</summary>
public sealed partial class CategoryTree
{
    private readonly Entry[] _entries;
    private readonly FrozenDictionary<Category, int> _byNode;

    /// <param name="loaded">Names beside those of the scheme <c>market</c>: categories that exist, each place of the tree once.</param>
    public CategoryTree(IEnumerable<NamedCategory> loaded)
    {
        NamedCategory[] all =
        [
            .. Categories.Market.Select(m => new NamedCategory(new Category(Categories.MarketScheme, m.Id), m.Name)), .. loaded,
        ];
        _byNode = all.Select((named, index) => (Node: Categories.Node(named.Category), index))
            .ToFrozenDictionary(n => n.Node, n => n.index);
        // The places above stand from the top down: the nearest one with a name is the parent.
        _entries = [.. all.Select(
            named => new Entry(named, [.. Above(named.Category)], Telling(named.Name).Distinct().Count()))];
        for (var i = 0; i < _entries.Length; i++)
        {
            if (_entries[i].Above is [.., var parent])
                _entries[parent].Children.Add(i);
        }
        (_words, _postings, _phrases) = Index(_entries);
    }

    /// <summary>How many there are of the scheme.</summary>
    public int Count(string scheme) => _entries.Count(e => e.Named.Category.Scheme == scheme);

    /// <summary>Null where the category has no name.</summary>
    public string? Name(Category category) => Find(category)?.Named.Name;

    /// <summary>The named categories that cover it, from the top down, itself left out. It must exist, and need not have a name.</summary>
    public IReadOnlyList<NamedCategory> Parents(Category category) => [.. Above(category).Select(i => _entries[i].Named)];

    /// <summary>Those right below it, in the order of the list; below one without a name stands none.</summary>
    public IReadOnlyList<NamedCategory> Children(Category category) =>
        Find(category) is { } entry ? [.. entry.Children.Select(i => _entries[i].Named)] : [];

    /// <summary>The top of the trees, of one scheme or (null) of all.</summary>
    public IReadOnlyList<NamedCategory> Roots(string? scheme) =>
        [.. _entries.Where(e => e.Above.Length == 0 && (scheme is null || e.Named.Category.Scheme == scheme)).Select(e => e.Named)];

    private Entry? Find(Category category) =>
        Categories.Exists(category) && _byNode.TryGetValue(Categories.Node(category), out var index) ? _entries[index] : null;

    private IEnumerable<int> Above(Category category)
    {
        var own = Categories.Node(category);
        foreach (var node in Categories.NodesAbove(category))
        {
            if (node != own && _byNode.TryGetValue(node, out var index))
                yield return index;
        }
    }

    /// <param name="Above">From the top down.</param>
    /// <param name="Words">How many words of its name say something.</param>
    private sealed record Entry(NamedCategory Named, int[] Above, int Words)
    {
        public List<int> Children { get; } = [];
    }
}
