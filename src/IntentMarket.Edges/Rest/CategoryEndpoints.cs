using IntentMarket.Contracts;
using IntentMarket.Edges.Access;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;
using IntentMarket.Routing;
using IntentMarket.Services.Routing;
using IntentMarket.Services.Wire;
using IntentMarket.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;

namespace IntentMarket.Edges.Rest;

/// <summary>Categories by their names: what a page or a program offers to pick from. Open to all.</summary>
internal static class CategoryEndpoints
{
    private const int QueryMax = 500;

    public static void MapCategories(this IEndpointRouteBuilder api)
    {
        api.MapGet("/categories", Search)
            .Gives<Page<CategoryFound>>()
            .WithSummary("The categories that fit the words best, best first; without words the top of the trees");
        api.MapGet("/categories/{scheme}/{id}", Get)
            .Gives<CategoryPlace>().WithSummary("A category, what covers it, what stands right below it, and what it is in the other scheme");
        api.MapPut("/taxonomy/{scheme}", Load).Writes(AccountKind.Operator).WithMetadata(new BodyLimit(2 * TaxonomyBody.MaxBytes))
            .Takes<IReadOnlyDictionary<string, string>>(RequestSchemas.Taxonomy).Gives<TaxonomyLoaded>()
            .WithSummary("Loads the names of a scheme's categories, in the place of those loaded before; "
                + "where anything is wrong, nothing is loaded");
    }

    private static IResult Search(string? query, string? scheme, string? limit, Taxonomies taxonomies)
    {
        var members = new Query();
        var max = members.Limit(limit);
        var only = members.Word("scheme", scheme, Categories.Cpv, Categories.MarketScheme);
        var words = members.Text("query", query, QueryMax);
        if (members.Faults.Count > 0)
            return Answers.Malformed(members.Faults);
        var tree = taxonomies.Tree;
        var found = Unicode.IsBlank(words) ? tree.Roots(only).Take(max) : tree.Search(words, only, max);
        return Answers.Ok(new Page<CategoryFound>([.. found.Select(c => new CategoryFound(
            c.Category.Scheme, c.Category.Id, c.Name, [.. tree.Parents(c.Category).Select(p => p.Name)]))]));
    }

    private static IResult Get(string scheme, string id, Taxonomies taxonomies)
    {
        var (tree, category) = (taxonomies.Tree, new Category(scheme, id));
        return Categories.Exists(category)
            ? Answers.Ok(new CategoryPlace(
                scheme, id, tree.Name(category), Names(tree.Parents(category)), Names(tree.Children(category)),
                [.. Categories.Counterparts(category).Select(c => new CategoryDocument(c.Scheme, c.Id))]))
            : scheme is Categories.Cpv or Categories.MarketScheme ? Answers.NotFound : Unknown(scheme);
    }

    private static async Task<IResult> Load(string scheme, HttpCall call, TaxonomyBody body, Taxonomies taxonomies)
    {
        if (scheme != Categories.Cpv)
            return Unknown(scheme);
        var reading = TaxonomyReader.Cpv(body.Tree);
        if (!reading.IsGood)
            return Answers.Malformed(reading.Faults);
        return Answers.Ok(new TaxonomyLoaded(scheme, reading.Value.Count, await taxonomies.Load(scheme, reading.Value, call.Cancel)));
    }

    private static IResult Unknown(string scheme) => Answers.Problem(Problems.NotFound, scheme == Categories.MarketScheme
        ? $"the names of `{Categories.MarketScheme}` are the market's own: those of `{Categories.Cpv}` can be loaded"
        : $"categories are of `{Categories.Cpv}` or of `{Categories.MarketScheme}`, the market's own list: "
            + "no other scheme is taken, UNSPSC neither");

    private static IReadOnlyList<CategoryName> Names(IReadOnlyList<NamedCategory> categories) =>
        [.. categories.Select(c => new CategoryName(c.Category.Scheme, c.Category.Id, c.Name))];

    /// <summary>How much the server reads of a body, so that who sends more than the market takes is told so.</summary>
    private sealed record BodyLimit(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;
}
