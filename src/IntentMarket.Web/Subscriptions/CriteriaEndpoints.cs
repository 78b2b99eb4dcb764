using System.Text.Json.Nodes;
using IntentMarket.Contracts;
using IntentMarket.Engine.Values;
using IntentMarket.Routing;
using IntentMarket.Services.Access;
using IntentMarket.Services.Intents;
using IntentMarket.Services.Routing;
using IntentMarket.Services.Wire;
using IntentMarket.Web.Layout;
using IntentMarket.Web.People;
using Microsoft.Extensions.Primitives;

namespace IntentMarket.Web.Subscriptions;

/// <summary>A vendor's standing criteria: which intents it hears of.</summary>
internal static class CriteriaEndpoints
{
    /// <summary>In the place of a name: criteria that are not stored yet.</summary>
    private const string New = "new";

    public static void MapCriteria(this IEndpointRouteBuilder pages)
    {
        var own = pages.MapGroup("/criteria").ForVendors();
        own.MapGet("", async (Visitor visitor, FeedService service, CancellationToken cancel) =>
            View.Of<CriteriaPage>(new { Criteria = await service.Criteria(visitor.Vendor, cancel) }));
        own.MapGet("/{name}", async (string name, Visitor visitor, FeedService service, CancellationToken cancel) =>
        {
            var all = await service.Criteria(visitor.Vendor, cancel);
            if (name == New)
                return Editor(name, new Form(new Dictionary<string, StringValues> { ["name"] = Unused(all) }), [], null);
            var form = CriteriaForm.Start(all.FirstOrDefault(c => c.Name == name) ?? throw new ProblemException(ProblemView.Unseen));
            return Editor(name, form, [], await service.Test(visitor.Vendor, Message(form), cancel));
        });
        own.MapPost("/{name}", Save);
        own.MapPost("/{name}/meets", async (string name, Form form, Visitor visitor, FeedService service, CancellationToken cancel) =>
            View.Of<CriteriaMeets>(
                new { Test = await service.Test(visitor.Vendor, Message(form), cancel), Given = form, IsAlone = true }));
        own.MapPost("/{name}/found", (string name, string what, Form form, Taxonomies taxonomies) =>
            View.Of<Picker>(new { Model = what == "region" ? Picks.Regions(name, form) : Picks.Categories(name, form, taxonomies.Tree) }));
        own.MapPost("/{name}/check", async (string name, Form form, Visitor visitor, FeedService service, CancellationToken cancel) =>
        {
            var test = await service.Test(visitor.Vendor, Message(form), cancel);
            return Editor(name, form, test.Problem is { } problem ? CriteriaForm.Told(problem, form) : [], test);
        });
        own.MapPost("/{name}/delete", async (string name, Visitor visitor, FeedService service, CancellationToken cancel) =>
        {
            await service.Remove(visitor.Vendor, name, cancel);
            return TypedResults.LocalRedirect("/criteria");
        });
    }

    private static async Task<IResult> Save(string name, Visitor visitor, Form form, FeedService service, CancellationToken cancel)
    {
        var given = name == New ? string.Join('-', form["name"].Split(' ', StringSplitOptions.RemoveEmptyEntries)) : name;
        List<FormFault> faults = [];
        if (name == New && given == New)
            faults.Add(new("name", "Another name, please: this one has a meaning of its own."));
        else if (name == New && (await service.Criteria(visitor.Vendor, cancel)).Any(c => c.Name == given))
            faults.Add(new("name", "You have criteria of this name already."));
        var test = await service.Test(visitor.Vendor, Message(form), cancel);
        if (faults.Count == 0)
        {
            var answer = await service.Put(visitor.Vendor, given, Message(form), cancel);
            if (answer.Problem is not { } problem)
                return TypedResults.LocalRedirect(name == New ? "/feed" : "/criteria");
            faults.AddRange(CriteriaForm.Told(problem, form));
        }
        return Editor(name, form, faults, test, StatusCodes.Status422UnprocessableEntity);
    }

    private static IResult Editor(
        string name, Form form, IReadOnlyList<FormFault> faults, Answer<SubscriptionTest>? test, int status = StatusCodes.Status200OK) =>
        View.Of<CriteriaEditor>(new { Name = name, Given = form, Faults = faults, Test = test }, status);

    private static JsonTree Message(Form form) => JsonTree.Of(CriteriaForm.Message(form, out _));

    private static string Unused(IReadOnlyList<SubscriptionDocument> all) =>
        Enumerable.Range(1, all.Count + 1).Select(n => n == 1 ? "my-criteria" : $"my-criteria-{n}")
            .First(name => all.All(c => c.Name != name));
}

/// <summary>Standing criteria as a form: fields named by pointers, and what is picked as <c>category</c> and <c>region</c>.</summary>
public static class CriteriaForm
{
    /// <summary>The fields whose faults are told while they are filled in.</summary>
    public static readonly string[] Watched =
    [
        "/categories", "/regions", "/currencies", "/budget/min", "/budget/max", "/quantity/min", "/quantity/max", "/leadDays",
        "/anyKeyword", "/noKeyword", "/holdsCertifications",
    ];

    public static readonly Labels Labels = new(
        ("/categories", "What you sell"), ("/regions", "Where you deliver"), ("/currencies", "Currencies"), ("/budget/min", "Least budget"),
        ("/budget/max", "Greatest budget"), ("/anyKeyword", "Any of these words"), ("/noKeyword", "None of these words"),
        ("/conditions", "Condition of what you sell"), ("/quantity/min", "Least quantity"), ("/quantity/max", "Greatest quantity"),
        ("/leadDays", "Days that you need"), ("/holdsCertifications", "Certifications that you hold"));

