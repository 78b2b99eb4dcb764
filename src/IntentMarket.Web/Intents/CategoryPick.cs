using IntentMarket.Engine.Values;
using IntentMarket.Routing;

namespace IntentMarket.Web.Intents;

/// <summary>The category of an intent: the one that was picked, else the one that its words suggest best; with
/// others to pick from.</summary>
/// <param name="Picked">Null: none was.</param>
/// <param name="Suggested">What the words suggest best; null: nothing, or what was picked.</param>
/// <param name="Others">What else fits, and the top of the tree where little does.</param>
public sealed record CategoryPick(CategoryOption? Picked, CategoryOption? Suggested, IReadOnlyList<CategoryOption> Others)
{
    private const int FoundMax = 7;

    /// <summary>Null: nothing was picked, and the words suggest nothing.</summary>
    public CategoryOption? Chosen => Picked ?? Suggested;

    /// <param name="picked">As <see cref="CategoryOption.Value"/> writes it; empty: none.</param>
    /// <param name="find">What was typed to find another; empty: the title's words count.</param>
    public static CategoryPick Of(string picked, string find, string title, CategoryTree tree)
    {
        var words = find.Length > 0 ? find : title;
        var found = words.Length == 0 ? [] : tree.Search(words, null, FoundMax);
        var own = Parse(picked) is { } category ? Option(new NamedCategory(category, tree.Name(category) ?? category.Id)) : null;
        var first = found.Count > 0 && found[0].Category != own?.Category ? Option(found[0]) : null;
        var others = found.Skip(first is null ? 0 : 1).Concat(found.Count < FoundMax ? tree.Roots(Categories.MarketScheme) : []);
        return new CategoryPick(
            own, first, [.. others.Where(c => c.Category != own?.Category && c.Category != first?.Category).Distinct().Select(Option)]);

        CategoryOption Option(NamedCategory named) =>
            new(named.Category, named.Name, string.Join(" › ", tree.Parents(named.Category).Select(p => p.Name)));
    }

    private static Category? Parse(string value)
    {
        var colon = value.IndexOf(':');
        var category = colon > 0 ? new Category(value[..colon], value[(colon + 1)..]) : null;
        return category is not null && Categories.Exists(category) ? category : null;
    }
}

/// <param name="Path">The names of those above it.</param>
public sealed record CategoryOption(Category Category, string Name, string Path)
{
    public string Value => $"{Category.Scheme}:{Category.Id}";
}
