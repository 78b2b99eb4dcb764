using System.Text;
using System.Text.Json.Nodes;
using IntentMarket.Tests.Edges;
using NUnit.Framework;

namespace IntentMarket.Tests.Cluster;

/// <summary>A vendor sees what passes between its bots and the market, whichever node has the message, and nobody else sees it.</summary>
public sealed class ConsoleTests
{
    private ClusterMarket _market = null!;

    [SetUp]
    public async Task SetUp() => _market = await SharedMarket.Get();

    [Test]
    public async Task Vendor_sees_its_bots_messages_and_their_answers_from_every_node()
    {
        var vendor = await _market.NewVendor();
        await using var bot = await _market.NewBot(vendor);
        await using var stranger = await Watch(await _market.NewVendor(), _market.Nodes[0]);
        await using var here = await Watch(vendor, _market.Nodes[0]);
        await using var there = await Watch(vendor, _market.Nodes[1]);
        await IsWatched(bot, here, there);

        // Of partitions that both nodes serve, with some certainty: 1 in 2^12 that all twelve are on one.
        var customer = await _market.NewCustomer();
        var posted = new List<Intent>();
        for (var n = 0; n < 12; n++)
            posted.Add(await ClusterMarket.Post(customer, _market.Nodes[n % 2]));
        foreach (var intent in posted)
        {
            await bot.Hears("intent.opened", intent);
            var offer = intent.Offer("400.00").ToJsonString() + "  ";
            Assert.That(
                await bot.Publish(intent.Route, Encoding.UTF8.GetBytes(offer), Bot.Properties("offer.submit", "o-" + intent.Id)), Is.Null);
            foreach (var console in new[] { here, there })
            {
                var opened = await console.BotMessage(
                    m => Passed(m, "out", "intent.opened") && Body(m).Contains(intent.Id, StringComparison.Ordinal), "the intent");
                Assert.That((int)opened["size"]!, Is.EqualTo(Encoding.UTF8.GetByteCount(Body(opened))));
                var came = await console.BotMessage(m => (string?)m["messageId"] == "o-" + intent.Id, "the offer");
                Assert.That(
                    (Body(came), (string?)came["direction"], (string?)came["route"], (int)came["size"]!),
                    Is.EqualTo((offer, "in", intent.Route, offer.Length)));
                var answered = await console.BotMessage(m => (string?)m["correlationId"] == "o-" + intent.Id, "its receipt");
                Assert.That(
                    Passed(answered, "out", "offer.receipt") && Body(answered).Contains("\"accepted\"", StringComparison.Ordinal),
                    answered.ToJsonString());
            }
        }
        Assert.That(stranger.BotMessages, Is.Empty);
        Assert.That(here.BotMessages.DistinctBy(m => (string?)m["id"]).Count(), Is.EqualTo(here.BotMessages.Count), "each once");
    }

    [Test]
    public async Task Message_that_is_no_offer_is_shown_as_it_was_sent_with_its_refusal()
    {
        var vendor = await _market.NewVendor();
        await using var bot = await _market.NewBot(vendor, Library.Amqplib);
        await using var console = await Watch(vendor, _market.Nodes[1]);
        await IsWatched(bot, console);
        (string Route, byte[] Body, string Type, string Key)[] sent =
        [
            ("p.1", "{\"intentId\": nonsense"u8.ToArray(), "offer.submit", "broken"),
            ("p.2", [0xFF, 0x00, (byte)'x'], "offer.submit", "binary"),
            ("p.3", "{}"u8.ToArray(), "offer.wish", "no-type"),
            ("nowhere", "{}"u8.ToArray(), "offer.submit", "stray"),
            ("p.4", Encoding.UTF8.GetBytes(new string('x', 70_000)), "offer.submit", "large"),
            ("p.5", Encoding.UTF8.GetBytes(new string('x', 200_000)), "offer.submit", "huge"),
        ];
        foreach (var (route, body, type, key) in sent)
        {
            Assert.That(await bot.Publish(route, body, Bot.Properties(type, key)), Is.Null, key);
            var came = await console.BotMessage(m => (string?)m["messageId"] == key, key);
            Assert.That(((int)came["size"]!, (string?)came["type"], (string?)came["route"]), Is.EqualTo((body.Length, type, route)));
            if (key == "binary")
                Assert.That(Body(came), Is.EqualTo("\uFFFD\0x"));
            else if (key == "huge")
                Assert.That(came["body"], Is.Null);
            else
                Assert.That(Encoding.UTF8.GetString(body), Does.StartWith(Body(came)).And.Length.AtLeast(Body(came).Length));
            var answered = await console.BotMessage(m => (string?)m["correlationId"] == key, "the refusal of " + key);
            Assert.That(Body(answered), Does.Contain("\"refused\""), key);
        }
    }

    [Test]
    public async Task Who_looks_again_sees_what_was_kept()
    {
        var vendor = await _market.NewVendor();
        await using var bot = await _market.NewBot(vendor);
        await using (var first = await Watch(vendor, _market.Nodes[0]))
            await IsWatched(bot, first);
        await Task.Delay(500);
        Assert.That(await bot.Publish("p.7", "{}"u8.ToArray(), Bot.Properties("offer.submit", "while-away")), Is.Null);
        await bot.HearsReceipt("while-away");
        await using var again = await Watch(vendor, _market.Nodes[0]);
        await again.BotMessage(m => (string?)m["messageId"] == "while-away", "what passed while nobody looked for a moment");
        await again.BotMessage(m => ((string?)m["messageId"])?.StartsWith("probe", StringComparison.Ordinal) == true, "what passed before");
    }

    /// <summary>Nobody is told that the other nodes have heard of a watch: until what any partition gets is shown.</summary>
    private static async Task IsWatched(Bot bot, params HubClient[] consoles)
    {
        for (var partition = 0; partition < 32; partition++)
        {
            var tries = 0;
            await Eventually.Holds(
                async () =>
                {
                    var key = $"probe-{partition}-{tries++}";
                    Assert.That(await bot.Publish($"p.{partition}", "{}"u8.ToArray(), Bot.Properties("offer.submit", key)), Is.Null);
                    await bot.HearsReceipt(key);
                    await Task.Delay(50 * tries);
                    return consoles.All(console => console.BotMessages.Any(m => (string?)m["messageId"] == key));
                },
                $"partition {partition} is watched");
        }
    }

    private static async Task<HubClient> Watch(MarketClient vendor, ClusterNode at)
    {
        var hub = await HubClient.TryConnect(at.Address, vendor.Key);
        Assert.That((await hub.Invoke("WatchBots")).ToJsonString(), Is.EqualTo("{}"));
        return hub;
    }

    private static bool Passed(JsonNode message, string direction, string type) =>
        ((string?)message["direction"], (string?)message["type"]) == (direction, type);

    private static string Body(JsonNode message) => (string?)message["body"] ?? "";
}
