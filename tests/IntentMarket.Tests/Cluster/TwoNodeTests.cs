using System.Text.Json.Nodes;
using NUnit.Framework;

namespace IntentMarket.Tests.Cluster;

/// <summary>A market of two nodes that the tests of this folder share, where they do not harm it.</summary>
/// <remarks>Those run one after another, since their bots bid on whatever comes; who has a market of its own runs
/// beside another such.</remarks>
[SetUpFixture]
[NonParallelizable]
public sealed class SharedMarket
{
    private static readonly Lazy<Task<ClusterMarket>> Started = new(() => ClusterMarket.Start(nodes: 2));

    internal static Task<ClusterMarket> Get() => Started.Value;

    [OneTimeTearDown]
    public async Task TearDown()
    {
        if (!Started.IsValueCreated || !Started.Value.IsCompletedSuccessfully)
            return;
        var market = await Started.Value;
        try
        {
            await market.Drains();
            await Conservation.Holds(market);
        }
        finally
        {
            await market.DisposeAsync();
        }
    }
}

/// <summary>The stories of a market of two nodes, with bots on two public libraries.</summary>
public sealed class TwoNodeTests
{
    private ClusterMarket _market = null!;
    private ClusterNode _one = null!;
    private ClusterNode _other = null!;

    [SetUp]
    public async Task SetUp()
    {
        _market = await SharedMarket.Get();
        (_one, _other) = (_market.Nodes[0], _market.Nodes[1]);
    }

    [Test]
    public async Task Many_offers_in_one_message_get_a_receipt_each()
    {
        var customer = await _market.NewCustomer();
        await using var bot = await _market.NewBot(await _market.NewVendor("Acme Prams"), Library.Pika);
        var intents = new List<Intent> { await ClusterMarket.Post(customer, _one) };
        while (intents.Count < 2)
        {
            var next = await ClusterMarket.Post(customer, _one);
            if (next.Route == intents[0].Route)
                intents.Add(next);
        }
        foreach (var intent in intents)
            await bot.Hears("intent.opened", intent);
        await bot.Send(intents[0].Route, "the-message", Many(
            (intents[0], "m-1", "400.00"), (intents[1], "m-2", "390.00"), (intents[0], "m-3", "380.00"), (intents[0], "m-4", "1e3")),
            "offers.submit");
        Assert.That(Receipt((await bot.HearsReceipt("m-1")).Data), Does.StartWith("m-1 accepted"));
        Assert.That(Receipt((await bot.HearsReceipt("m-2")).Data), Does.StartWith("m-2 accepted"));
        Assert.That(Receipt((await bot.HearsReceipt("m-3")).Data), Does.StartWith("m-3 accepted"));
        Assert.That((await bot.HearsReceipt("m-4")).Codes, Is.EqualTo(["malformed"]));
        await bot.Send(intents[0].Route, "no-offers", new JsonObject { ["offers"] = new JsonArray() }, "offers.submit");
        Assert.That((await bot.HearsReceipt("no-offers")).Codes, Is.EqualTo(["malformed"]));

        static JsonObject Many(params (Intent Intent, string Key, string Total)[] offers) => new()
        {
            ["offers"] = new JsonArray([.. offers.Select(o =>
            {
                var offer = o.Intent.Offer(o.Total, 12);
                offer["key"] = o.Key;
                return (JsonNode)offer;
            })]),
        };
    }

