using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using NUnit.Framework;

namespace IntentMarket.Tests.Edges;

/// <summary>Whoever serves, ranks, matches, awards or tells asks how an account stands: whether it is suspended, and whose it is.</summary>
public sealed class StandingStories : EdgeStories
{
    [Test]
    public async Task Accounts_of_one_person_never_meet()
    {
        // Its own, since it counts whom an intent reaches.
        await using var market = await MarketHost.Start();
        var (customer, own, other) =
            (await market.Customer(), await market.Vendor("Own", subscribes: false), await market.Vendor("Other", subscribes: false));
        await Belong(market, customer, own);
        var (stroller, word) = (new Stroller(), "w" + Guid.NewGuid().ToString("N"));
        foreach (var vendor in (MarketClient[])[own, other])
            (await vendor.Put("/api/v1/subscriptions/prams", JsonNode.Parse($$"""{"anyKeyword": ["{{word}}"]}""")!)).Expect(200);
        var body = stroller.Intent(i => i["title"] = $"A {word} for twins");
        Assert.That(
            (int?)(await customer.Post("/api/v1/intents/preview", body)).Expect(200).Body!["reach"], Is.EqualTo(1),
            "of its own vendors none is counted");
        var intent = await customer.PostIntent(body);
        var (id, path) = ((string)intent["id"]!, $"/api/v1/intents/{(string)intent["id"]!}");
        await other.AwaitNotice("intent.opened", id);

        Assert.That((await own.Get($"/api/v1/notices?after={MarketClient.FromTheFirst}")).Body!["items"]!.AsArray(), Is.Empty);
        Assert.That((await own.Get("/api/v1/feed")).Expect(200).Body!["items"]!.AsArray(), Is.Empty);
        Assert.That((int?)(await own.Post("/api/v1/subscriptions/prams/test")).Expect(200).Body!["meets"], Is.Zero);
        foreach (var unseen in (string[])["", "/board", "/transcript"])
            (await own.Get(path + unseen)).ExpectProblem(404, "not-found");
        var offer = stroller.OfferAt(intent, "400.00", "o-1");
        (await own.Post($"{path}/offers", offer)).ExpectProblem(403, "own-intent");
        (await own.Post($"{path}/offers/preview", offer)).ExpectProblem(403, "own-intent");
        offer["intentId"] = id;
        var many = (await own.Post("/api/v1/offers", new JsonObject { ["offers"] = new JsonArray(offer) })).Expect(200).Body!["receipts"]
            ?? throw new AssertionException("no receipts");
        Assert.That(((string?)many[0]!["outcome"], (string?)many[0]!["reasons"]![0]!["code"]), Is.EqualTo(("refused", "own-intent")));
        Assert.That((string?)(await other.Offer(intent, stroller.OfferAt(intent, "400.00", "b-1")))["outcome"], Is.EqualTo("accepted"));
        Assert.That((int?)(await customer.Get($"{path}/offers")).Body!["count"], Is.EqualTo(1));
    }

