using System.Diagnostics;
using System.Text.Json.Nodes;
using IntentMarket.Engine;
using NUnit.Framework;

namespace IntentMarket.Tests.Edges;

/// <summary>Who may call, who may see, and for how long a key holds.</summary>
public sealed class RestAccessTests : EdgeStories
{
    [TestCase(null)]
    [TestCase("nonsense")]
    [TestCase("unknown.secret")]
    [TestCase(".")]
    public async Task Unknown_key_is_unauthorized(string? key)
    {
        var market = await MarketHost.Shared;
        foreach (var list in (string[])["intents", "offers", "keys", "notices"])
            (await market.Client(key).Get($"/api/v1/{list}")).ExpectProblem(401, "unauthorized");
    }

    [Test]
    public async Task Account_has_at_most_100_keys()
    {
        var market = await MarketHost.Shared;
        var customer = await market.Customer();
        // It was made with one.
        var keys = new List<string>();
        for (var i = 1; i < 100; i++)
            keys.Add((await customer.Post("/api/v1/keys", null, Guid.NewGuid().ToString())).Expect(201).Text("id"));
        var refused = await customer.Post("/api/v1/keys", null, Guid.NewGuid().ToString());
        Assert.That(
            ((string?)refused.Body!["code"], (string?)refused.Body["detail"]), Is.EqualTo(("limit", "an account has at most 100 keys")));
        (await customer.Delete($"/api/v1/keys/{keys[0]}")).Expect(204);
        (await customer.Post("/api/v1/keys", null, Guid.NewGuid().ToString())).Expect(201);
    }

    [Test]
    public async Task Right_key_with_a_wrong_secret_is_unauthorized()
    {
        var market = await MarketHost.Shared;
        var vendor = await market.Vendor(subscribes: false);
        (await market.Client(vendor.Key![..^1] + (vendor.Key[^1] == 'A' ? 'B' : 'A')).Get("/api/v1/keys"))
            .ExpectProblem(401, "unauthorized");
        (await market.Client(MarketHost.OperatorKey + "x").Get("/api/v1/keys")).ExpectProblem(401, "unauthorized");
    }

    [Test]
    public async Task Call_is_for_the_kinds_of_accounts_that_it_is_for()
    {
        var market = await MarketHost.Shared;
        var (customer, vendor) = (await market.Customer(), await market.Vendor());
        var stroller = new Stroller();
        (await vendor.Post("/api/v1/intents", stroller.Intent(), "k")).ExpectProblem(403, "forbidden");
        (await customer.Put("/api/v1/subscriptions/a", new { })).ExpectProblem(403, "forbidden");
        (await customer.Get("/api/v1/feed")).ExpectProblem(403, "forbidden");
        (await vendor.Post("/api/v1/accounts", new { kind = "vendor", name = "x", contact = "y" })).ExpectProblem(403, "forbidden");
        (await market.Operator.Get("/api/v1/offers")).ExpectProblem(403, "forbidden");
    }

    [Test]
    public async Task Intent_of_others_does_not_exist()
    {
        var market = await MarketHost.Shared;
        var (customer, other) = (await market.Customer(), await market.Customer());
        var (matched, unmatched) = (await market.Vendor(), await market.Vendor(criteria: Json("""{"regions": ["FR"]}""")));
        var stroller = new Stroller();
        var intent = await customer.PostIntent(stroller.Intent());
        var path = $"/api/v1/intents/{(string)intent["id"]!}";
        (await matched.Get(path)).Expect(200);
        (await market.Operator.Get(path)).Expect(200);
        foreach (var stranger in (MarketClient[])[other, unmatched])
        {
            (await stranger.Get(path)).ExpectProblem(404, "not-found");
            (await stranger.Get($"{path}/transcript")).ExpectProblem(404, "not-found");
        }
        (await unmatched.Post($"{path}/offers", stroller.Offer(intent))).ExpectProblem(404, "not-found");
        (await unmatched.Post($"{path}/offers/preview", stroller.Offer(intent))).ExpectProblem(404, "not-found");
        (await unmatched.Get($"{path}/board")).ExpectProblem(404, "not-found");
        (await other.Get($"{path}/offers")).ExpectProblem(404, "not-found");
        (await other.Post($"{path}/award", new { offerId = OfferId.New() })).ExpectProblem(404, "not-found");
        (await other.Post($"{path}/withdraw", new { reason = "x" })).ExpectProblem(404, "not-found");
        var amended = stroller.Intent(i => i["version"] = 1);
        (await other.Post($"{path}/amend", amended)).ExpectProblem(404, "not-found");
        var offer = await matched.Offer(intent, stroller.Offer(intent));
        (await unmatched.Delete($"/api/v1/offers/{(string)offer["offerId"]!}")).ExpectProblem(404, "not-found");
        Assert.That((await matched.Get(path)).Body!["offers"], Is.Null, "how many offers there are is the customer's to know");
        Assert.That((int?)(await customer.Get(path)).Body!["offers"], Is.EqualTo(1));
    }

