using System.Globalization;
using System.Text.Json.Nodes;
using IntentMarket.Routing;
using IntentMarket.Services.Wire;
using IntentMarket.Web.Layout;

namespace IntentMarket.Web.Intents;

/// <summary>The composer's form in the customer's words, and the message that it makes. It says nothing of what is allowed: that is the
/// reader's, and a fault of the message is told beside the field that the faulty member came from (IntentForm.Faults.cs). The way
/// back is in IntentForm.Fill.cs.</summary>
public sealed partial class IntentForm
{
    /// <summary>What can matter, in the order in which it is asked and sent.</summary>
    public static readonly IReadOnlyList<string> Scaled = ["total", "deliverBy", "warrantyMonths", "returnDays"];

    public static readonly IReadOnlyList<string> Conditions = ["new", "refurbished", "used"];

    /// <summary>When offers close, from now on; <c>own</c>: at a time of one's own.</summary>
    public static readonly IReadOnlyList<(string Duration, string Name)> Closings =
    [
        ("PT1H", "in an hour"), ("PT4H", "in 4 hours"), ("P1D", "in a day"), ("P3D", "in 3 days"), ("P7D", "in a week"),
        ("P14D", "in 2 weeks"), ("own", "at a time of my choice"),
    ];

    /// <summary>When the price of a clock moves first, likewise.</summary>
    public static readonly IReadOnlyList<(string Duration, string Name)> FirstMoves =
    [
        ("PT5M", "in 5 minutes"), ("PT1H", "in an hour"), ("P1D", "in a day"), ("own", "at a time of my choice"),
    ];

    /// <summary>How many rows of a list are offered at least; one more than are filled in.</summary>
    public const int LinesLeast = 2;
    public const int MustsLeast = 3;
    public const int OwnLeast = 2;

    /// <summary>One more than the longest list may have, for the reader to say so.</summary>
    private const int RowsMax = 101;

    private const long DayMs = 86_400_000;

    /// <summary>Later times are not reckoned with.</summary>
    private const long LastMs = 32_503_680_000_000;

    private readonly Form _given;
    private readonly long _now;
    private IntentForm(Form given, CategoryTree tree, long now)
    {
        (_given, _now) = (given, now);
        Category = CategoryPick.Of(given["category"], given["find"], given["title"], tree);
        Message = Make();
    }

    public CategoryPick Category { get; }

    /// <summary>The intent as a post has it.</summary>
    public JsonObject Message { get; }

    /// <param name="now">Unix milliseconds.</param>
    public static IntentForm Read(Form given, CategoryTree tree, long now) => new(given, tree, now);

    /// <summary>The message; an amendment has the version that it amends.</summary>
    public JsonTree Tree(int? version = null)
    {
        var message = Message.DeepClone();
        if (version is not null)
            message["version"] = version;
        return JsonTree.Of(message);
    }

    /// <summary>The fields of weights, each with the criterion that it weighs.</summary>
    public static IEnumerable<(string Name, string Criterion)> Weights(Form given)
    {
        foreach (var criterion in (IEnumerable<string>)[.. Scaled, "condition"])
            yield return ($"weight-{criterion}", criterion);
        for (var row = 0; row < RowsOf(given, "own", "name", OwnLeast); row++)
            yield return ($"weight-own-{row}", $"attributes.{Slug(given[$"own-{row}-name"])}");
        foreach (var row in KeptRows(given, "prefer"))
            yield return ($"weight-kept-{row}", KeptPreference(given[$"kept-prefer-{row}-is"])?.Criterion ?? "");
    }

