using System.Text.Json.Nodes;
using NUnit.Framework;

namespace IntentMarket.Tests.Edges;

/// <summary>The formats beyond open and sealed as customers and vendors meet them.</summary>
public sealed class AuctionStoriesOverRest : EdgeStories
{
    [Test]
    public async Task English_with_a_standing_bid_that_nobody_sees_the_floor_of()
    {
        var market = await MarketHost.Shared;
        // Their feeds are of this intent alone, however many others are open.
        var word = "w" + Guid.NewGuid().ToString("N");
        var criteria = new { anyKeyword = new[] { word } };
        var (customer, acme, beta) =
            (await market.Customer(), await market.Vendor("Acme", criteria), await market.Vendor("Beta", criteria));
        var stroller = new Stroller();
        var asked = OfTotal(stroller, """{"format": "english", "visibility": "lead", "decrement": {"amount": "5.00"}}""");
        asked["title"] = $"Stroller {word}";
        var intent = await customer.PostIntent(asked);
        var (id, path) = ((string)intent["id"]!, $"/api/v1/intents/{(string)intent["id"]!}");
        Assert.That(intent["auction"]!["vs"]!.GetValue<string>(), Is.EqualTo("best"));
        var standing = await acme.Offer(intent, stroller.OfferAt(intent, "400.00", "a-1", o => o["floor"] = "333.00"));
        Assert.That((string?)standing["outcome"], Is.EqualTo("accepted"));
        await beta.Offer(intent, stroller.OfferAt(intent, "380.00", "b-1"));
        var moved = (await acme.AwaitNotice("offer.moved", id))["data"]!;
        Assert.That(((string?)moved["offerId"], (string?)moved["total"]), Is.EqualTo(((string?)standing["offerId"], "375.00")));
        Assert.That((string?)(await beta.Get($"{path}/board")).Body!["lead"]!["total"], Is.EqualTo("375.00"));
        var close = await beta.Offer(intent, stroller.OfferAt(intent, "372.00", "b-2"));
        Assert.That((string?)close["reasons"]![0]!["code"], Is.EqualTo("below-decrement"));
        var worse = await beta.Offer(intent, stroller.OfferAt(intent, "376.00", "b-3"));
        Assert.That(
            ((string?)worse["reasons"]![0]!["code"], (string?)worse["reasons"]![0]!["limit"]), Is.EqualTo(("not-improving", "370.00")));
        (await acme.Delete($"/api/v1/offers/{(string)standing["offerId"]!}")).ExpectProblem(409, "binding");
        // Its floor is for its vendor to read, wherever it reads its offer, and for nobody else.
        foreach (var own in (string[])["/api/v1/offers", $"{path}/board", "/api/v1/feed"])
        {
            Assert.That(
                System.Text.Encoding.UTF8.GetString((await acme.Get(own)).Expect(200).Bytes), Does.Contain("\"floor\":\"333.00\""), own);
        }
        foreach (var (other, read) in ((MarketClient, string)[])[
            (beta, "/api/v1/offers"), (beta, $"{path}/board"), (beta, "/api/v1/feed"), (beta, "/api/v1/notices"),
            (customer, $"{path}/offers"), (customer, $"{path}/transcript"), (customer, "/api/v1/notices"),
            (market.Operator, $"{path}/offers")])
            Assert.That(System.Text.Encoding.UTF8.GetString((await other.Get(read)).Bytes), Does.Not.Contain("333.00"), read);
        (await beta.Post($"{path}/offers", stroller.Offer(intent, "b-4", o => o["floor"] = "300.00"))).ExpectProblem(400, "malformed");

        // Elsewhere the market bids for nobody: whoever it did so for would read the others' totals from its own.
        var unled = OfTotal(stroller, """{"format": "english", "visibility": "rank", "decrement": {"amount": "5.00"}}""");
        unled["title"] = $"Bicycle {word}";
        var blind = await customer.PostIntent(unled);
        var refused = await beta.Post(
            $"/api/v1/intents/{(string)blind["id"]!}/offers", stroller.OfferAt(blind, "400.00", "h-1", o => o["floor"] = "333.00"));
        Assert.That((string?)refused.Expect(200).Body!["reasons"]![0]!["code"], Is.EqualTo("lead-needed"));

        (await customer.Post($"{path}/withdraw", new { reason = "It was only a try" })).Expect(200);
        var transcript = (await beta.Get($"{path}/transcript")).Expect(200);
        var hidden = transcript.Body!["events"]!.AsArray().Single(e => (string?)e!["name"] == "FloorSet")!;
        Assert.That((string?)hidden["body"], Is.Empty);
        Assert.That(transcript.ToString(), Does.Not.Match("(?<![0-9a-f])33300(?![0-9a-f])"));
        Assert.That(await RestStories.Recompute(transcript.Bytes), Is.Zero);
    }

