using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using IntentMarket.Engine;
using IntentMarket.Engine.Values;
using Microsoft.Data.Sqlite;
using NUnit.Framework;

namespace IntentMarket.Tests.Edges;

/// <summary>The versions of the rules as customers, vendors and operators meet them.</summary>
public sealed class RulesStories : EdgeStories
{
    [Test]
    public async Task Whatever_is_amended_vendors_agree_anew()
    {
        var market = await MarketHost.Shared;
        var (customer, acme) = (await market.Customer(), await market.Vendor("Acme"));
        var stroller = new Stroller();
        var bicycle = stroller.Intent(i => i["title"] = "A bicycle");
        var intent = await customer.PostIntent(bicycle);
        Assert.That((int?)intent["rules"], Is.EqualTo(Rules.Newest));
        var path = $"/api/v1/intents/{(string)intent["id"]!}";
        var car = stroller.Intent(i =>
        {
            i["title"] = "A car";
            i["version"] = 1;
        });
        var amended = (await customer.Post($"{path}/amend", car)).Expect(200).Body!;
        Assert.That((string?)amended["termsHash"], Is.Not.EqualTo((string?)intent["termsHash"]));
        var refused = await acme.Offer(intent, stroller.Offer(intent));
        Assert.That((string?)refused["reasons"]![0]!["code"], Is.EqualTo("terms-changed"));
        Assert.That((string?)(await acme.Offer(amended, stroller.Offer(amended, "acme-43")))["outcome"], Is.EqualTo("accepted"));
        Assert.That((int?)(await customer.Get($"{path}/transcript")).Body!["intent"]!["rules"], Is.EqualTo(Rules.Newest));
    }

    [Test]
    public async Task What_cannot_be_meant_is_told_in_preview_post_and_amendment_alike()
    {
        var market = await MarketHost.Shared;
        var customer = await market.Customer();
        var stroller = new Stroller();
        var intent = await customer.PostIntent(stroller.Intent());
        var wrong = stroller.Intent(
            i => i["terms"]!["require"]!.AsArray().Add(JsonNode.Parse("""{"criterion": "condition", "oneOf": ["used"]}""")));
        var preview = (await customer.Post("/api/v1/intents/preview", wrong)).Expect(200).Body!;
        Assert.That((string?)preview["faults"]![0]!["code"], Is.EqualTo("contradiction"));
        var post = (await customer.Post("/api/v1/intents", wrong, Guid.NewGuid().ToString())).ExpectProblem(400, "malformed");
        wrong["version"] = 1;
        var amend = (await customer.Post($"/api/v1/intents/{(string)intent["id"]!}/amend", wrong)).ExpectProblem(400, "malformed");
        foreach (var answer in (JsonNode[])[post.Body!, amend.Body!])
        {
            Assert.That(
                ((string?)answer["errors"]![0]!["at"], (string?)answer["errors"]![0]!["code"]),
                Is.EqualTo(("/terms/require/5", "contradiction")));
        }
    }

    [Test]
    public async Task Preview_tells_what_the_terms_of_now_show()
    {
        var market = await MarketHost.Shared;
        var (customer, acme, beta) = (await market.Customer(), await market.Vendor("Acme"), await market.Vendor("Beta"));
        var stroller = new Stroller();
        var asked = stroller.Intent(i => i["auction"]!["visibility"] = "full");
        var intent = await customer.PostIntent(asked);
        Assert.That((int?)await Told("rank"), Is.EqualTo(1));
        await Amend("rank", 1);
        await acme.Offer(intent, stroller.OfferAt(intent, "380.00", "a"));
        Assert.That(await Told("rank"), Is.Null);
        await Amend("lead", 2);
        await acme.Offer(intent, stroller.OfferAt(intent, "380.00", "a-2"));
        Assert.That(((int?)await Told("rank"), (string?)(await Told("lead"))!["total"]), Is.EqualTo(((int?)2, "380.00")));

        async Task<JsonNode?> Told(string member) =>
            (await beta.Post($"/api/v1/intents/{(string)intent["id"]!}/offers/preview", stroller.OfferAt(intent, "381.00", "b")))
                .Expect(200).Body![member];

        async Task Amend(string visibility, int version)
        {
            (asked["auction"]!["visibility"], asked["version"]) = (visibility, version);
            intent = (await customer.Post($"/api/v1/intents/{(string)intent["id"]!}/amend", asked)).Expect(200).Body!;
        }
    }