    [Test]
    public async Task Bots_hear_of_an_intent_and_bid_and_it_is_awarded_through_the_other_node()
    {
        var customer = await _market.NewCustomer();
        var since = (string)(await customer.Get(_other, "notices"))["next"]!;
        await using var ada = await _market.NewBot(await _market.NewVendor("Acme Prams"), Library.Pika);
        await using var bob = await _market.NewBot(await _market.NewVendor("Bob Buggies"), Library.Amqplib);
        var carol = await _market.NewVendor("Carol Carts");
        var sinceOfCarol = (string)(await carol.Get(_other, "notices"))["next"]!;
        var intent = await ClusterMarket.Post(customer, _one, i => i["auction"]!["visibility"] = "lead");

        foreach (var bot in new[] { ada, bob })
        {
            var opened = await bot.Hears("intent.opened", intent);
            Assert.That((string?)opened.Body["route"], Is.EqualTo(intent.Route));
            Assert.That((string?)opened.Data["termsHash"], Is.EqualTo(intent.TermsHash));
            Assert.That(opened.Data["offers"], Is.Null, "how many offers there are is the customer's to know");
            Assert.That(opened.Text, Does.Not.Contain(customer.Id));
        }

        await ada.Send(intent.Route, "a-1", intent.Offer("400.00", 12));
        // (450 - 400) / 200 * 75 + 12 / 24 * 25
        var first = await ada.HearsReceipt("a-1");
        Assert.That(Receipt(first.Data), Is.EqualTo("a-1 accepted 31.250000 1 1"));
        Assert.That(first.Data["gap"], Is.Null);
        await bob.Send(intent.Route, "b-1", intent.Offer("410.00", 12));
        var second = await bob.HearsReceipt("b-1");
        Assert.That(Receipt(second.Data), Is.EqualTo("b-1 accepted 27.500000 2 2"));
        Assert.That((string?)second.Data["gap"]!["score"], Is.EqualTo("3.750000"));
        Assert.That((string?)second.Data["gap"]!["total"], Is.EqualTo("399.99"));

        var third = (await carol.Post(_other, $"intents/{intent.Id}/offers", intent.RestOffer("c-1", "390.00", 12))).Is(200);
        Assert.That(Receipt(third.Body), Is.EqualTo("c-1 accepted 35.000000 1 3"));
        await ada.Hears(n => n.Type == "offer.rank" && (int?)n.Data["rank"] == 2 && (int?)n.Data["of"] == 3, "its second place");
        await bob.Send(intent.Route, "b-2", intent.Offer("370.00", 0));
        Assert.That(Receipt((await bob.HearsReceipt("b-2")).Data), Is.EqualTo("b-2 accepted 30.000000 3 3"));
        await bob.Send(intent.Route, "b-3", intent.Offer("450.01", 24));
        var refused = await bob.HearsReceipt("b-3");
        Assert.That(refused.Codes, Is.EqualTo(["over-max"]));
        await bob.Send(intent.Route, "b-4", intent.Offer("370.00", 24));
        var winner = (string)(await bob.HearsReceipt("b-4")).Data["offerId"]!;

        var ranked = (await customer.Get(_other, $"intents/{intent.Id}/offers")).Is(200);
        Assert.That(ranked["items"]!.AsArray().Select(o => (string?)o!["score"]), Is.EqualTo(["55.000000", "35.000000", "31.250000"]));
        var award = (await customer.Post(_other, $"intents/{intent.Id}/award", new { offerId = winner, contact = "ada@example.org" }))
            .Is(200);
        Assert.That((string?)award["contact"], Is.EqualTo("sales@Bob-Buggies.example"));
        (await customer.Post(_one, $"intents/{intent.Id}/award", new { offerId = winner, contact = "ada@example.org" })).Is(200);

        var won = await bob.Hears("offer.won", intent);
        Assert.That(Of(won.Data, "offerId", "paid", "contact"), Is.EqualTo($"{winner} 370.00 ada@example.org"));
        var lost = await ada.Hears("offer.lost", intent);
        Assert.That(Of(lost.Data["winner"]!, "total", "score"), Is.EqualTo("370.00 55.000000"));
        Assert.That(lost.Text, Does.Not.Contain("ada@example.org").And.Not.Contain("Buggies"));
        var told = (await carol.Get(_one, $"notices?after={sinceOfCarol}&limit=100")).Is(200)["items"]!.AsArray();
        Assert.That(
            told.Select(n => (string)n!["type"]!), Does.Contain("intent.opened").And.Contain("offer.receipt").And.Contain("offer.lost"));
        told = (await customer.Get(_one, $"notices?after={since}&limit=100")).Is(200)["items"]!.AsArray();
        Assert.That(
            told.Select(n => (string)n!["type"]!),
            Is.EqualTo([
                "intent.opened", "offer.received", "offer.received", "offer.received", "offer.received", "offer.refused", "offer.received",
                "intent.closed", "intent.awarded"]));
        Assert.That((string?)told[^1]!["data"]!["contact"], Is.EqualTo("sales@Bob-Buggies.example"));
    }

