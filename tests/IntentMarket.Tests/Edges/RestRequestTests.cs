using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using IntentMarket.Tests.Wire;
using Microsoft.Data.Sqlite;
using NUnit.Framework;

namespace IntentMarket.Tests.Edges;

/// <summary>Requests as they should not be: each is answered, with every fault named, and nothing is recorded.</summary>
public sealed class RestRequestTests : EdgeStories
{
    [Test]
    public async Task Addresses_methods_and_types_that_are_not_there()
    {
        var market = await MarketHost.Shared;
        var customer = await market.Customer();
        (await customer.Get("/api/v1/nothing")).ExpectProblem(404, "not-found");
        (await customer.Get("/api/v1/intents/not-a-uuid")).ExpectProblem(404, "not-found");
        (await customer.Get($"/api/v1/intents/{Guid.NewGuid()}")).ExpectProblem(404, "not-found");
        (await customer.Send(HttpMethod.Patch, "/api/v1/intents")).ExpectProblem(405, "method-not-allowed");
        (await customer.PostBytes("/api/v1/intents", "{}"u8.ToArray(), "text/plain", "k")).ExpectProblem(415, "unsupported-media-type");
        (await customer.PostBytes("/api/v1/intents", "{}"u8.ToArray(), "application/json; charset=utf-16", "k")).ExpectProblem(
            415, "unsupported-media-type");
        (await customer.Send(HttpMethod.Post, "/api/v1/intents", null, "k")).ExpectProblem(415, "unsupported-media-type");
        (await customer.PostBytes("/api/v1/intents", [], "application/json", "k")).ExpectProblem(400, "malformed");
        foreach (var type in (string[])["application/json; charset=\"UTF-8\"", "Application/JSON;Charset=Utf-8"])
            (await customer.PostBytes("/api/v1/intents", "{}"u8.ToArray(), type, "k")).ExpectProblem(400, "malformed");
    }

    [TestCase(
        "application/xml", "<ContractNotice xmlns='urn:oasis:names:specification:ubl:schema:xsd:ContractNotice-2'/>",
        415, "XML (eForms, UBL)")]
    [TestCase(
        "application/json", "<ContractNotice xmlns='urn:oasis:names:specification:ubl:schema:xsd:ContractNotice-2'/>",
        400, "XML (eForms, UBL)")]
    [TestCase("text/csv", "title,budget\nStroller,450", 415, "CSV")]
    [TestCase("application/json", "title,budget\nStroller,450", 400, "CSV")]
    [TestCase(
        "application/json", """{"ocid": "ocds-213czf-1", "id": "1", "tag": ["tender"], "tender": {"title": "Stroller"}}""", 400, "OCDS")]
    [TestCase("application/json", """{"uri": "https://example.org", "version": "1.1", "releases": []}""", 400, "OCDS")]
    public async Task What_comes_in_another_format_is_told_what_is_taken(string type, string body, int status, string named)
    {
        var market = await MarketHost.Shared;
        var (customer, vendor) = (await market.Customer(), await market.Vendor());
        var intent = await customer.PostIntent(new Stroller().Intent());
        foreach (var answer in (Answered[])[
            await customer.PostBytes("/api/v1/intents", Encoding.UTF8.GetBytes(body), type, "k"),
            await vendor.PostBytes($"/api/v1/intents/{(string)intent["id"]!}/offers", Encoding.UTF8.GetBytes(body), type)])
        {
            Assert.That(answer.Status, Is.EqualTo(status));
            Assert.That(answer.Text("detail"), Does.Contain(named).And.Contain("/openapi/v1.json"));
        }
    }

    [Test]
    public async Task Category_of_another_scheme_is_told_which_are_taken()
    {
        var market = await MarketHost.Shared;
        var (customer, vendor) = (await market.Customer(), await market.Vendor());
        var category = JsonNode.Parse("""{"scheme": "UNSPSC", "id": "44121701"}""")!;
        foreach (var answer in (Answered[])[
            await customer.Post("/api/v1/intents", new Stroller().Intent(i => i["category"] = category.DeepClone()), "k"),
            await vendor.Put("/api/v1/subscriptions/a", new JsonObject { ["categories"] = new JsonArray(category.DeepClone()) })])
            Assert.That(answer.ExpectProblem(400, "malformed").Text("detail"), Does.Contain("`CPV`").And.Contain("UNSPSC"));
        foreach (var answer in (Answered[])[
            await customer.Get("/api/v1/categories/UNSPSC/44121701"), await market.Operator.Put("/api/v1/taxonomy/UNSPSC", new { })])
            Assert.That(answer.ExpectProblem(404, "not-found").Text("detail"), Does.Contain("`CPV`").And.Contain("UNSPSC"));
        (await customer.Get("/api/v1/categories?scheme=UNSPSC")).ExpectProblem(400, "malformed");
    }