    [Test]
    public async Task Revoked_key_closes_what_it_opened_within_five_seconds()
    {
        var market = await MarketHost.Shared;
        var vendor = await market.Vendor(subscribes: false);
        var made = (await vendor.Post("/api/v1/keys", new { }, "k")).Expect(201);
        Assert.That(
            (await vendor.Post("/api/v1/keys", new { }, "k")).Bytes, Is.EqualTo(made.Bytes), "shown once, and to who repeats the request");
        var second = market.Client(made.Text("key"));
        (await second.Get("/api/v1/keys")).Expect(200);
        var waiting = second.Get("/api/v1/notices?wait=30");
        await Task.Delay(300);
        (await vendor.Delete($"/api/v1/keys/{made.Text("id")}")).Expect(204);
        var since = Stopwatch.StartNew();
        (await waiting).ExpectProblem(401, "unauthorized");
        Assert.That(since.Elapsed, Is.LessThan(TimeSpan.FromSeconds(5)));
        (await second.Get("/api/v1/keys")).ExpectProblem(401, "unauthorized");
        (await vendor.Delete($"/api/v1/keys/{made.Text("id")}")).ExpectProblem(404, "not-found");
        (await vendor.Post("/api/v1/keys", new { }, "k")).ExpectProblem(409, "revoked");
        (await vendor.Post("/api/v1/keys", new { scope = "read" }, "k")).ExpectProblem(409, "revoked");
        Assert.That((await vendor.Get("/api/v1/keys")).Body!["items"]!.AsArray(), Has.Count.EqualTo(1));
    }

