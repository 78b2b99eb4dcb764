using System.Text.Json.Nodes;
using NUnit.Framework;

namespace IntentMarket.Tests.Edges;

/// <summary>What can happen to an intent and its offers over time, each told to those who are told of it.</summary>
public sealed class RestLifecycleStories : EdgeStories
{
    [Test]
    public async Task Amendment_makes_offers_unconfirmed_until_their_vendors_confirm()
    {
        var market = await MarketHost.Shared;
        var customer = await market.Customer();
        var acme = await market.Vendor("Acme");
        var beta = await market.Vendor("Beta");
        var stroller = new Stroller();
        var body = stroller.Intent();
        var intent = await customer.PostIntent(body);
        var (id, path) = ((string)intent["id"]!, $"/api/v1/intents/{(string)intent["id"]!}");
        var first = await acme.Offer(intent, stroller.Offer(intent));
        var second = await beta.Offer(intent, stroller.OfferAt(intent, "440.00", "b-1"));

        body["version"] = 1;
        body["terms"]!["require"]![0]!["max"] = "430.00";
        var amended = (await customer.Post($"{path}/amend", body, "amend-1")).Expect(200);
        Assert.That((await customer.Post($"{path}/amend", body, "amend-1")).Bytes, Is.EqualTo(amended.Bytes));
        (await customer.Post($"{path}/amend", body)).ExpectProblem(409, "stale-version");
        body["version"] = 2;
        body["currency"] = "EUR";
        (await customer.Post($"{path}/amend", body)).ExpectProblem(409, "not-amendable");
        Assert.That(((int?)amended.Body!["version"], amended.Text("termsHash")), Is.Not.EqualTo((1, (string?)intent["termsHash"])));
        Assert.That((string?)(await acme.AwaitNotice("intent.amended", id))["data"]!["termsHash"], Is.EqualTo(amended.Text("termsHash")));
        Assert.That((string?)(await acme.AwaitNotice("offer.unconfirmed", id))["data"]!["status"], Is.EqualTo("unconfirmed"));
        Assert.That(
            (string?)(await acme.Get("/api/v1/offers?status=unconfirmed")).Body!["items"]![0]!["status"], Is.EqualTo("unconfirmed"));

        var confirm = $"/api/v1/offers/{(string)first["offerId"]!}/confirm";
        (await beta.Post(confirm, new { agreesTo = "x" })).ExpectProblem(404, "not-found");
        var confirmed = (await acme.Post(confirm, new { agreesTo = amended.Text("termsHash") }, "confirm-1")).Expect(200);
        Assert.That(
            (confirmed.Text("outcome"), confirmed.Text("key"), confirmed.Text("score")), Is.EqualTo(("accepted", "acme-42", "49.417647")));
        Assert.That(
            (await acme.Post(confirm, new { agreesTo = amended.Text("termsHash") }, "confirm-1")).Bytes, Is.EqualTo(confirmed.Bytes));
        (await acme.Post(confirm, new { agreesTo = (string)intent["termsHash"]! })).ExpectProblem(409, "terms-changed");
        var late = (await beta.Post($"/api/v1/offers/{(string)second["offerId"]!}/confirm", new { agreesTo = amended.Text("termsHash") }))
            .Expect(200);
        Assert.That((late.Text("outcome"), (string?)late.Body!["reasons"]![0]!["code"]), Is.EqualTo(("refused", "over-max")));
        var stale = await beta.Offer(intent, stroller.OfferAt(intent, "400.00", "b-2"));
        Assert.That((string?)stale["reasons"]![0]!["code"], Is.EqualTo("terms-changed"));
    }

