namespace IntentMarket.Contracts;

/// <summary>A category as it is found.</summary>
/// <param name="Scheme"><c>CPV</c> or <c>market</c>.</param>
/// <param name="Name">In English.</param>
/// <param name="Path">The names of the categories that cover it, from the top down.</param>
public sealed record CategoryFound(string Scheme, string Id, string Name, IReadOnlyList<string> Path);

/// <summary>A category with its name.</summary>
public sealed record CategoryName(string Scheme, string Id, string Name);

/// <summary>A category in its place.</summary>
/// <param name="Name">Left out where it has none, or the operator has not loaded its names.</param>
/// <param name="Parents">Those that cover it, from the top down.</param>
/// <param name="Children">Those right below it.</param>
/// <param name="Counterparts">What an intent of it is in the other scheme: whoever names one of them, or one that covers it, hears of the
/// intent. Empty where there is nothing like it.</param>
public sealed record CategoryPlace(
    string Scheme, string Id, string? Name, IReadOnlyList<CategoryName> Parents, IReadOnlyList<CategoryName> Children,
    IReadOnlyList<CategoryDocument> Counterparts);

/// <summary>The names of a scheme are loaded.</summary>
/// <param name="Categories">How many have a name.</param>
/// <param name="Version">Grows with each load of other names.</param>
public sealed record TaxonomyLoaded(string Scheme, int Categories, long Version);