    /// <summary>Where the others' offers are not told, a preview reads none of them: it takes as long with many as with none.</summary>
    [Test]
    public async Task Preview_in_a_sealed_auction_takes_as_long_however_many_have_offered()
    {
        var market = await MarketHost.Shared;
        var (customer, acme, beta) = (await market.Customer(), await market.Vendor("Acme"), await market.Vendor("Beta"));
        var stroller = new Stroller();
        var (few, many) = (await customer.PostIntent(stroller.Sealed()), await customer.PostIntent(stroller.Sealed()));
        await acme.Offer(few, stroller.OfferAt(few, "380.00", "a"));
        for (var batch = 0; batch < 2; batch++)
        {
            var offers = new JsonArray([.. Enumerable.Range(0, 95)
                .Select(n => stroller.OfferAt(many, $"{400 - n}.00", $"a-{batch}-{n}", o => o["intentId"] = (string)many["id"]!))]);
            (await acme.Post("/api/v1/offers", new JsonObject { ["offers"] = offers })).Expect(200);
        }
        var times = new Dictionary<JsonNode, List<double>> { [few] = [], [many] = [] };
        for (var round = 0; round < 20; round++)
        {
            foreach (var intent in (JsonNode[])[few, many])
            {
                var since = Stopwatch.GetTimestamp();
                var told = (await beta.Post(
                    $"/api/v1/intents/{(string)intent["id"]!}/offers/preview", stroller.OfferAt(intent, "379.00", "b"))).Expect(200);
                times[intent].Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
                Assert.That(
                    (told.Text("outcome"), (int?)told.Body!["rank"], (int?)told.Body!["of"]),
                    Is.EqualTo(("accepted", (int?)null, (int?)null)));
            }
        }
        TestContext.Out.WriteLine(
            $"a preview beside 1 offer {times[few].Order().ElementAt(10):0.0} ms, beside 190 {times[many].Order().ElementAt(10):0.0} ms");
    }

