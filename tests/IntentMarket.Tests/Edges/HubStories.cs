using System.Diagnostics;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using NUnit.Framework;

namespace IntentMarket.Tests.Edges;

/// <summary>The hub, with its own client: of .NET, and of JavaScript, which most have, in the story of a connection that is lost.</summary>
public sealed class HubStories : EdgeStories
{
    [Test]
    public async Task Vendor_follows_bids_loses_the_connection_and_resumes_without_a_gap()
    {
        var market = await MarketHost.Shared;
        var (customer, vendor, stroller) = (await market.Customer(), await market.Vendor(), new Stroller());
        await using var hub = await NodeHubClient.Connect(market, vendor);
        Assert.That((await hub.Invoke("Follow")).ToJsonString(), Is.EqualTo("{}"));
        var intent = await customer.PostIntent(stroller.Intent());
        var id = (string)intent["id"]!;
        Assert.That((string?)(await hub.Notice("intent.opened", id))["data"]!["termsHash"], Is.EqualTo((string?)intent["termsHash"]));

        var answer = await hub.Invoke("SubmitOffer", id, stroller.Offer(intent));
        Assert.That((string?)answer["receipt"]!["score"], Is.EqualTo("49.417647"));
        var byRest = await vendor.Post($"/api/v1/intents/{id}/offers", stroller.Offer(intent));
        Assert.That(byRest.Body!.ToJsonString(), Is.EqualTo(answer["receipt"]!.ToJsonString()), "the same receipt over both");
        Assert.That((await hub.Notice("offer.receipt", id))["data"]!.ToJsonString(), Is.EqualTo(byRest.Body.ToJsonString()));
        Assert.That((int?)(await hub.Notice("offer.rank", id))["data"]!["rank"], Is.EqualTo(1));

        await hub.Drop();
        await hub.Said("reconnecting");
        for (var i = 0; i < 20; i++)
            await vendor.Offer(intent, stroller.OfferAt(intent, $"{398 - i}.00", $"while-away-{i}"));
        await hub.Said("reconnected");
        await vendor.Offer(intent, stroller.OfferAt(intent, "370.00", "after"));
        await hub.Notice("offer.receipt", id, n => (string?)n["data"]!["key"] == "after");

        var heard = hub.Notices.Where(n => (string?)n["type"] == "offer.receipt").DistinctBy(n => (string?)n["id"])
            .Select(n => (string?)n["data"]!["key"]);
        Assert.That(heard, Is.EqualTo(Enumerable.Range(0, 20).Select(i => $"while-away-{i}").Prepend("acme-42").Append("after")));
    }

    [Test]
    public async Task Customer_hears_of_offers_and_watches_one_intent()
    {
        var market = await MarketHost.Shared;
        var (customer, vendor, stroller) = (await market.Customer(), await market.Vendor(), new Stroller());
        var (first, second) = (await customer.PostIntent(stroller.Intent()), await customer.PostIntent(stroller.Intent()));
        await using var watching = await HubClient.Connect(market, customer);
        await using var following = await HubClient.Connect(market, customer);
        await watching.Invoke("Watch", (string)second["id"]!);
        await following.Invoke("Follow", (JsonNode?)null);
        await vendor.Offer(first, stroller.Offer(first));
        await vendor.Offer(second, stroller.Offer(second));
        var received = await following.Notice("offer.received", (string)second["id"]!);
        Assert.That(((int?)received["data"]!["rank"], received["data"]!["key"]), Is.EqualTo((1, (JsonNode?)null)));
        await watching.Notice("offer.received", (string)second["id"]!);
        Assert.That(watching.Notices.Select(n => (string?)n["intentId"]), Is.All.EqualTo((string?)second["id"]));
        Assert.That(following.Notices.Any(n => (string?)n["intentId"] == (string?)first["id"]), Is.True);
    }

    [Test]
    public async Task Vendor_who_watches_what_it_found_is_told_from_then_on()
    {
        var market = await MarketHost.Shared;
        var (customer, stroller) = (await market.Customer(), new Stroller());
        var vendor = await market.Vendor(subscribes: false);
        var intent = await customer.PostIntent(stroller.Intent());
        await using var hub = await HubClient.Connect(market, vendor);
        Assert.That(Code(await hub.Invoke("Watch", (string)intent["id"]!)), Is.EqualTo("not-found"));
        (await vendor.Put("/api/v1/subscriptions/late", new { })).Expect(200);
        await hub.Invoke("Watch", (string)intent["id"]!);
        (await customer.Post($"/api/v1/intents/{(string)intent["id"]!}/withdraw", new { reason = "x" })).Expect(200);
        await hub.Notice("intent.withdrawn", (string)intent["id"]!);
    }