    [Test]
    public async Task Suspended_vendors_offers_leave_and_it_hears_of_nothing_new()
    {
        var market = await MarketHost.Shared;
        var (customer, acme, beta) = (await market.Customer(), await market.Vendor("Acme"), await market.Vendor("Beta"));
        var stroller = new Stroller();
        var intent = await customer.PostIntent(stroller.Plain());
        var hidden = await customer.PostIntent(stroller.Sealed());
        var (path, sealedPath) = ($"/api/v1/intents/{(string)intent["id"]!}", $"/api/v1/intents/{(string)hidden["id"]!}");
        var offer = (string)(await acme.Offer(intent, stroller.OfferAt(intent, "390.00", "a-1")))["offerId"]!;
        await acme.Offer(hidden, stroller.OfferAt(hidden, "390.00", "a-2"));
        await beta.Offer(intent, stroller.OfferAt(intent, "410.00", "b-1"));
        await beta.Offer(hidden, stroller.OfferAt(hidden, "410.00", "b-2"));

        (await market.Operator.Post($"/api/v1/accounts/{acme.Account}/suspend", new { reason = "Does not deliver" })).Expect(200);
        (await customer.Post($"{path}/award", new { offerId = offer })).ExpectProblem(409, "offer-changed");
        Assert.That(
            (await customer.AwaitNotice("offer.removed", (string)intent["id"]!))["data"]!.ToJsonString(),
            Is.EqualTo($$"""{"offerId":"{{offer}}","status":"removed"}"""));
        Assert.That(
            (await customer.AwaitNotice("offer.removed", (string)hidden["id"]!))["data"]!.ToJsonString(), Is.EqualTo("""{"count":1}"""));
        Assert.That(
            (await acme.AwaitNotice("offer.removed", (string)intent["id"]!))["data"]!.ToJsonString(),
            Is.EqualTo($$"""{"offerId":"{{offer}}","status":"removed"}"""));
        await acme.AwaitNotice("offer.removed", (string)hidden["id"]!);
        var ranked = (await customer.Get($"{path}/offers")).Expect(200).Body!;
        Assert.That(
            ((int?)ranked["count"], (string?)ranked["items"]![0]!["total"], (string?)ranked["unranked"]![0]!["status"]),
            Is.EqualTo(((int?)1, "410.00", "removed")));
        Assert.That((await customer.Get($"{sealedPath}/offers")).Body!.ToJsonString(), Is.EqualTo("""{"count":1}"""));
        Assert.That(await RestStories.Recompute((await customer.Get($"{path}/transcript")).Bytes), Is.Zero);

        var later = await customer.PostIntent(stroller.Plain());
        await beta.AwaitNotice("intent.opened", (string)later["id"]!);
        (await acme.Get($"/api/v1/intents/{(string)later["id"]!}")).ExpectProblem(404, "not-found");
        (await acme.Get(path)).Expect(200);
        await beta.Offer(intent, stroller.OfferAt(intent, "405.00", "b-3"));
        Assert.That(
            (await acme.Get($"{path}/board")).Expect(200).Body!.AsObject().Where(m => m.Value is not null).Select(m => m.Key),
            Is.EquivalentTo(["intentId", "visibility", "own"]), "nothing of others");
        (await acme.Post($"{path}/offers/preview", stroller.OfferAt(intent, "380.00", "a-4"))).ExpectProblem(403, "suspended");
        var told = (await acme.Get("/api/v1/feed?limit=100")).Expect(200).Body!["items"]!.AsArray()
            .Select(e => (string?)e!["intent"]!["id"]).ToList();
        Assert.That(told, Does.Contain((string?)intent["id"]).And.Not.Contain((string?)later["id"]));
        Assert.That((await acme.Get("/api/v1/offers?status=removed")).Body!["items"]!.AsArray(), Has.Count.EqualTo(2));
        (await customer.Post($"{path}/withdraw", new { reason = "No need" })).Expect(200);
        await beta.AwaitNotice("intent.withdrawn", (string)intent["id"]!);
        var heard = (await acme.Get($"/api/v1/notices?after={MarketClient.FromTheFirst}&limit=100")).Body!["items"]!.AsArray()
            .Select(n => (string)n!["type"]!).ToList();
        Assert.That(heard[^2..], Is.EqualTo(["offer.removed", "offer.removed"]), "nothing after it");

        (await market.Operator.Post($"/api/v1/accounts/{acme.Account}/restore", new { reason = "It does" })).Expect(200);
        Assert.That((string?)(await acme.Offer(later, stroller.OfferAt(later, "395.00", "a-3")))["outcome"], Is.EqualTo("accepted"));
        Assert.That((await acme.Get("/api/v1/offers?status=removed")).Body!["items"]!.AsArray(), Has.Count.EqualTo(2), "none comes back");
    }

