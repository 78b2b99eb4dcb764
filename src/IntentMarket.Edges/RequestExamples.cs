using System.Text.Json.Nodes;
using IntentMarket.Contracts;

namespace IntentMarket.Edges;

/// <summary>Messages as the documents show them: together they have every member of what is taken, in each of its ways.
/// <c>RequestSchemaTests</c> sends them, and breaks them everywhere.</summary>
internal static class RequestExamples
{
    private const string Stroller = """
        "title": "Stroller for twins", "description": "Needed in Glasgow on Saturday",
        "category": {"scheme": "CPV", "id": "34900000-6"}, "currency": "GBP", "region": "GB-SCT",
        "lines": [
          {"id": "1", "description": "Twin stroller", "quantity": "1", "unit": "H87",
           "attributes": {"seats": 2, "weight": "12.5", "folds": true, "colours": ["black", "blue"]}},
          {"id": "2", "quantity": "2.5", "unit": "MTR"}],
        "terms": {
          "method": "weighted",
          "require": [
            {"criterion": "total", "max": "450.00"},
            {"criterion": "deliverBy", "min": "2026-12-05T12:00:00Z", "max": "2026-12-09T18:00:00Z"},
            {"criterion": "warrantyMonths", "min": 12, "max": 120},
            {"criterion": "condition", "oneOf": ["new", "refurbished"]},
            {"criterion": "certifications", "allOf": ["EN 1888"], "anyOf": ["ISO 9001", "ISO 14001"]},
            {"criterion": "attributes.seats", "min": 2, "max": "3.5"},
            {"criterion": "attributes.fabric", "oneOf": ["wool", "linen"]},
            {"criterion": "attributes.colours", "allOf": ["black"], "anyOf": ["blue", "green"]},
            {"criterion": "attributes.folds", "equals": true}],
          "prefer": [
            {"criterion": "total", "weight": 60, "best": "250.00", "worst": "450.00"},
            {"criterion": "deliverBy", "weight": 25, "best": "2026-12-05T12:00:00Z", "worst": "2026-12-09T18:00:00Z"},
            {"criterion": "returnDays", "weight": 10, "best": 30, "worst": 0},
            {"criterion": "condition", "weight": 5, "points": {"new": 100, "refurbished": 60}},
            {"criterion": "certifications", "weight": 5, "points": {"ISO 9001": 50}},
            {"criterion": "attributes.fabric", "weight": 5, "points": {"wool": 100, "linen": 40}},
            {"criterion": "attributes.seats", "weight": 5, "best": 4, "worst": "2.5"}],
          "agreement": "none"},
        "auction": {"format": "open", "closesAt": "2026-12-01T20:00:00Z", "visibility": "rank", "earlyAward": true,
                    "softClose": {"window": "PT2M", "extension": "PT2M", "maxExtensions": 10}},
        "awardBy": "2026-12-04T20:00:00Z"
        """;

    private const string Offer = """
        "agreesTo": "0d1c5f", "total": "399.00", "deliverBy": "2026-12-02T12:00:00Z", "warrantyMonths": 24, "returnDays": 30,
        "condition": "new", "certifications": ["EN 1888"],
        "attributes": {"seats": 2, "weight": "12.5", "folds": true, "colours": ["black", "blue"]},
        "lines": [{"line": "1", "unitPrice": "389.00", "quantity": "1"}], "shipping": "10.00", "tax": "0.00", "otherCharges": "-5.00",
        "validUntil": "2026-12-10T00:00:00Z", "note": "In stock in Paisley", "replaces": "0b9a7e0e-4d5e-8c3b-9d1a-2f6c1e8a7b90"
        """;

    private const string Bid = """
        "agreesTo": "0d1c5f", "total": "399.00", "floor": "350.00"
        """;

    private const string TheIntent = """
        "intentId": "0b9a7e0e-4d5e-8c3b-9d1a-2f6c1e8a7b90"
        """;

    private const string TheOffer = """
        "offerId": "7c1f2d3a-5b6c-8d7e-9f80-1a2b3c4d5e6f"
        """;

    private const string Contact = """
        "contact": "+44 141 496 0000",
        """;