    /// <summary>What a vendor reads of a sealed auction takes as long beside 20,000 others as alone.</summary>
    [Test]
    public async Task Vendor_waits_as_long_however_many_sealed_offers_stand_beside_its_own()
    {
        await using var market = await MarketHost.Start();
        var customer = await market.Customer();
        var stroller = new Stroller();
        var readers = new Dictionary<int, (MarketClient Vendor, JsonNode Intent, string Offer)>();
        foreach (var others in (int[])[0, 20_000])
        {
            var title = $"stroller{others}";
            var vendor = await market.Vendor($"Beside {others}", new { anyKeyword = new[] { title } });
            var draft = stroller.Sealed();
            draft["title"] = title;
            var intent = await customer.PostIntent(draft);
            readers[others] = (vendor, intent, (string)(await vendor.Offer(intent, stroller.OfferAt(intent, "380.00", "a")))["offerId"]!);
        }
        await market.Kill();
        using (var connection = new SqliteConnection($"Data Source={market.Database};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText =
                """
                WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
                INSERT INTO offers (offer_id, intent_id, account_id, vendor, key, status, total, score, fine, points, placed, receipt, at,
                    valid_until, terms)
                SELECT randomblob(16), intent_id, randomblob(16), randomblob(16), key, status, total - 1, score + i, fine, points,
                    placed + i, receipt + i, at, valid_until, terms
                FROM offers JOIN n WHERE offer_id = @id
                """;
            command.Parameters.AddWithValue("@id", Guid.Parse(readers[20_000].Offer).ToByteArray(bigEndian: true));
            Assert.That(command.ExecuteNonQuery(), Is.EqualTo(20_000));
        }
        await market.Restart();
        var asked = new Dictionary<string, Func<(MarketClient Vendor, JsonNode Intent, string Offer), Task<Answered>>>
        {
            ["board"] = r => r.Vendor.Get($"/api/v1/intents/{(string)r.Intent["id"]!}/board"),
            ["feed"] = r => r.Vendor.Get("/api/v1/feed"),
            ["own offers"] = r => r.Vendor.Get("/api/v1/offers"),
            ["intent"] = r => r.Vendor.Get($"/api/v1/intents/{(string)r.Intent["id"]!}"),
            ["offer sent again"] = r =>
                r.Vendor.Post($"/api/v1/intents/{(string)r.Intent["id"]!}/offers", stroller.OfferAt(r.Intent, "380.00", "a")),
            ["preview"] = r =>
                r.Vendor.Post($"/api/v1/intents/{(string)r.Intent["id"]!}/offers/preview", stroller.OfferAt(r.Intent, "379.00", "b")),
            ["confirmed again"] = r =>
                r.Vendor.Post($"/api/v1/offers/{r.Offer}/confirm", new { agreesTo = (string?)r.Intent["termsHash"] }),
        };
        foreach (var (what, ask) in asked)
        {
            var times = readers.Keys.ToDictionary(others => others, _ => new List<double>());
            for (var round = 0; round < 11; round++)
            {
                foreach (var (others, reader) in readers)
                {
                    var since = Stopwatch.GetTimestamp();
                    (await ask(reader)).Expect(200);
                    times[others].Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
                }
            }
            TestContext.Out.WriteLine(
                $"{what}: alone {times[0].Order().ElementAt(5):0.0} ms, beside 20,000 {times[20_000].Order().ElementAt(5):0.0} ms");
        }
    }

    /// <summary>As a node meets it while others are newer already: the intent is shown, nothing of it is decided, and
    /// its neighbours go on.</summary>
    [Test]
    public async Task Intent_of_newer_rules_is_shown_and_answered_down()
    {
        await using var market = await MarketHost.Start();
        var (customer, acme) = (await market.Customer(), await market.Vendor("Acme"));
        var stroller = new Stroller();
        var (newer, other) = (await customer.PostIntent(stroller.Intent()), await customer.PostIntent(stroller.Intent()));
        await market.Kill();
        MakeNewer(market.Database, IntentId.Parse((string)newer["id"]!));
        await market.Restart();

        var path = $"/api/v1/intents/{(string)newer["id"]!}";
        using (Assert.EnterMultipleScope())
        {
            (await acme.Post($"{path}/offers", stroller.Offer(newer))).ExpectProblem(503, "down");
            (await acme.Post($"{path}/offers/preview", stroller.Offer(newer))).ExpectProblem(503, "down");
            (await customer.Post($"{path}/withdraw", new { reason = "No need" })).ExpectProblem(503, "down");
            Assert.That((await customer.Get(path)).Expect(200).Text("title"), Is.EqualTo("Stroller for twins"));
            (await customer.Get($"{path}/offers")).Expect(200);
            // Its ranked sets follow from rules that are not known here.
            (await customer.Get($"{path}/transcript")).ExpectProblem(503, "down");
            (await acme.Get($"{path}/board")).Expect(200);
            Assert.That((await acme.Get("/api/v1/feed")).Expect(200).Body!["items"]!.AsArray(), Has.Count.EqualTo(2));
            (await acme.Get($"/api/v1/notices?after={MarketClient.FromTheFirst}")).Expect(200);
            Assert.That((int?)(await customer.Get("/readyz")).Expect(200).Body!["newerRules"], Is.EqualTo(1));
            Assert.That((string?)(await acme.Offer(other, stroller.Offer(other)))["outcome"], Is.EqualTo("accepted"));
        }
    }

    private static void MakeNewer(string database, IntentId intentId)
    {
        using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        connection.Open();
        var id = intentId.Value.ToByteArray(bigEndian: true);
        var bytes = Newer((byte[])Run("SELECT bytes FROM events WHERE intent_id = @id", ("@id", id))!);
        var terms = Newer((byte[])Run("SELECT terms FROM intents WHERE intent_id = @id", ("@id", id))!);
        Run(
            "UPDATE events SET bytes = @bytes, hash = @hash WHERE intent_id = @id", ("@id", id), ("@bytes", bytes),
            ("@hash", SHA256.HashData(bytes)));
        // It would be due at once, if its wake-ups were not left out.
        Run(
            "UPDATE intents SET terms = @terms, rules = @rules, wake_at = 1 WHERE intent_id = @id", ("@id", id), ("@terms", terms),
            ("@rules", Rules.Newest + 1));

        object? Run(string sql, params (string Name, object Value)[] parameters)
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            foreach (var (name, value) in parameters)
                command.Parameters.AddWithValue(name, value);
            return command.ExecuteScalar();
        }

        static byte[] Newer(byte[] json) => Encoding.UTF8.GetBytes(
            Encoding.UTF8.GetString(json).Replace($"\"rules\":{Rules.Newest}", $"\"rules\":{Rules.Newest + 1}", StringComparison.Ordinal));
    }
}
