using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;
using IntentMarket.Tests.Tidy;
using NUnit.Framework;

namespace IntentMarket.Tests.Edges;

/// <summary>A demonstration: whatever a newcomer posts, simulated vendors of several strategies bid on it within seconds; and it never
/// stands beside real data.</summary>
public sealed class DemonstrationTests
{
    private const int Within = 10;

    /// <summary>What a newcomer may think of; each is posted as it stands.</summary>
    private static readonly (string What, string Intent)[] Newcomers =
    [
        ("a budget, attributes, certifications and several lines", """
            {"title": "Two desks and a lamp", "category": {"scheme": "market", "id": "home.furniture.desks"}, "currency": "GBP",
             "region": "GB-SCT",
             "lines": [{"id": "1", "description": "Desk", "quantity": "2", "unit": "H87",
                        "attributes": {"width-cm": 140, "colours": ["oak", "white"]}},
                       {"id": "2", "description": "Cable", "quantity": "2.75", "unit": "MTR"}],
             "terms": {"require": [{"criterion": "total", "max": "700.00"}, {"criterion": "deliverBy", "max": "@9"},
                                   {"criterion": "condition", "oneOf": ["refurbished", "used"]},
                                   {"criterion": "certifications", "allOf": ["FSC"], "anyOf": ["ISO 9001", "ISO 14001"]},
                                   {"criterion": "warrantyMonths", "min": 36},
                                   {"criterion": "attributes.width-cm", "min": 120, "max": 160},
                                   {"criterion": "attributes.height-m", "max": "0.75"},
                                   {"criterion": "attributes.colour", "oneOf": ["oak", "white"]},
                                   {"criterion": "attributes.foldable", "equals": true},
                                   {"criterion": "attributes.extras", "allOf": ["drawer"]}],
                       "prefer": [{"criterion": "total", "weight": 50, "best": "400.00", "worst": "700.00"},
                                  {"criterion": "returnDays", "weight": 20, "best": 60, "worst": 0},
                                  {"criterion": "attributes.width-cm", "weight": 10, "best": 160, "worst": 120},
                                  {"criterion": "attributes.colour", "weight": 10, "points": {"white": 100}},
                                  {"criterion": "certifications", "weight": 10, "points": {"GS": 100}}]},
             "auction": {"closesAt": "@3", "visibility": "lead"}}
            """),
        ("no budget, and a currency without a fraction", """
            {"title": "Any good rice cooker", "category": {"scheme": "market", "id": "appliances.kitchen"}, "currency": "JPY",
             "lines": [{"id": "1", "description": "Rice cooker", "quantity": "1", "unit": "H87"}], "terms": {},
             "auction": {"closesAt": "@1"}}
            """),
        ("a sealed auction, and delivery rather late than early", """
            {"title": "Flyers for Friday", "category": {"scheme": "CPV", "id": "22000000-0"}, "currency": "KWD", "region": "KW",
             "lines": [{"id": "1", "description": "Flyers", "quantity": "5000", "unit": "H87"}],
             "terms": {"require": [{"criterion": "total", "max": "99.125"}, {"criterion": "deliverBy", "min": "@2.2", "max": "@2.5"},
                                   {"criterion": "returnDays", "max": 0}],
                       "prefer": [{"criterion": "deliverBy", "weight": 1, "best": "@2.5", "worst": "@2.2"}]},
             "auction": {"format": "sealed", "closesAt": "@2"}}
            """),
        ("little money for many small things", """
            {"title": "Screws", "category": {"scheme": "market", "id": "home.tools"}, "currency": "EUR", "region": "DE",
             "lines": [{"id": "1", "description": "Screw", "quantity": "100000", "unit": "H87"}],
             "terms": {"require": [{"criterion": "total", "max": "3.00"}]}, "auction": {"closesAt": "@30", "visibility": "none"}}
            """),
    ];

