using System.Diagnostics;
using NUnit.Framework;

namespace IntentMarket.Tests.Edges;

/// <summary>What an account is not told, it cannot see pass either: not in a byte that it is sent, and not in
/// when it is answered.</summary>
public sealed class SilenceStories : EdgeStories
{
    private MarketHost _market = null!;

    /// <summary>Its own: what other stories post would be told.</summary>
    [OneTimeSetUp]
    public async Task Start() => _market = await MarketHost.Start();

    [OneTimeTearDown]
    public async Task Stop() => await _market.DisposeAsync();

    [Test]
    public async Task Nothing_moves_while_others_make_sealed_offers()
    {
        var stroller = new Stroller();
        var (customer, other, idle) = (await _market.Customer(), await _market.Customer(), await _market.Vendor());
        // Whose criteria the intents do not meet: it is told of nothing at all.
        var (stranger, busy) = (await _market.Vendor(criteria: new { currencies = new[] { "JPY" } }), await _market.Vendor());
        var intent = await customer.PostIntent(stroller.Sealed());
        var id = (string)intent["id"]!;
        var opened = await idle.AwaitNotice("intent.opened", id);
        await busy.AwaitNotice("intent.opened", id);
        await using var hub = await HubClient.Connect(_market, idle);
        Assert.That((await hub.Invoke("Follow", (string)opened["cursor"]!)).ToJsonString(), Is.EqualTo("{}"));

        var looks = new (MarketClient Reader, string Path)[]
        {
            (idle, "notices"), (idle, $"notices?after={(string)opened["cursor"]!}"), (idle, $"intents/{id}/board"), (idle, "feed"),
            (idle, "offers"), (idle, $"intents/{id}"), (stranger, "notices"), (other, "notices"), (stranger, "feed"),
        };
        var before = await Look();
        Assert.That(
            before[1], Is.EqualTo($$"""{"items":[],"next":"{{(string)opened["cursor"]!}}"}"""), "with nothing new it is where it was");
        var (seen, done) = (new HashSet<string>(), false);
        var polling = Task.Run(async () =>
        {
            while (!Volatile.Read(ref done))
            {
                seen.Add((await idle.Get("/api/v1/notices?wait=0")).Expect(200).Text("next"));
                await Task.Delay(20);
            }
        });
        var since = Stopwatch.StartNew();
        var waiting = idle.Get($"/api/v1/notices?wait=3&after={(string)opened["cursor"]!}");
        for (var i = 0; i < 12; i++)
        {
            await busy.Offer(intent, stroller.OfferAt(intent, $"{399 - i}.00", $"accepted-{i}"));
            await busy.Offer(intent, stroller.OfferAt(intent, $"{600 + i}.00", $"refused-{i}"));
        }
        Volatile.Write(ref done, true);
        await polling;
        Assert.That((await waiting).Expect(200).Text("next"), Is.EqualTo((string?)opened["cursor"]));
        Assert.That(since.Elapsed, Is.GreaterThan(TimeSpan.FromSeconds(2.9)), "nothing woke it");
        Assert.That(seen, Has.Count.EqualTo(1));
        Assert.That(await Look(), Is.EqualTo(before));
        Assert.That(hub.Notices, Is.Empty);

        async Task<List<string>> Look()
        {
            var bytes = new List<string>();
            foreach (var (reader, path) in looks)
                bytes.Add((await reader.Get($"/api/v1/{path}")).Expect(200).Body!.ToJsonString());
            return bytes;
        }
    }

    [Test]
    public async Task Customer_of_a_sealed_auction_sees_no_refused_offer_pass()
    {
        var stroller = new Stroller();
        var (customer, vendor) = (await _market.Customer(), await _market.Vendor());
        var intent = await customer.PostIntent(stroller.Sealed());
        await vendor.Offer(intent, stroller.Offer(intent));
        await customer.AwaitNotice("offer.received", (string)intent["id"]!);
        var end = (await customer.Get("/api/v1/notices")).Text("next");
        var last = await Last(customer, end);
        for (var i = 0; i < 5; i++)
            await vendor.Offer(intent, stroller.OfferAt(intent, $"{600 + i}.00", $"refused-{i}"));
        Assert.That((await customer.Get("/api/v1/notices")).Text("next"), Is.EqualTo(end));
        Assert.That(await Last(customer, end), Is.EqualTo(last));
    }

