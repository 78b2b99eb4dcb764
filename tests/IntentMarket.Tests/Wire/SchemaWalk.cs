using System.Text.Json;
using System.Text.Json.Nodes;
using IntentMarket.Contracts;
using IntentMarket.Services.Wire;
using Json.Schema;

namespace IntentMarket.Tests.Wire;

/// <summary>A message with one thing changed.</summary>
/// <param name="At">Where (RFC 6901).</param>
/// <param name="IsTooMany">Then this is what has to be told.</param>
internal sealed record Broken(JsonNode Message, string At, string How, bool IsTooMany = false)
{
    public string? Parent => At.Length > 0 ? At[..At.LastIndexOf('/')] : null;
}

/// <summary>A schema with the examples that it gives, and the ways to break them: what each place's own limits suggest, and what is odd
/// anywhere. Whether a broken message is still one is the validator's to say.</summary>
internal sealed class SchemaWalk
{
    private const string Unknown = "nobodyAsked";

    private static readonly EvaluationOptions Strict = new() { RequireFormatValidation = true, OutputFormat = OutputFormat.Flag };

    private static readonly string[] OtherTypes = ["null", "true", "7", "\"7\"", "[]", "{}", "[null]"];

    private static readonly string[] OddTexts =
    [
        "", " ", "\u200b", "a\u202eb", "!", "nonsense", "-", "0", "-0", "00", "1", "-1", "+1", "1.", ".5", "1e3", "0.00", "0.0001",
        "0.00001", "0.000001", "0.0000001", "99.9999", "100", "100.5", "1000000000000", "1000000000000.1", "999999999999.99",
        "2000000000000",
    ];

    private static readonly string[] OddTimes =
    [
        "2026-12-02", "2026-12-02T18:00:00", "2026-12-02t18:00:00.123456789z", "2026-12-02T18:00:00+01:00", "2026-12-02T18:00:00+25:00",
        "2026-02-30T00:00:00Z", "2026-13-01T00:00:00Z", "2026-12-02T23:59:60Z", "2026-12-02T24:00:00Z", "1969-12-31T23:59:59Z",
        "1970-01-01T00:00:00Z", "9999-12-31T23:59:59Z",
        "2026-12-02T18:00:00.123456789012345678901234567890123456789Z", "2026-12-02T18:00:00.1234567890123456789012345678901234567890Z",
    ];

    private static readonly string[] OddDurations =
    [
        "PT0S", "PT1S", "P7D", "P8D", "P1W", "PT1.5S", "PT", "P", "P1DT", "P1DT1H1M1S", "PT1M1H", "1D", "pt1s",
    ];

    private static readonly string[] OddCodes =
    [
        "gbp", "GBP", "JPY", "XXX", "GB", "GB-SCT", "GB-NONE", "XX", "gb", "H87", "h87", "HOUR", "0B9A7E0E-4D5E-8C3B-9D1A-2F6C1E8A7B90",
        "0b9a7e0e4d5e8c3b9d1a2f6c1e8a7b90", "{0b9a7e0e-4d5e-8c3b-9d1a-2f6c1e8a7b90}", "34900000-6", "00900000-6", "3490000-6", "total",
        "attributes.x", "attributes.", "attributes.X", "attributes.a b",
    ];

    private static readonly string[] OddNames =
        ["", "A B", "seats", "é", "34900000", "00900000-6", new('a', 64), new('a', 65), new('a', 200), new('a', 201)];

    private static readonly string[] Related = ["oneOf", "anyOf", "if"];

    /// <summary>By which items differ.</summary>
    private static readonly string[] Naming = ["criterion", "name", "key", "line", "id"];

    private readonly JsonNode _root;
    private readonly JsonSchema _validator;
    private readonly HashSet<string> _related = [];
    private readonly Dictionary<string, List<JsonNode>> _valuesByName = [];
    private readonly Dictionary<string, HashSet<string>> _knownAt = [];

    public SchemaWalk(JsonNode schema)
    {
        _root = schema;
        _validator = JsonSchema.FromText(schema.ToJsonString());
        Examples = [.. Parts(schema).SelectMany(part => part["examples"] as JsonArray ?? new JsonArray()).Select(example => example!)];
        foreach (var example in Examples)
            Collect(example);
    }

