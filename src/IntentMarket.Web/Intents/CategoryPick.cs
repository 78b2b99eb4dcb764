using IntentMarket.Engine.Values;
using IntentMarket.Routing;

namespace IntentMarket.Web.Intents;

/// <summary>The category of an intent: the one that was picked, else the one that its words suggest best; with
/// others to pick from.</summary>
/// <param name="Picked">Null: none was.</param>
/// <param name="Suggested">What the words suggest best; null: nothing.</param>
/// <param name="IsSure">The words leave no doubt.</param>
/// <param name="Near">What they may mean as well, to be picked at once; <see cref="Categories.Other"/> where that is too little.</param>
/// <param name="Others">What else there is: what was found by its name, or else what fits less, and the top of the tree.</param>
/// <param name="FindsNothing">Nothing has the name that was looked for.</param>
public sealed record CategoryPick(
    CategoryOption? Picked, CategoryOption? Suggested, bool IsSure, IReadOnlyList<CategoryOption> Near,
    IReadOnlyList<CategoryOption> Others, bool FindsNothing)
{
    private const int FoundMax = 7;

    /// <summary>What may be meant where it is not sure.</summary>
    private const int NearMax = 3;

    /// <summary>Null: nothing was picked, and the words suggest nothing.</summary>
    public CategoryOption? Chosen => Picked ?? Suggested;

    /// <summary>What stands beside the words to be picked at once: while they leave a doubt, or until something else was picked.</summary>
    public IReadOnlyList<CategoryOption> AtOnce
    {
        get
        {
            IReadOnlyList<CategoryOption> all = Suggested is null ? Near : [Suggested, .. Near];
            return Near.Count > 0 && (Picked is null || all.Contains(Picked)) ? all : [];
        }
    }

    /// <summary>What a form sends for it: nothing for what the words suggest, so that it follows them.</summary>
    public string ValueOf(CategoryOption option) => option == Suggested && option != Picked ? "" : option.Value;

    /// <param name="picked">As <see cref="CategoryOption.Value"/> writes it; empty: none.</param>
    /// <param name="find">What was typed to find another by its name; empty: nothing.</param>
    public static CategoryPick Of(string picked, string find, string title, CategoryTree tree)
    {
        var own = Parse(picked) is { } category ? Option(new NamedCategory(category, tree.Name(category) ?? category.Id)) : null;
        var guess = tree.Guess(title, FoundMax);
        var found = guess.Found.Select(Option).ToList();
        var near = guess.IsSure ? [] : found.Skip(1).Take(NearMax - 1).ToList();
        if (!guess.IsSure && near.Count < NearMax - 1 && title.Length > 0)
            near.Add(Option(new NamedCategory(Categories.Other, tree.Name(Categories.Other)!)));
        var byName = find.Length > 0 ? tree.Search(find, null, FoundMax).Select(Option).ToList() : null;
        var pick = new CategoryPick(own, found.FirstOrDefault(), guess.IsSure, near, [], FindsNothing: byName is []);
        var others = byName ?? [.. found.Skip(1), .. tree.Roots(Categories.MarketScheme).Select(Option)];
        return pick with { Others = [.. others.Where(o => o != own && o != pick.Suggested).Except(pick.AtOnce)] };

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
