using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntentMarket.Contracts;
using IntentMarket.Routing;
using IntentMarket.Services.Wire;
using IntentMarket.Web.Layout;
using Microsoft.Extensions.Primitives;

namespace IntentMarket.Web.Intents;

public sealed partial class IntentForm
{
    /// <summary>A form to start from: what most people want, so that a title suffices.</summary>
    public static Form Start(string need, Guess guess) => Filled(new Dictionary<string, string?>
    {
        ["title"] = need,
        ["currency"] = guess.Currency,
        ["region"] = guess.Region,
        ["closes"] = "P1D",
        ["weight-total"] = "70",
        ["weight-deliverBy"] = "30",
        ["weight-warrantyMonths"] = "0",
        ["weight-returnDays"] = "0",
        ["weight-condition"] = "0",
        ["format"] = "open",
        ["early"] = "on",
        ["soft"] = "on",
        ["soft-window"] = "PT2M",
        ["first"] = "PT5M",
        ["interval"] = "PT5M",
        ["line-0-quantity"] = "1",
        ["line-0-unit"] = "H87",
    });

    /// <summary>An intent to change: the whole of it, with the version that is changed.</summary>
    public static Form Amending(IntentDocument intent) => Of(intent, isTemplate: false);

    /// <summary>A form that was sent after its intent was posted, to amend that intent by: a close that is counted from now on, and was not
    /// changed, stays where it is.</summary>
    public static Form Changed(Form given, IntentDocument intent)
    {
        var amending = Amending(intent);
        var isCloseKept = given["closes"] != "own" && given["closes"].Length > 0 && Closings.Any(c => c.Duration == given["closes"])
            && Math.Abs(UnixMs(intent.ClosesAt) - UnixMs(intent.OpenedAt)
                - (long)System.Xml.XmlConvert.ToTimeSpan(given["closes"]).TotalMilliseconds) < 60_000;
        string[] kept = isCloseKept
            ? ["version", "currency", "closes", "closesAt:time", Form.Was + "closesAt:time"]
            : ["version", "currency"];
        return given.With(kept.Select(name => KeyValuePair.Create(name, new StringValues(amending[name]))));

        static long UnixMs(string time) => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();
    }

    /// <summary>An earlier intent as a template.</summary>
    public static Form Again(IntentDocument intent) => Of(intent, isTemplate: true);