    public IReadOnlyList<JsonNode> Examples { get; }

    /// <summary>The members that examples could have, each as a name and a schema, and those that they have; known once all were
    /// broken.</summary>
    public HashSet<string> Members { get; } = [];

    public HashSet<string> Shown { get; } = [];

    public bool Takes(JsonNode message) => _validator.Evaluate(JsonSerializer.SerializeToElement(message), Strict).IsValid;

    /// <summary>A member or a word that the reader says it knows, and the schema does not have.</summary>
    public string? Unlisted(Broken broken, IReadOnlyList<Fault> faults)
    {
        if (!_knownAt.TryGetValue(broken.At, out var listed))
            return null;
        return faults.Where(f => f.At == broken.At && f.Code is FaultCodes.UnknownMember or FaultCodes.UnknownValue)
            .SelectMany(f => f.Detail.Split(": ")[^1].Split(", ")).FirstOrDefault(name => !listed.Contains(name));
    }

    /// <summary>Whether a fault is about what was changed: its place, what is in it or what it stands in; where members depend on one
    /// another, any of them.</summary>
    public bool IsAbout(Broken broken, string at) => at == broken.At || (!broken.IsTooMany && (at == broken.Parent || IsIn(at, broken.At)
        || (broken.Parent is { } parent && _related.Contains(parent) && IsIn(at, parent))));

    /// <summary>The places of all members, what contains before what it contains.</summary>
    public static IEnumerable<string> Places(JsonNode? node, string at = "") => node switch
    {
        JsonObject members => members.SelectMany(m => Places(m.Value, $"{at}/{m.Key}").Prepend($"{at}/{m.Key}")),
        JsonArray items => items.SelectMany((item, i) => Places(item, $"{at}/{i}")),
        _ => [],
    };

    public static JsonNode Without(JsonNode message, string at) => Changed(message, at, null, isGone: true);

    public IEnumerable<Broken> Breaks(JsonNode example) => Breaks(example, example, "", [.. Parts(_root)]);

    private IEnumerable<Broken> Breaks(JsonNode message, JsonNode? value, string at, IReadOnlyList<JsonObject> parts)
    {
        foreach (var other in OtherTypes)
            yield return new Broken(Changed(message, at, JsonNode.Parse(other)), at, $"is {other}");
        var own = value switch
        {
            JsonObject members => OfObject(message, members, at, parts),
            JsonArray items => OfArray(message, items, at, parts),
            JsonValue one when one.GetValueKind() == JsonValueKind.String => OfText(message, (string)one!, at, parts),
            JsonValue one when one.GetValueKind() == JsonValueKind.Number => OfNumber(message, at, parts),
            _ => [],
        };
        foreach (var broken in own)
            yield return broken;
    }

    private IEnumerable<Broken> OfObject(JsonNode message, JsonObject members, string at, IReadOnlyList<JsonObject> parts)
    {
        var known = new Dictionary<string, List<JsonObject>>();
        foreach (var part in parts.Where(p => p["properties"] is not null))
        {
            foreach (var (name, member) in part["properties"]!.AsObject())
            {
                Members.Add($"{name} of {part["properties"]!.ToJsonString()}");
                if (members.ContainsKey(name))
                    Shown.Add($"{name} of {part["properties"]!.ToJsonString()}");
                if (!known.TryGetValue(name, out var schemas))
                    known[name] = schemas = [];
                schemas.AddRange(Parts(member!));
            }
        }
        if (parts.Any(p => Related.Any(p.ContainsKey)))
            _related.Add(at);
        var others = parts.Select(p => p["additionalProperties"]).OfType<JsonObject>().SelectMany(Parts).ToList();
        if (others.Count == 0)
        {
            _knownAt[$"{at}/{Unknown}"] = [.. known.Keys];
            yield return new Broken(Changed(message, $"{at}/{Unknown}", 1), $"{at}/{Unknown}", "is there");
        }
        foreach (var (name, value) in members)
        {
            yield return new Broken(Without(message, $"{at}/{name}"), $"{at}/{name}", "is absent");
            foreach (var broken in Breaks(message, value, $"{at}/{name}", known.GetValueOrDefault(name, others)))
                yield return broken;
        }
        foreach (var name in known.Keys.Where(name => !members.ContainsKey(name)))
        {
            foreach (var value in _valuesByName.GetValueOrDefault(name, []))
            {
                var broken = Changed(message, $"{at}/{name}", value.DeepClone());
                yield return new Broken(broken, $"{at}/{name}", $"is {value.ToJsonString()} too");
            }
        }
        if (others.Count > 0 && members.Count > 0)
        {
            foreach (var name in OddNames.Where(name => !members.ContainsKey(name)))
                yield return new Broken(Changed(message, $"{at}/{name}", members.First().Value!.DeepClone()), at, $"has `{name}`");
            foreach (var (count, isTooMany) in Counts(parts, "minProperties", "maxProperties"))
                yield return new Broken(Changed(message, at, OfCount(members, count)), at, $"has {count} members", isTooMany);
        }
    }