    [TestCase(65_537)]
    [TestCase(300_000)]
    [TestCase(5_000_000)]
    public async Task Body_beyond_the_bound_is_too_large(int length)
    {
        var market = await MarketHost.Shared;
        var customer = await market.Customer();
        var answer = (await customer.PostBytes("/api/v1/intents", Encoding.ASCII.GetBytes(new string(' ', length)), idempotencyKey: "k"))
            .ExpectProblem(413, "too-large");
        Assert.That(answer.Text("detail"), Does.Contain("65536"));
    }

    [Test]
    public async Task Every_fault_is_named_with_its_place()
    {
        var market = await MarketHost.Shared;
        var customer = await market.Customer();
        var faulty = (await customer.Post("/api/v1/intents", new Stroller().Intent(i =>
        {
            i["title"] = "";
            i["currency"] = "GPB";
            i["terms"]!["require"]![0]!["max"] = 450;
            i["auction"]!["format"] = "raffle";
            i["colour"] = "red";
        }), "k")).ExpectProblem(400, "malformed");
        var places = faulty.Body!["errors"]!.AsArray().Select(e => (string)e!["at"]!).Order(StringComparer.Ordinal);
        Assert.That(string.Join(' ', places), Is.EqualTo("/auction/format /colour /currency /terms/require/0/max /title"));
        (await customer.Post("/api/v1/intents", new Stroller().Intent(i => i["terms"]!["agreement"] = "gdpr-1"), "k"))
            .ExpectProblem(400, "not-yet");
    }

    [Test]
    public async Task Idempotency_key_is_needed_and_checked()
    {
        var market = await MarketHost.Shared;
        var customer = await market.Customer();
        (await customer.Post("/api/v1/intents", new Stroller().Intent())).ExpectProblem(400, "key-missing");
        (await customer.Post("/api/v1/intents", new Stroller().Intent(), new string('k', 201))).ExpectProblem(400, "malformed");
        (await customer.Post("/api/v1/intents", new Stroller().Intent(), "with space")).ExpectProblem(400, "malformed");
        (await customer.Post("/api/v1/intents", new Stroller().Intent(), new string('k', 200))).Expect(201);
    }

    [Test]
    public async Task Offers_own_key_and_the_headers_are_told_apart()
    {
        var market = await MarketHost.Shared;
        var (customer, vendor, stroller) = (await market.Customer(), await market.Vendor(), new Stroller());
        var intent = await customer.PostIntent(stroller.Intent());
        var path = $"/api/v1/intents/{(string)intent["id"]!}/offers";
        var receipt = (await vendor.Post(path, stroller.Offer(intent), "header")).Expect(200);
        Assert.That((await vendor.Post(path, stroller.Offer(intent), "header")).Bytes, Is.EqualTo(receipt.Bytes));
        (await vendor.Post(path, stroller.OfferAt(intent, "1.00", "x"), "header")).ExpectProblem(422, "key-reused");
        (await vendor.Post(path, stroller.OfferAt(intent, "1.00", "acme-42"))).ExpectProblem(409, "key-reused");
    }

    [Test]
    public async Task Query_is_read_strictly()
    {
        var market = await MarketHost.Shared;
        var (customer, vendor) = (await market.Customer(), await market.Vendor());
        var faulty = (await customer.Get("/api/v1/intents?limit=0&after=x&status=shut")).ExpectProblem(400, "malformed");
        Assert.That(faulty.Body!["errors"]!.AsArray(), Has.Count.EqualTo(3));
        (await customer.Get("/api/v1/intents?limit=1000")).ExpectProblem(400, "malformed");
        (await customer.Get("/api/v1/intents?limit=1&limit=2")).ExpectProblem(400, "malformed");
        (await vendor.Get("/api/v1/notices?wait=31")).ExpectProblem(400, "malformed");
        (await vendor.Get("/api/v1/notices?after=nonsense")).ExpectProblem(400, "malformed");
        var weekOld = DateTimeOffset.UtcNow.AddDays(-8).ToUnixTimeMilliseconds();
        (await vendor.Get($"/api/v1/notices?after=0.0.0.{weekOld:x}")).ExpectProblem(410, "cursor-expired");
    }

