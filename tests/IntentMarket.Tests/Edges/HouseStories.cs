using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using IntentMarket.Engine;
using IntentMarket.Tests.Tidy;
using IntentMarket.Tests.Wire;
using NUnit.Framework;

namespace IntentMarket.Tests.Edges;

/// <summary>What the house keeps beside the trade: names of categories, reports, claims, and messages between the two
/// sides of an award.</summary>
public sealed class HouseStories : EdgeStories
{
    private const string Few =
        """{"03000000-1": "Agricultural, farming, fishing, forestry and related products", "03111000-2": "Seeds", "03111400-6": "Cotton seeds"}""";

    [Test]
    public async Task Categories_of_the_market_are_found_by_anybody_before_anything_is_loaded()
    {
        var stranger = (await MarketHost.Shared).Client(null);
        var found = (await stranger.Get("/api/v1/categories?query=stroller%20for%20twins&limit=3")).Expect(200).Body!["items"]!.AsArray();
        Assert.That(
            found[0]!.ToJsonString(),
            Is.EqualTo("""{"scheme":"market","id":"baby.strollers","name":"Prams and strollers","path":["Baby and child"]}"""));
        var place = (await stranger.Get("/api/v1/categories/market/baby")).Expect(200).Body!;
        Assert.That(place["children"]!.AsArray().Select(c => (string)c!["id"]!), Does.Contain("baby.strollers"));
        Assert.That(
            (await stranger.Get("/api/v1/categories?scheme=market")).Expect(200).Body!["items"]!.AsArray(),
            Has.Count.GreaterThan(10), "the top of the tree");
        (await stranger.Get("/api/v1/categories/market/no.such.thing")).ExpectProblem(404, "not-found");
        (await stranger.Get($"/api/v1/categories?scheme=other&limit=0&query={new string('a', 501)}")).ExpectProblem(400, "malformed");
    }

    [Test]
    public async Task Names_are_loaded_whole_or_not_at_all_and_survive_a_kill()
    {
        await using var market = await MarketHost.Start();
        var loaded = (await market.Operator.Put("/api/v1/taxonomy/CPV", JsonNode.Parse(Few)!)).Expect(200);
        Assert.That(Encoding.UTF8.GetString(loaded.Bytes), Is.EqualTo("""{"scheme":"CPV","categories":3,"version":1}"""));
        var bad = JsonNode.Parse(
            """{"03111000-2": "Seeds", "03111000-3": "Seeds again", "nonsense": "x", "03111400-6": 7, "03111900-1": " "}""")!;
        var refused = (await market.Operator.Put("/api/v1/taxonomy/CPV", bad)).ExpectProblem(400, "malformed");
        Assert.That(refused.Body!["errors"]!.AsArray().Select(e => $"{(string)e!["at"]!} {(string)e["code"]!}"), Is.EqualTo(
            new[] { "/03111000-3 not-unique", "/nonsense unknown-category", "/03111400-6 wrong-type", "/03111900-1 blank" }));
        (await market.Operator.Put("/api/v1/taxonomy/market", JsonNode.Parse("{}")!)).ExpectProblem(404, "not-found");
        (await market.Operator.Put("/api/v1/taxonomy/CPV", JsonNode.Parse("{}")!)).ExpectProblem(400, "malformed");
        (await (await market.Customer()).Put("/api/v1/taxonomy/CPV", JsonNode.Parse(Few)!)).ExpectProblem(403, "forbidden");
        var large = new JsonObject { ["03111000-2"] = new string('x', 2 * 1024 * 1024) };
        (await market.Operator.Put("/api/v1/taxonomy/CPV", large)).ExpectProblem(413, "too-large");
        await market.Restart();
        var place = (await market.Client(null).Get("/api/v1/categories/CPV/03111400-6")).Expect(200);
        Assert.That(Encoding.UTF8.GetString(place.Bytes), Is.EqualTo(
            """{"scheme":"CPV","id":"03111400-6","name":"Cotton seeds","parents":[{"scheme":"CPV","id":"03000000-1","name":"Agricultural, farming, fishing, forestry and related products"},{"scheme":"CPV","id":"03111000-2","name":"Seeds"}],"children":[],"counterparts":[{"scheme":"market","id":"garden.plants"}]}"""));
        Assert.That(
            (await market.Client(null).Get("/api/v1/categories/CPV/03111450-1")).Expect(200).Body!["name"], Is.Null,
            "the digits hold without a name");
    }