    private IEnumerable<Broken> OfArray(JsonNode message, JsonArray items, string at, IReadOnlyList<JsonObject> parts)
    {
        if (parts.Any(p => p.ContainsKey("uniqueItems")))
            _related.Add(at);
        var schemas = parts.Select(p => p["items"]).OfType<JsonObject>().SelectMany(Parts).ToList();
        for (var i = 0; i < items.Count; i++)
        {
            foreach (var broken in Breaks(message, items[i], $"{at}/{i}", schemas))
                yield return broken;
        }
        if (items.Count == 0)
            yield break;
        var twice = items.DeepClone().AsArray();
        twice.Add(items[0]!.DeepClone());
        yield return new Broken(Changed(message, at, twice), at, "has one twice");
        foreach (var (count, isTooMany) in Counts(parts, "minItems", "maxItems"))
            yield return new Broken(Changed(message, at, OfCount(message, items, at, count, schemas)), at, $"has {count} items", isTooMany);
    }

    private IEnumerable<Broken> OfText(JsonNode message, string text, string at, IReadOnlyList<JsonObject> parts)
    {
        IEnumerable<string> others = [.. OddTexts, $"{text}!", $"!{text}", $" {text}", text.ToUpperInvariant()];
        foreach (var part in parts)
        {
            if (part["maxLength"] is { } max)
                others = others.Append(new string('a', (int)max)).Append(new string('a', (int)max + 1));
            var pattern = (string?)part["pattern"];
            others = others.Concat((string?)part["format"] == "date-time" ? OddTimes
                : pattern?.StartsWith("^P", StringComparison.Ordinal) == true ? OddDurations
                : pattern is not null || part["format"] is not null ? OddCodes : []);
        }
        var words = parts.SelectMany(p => p["enum"] as JsonArray ?? new JsonArray()).Select(word => (string)word!).ToHashSet();
        if (words.Count > 0)
            _knownAt[at] = words;
        return others.Concat(words).Distinct().Where(other => other != text).Select(other =>
            new Broken(Changed(message, at, other), at, other.Length > 70 ? $"is of {other.Length} characters" : $"is \"{other}\""));
    }

    private static IEnumerable<Broken> OfNumber(JsonNode message, string at, IReadOnlyList<JsonObject> parts) =>
        parts.SelectMany(p => ((JsonNode?[])[p["minimum"], p["maximum"]]).Where(bound => bound is not null).Select(bound => (long)bound!))
            .SelectMany(bound => (string[])[$"{bound - 1}", $"{bound}", $"{bound + 1}"])
            .Concat(["0", "-1", "1.5", "1.0", "1e1", "1e30"]).Distinct()
            .Select(number => new Broken(Changed(message, at, JsonNode.Parse(number)), at, $"is {number}"));

    private static IEnumerable<(int Count, bool IsTooMany)> Counts(IReadOnlyList<JsonObject> parts, string min, string max)
    {
        var least = parts.Select(p => p[min]).OfType<JsonValue>().Select(bound => (int)bound).Append(0).Max();
        var most = parts.Select(p => p[max]).OfType<JsonValue>().Select(bound => (int)bound).Append(least).Max();
        int[] counts = [least - 1, least, most - 1, most, most + 1];
        return counts.Where(count => count >= 0).Distinct().Select(count => (count, count > most));
    }