    [Test]
    public async Task Call_with_other_arguments_than_it_takes_is_told_so()
    {
        var market = await MarketHost.Shared;
        var (customer, vendor, stroller) = (await market.Customer(), await market.Vendor(), new Stroller());
        var intent = await customer.PostIntent(stroller.Intent());
        var id = (string)intent["id"]!;
        await using var hub = await HubClient.Connect(market, vendor);
        foreach (var (method, arguments) in new (string, JsonNode?[])[]
        {
            ("SubmitOffer", []), ("SubmitOffer", [id]), ("SubmitOffer", [id, stroller.Offer(intent), "more"]), ("SubmitOffer", [id, null]),
            ("SubmitOffer", [id, 7]),
            ("SubmitOffer", [id, new JsonArray()]), ("Watch", []), ("Watch", [7]), ("Watch", [id, id]), ("WithdrawOffer", []),
            ("ConfirmOffer", [id]), ("Follow", [7]), ("Follow", ["nonsense"]), ("Follow", [null, null, 1]),
        })
        {
            var said = await hub.InvokeAny(method, arguments);
            var problem = said["answer"]?["problem"];
            var isFine = method == "Follow" && arguments.Length == 3;
            Assert.That(
                (said["error"], (string?)problem?["code"]), Is.EqualTo(((JsonNode?)null, isFine ? null : "malformed")),
                $"{method}({arguments.Length}): {said.ToJsonString()}");
        }
        foreach (var (method, arguments) in new (string, JsonNode?[])[]
        {
            ("SubmitOffer", ["x", null]), ("SubmitOffer", [null, null]), ("WithdrawOffer", [7]),
            ("ConfirmOffer", [new JsonObject(), null]),
        })
            Assert.That(Code(await hub.Invoke(method, arguments)), Is.EqualTo("not-found"));
        Assert.That((string?)(await hub.Invoke("SubmitOffer", id))["problem"]!["detail"], Does.Contain("`intentId`, `offer`"));
    }

    [Test]
    public async Task Offer_is_confirmed_and_withdrawn()
    {
        var market = await MarketHost.Shared;
        var (customer, vendor, stroller) = (await market.Customer(), await market.Vendor(), new Stroller());
        var body = stroller.Intent();
        var intent = await customer.PostIntent(body);
        await using var hub = await HubClient.Connect(market, vendor);
        var offerId = (string)(await hub.Invoke("SubmitOffer", (string)intent["id"]!, stroller.Offer(intent)))["receipt"]!["offerId"]!;
        body["version"] = 1;
        body["description"] = "Needed on Sunday";
        body["terms"]!["prefer"]![0]!["weight"] = 50;
        var amended = (await customer.Post($"/api/v1/intents/{(string)intent["id"]!}/amend", body)).Expect(200);
        var confirmed = await hub.Invoke("ConfirmOffer", offerId, amended.Text("termsHash"));
        Assert.That(
            ((string?)confirmed["receipt"]!["outcome"], (string?)confirmed["receipt"]!["key"]), Is.EqualTo(("accepted", "acme-42")));
        Assert.That((string?)(await hub.Invoke("WithdrawOffer", offerId))["receipt"]!["offerId"], Is.EqualTo(offerId));
        Assert.That(Code(await hub.Invoke("ConfirmOffer", offerId, "x")), Is.EqualTo("offer-changed"));
    }

