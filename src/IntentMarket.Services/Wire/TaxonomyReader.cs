using IntentMarket.Engine.Values;
using IntentMarket.Routing;

namespace IntentMarket.Services.Wire;

/// <summary>Reads the names of a scheme: an object from ids to names, <c>{"33100000-1": "Medical equipments"}</c>.</summary>
public static class TaxonomyReader
{
    /// <summary>Categories of a scheme; more are refused with <c>too-many</c>.</summary>
    public const int CategoriesMax = 20_000;

    public static Reading<IReadOnlyList<NamedCategory>> Cpv(JsonTree tree)
    {
        var faults = new Faults(tree.Faults);
        if (JsonObjectReader.Open(tree, faults) is not { } body)
            return faults.Read<IReadOnlyList<NamedCategory>>(() => null!);
        if (body.Count == 0)
            body.Fault(FaultCodes.TooFew, "there is no category in it");
        if (body.Count > CategoriesMax)
            body.Fault(FaultCodes.TooMany, $"a scheme has at most {CategoriesMax} categories, this has {body.Count}");
        var places = new Dictionary<Category, string>();
        var names = new List<NamedCategory>(body.Count);
        foreach (var field in body.All)
        {
            var category = new Category(Categories.Cpv, field.Name);
            var name = field.Title(WireLimits.NameMax);
            if (!Categories.Exists(category))
            {
                field.Fault(
                    FaultCodes.UnknownCategory, "a code of CPV is eight digits, a hyphen and a check digit, such as \"39143110-0\"");
            }
            else if (!places.TryAdd(Categories.Node(category), field.Name))
            {
                field.Fault(
                    FaultCodes.NotUnique,
                    $"this is the same category as {places[Categories.Node(category)]}: they differ in the check digit alone");
            }
            else if (name is not null)
            {
                names.Add(new NamedCategory(category, name));
            }
        }
        return faults.Read<IReadOnlyList<NamedCategory>>(() => names);
    }
}