    [Test]
    public async Task Ranking_is_read_by_pages_of_one_state()
    {
        var market = await MarketHost.Shared;
        var (customer, stroller) = (await market.Customer(), new Stroller());
        var intent = await customer.PostIntent(stroller.Intent(i => i["auction"]!["visibility"] = "full"));
        var vendors = await Task.WhenAll(Enumerable.Range(0, 5).Select(i => market.Vendor($"V{i}")));
        for (var i = 0; i < 5; i++)
            await vendors[i].Offer(intent, stroller.OfferAt(intent, $"{300 + i}.00", $"k{i}"));
        var path = $"/api/v1/intents/{(string)intent["id"]!}/offers";
        foreach (var (reader, address, list) in new[]
        {
            (customer, path, "items"), (vendors[0], path.Replace("/offers", "/board", StringComparison.Ordinal), "offers"),
        })
        {
            var totals = new List<string>();
            string? next = null;
            do
            {
                var page = (await reader.Get($"{address}?limit=2{(next is null ? "" : "&after=" + next)}")).Expect(200).Body!;
                totals.AddRange(page[list]!.AsArray().Select(o => (string)o!["total"]!));
                next = (string?)page["next"];
            }
            while (next is not null);
            Assert.That(string.Join(' ', totals), Is.EqualTo("300.00 301.00 302.00 303.00 304.00"));
        }
        var first = (await customer.Get($"{path}?limit=2")).Expect(200);
        await vendors[0].Offer(intent, stroller.OfferAt(intent, "310.00", "moves"));
        (await customer.Get($"{path}?limit=2&after={first.Text("next")}")).ExpectProblem(409, "moved");
        var unranked = (await customer.Get($"{path}?limit=1")).Body!;
        Assert.That(((string?)unranked["unranked"]![0]!["status"], (int?)unranked["count"]), Is.EqualTo(("superseded", 5)));
    }

    [Test]
    public async Task Lists_are_read_by_pages()
    {
        var market = await MarketHost.Shared;
        var (customer, stroller) = (await market.Customer(), new Stroller());
        var posted = new List<string>();
        for (var i = 0; i < 5; i++)
            posted.Add((string)(await customer.PostIntent(stroller.Intent()))["id"]!);
        var read = new List<string>();
        string? next = null;
        do
        {
            var page = (await customer.Get($"/api/v1/intents?limit=2{(next is null ? "" : "&after=" + next)}")).Expect(200).Body!;
            read.AddRange(page["items"]!.AsArray().Select(i => (string)i!["id"]!));
            next = (string?)page["next"];
        }
        while (next is not null);
        Assert.That(read, Is.EquivalentTo(posted).And.Unique);
    }

    [TestCase("y_", 400)]
    [TestCase("n_", 400)]
    [TestCase("i_", 400)]
    public async Task Json_of_every_kind_is_answered(string prefix, int status)
    {
        var market = await MarketHost.Shared;
        var (customer, vendor, stroller) = (await market.Customer(), await market.Vendor(), new Stroller());
        var intent = await customer.PostIntent(stroller.Intent());
        foreach (var file in Directory.GetFiles(Messages.SharedData("json-parsing/test_parsing"), prefix + "*.json")
            .Order(StringComparer.Ordinal))
        {
            var bytes = await File.ReadAllBytesAsync(file);
            foreach (var answer in (Answered[])[
                await customer.PostBytes("/api/v1/intents", bytes, idempotencyKey: Guid.NewGuid().ToString()),
                await vendor.PostBytes($"/api/v1/intents/{(string)intent["id"]!}/offers", bytes)])
            {
                Assert.That(answer.Status, Is.EqualTo(bytes.Length > 65_536 ? 413 : status), $"{Path.GetFileName(file)}: {answer}");
                Assert.That(answer.ContentType, Is.EqualTo("application/problem+json"));
            }
        }
        Assert.That((await customer.Get("/api/v1/intents")).Body!["items"]!.AsArray(), Has.Count.EqualTo(1), "nothing was recorded");
    }