    /// <summary>Fields whose faults are told while the form is filled in.</summary>
    public static IEnumerable<string> WatchedFields(Form given) =>
    [
        "title", "description", "budget", "currency", "by", "closes", "closesAt", "awardBy", "region", "warranty", "returns", "from",
        "certifications", "decrement", "decrement-kind", "start", "step", "limit", "first", "firstAt",
        .. Scaled.SelectMany(c => (string[])[$"best-{c}", $"worst-{c}"]),
        .. Enumerable.Range(0, RowsOf(given, "line", "what", LinesLeast))
            .SelectMany(r => (string[])[$"line-{r}-what", $"line-{r}-quantity"]),
        .. Enumerable.Range(0, RowsOf(given, "must", "name", MustsLeast)).SelectMany(r => (string[])[$"must-{r}-name", $"must-{r}-value"]),
        .. Enumerable.Range(0, RowsOf(given, "own", "name", OwnLeast)).Select(r => $"own-{r}-name"),
    ];

    private string Currency => _given["currency"];

    private JsonObject Make()
    {
        At("/title", "title");
        At("/description", "description");
        At("/category", "category");
        At("/currency", "currency");
        At("/region", "region");
        At("/lines", "line-0-quantity");
        At("/terms", "weights");
        At("/auction", "format");
        At("/awardBy", "awardBy");
        At("/contact", "contact");
        var message = new JsonObject { ["title"] = _given["title"] };
        if (_given.Has("description"))
            message["description"] = _given.Raw("description").Trim();
        if (Category.Chosen is { } category)
            message["category"] = new JsonObject { ["scheme"] = category.Category.Scheme, ["id"] = category.Category.Id };
        message["currency"] = Currency;
        if (_given.Has("region"))
            message["region"] = _given["region"];
        message["lines"] = Lines();
        var prefer = Format.Clock ? [] : Prefer();
        message["terms"] = new JsonObject { ["require"] = Require(), ["prefer"] = prefer };
        if (_given.Has("method"))
            message["terms"]!["method"] = _given["method"];
        message["auction"] = Auction(prefer);
        if (Format.Clock && _given.Has("contact"))
            message["contact"] = _given["contact"];
        if (_given.Time("awardBy:time") is { } awardBy)
            message["awardBy"] = awardBy;
        return message;
    }

    private JsonArray Lines()
    {
        var lines = new JsonArray();
        foreach (var row in Rows(row => row == 0 || _given.Has($"line-{row}-what") || _given.Has($"line-{row}-quantity")))
        {
            var at = $"/lines/{lines.Count}";
            At(at, $"line-{row}-what");
            if (row > 0 && !_given.Has($"line-{row}-what"))
                Ask($"line-{row}-what", "Of what is this? Say it, or empty the quantity to leave the row out.");
            At($"{at}/quantity", $"line-{row}-quantity");
            var line = new JsonObject { ["id"] = $"{lines.Count + 1}" };
            if (_given.Has($"line-{row}-id"))
                line["id"] = _given[$"line-{row}-id"];
            if (_given.Has($"line-{row}-what"))
                line["description"] = _given[$"line-{row}-what"];
            line["quantity"] = Amount($"line-{row}-quantity", Amounts.AnyDigits) ?? "1";
            line["unit"] = Or(_given[$"line-{row}-unit"], "H87");
            if (_given.Has($"line-{row}-attributes"))
                line["attributes"] = Kept($"line-{row}-attributes");
            lines.Add(line);
        }
        return lines;
    }

