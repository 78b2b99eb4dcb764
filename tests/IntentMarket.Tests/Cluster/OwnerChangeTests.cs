using System.Diagnostics;
using System.Text.Json.Nodes;
using IntentMarket.Engine;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;
using IntentMarket.Storage;
using NUnit.Framework;

namespace IntentMarket.Tests.Cluster;

/// <summary>A partition changes hands while there is something to do in it.</summary>
[Parallelizable]
public sealed class OwnerChangeTests
{
    [Test]
    public async Task Node_that_was_frozen_loses_its_partitions_and_does_no_harm_when_it_wakes()
    {
        await using var market = await ClusterMarket.Start(nodes: 2);
        var (sleeper, awake) = (market.Nodes[0], market.Nodes[1]);
        var customer = await market.NewCustomer();
        await using var bot = await market.NewBot(await market.NewVendor(), Library.Amqplib);
        var vendor = await market.NewVendor();
        var intents = new List<Intent>();
        for (var n = 0; n < 8; n++)
            intents.Add(await ClusterMarket.Post(customer, awake));
        foreach (var intent in intents)
            await bot.Hears("intent.opened", intent);
        var stream = new OfferStream(bot, intents);
        await stream.Sends(80);

        var sending = stream.Sends(160);
        sleeper.Freeze();
        var frozen = Stopwatch.StartNew();
        // It sleeps past the time that a node counts as live, so the other serves all.
        foreach (var intent in intents)
        {
            await Eventually.Holds(
                async () => (await vendor.Post(awake, $"intents/{intent.Id}/offers", intent.RestOffer("awake", "399.00"))).Status == 200,
                "the node that is awake serves every partition");
        }
        await TestContext.Out.WriteLineAsync($"after {frozen.Elapsed.TotalSeconds:F1} s the other node served every partition");
        await sending;
        await stream.Sends(80);
        if (TimeSpan.FromSeconds(10) - frozen.Elapsed is { Ticks: > 0 } rest)
            await Task.Delay(rest);

        sleeper.Thaw();
        // At once, before it knows how long it slept: what it answers is no older than what the other node has stored.
        var revised = await Task.WhenAll(
            intents.Select(intent => vendor.Post(sleeper, $"intents/{intent.Id}/offers", intent.RestOffer("awake", "399.00"))));
        foreach (var (answer, intent) in revised.Zip(intents))
        {
            if (answer.Status == 503)
                continue;
            var stored = (await vendor.Post(awake, $"intents/{intent.Id}/offers", intent.RestOffer("awake", "399.00"))).Is(200);
            Assert.That(answer.Is(200).Text, Is.EqualTo(stored.Text));
        }
        await sleeper.Ready();
        await stream.AllAreAnswered();
        await stream.Sends(80);
        await stream.AllAreAnswered();
        foreach (var (key, receipts) in bot.Notices.Where(n => n.Type == "offer.receipt").GroupBy(n => n.CorrelationId!)
            .Select(n => (n.Key, n.ToList())))
            Assert.That(receipts.Select(r => r.DataText).Distinct().Count(), Is.EqualTo(1), $"{key} got receipts that differ");
        await market.Drains();
        await Conservation.Holds(market);
    }