    /// <summary>As many members, each with the value of the first, under names such as it has.</summary>
    private static JsonObject OfCount(JsonObject members, int count)
    {
        var (name, value) = members.First();
        var more = new JsonObject(members.Take(count).Select(m => KeyValuePair.Create(m.Key, m.Value?.DeepClone())));
        for (var i = 0; more.Count < count; i++)
            more[name.Length == 10 && name[8] == '-' ? $"{11_000_000 + i}-0" : $"a{i}"] = value?.DeepClone();
        return more;
    }

    /// <summary>As many items: of the words that there are; or the first ones, and others that differ from one of them by a number in its
    /// name.</summary>
    private JsonArray OfCount(JsonNode message, JsonArray items, string at, int count, IReadOnlyList<JsonObject> schemas)
    {
        if (schemas.Select(s => s["enum"] as JsonArray).FirstOrDefault(words => words?.Count >= count) is { } words)
            return new JsonArray([.. words.Take(count).Select(word => word!.DeepClone())]);
        var few = new JsonArray([.. items.Take(count).Select(item => item!.DeepClone())]);
        if (few.Count == count)
            return few;
        var ways = new List<(JsonNode Item, string Member)>();
        foreach (var item in items)
        {
            if (item is JsonValue)
                ways.AddRange([(item, ""), (item, "-"), (item, "letters")]);
            foreach (var (name, value) in item as JsonObject ?? new JsonObject())
            {
                if (value?.GetValueKind() == JsonValueKind.String)
                    ways.Add((item!, name));
            }
        }
        (JsonNode Item, string Member) chosen = (items[0]!, "");
        foreach (var way in ways.OrderBy(way => !Naming.Contains(way.Member)))
        {
            if (!Takes(Changed(message, at, new JsonArray(items[0]!.DeepClone(), Other(way.Item, way.Member, 1)))))
                continue;
            chosen = way;
            break;
        }
        for (var i = 1; few.Count < count; i++)
            few.Add(Other(chosen.Item, chosen.Member, i));
        return few;
    }

    private static JsonNode Other(JsonNode item, string member, int number)
    {
        if (item is not JsonObject o)
        {
            return member == "letters"
                ? string.Concat((char)('A' + number / 676), (char)('A' + number / 26 % 26), (char)('A' + number % 26))
                : $"{item}{member}{number}";
        }
        if (member.Length == 0)
            return item.DeepClone();
        var other = o.DeepClone();
        other[member] = $"{o[member]}{number}";
        return other;
    }

    /// <summary>A schema, what it refers to, and its ways and conditions: whichever of them holds, its limits are worth a try.</summary>
    private IEnumerable<JsonObject> Parts(JsonNode schema)
    {
        if ((string?)schema["$ref"] is { } reference)
            return Parts(_root["$defs"]![reference.Split('/')[^1]]!);
        var ways = ((string[])["oneOf", "anyOf", "allOf"])
            .SelectMany(keyword => schema[keyword] as JsonArray ?? new JsonArray()).Append(schema["then"]);
        return ways.OfType<JsonObject>().SelectMany(Parts).Prepend(schema.AsObject());
    }

    private static bool IsIn(string at, string place) => at.StartsWith($"{place}/", StringComparison.Ordinal);

    private void Collect(JsonNode? node)
    {
        foreach (var (name, value) in node as JsonObject ?? new JsonObject())
        {
            if (!_valuesByName.TryGetValue(name, out var values))
                _valuesByName[name] = values = [];
            if (value is not null && !values.Exists(v => v.GetValueKind() == value.GetValueKind()))
                values.Add(value);
            Collect(value);
        }
        foreach (var item in node as JsonArray ?? new JsonArray())
            Collect(item);
    }

    private static JsonNode Changed(JsonNode message, string at, JsonNode? value, bool isGone = false)
    {
        if (at.Length == 0)
            return value ?? new JsonArray();
        var changed = message.DeepClone();
        var steps = at.Split('/')[1..];
        var node = changed;
        foreach (var step in steps[..^1])
            node = node is JsonArray array ? array[int.Parse(step)]! : node[step]!;
        switch (node)
        {
            case JsonArray items when isGone:
                items.RemoveAt(int.Parse(steps[^1]));
                break;
            case JsonArray items:
                items[int.Parse(steps[^1])] = value;
                break;
            case JsonObject members when isGone:
                members.Remove(steps[^1]);
                break;
            default:
                node[steps[^1]] = value;
                break;
        }
        return changed;
    }
}
