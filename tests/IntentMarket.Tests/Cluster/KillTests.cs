using System.Diagnostics;
using System.Numerics;
using System.Text.Json.Nodes;
using IntentMarket.Engine;
using IntentMarket.Engine.Market;
using NUnit.Framework;

namespace IntentMarket.Tests.Cluster;

/// <summary>A node dies in the middle of 2,000 offers that bots send with confirms. Nothing that the broker confirmed is lost or counts
/// twice, and the ranking is the one that the messages alone give.</summary>
[Parallelizable]
public sealed class KillTests
{
    private const int OffersPerVendorAndIntent = 100;
    private const int IntentsPerOwner = 3;
    private const int ResentPerBot = 40;
    private const int KillAt = 400;

    /// <summary>An offer as its bot sent it; what the test knows of it without the market.</summary>
    private sealed record Sent(Bot Bot, Intent Intent, string Key, int Pence, int Warranty, JsonObject Body)
    {
        public long ConfirmedAt { get; set; }

        public bool IsAdmissible => Pence <= 45_000;
    }

    [Test]
    public async Task Each_confirmed_offer_gets_its_receipt_and_counts_once_though_a_node_is_killed()
    {
        await using var market = await ClusterMarket.Start(nodes: 2);
        var (doomed, survivor) = (market.Nodes[0], market.Nodes[1]);
        var customer = await market.NewCustomer();
        var bots = new List<Bot>();
        foreach (var library in new[] { Library.Pika, Library.Amqplib, Library.Pika, Library.Amqplib })
            bots.Add(await market.NewBot(await market.NewVendor($"Vendor {bots.Count}"), library));
        var intents = await PostOnBothOwners(market, customer);
        foreach (var bot in bots)
        {
            foreach (var intent in intents)
                await bot.Hears("intent.opened", intent);
        }

        var sent = Plan(bots, intents);
        Assert.That(sent, Has.Count.GreaterThanOrEqualTo(2_000));
        var sending = sent.Select(async offer =>
        {
            await offer.Bot.Send(offer.Intent.Route, offer.Key, offer.Body);
            offer.ConfirmedAt = Stopwatch.GetTimestamp();
        }).ToList();
        while (bots.Sum(b => b.ReceiptsHeard) < KillAt)
            await Task.WhenAny(bots.Select(b => b.Changed));
        await doomed.Kill();
        var (killed, answered, confirmed) = (Stopwatch.GetTimestamp(), bots.Sum(b => b.ReceiptsHeard), sent.Count(o => o.ConfirmedAt > 0));
        await Task.WhenAll(sending);

        var slowest = TimeSpan.Zero;
        foreach (var offer in sent)
        {
            var receipt = await offer.Bot.HearsReceipt(offer.Key);
            slowest = Max(slowest, Stopwatch.GetElapsedTime(offer.ConfirmedAt, receipt.HeardAt));
            Assert.That((string?)receipt.Data["outcome"], Is.EqualTo(offer.IsAdmissible ? "accepted" : "refused"), receipt.Text);
        }
        var last = bots.Max(b => b.Notices.Where(n => n.Type == "offer.receipt").Max(n => n.HeardAt));
        await TestContext.Out.WriteLineAsync(
            $"{sent.Count} offers; at the kill {confirmed} were confirmed and {answered} answered; the last receipt came "
            + $"{Stopwatch.GetElapsedTime(killed, last).TotalSeconds:F1} s after it, the slowest "
            + $"{slowest.TotalSeconds:F1} s after its confirm");
        Assert.That(slowest, Is.LessThan(TimeSpan.FromSeconds(30)));
        Assert.That(answered, Is.LessThan(sent.Count - KillAt), "it was killed in the middle");

        await ResendAndCompare(sent);
        foreach (var bot in bots)
        {
            foreach (var (key, receipts) in Receipts(bot))
                Assert.That(receipts.Select(r => r.DataText).Distinct().Count(), Is.EqualTo(1), $"{key} got receipts that differ");
        }
        Assert.That(
            bots.Sum(b => Receipts(b).Count), Is.EqualTo(sent.Count), "accepted and refused receipts make up the confirmed messages");
        foreach (var intent in intents)
        {
            await RanksAsCalculated(customer, survivor, intent, sent);
            await Recomputes(customer, survivor, intent);
        }
        await market.Drains();
        await Conservation.Holds(market);
        await ServesEveryPartition(customer, survivor);
    }

    /// <summary>Intents of partitions of either node.</summary>
    private static async Task<List<Intent>> PostOnBothOwners(ClusterMarket market, MarketClient customer)
    {
        var nodes = await TestServices.Query(market.Database, "SELECT node FROM nodes ORDER BY node", r => r.GetString(0));
        Assert.That(nodes, Has.Count.EqualTo(2));
        var byOwner = nodes.ToDictionary(n => n, _ => new List<Intent>());
        for (var n = 0; byOwner.Values.Any(i => i.Count < IntentsPerOwner); n++)
        {
            var intent = await ClusterMarket.Post(customer, market.Nodes[n % 2]);
            var owned = byOwner[Partitions.Owner(Partitions.Of(IntentId.Parse(intent.Id)), nodes)];
            if (owned.Count < IntentsPerOwner)
                owned.Add(intent);
        }
        return [.. byOwner.Values.SelectMany(i => i)];
    }