    [Test]
    public async Task Suspended_customers_intents_are_heard_of_by_nobody_and_take_no_offer_until_restored()
    {
        var market = await MarketHost.Shared;
        var (customer, acme, beta) = (await market.Customer(), await market.Vendor("Acme"), await market.Vendor("Beta"));
        var stroller = new Stroller();
        var intent = await customer.PostIntent(stroller.Plain());
        var (id, path) = ((string)intent["id"]!, $"/api/v1/intents/{(string)intent["id"]!}");
        var first = stroller.OfferAt(intent, "400.00", "a-1");
        var receipt = await acme.Post($"{path}/offers", first);
        await beta.AwaitNotice("intent.opened", id);

        (await market.Operator.Post($"/api/v1/accounts/{customer.Account}/suspend", new { reason = "Not serious" })).Expect(200);
        Assert.That(await Hears(acme, id), Is.False);
        var newcomer = await market.Vendor("Newcomer");
        (await newcomer.Get(path)).ExpectProblem(404, "not-found");
        (await beta.Post($"{path}/offers", stroller.OfferAt(intent, "390.00", "b-1"))).ExpectProblem(409, "paused");
        (await beta.Post($"{path}/offers/preview", stroller.OfferAt(intent, "390.00", "b-1"))).ExpectProblem(409, "paused");
        (await acme.Post($"{path}/offers", stroller.OfferAt(intent, "380.00", "a-2"))).ExpectProblem(409, "paused");
        (await acme.Post($"/api/v1/offers/{receipt.Text("offerId")}/confirm", new { agreesTo = (string)intent["termsHash"]! }))
            .ExpectProblem(409, "paused");
        var many = new JsonObject { ["offers"] = new JsonArray(stroller.OfferAt(intent, "390.00", "b-1", o => o["intentId"] = id)) };
        Assert.That(
            (string?)(await beta.Post("/api/v1/offers", many)).Expect(200).Body!["receipts"]![0]!["reasons"]![0]!["code"],
            Is.EqualTo("paused"));
        Assert.That((await acme.Post($"{path}/offers", first)).Bytes, Is.EqualTo(receipt.Bytes), "what was recorded has its receipt");
        Assert.That((int?)(await customer.Get($"{path}/offers")).Expect(200).Body!["count"], Is.EqualTo(1));
        (await customer.Post($"{path}/award", new { offerId = receipt.Text("offerId") })).ExpectProblem(403, "suspended");

        (await market.Operator.Post($"/api/v1/accounts/{customer.Account}/restore", new { reason = "A mistake" })).Expect(200);
        Assert.That(await Hears(acme, id), Is.True);
        Assert.That((string?)(await beta.Offer(intent, stroller.OfferAt(intent, "390.00", "b-1")))["outcome"], Is.EqualTo("accepted"));
    }

    [Test]
    public async Task Suspended_operator_reads_its_own_account_alone()
    {
        var market = await MarketHost.Shared;
        var customer = await market.Customer();
        var intent = await customer.PostIntent(new Stroller().Plain());
        var made = (await market.Operator.Post("/api/v1/accounts", new { kind = "operator", name = "Second" }, Guid.NewGuid().ToString()))
            .Expect(201);
        var second = market.Client(made.Text("key"));
        (await second.Get($"/api/v1/intents/{(string)intent["id"]!}")).Expect(200);
        (await market.Operator.Post($"/api/v1/accounts/{made.Text("id")}/suspend", new { reason = "Left" })).Expect(200);
        foreach (var path in (string[])["", "/offers", "/transcript"])
            Assert.That((await second.Get($"/api/v1/intents/{(string)intent["id"]!}{path}")).Status, Is.AnyOf(403, 404), path);
        (await second.Get("/api/v1/reports")).ExpectProblem(403, "suspended");
        (await second.Get("/api/v1/keys")).Expect(200);
    }

    private static async Task<bool> Hears(MarketClient vendor, string intent)
    {
        string? after = null;
        do
        {
            var page = (await vendor.Get($"/api/v1/feed?limit=100{(after is null ? "" : $"&after={after}")}")).Expect(200).Body!;
            if (page["items"]!.AsArray().Any(e => (string?)e!["intent"]!["id"] == intent))
                return true;
            after = (string?)page["next"];
        }
        while (after is not null);
        return false;
    }

    /// <summary>As if one person had opened these accounts; before their keys are used, which remember whose they are.</summary>
    private static async Task Belong(MarketHost market, params MarketClient[] accounts)
    {
        var person = Guid.NewGuid().ToByteArray();
        await using var database = new SqliteConnection($"Data Source={market.Database};Default Timeout=10");
        await database.OpenAsync();
        foreach (var account in accounts)
        {
            await using var command = database.CreateCommand();
            command.CommandText = "UPDATE accounts SET person_id = @person WHERE account_id = @account";
            command.Parameters.AddWithValue("@person", person);
            command.Parameters.AddWithValue("@account", account.Account.Value.ToByteArray(bigEndian: true));
            Assert.That(await command.ExecuteNonQueryAsync(), Is.EqualTo(1));
        }
    }
}