    [Test]
    public async Task What_is_wrong_is_answered_and_the_connection_stays()
    {
        var market = await MarketHost.Shared;
        var (customer, vendor, stroller) = (await market.Customer(), await market.Vendor(), new Stroller());
        var intent = await customer.PostIntent(stroller.Intent());
        var id = (string)intent["id"]!;
        await using var hub = await HubClient.Connect(market, vendor);
        Assert.That(Code(await hub.Invoke("SubmitOffer", id, new JsonObject())), Is.EqualTo("malformed"));
        Assert.That(Code(await hub.Invoke("SubmitOffer", id, 7)), Is.EqualTo("malformed"));
        Assert.That(Code(await hub.Invoke("SubmitOffer", 7, new JsonObject())), Is.EqualTo("not-found"));
        Assert.That(
            Code(await hub.Invoke("SubmitOffer", id, new JsonObject { ["key"] = new string('x', 70_000) })), Is.EqualTo("too-large"));
        Assert.That(Code(await hub.Invoke("Follow", "nonsense")), Is.EqualTo("malformed"));
        Assert.That(
            Code(await hub.Invoke("Follow", $"0.0.0.{DateTimeOffset.UtcNow.AddDays(-8).ToUnixTimeMilliseconds():x}")),
            Is.EqualTo("cursor-expired"));
        Assert.That(Code(await hub.Invoke("WithdrawOffer", Guid.NewGuid().ToString())), Is.EqualTo("not-found"));
        Assert.That((string?)(await hub.InvokeAny("Nothing"))["error"], Is.Not.Null);
        Assert.That(Code(await hub.Invoke("WithdrawOffer")), Is.EqualTo("malformed"));
        foreach (var naughty in ((JsonArray)JsonNode.Parse(await File.ReadAllTextAsync(Wire.Messages.SharedData("naughty-strings.json")))!)
            .Take(200))
        {
            var answer = await hub.Invoke("SubmitOffer", id, stroller.Offer(intent, "x", o => o["condition"] = naughty!.DeepClone()));
            Assert.That(Code(answer), Is.EqualTo("malformed"), naughty!.ToJsonString());
        }
        Assert.That((string?)(await hub.Invoke("SubmitOffer", id, stroller.Offer(intent)))["receipt"]!["outcome"], Is.EqualTo("accepted"));

        await using var buyer = await HubClient.Connect(market, customer);
        Assert.That(Code(await buyer.Invoke("SubmitOffer", id, stroller.Offer(intent))), Is.EqualTo("forbidden"));
    }

    [Test]
    public async Task Key_that_does_not_hold_opens_nothing_and_its_connections_close()
    {
        var market = await MarketHost.Shared;
        var vendor = await market.Vendor();
        await using var stranger = await HubClient.TryConnect(market, market.Client("no.key"));
        Assert.That(stranger.Failure, Does.Contain("401").Or.Contain("unauthorized"));
        await using var foreign = await HubClient.TryConnect(market, vendor, origin: "https://elsewhere.example");
        Assert.That(foreign.Failure, Does.Contain("403").Or.Contain("forbidden"));
        await using var hub = await HubClient.Connect(market, vendor);
        var since = Stopwatch.StartNew();
        (await market.Operator.Post($"/api/v1/accounts/{vendor.Account}/suspend", new { reason = "x" })).Expect(200);
        await hub.Closed();
        Assert.That(since.Elapsed, Is.LessThan(TimeSpan.FromSeconds(5)));
        Assert.That(market.Output, Does.Not.Contain(vendor.Key!.Split('.')[1]), "the token stands in no log");
    }

    [Test]
    public async Task Key_that_only_reads_follows_and_offers_nothing()
    {
        var market = await MarketHost.Shared;
        var (customer, vendor, stroller) = (await market.Customer(), await market.Vendor(), new Stroller());
        var key = (await vendor.Post("/api/v1/keys", new { scope = "read" })).Expect(201).Text("key");
        await using var hub = await HubClient.Connect(market, market.Client(key));
        Assert.That((await hub.Invoke("Follow")).ToJsonString(), Is.EqualTo("{}"));
        var intent = await customer.PostIntent(stroller.Intent());
        var id = (string)intent["id"]!;
        await hub.Notice("intent.opened", id);
        Assert.That((await hub.Invoke("Watch", id)).ToJsonString(), Is.EqualTo("{}"));
        Assert.That(Code(await hub.Invoke("SubmitOffer", id, stroller.Offer(intent))), Is.EqualTo("read-only"));
        Assert.That(Code(await hub.Invoke("WithdrawOffer", Guid.NewGuid().ToString())), Is.EqualTo("read-only"));
        Assert.That(Code(await hub.Invoke("ConfirmOffer", Guid.NewGuid().ToString(), "x")), Is.EqualTo("read-only"));
    }

    [Test]
    public async Task Market_without_a_broker_has_no_bots_to_watch()
    {
        var market = await MarketHost.Shared;
        await using var vendor = await HubClient.Connect(market, await market.Vendor());
        Assert.That(Code(await vendor.Invoke("WatchBots")), Is.EqualTo("no-broker"));
        await using var customer = await HubClient.Connect(market, await market.Customer());
        Assert.That(Code(await customer.Invoke("WatchBots")), Is.EqualTo("forbidden"));
    }

