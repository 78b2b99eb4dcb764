using System.Globalization;
using System.Text.Json.Nodes;
using IntentMarket.Engine.Values;

namespace IntentMarket.Web.Intents;

public sealed partial class IntentForm
{
    private static readonly string[] OwnFields = ["name", "best", "worst"];

    private JsonArray Prefer()
    {
        var prefer = new JsonArray();
        if (LowestLeads)
            return prefer;
        foreach (var criterion in Scaled)
        {
            if (Weight($"weight-{criterion}") is { } weight)
            {
                var (best, worst) = Scale(criterion);
                Add(
                    ScaleFrom(criterion),
                    new JsonObject { ["criterion"] = criterion, ["weight"] = weight, ["best"] = best, ["worst"] = worst });
                At($"/terms/prefer/{prefer.Count - 1}/best", $"best-{criterion}");
                At(
                    $"/terms/prefer/{prefer.Count - 1}/worst",
                    criterion == "total" && !_given.Has("worst-total") ? "budget" : $"worst-{criterion}");
            }
        }
        if (Weight("weight-condition") is { } ofCondition)
        {
            Add(
                "weight-condition",
                new JsonObject { ["criterion"] = "condition", ["weight"] = ofCondition, ["points"] = ConditionPoints() });
        }
        foreach (var row in Rows(
            row => Weight($"weight-own-{row}") is not null || OwnFields.Any(field => _given.Has($"own-{row}-{field}"))))
        {
            MustBeNamed($"own-{row}-name");
            var weight = Weight($"weight-own-{row}");
            if (weight is null)
                _questions[$"weight-own-{row}"] = "Give it some of the points, or empty its fields to leave it out.";
            At($"/terms/prefer/{prefer.Count}/weight", $"weight-own-{row}");
            Add($"own-{row}-name", new JsonObject
            {
                ["criterion"] = $"attributes.{Slug(_given[$"own-{row}-name"])}",
                ["weight"] = weight ?? 0,
                ["best"] = Count($"own-{row}-best"),
                ["worst"] = Count($"own-{row}-worst"),
            });
        }
        foreach (var row in KeptRows(_given, "prefer"))
        {
            if (Weight($"weight-kept-{row}") is { } weight)
            {
                var kept = Kept($"kept-prefer-{row}-is");
                if (kept is JsonObject preference)
                    preference["weight"] = weight;
                Add($"weight-kept-{row}", kept);
            }
        }
        return prefer;

        void Add(string field, JsonNode? preference)
        {
            if (preference is JsonObject members)
            {
                foreach (var missing in members.Where(m => m.Value is null).Select(m => m.Key).ToList())
                    members.Remove(missing);
            }
            At($"/terms/prefer/{prefer.Count}", field);
            prefer.Add(preference);
        }
    }

    /// <summary>The price matters, and has no scale to be weighed by: then the lowest leads, whatever else matters.</summary>
    public bool LowestLeads => Weight("weight-total") is not null && Scale("total") is (null, null) && !_given.Has("best-total");

    /// <summary>Null where it does not matter. What is no number goes on as it is, for the reader to say so.</summary>
    private JsonNode? Weight(string field) => _given[field] is "" or "0" ? null : Value(_given[field]);

    /// <summary>The field that the scale is taken from: the weight's own, unless its ends follow from a time that is
    /// asked for elsewhere.</summary>
    private string ScaleFrom(string criterion) =>
        criterion != "deliverBy" || _given.Has("best-deliverBy:time") || _given.Has("worst-deliverBy:time")
            ? $"weight-{criterion}"
            : _given.Has("by:time") ? "by" : _given["closes"] == "own" ? "closesAt" : "closes";

    /// <summary>From what earns all to what earns nothing. What is not said is taken from the must-haves.</summary>
    private (JsonNode? Best, JsonNode? Worst) Scale(string criterion)
    {
        switch (criterion)
        {
            case "total":
                var worst = Amount("worst-total") ?? Amount("budget");
                // What the winner of a second score is paid is found on the whole scale.
                return Format.Word == "sealed-second-score" && Amount("budget") is { } most
                    ? ("0", most)
                    : (Amount("best-total") ?? (worst is null ? null : Half(worst) ?? "0"), worst);
            case "deliverBy":
                var until = _given.Time("worst-deliverBy:time") ?? _given.Time("by:time");
                return (_given.Time("best-deliverBy:time") ?? Earliest(until), until ?? After(Earliest(null), 14));
            default:
                var least = long.TryParse(
                    _given[criterion == "warrantyMonths" ? "warranty" : "returns"], NumberStyles.None,
                    CultureInfo.InvariantCulture, out var asked) ? asked : 0;
                return (Count($"best-{criterion}") ?? least + (criterion == "warrantyMonths" ? 24 : 30),
                    Count($"worst-{criterion}") ?? least);
        }
    }

    private JsonObject ConditionPoints()
    {
        var points = new JsonObject();
        foreach (var (condition, otherwise) in Conditions.Zip((int[])[100, 60, 20]))
        {
            // What is not listed earns nothing.
            if (_given[$"points-{condition}"] != "0")
                points[condition] = Count($"points-{condition}") ?? otherwise;
        }
        return points;
    }

    /// <summary>Half of an amount, to the digits that it has.</summary>
    private static string? Half(string? amount)
    {
        if (amount is null || !decimal.TryParse(amount, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var whole))
            return null;
        return decimal.Round(whole / 2, whole.Scale, MidpointRounding.ToZero).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The close is the soonest that anything can come; where that leaves less than a day, a day before the last moment.</summary>
    private string? Earliest(string? until)
    {
        if (!TryTime(ClosesAt, out var closes))
            return null;
        return Time.Format(TryTime(until, out var last) ? Math.Min(closes, last - DayMs) : closes);
    }

    private static string? After(string? time, int days) => TryTime(time, out var at) ? Time.Format(at + days * DayMs) : null;

    private static bool TryTime(string? text, out long unixMs)
    {
        var isTime = DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at);
        unixMs = isTime ? at.ToUnixTimeMilliseconds() : 0;
        return isTime && unixMs is >= 0 and < 32_503_680_000_000;
    }
}
