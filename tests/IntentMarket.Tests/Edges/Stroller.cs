using System.Globalization;
using System.Text.Json.Nodes;

namespace IntentMarket.Tests.Edges;

/// <summary>The intent and the offer that the contract gives as examples, with all of their dates shifted alike.</summary>
public sealed class Stroller
{
    private static readonly DateTimeOffset WrittenClose = DateTimeOffset.Parse("2026-11-30T20:00:00Z", CultureInfo.InvariantCulture);

    private readonly TimeSpan _shift;

    /// <param name="closesIn">From now, in whole milliseconds.</param>
    public Stroller(TimeSpan? closesIn = null)
    {
        var close = DateTimeOffset.FromUnixTimeMilliseconds(
            DateTimeOffset.UtcNow.Add(closesIn ?? TimeSpan.FromDays(9)).ToUnixTimeMilliseconds());
        _shift = close - WrittenClose;
    }

    /// <summary>A time of the contract's example, shifted.</summary>
    public string At(string written) => (DateTimeOffset.Parse(written, CultureInfo.InvariantCulture) + _shift)
        .ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public JsonNode Intent(Action<JsonNode>? change = null)
    {
        var intent = JsonNode.Parse($$$"""
            {
              "title": "Stroller for twins", "description": "Needed in Glasgow on Saturday",
              "category": {"scheme": "CPV", "id": "34900000-6"},
              "currency": "GBP", "region": "GB-SCT",
              "lines": [{"id": "1", "description": "Twin stroller", "quantity": "1", "unit": "H87", "attributes": {"seats": 2}}],
              "terms": {
                "method": "weighted",
                "require": [
                  {"criterion": "total", "max": "450.00"},
                  {"criterion": "deliverBy", "max": "{{{At("2026-12-05T18:00:00Z")}}}"},
                  {"criterion": "condition", "oneOf": ["new", "refurbished"]},
                  {"criterion": "certifications", "allOf": ["EN 1888"]},
                  {"criterion": "attributes.seats", "min": 2}
                ],
                "prefer": [
                  {"criterion": "total", "weight": 60, "best": "250.00", "worst": "450.00"},
                  {"criterion": "deliverBy", "weight": 25, "best": "{{{At("2026-12-01T12:00:00Z")}}}",
                   "worst": "{{{At("2026-12-05T18:00:00Z")}}}"},
                  {"criterion": "condition", "weight": 5, "points": {"new": 100, "refurbished": 60}},
                  {"criterion": "warrantyMonths", "weight": 10, "best": 24, "worst": 0}
                ],
                "agreement": "none"
              },
              "auction": {"format": "open", "closesAt": "{{{At("2026-11-30T20:00:00Z")}}}", "visibility": "rank", "earlyAward": true,
                          "softClose": {"window": "PT2M", "extension": "PT2M", "maxExtensions": 10}}
            }
            """)!;
        change?.Invoke(intent);
        return intent;
    }

    /// <summary>The same without a soft close, which may not stand in a sealed auction and would move a near close.</summary>
    public JsonNode Sealed() => Intent(i =>
    {
        i["auction"]!["format"] = "sealed";
        i["auction"]!.AsObject().Remove("earlyAward");
        i["auction"]!.AsObject().Remove("softClose");
    });

    public JsonNode Plain(Action<JsonNode>? change = null) => Intent(i =>
    {
        i["auction"]!.AsObject().Remove("softClose");
        change?.Invoke(i);
    });

    public JsonNode Offer(JsonNode intent, string key = "acme-42", Action<JsonNode>? change = null)
    {
        var offer = JsonNode.Parse($$$"""
            {"key": "{{{key}}}", "agreesTo": "{{{(string)intent["termsHash"]!}}}", "total": "399.00",
             "deliverBy": "{{{At("2026-12-02T12:00:00Z")}}}", "condition": "new",
             "warrantyMonths": 24, "returnDays": 30, "certifications": ["EN 1888"], "attributes": {"seats": 2},
             "lines": [{"line": "1", "unitPrice": "389.00", "quantity": "1"}], "shipping": "10.00", "tax": "0.00", "otherCharges": "0.00",
             "note": "In stock in Paisley"}
            """)!;
        change?.Invoke(offer);
        return offer;
    }

    /// <summary>An offer of another total, without the lines that it would be the sum of.</summary>
    public JsonNode OfferAt(JsonNode intent, string total, string key, Action<JsonNode>? change = null) => Offer(intent, key, offer =>
    {
        foreach (var part in (string[])["lines", "shipping", "tax", "otherCharges"])
            offer.AsObject().Remove(part);
        offer["total"] = total;
        change?.Invoke(offer);
    });
}