    [Test]
    public async Task Naughty_strings_come_back_as_they_were_sent_or_are_refused()
    {
        var market = await MarketHost.Shared;
        var (customer, vendor, stroller) = (await market.Customer(), await market.Vendor(), new Stroller());
        var open = await customer.PostIntent(stroller.Intent());
        var texts = ((JsonArray)JsonNode.Parse(await File.ReadAllTextAsync(Messages.SharedData("naughty-strings.json")))!)
            .Select(n => (string)n!).ToList();
        var accepted = 0;
        foreach (var text in texts)
        {
            var posted = await customer.Post("/api/v1/intents", stroller.Intent(i => i["title"] = text), Guid.NewGuid().ToString());
            if (posted.Status == 201)
            {
                accepted++;
                Assert.That(posted.Text("title"), Is.EqualTo(text));
            }
            else
                posted.ExpectProblem(400, "malformed");
            var named = await vendor.Put($"/api/v1/subscriptions/{Uri.EscapeDataString(text)}", new { });
            Assert.That(named.Status, Is.EqualTo(200).Or.EqualTo(400).Or.EqualTo(404).Or.EqualTo(405), $"{text}: {named}");
            var asked = await customer.Get($"/api/v1/intents?status={Uri.EscapeDataString(text)}");
            Assert.That(asked.Status, Is.EqualTo(400), $"{text}: {asked}");
            var offered = await vendor.Post(
                $"/api/v1/intents/{(string)open["id"]!}/offers", stroller.Offer(open, "x", o => o["condition"] = text));
            offered.ExpectProblem(400, "malformed");
        }
        Assert.That(accepted, Is.GreaterThan(300));
    }

    [Test]
    public async Task House_answers_everyone()
    {
        var market = await MarketHost.Shared;
        var stranger = market.Client(null);
        (await stranger.Get("/healthz")).Expect(200);
        Assert.That((await stranger.Get("/readyz")).Expect(200).Text("status"), Is.EqualTo("ready"));
        var now = DateTimeOffset.Parse(
            (await stranger.Get("/api/v1/time")).Expect(200).Text("now"), System.Globalization.CultureInfo.InvariantCulture);
        Assert.That(now, Is.EqualTo(DateTimeOffset.UtcNow).Within(TimeSpan.FromSeconds(5)));
    }

    [Test]
    public async Task Store_that_hangs_is_answered_503_in_time_and_the_market_goes_on()
    {
        await using var market = await MarketHost.Start();
        var (customer, vendor, stroller) = (await market.Customer(), await market.Vendor(), new Stroller());
        var intent = await customer.PostIntent(stroller.Intent());
        await using var connection = new SqliteConnection($"Data Source={market.Database};Pooling=False");
        await connection.OpenAsync();
        await Run(connection, "BEGIN IMMEDIATE");
        var answers = await Task.WhenAll(
            Timed(() => vendor.Post($"/api/v1/intents/{(string)intent["id"]!}/offers", stroller.Offer(intent))),
            Timed(() => customer.Post("/api/v1/intents", stroller.Intent(), "hangs")),
            Timed(() => vendor.Post("/api/v1/keys", new { }, "hangs")),
            Timed(() => vendor.Put("/api/v1/subscriptions/x", new { })));
        await Run(connection, "ROLLBACK");
        foreach (var (answer, took) in answers)
        {
            Assert.That((string?)answer.Body?["code"], Is.EqualTo("down").Or.EqualTo("unknown"), answer.ToString());
            answer.ExpectProblem(503, answer.Text("code"));
            Assert.That(took, Is.LessThan(TimeSpan.FromSeconds(5.5)));
        }
        // The same keys may be sent again, and give the one answer.
        var receipt = await Until200(() => vendor.Post($"/api/v1/intents/{(string)intent["id"]!}/offers", stroller.Offer(intent)));
        Assert.That(receipt.Text("outcome"), Is.EqualTo("accepted"));
        Assert.That((await Until200(() => customer.Post("/api/v1/intents", stroller.Intent(), "hangs"))).Status, Is.EqualTo(201));
        Assert.That((await customer.Get("/api/v1/intents")).Body!["items"]!.AsArray(), Has.Count.EqualTo(2));

        static async Task<(Answered, TimeSpan)> Timed(Func<Task<Answered>> call)
        {
            var since = Stopwatch.StartNew();
            return (await call(), since.Elapsed);
        }

        static async Task<Answered> Until200(Func<Task<Answered>> call)
        {
            for (var tries = 0; ; tries++)
            {
                var answer = await call();
                if (answer.Status < 500 || tries == 10)
                    return answer;
                await Task.Delay(answer.RetryAfter ?? TimeSpan.FromSeconds(1));
            }
        }

        static async Task Run(SqliteConnection connection, string sql)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = sql;
            await command.ExecuteNonQueryAsync();
        }
    }
}
