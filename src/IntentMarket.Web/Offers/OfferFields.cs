using System.Text.Json;
using System.Text.Json.Nodes;
using IntentMarket.Contracts;
using IntentMarket.Web.Layout;
using Microsoft.Extensions.Primitives;

namespace IntentMarket.Web.Offers;

/// <summary>How a field of an offer is filled in.</summary>
public enum OfferFieldKind { Money, Time, Count, Number, Choice, YesNo, Text, Set }

/// <summary>A field of the offer form: a criterion of an offer.</summary>
/// <param name="Name">The field's own, a pointer with its type; a set's begins that of each of its members.</param>
/// <param name="IsAsked">The terms ask for it or rank by it: it is shown first.</param>
/// <param name="Options">The values to choose from, or members of a set that the terms name.</param>
public sealed record OfferField(
    string Criterion, string Name, OfferFieldKind Kind, bool IsAsked, IReadOnlyList<string> Options,
    IReadOnlyList<RequirementDocument> Required, PreferenceDocument? Preferred)
{
    public string At => Name.Split(':')[0];
}

/// <summary>Which fields an offer on an intent has, and what stands in them.</summary>
public static class OfferFields
{
    /// <summary>Members of a set that the terms do not name.</summary>
    public const int OwnMembers = 2;

    /// <summary>What is no criterion; a fault of it is told beside it all the same.</summary>
    private static readonly string[] Others = ["/lines", "/shipping", "/tax", "/otherCharges", "/validUntil", "/note"];

    /// <summary>The criteria of the terms in their order, what is required first, then those that an offer may
    /// speak of beside them.</summary>
    public static IReadOnlyList<OfferField> Of(IntentDocument intent)
    {
        string[] always = ["total", "deliverBy", "condition", "warrantyMonths", "returnDays", "certifications"];
        var asked = intent.Terms.Require.Select(r => r.Criterion).Concat(intent.Terms.Prefer.Select(p => p.Criterion))
            .Prepend("total").Distinct().ToList();
        return [.. asked.Concat(always).Distinct().Select(criterion => Field(intent, criterion, asked.Contains(criterion)))];
    }

    /// <summary>Whether the market bids for vendors there, down to a floor.</summary>
    public static bool TakesFloor(IntentDocument intent) =>
        intent.Auction.Format == "english" && (intent.Rules == 1 || intent.Auction.Visibility is "lead" or "full");

    /// <summary>The pointers of all fields that are watched while they are filled in.</summary>
    public static IEnumerable<string> Watched(IntentDocument intent) =>
        [.. Of(intent).Select(f => f.At), .. Others, .. TakesFloor(intent) ? (string[])["/floor"] : []];

    /// <summary>What the form calls them.</summary>
    public static Labels Labels(IntentDocument intent) => new(
    [
        .. Of(intent).Select(field => (field.At, LabelOf(field.Criterion))),
        .. intent.Lines.Select((line, row) => ($"/lines/{row}/unitPrice", LineLabel(line))),
        ("/lines", "Prices by line"), ("/shipping", "Shipping"), ("/tax", "Tax"), ("/otherCharges", "Other charges"),
        ("/validUntil", "Valid until"), ("/note", "Note for the customer"), ("/floor", "Least price you would take"),
    ]);

    public static string LabelOf(string criterion) => criterion switch
    {
        "total" => "Price, all in",
        "warrantyMonths" => "Warranty in months",
        "returnDays" => "Days to return",
        _ => UiText.Criterion(criterion),
    };

    public static string LineLabel(LineDocument line) =>
        $"{(line.Description is { Length: > 0 } text ? text : $"Line {line.Id}")}, a unit";

