using System.Diagnostics;
using System.Text.Json.Nodes;
using IntentMarket.Storage;
using IntentMarket.Tests.Cluster;
using IntentMarket.Tests.Tidy;
using NUnit.Framework;

namespace IntentMarket.Tests.Edges;

/// <summary>The contract's own example over REST, from the intent to the award.</summary>
public sealed class RestStories : EdgeStories
{
    [Test]
    public async Task Example_of_the_contract_is_scored_as_by_hand_and_a_kill_changes_nothing()
    {
        await using var market = await MarketHost.Start();
        var customer = await market.Customer();
        var acme = await market.Vendor("Acme");
        var beta = await market.Vendor("Beta");
        var stroller = new Stroller();
        var intent = await customer.PostIntent(stroller.Intent());
        var path = $"/api/v1/intents/{(string)intent["id"]!}";

        // total (450 - 399) / 200 * 60 = 15.3; deliverBy 78 h / 102 h * 25 = 19.1176470…; condition 5; warranty 10.
        var first = await acme.Post($"{path}/offers", stroller.Offer(intent));
        // total (450 - 420.50) / 200 * 60 = 8.85; deliverBy 36 h / 102 h * 25 = 8.8235294…; condition 60 % of 5;
        // warranty 7 / 24 * 10 = 2.9166666…
        var second = await beta.Post($"{path}/offers", stroller.OfferAt(intent, "420.50", "b-1", offer =>
        {
            offer["deliverBy"] = stroller.At("2026-12-04T06:00:00Z");
            offer["condition"] = "refurbished";
            offer["warrantyMonths"] = 7;
        }));

        Assert.That(Scores(first), Is.EqualTo(("49.417647", "15.300000 19.117647 5.000000 10.000000", 1, 1)));
        Assert.That(Scores(second), Is.EqualTo(("23.590195", "8.850000 8.823529 3.000000 2.916666", 2, 2)));

        var before = await State();
        // Somebody leaves, and the process is killed while it withdraws what they asked for.
        var leaver = await market.Customer();
        for (var i = 0; i < 30; i++)
            await leaver.PostIntent(stroller.Sealed());
        await using var store = await Store.Open(null, market.Database, CancellationToken.None);
        var leaving = leaver.Delete("/api/v1/account");
        while ((await store.Leavings.List(0, CancellationToken.None)).Count == 0)
            await Task.Delay(1);
        await market.Restart();
        await Eventually.Holds(
            async () => (await store.Accounts.Get(leaver.Account, CancellationToken.None))!.IsErased, "who left is erased");
        Assert.That(await store.Leavings.Intents(leaver.Account, default, 100, CancellationToken.None), Is.Empty);
        await TestContext.Out.WriteLineAsync($"the process was killed {(leaving.IsFaulted ? "half-way" : "when it was done")}");
        Assert.That(await State(), Is.EqualTo(before));
        Assert.That(
            (await acme.Post($"{path}/offers", stroller.Offer(intent))).Bytes, Is.EqualTo(first.Bytes),
            "a repeated receipt is the same, byte for byte");

        async Task<string> State() => string.Join('\n',
            await customer.Get(path), await customer.Get($"{path}/offers"), await acme.Get($"{path}/board"),
            await beta.Get("/api/v1/offers"), await customer.Get($"{path}/transcript"));
    }