    [Test]
    public async Task Intents_close_once_and_on_time_though_their_owner_dies_just_before()
    {
        const int ClosesIn = 15;
        await using var market = await ClusterMarket.Start(nodes: 2);
        var (doomed, survivor) = (market.Nodes[0], market.Nodes[1]);
        var customer = await market.NewCustomer();
        await using var bot = await market.NewBot(await market.NewVendor(), Library.Amqplib);
        var vendor = await market.NewVendor();
        var closesAt = DateTimeOffset.UtcNow.AddSeconds(ClosesIn);
        var intents = new List<Intent>();
        for (var n = 0; n < 8; n++)
        {
            // Sealed: offers may be revised for the worse until the close, in whatever order they come.
            intents.Add(await ClusterMarket.Post(customer, survivor, i => i["auction"] = new JsonObject
            {
                ["format"] = "sealed",
                ["closesAt"] = Time.Format(closesAt.ToUnixTimeMilliseconds()),
            }));
            await bot.Hears("intent.opened", intents[n]);
        }

        // Offers go on from before the kill until after the close, over AMQP and over REST.
        var answered = new List<(Intent Intent, string Key, Task<RestAnswer> Answer)>();
        var sent = new List<(Intent Intent, string Key)>();
        var isKilled = false;
        for (var n = 0; DateTimeOffset.UtcNow < closesAt.AddSeconds(3); n++)
        {
            var intent = intents[n % intents.Count];
            sent.Add((intent, $"s-{n}"));
            await bot.Send(intent.Route, $"s-{n}", intent.Offer($"{440 - n % 200}.00"));
            answered.Add((intent, $"r-{n}",
                vendor.Post(survivor, $"intents/{intent.Id}/offers", intent.RestOffer($"r-{n}", $"{440 - n % 200}.50"))));
            if (!isKilled && DateTimeOffset.UtcNow > closesAt.AddMilliseconds(-700))
            {
                await doomed.Kill();
                isKilled = true;
            }
            await Task.Delay(50);
        }
        foreach (var intent in intents)
            await bot.Hears("intent.closed", intent);
        var late = DateTimeOffset.UtcNow - closesAt;
        await TestContext.Out.WriteLineAsync($"{sent.Count} offers over AMQP; all closed {late.TotalSeconds:F1} s after their time");

        var receipts = new Dictionary<string, string>();
        foreach (var (_, key) in sent)
            receipts[key] = (string)(await bot.HearsReceipt(key)).Data["outcome"]!;
        await Task.WhenAll(answered.Select(a => a.Answer));
        await using (var store = await Store.Open(market.Database, "", default))
        {
            foreach (var intent in intents)
                CountsWhatCameBeforeTheClose(await store.Journal.ReadIntents([IntentId.Parse(intent.Id)], default), receipts);
        }
        Assert.That(receipts.Values.Distinct(), Is.EquivalentTo(["accepted", "refused"]), "there were offers on both sides of the close");
        foreach (var intent in intents)
        {
            Assert.That((string?)(await customer.Get(survivor, $"intents/{intent.Id}"))["status"], Is.EqualTo("evaluating"));
            Assert.That(bot.Notices.Where(n => n.Type == "intent.closed" && (string?)n.Body["intentId"] == intent.Id)
                .DistinctBy(n => (string?)n.Body["id"]).Count(), Is.EqualTo(1));
        }
        // One that was stamped in time and answered says the same again; one that was not known was recorded or was not.
        foreach (var (intent, key, answer) in answered.Where(a => a.Answer.Result.Status == 200))
        {
            var n = int.Parse(key[2..]);
            var again = (await vendor.Post(survivor, $"intents/{intent.Id}/offers", intent.RestOffer(key, $"{440 - n % 200}.50"))).Is(200);
            Assert.That(again.Text, Is.EqualTo((await answer).Text));
        }
        await market.Drains();
        await Conservation.Holds(market);
    }

    private static void CountsWhatCameBeforeTheClose(IReadOnlyList<StoredEvent> stored, Dictionary<string, string> receipts)
    {
        var events = stored.Select(EventCodec.Decode).ToList();
        Assert.That(events.Count(e => e.Event is ClosingCalled), Is.EqualTo(1));
        var closed = events.Single(e => e.Event is IntentClosed);
        var called = events.Single(e => e.Event is ClosingCalled);
        foreach (var e in events)
        {
            switch (e.Event)
            {
                case OfferAccepted accepted:
                    Assert.That(e.Seq, Is.LessThan(accepted.Request.Key[0] == 's' ? called.Seq : closed.Seq));
                    if (accepted.Request.Key[0] == 's')
                        Assert.That(receipts[accepted.Request.Key], Is.EqualTo("accepted"));
                    break;
                case OfferRefused refused:
                    Assert.That(refused.Reasons.Select(r => r.Code), Is.EqualTo(["closed"]));
                    Assert.That(e.Seq, Is.GreaterThan(refused.Request.Key[0] == 's' ? called.Seq : 0));
                    break;
            }
        }
    }
}