    /// <summary>Requests are remembered for a day; what they made is there for longer.</summary>
    [Test]
    public async Task What_a_request_made_is_given_to_the_same_request_alone_however_late()
    {
        await using var market = await MarketHost.Start();
        var named = new { kind = "vendor", name = "Acme", contact = "acme@example.org" };
        var account = (await market.Operator.Post("/api/v1/accounts", named, "a")).Expect(201);
        var vendor = market.Client(account.Text("key"));
        var key = (await vendor.Post("/api/v1/keys", new { name = "till" }, "k")).Expect(201);
        await using (var database = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={market.Database}"))
        {
            await database.OpenAsync();
            using var old = database.CreateCommand();
            old.CommandText = "UPDATE requests SET at = at - 90000000";
            Assert.That(await old.ExecuteNonQueryAsync(), Is.GreaterThanOrEqualTo(2));
        }
        (await market.Operator.Post("/api/v1/accounts", new { named.kind, name = "Zenith", named.contact }, "a"))
            .ExpectProblem(422, "key-reused");
        (await market.Operator.Post("/api/v1/accounts", new { named.kind, named.name, contact = "other@example.org" }, "a"))
            .ExpectProblem(422, "key-reused");
        (await vendor.Post("/api/v1/keys", new { name = "other" }, "k")).ExpectProblem(422, "key-reused");
        Assert.That((await market.Operator.Post("/api/v1/accounts", named, "a")).Expect(201).Bytes, Is.EqualTo(account.Bytes));
        Assert.That((await vendor.Post("/api/v1/keys", new { name = "till" }, "k")).Expect(201).Bytes, Is.EqualTo(key.Bytes));
        var first = (await vendor.Get("/api/v1/keys")).Body!["items"]!.AsArray().Single(k => (string?)k!["id"] != key.Text("id"))!;
        (await market.Client(key.Text("key")).Delete($"/api/v1/keys/{(string?)first["id"]}")).Expect(204);
        (await market.Operator.Post("/api/v1/accounts", named, "a")).ExpectProblem(409, "revoked");
    }

    [Test]
    public async Task Key_tells_its_name_its_scope_and_the_hour_of_its_last_use()
    {
        var market = await MarketHost.Shared;
        var vendor = await market.Vendor(subscribes: false);
        var made = (await vendor.Post("/api/v1/keys", new { name = "The shop's till", scope = "read" }, "k")).Expect(201);
        Assert.That((made.Text("name"), made.Text("scope")), Is.EqualTo(("The shop's till", "read")));
        (await vendor.Post("/api/v1/keys", new { name = "The shop's till", scope = "all" }, "k")).ExpectProblem(422, "key-reused");
        Assert.That((await vendor.Post("/api/v1/keys")).Expect(201).Text("scope"), Is.EqualTo("all"), "who says nothing gets all");
        var faulty = (await vendor.Post("/api/v1/keys", new { name = new string('x', 201), scope = "some", more = 1 }))
            .ExpectProblem(400, "malformed");
        Assert.That(
            faulty.Body!["errors"]!.AsArray().Select(e => (string?)e!["code"]),
            Is.EquivalentTo(["too-long", "unknown-value", "unknown-member"]));

        Assert.That((await Listed())["lastUsedAt"], Is.Null, "it was not used yet");
        var before = DateTimeOffset.UtcNow;
        (await market.Client(made.Text("key")).Get("/api/v1/keys")).Expect(200);
        await Task.Delay(200);
        var listed = await Listed();
        Assert.That(((string?)listed["name"], (string?)listed["scope"]), Is.EqualTo(("The shop's till", "read")));
        var usedAt = DateTimeOffset.Parse((string)listed["lastUsedAt"]!, System.Globalization.CultureInfo.InvariantCulture);
        Assert.That((usedAt.Minute, usedAt.Second), Is.EqualTo((0, 0)), "to the hour");
        Assert.That(usedAt, Is.InRange(before.AddHours(-1), DateTimeOffset.UtcNow));

        async Task<JsonNode> Listed() => (await vendor.Get("/api/v1/keys")).Expect(200).Body!["items"]!.AsArray()
            .Single(k => (string?)k!["id"] == made.Text("id"))!;
    }

    [Test]
    public async Task Key_that_only_reads_changes_nothing()
    {
        var market = await MarketHost.Shared;
        var (customer, vendor, stroller) = (await market.Customer(), await market.Vendor(), new Stroller());
        var intent = await customer.PostIntent(stroller.Intent());
        var path = $"/api/v1/intents/{(string)intent["id"]!}";
        var offer = await vendor.Offer(intent, stroller.Offer(intent));
        var (looking, watching) = (await Reading(customer), await Reading(vendor));

        (await watching.Get("/api/v1/feed")).Expect(200);
        (await watching.Get("/api/v1/notices")).Expect(200);
        (await watching.Get($"{path}/board")).Expect(200);
        (await watching.Post($"{path}/offers/preview", stroller.OfferAt(intent, "390.00", "2"))).Expect(200);
        (await looking.Get($"{path}/offers")).Expect(200);
        (await looking.Post("/api/v1/intents/preview", stroller.Intent())).Expect(200);

        foreach (var refused in (Answered[])[
            await watching.Post($"{path}/offers", stroller.OfferAt(intent, "390.00", "2")),
            await watching.Delete($"/api/v1/offers/{(string)offer["offerId"]!}"),
            await watching.Put("/api/v1/subscriptions/b", new { }),
            await watching.Delete("/api/v1/subscriptions/all"),
            await watching.Post("/api/v1/keys"),
            await watching.Delete($"/api/v1/keys/{watching.Key!.Split('.')[0]}"),
            await watching.Post("/api/v1/broker-credentials"),
            await watching.Delete($"/api/v1/broker-credentials/{Guid.NewGuid()}"),
            await looking.Post("/api/v1/intents", stroller.Intent(), "k"),
            await looking.Post($"{path}/award", new { offerId = (string)offer["offerId"]! }),
            await looking.Post($"{path}/withdraw", new { reason = "x" })])
            refused.ExpectProblem(403, "read-only");

        async Task<MarketClient> Reading(MarketClient of) =>
            market.Client((await of.Post("/api/v1/keys", new { scope = "read" })).Expect(201).Text("key"));
    }

    [Test]
    public async Task Suspended_account_reads_its_own_and_changes_nothing()
    {
        var market = await MarketHost.Shared;
        var (customer, vendor, stroller) = (await market.Customer(), await market.Vendor(), new Stroller());
        var intent = await customer.PostIntent(stroller.Intent());
        await vendor.Offer(intent, stroller.Offer(intent));
        var path = $"/api/v1/accounts/{vendor.Account}";
        var suspended = (await market.Operator.Post($"{path}/suspend", new { reason = "Does not deliver" })).Expect(200);
        Assert.That(suspended.Text("suspendedFor"), Is.EqualTo("Does not deliver"));
        (await vendor.Post($"/api/v1/intents/{(string)intent["id"]!}/offers", stroller.OfferAt(intent, "390.00", "2")))
            .ExpectProblem(403, "suspended");
        (await vendor.Put("/api/v1/subscriptions/b", new { })).ExpectProblem(403, "suspended");
        (await vendor.Get("/api/v1/offers")).Expect(200);
        (await vendor.Delete($"/api/v1/keys/{Guid.NewGuid():N}")).ExpectProblem(404, "not-found");
        Assert.That((await market.Operator.Post($"{path}/restore", new { reason = "It does" })).Expect(200).Body!["suspendedAt"], Is.Null);
        (await vendor.Put("/api/v1/subscriptions/b", new { })).Expect(200);
        (await market.Operator.Post($"/api/v1/accounts/{Guid.NewGuid()}/suspend", new { reason = "x" })).ExpectProblem(404, "not-found");
    }

    [Test]
    public async Task Account_is_made_once_a_key()
    {
        var market = await MarketHost.Shared;
        var body = new { kind = "vendor", name = "Acme Prams", contact = "sales@acme.example" };
        var key = Guid.NewGuid().ToString();
        var made = (await market.Operator.Post("/api/v1/accounts", body, key)).Expect(201);
        Assert.That((await market.Operator.Post("/api/v1/accounts", body, key)).Bytes, Is.EqualTo(made.Bytes));
        (await market.Operator.Post("/api/v1/accounts", body with { name = "Other" }, key)).ExpectProblem(422, "key-reused");
        var faulty = (await market.Operator.Post("/api/v1/accounts", new { kind = "seller", name = "" })).ExpectProblem(400, "malformed");
        Assert.That(faulty.Body!["errors"]!.AsArray(), Has.Count.GreaterThanOrEqualTo(2), "every fault, not the first");
        // An operator's own account makes accounts too.
        var second = (await market.Operator.Post("/api/v1/accounts", new { kind = "operator", name = "Second" })).Expect(201);
        (await market.Client(second.Text("key")).Post("/api/v1/accounts", body)).Expect(201);
    }

    [Test]
    public async Task Market_without_a_broker_has_no_credentials()
    {
        var market = await MarketHost.Shared;
        var vendor = await market.Vendor(subscribes: false);
        (await vendor.Post("/api/v1/broker-credentials")).ExpectProblem(409, "no-broker");
        Assert.That((await vendor.Get("/api/v1/broker-credentials")).Expect(200).Body!["items"]!.AsArray(), Is.Empty);
        (await vendor.Delete($"/api/v1/broker-credentials/{Guid.NewGuid()}")).ExpectProblem(404, "not-found");
    }

    [Test]
    public async Task Quota_is_an_accounts_own()
    {
        await using var market = await MarketHost.Start(("Limits__Rest__PerSecond", "5"), ("Limits__Rest__Burst", "12"));
        var (greedy, other) = (await market.Customer(), await market.Customer());
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => greedy.Get("/api/v1/intents")));
        foreach (var spent in answers.Where(a => a.Status != 200))
            spent.ExpectProblem(429, "quota");
        Assert.That(answers.Count(a => a.Status == 200), Is.InRange(12, 25));
        (await other.Get("/api/v1/intents")).Expect(200);
        Assert.That(answers.First(a => a.Status == 429).ToString(), Does.Contain("5 requests a second"));
    }

    private static JsonNode Json(string text) => JsonNode.Parse(text)!;

    [Test]
    public async Task Secrets_stand_in_no_log_and_no_file()
    {
        var market = await MarketHost.Shared;
        var vendor = await market.Vendor();
        var secret = vendor.Key!.Split('.')[1];
        foreach (var file in Directory.GetFiles(market.DataDir))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var bytes = new byte[stream.Length];
            await stream.ReadExactlyAsync(bytes);
            Assert.That(bytes.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(secret)), Is.Negative, file);
        }
        Assert.That(market.Output, Does.Not.Contain(secret));
    }
}