    [Test]
    public async Task Award_ends_the_auction_and_the_transcript_recomputes_it()
    {
        var market = await MarketHost.Shared;
        var customer = await market.Customer();
        var acme = await market.Vendor("Acme");
        var beta = await market.Vendor("Beta");
        var stroller = new Stroller();
        var intent = await customer.PostIntent(stroller.Intent());
        var (id, path) = ((string)intent["id"]!, $"/api/v1/intents/{(string)intent["id"]!}");
        var dear = await acme.Offer(intent, stroller.Offer(intent));
        await acme.Offer(intent, stroller.OfferAt(intent, "398.00", "acme-43"));
        var cheap = await beta.Offer(intent, stroller.OfferAt(intent, "350.00", "b-1"));
        var revised = await acme.Offer(intent, stroller.OfferAt(intent, "380.00", "acme-44"));

        (await acme.Get($"{path}/transcript")).ExpectProblem(409, "not-yet-closed");
        (await customer.Post($"{path}/award", new { offerId = (string)dear["offerId"]! })).ExpectProblem(409, "offer-changed");
        (await customer.Post($"{path}/award", new { offerId = (string)revised["offerId"]! })).ExpectProblem(422, "reason-required");
        var award = new { offerId = (string)revised["offerId"]!, contact = "Mrs Lee, 7 Clyde Street", reason = "It is nearer" };
        var awarded = (await customer.Post($"{path}/award", award)).Expect(200);
        Assert.That(
            (awarded.Text("paid"), (int?)awarded.Body!["rank"], awarded.Text("contact")), Is.EqualTo(("380.00", 2, "sales at Acme")));
        Assert.That(
            (await customer.Post($"{path}/award", new { offerId = award.offerId })).Bytes, Is.EqualTo(awarded.Bytes), "again: the same");
        (await customer.Post($"{path}/award", new { offerId = (string)cheap["offerId"]! })).ExpectProblem(409, "already-awarded");

        var won = (await acme.AwaitNotice("offer.won", id))["data"]!;
        Assert.That(((string?)won["paid"], (string?)won["contact"]), Is.EqualTo(("380.00", award.contact)));
        var lost = (await beta.AwaitNotice("offer.lost", id))["data"]!;
        Assert.That(
            ((string?)lost["reason"], lost["winner"]), Is.EqualTo((award.reason, (JsonNode?)null)),
            "the visibility tells a rank, and no total");
        Assert.That((string?)(await customer.AwaitNotice("intent.awarded", id))["data"]!["contact"], Is.EqualTo("sales at Acme"));
        Assert.That((await beta.Get(path)).Text("status"), Is.EqualTo("awarded"));
        Assert.That((await acme.Get("/api/v1/offers?status=won")).Body!["items"]!.AsArray(), Has.Count.EqualTo(1));
        Assert.That((await beta.Get("/api/v1/offers?status=lost")).Body!["items"]!.AsArray(), Has.Count.EqualTo(1));

        var transcript = (await beta.Get($"{path}/transcript")).Expect(200);
        Assert.That(
            transcript.Body!["offers"]!.AsArray().Select(o => (string?)o!["offerId"]),
            Is.EqualTo((string?[])[(string?)cheap["offerId"], award.offerId]));
        Assert.That(
            transcript.ToString(),
            Does.Not.Contain("Clyde Street").And.Not.Contain("nearer").And.Not.Contain("Paisley").And.Not.Contain("Glasgow"));
        Assert.That(transcript.ToString(), Does.Not.Contain("acme-4").And.Not.Contain("b-1\""), "a vendor's own keys would tell who it is");
        Assert.That(await Recompute(transcript.Bytes), Is.Zero);
        var forged = transcript.Body.DeepClone();
        forged["offers"]![0]!["score"] = "99.000000";
        Assert.That(await Recompute(System.Text.Encoding.UTF8.GetBytes(forged.ToJsonString())), Is.Not.Zero);
        forged = transcript.Body.DeepClone();
        forged["events"]![2]!["body"] = ((string)forged["events"]![2]!["body"]!).Replace("38000", "28000", StringComparison.Ordinal)
            .Replace("39800", "29800", StringComparison.Ordinal);
        Assert.That(await Recompute(System.Text.Encoding.UTF8.GetBytes(forged.ToJsonString())), Is.Not.Zero);
        // Who was told of the intent and did not bid is no party to it.
        var third = await market.Vendor("Third");
        (await third.Get($"{path}/transcript")).ExpectProblem(403, "forbidden");
    }