    /// <summary>The offer that a form makes. The lines stand in it where one of them has a price.</summary>
    /// <param name="questions">What is to be asked of amounts, by their pointers.</param>
    public static JsonObject Message(Form form, string currency, out IReadOnlyDictionary<string, string> questions)
    {
        var message = form.ToJson();
        var asked = new Dictionary<string, string>();
        foreach (var name in (string[])["total", "floor", "shipping", "tax", "otherCharges"])
            Read(message, name, $"/{name}", null);
        if (message["lines"] is JsonArray priced)
        {
            foreach (var (i, line) in priced.Index())
                Read(line as JsonObject, "unitPrice", $"/lines/{i}/unitPrice", Amounts.AnyDigits);
        }
        questions = asked;
        if (message["lines"] is JsonArray lines && lines.All(line => (line as JsonObject)?["unitPrice"] is null))
            message.Remove("lines");
        return message;

        void Read(JsonObject? holder, string member, string pointer, int? digits)
        {
            if (holder?[member] is null)
                return;
            var amount = form.Amount(pointer, currency, digits);
            holder[member] = amount.Written;
            if (amount.Question is { } question)
                asked[pointer] = question;
        }
    }

    /// <summary>A form to revise an offer by: filled in as the offer was.</summary>
    public static Form Start(IntentDocument intent, OfferDocument? own)
    {
        if (own is null)
            return Form.Empty;
        var fields = new Dictionary<string, StringValues>
        {
            ["/total"] = own.Total,
            ["/floor"] = own.Floor,
            ["/shipping"] = own.Shipping,
            ["/tax"] = own.Tax,
            ["/otherCharges"] = own.OtherCharges,
            ["/note"] = own.Note,
            ["/deliverBy:time"] = own.DeliverBy,
            ["/condition"] = own.Condition,
            ["/warrantyMonths:integer"] = own.WarrantyMonths?.ToString(),
            ["/returnDays:integer"] = own.ReturnDays?.ToString(),
            // Left out it is until the award is due, whenever that is then.
            ["/validUntil:time"] = own.ValidUntil == intent.AwardBy ? null : own.ValidUntil,
        };
        foreach (var field in Of(intent))
        {
            var value = field.Criterion.StartsWith("attributes.", StringComparison.Ordinal)
                ? own.Attributes?.GetValueOrDefault(field.Criterion["attributes.".Length..])
                : null;
            if (field.Kind == OfferFieldKind.Set)
            {
                var held = field.Criterion == "certifications"
                    ? own.Certifications ?? []
                    : (value as JsonArray)?.Select(m => m!.ToString()).ToList() ?? [];
                // Those that the terms name stand at their own places, the others after them.
                foreach (var (i, member) in field.Options.Concat(held.Except(field.Options)).Index().Where(m => held.Contains(m.Item)))
                    fields[$"{field.At}/{i}"] = member;
            }
            else if (value is not null)
                fields[field.Name] = value.ToString();
        }
        foreach (var (i, line) in intent.Lines.Index())
        {
            var priced = own.Lines?.FirstOrDefault(l => l.Line == line.Id);
            (fields[$"/lines/{i}/unitPrice"], fields[$"/lines/{i}/quantity"]) = (priced?.UnitPrice, priced?.Quantity);
        }
        foreach (var (name, value) in (own.Attributes ?? new Dictionary<string, JsonNode>())
            .Where(a => !Of(intent).Any(f => f.Criterion == $"attributes.{a.Key}")))
            Keep($"/attributes/{name}", value);
        foreach (var shown in fields.Where(f => f.Key.EndsWith(":time", StringComparison.Ordinal)
            || f.Key is "/total" or "/floor" or "/shipping" or "/tax" or "/otherCharges"
            || f.Key.EndsWith("/unitPrice", StringComparison.Ordinal)).ToList())
            fields[Form.Was + shown.Key] = shown.Value;
        return new Form(fields);

        void Keep(string pointer, JsonNode value)
        {
            if (value is JsonArray members)
            {
                foreach (var (i, member) in members.Index())
                    fields[$"{pointer}/{i}"] = member!.ToString();
            }
            else
            {
                var type = value.GetValueKind() switch
                {
                    JsonValueKind.Number => ":integer",
                    JsonValueKind.True or JsonValueKind.False => ":boolean",
                    _ => "",
                };
                fields[pointer + type] = value.GetValueKind() switch
                {
                    JsonValueKind.True => "true",
                    JsonValueKind.False => "false",
                    _ => value.ToString(),
                };
            }
        }
    }