    [Test]
    public async Task Withdrawn_intent_ends_and_its_offers_expire()
    {
        var market = await MarketHost.Shared;
        var (customer, vendor, stroller) = (await market.Customer(), await market.Vendor(), new Stroller());
        var intent = await customer.PostIntent(stroller.Intent());
        var (id, path) = ((string)intent["id"]!, $"/api/v1/intents/{(string)intent["id"]!}");
        await vendor.Offer(intent, stroller.Offer(intent));

        (await customer.Post($"{path}/withdraw", new { })).ExpectProblem(400, "malformed");
        var withdrawn = (await customer.Post($"{path}/withdraw", new { reason = "The twins walk" }, "w")).Expect(200);
        Assert.That(withdrawn.Text("status"), Is.EqualTo("withdrawn"));
        Assert.That((await customer.Post($"{path}/withdraw", new { reason = "The twins walk" }, "w")).Bytes, Is.EqualTo(withdrawn.Bytes));
        (await customer.Post($"{path}/withdraw", new { reason = "Other" }, "w")).ExpectProblem(422, "key-reused");
        (await customer.Post($"{path}/withdraw", new { reason = "Again" })).ExpectProblem(409, "not-open");
        Assert.That((string?)(await vendor.AwaitNotice("intent.withdrawn", id))["data"]!["reason"], Is.EqualTo("The twins walk"));
        Assert.That((await vendor.Get("/api/v1/offers?status=expired")).Body!["items"]!.AsArray(), Has.Count.EqualTo(1));
        var late = await vendor.Offer(intent, stroller.OfferAt(intent, "390.00", "late"));
        Assert.That((string?)late["reasons"]![0]!["code"], Is.EqualTo("closed"));

        (await market.Operator.Post($"{path}/remove", new { reason = "Against the rules" })).Expect(200);
        Assert.That((await customer.Get(path)).Text("status"), Is.EqualTo("removed"));
        Assert.That((string?)(await customer.AwaitNotice("intent.removed", id))["data"]!["reason"], Is.EqualTo("Against the rules"));
    }

    [Test]
    public async Task Offer_is_withdrawn_until_it_binds()
    {
        var market = await MarketHost.Shared;
        var (customer, vendor, stroller) = (await market.Customer(), await market.Vendor(), new Stroller());
        var intent = await customer.PostIntent(stroller.Intent());
        var receipt = await vendor.Offer(intent, stroller.Offer(intent));
        var path = $"/api/v1/offers/{(string)receipt["offerId"]!}";
        (await customer.Delete(path)).ExpectProblem(403, "forbidden");
        var withdrawn = (await vendor.Delete(path)).Expect(200);
        Assert.That(withdrawn.Text("status"), Is.EqualTo("withdrawn"));
        Assert.That((await vendor.Delete(path)).Bytes, Is.EqualTo(withdrawn.Bytes), "again: the same");
        await customer.AwaitNotice("offer.withdrawn", (string)intent["id"]!);
        var unranked = (await customer.Get($"/api/v1/intents/{(string)intent["id"]!}/offers")).Body!;
        Assert.That(((int?)unranked["count"], (string?)unranked["unranked"]![0]!["status"]), Is.EqualTo((0, "withdrawn")));

        // Two minutes before the close an offer binds.
        stroller = new Stroller(TimeSpan.FromMinutes(1));
        intent = await customer.PostIntent(stroller.Intent());
        receipt = await vendor.Offer(intent, stroller.Offer(intent));
        (await vendor.Delete($"/api/v1/offers/{(string)receipt["offerId"]!}")).ExpectProblem(409, "binding");
        Assert.That(
            (int?)(await vendor.AwaitNotice("intent.extended", (string)intent["id"]!))["data"]!["extensions"], Is.EqualTo(1),
            "it took the lead near the close");
    }