    [Test]
    public async Task Pages_of_the_allowed_origins_may_use_the_hub_and_no_others()
    {
        await using var market = await MarketHost.Start(("Hub__AllowedOrigins", "https://shop.example, https://prams.example/"));
        var vendor = await market.Vendor();
        foreach (var origin in (string[])["https://shop.example", "https://prams.example"])
        {
            await using var hub = await HubClient.TryConnect(market, vendor, origin);
            Assert.That(hub.Failure, Is.Null, origin);
            Assert.That((await hub.Invoke("Follow")).ToJsonString(), Is.EqualTo("{}"), origin);
        }
        foreach (var origin in (string[])["http://shop.example", "https://shop.example.evil.example", "https://elsewhere.example", "null"])
        {
            await using var hub = await HubClient.TryConnect(market, vendor, origin);
            Assert.That(hub.Failure, Does.Contain("403").Or.Contain("forbidden"), origin);
        }
    }

    [Test]
    public async Task Client_that_takes_nothing_is_closed_and_the_others_hear_all()
    {
        await using var market = await MarketHost.Start();
        var (customer, vendor, stroller) = (await market.Customer(), await market.Vendor(), new Stroller());
        await using var other = await HubClient.Connect(market, vendor);
        await other.Invoke("Follow");
        // It asks to follow and then reads nothing, with little room of its own.
        using var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (context, cancel) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4_096 };
                await socket.ConnectAsync(context.DnsEndPoint, cancel);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        using var http = new HttpMessageInvoker(handler);
        using var slow = new ClientWebSocket();
        var address = new UriBuilder(new Uri(market.Address, "/hubs/market")) { Scheme = "ws", Query = $"access_token={vendor.Key}" };
        await slow.ConnectAsync(address.Uri, http, CancellationToken.None);
        foreach (var message in (string[])["""{"protocol":"json","version":1}""", """{"type":1,"target":"Follow","arguments":[null]}"""])
        {
            await slow.SendAsync(
                System.Text.Encoding.UTF8.GetBytes(message + "\u001e"), WebSocketMessageType.Text, true, CancellationToken.None);
        }

        // More than all the buffers on the way hold.
        var last = "";
        for (var i = 0; i < 200; i++)
        {
            last = (string)(await customer.PostIntent(
                stroller.Intent(intent => intent["lines"] = new JsonArray([.. Enumerable.Range(0, 6).Select(n => new JsonObject
                {
                    ["id"] = $"{n}",
                    ["description"] = new string('x', 8_000),
                    ["quantity"] = "1",
                    ["unit"] = "H87",
                    ["attributes"] = new JsonObject { ["seats"] = 2 },
                })]))))["id"]!;
        }
        await other.Notice("intent.opened", last);
        var since = Stopwatch.StartNew();
        while (!market.Output.Contains($"a connection of {vendor.Account} took nothing for too long: closed", StringComparison.Ordinal))
        {
            Assert.That(since.Elapsed, Is.LessThan(TimeSpan.FromSeconds(30)));
            await Task.Delay(100);
        }
        await Ends(slow).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.That((await other.Invoke("Follow")).ToJsonString(), Is.EqualTo("{}"));
    }

    [Test]
    public async Task Quota_of_the_hub_is_answered()
    {
        await using var market = await MarketHost.Start(("Limits__Hub__PerSecond", "5"));
        var vendor = await market.Vendor();
        await using var hub = await HubClient.Connect(market, vendor);
        var codes = new List<string?>();
        for (var i = 0; i < 20; i++)
            codes.Add(Code(await hub.Invoke("WithdrawOffer", Guid.NewGuid().ToString())));
        Assert.That(string.Join(' ', codes.Distinct().Order(StringComparer.Ordinal)), Is.EqualTo("not-found quota"));
    }

    /// <summary>Takes what was on the way yet, until the market's end of the connection.</summary>
    private static async Task Ends(ClientWebSocket socket)
    {
        var room = new byte[1 << 16];
        try
        {
            while ((await socket.ReceiveAsync(room, CancellationToken.None)).MessageType != WebSocketMessageType.Close)
            {
                // It goes on.
            }
        }
        catch (WebSocketException)
        {
            // It was cut off.
        }
    }

    private static string? Code(JsonNode answer) => (string?)answer["problem"]?["code"];
}