    private JsonArray Require()
    {
        var require = new JsonArray();
        AddIfAny("budget", "total", ("max", Amount("budget")));
        if (_given.Has("from:time"))
            At($"/terms/require/{require.Count}/min", "from");
        AddIfAny(_given.Has("by:time") ? "by" : "from", "deliverBy", ("min", _given.Time("from:time")), ("max", _given.Time("by:time")));
        AddIfAny("condition", "condition", ("oneOf", Texts(_given.All("condition"))));
        AddIfAny("certifications", "certifications", ("allOf", Texts(Split(_given["certifications"]))));
        AddIfAny("warranty", "warrantyMonths", ("min", Count("warranty")));
        AddIfAny("returns", "returnDays", ("min", Count("returns")));
        foreach (var row in Rows(row => _given.Has($"must-{row}-name") || _given.Has($"must-{row}-value")))
        {
            MustBeNamed($"must-{row}-name");
            var value = _given[$"must-{row}-value"];
            var rule = Or(_given[$"must-{row}-rule"], "equals");
            JsonNode? wanted = rule switch
            {
                "oneOf" or "allOf" or "anyOf" => Texts(Split(value)),
                _ when value.Length == 0 => null,
                "equals" when value is "yes" or "no" => value == "yes",
                _ => Value(value),
            };
            At($"/terms/require/{require.Count}/criterion", $"must-{row}-name");
            At($"/terms/require/{require.Count}/{rule}", $"must-{row}-value");
            // Without a value it is no must-have yet: the reader says so.
            Add(
                wanted is null ? $"must-{row}-value" : $"must-{row}-name",
                $"attributes.{Slug(_given[$"must-{row}-name"])}", (rule, wanted));
        }
        foreach (var row in KeptRows(_given, "require").Where(row => _given.Has($"kept-require-{row}")))
        {
            At($"/terms/require/{require.Count}", $"kept-require-{row}");
            require.Add(Kept($"kept-require-{row}-is"));
        }
        return require;

        void AddIfAny(string field, string criterion, params ReadOnlySpan<(string Member, JsonNode? Value)> members)
        {
            foreach (var (_, value) in members)
            {
                if (value is not null)
                {
                    Add(field, criterion, members);
                    return;
                }
            }
        }

        void Add(string field, string criterion, params ReadOnlySpan<(string Member, JsonNode? Value)> members)
        {
            var rule = new JsonObject { ["criterion"] = criterion };
            foreach (var (member, value) in members)
            {
                if (value is not null)
                    rule[member] = value;
            }
            At($"/terms/require/{require.Count}", field);
            require.Add(rule);
        }
    }

    /// <summary>The rows of a list in which anything is filled in.</summary>
    private static IEnumerable<int> Rows(Func<int, bool> isFilledIn) => Enumerable.Range(0, RowsMax).Where(isFilledIn);

    /// <summary>How many rows of a list the form shows.</summary>
    public static int RowsOf(Form given, string list, string field, int least) => Math.Min(RowsMax, Math.Max(
        least, 2 + Enumerable.Range(0, RowsMax).LastOrDefault(row => given.Has($"{list}-{row}-{field}"), -1)));

    /// <summary>An amount as people type it. What it cannot be read as stays as it is, for the reader to say so; what could be
    /// two things is asked.</summary>
    private string? Amount(string field, int? digits = null)
    {
        if (!_given.Has(field))
            return null;
        var amount = _given.Amount(field, Currency, digits);
        if (amount.Question is { } question)
            _questions[field] = question;
        return amount.Written;
    }

    private JsonNode? Count(string field) => _given[field] is { Length: > 0 } typed ? Value(typed) : null;

    /// <summary>What the form cannot ask for is kept as it was. What is no JSON goes on as a text, for the reader to say so.</summary>
    private JsonNode? Kept(string field) =>
        Tree(_given[field]) is { Root: not null, Faults.Count: 0 } ? JsonNode.Parse(_given[field]) : _given[field];

    private static JsonNode Value(string typed) =>
        long.TryParse(typed, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : (JsonNode)typed;

    private static JsonArray? Texts(IReadOnlyCollection<string> texts) =>
        texts.Count == 0 ? null : new JsonArray([.. texts.Select(t => (JsonNode)t)]);

    private static string[] Split(string typed) =>
        [.. typed.Split([',', '\n', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct()];

    /// <summary>An attribute's name on the wire: "Screen size" is <c>screen-size</c>.</summary>
    public static string Slug(string name) => string.Join('-', name.ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static string Or(string given, string otherwise) => given.Length > 0 ? given : otherwise;
}