    /// <summary>Why criteria were refused.</summary>
    public static List<FormFault> Told(Problem problem, Form form)
    {
        Message(form, out var questions);
        return problem.Errors switch
        {
            [{ Code: FaultCodes.NotAName, At: "" }] => [new FormFault("name", "Name: use at most 64 letters, digits, dots and hyphens.")],
            _ => FormFaults.Of(problem, Labels).Asking(questions),
        };
    }

    /// <param name="questions">What is to be asked of amounts, by their pointers.</param>
    public static JsonObject Message(Form form, out IReadOnlyDictionary<string, string> questions)
    {
        var message = form.ToJson();
        var currency = message["currencies"] is JsonArray { Count: 1 } one && one[0] is JsonValue only
            && only.TryGetValue<string>(out var code)
                ? code
                : null;
        var asked = new Dictionary<string, string>();
        foreach (var (of, digits) in ((string, int?)[])[("budget", null), ("quantity", Amounts.AnyDigits)])
        {
            foreach (var bound in (string[])["min", "max"])
            {
                if (message[of] is not JsonObject bounds || bounds[bound] is null)
                    continue;
                var amount = form.Amount($"/{of}/{bound}", of == "budget" ? currency : null, digits);
                bounds[bound] = amount.Written;
                if (amount.Question is { } question)
                    asked[$"/{of}/{bound}"] = question;
            }
        }
        questions = asked;
        var categories = form.All("category").Distinct().Select(c => c.Split(':', 2)).Where(c => c.Length == 2).ToList();
        if (categories.Count > 0)
            message["categories"] = new JsonArray([.. categories.Select(c => new JsonObject { ["scheme"] = c[0], ["id"] = c[1] })]);
        var regions = form.All("region")
            .Concat(form["other-regions"].Split([',', ' '], StringSplitOptions.RemoveEmptyEntries)).Distinct().ToList();
        if (regions.Count > 0)
            message["regions"] = new JsonArray([.. regions.Select(r => (JsonNode)r)]);
        return message;
    }

    public static Form Start(SubscriptionDocument criteria)
    {
        var fields = new Dictionary<string, StringValues>
        {
            ["category"] = criteria.Categories?.Select(c => $"{c.Scheme}:{c.Id}").ToArray(),
            ["region"] = criteria.Regions?.ToArray(),
            ["/currencies:set"] = string.Join(", ", criteria.Currencies ?? []),
            ["/budget/min"] = criteria.Budget?.Min,
            ["/budget/max"] = criteria.Budget?.Max,
            ["/quantity/min"] = criteria.Quantity?.Min,
            ["/quantity/max"] = criteria.Quantity?.Max,
            ["/leadDays:integer"] = criteria.LeadDays?.ToString(),
            ["/anyKeyword:set"] = string.Join(", ", criteria.AnyKeyword ?? []),
            ["/noKeyword:set"] = string.Join(", ", criteria.NoKeyword ?? []),
            ["/holdsCertifications:set"] = string.Join(", ", criteria.HoldsCertifications ?? []),
            ["/acceptsAgreements:set"] = string.Join(", ", criteria.AcceptsAgreements ?? []),
        };
        foreach (var condition in criteria.Conditions ?? [])
            fields[$"/conditions/{Array.IndexOf(Conditions, condition)}"] = condition;
        foreach (var bound in (string[])["/budget/min", "/budget/max", "/quantity/min", "/quantity/max"])
            fields[Form.Was + bound] = fields[bound];
        return new Form(fields);
    }

    public static readonly string[] Conditions = ["new", "refurbished", "used"];
}

/// <summary>Categories and regions to pick from.</summary>
public static class Picks
{
    private const int FoundMax = 30;

    public static PicksModel Categories(string name, Form form, CategoryTree tree)
    {
        var words = form["category-words"];
        return Model(
            name, "category", words,
            form.All("category").Distinct()
                .Select(value => Of(value.Split(':', 2) is [var scheme, var id] ? new Category(scheme, id) : new Category("", value))),
            tree.Search(words, null, FoundMax).Select(found => Of(found.Category)));

        Pick Of(Category category)
        {
            var isKnown = Routing.Categories.Exists(category);
            string[] path = isKnown ? [.. tree.Parents(category).Select(p => p.Name), tree.Name(category) ?? category.Id] : [category.Id];
            return new Pick($"{category.Scheme}:{category.Id}", string.Join(" › ", path));
        }
    }

    public static PicksModel Regions(string name, Form form)
    {
        var words = form["region-words"];
        return Model(
            name, "region", words,
            form.All("region").Distinct().Select(code => new Pick(code, UiText.Region(code))),
            Routing.Regions.Named.SelectMany(g => g.Regions)
                .Where(r => r.Name.Contains(words, StringComparison.OrdinalIgnoreCase)).Select(r => r.Code)
                .Prepend(words.ToUpperInvariant()).Where(Routing.Regions.IsRegion).Distinct()
                .Select(code => new Pick(code, UiText.Region(code))));
    }

    private static PicksModel Model(string name, string what, string words, IEnumerable<Pick> picked, IEnumerable<Pick> found)
    {
        var chosen = picked.ToList();
        return new PicksModel(name, what, words, chosen, words.Length == 0 ? [] : [.. found.Except(chosen).Take(FoundMax)]);
    }
}

/// <summary>What is picked of a kind, and what words find beside it.</summary>
/// <param name="Name">Of the criteria.</param>
/// <param name="What"><c>category</c> or <c>region</c>.</param>
public sealed record PicksModel(string Name, string What, string Words, IReadOnlyList<Pick> Picked, IReadOnlyList<Pick> Found);

/// <summary>Something to pick.</summary>
/// <param name="Value">As the form sends it.</param>
public sealed record Pick(string Value, string Name);