    /// <summary>The totals of a vendor leave a remainder of their own, so no two offers tie. One in ten is beyond
    /// the highest total.</summary>
    private static List<Sent> Plan(List<Bot> bots, List<Intent> intents)
    {
        var random = new Random(20_261_122);
        var sent = new List<Sent>();
        for (var n = 0; n < OffersPerVendorAndIntent; n++)
        {
            foreach (var (intent, i) in intents.Select((intent, i) => (intent, i)))
            {
                foreach (var (bot, b) in bots.Select((bot, b) => (bot, b)))
                {
                    var pence = random.Next(10) == 0
                        ? 45_001 + random.Next(5_000)
                        : (20_000 + random.Next(24_000)) / bots.Count * bots.Count + b;
                    var warranty = random.Next(0, 30);
                    sent.Add(
                        new Sent(bot, intent, $"{b}-{i}-{n}", pence, warranty, intent.Offer($"{pence / 100}.{pence % 100:00}", warranty)));
                }
            }
        }
        return sent;
    }

    private static Dictionary<string, List<BotNotice>> Receipts(Bot bot) => bot.Notices
        .Where(n => n.Type == "offer.receipt" && n.CorrelationId is not null && n.Codes is not ["key-reused"])
        .GroupBy(n => n.CorrelationId!).ToDictionary(n => n.Key, n => n.ToList());

    private static async Task ResendAndCompare(List<Sent> sent)
    {
        foreach (var offers in sent.GroupBy(o => o.Bot))
        {
            var bot = offers.Key;
            var again = offers.Where((_, n) => n % (offers.Count() / ResentPerBot) == 0).ToList();
            var before = Receipts(bot);
            foreach (var offer in again)
                await bot.Send(offer.Intent.Route, offer.Key, offer.Body);
            foreach (var offer in again)
            {
                var known = before[offer.Key];
                var repeated = await bot.Hears(
                    n => n.CorrelationId == offer.Key && !known.Contains(n), $"the receipt of {offer.Key} again");
                Assert.That(repeated.DataText, Is.EqualTo(known[0].DataText));
                Assert.That((string?)repeated.Body["id"], Is.EqualTo((string?)known[0].Body["id"]));
            }
            var other = again[0].Intent.Offer("299.99", 1);
            await bot.Send(again[0].Intent.Route, again[0].Key, other);
            var reused = await bot.Hears(n => n.CorrelationId == again[0].Key && n.Codes is ["key-reused"], "that the key was used before");
            Assert.That((string?)reused.Data["outcome"], Is.EqualTo("refused"));
        }
    }

    /// <summary>The last admissible offer of each vendor, ranked by the rule of the terms worked out here, is
    /// what the market says.</summary>
    private static async Task RanksAsCalculated(MarketClient customer, ClusterNode at, Intent intent, List<Sent> sent)
    {
        var expected = sent.Where(o => o.Intent == intent && o.IsAdmissible).GroupBy(o => o.Bot).Select(o => o.Last())
            .Select(o => (Offer: o, Score: Points(75, 45_000 - o.Pence, 20_000) + Points(25, o.Warranty, 24)))
            .OrderByDescending(o => o.Score).ThenBy(o => o.Offer.Pence)
            .Select(o => $"{(string?)Receipts(o.Offer.Bot)[o.Offer.Key][0].Data["offerId"]} "
                + $"{o.Score / 1_000_000}.{(int)(o.Score % 1_000_000):000000}");
        var ranked = (await customer.Get(at, $"intents/{intent.Id}/offers?limit=50")).Is(200)["items"]!.AsArray();
        Assert.That(ranked.Select(o => $"{(string?)o!["offerId"]} {(string?)o["score"]}"), Is.EqualTo(expected));
    }

    /// <summary>floor(10^8 * weight * u / sum of weights), u within 0 and 1.</summary>
    private static BigInteger Points(int weight, int earned, int of) =>
        BigInteger.Pow(10, 8) * weight * Math.Clamp(earned, 0, of) / (of * 100);

    private static async Task Recomputes(MarketClient customer, ClusterNode at, Intent intent)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, (await customer.Get(at, $"intents/{intent.Id}/transcript")).Is(200).Text);
        using var recompute = Process.Start(
            new ProcessStartInfo(TestServices.Python, [Path.Combine(TestServices.Clients, "recompute.py"), file])
            {
                UseShellExecute = false,
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            })!;
        var said = recompute.StandardOutput.ReadToEndAsync();
        var errors = await recompute.StandardError.ReadToEndAsync();
        await recompute.WaitForExitAsync();
        File.Delete(file);
        Assert.That(recompute.ExitCode, Is.Zero, errors + await said);
    }

    /// <summary>The node that is left takes intents of all partitions, those of the dead one included.</summary>
    private static async Task ServesEveryPartition(MarketClient customer, ClusterNode at)
    {
        var posted = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => ClusterMarket.Post(customer, at)));
        Assert.That(posted.Select(i => i.Route).Distinct().Count(), Is.GreaterThan(12));
    }

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
