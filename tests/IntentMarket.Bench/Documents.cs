using System.Globalization;
using System.Text;

namespace IntentMarket.Bench;

/// <summary>The intent and the offers of the load: those of the market's public description, at varying prices,
/// dates and warranties.</summary>
internal static class Documents
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    /// <summary>Long enough for any run: nothing closes meanwhile.</summary>
    private static readonly DateTimeOffset Closes = new DateTimeOffset(DateTime.UtcNow.Date, TimeSpan.Zero).AddDays(8);

    public static string Intent(int number) =>
        $$$"""
        {
          "title": "Stroller for twins {{{number}}}", "description": "Needed in Glasgow on Saturday",
          "category": {"scheme": "CPV", "id": "34900000-6"},
          "currency": "GBP", "region": "GB-SCT",
          "lines": [{"id": "1", "description": "Twin stroller", "quantity": "1", "unit": "H87", "attributes": {"seats": 2}}],
          "terms": {
            "method": "weighted",
            "require": [
              {"criterion": "total", "max": "450.00"},
              {"criterion": "deliverBy", "max": "{{{Write(Closes.AddDays(5))}}}"},
              {"criterion": "condition", "oneOf": ["new", "refurbished"]},
              {"criterion": "certifications", "allOf": ["EN 1888"]},
              {"criterion": "attributes.seats", "min": 2}
            ],
            "prefer": [
              {"criterion": "total", "weight": 60, "best": "250.00", "worst": "450.00"},
              {"criterion": "deliverBy", "weight": 25, "best": "{{{Write(Closes.AddDays(1))}}}", "worst": "{{{Write(Closes.AddDays(5))}}}"},
              {"criterion": "condition", "weight": 5, "points": {"new": 100, "refurbished": 60}},
              {"criterion": "warrantyMonths", "weight": 10, "best": 24, "worst": 0}
            ],
            "agreement": "none"
          },
          "auction": {"format": "open", "closesAt": "{{{Write(Closes)}}}", "visibility": "rank", "earlyAward": true,
                      "softClose": {"window": "PT2M", "extension": "PT2M", "maxExtensions": 10}}
        }
        """;

    /// <summary>An offer that the intent's terms accept.</summary>
    /// <param name="intentId">Named in the body over AMQP; null over REST.</param>
    public static byte[] Offer(string? intentId, string key, string termsHash, Random random, bool note)
    {
        var price = random.Next(24_000, 44_000);
        var intent = intentId is null ? "" : $"\"intentId\": \"{intentId}\", ";
        var said = note ? ", \"note\": \"In stock in Paisley\"" : "";
        return Encoding.UTF8.GetBytes(
            $$$"""
            {{{{intent}}}"key": "{{{key}}}", "agreesTo": "{{{termsHash}}}", "total": "{{{Pounds(price + 1_000)}}}",
             "deliverBy": "{{{Write(Closes.AddHours(random.Next(24, 120)))}}}",
             "condition": "{{{(random.Next(2) == 0 ? "new" : "refurbished")}}}",
             "warrantyMonths": {{{random.Next(25)}}}, "returnDays": 30, "certifications": ["EN 1888"], "attributes": {"seats": 2},
             "lines": [{"line": "1", "unitPrice": "{{{Pounds(price)}}}", "quantity": "1"}], "shipping": "10.00", "tax": "0.00",
             "otherCharges": "0.00",
             "validUntil": "{{{Write(Closes.AddDays(10))}}}"{{{said}}}}
            """);
    }

    private static string Pounds(int pence) => string.Create(CultureInfo.InvariantCulture, $"{pence / 100}.{pence % 100:00}");

    private static string Write(DateTimeOffset time) => time.ToString(TimeFormat, CultureInfo.InvariantCulture);
}