    [Test]
    public async Task Simulated_vendors_of_several_strategies_bid_on_whatever_a_newcomer_posts()
    {
        await using var market = await MarketHost.Start(
            ("Demonstration", "true"), ("Limits__Rest__PerSecond", "50"), ("Limits__Hub__PerSecond", "50"));
        using var demo = new Demo(market);
        await demo.Says("40 simulated vendors are in the market");
        var newcomer = await market.Customer();
        foreach (var (what, text) in Newcomers)
        {
            var intent = await newcomer.PostIntent(JsonNode.Parse(At(text))!);
            var (offers, took) = await Offers(newcomer, intent);
            await TestContext.Out.WriteLineAsync(
                $"{what}: {offers.Count} offers of {Strategies(offers).Count()} strategies after {took.TotalSeconds:F1} s");
            Assert.That(took, Is.LessThan(TimeSpan.FromSeconds(Within)), what);
        }
        Assert.That(demo.Output, Does.Not.Contain("refused").And.Not.Contain("malformed").And.Not.Contain("quota"));

        // It is busy without a newcomer too: a vendor finds intents of simulated customers.
        var vendor = await market.Vendor("A newcomer");
        var open = (await vendor.Get("/api/v1/feed")).Expect(200).Body!["items"]!.AsArray()
            .Select(e => (string)e!["intent"]!["title"]!).ToList();
        Assert.That(open.Count(title => title.Contains("(simulated customer)", StringComparison.Ordinal)), Is.GreaterThanOrEqualTo(3));

        // It comes back with the same vendors.
        demo.Dispose();
        using var again = new Demo(market);
        await again.Says("40 simulated vendors are in the market");
        var preview = (await newcomer.Post("/api/v1/intents/preview", JsonNode.Parse(At(Newcomers[0].Intent))!)).Expect(200);
        Assert.That((int?)preview.Body!["reach"], Is.EqualTo(41), preview.ToString());
    }

    [Test]
    public async Task Demonstration_and_real_market_refuse_each_others_data()
    {
        await using var real = await MarketHost.Start();
        await real.Customer();
        await real.Kill();
        Assert.That(
            await real.Refuses(("Demonstration", "true")), Does.Contain("There is real data here, so this cannot become a demonstration"));

        await using var demo = await MarketHost.Start(("Demonstration", "true"));
        await demo.Kill();
        Assert.That(
            await demo.Refuses(("Demonstration", "false")), Does.Contain("The data here is a demonstration's").And.Contain("--demo"));
        await demo.Restart();
        (await demo.Operator.Get("/api/v1/keys")).Expect(200);
    }

    /// <summary>Waits until three strategies have bid; before the close of a sealed auction offers are counted only, so the
    /// vendors' own words tell.</summary>
    private static async Task<(IReadOnlyList<JsonNode> Offers, TimeSpan Took)> Offers(MarketClient customer, JsonNode intent)
    {
        var since = Stopwatch.StartNew();
        var path = $"/api/v1/intents/{(string)intent["id"]!}";
        while (true)
        {
            var ranked = (await customer.Get($"{path}/offers?limit=100")).Expect(200).Body!;
            var offers = (ranked["items"]?.AsArray() ?? []).Select(o => o!).ToList();
            var isSealed = (string?)intent["auction"]!["format"] == "sealed";
            if (since.Elapsed > TimeSpan.FromSeconds(3 * Within) || Strategies(offers).Count() >= 3
                || (isSealed && (int)ranked["count"]! >= 8))
                return (offers, since.Elapsed);
            await Task.Delay(100);
        }
    }

    private static IEnumerable<string> Strategies(IEnumerable<JsonNode> offers) =>
        ((string[])["price cutter", "fast", "careful", "sniper"])
            .Where(s => offers.Any(o => ((string?)o["note"])?.Contains($"a {s} vendor", StringComparison.Ordinal) == true));

    /// <summary><c>@2</c> is in two days.</summary>
    private static string At(string text) => System.Text.RegularExpressions.Regex.Replace(
        text, "@([0-9.]+)",
        days => DateTime.UtcNow.AddDays(double.Parse(days.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture))
            .ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>The simulated vendors and customers, as <c>deploy/run --demo</c> starts them.</summary>
    private sealed class Demo : IDisposable
    {
        private readonly Process _process;
        private readonly ConcurrentQueue<string> _said = new();
        private bool _isDisposed;

        public Demo(MarketHost market)
        {
            var start = new ProcessStartInfo("node", [Tree.Path("deploy", "demo", "demo.js")])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            start.Environment["MARKET_URL"] = market.Address.ToString().TrimEnd('/');
            start.Environment["OPERATOR_KEY"] = MarketHost.OperatorKey;
            _process = Process.Start(start)!;
            _process.OutputDataReceived += (_, line) => _said.Enqueue(line.Data ?? "");
            _process.ErrorDataReceived += (_, line) => _said.Enqueue(line.Data ?? "");
            _process.BeginOutputReadLine();
            _process.BeginErrorReadLine();
        }

        public string Output => string.Join('\n', _said);

        public async Task Says(string words)
        {
            for (var since = Stopwatch.StartNew(); !Output.Contains(words, StringComparison.Ordinal); await Task.Delay(50))
                Assert.That(since.Elapsed < TimeSpan.FromSeconds(60) && !_process.HasExited, Is.True, $"it did not say: {words}\n{Output}");
        }

        public void Dispose()
        {
            if (_isDisposed)
                return;
            _isDisposed = true;
            _process.Kill();
            _process.WaitForExit();
            _process.Dispose();
            if (TestContext.CurrentContext.Result.FailCount > 0)
                TestContext.Out.WriteLine(Output);
        }
    }
}