    private static readonly Dictionary<string, string[]> All = new()
    {
        [nameof(AccountRequest)] = ["""{"kind": "vendor", "name": "Acme", "contact": "sales@acme.example"}"""],
        [nameof(KeyRequest)] = ["""{"name": "The bot in Glasgow", "scope": "read"}"""],
        [nameof(ReasonRequest)] = ["""{"reason": "It is not needed any more"}"""],
        [nameof(IntentRequest)] =
        [
            $$"""{{{Stroller}}}""",
            Competing("sealed", """ "earlyAward": false """, """
                "method": "coefficient", "prefer": [{"criterion": "warrantyMonths", "weight": 100, "best": 36, "worst": 12}]
                """),
            Competing("sealed-second-score", """ "visibility": "none" """, """
                "require": [{"criterion": "total", "max": "450.00"}],
                "prefer": [{"criterion": "total", "weight": 1, "best": "0", "worst": "450.00"}]
                """),
            Competing("english", """ "visibility": "lead", "vs": "best", "decrement": {"amount": "5.00"} """),
            Competing("english", """ "visibility": "none", "vs": "own", "decrement": {"percent": "2.5"} """),
            Competing("english", """
                "decrement": {"bands": [{"above": "500.00", "amount": "10.00"}, {"above": "200.00", "amount": "5.00"}, {"amount": "1.00"}]}
                """),
            Competing("english", """
                "softClose": {"window": "PT2M", "extension": "PT5M", "maxExtensions": 10}, "decrement": {"points": "1.5"}
                """, """
                "prefer": [{"criterion": "returnDays", "weight": 1, "best": 60, "worst": 14}]
                """),
            Competing("dutch", """ "start": "100.00", "step": "10.00", "interval": "PT1H30M", "limit": "200.00" """, more: Contact),
            Competing("japanese", """ "start": "200.00", "step": "10.00", "interval": "PT10M", "limit": "0.00" """, more: Contact),
        ],
        [RequestSchemas.Amendment] =
        [
            Competing("dutch", """ "start": "100.00", "step": "10.00", "interval": "PT1H", "limit": "200.00" """, more: $"""
                {Contact} "version": 1, "description": "It has to stand on a shelf", "region": "GB-SCT", "awardBy": "2026-12-04T20:00:00Z",
                """),
        ],
        [nameof(AwardRequest)] = [$$"""{{{TheOffer}}, "contact": "+44 141 496 0000", "reason": "It comes a day sooner"}"""],
        [nameof(WhatIfRequest)] =
        [
            """
            {"prefer": [{"criterion": "total", "weight": 40, "best": "250.00", "worst": "450.00"},
                        {"criterion": "condition", "weight": 60, "points": {"new": 100, "used": 20}}]}
            """,
        ],
        [nameof(OfferRequest)] = [$$"""{"key": "acme-42", {{Offer}}}""", $$"""{"key": "acme-43", {{Bid}}}"""],
        [nameof(OffersRequest)] = [Many],
        [RequestSchemas.BotOffer] = [$$"""{"key": "acme-42", {{TheIntent}}, {{Offer}}}""", $$"""{{{TheIntent}}, {{Bid}}}"""],
        [nameof(ConfirmRequest)] = ["""{"agreesTo": "0d1c5f"}"""],
        [RequestSchemas.BotConfirmation] = [$$"""{{{TheIntent}}, {{TheOffer}}, "agreesTo": "0d1c5f"}"""],
        ["OfferWithdrawal"] = [$$"""{{{TheIntent}}, {{TheOffer}}}"""],
        [RequestSchemas.Subscription] =
        [
            """
            {"categories": [{"scheme": "CPV", "id": "34000000-7"}, {"scheme": "market", "id": "appliances.coffee"}], "regions": ["GB"],
             "currencies": ["GBP"], "budget": {"min": "50.00", "max": "1000.00"}, "quantity": {"min": "1", "max": "2.5"}, "leadDays": 2,
             "conditions": ["new"], "anyKeyword": ["stroller", "pram"], "noKeyword": ["toy"],
             "holdsCertifications": ["EN 1888", "ISO 9001"], "acceptsAgreements": ["none"]}
            """,
            """{"regions": ["GB-SCT", "GB-NIR"], "currencies": ["GBP", "EUR"]}""",
        ],
        [nameof(ReportRequest)] =
        [
            $$"""{{{TheIntent}}, "reason": "It asks for what may not be sold"}""",
            $$"""{{{TheOffer}}, "reason": "It is none"}""",
        ],
        [nameof(OutcomeRequest)] = ["""{"outcome": "The intent was removed"}"""],
        [nameof(ProfileRequest)] =
        [
            """{"about": "Prams since 1950", "claims": [{"name": "ISO 9001", "note": "Certificate 4711"}, {"name": "EN 1888"}]}""",
        ],
        [nameof(VerifyRequest)] = ["""{"by": "The operator, in the register of UKAS", "until": "2027-12-01T00:00:00Z"}"""],
        [RequestSchemas.MailChoices] =
        [
            """{"firstOffer": true, "closingSoon": false, "timeToAward": true, "message": true}""",
            """{"won": true, "lost": true, "digest": true, "message": false}""",
        ],
        [nameof(MessageRequest)] = ["""{"text": "The van comes at ten"}"""],
        [RequestSchemas.Taxonomy] = ["""{"34900000-6": "Miscellaneous transport equipment", "34910000-9": "Horse or hand-drawn carts"}"""],
    };

    private static string Many =>
        $$"""{"offers": [{"key": "acme-42", {{TheIntent}}, {{Offer}}}, {"key": "acme-43", {{TheIntent}}, {{Bid}}}]}""";

    /// <summary>A schema with the examples of its name.</summary>
    public static JsonObject AddTo(JsonObject schema, string name)
    {
        if (All.TryGetValue(name, out var examples))
            schema["examples"] = new JsonArray([.. examples.Select(example => JsonNode.Parse(example))]);
        return schema;
    }

    private static string Competing(string format, string auction, string terms = "", string more = "") => $$"""
        {"title": "Coffee machine", "category": {"scheme": "market", "id": "appliances.coffee"}, "currency": "GBP", {{more}}
         "lines": [{"id": "machine", "quantity": "1", "unit": "H87"}], "terms": { {{terms}} },
         "auction": {"format": "{{format}}", "closesAt": "2026-12-01T20:00:00Z", {{auction}} } }
        """;
}
