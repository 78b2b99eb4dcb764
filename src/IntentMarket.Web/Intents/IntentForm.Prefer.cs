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
                PlaceScale($"/terms/prefer/{prefer.Count}", criterion);
                prefer.Add(Whole(new JsonObject { ["criterion"] = criterion, ["weight"] = weight, ["best"] = best, ["worst"] = worst }));
            }
        }
        MustNotPreferDearer(prefer);
        if (Weight("weight-condition") is { } ofCondition)
        {
            Add(
                "weight-condition",
                new JsonObject { ["criterion"] = "condition", ["weight"] = ofCondition, ["points"] = ConditionPoints() });
            foreach (var condition in Conditions)
                At($"/terms/prefer/{prefer.Count - 1}/points/{condition}", $"points-{condition}");
        }
        foreach (var row in Rows(
            row => Weight($"weight-own-{row}") is not null || OwnFields.Any(field => _given.Has($"own-{row}-{field}"))))
        {
            MustBeNamed($"own-{row}-name");
            var weight = Weight($"weight-own-{row}");
            if (weight is null)
                _questions[$"weight-own-{row}"] = "Give it some of the points, or empty its fields to leave it out.";
            At($"/terms/prefer/{prefer.Count}/weight", $"weight-own-{row}");
            At($"/terms/prefer/{prefer.Count}/best", $"own-{row}-best");
            At($"/terms/prefer/{prefer.Count}/worst", $"own-{row}-worst");
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
            At($"/terms/prefer/{prefer.Count}", field);
            prefer.Add(preference is JsonObject members ? Whole(members) : preference);
        }
    }

    /// <summary>Without the members that have no value.</summary>
    private static JsonObject Whole(JsonObject preference)
    {
        foreach (var missing in preference.Where(m => m.Value is null).Select(m => m.Key).ToList())
            preference.Remove(missing);
        return preference;
    }

    /// <summary>An end of a scale that was left out follows from another field.</summary>
    private void PlaceScale(string at, string criterion)
    {
        var (bestFrom, worstFrom) = criterion switch
        {
            "total" => ("budget", "budget"),
            "deliverBy" => (CloseField, _given.Has("by:time") ? "by" : CloseField),
            "warrantyMonths" => ("warranty", "warranty"),
            _ => ("returns", "returns"),
        };
        var suffix = criterion == "deliverBy" ? ":time" : "";
        var isAsked = criterion != "total" || Format.Word != "sealed-second-score";
        var hasBest = isAsked && _given.Has($"best-{criterion}{suffix}");
        var hasWorst = isAsked && _given.Has($"worst-{criterion}{suffix}");
        At($"{at}/weight", $"weight-{criterion}");
        End("best", hasBest, bestFrom);
        End("worst", hasWorst, worstFrom);
        // What is wrong with the two together.
        if (hasBest || hasWorst)
            At(at, hasBest ? $"best-{criterion}" : $"worst-{criterion}");
        else
            Follows(at, worstFrom);

        void End(string end, bool isGiven, string from)
        {
            if (isGiven)
                At($"{at}/{end}", $"{end}-{criterion}");
            else
                Follows($"{at}/{end}", from);
        }
    }

    private string CloseField => _given["closes"] == "own" ? "closesAt" : "closes";

    /// <summary>Of the price nobody means that.</summary>
    private void MustNotPreferDearer(JsonArray prefer)
    {
        if (prefer is not [JsonObject price, ..] || !JsonNode.DeepEquals(price["criterion"], "total") || !(End("best") > End("worst")))
            return;
        Ask(
            _given.Has("best-total") ? "best-total" : "worst-total",
            "All points are for a higher price than none, so the dearest offer would lead. Give them to the lower price.");

        decimal? End(string end) => decimal.TryParse(
            (string?)price[end], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) ? amount : null;
    }

    /// <summary>The price matters, and has no scale to be weighed by: then the lowest leads, whatever else matters.</summary>
    public bool LowestLeads => Weight("weight-total") is not null && Scale("total") is (null, null) && !_given.Has("best-total");

    /// <summary>Null where it does not matter. What is no number goes on as it is, for the reader to say so.</summary>
    private JsonNode? Weight(string field) => _given[field] is "" or "0" ? null : Value(_given[field]);

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
        return isTime && unixMs is >= 0 and < LastMs;
    }
}