    [Test]
    public async Task Cursor_is_the_accounts_own_and_the_same_on_every_channel()
    {
        var stroller = new Stroller();
        var (customer, a, b) = (await _market.Customer(), await _market.Vendor(), await _market.Vendor());
        await using var hub = await HubClient.Connect(_market, a);
        await hub.Invoke("Follow");
        var intent = await customer.PostIntent(stroller.Intent());
        var id = (string)intent["id"]!;
        var told = await Task.WhenAll(new[] { customer, a, b }.Select(reader => reader.AwaitNotice("intent.opened", id)));
        Assert.That(told.Select(n => (string)n["cursor"]!).Distinct().ToList(), Has.Count.EqualTo(3), "of one event");
        Assert.That(told.Select(n => (string)n["id"]!).Distinct().ToList(), Has.Count.EqualTo(3));
        Assert.That((await hub.Notice("intent.opened", id)).ToJsonString(), Is.EqualTo(told[1].ToJsonString()), "by the hub as by REST");
        (await b.Get($"/api/v1/notices?after={(string)told[1]["cursor"]!}")).ExpectProblem(400, "malformed");
        await using var others = await HubClient.Connect(_market, b);
        Assert.That((string?)(await others.Invoke("Follow", (string)told[1]["cursor"]!))["problem"]?["code"], Is.EqualTo("malformed"));
        Assert.That(
            (await a.Get($"/api/v1/notices?limit=1&after={(string)told[1]["cursor"]!}")).Expect(200).Text("next"),
            Is.EqualTo((string?)told[1]["cursor"]));
    }

    /// <summary>At full visibility the ranking is shown: its state is a word that changes with it, and with nothing else.</summary>
    [Test]
    public async Task State_of_a_ranking_changes_with_what_is_ranked_alone()
    {
        var stroller = new Stroller();
        var (customer, a, b) = (await _market.Customer(), await _market.Vendor(), await _market.Vendor());
        var intent = await customer.PostIntent(stroller.Intent(i => i["auction"]!["visibility"] = "full"));
        var board = $"/api/v1/intents/{(string)intent["id"]!}/board?limit=1";
        await a.Offer(intent, stroller.OfferAt(intent, "399.00", "a"));
        await b.Offer(intent, stroller.OfferAt(intent, "398.00", "b"));
        var before = (await a.Get(board)).Expect(200);
        await b.Offer(intent, stroller.OfferAt(intent, "600.00", "refused"));
        Assert.That(
            (await a.Get(board)).Expect(200).Body!.ToJsonString(), Is.EqualTo(before.Body!.ToJsonString()), "another's refused offer");
        Assert.That((await a.Get($"{board}&after={before.Text("next")}")).Expect(200).Body!["offers"]!.AsArray(), Has.Count.EqualTo(1));
        Assert.That((await b.Get(board)).Text("asOf"), Is.Not.EqualTo(before.Text("asOf")), "to each reader its own");
        (await b.Get($"{board}&after={before.Text("next")}")).ExpectProblem(400, "malformed");
        await b.Offer(intent, stroller.OfferAt(intent, "397.00", "better"));
        Assert.That((await a.Get(board)).Text("asOf"), Is.Not.EqualTo(before.Text("asOf")));
        (await a.Get($"{board}&after={before.Text("next")}")).ExpectProblem(409, "moved");
        var list = $"/api/v1/intents/{(string)intent["id"]!}/offers?limit=1";
        var unranked = (await customer.Get(list)).Expect(200);
        var rest = (await customer.Get($"{list}&unrankedAfter={unranked.Text("unrankedNext")}")).Expect(200);
        Assert.That((string?)rest.Body!["unranked"]![0]!["status"], Is.EqualTo("refused"));
        (await customer.Get($"{list}&unrankedAfter=3")).ExpectProblem(400, "malformed");
    }

    /// <summary>A feed that stops amid intents of others goes on from there, and names none of them.</summary>
    [Test]
    public async Task Feed_names_what_was_shown()
    {
        var stroller = new Stroller();
        var (customer, vendor) = (await _market.Customer(), await _market.Vendor(criteria: new { anyKeyword = new[] { "zeppelin" } }));
        var shown = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            shown.Add((string)(await customer.PostIntent(stroller.Intent(n => n["title"] = "A zeppelin")))["id"]!);
            await customer.PostIntent(stroller.Intent());
        }
        var read = new List<string>();
        for (string? next = ""; next is not null;)
        {
            var page = (await vendor.Get($"/api/v1/feed?limit=2{(next.Length > 0 ? "&after=" + next : "")}")).Expect(200).Body!;
            read.AddRange(page["items"]!.AsArray().Select(e => (string)e!["intent"]!["id"]!));
            next = (string?)page["next"];
            Assert.That(next, Is.Null.Or.Match("^[A-Za-z0-9_-]{54}$"));
        }
        Assert.That(read, Is.EqualTo(shown));
    }

    private static async Task<string> Last(MarketClient reader, string after) =>
        (await reader.Get($"/api/v1/notices?limit=1&after={after}")).Expect(200).Body!.ToJsonString();
}