    /// <summary>An intent as the form asks for it. As a template it loses its times, which are past or soon will be.</summary>
    private static Form Of(IntentDocument intent, bool isTemplate)
    {
        var fields = new Dictionary<string, string?>
        {
            ["version"] = isTemplate ? null : intent.Version.ToString(CultureInfo.InvariantCulture),
            ["title"] = intent.Title,
            ["description"] = intent.Description,
            ["category"] = $"{intent.Category.Scheme}:{intent.Category.Id}",
            ["currency"] = intent.Currency,
            ["region"] = intent.Region,
            ["closes"] = isTemplate ? "P1D" : "own",
            ["closesAt:time"] = isTemplate ? null : intent.ClosesAt,
            ["awardBy:time"] = isTemplate ? null : intent.AwardBy,
            ["first"] = "PT5M",
            ["format"] = intent.Auction.Format,
            ["visibility"] = intent.Auction.Visibility,
            ["early"] = intent.Auction.EarlyAward ? "on" : null,
            ["soft"] = intent.Auction.SoftClose is null ? null : "on",
            ["soft-window"] = intent.Auction.SoftClose?.Window,
            ["soft-extension"] = intent.Auction.SoftClose?.Extension,
            ["soft-most"] = intent.Auction.SoftClose?.MaxExtensions.ToString(CultureInfo.InvariantCulture),
        };
        if (intent.Terms.Method != "weighted")
            fields["method"] = intent.Terms.Method;
        (fields["vs"], fields["start"], fields["step"], fields["limit"], fields["interval"]) =
            (intent.Auction.Vs, intent.Auction.Start, intent.Auction.Step, intent.Auction.Limit, intent.Auction.Interval);
        (fields["decrement-kind"], fields["decrement"]) = intent.Auction.Decrement switch
        {
            { Amount: { } amount } => ("amount", amount),
            { Percent: { } percent } => ("percent", percent),
            { Points: { } points } => ("points", points),
            _ => (null, null),
        };
        var conditions = new List<string>();
        for (var i = 0; i < intent.Lines.Count; i++)
        {
            var line = intent.Lines[i];
            (fields[$"line-{i}-id"], fields[$"line-{i}-what"], fields[$"line-{i}-quantity"], fields[$"line-{i}-unit"]) =
                (line.Id, line.Description, line.Quantity, line.Unit);
            fields[$"line-{i}-attributes"] = line.Attributes is { Count: > 0 } attributes
                ? JsonSerializer.Serialize(attributes, WireJson.Options)
                : null;
        }
        int musts = 0, kept = 0, own = 0;
        foreach (var required in intent.Terms.Require)
        {
            switch (required)
            {
                case { Criterion: "total", Max: { } max } when !fields.ContainsKey("budget"):
                    fields["budget"] = max.ToString();
                    break;
                case { Criterion: "deliverBy" } when !fields.ContainsKey("by:time"):
                    // Of a template the time is past, or is about to be.
                    (fields["from:time"], fields["by:time"]) = isTemplate
                        ? (null, null)
                        : (required.Min?.ToString(), required.Max?.ToString());
                    break;
                case { Criterion: "condition", OneOf: { } oneOf } when conditions.Count == 0:
                    conditions.AddRange(oneOf);
                    break;
                case { Criterion: "certifications", AllOf: { } all, AnyOf: null } when !fields.ContainsKey("certifications")
                    && !all.Any(c => c.Contains(',')):
                    fields["certifications"] = string.Join(", ", all);
                    break;
                case { Criterion: "warrantyMonths", Min: { } months, Max: null } when !fields.ContainsKey("warranty"):
                    fields["warranty"] = months.ToString();
                    break;
                case { Criterion: "returnDays", Min: { } days, Max: null } when !fields.ContainsKey("returns"):
                    fields["returns"] = days.ToString();
                    break;
                default:
                    if (required.Criterion.StartsWith("attributes.", StringComparison.Ordinal) && Rule(required) is var (rule, value))
                    {
                        fields[$"must-{musts}-name"] = required.Criterion["attributes.".Length..].Replace('-', ' ');
                        (fields[$"must-{musts}-rule"], fields[$"must-{musts++}-value"]) = (rule, value);
                    }
                    else
                    {
                        fields[$"kept-require-{kept}-is"] = fields[$"kept-require-{kept++}"] = JsonSerializer.Serialize(
                            required, WireJson.Options);
                    }
                    break;
            }
        }
        kept = 0;
        foreach (var preferred in intent.Terms.Prefer)
        {
            var weight = preferred.Weight.ToString(CultureInfo.InvariantCulture);
            switch (preferred)
            {
                case { Criterion: "deliverBy", Best: { }, Worst: { } } when isTemplate:
                    fields["weight-deliverBy"] = weight;
                    break;
                case { Best: { } best, Worst: { } worst } when Scaled.Contains(preferred.Criterion):
                    var suffix = preferred.Criterion == "deliverBy" ? ":time" : "";
                    (fields[$"weight-{preferred.Criterion}"], fields[$"best-{preferred.Criterion}{suffix}"],
                        fields[$"worst-{preferred.Criterion}{suffix}"]) =
                        (weight, best.ToString(), worst.ToString());
                    break;
                case { Criterion: "condition", Points: { } points }:
                    fields["weight-condition"] = weight;
                    foreach (var condition in Conditions)
                        fields[$"points-{condition}"] = points.GetValueOrDefault(condition).ToString(CultureInfo.InvariantCulture);
                    break;
                case { Best: { } best, Worst: { } worst }:
                    fields[$"own-{own}-name"] = preferred.Criterion["attributes.".Length..].Replace('-', ' ');
                    (fields[$"weight-own-{own}"], fields[$"own-{own}-best"], fields[$"own-{own++}-worst"]) =
                        (weight, best.ToString(), worst.ToString());
                    break;
                default:
                    fields[$"weight-kept-{kept}"] = weight;
                    fields[$"kept-prefer-{kept++}-is"] = JsonSerializer.Serialize(preferred, WireJson.Options);
                    break;
            }
        }
        LeaveOutWhatFollows(fields);
        foreach (var filled in fields.Keys.Where(
            f => f.EndsWith(":time", StringComparison.Ordinal) || f.EndsWith("-quantity", StringComparison.Ordinal) || Amounted.Contains(f))
            .ToList())
            fields[Form.Was + filled] = fields[filled];
        foreach (var criterion in (IEnumerable<string>)[.. Scaled, "condition"])
            fields.TryAdd($"weight-{criterion}", "0");
        // Without preferences the lowest price leads: what has no weight at all comes to the same.
        return Filled(fields, conditions);
    }

    /// <summary>An end of a scale that follows from the other fields is left out: so it goes on to follow when these are
    /// changed.</summary>
    private static void LeaveOutWhatFollows(Dictionary<string, string?> fields)
    {
        var read = new IntentForm(new Form(fields.Where(f => f.Value is not null && !IsEnd(f.Key))
            .ToDictionary(f => f.Key, f => new StringValues(f.Value))), new CategoryTree([]), 0);
        foreach (var criterion in Scaled)
        {
            var (best, worst) = read.Scale(criterion);
            var suffix = criterion == "deliverBy" ? ":time" : "";
            if (!IsSame(fields.GetValueOrDefault($"worst-{criterion}{suffix}"), worst))
                continue;
            fields.Remove($"worst-{criterion}{suffix}");
            if (IsSame(fields.GetValueOrDefault($"best-{criterion}{suffix}"), best))
                fields.Remove($"best-{criterion}{suffix}");
        }

        static bool IsEnd(string field) =>
            field.StartsWith("best-", StringComparison.Ordinal) || field.StartsWith("worst-", StringComparison.Ordinal);

        static bool IsSame(string? one, JsonNode? other) => one is not null && other is not null
            && (one == other.ToString() || (TryTime(one, out var at) && TryTime(other.ToString(), out var then) && at == then));
    }