    [Test]
    public async Task Dutch_clock_rises_and_the_first_to_take_it_wins()
    {
        var market = await MarketHost.Shared;
        var (customer, acme, beta) = (await market.Customer(), await market.Vendor("Acme"), await market.Vendor("Beta"));
        var stroller = new Stroller(TimeSpan.FromSeconds(8));
        var intent = await customer.PostIntent(OfTotal(
            stroller, """{"format": "dutch", "start": "100.00", "step": "50.00", "interval": "PT2S", "limit": "200.00"}""",
            contact: "Mrs Lee"));
        var (id, path) = ((string)intent["id"]!, $"/api/v1/intents/{(string)intent["id"]!}");
        var early = await acme.Offer(intent, stroller.OfferAt(intent, "150.00", "a-1"));
        Assert.That(((string?)early["reasons"]![0]!["code"], (string?)early["reasons"]![0]!["limit"]), Is.EqualTo(("over-max", "100.00")));
        var level = (await acme.AwaitNotice("intent.level", id))["data"]!;
        Assert.That(((string?)level["total"], (int?)level["number"], (int?)level["of"]), Is.EqualTo(("150.00", 2, 3)));
        Assert.That((string?)(await acme.Offer(intent, stroller.OfferAt(intent, "150.00", "a-2")))["outcome"], Is.EqualTo("accepted"));
        var won = (await acme.AwaitNotice("offer.won", id))["data"]!;
        Assert.That(((string?)won["paid"], (string?)won["contact"]), Is.EqualTo(("150.00", "Mrs Lee")));
        Assert.That((string?)(await customer.AwaitNotice("intent.awarded", id))["data"]!["contact"], Is.EqualTo("sales at Acme"));
        Assert.That((await customer.Get(path)).Text("status"), Is.EqualTo("awarded"));
        Assert.That(
            (string?)(await beta.Offer(intent, stroller.OfferAt(intent, "100.00", "b-1")))["reasons"]![0]!["code"], Is.EqualTo("closed"));
        Assert.That(await RestStories.Recompute((await customer.Get($"{path}/transcript")).Bytes), Is.Zero);
    }

    [Test]
    public async Task Japanese_clock_falls_and_the_last_to_stay_wins()
    {
        var market = await MarketHost.Shared;
        var (customer, acme, beta) = (await market.Customer(), await market.Vendor("Acme"), await market.Vendor("Beta"));
        var stroller = new Stroller(TimeSpan.FromSeconds(12));
        var intent = await customer.PostIntent(OfTotal(
            stroller, """{"format": "japanese", "start": "400.00", "step": "100.00", "interval": "PT3S", "limit": "200.00"}"""));
        var (id, path) = ((string)intent["id"]!, $"/api/v1/intents/{(string)intent["id"]!}");
        var stays = await acme.Offer(intent, stroller.OfferAt(intent, "400.00", "a-1"));
        var leaves = await beta.Offer(intent, stroller.OfferAt(intent, "400.00", "b-1"));
        Assert.That((int?)(await customer.AwaitNotice("intent.level", id))["data"]!["taken"], Is.EqualTo(2));
        var confirmed = (await acme.Post(
            $"/api/v1/offers/{(string)stays["offerId"]!}/confirm", new { agreesTo = (string)intent["termsHash"]! })).Expect(200);
        Assert.That(
            ((string?)confirmed.Body!["outcome"], (string?)confirmed.Body["breakdown"]![0]!["value"]), Is.EqualTo(("accepted", "300.00")));
        var late = await (await market.Vendor("Late")).Offer(intent, stroller.OfferAt(intent, "300.00", "l-1"));
        Assert.That((string?)late["reasons"]![0]!["code"], Is.EqualTo("level-missed"));
        var won = (await acme.AwaitNotice("offer.won", id))["data"]!;
        Assert.That((string?)won["paid"], Is.EqualTo("300.00"));
        Assert.That((string?)(await beta.AwaitNotice("offer.lost", id))["data"]!["offerId"], Is.EqualTo((string?)leaves["offerId"]));
        Assert.That(await RestStories.Recompute((await customer.Get($"{path}/transcript")).Bytes), Is.Zero);
    }