    [Test]
    public async Task Visibility_is_what_a_vendor_learns_of_the_others(
        [Values("none", "rank", "lead", "full")] string visibility)
    {
        var market = await MarketHost.Shared;
        var customer = await market.Customer();
        // Its feed is of this intent alone, however many others are open.
        var word = "w" + Guid.NewGuid().ToString("N");
        var acme = await market.Vendor("Acme", new { anyKeyword = new[] { word } });
        var beta = await market.Vendor("Beta");
        var other = await market.Vendor("Other");
        var stroller = new Stroller();
        var intent = await customer.PostIntent(stroller.Intent(i =>
        {
            i["title"] = $"Stroller {word}";
            i["auction"]!["visibility"] = visibility;
        }));
        var path = $"/api/v1/intents/{(string)intent["id"]!}";
        await beta.Offer(intent, stroller.OfferAt(intent, "350.00", "b-1"));
        var preview = (await acme.Post($"{path}/offers/preview", stroller.Offer(intent))).Expect(200).Body!;
        var receipt = await acme.Offer(intent, stroller.Offer(intent));
        var board = (await acme.Get($"{path}/board")).Expect(200).Body!;
        var seen = (await other.Get($"{path}/board")).Expect(200).Body!;
        var feed = (await acme.Get("/api/v1/feed")).Expect(200).Body!["items"]!.AsArray().Single()!;

        var (ranks, leads, full) = (visibility != "none", visibility is "lead" or "full", visibility == "full");
        // Without more points elsewhere it leads below the other's total: 349.99.
        const string By =
            """[{"criterion":"deliverBy","value":null},{"criterion":"condition","value":null},{"criterion":"warrantyMonths","value":null}]""";
        var gap = leads ? $$"""{"score":"14.700000","total":"349.99","by":{{By}}}""" : null;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                ((string?)receipt["score"], (int?)receipt["rank"], (int?)receipt["of"]),
                Is.EqualTo(("49.417647", ranks ? 2 : (int?)null, ranks ? 2 : (int?)null)));
            Assert.That(receipt["gap"]?.ToJsonString(), Is.EqualTo(gap));
            Assert.That(receipt["lead"]?.ToJsonString(), Is.EqualTo(leads ? board["lead"]!.ToJsonString() : null));
            Assert.That(((string?)preview["score"], (int?)preview["rank"]), Is.EqualTo(("49.417647", leads ? 2 : (int?)null)));
            Assert.That(preview["gap"]?.ToJsonString(), Is.EqualTo(gap));
            foreach (var place in (JsonNode[])[board, feed])
            {
                Assert.That(((int?)place["rank"], (int?)place["of"]), Is.EqualTo((ranks ? 2 : (int?)null, ranks ? 2 : (int?)null)));
                Assert.That((string?)place["lead"]?["total"], Is.EqualTo(leads ? "350.00" : null));
                Assert.That(place["gap"]?.ToJsonString(), Is.EqualTo(gap));
                Assert.That((string?)place["own"]?["key"], Is.EqualTo("acme-42"));
            }
            Assert.That(board["offers"]?.AsArray().Count, Is.EqualTo(full ? 2 : (int?)null));
            Assert.That(
                ((int?)seen["of"], (string?)seen["lead"]?["total"], seen["own"]),
                Is.EqualTo((ranks ? 2 : (int?)null, leads ? "350.00" : null, (JsonNode?)null)));
            if (full)
            {
                Assert.That(
                    board["offers"]!.ToJsonString(),
                    Does.Not.Contain(acme.Account.ToString()).And.Not.Contain(beta.Account.ToString()).And.Not.Contain("b-1"));
            }
        }
        if (ranks)
            Assert.That((int?)(await AwaitRank(acme))["rank"], Is.EqualTo(2));

        async Task<JsonNode> AwaitRank(MarketClient vendor) =>
            (await vendor.Get("/api/v1/offers")).Body!["items"]!.AsArray().Single()!;
    }

    [Test]
    public async Task Refused_offer_is_told_every_reason_and_the_live_one_stays()
    {
        var market = await MarketHost.Shared;
        var customer = await market.Customer();
        var vendor = await market.Vendor();
        var stroller = new Stroller();
        var intent = await customer.PostIntent(stroller.Intent(i =>
        {
            i["terms"]!["require"]!.AsArray().Add(JsonNode.Parse("""{"criterion": "attributes.folds", "equals": true}"""));
            i["terms"]!["require"]!.AsArray().Add(JsonNode.Parse("""{"criterion": "returnDays", "min": 14}"""));
        }));
        await vendor.Offer(intent, stroller.Offer(intent, "1", o => o["attributes"]!["folds"] = true));

        var refused = await vendor.Offer(intent, stroller.Offer(intent, "2", offer =>
        {
            offer["agreesTo"] = new string('0', 64);
            offer["total"] = "500.00";
            offer["condition"] = "used";
            offer["certifications"] = new JsonArray();
            offer["attributes"]!["seats"] = "two";
            offer["attributes"]!["folds"] = false;
            offer["returnDays"] = 7;
            offer["lines"]![0]!["quantity"] = "2";
            offer["validUntil"] = stroller.At("2026-11-30T19:59:59Z");
            offer["replaces"] = Guid.NewGuid().ToString();
        }));
        var missing = await vendor.Offer(intent, stroller.Offer(intent, "3", offer =>
        {
            offer.AsObject().Remove("deliverBy");
            offer["lines"]![0]!["line"] = "another";
        }));

        Assert.That(((string?)refused["outcome"], Reasons(refused)), Is.EqualTo(("refused",
            "not-all-of not-equal not-one-of over-max quantity-mismatch sum-mismatch superseded terms-not-agreed under-min "
            + "valid-too-short wrong-type")));
        Assert.That(Reasons(missing), Is.EqualTo("lines-incomplete missing missing"));
        var told = (await customer.AwaitNotice("offer.refused", (string)intent["id"]!))["data"]!;
        Assert.That(
            ((string?)told["status"], (string?)told["total"], Reasons(told), told["score"], told["key"]),
            Is.EqualTo(("refused", "500.00", Reasons(refused), (JsonNode?)null, (JsonNode?)null)));
        Assert.That((await vendor.Get("/api/v1/offers?status=refused")).Body!["items"]!.AsArray(), Has.Count.EqualTo(2));
        Assert.That((await vendor.Get("/api/v1/offers?status=live")).Body!["items"]![0]!["key"]!.GetValue<string>(), Is.EqualTo("1"));
    }

    private static string Reasons(JsonNode receipt) =>
        string.Join(' ', receipt["reasons"]!.AsArray().Select(r => (string)r!["code"]!).Order(StringComparer.Ordinal));

    private static (string Score, string Points, int Rank, int Of) Scores(Answered receipt)
    {
        var points = receipt.Expect(200).Body!["breakdown"]!.AsArray().Select(b => (string)b!["points"]!);
        return (receipt.Text("score"), string.Join(' ', points), (int)receipt.Body!["rank"]!, (int)receipt.Body["of"]!);
    }

    internal static async Task<int> Recompute(byte[] transcript)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllBytesAsync(file, transcript);
        var python = Environment.GetEnvironmentVariable("TEST_PYTHON") is { Length: > 0 } given ? given : "python3";
        using var process = Process.Start(new ProcessStartInfo(python, [Tree.Path("tests", "clients", "recompute.py"), file])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
        })!;
        await process.WaitForExitAsync();
        File.Delete(file);
        return process.ExitCode;
    }
}

/// <summary>Stories whose words count for what the stories reach together.</summary>
public abstract class EdgeStories
{
    [OneTimeTearDown]
    public void Count() => Observed.Stories[GetType().Name] = 0;
}
