using System.Text;
using System.Text.Json.Nodes;
using IntentMarket.Engine.Values;
using IntentMarket.Services.Wire;
using NUnit.Framework;

namespace IntentMarket.Tests.Wire;

/// <summary>The messages of the contract's examples, and ways to change them.</summary>
internal static class Messages
{
    public static readonly long Now = DateTimeOffset.Parse("2026-11-20T00:00:00Z").ToUnixTimeMilliseconds();

    public const string Intent = """
        {
          "title": "Stroller for twins", "description": "Needed in Glasgow on Saturday",
          "category": {"scheme": "CPV", "id": "34900000-6"},
          "currency": "GBP", "region": "GB-SCT",
          "lines": [{"id": "1", "description": "Twin stroller", "quantity": "1", "unit": "H87", "attributes": {"seats": 2}}],
          "terms": {
            "method": "weighted",
            "require": [
              {"criterion": "total", "max": "450.00"},
              {"criterion": "deliverBy", "max": "2026-12-05T18:00:00Z"},
              {"criterion": "condition", "oneOf": ["new", "refurbished"]},
              {"criterion": "certifications", "allOf": ["EN 1888"]},
              {"criterion": "attributes.seats", "min": 2}
            ],
            "prefer": [
              {"criterion": "total", "weight": 60, "best": "250.00", "worst": "450.00"},
              {"criterion": "deliverBy", "weight": 25, "best": "2026-12-01T12:00:00Z", "worst": "2026-12-05T18:00:00Z"},
              {"criterion": "condition", "weight": 5, "points": {"new": 100, "refurbished": 60}},
              {"criterion": "warrantyMonths", "weight": 10, "best": 24, "worst": 0}
            ],
            "agreement": "none"
          },
          "auction": {"format": "open", "closesAt": "2026-11-30T20:00:00Z", "visibility": "rank", "earlyAward": true,
                      "softClose": {"window": "PT2M", "extension": "PT2M", "maxExtensions": 10}}
        }
        """;

    public const string Offer = """
        {"key": "acme-42", "agreesTo": "<termsHash>", "total": "399.00", "deliverBy": "2026-12-02T12:00:00Z", "condition": "new",
         "warrantyMonths": 24, "returnDays": 30, "certifications": ["EN 1888"], "attributes": {"seats": 2},
         "lines": [{"line": "1", "unitPrice": "389.00", "quantity": "1"}], "shipping": "10.00", "tax": "0.00", "otherCharges": "0.00",
         "validUntil": "2026-12-10T00:00:00Z", "note": "In stock in Paisley"}
        """;

    public const string Subscription = """
        {"categories": [{"scheme": "CPV", "id": "34000000-7"}], "regions": ["GB"], "currencies": ["GBP"],
         "budget": {"min": "50.00", "max": "1000.00"}, "quantity": {"min": "1", "max": "100"},
         "leadDays": 2, "conditions": ["new"], "anyKeyword": ["stroller", "pram"], "noKeyword": ["toy"],
         "holdsCertifications": ["EN 1888", "ISO 9001"], "acceptsAgreements": ["none"]}
        """;

    public static JsonTree Tree(string json) => JsonTree.Parse(Encoding.UTF8.GetBytes(json));

    public static Reading<IntentDraft> Post(string json, int rules = Rules.Newest) => IntentReader.Post(Tree(json), Now, rules);

    public static IntentTerms Terms(string json = Intent)
    {
        var reading = Post(json);
        Assert.That(reading.Faults, Is.Empty);
        return reading.Value!.Terms;
    }

    /// <summary>The message with the value at a pointer replaced, or (null) taken away; <c>-</c> adds to an array.</summary>
    public static string With(this string json, string pointer, string? value)
    {
        var root = JsonNode.Parse(json)!;
        var steps = pointer.Split('/')[1..];
        var node = root;
        foreach (var step in steps[..^1])
            node = node is JsonArray array ? array[int.Parse(step)]! : node[step]!;
        var last = steps[^1];
        if (node is JsonArray items)
        {
            if (last == "-")
                items.Add(JsonNode.Parse(value!));
            else if (value is null)
                items.RemoveAt(int.Parse(last));
            else
                items[int.Parse(last)] = JsonNode.Parse(value);
        }
        else if (value is null)
            ((JsonObject)node).Remove(last);
        else
            node[last] = JsonNode.Parse(value);
        return root.ToJsonString();
    }

    public static string Many(int count, Func<int, string> item, string around = "[]") =>
        around[0] + string.Join(',', Enumerable.Range(0, count).Select(item)) + around[1];

    /// <summary>Exactly these, in this order.</summary>
    public static NUnit.Framework.Constraints.EqualConstraint Are(params object[] items) => Is.EqualTo(items);

    public static string Quoted(string text) => JsonValue.Create(text).ToJsonString();

    /// <summary>The folder of shared test data beside the repository, or where SHARED_DATA says; the test is ignored
    /// where there is none.</summary>
    public static string SharedData(string path)
    {
        var named = Environment.GetEnvironmentVariable("SHARED_DATA");
        var found = named is null
            ? Ancestors(AppContext.BaseDirectory).Select(d => Path.Combine(d, "shared", "data")).FirstOrDefault(Directory.Exists)
            : named;
        if (found is null)
            Assert.Ignore("there is no folder shared/data beside the repository: set SHARED_DATA");
        return Path.Combine(found!, path);
    }

    private static IEnumerable<string> Ancestors(string? directory)
    {
        for (; directory is not null; directory = Path.GetDirectoryName(directory))
            yield return directory;
    }
}