    [Test]
    public async Task Whole_list_of_cpv_is_loaded_and_found()
    {
        await using var market = await MarketHost.Start();
        var file = await File.ReadAllBytesAsync(Messages.SharedData("cpv_en.json"));
        using var content = new ByteArrayContent(file);
        content.Headers.ContentType = new("application/json");
        var loaded = (await market.Operator.Send(HttpMethod.Put, "/api/v1/taxonomy/CPV", content)).Expect(200);
        Assert.That((int?)loaded.Body!["categories"], Is.EqualTo(9_458));
        var found = (await market.Client(null).Get("/api/v1/categories?scheme=CPV&query=medical%20equip"))
            .Expect(200).Body!["items"]!.AsArray();
        Assert.That((string?)found[0]!["id"], Is.EqualTo("33100000-1"));
    }

    [Test]
    public async Task Operator_loads_a_list_by_the_command_or_is_told_what_is_wrong()
    {
        await using var market = await MarketHost.Start();
        var folder = Directory.CreateDirectory(Path.Combine(market.DataDir, "run")).FullName;
        await File.WriteAllTextAsync(
            Path.Combine(folder, "services.env"),
            $"export MARKET_URL={market.Address.GetLeftPart(UriPartial.Authority)}\nexport Operator__Key={MarketHost.OperatorKey}\n");
        var (good, bad) = (Path.Combine(folder, "good.json"), Path.Combine(folder, "bad.json"));
        await File.WriteAllTextAsync(good, Few);
        await File.WriteAllTextAsync(bad, """{"03111000-2": "", "x": "y"}""");
        Assert.That(await Load(good), Is.EqualTo((0, "loaded the names of 3 categories of CPV, version 1")));
        var (code, said) = await Load(bad);
        Assert.That(code, Is.EqualTo(1));
        Assert.That(said, Does.Contain("nothing was loaded").And.Contain("/03111000-2: ").And.Contain("/x: "));
        await market.Kill();
        Assert.That((await Load(good)).Said, Does.Contain("start it with deploy/run"));

        async Task<(int Code, string Said)> Load(string file)
        {
            var start = new ProcessStartInfo("bash", [Tree.Path("deploy", "run"), "taxonomy", "load", file])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            start.Environment["DATA_DIR"] = market.DataDir;
            using var command = Process.Start(start)!;
            var written = await Task.WhenAll(command.StandardOutput.ReadToEndAsync(), command.StandardError.ReadToEndAsync());
            await command.WaitForExitAsync();
            return (command.ExitCode, string.Concat(written).Trim());
        }
    }

    [Test]
    public async Task Report_on_what_one_may_see_reaches_the_operator()
    {
        var market = await MarketHost.Shared;
        var (customer, vendor, other, stroller) = (await market.Customer(), await market.Vendor(), await market.Vendor(), new Stroller());
        var intent = await customer.PostIntent(stroller.Intent());
        var intentId = (string)intent["id"]!;
        var offerId = (string)(await vendor.Offer(intent, stroller.Offer(intent)))["offerId"]!;

        var made = (await customer.Post("/api/v1/reports", new { offerId, reason = "It is a fake" }, "r-1")).Expect(201);
        Assert.That(
            (await customer.Post("/api/v1/reports", new { offerId, reason = "It is a fake" }, "r-1")).Bytes, Is.EqualTo(made.Bytes));
        Assert.That(
            (made.Text("status"), made.Text("intentId"), made.Body!["reporter"], made.Body["about"]),
            Is.EqualTo(("open", intentId, (JsonNode?)null, (JsonNode?)null)));
        (await customer.Post("/api/v1/reports", new { offerId, reason = "other" }, "r-1")).ExpectProblem(422, "key-reused");
        (await vendor.Post("/api/v1/reports", new { intentId, reason = "It asks for my address" })).Expect(201);
        (await other.Post("/api/v1/reports", new { offerId, reason = "Not mine to see" })).ExpectProblem(404, "not-found");
        (await customer.Post("/api/v1/reports", new { intentId = IntentId.New(), reason = "x" })).ExpectProblem(404, "not-found");
        (await customer.Post("/api/v1/reports", new { intentId, offerId, reason = "x" })).ExpectProblem(400, "malformed");
        (await customer.Get("/api/v1/reports")).ExpectProblem(403, "forbidden");

        var open = (await market.Operator.Get("/api/v1/reports?status=open&limit=100")).Expect(200).Body!["items"]!.AsArray();
        var onOffer = open.Single(r => (string?)r!["id"] == made.Text("id"))!;
        Assert.That(
            ((string?)onOffer["reporter"], (string?)onOffer["about"]),
            Is.EqualTo((customer.Account.ToString(), vendor.Account.ToString())));
        var closed = (await market.Operator.Post($"/api/v1/reports/{made.Text("id")}/close", new { outcome = "The vendor is suspended" }))
            .Expect(200);
        Assert.That(closed.Text("outcome"), Is.EqualTo("The vendor is suspended"));
        var now = (await market.Operator.Get("/api/v1/reports?status=closed&limit=100")).Expect(200).Body!["items"]!.AsArray();
        Assert.That(now.Select(r => (string?)r!["id"]), Does.Contain(made.Text("id")));
        (await market.Operator.Post($"/api/v1/reports/{Guid.NewGuid()}/close", new { outcome = "x" })).ExpectProblem(404, "not-found");
        (await market.Operator.Get("/api/v1/reports?status=other")).ExpectProblem(400, "malformed");
    }

