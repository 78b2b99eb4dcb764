using System.Diagnostics;
using System.Text.Json.Nodes;
using NUnit.Framework;

namespace IntentMarket.Tests.Cluster;

/// <summary>What a broker credential of the real market opens, and that it can be closed; and an inbox that nobody reads.</summary>
[Parallelizable]
public sealed class CredentialTests
{
    private ClusterMarket _market = null!;

    [OneTimeSetUp]
    public async Task Start() => _market = await ClusterMarket.Start(nodes: 2);

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (_market is not null)
            await _market.DisposeAsync();
    }

    [Test]
    public async Task Bot_can_neither_read_nor_write_what_is_not_its_own()
    {
        await using var bot = await _market.NewBot(await _market.NewVendor());
        await using var other = await _market.NewBot(await _market.NewVendor());
        var (exchange, inbox) = ((string)other.Credential["exchange"]!, (string)other.Credential["queue"]!);
        foreach (var foreign in new[] { exchange, "offers", "routes", "commands", "unrouted", "dead", "dropped", "amq.topic" })
        {
            Assert.That(
                await bot.Publish("p.0", "{}"u8.ToArray(), Bot.Properties("offer.submit", "x"), foreign), Is.EqualTo("403"), foreign);
        }
        foreach (var route in new[] { "p.0", inbox, "dropped" })
            Assert.That(await bot.Publish(route, "{}"u8.ToArray(), Bot.Properties("offer.submit", "x"), ""), Is.EqualTo("403"), route);
        foreach (var queue in new[] { inbox, "p.0", "unrouted", "dead", "dropped" })
            Assert.That(await bot.Try(new JsonObject { ["what"] = "get", ["queue"] = queue }), Is.EqualTo("403"), queue);
        // The broker tells anybody how much waits in a queue whose name they know.
        foreach (var queue in Enumerable.Range(0, 32).Select(partition => $"p.{partition}").Concat(["unrouted", "dead", "dropped"]))
            Assert.That(await bot.Try(new JsonObject { ["what"] = "look", ["queue"] = queue }), Is.EqualTo("404"), queue);
        Assert.That(await bot.Try(new JsonObject { ["what"] = "declare", ["queue"] = "mine" }), Is.EqualTo("403"));
        foreach (var vhost in new[] { _market.Core, "core", "/" })
            Assert.That(await bot.Try(new JsonObject { ["what"] = "enter", ["vhost"] = vhost }), Is.Not.Null, vhost);
        Assert.That(
            other.Notices.Where(n => !n.Type.StartsWith("intent.", StringComparison.Ordinal)), Is.Empty,
            "nothing but what the market tells");
        Assert.That(bot.Closed.IsCompleted, Is.False);
    }

    [Test]
    public async Task Vendor_has_at_most_10_credentials()
    {
        var vendor = await _market.NewVendor();
        var credentials = new List<JsonNode>();
        for (var i = 0; i < 10; i++)
            credentials.Add(await _market.NewCredential(vendor));
        var refused = await vendor.Post(_market.Nodes[1], "broker-credentials");
        Assert.That(((string?)refused["code"], (string?)refused["detail"]), Is.EqualTo(("limit", "a vendor has at most 10 broker users")));
        (await vendor.Delete(_market.Nodes[0], $"broker-credentials/{credentials[0]["id"]}")).Is(204);
        await _market.NewCredential(vendor);
    }

    [Test]
    public async Task Revoked_credential_is_closed_within_five_seconds_and_the_other_stays()
    {
        var vendor = await _market.NewVendor();
        await using var bot = await _market.NewBot(vendor);
        await using var other = await _market.NewBot(vendor, Library.Amqplib);
        var watch = Stopwatch.StartNew();
        (await vendor.Delete(_market.Nodes[1], $"broker-credentials/{bot.Credential["id"]}")).Is(204);
        await bot.Closed.WaitAsync(TimeSpan.FromSeconds(10));
        await TestContext.Out.WriteLineAsync($"closed after {watch.Elapsed.TotalSeconds:F1} s");
        Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(5)));
        Assert.That(await CanEnter(bot.Credential), Is.False);
        Assert.That(await CanEnter(other.Credential), Is.True);
        var intent = await ClusterMarket.Post(await _market.NewCustomer(), _market.Nodes[0]);
        await other.Hears("intent.opened", intent);
    }

    [Test]
    public async Task Inbox_goes_with_the_last_credential_and_comes_with_the_next()
    {
        var (vendor, customer) = (await _market.NewVendor(), await _market.NewCustomer());
        var (first, second) = (await _market.NewCredential(vendor), await _market.NewCredential(vendor));
        (await vendor.Delete(_market.Nodes[0], $"broker-credentials/{first["id"]}")).Is(204);
        Assert.That(await Inbox(), Is.Not.Null, "one is left");
        (await vendor.Delete(_market.Nodes[1], $"broker-credentials/{second["id"]}")).Is(204);
        Assert.That(await Inbox(), Is.Null);
        var intent = await ClusterMarket.Post(customer, _market.Nodes[0]);
        await using var bot = await _market.NewBot(vendor);
        await bot.Send(intent.Route, "a", intent.Offer("400.00"));
        await bot.HearsReceipt("a");

        Task<JsonNode?> Inbox() => TestServices.Broker(HttpMethod.Get, $"queues/{_market.Edge}/{(string)first["queue"]!}");
    }

    [Test]
    public async Task Bots_of_a_suspended_vendor_are_shut_out_until_it_is_restored()
    {
        var vendor = await _market.NewVendor();
        await using var bot = await _market.NewBot(vendor);
        var intent = await ClusterMarket.Post(await _market.NewCustomer(), _market.Nodes[0]);
        await bot.Hears("intent.opened", intent);
        var watch = Stopwatch.StartNew();
        (await _market.Operator.Post(_market.Nodes[1], $"accounts/{vendor.Id}/suspend", new { reason = "does not deliver" })).Is(200);
        await bot.Closed.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(5)));
        Assert.That(await CanEnter(bot.Credential), Is.False);
        Assert.That(
            (await vendor.Post(_market.Nodes[1], $"intents/{intent.Id}/offers", intent.RestOffer("a", "400.00"))).Status, Is.EqualTo(403));
        (await _market.Operator.Post(_market.Nodes[0], $"accounts/{vendor.Id}/restore", new { reason = "delivers again" })).Is(200);
        await using var back = await Bot.Start(vendor, bot.Credential, Library.Pika);
        await Eventually.Holds(
            async () =>
            {
                // Each node remembers the suspension for some seconds yet.
                var key = Guid.NewGuid().ToString();
                await back.Send(intent.Route, key, intent.Offer("400.00"));
                return (await back.HearsReceipt(key)).Codes is not ["suspended"];
            },
            "its offers are taken again");
    }

    [Test]
    public async Task Vendor_who_leaves_takes_its_bots_and_its_inbox_along()
    {
        var (vendor, stays) = (await _market.NewVendor(), await _market.NewVendor());
        await using var bot = await _market.NewBot(vendor);
        await using var other = await _market.NewBot(stays);
        var customer = await _market.NewCustomer();
        var intent = await ClusterMarket.Post(customer, _market.Nodes[0]);
        await bot.Hears("intent.opened", intent);
        await bot.Send(intent.Route, "before", intent.Offer("400.00"));
        await bot.HearsReceipt("before");
        var watch = Stopwatch.StartNew();
        (await vendor.Delete(_market.Nodes[1], "account")).Is(204);
        await bot.Closed.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.That(await CanEnter(bot.Credential), Is.False);
        await Eventually.Holds(async () => (await vendor.Get(_market.Nodes[0], "keys")).Status == 401, "the other node has heard of it", 5);
        Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(5)));
        var queues = await TestServices.Broker(HttpMethod.Get, $"queues/{_market.Edge}");
        Assert.That(
            queues!.AsArray().Select(q => (string?)q!["name"]),
            Does.Not.Contain((string)bot.Credential["queue"]!).And.Contain((string)other.Credential["queue"]!));
        Assert.That((int?)(await customer.Get(_market.Nodes[0], $"intents/{intent.Id}/offers"))["count"], Is.Zero);
        // What goes out to the others waits for nobody who is gone.
        await other.Hears("intent.opened", await ClusterMarket.Post(customer, _market.Nodes[0]));
    }

    [Test]
    public async Task Inbox_that_overflows_tells_where_to_read_on_and_nothing_is_missed()
    {
        const int InboxMax = 5;
        var vendor = await _market.NewVendor();
        await using var bot = await _market.NewBot(vendor, reads: false);
        await Policy(vendor, InboxMax);
        var customer = await _market.NewCustomer();
        var posted = new List<string>();
        // Over more than a second, so that it is not told once for all.
        for (var n = 0; n < 25; n++)
        {
            posted.Add((await ClusterMarket.Post(customer, _market.Nodes[n % 2])).Id);
            await Task.Delay(100);
        }
        var inbox = (string)bot.Credential["queue"]!;
        await Eventually.Holds(
            async () => (int?)(await TestServices.Broker(HttpMethod.Get, $"queues/{_market.Edge}/{inbox}"))?["messages"] == InboxMax,
            "the inbox is full");
        bot.ReadOn();
        await bot.Hears(n => n.Type == "resync", "that it is to read on elsewhere");
        // From the earliest place that it was told, as a bot does that was away.
        var cursors = bot.Notices.Where(n => n.Type == "resync").Select(n => (string)n.Data["cursor"]!);
        var read = new HashSet<string>();
        foreach (var cursor in cursors)
        {
            var page = (await vendor.Get(_market.Nodes[0], $"notices?after={cursor}&limit=100")).Is(200);
            read.UnionWith(
                page["items"]!.AsArray().Where(n => (string?)n!["type"] == "intent.opened").Select(n => (string)n!["intentId"]!));
        }
        Assert.That(read, Is.SupersetOf(posted));
        // What stands in the inbox has the cursor that the same notice has by REST, and another vendor can do nothing with it.
        var byRest = (await vendor.Get(_market.Nodes[1], $"notices?after={cursors.First()}&limit=100")).Is(200)["items"]!.AsArray()
            .ToDictionary(n => (string)n!["id"]!, n => (string)n!["cursor"]!);
        var heard = bot.Notices.Where(n => n.Type == "intent.opened").Select(n => n.Body).ToList();
        Assert.That(heard, Is.Not.Empty);
        Assert.That(heard.Select(n => (string)n["cursor"]!), Is.EqualTo(heard.Select(n => byRest[(string)n["id"]!])));
        (await (await _market.NewVendor()).Get(_market.Nodes[0], $"notices?after={cursors.First()}")).Is(400);
    }

    private static async Task<bool> CanEnter(JsonNode credential)
    {
        using var bot = Process.Start(new ProcessStartInfo(
            TestServices.Python, [Path.Combine(TestServices.Clients, "bot.py"), credential.ToJsonString()])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        bot.StandardInput.Close();
        var said = await bot.StandardOutput.ReadToEndAsync();
        await bot.StandardError.ReadToEndAsync();
        await bot.WaitForExitAsync();
        return said.Contains("ready", StringComparison.Ordinal);
    }

    /// <summary>The lower bound of policy and queue counts, so an inbox can be filled with little.</summary>
    private Task Policy(MarketClient vendor, int max) => TestServices.Broker(
        HttpMethod.Put, $"policies/{_market.Edge}/small-{vendor.Id}",
        new JsonObject
        {
            ["pattern"] = $"^v\\.{vendor.Id}\\.inbox$",
            ["definition"] = new JsonObject { ["max-length"] = max },
            ["apply-to"] = "queues",
        });
}
