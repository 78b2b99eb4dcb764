using System.Text.Json.Nodes;
using NUnit.Framework;

namespace IntentMarket.Tests.Edges;

/// <summary>What is over counts as it did: each edge tells of an intent that has ended what was so at its end.</summary>
public sealed class EndStories : EdgeStories
{
    [Test]
    public async Task Offer_that_was_not_confirmed_is_in_no_rank_after_the_award_and_never_lost()
    {
        var market = await MarketHost.Shared;
        var (customer, acme, beta) = (await market.Customer(), await market.Vendor("Acme"), await market.Vendor("Beta"));
        var (id, path, first, second) = await Amended(customer, acme, beta, "full");
        (await customer.Post($"{path}/award", new { offerId = first })).Expect(200);
        await Check();
        (await market.Operator.Post($"{path}/remove", new { reason = "Against the rules" })).Expect(200);
        await Check();

        async Task Check()
        {
            var offers = (await customer.Get($"{path}/offers")).Expect(200).Body!;
            var ranked = Said(offers["items"]!, "offerId", "rank", "of", "status");
            var unranked = Said(offers["unranked"]!, "offerId", "rank", "status");
            var own = (await beta.Get("/api/v1/offers")).Expect(200).Body!["items"]!;
            var won = (await acme.Get("/api/v1/offers?status=won")).Expect(200).Body!["items"]!;
            var (board, other) = ((await acme.Get($"{path}/board")).Expect(200).Body!, (await beta.Get($"{path}/board")).Expect(200).Body!);
            var transcript = await customer.Get($"{path}/transcript");
            using (Assert.EnterMultipleScope())
            {
                Assert.That(
                    ((int?)offers["count"], ranked, unranked), Is.EqualTo(((int?)1, $"{first} 1 1 won", $"{second} - unconfirmed")));
                Assert.That((int?)(await customer.Get(path)).Body!["offers"], Is.EqualTo(1));
                Assert.That((int?)(await customer.Get("/api/v1/intents")).Body!["items"]![0]!["offers"], Is.EqualTo(1));
                Assert.That(
                    (Said(own, "offerId", "rank", "status"), Said(won, "offerId", "rank", "of")),
                    Is.EqualTo(($"{second} - unconfirmed", $"{first} 1 1")));
                Assert.That(
                    ((int?)board["rank"], (int?)board["of"], (string?)board["lead"]!["total"], board["offers"]!.AsArray().Count),
                    Is.EqualTo(((int?)1, (int?)1, "420.00", 1)));
                Assert.That(
                    (other["rank"], (int?)other["of"], (string?)other["lead"]!["total"], (string?)other["own"]!["status"]),
                    Is.EqualTo(((JsonNode?)null, (int?)1, "420.00", "unconfirmed")));
                Assert.That(Said(transcript.Body!["offers"]!, "offerId", "rank"), Is.EqualTo($"{first} 1"));
                Assert.That(await RestStories.Recompute(transcript.Bytes), Is.Zero);
                var told = (await beta.Get($"/api/v1/notices?after={MarketClient.FromTheFirst}")).Body!["items"]!;
                Assert.That(Said(told, "type"), Does.Contain("intent.closed").And.Not.Contain("offer.lost"));
            }
        }
    }

    [Test]
    public async Task Nobody_comes_to_an_intent_that_is_over()
    {
        var market = await MarketHost.Shared;
        var (customer, acme, late) = (await market.Customer(), await market.Vendor("Acme"), await market.Vendor("Late", subscribes: false));
        var stroller = new Stroller();
        var intent = await customer.PostIntent(stroller.Intent(i => i["auction"]!["visibility"] = "full"));
        var path = $"/api/v1/intents/{(string)intent["id"]!}";
        await acme.Offer(intent, stroller.OfferAt(intent, "390.00", "a-1"));
        (await customer.Post($"{path}/withdraw", new { reason = "No need" })).Expect(200);
        (await late.Put("/api/v1/subscriptions/all", new { })).Expect(200);
        foreach (var unseen in (string[])["", "/board"])
            (await late.Get(path + unseen)).ExpectProblem(404, "not-found");
        (await late.Get($"{path}/transcript")).ExpectProblem(403, "forbidden");
        (await acme.Get($"{path}/board")).Expect(200);
    }

    [Test]
    public async Task Withdrawn_intent_keeps_the_ranks_of_its_end()
    {
        var market = await MarketHost.Shared;
        var (customer, acme, beta, gamma) =
            (await market.Customer(), await market.Vendor("Acme"), await market.Vendor("Beta"), await market.Vendor("Gamma"));
        var (id, path, first, second) = await Amended(customer, acme, beta, "lead");
        var intent = (await acme.Get(path)).Body!;
        var third = (string)(await gamma.Offer(intent, new Stroller().OfferAt(intent, "410.00", "g-1")))["offerId"]!;
        Assert.That(
            (int?)(await customer.Post($"{path}/withdraw", new { reason = "The twins walk" })).Expect(200).Body!["offers"], Is.EqualTo(2));
        var offers = (await customer.Get($"{path}/offers")).Expect(200).Body!;
        Assert.That(Said(offers["items"]!, "offerId", "rank", "of", "status"), Is.EqualTo($"{third} 1 2 expired, {first} 2 2 expired"));
        Assert.That(Said(offers["unranked"]!, "offerId", "status"), Is.EqualTo($"{second} unconfirmed"));
        var board = (await acme.Get($"{path}/board")).Expect(200).Body!;
        Assert.That(((int?)board["rank"], (int?)board["of"], (string?)board["lead"]!["total"]), Is.EqualTo(((int?)2, (int?)2, "410.00")));
        Assert.That(
            Said((await acme.Get("/api/v1/offers?status=expired")).Body!["items"]!, "offerId", "rank", "of"), Is.EqualTo($"{first} 2 2"));
        Assert.That((int?)(await customer.Get("/api/v1/intents?status=withdrawn")).Body!["items"]![0]!["offers"], Is.EqualTo(2));
        Assert.That(id, Is.Not.Empty);
    }

    /// <summary>Acme offers at 420.00 and Beta at 400.00, the terms are amended, and Acme alone confirms.</summary>
    private static async Task<(string Id, string Path, string First, string Second)> Amended(
        MarketClient customer, MarketClient acme, MarketClient beta, string visibility)
    {
        var stroller = new Stroller();
        var body = stroller.Plain(i => i["auction"]!["visibility"] = visibility);
        var intent = await customer.PostIntent(body);
        var (id, path) = ((string)intent["id"]!, $"/api/v1/intents/{(string)intent["id"]!}");
        var first = (string)(await acme.Offer(intent, stroller.OfferAt(intent, "420.00", "a-1")))["offerId"]!;
        var second = (string)(await beta.Offer(intent, stroller.OfferAt(intent, "400.00", "b-1")))["offerId"]!;
        body["version"] = 1;
        body["terms"]!["require"]![0]!["max"] = "449.00";
        var amended = (await customer.Post($"{path}/amend", body)).Expect(200);
        (await acme.Post($"/api/v1/offers/{first}/confirm", new { agreesTo = amended.Text("termsHash") })).Expect(200);
        return (id, path, first, second);
    }

    private static string Said(JsonNode items, params string[] members) =>
        string.Join(", ", items.AsArray().Select(i => string.Join(' ', members.Select(m => i![m]?.ToString() ?? "-"))));
}