    [Test]
    public async Task Sealed_offers_are_unseen_before_the_close_and_awarded_after_it()
    {
        var market = await MarketHost.Shared;
        var (customer, acme, beta) = (await market.Customer(), await market.Vendor("Acme"), await market.Vendor("Beta"));
        var stroller = new Stroller(TimeSpan.FromSeconds(6));
        var intent = await customer.PostIntent(stroller.Sealed());
        var (id, path) = ((string)intent["id"]!, $"/api/v1/intents/{(string)intent["id"]!}");
        var receipt = await acme.Offer(intent, stroller.Offer(intent));
        await beta.Offer(intent, stroller.OfferAt(intent, "350.00", "b-1"));
        Assert.That((string?)(await beta.Offer(intent, stroller.OfferAt(intent, "999.00", "b-2")))["outcome"], Is.EqualTo("refused"));

        Assert.That(
            (receipt["rank"], receipt["of"], (string?)receipt["score"]), Is.EqualTo(((JsonNode?)null, (JsonNode?)null, "49.417647")));
        Assert.That((await customer.Get($"{path}/offers")).Body!.ToJsonString(), Is.EqualTo("""{"count":2}"""));
        Assert.That((await market.Operator.Get($"{path}/offers")).Body!.ToJsonString(), Is.EqualTo("""{"count":2}"""));
        (await customer.Get($"{path}/transcript")).ExpectProblem(409, "not-yet-closed");
        (await customer.Post($"{path}/award", new { offerId = (string)receipt["offerId"]! })).ExpectProblem(409, "not-yet-closed");
        Assert.That((await acme.Get($"{path}/board")).Body!["of"], Is.Null);
        var told = (await customer.AwaitNotice("offer.received", id))["data"]!;
        Assert.That(told.ToJsonString(), Is.EqualTo("""{"count":1}"""));

        await acme.AwaitNotice("intent.closed", id);
        await customer.AwaitNotice("intent.closed", id);
        var all = (await customer.Get($"/api/v1/notices?after={MarketClient.FromTheFirst}")).Expect(200).Body!["items"]!.AsArray();
        Assert.That(
            all.Select(n => (string)n!["type"]!), Is.EqualTo(["intent.opened", "offer.received", "offer.received", "intent.closed"]),
            "nothing of the refused one");
        Assert.That((await customer.Get(path)).Text("status"), Is.EqualTo("evaluating"));
        Assert.That((await customer.Get($"{path}/offers")).Body!["items"]!.AsArray(), Has.Count.EqualTo(2));
        Assert.That((int?)(await acme.Get($"{path}/board")).Body!["rank"], Is.EqualTo(2));
        (await acme.Delete($"/api/v1/offers/{(string)receipt["offerId"]!}")).ExpectProblem(409, "binding");
        (await customer.Get($"{path}/transcript")).Expect(200);
    }

    /// <summary>What was sealed when the intent ended stays sealed: for its customer, its bidders and the operator,
    /// whatever they ask.</summary>
    [Test]
    public async Task Sealed_offers_stay_sealed_where_the_intent_ends_before_its_close(
        [Values("sealed", "sealed-second-score")] string format, [Values] bool isRemoved)
    {
        var market = await MarketHost.Shared;
        var (customer, acme, beta, late) =
            (await market.Customer(), await market.Vendor("Acme"), await market.Vendor("Beta"), await market.Vendor("Late"));
        var stroller = new Stroller();
        var posted = stroller.Sealed();
        posted["auction"]!["format"] = format;
        posted["auction"]!["visibility"] = "full";
        posted["terms"]!["prefer"]![0]!["best"] = "0.00";
        var intent = await customer.PostIntent(posted);
        var (id, path) = ((string)intent["id"]!, $"/api/v1/intents/{(string)intent["id"]!}");
        var first = await acme.Offer(intent, stroller.OfferAt(intent, "331.17", "a-1"));
        await beta.Offer(intent, stroller.OfferAt(intent, "342.19", "b-1"));
        var gone = await beta.Offer(intent, stroller.OfferAt(intent, "343.23", "b-2"));
        (await beta.Delete($"/api/v1/offers/{(string)gone["offerId"]!}")).Expect(200);
        Assert.That((string?)(await late.Offer(intent, stroller.OfferAt(intent, "971.37", "l-1")))["outcome"], Is.EqualTo("refused"));
        if (isRemoved)
            (await market.Operator.Post($"{path}/remove", new { reason = "Not to be sold" })).Expect(200);
        else
            (await customer.Post($"{path}/withdraw", new { reason = "Bought elsewhere" })).Expect(200);

        string[] totals = ["331.17", "33117", "342.19", "34219", "343.23", "34323", "971.37", "97137"];
        foreach (var reader in new[] { customer, market.Operator })
        {
            var offers = (await reader.Get($"{path}/offers")).Expect(200).Body!.AsObject();
            Assert.That(offers.Select(m => m.Key), Is.EqualTo(["count"]));
            await Read(reader);
        }
        await Read(acme);
        Assert.That((await acme.Get($"{path}/board")).Expect(200).Text("visibility"), Is.EqualTo("none"));
        (await beta.Get($"{path}/transcript")).ExpectProblem(403, "forbidden");
        (await late.Get($"{path}/transcript")).ExpectProblem(403, "forbidden");
        (await customer.Post($"{path}/what-if", new { prefer = intent["terms"]!["prefer"] })).ExpectProblem(409, "not-open");
        (await customer.Post("/api/v1/reports", new { offerId = (string)first["offerId"]!, reason = "Who is that?" }))
            .ExpectProblem(404, "not-found");
        (await customer.Post($"{path}/award", new { offerId = (string)first["offerId"]! })).ExpectProblem(409, "not-open");
        var told = (await customer.Get($"/api/v1/notices?after={MarketClient.FromTheFirst}")).Expect(200).ToString();
        Assert.That(totals.Where(t => Shows(told, t)), Is.Empty);

        async Task Read(MarketClient reader)
        {
            var transcript = (await reader.Get($"{path}/transcript")).Expect(200);
            Assert.That(totals.Where(t => Shows(transcript.ToString(), t)), Is.Empty);
            var events = transcript.Body!["events"]!.AsArray();
            var hidden = events.Where(e => (string)e!["body"]! == "").Select(e => (string?)e!["name"]);
            Assert.That(hidden, Is.EqualTo(["OfferAccepted", "OfferAccepted", "OfferAccepted", "OfferWithdrawn", "OfferRefused"]));
            Assert.That((transcript.Body["offers"]!.AsArray().Count, events.Count), Is.EqualTo((0, 7)));
            Assert.That(await RestStories.Recompute(transcript.Bytes), Is.Zero);
        }

        static bool Shows(string text, string total) =>
            System.Text.RegularExpressions.Regex.IsMatch(text, $"(?<![0-9a-f]){total}(?![0-9a-f])");
    }