    private static readonly string[] Amounted = ["budget", "best-total", "worst-total", "decrement", "start", "step", "limit"];

    /// <summary>A must-have that the form kept as it was; null where it is none, for the field is hidden in the page and
    /// may hold anything.</summary>
    public static RequirementDocument? KeptMust(string written) =>
        IntentReader.IsRequirement(Tree(written)) ? JsonSerializer.Deserialize<RequirementDocument>(written, WireJson.Options) : null;

    /// <summary>A preference, likewise.</summary>
    public static PreferenceDocument? KeptPreference(string written) =>
        IntentReader.IsPreference(Tree(written)) ? JsonSerializer.Deserialize<PreferenceDocument>(written, WireJson.Options) : null;

    /// <summary>The rows in which the form keeps what it cannot ask for: of <c>require</c> or of <c>prefer</c>.</summary>
    public static IEnumerable<int> KeptRows(Form given, string list) =>
        Enumerable.Range(0, RowsMax).Where(row => given.Has($"kept-{list}-{row}-is"));

    /// <summary>A form without what it keeps and nobody can read.</summary>
    public static Form Readable(Form given)
    {
        HashSet<string> broken =
        [
            .. KeptRows(given, "require").Where(row => KeptMust(given[$"kept-require-{row}-is"]) is null)
                .SelectMany(row => (string[])[$"kept-require-{row}", $"kept-require-{row}-is"]),
            .. KeptRows(given, "prefer").Where(row => KeptPreference(given[$"kept-prefer-{row}-is"]) is null)
                .SelectMany(row => (string[])[$"weight-kept-{row}", $"kept-prefer-{row}-is"]),
        ];
        return given.Where(name => !broken.Contains(name));
    }

    private static JsonTree Tree(string written) => JsonTree.Parse(Encoding.UTF8.GetBytes(written));

    /// <summary>A requirement on an attribute as a row of the form; null: the form has no such row.</summary>
    private static (string Rule, string Value)? Rule(RequirementDocument required) => required switch
    {
        { Min: { } min, Max: null } when IsWritten(min) => ("min", min.ToString()),
        { Min: null, Max: { } max } when IsWritten(max) => ("max", max.ToString()),
        { OneOf: { } oneOf } when !oneOf.Any(v => v.Contains(',') || v.Contains(';')) => ("oneOf", string.Join(", ", oneOf)),
        { AllOf: { } allOf, AnyOf: null } when !allOf.Any(v => v.Contains(',') || v.Contains(';')) => ("allOf", string.Join(", ", allOf)),
        { EqualTo: { } wanted } when wanted.GetValueKind() is JsonValueKind.True or JsonValueKind.False =>
            ("equals", wanted.GetValue<bool>() ? "yes" : "no"),
        { EqualTo: { } wanted } when IsWritten(wanted) => ("equals", wanted.ToString()),
        _ => null,
    };

    /// <summary>Whether the form reads what it writes: the text <c>2</c> would come back as a number.</summary>
    private static bool IsWritten(JsonNode value) =>
        value is JsonValue && JsonNode.DeepEquals(Value(value.ToString()), value) && value.ToString() is not ("yes" or "no");

    private static Form Filled(Dictionary<string, string?> fields, IReadOnlyCollection<string>? conditions = null)
    {
        var filled = fields.Where(f => f.Value is not null).ToDictionary(f => f.Key, f => new StringValues(f.Value));
        if (conditions is { Count: > 0 })
            filled["condition"] = new StringValues([.. conditions]);
        return new Form(filled);
    }
}

/// <summary>A form as a draft keeps it.</summary>
public static class DraftText
{
    /// <summary>Characters that a draft has at most: what is longer is no intent that could be posted, and is not saved.</summary>
    public const int Max = 64 * 1024;

    private static readonly HashSet<string> NotKept = ["form-token", "draft", "asked"];

    public static string Write(Form form) =>
        JsonSerializer.Serialize(form.Names.Where(n => !NotKept.Contains(n)).Select(n => (n, All: form.All(n))).Where(f => f.All.Count > 0)
            .ToDictionary(f => f.n, f => f.All));

    public static Form Read(string text) =>
        new(JsonSerializer.Deserialize<Dictionary<string, string[]>>(text)!.ToDictionary(f => f.Key, f => new StringValues(f.Value)));
}