    /// <summary>Filled in, and not asked by the form: kept as it is.</summary>
    public static IReadOnlyList<string> Kept(IntentDocument intent, Form given)
    {
        var fields = Of(intent);
        return [.. given.Names.Where(n => n is ['/', ..] && given.Has(n) && !IsShown(n)).Order(StringComparer.Ordinal)];

        bool IsShown(string name) => name is "/key" or "/agreesTo" or "/note" || Others.Contains(name.Split(':')[0])
            || name.StartsWith("/lines/", StringComparison.Ordinal)
            || (name == "/floor" && TakesFloor(intent))
            || fields.Any(f => f.Kind == OfferFieldKind.Set
                ? name.StartsWith(f.At + "/", StringComparison.Ordinal) && int.TryParse(name[(f.At.Length + 1)..], out var i)
                    && i < f.Options.Count + OwnMembers
                : name == f.Name);
    }

    private static OfferField Field(IntentDocument intent, string criterion, bool isAsked)
    {
        var required = intent.Terms.Require.Where(r => r.Criterion == criterion).ToList();
        var preferred = intent.Terms.Prefer.FirstOrDefault(p => p.Criterion == criterion);
        var named = required.SelectMany(r => (r.OneOf ?? []).Concat(r.AllOf ?? []).Concat(r.AnyOf ?? []))
            .Concat(preferred?.Points?.Keys ?? []).Distinct().ToList();
        return criterion switch
        {
            "total" => Make("/total", OfferFieldKind.Money),
            "deliverBy" => Make("/deliverBy:time", OfferFieldKind.Time),
            "warrantyMonths" or "returnDays" => Make($"/{criterion}:integer", OfferFieldKind.Count),
            "condition" => Make("/condition", OfferFieldKind.Choice) with { Options = ["new", "refurbished", "used"] },
            "certifications" => Make("/certifications", OfferFieldKind.Set),
            _ => Attribute($"/attributes/{criterion["attributes.".Length..]}"),
        };

        OfferField Make(string name, OfferFieldKind kind) => new(criterion, name, kind, isAsked, named, required, preferred);

        // The terms' own values say what kind of value an attribute has.
        OfferField Attribute(string pointer)
        {
            if (required.Any(r => r.AllOf is not null || r.AnyOf is not null))
                return Make(pointer, OfferFieldKind.Set);
            var value = required.Select(r => r.EqualTo ?? r.Min ?? r.Max).OfType<JsonNode>().FirstOrDefault() ?? preferred?.Best;
            return value?.GetValueKind() switch
            {
                JsonValueKind.True or JsonValueKind.False => Make(pointer + ":boolean", OfferFieldKind.YesNo),
                JsonValueKind.Number => Make(pointer + ":integer", OfferFieldKind.Number),
                JsonValueKind.Array => Make(pointer, OfferFieldKind.Set) with { Options = [.. value.AsArray().Select(m => m!.ToString())] },
                null when named.Count > 0 => Make(pointer, OfferFieldKind.Choice),
                _ => Make(pointer, OfferFieldKind.Text),
            };
        }
    }
}

/// <summary>Why an offer is refused, told beside the fields that it was made of.</summary>
public static class OfferFaults
{
    public static List<FormFault> Of(IEnumerable<RefusalReason> reasons, IntentDocument intent) =>
        [.. reasons.Select(r => new FormFault(Field(r), UiText.Of(r, intent.Currency)))];

    private static string Field(RefusalReason reason) => reason.Code switch
    {
        "sum-mismatch" => "/total",
        "lines-incomplete" or "quantity-mismatch" => "/lines",
        "valid-too-short" => "/validUntil",
        _ when reason.Criterion is { } criterion => "/" + criterion.Replace('.', '/'),
        _ => "",
    };
}