    [Test]
    public async Task Second_score_pays_the_first_what_the_second_allows()
    {
        var market = await MarketHost.Shared;
        var (customer, acme, beta) = (await market.Customer(), await market.Vendor("Acme"), await market.Vendor("Beta"));
        var stroller = new Stroller(TimeSpan.FromSeconds(3));
        var intent = await customer.PostIntent(OfTotal(stroller, """{"format": "sealed-second-score"}"""));
        var (id, path) = ((string)intent["id"]!, $"/api/v1/intents/{(string)intent["id"]!}");
        var first = await acme.Offer(intent, stroller.OfferAt(intent, "300.00", "a-1"));
        var second = await beta.Offer(intent, stroller.OfferAt(intent, "350.00", "b-1"));
        Assert.That((string?)(await customer.Get($"{path}/offers")).Body!.ToJsonString(), Is.EqualTo("""{"count":2}"""));
        await acme.AwaitNotice("intent.closed", id);
        var ranked = (await customer.Get($"{path}/offers")).Body!["items"]!.AsArray();
        Assert.That(
            ranked.Select(o => ((string?)o!["total"], (string?)o["paid"])), Is.EqualTo([("300.00", "350.00"), ("350.00", null)]),
            "before it cannot be taken back");
        (await customer.Post($"{path}/award", new { offerId = (string)second["offerId"]!, reason = "I like it" }))
            .ExpectProblem(409, "first-only");
        Assert.That(
            (await customer.Post($"{path}/award", new { offerId = (string)first["offerId"]! })).Expect(200).Text("paid"),
            Is.EqualTo("350.00"));
        Assert.That(await RestStories.Recompute((await customer.Get($"{path}/transcript")).Bytes), Is.Zero);
    }

    [Test]
    public async Task Coefficient_adjusts_the_total_and_ranks_the_lowest_first()
    {
        var market = await MarketHost.Shared;
        var (customer, acme, beta) = (await market.Customer(), await market.Vendor("Acme"), await market.Vendor("Beta"));
        var stroller = new Stroller();
        var intent = await customer.PostIntent(stroller.Intent(i =>
        {
            i["terms"]!["method"] = "coefficient";
            i["terms"]!["prefer"] = JsonNode.Parse("""
                [{"criterion": "warrantyMonths", "weight": 150, "best": 36, "worst": 0},
                 {"criterion": "returnDays", "weight": 150, "best": 36, "worst": 0}]
                """);
            i["auction"]!["visibility"] = "lead";
        }));
        var path = $"/api/v1/intents/{(string)intent["id"]!}";
        await acme.Offer(intent, stroller.OfferAt(intent, "439.00", "a-1", o => (o["warrantyMonths"], o["returnDays"]) = (36, 36)));
        var second = await beta.Offer(
            intent, stroller.OfferAt(intent, "429.00", "b-1", o => (o["warrantyMonths"], o["returnDays"]) = (24, 24)));
        Assert.That(
            ((string?)second["score"], (int?)second["rank"], (string?)second["lead"]!["score"]), Is.EqualTo(("333.6666", 2, "307.3000")));
        Assert.That((string?)second["gap"]!["total"], Is.EqualTo("395.10"), "the same adjusted total, and less to pay");
        Assert.That(second["gap"]!["by"]!.ToJsonString(), Does.Contain("warrantyMonths"));
        var items = (await customer.Get($"{path}/offers")).Body!["items"]!;
        Assert.That(((string?)items[0]!["score"], (string?)items[0]!["breakdown"]![0]!["points"]), Is.EqualTo(("307.3000", "15.000000")));
    }