    [Test]
    public async Task Offer_in_a_sealed_auction_cannot_be_reported_before_it_is_seen_and_reports_are_bounded()
    {
        var market = await MarketHost.Shared;
        var (customer, vendor, stroller) = (await market.Customer(), await market.Vendor(), new Stroller());
        var intent = await customer.PostIntent(stroller.Sealed());
        var offerId = (string)(await vendor.Offer(intent, stroller.Offer(intent)))["offerId"]!;
        (await customer.Post("/api/v1/reports", new { offerId, reason = "x" })).ExpectProblem(404, "not-found");
        for (var i = 0; i < 20; i++)
            (await customer.Post("/api/v1/reports", new { intentId = (string)intent["id"]!, reason = $"{i}" })).Expect(201);
        var spent = (await customer.Post("/api/v1/reports", new { intentId = (string)intent["id"]!, reason = "x" }))
            .ExpectProblem(409, "limit");
        Assert.That(spent.Text("detail"), Does.Contain("20"));
    }

    [Test]
    public async Task Customer_sees_which_certifications_are_verified_and_it_changes_no_rank()
    {
        var market = await MarketHost.Shared;
        var (customer, acme, beta, stroller) =
            (await market.Customer(), await market.Vendor("Acme"), await market.Vendor("Beta"), new Stroller());
        var intent = await customer.PostIntent(stroller.Intent());
        var path = $"/api/v1/intents/{(string)intent["id"]!}";
        await acme.Offer(
            intent, stroller.OfferAt(intent, "399.00", "a-1", o => o["certifications"] = new JsonArray("EN 1888", "ISO 9001")));
        await beta.Offer(intent, stroller.OfferAt(intent, "350.00", "b-1"));

        var profile = (await acme.Put("/api/v1/profile", new
        {
            about = "Prams since 1990",
            claims = new object[] { new { name = "EN 1888", note = "report 7" }, new { name = "ISO 14001" } },
        })).Expect(200);
        Assert.That(profile.Body!["claims"]!.AsArray().Select(c => (string?)c!["status"]), Is.EqualTo(new[] { "stated", "stated" }));
        Assert.That(await Verified(), Is.EqualTo(" | "));
        var before = await Ranks();

        var claims = (await market.Operator.Get("/api/v1/claims?status=stated&limit=100")).Expect(200).Body!["items"]!.AsArray();
        var mine = claims.Where(c => (string?)c!["account"] == acme.Account.ToString())
            .ToDictionary(c => (string)c!["name"]!, c => (string)c!["id"]!);
        foreach (var id in mine.Values)
        {
            (await market.Operator.Post(
                $"/api/v1/claims/{id}/verify", new { by = "register of test reports", until = "2999-01-01T00:00:00Z" })).Expect(200);
        }
        (await market.Operator.Post($"/api/v1/claims/{mine["EN 1888"]}/verify", new { by = "x", until = "2020-01-01T00:00:00Z" }))
            .ExpectProblem(400, "malformed");
        (await market.Operator.Post($"/api/v1/claims/{Guid.NewGuid()}/verify", new { by = "x" })).ExpectProblem(404, "not-found");
        (await acme.Post($"/api/v1/claims/{mine["EN 1888"]}/verify", new { by = "me" })).ExpectProblem(403, "forbidden");
        Assert.That(await Verified(), Is.EqualTo(" | EN 1888"), "of what is offered, what is verified of this vendor: never who it is");
        Assert.That(await Ranks(), Is.EqualTo(before));
        Assert.That(
            (await customer.Get($"{path}/offers")).ToString(),
            Does.Not.Contain("register").And.Not.Contain("Acme").And.Not.Contain("14001"));
        Assert.That(
            (string?)(await acme.Get("/api/v1/profile")).Body!["claims"]![0]!["verifiedBy"], Is.EqualTo("register of test reports"));

        (await market.Operator.Post($"/api/v1/claims/{mine["EN 1888"]}/revoke")).Expect(200);
        Assert.That(await Verified(), Is.EqualTo(" | "));
        var twice = new { claims = new object[] { new { name = "A" }, new { name = "A", note = "b" } } };
        (await acme.Put("/api/v1/profile", twice)).ExpectProblem(400, "malformed");
        (await customer.Put("/api/v1/profile", new { })).ExpectProblem(403, "forbidden");

        async Task<string> Verified() =>
            string.Join(" | ", (await Items()).Select(o => string.Join(", ", o!["verified"]?.AsArray().Select(v => (string)v!) ?? [])));

        async Task<string> Ranks() => string.Join(' ', (await Items()).Select(o => $"{o!["offerId"]} {o["rank"]} {o["score"]}"));

        async Task<JsonArray> Items() => (await customer.Get($"{path}/offers")).Expect(200).Body!["items"]!.AsArray();
    }