    [Test]
    public async Task After_an_amendment_bots_confirm_and_withdraw()
    {
        var customer = await _market.NewCustomer();
        await using var ada = await _market.NewBot(await _market.NewVendor(), Library.Amqplib);
        await using var bob = await _market.NewBot(await _market.NewVendor(), Library.Pika);
        var intent = await ClusterMarket.Post(customer, _other);
        await ada.Send(intent.Route, "a-1", intent.Offer("400.00"));
        await bob.Send(intent.Route, "b-1", intent.Offer("390.00"));
        var adas = (string)(await ada.HearsReceipt("a-1")).Data["offerId"]!;
        var bobs = (string)(await bob.HearsReceipt("b-1")).Data["offerId"]!;

        var body = Intent.Sample();
        body["auction"] = intent.Document["auction"]!.DeepClone();
        body["terms"]!["require"]!.AsArray().Add(new JsonObject { ["criterion"] = "warrantyMonths", ["min"] = 6 });
        body["version"] = 1;
        var amended = new Intent((await customer.Post(_one, $"intents/{intent.Id}/amend", body)).Is(200).Body);
        Assert.That(amended.TermsHash, Is.Not.EqualTo(intent.TermsHash));
        var told = await ada.Hears("intent.amended", intent);
        Assert.That((string?)told.Data["termsHash"], Is.EqualTo(amended.TermsHash));
        Assert.That((string?)(await bob.Hears("offer.unconfirmed", intent)).Data["offerId"], Is.EqualTo(bobs));
        Assert.That((await customer.Get(_one, $"intents/{intent.Id}/offers"))["items"]!.AsArray(), Is.Empty);

        await ada.Send(intent.Route, "a-2", Confirmation(intent, adas, intent.TermsHash), "offer.confirm");
        Assert.That((await ada.HearsReceipt("a-2")).Codes, Is.EqualTo(["terms-changed"]));
        await ada.Send(intent.Route, "a-3", Confirmation(intent, adas, amended.TermsHash), "offer.confirm");
        var confirmed = await ada.HearsReceipt("a-3");
        Assert.That(Of(confirmed.Data, "offerId", "outcome", "rank"), Is.EqualTo($"{adas} accepted 1"));
        await ada.Send(intent.Route, "a-3", Confirmation(intent, adas, amended.TermsHash), "offer.confirm");
        var again = await ada.Hears(n => n.CorrelationId == "a-3" && !ReferenceEquals(n, confirmed), "the receipt again");
        Assert.That(again.DataText, Is.EqualTo(confirmed.DataText));

        var withdrawal = new JsonObject { ["intentId"] = intent.Id, ["offerId"] = bobs };
        await bob.Send(intent.Route, "b-2", withdrawal, "offer.withdraw");
        var withdrawn = await bob.Hears(n => n.CorrelationId == "b-2", "its withdrawal");
        Assert.That(withdrawn.Type, Is.EqualTo("offer.withdrawn"));
        Assert.That((string?)withdrawn.Data["offerId"], Is.EqualTo(bobs));
        await bob.Send(intent.Route, "b-3", withdrawal, "offer.withdraw");
        Assert.That((await bob.Hears(n => n.CorrelationId == "b-3", "the refusal")).Codes, Is.EqualTo(["offer-changed"]));
        // Another's offer is none of its own.
        withdrawal["offerId"] = adas;
        await bob.Send(intent.Route, "b-4", withdrawal, "offer.withdraw");
        Assert.That((await bob.Hears(n => n.CorrelationId == "b-4", "the refusal")).Codes, Is.EqualTo(["offer-changed"]));
        var ranked = (await customer.Get(_other, $"intents/{intent.Id}/offers"))["items"]!.AsArray();
        Assert.That(ranked.Select(o => (string?)o!["offerId"]), Is.EqualTo([adas]));
    }

    private static JsonObject Confirmation(Intent intent, string offerId, string agreesTo) =>
        new() { ["intentId"] = intent.Id, ["offerId"] = offerId, ["agreesTo"] = agreesTo };

    private static string Receipt(JsonNode receipt) => Of(receipt, "key", "outcome", "score", "rank", "of");

    private static string Of(JsonNode node, params string[] members) => string.Join(' ', members.Select(m => node[m]?.ToString() ?? "-"));
}