    [Test]
    public async Task Customer_sees_what_other_weights_would_give_and_what_looks_too_low()
    {
        var market = await MarketHost.Shared;
        var (customer, acme, beta, third) =
            (await market.Customer(), await market.Vendor("Acme"), await market.Vendor("Beta"), await market.Vendor("Third"));
        var stroller = new Stroller();
        var intent = await customer.PostIntent(stroller.Intent(i => i["terms"]!["prefer"] = JsonNode.Parse("""
            [{"criterion": "total", "weight": 60, "best": "250.00", "worst": "450.00"},
             {"criterion": "warrantyMonths", "weight": 40, "best": 24, "worst": 0}]
            """)));
        var path = $"/api/v1/intents/{(string)intent["id"]!}";
        await acme.Offer(intent, stroller.OfferAt(intent, "270.00", "a-1", o => o["warrantyMonths"] = 6));
        var warranty = await beta.Offer(intent, stroller.OfferAt(intent, "410.00", "b-1"));
        var low = await third.Offer(intent, stroller.OfferAt(intent, "150.00", "c-1", o => o["warrantyMonths"] = 0));

        var items = (await customer.Get($"{path}/offers")).Expect(200).Body!["items"]!.AsArray();
        Assert.That(items.Select(i => (string?)i!["total"]), Is.EqualTo(["270.00", "150.00", "410.00"]));
        // 60 · .2 + w is more than 60 · .9 + w / 4 from w = 56 on, and more than 60 from 48 on.
        Assert.That(items[2]!["leadsIf"]!.ToJsonString(), Is.EqualTo("""{"criterion":"warrantyMonths","weight":57,"or":"more"}"""));
        Assert.That(items.Select(i => (bool?)i!["abnormallyLow"]), Is.EqualTo(new bool?[] { null, true, null }));

        var tried = (await customer.Post($"{path}/what-if", JsonNode.Parse("""
            {"prefer": [{"criterion": "total", "weight": 60, "best": "250.00", "worst": "450.00"},
                        {"criterion": "warrantyMonths", "weight": 57, "best": 24, "worst": 0}]}
            """)!)).Expect(200).Body!;
        Assert.That(
            ((int?)tried["items"]![0]!["was"], (string?)tried["items"]![0]!["offerId"]), Is.EqualTo((3, (string?)warranty["offerId"])));
        Assert.That(
            (string?)(await customer.Get($"{path}/offers")).Body!["items"]![0]!["total"], Is.EqualTo("270.00"), "the stated terms stay");
        (await customer.Post($"{path}/what-if", new { })).ExpectProblem(400, "malformed");
        (await acme.Post($"{path}/what-if", tried)).ExpectProblem(403, "forbidden");
        Assert.That((string?)low["outcome"], Is.EqualTo("accepted"));
    }

    [Test]
    public async Task Many_offers_in_one_message_are_answered_each_as_it_would_be_alone()
    {
        var market = await MarketHost.Shared;
        var (customer, acme) = (await market.Customer(), await market.Vendor("Acme"));
        var stroller = new Stroller();
        var intents = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => customer.PostIntent(stroller.Intent())));
        var offers = new JsonArray([
            .. intents.Select(i => On(i, "m-1")), On(intents[0], "m-2", OverMax),
            On(intents[1], "m-3", o => o.AsObject().Remove("agreesTo"))]);
        var body = new JsonObject { ["offers"] = offers };
        var answers = (await acme.Post("/api/v1/offers", body)).Expect(200);
        var receipts = answers.Body!["receipts"]!.AsArray();
        Assert.That(
            receipts.Select(r => (string?)r!["reasons"]?[0]!["code"] ?? (string?)r["outcome"]),
            Is.EqualTo(["accepted", "accepted", "accepted", "over-max", "malformed"]));
        Assert.That(receipts.Select(r => (string?)r!["key"]), Is.EqualTo(["m-1", "m-1", "m-1", "m-2", "m-3"]));
        var again = (await acme.Post("/api/v1/offers", body)).Body!["receipts"]!.AsArray();
        Assert.That(
            again.Take(4).Select(r => r!.ToJsonString()), Is.EqualTo(receipts.Take(4).Select(r => r!.ToJsonString())), "again: the same");
        var alone = await acme.Post($"/api/v1/intents/{(string)intents[2]["id"]!}/offers", stroller.Offer(intents[2], "m-1"));
        Assert.That(alone.Body!.ToJsonString(), Is.EqualTo(receipts[2]!.ToJsonString()));
        (await acme.Post("/api/v1/offers", new { offers = Array.Empty<string>() })).ExpectProblem(400, "malformed");

        static void OverMax(JsonNode offer) => (offer["total"], offer["otherCharges"]) = ("451.00", "52.00");

        JsonNode On(JsonNode intent, string key, Action<JsonNode>? change = null) => stroller.Offer(intent, key, o =>
        {
            o["intentId"] = (string)intent["id"]!;
            change?.Invoke(o);
        });
    }

    /// <summary>The stroller in another format, ranked by its total alone.</summary>
    private static JsonNode OfTotal(Stroller stroller, string auction, string? contact = null) => stroller.Intent(i =>
    {
        i["terms"]!["prefer"] = JsonNode.Parse("""[{"criterion": "total", "weight": 1, "best": "0.00", "worst": "450.00"}]""");
        var closesAt = (string)i["auction"]!["closesAt"]!;
        i["auction"] = JsonNode.Parse(auction);
        i["auction"]!["closesAt"] = closesAt;
        if (contact is not null)
            i["contact"] = contact;
    });
}