    [Test]
    public async Task Two_sides_of_an_award_write_to_each_other_and_nobody_else_reads_it()
    {
        var market = await MarketHost.Shared;
        var (customer, winner, loser, stranger) =
            (await market.Customer(), await market.Vendor(), await market.Vendor(), await market.Customer());
        var stroller = new Stroller();
        var intent = await customer.PostIntent(stroller.Intent());
        var path = $"/api/v1/intents/{(string)intent["id"]!}";
        var offer = await winner.Offer(intent, stroller.OfferAt(intent, "350.00", "w"));
        await loser.Offer(intent, stroller.OfferAt(intent, "399.00", "l"));
        (await customer.Post($"{path}/messages", new { text = "Hello?" })).ExpectProblem(409, "not-awarded");
        (await customer.Post($"{path}/award", new { offerId = (string)offer["offerId"]! })).Expect(200);

        var sent = (await customer.Post($"{path}/messages", new { text = "When do you come?\nI am at home at six." }, "m-1")).Expect(201);
        Assert.That(
            (await customer.Post($"{path}/messages", new { text = "When do you come?\nI am at home at six." }, "m-1")).Bytes,
            Is.EqualTo(sent.Bytes));
        (await winner.Post($"{path}/messages", new { text = "At six then" })).Expect(201);
        foreach (var side in (MarketClient[])[customer, winner])
        {
            Assert.That(
                (await side.Get($"{path}/messages")).Expect(200).Body!["items"]!.AsArray().Select(m => $"{m!["from"]}: {m["text"]}"),
                Is.EqualTo(new[] { "customer: When do you come?\nI am at home at six.", "vendor: At six then" }));
        }
        (await loser.Get($"{path}/messages")).ExpectProblem(403, "forbidden");
        (await loser.Post($"{path}/messages", new { text = "x" })).ExpectProblem(403, "forbidden");
        (await stranger.Get($"{path}/messages")).ExpectProblem(404, "not-found");
        (await customer.Post($"{path}/messages", new { text = new string('x', 4_001) })).ExpectProblem(400, "malformed");
    }

    [Test]
    public async Task Kinds_of_mails_are_chosen_one_by_one()
    {
        var market = await MarketHost.Shared;
        var (customer, vendor) = (await market.Customer(), await market.Vendor());
        Assert.That(await Text(customer), Is.EqualTo("""{"firstOffer":true,"closingSoon":true,"timeToAward":true,"message":true}"""));
        Assert.That(
            await Text(vendor), Is.EqualTo("""{"won":true,"lost":true,"digest":false,"message":true}"""),
            "a digest comes to who asks for it");
        (await vendor.Put("/api/v1/mail-choices", new { digest = true, lost = false })).Expect(200);
        Assert.That(await Text(vendor), Is.EqualTo("""{"won":true,"lost":false,"digest":true,"message":true}"""));
        (await vendor.Put("/api/v1/mail-choices", new { digest = false })).Expect(200);
        Assert.That(await Text(vendor), Is.EqualTo("""{"won":true,"lost":false,"digest":false,"message":true}"""));
        (await customer.Put("/api/v1/mail-choices", new { won = true })).ExpectProblem(400, "malformed");
        (await market.Client(null).Get("/mail/stop?t=nonsense")).Expect(404);
        (await market.Client(null).Post($"/mail/stop?t={vendor.Account:N}.won.0123456789abcdef0123456789abcdef")).Expect(404);

        static async Task<string> Text(MarketClient client) =>
            Encoding.UTF8.GetString((await client.Get("/api/v1/mail-choices")).Expect(200).Bytes);
    }
}