    /// <summary>Of those who offered, who stood at the end reads how it went: not who was refused, or had withdrawn.</summary>
    [Test]
    public async Task Who_had_no_offer_at_the_end_reads_no_transcript()
    {
        var market = await MarketHost.Shared;
        var (customer, acme, beta, gone) =
            (await market.Customer(), await market.Vendor("Acme"), await market.Vendor("Beta"), await market.Vendor("Gone"));
        var (stranger, outsider) = (await market.Vendor("Stranger"), await market.Vendor("Outsider", subscribes: false));
        var stroller = new Stroller();
        var intent = await customer.PostIntent(stroller.Plain(i => i["auction"]!["visibility"] = "none"));
        var path = $"/api/v1/intents/{(string)intent["id"]!}";
        await acme.Offer(intent, stroller.OfferAt(intent, "390.00", "a-1"));
        var withdrawn = await gone.Offer(intent, stroller.OfferAt(intent, "380.00", "g-1"));
        (await gone.Delete($"/api/v1/offers/{(string)withdrawn["offerId"]!}")).Expect(200);
        Assert.That((string?)(await beta.Offer(intent, stroller.OfferAt(intent, "999.00", "b-1")))["outcome"], Is.EqualTo("refused"));
        (await beta.Get($"{path}/transcript")).ExpectProblem(409, "not-yet-closed");
        (await customer.Post($"{path}/withdraw", new { reason = "Bought elsewhere" })).Expect(200);

        (await acme.Get($"{path}/transcript")).Expect(200);
        foreach (var other in new[] { beta, gone, stranger })
            (await other.Get($"{path}/transcript")).ExpectProblem(403, "forbidden");
        (await outsider.Get($"{path}/transcript")).ExpectProblem(404, "not-found");
    }

    [Test]
    public async Task What_nobody_awards_in_time_is_unawarded()
    {
        var market = await MarketHost.Shared;
        var (customer, vendor) = (await market.Customer(), await market.Vendor());
        var stroller = new Stroller(TimeSpan.FromSeconds(3));
        var intent = await customer.PostIntent(stroller.Plain(i => i["awardBy"] = stroller.At("2026-11-30T20:00:05Z")));
        var (id, path) = ((string)intent["id"]!, $"/api/v1/intents/{(string)intent["id"]!}");
        var receipt = await vendor.Offer(
            intent, stroller.Offer(intent, change: o => o["validUntil"] = stroller.At("2026-11-30T20:00:02Z")));
        await vendor.AwaitNotice("offer.expired", id);
        Assert.That(
            (string?)(await customer.AwaitNotice("offer.expired", id))["data"]!["offerId"], Is.EqualTo((string?)receipt["offerId"]));
        await vendor.AwaitNotice("intent.unawarded", id);
        Assert.That((await customer.Get("/api/v1/intents?status=unawarded")).Body!["items"]![0]!["id"]!.GetValue<string>(), Is.EqualTo(id));
        (await customer.Post($"{path}/award", new { offerId = (string)receipt["offerId"]! })).ExpectProblem(409, "not-open");
        Assert.That((await vendor.Get($"{path}/transcript")).Expect(200).Body!["offers"]!.AsArray(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Post_is_answered_the_same_even_after_its_close()
    {
        var market = await MarketHost.Shared;
        var customer = await market.Customer();
        var stroller = new Stroller(TimeSpan.FromSeconds(1.5));
        var body = stroller.Plain();
        var posted = (await customer.Post("/api/v1/intents", body, "once")).Expect(201);
        await customer.AwaitNotice("intent.closed", posted.Text("id"));
        Assert.That((await customer.Post("/api/v1/intents", body, "once")).Bytes, Is.EqualTo(posted.Bytes));
        (await customer.Post("/api/v1/intents", stroller.Plain(i => i["title"] = "Another"), "once")).ExpectProblem(422, "key-reused");
    }

    [Test]
    public async Task Vendor_may_make_so_many_offers_on_an_intent()
    {
        var market = await MarketHost.Shared;
        var (customer, vendor, stroller) = (await market.Customer(), await market.Vendor(), new Stroller());
        var intent = await customer.PostIntent(stroller.Intent());
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => vendor.Offer(intent, stroller.OfferAt(intent, $"{400 - i}.00", $"n-{i}"))));
        (await vendor.Post($"/api/v1/intents/{(string)intent["id"]!}/offers", stroller.OfferAt(intent, "399.50", "n-200")))
            .ExpectProblem(409, "limit");
    }

    [Test]
    public async Task Subscription_is_tested_listed_and_removed()
    {
        var market = await MarketHost.Shared;
        var customer = await market.Customer();
        var vendor = await market.Vendor(subscribes: false);
        var stroller = new Stroller();
        var word = "word" + Guid.NewGuid().ToString("N");
        var intent = await customer.PostIntent(stroller.Intent(i => i["title"] = $"A {word} for twins"));
        (await vendor.Get($"/api/v1/intents/{(string)intent["id"]!}")).ExpectProblem(404, "not-found");
        (await vendor.Put(
            "/api/v1/subscriptions/prams", JsonNode.Parse($$"""{"anyKeyword": ["{{word.ToUpperInvariant()}}"], "regions": ["GB"]}""")!))
            .Expect(200);
        var test = (await vendor.Post("/api/v1/subscriptions/prams/test")).Expect(200).Body!;
        Assert.That(((int?)test["meets"], (string?)test["items"]![0]!["id"]), Is.EqualTo((1, (string?)intent["id"])));
        (await vendor.Get($"/api/v1/intents/{(string)intent["id"]!}")).Expect(200);
        var feed = (await vendor.Get("/api/v1/feed")).Expect(200).Body!["items"]!.AsArray();
        Assert.That(feed.Select(e => (string?)e!["intent"]!["id"]).Single(), Is.EqualTo((string?)intent["id"]));
        var preview = (await customer.Post("/api/v1/intents/preview", stroller.Intent(i => i["title"] = $"A {word}"))).Expect(200).Body!;
        Assert.That((int?)preview["reach"], Is.GreaterThanOrEqualTo(1));
        preview = (await customer.Post("/api/v1/intents/preview", stroller.Intent(i => i["currency"] = "GPB"))).Expect(200).Body!;
        Assert.That(((string?)preview["faults"]![0]!["code"], preview["reach"]), Is.EqualTo(("unknown-currency", (JsonNode?)null)));

        var second = await customer.PostIntent(stroller.Intent(i => i["title"] = $"Another {word}"));
        await vendor.AwaitNotice("intent.opened", (string)second["id"]!);
        Assert.That((await vendor.Get("/api/v1/subscriptions")).Body!["items"]![0]!["name"]!.GetValue<string>(), Is.EqualTo("prams"));
        (await vendor.Delete("/api/v1/subscriptions/prams")).Expect(204);
        (await vendor.Delete("/api/v1/subscriptions/prams")).ExpectProblem(404, "not-found");
        (await vendor.Get($"/api/v1/intents/{(string)second["id"]!}")).Expect(200);
        (await vendor.Put("/api/v1/subscriptions/a%20b", new { })).ExpectProblem(400, "malformed");
        (await vendor.Put("/api/v1/subscriptions/x", new { budget = new { max = "1.00" } })).ExpectProblem(400, "malformed");
    }
}
