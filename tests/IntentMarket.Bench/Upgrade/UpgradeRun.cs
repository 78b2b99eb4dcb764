using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace IntentMarket.Bench;

/// <summary>Trades on a market while a node of another build is joined by one of this one and then goes, and looks at the end
/// whether all that was said is so: each accepted offer is there, each auction closed, each notice came once or more, and
/// nothing was a fault.</summary>
internal sealed class UpgradeRun
{
    private const int CustomersMax = 4;
    private const int VendorsMax = 6;
    private const int BotsMax = 2;
    private const int BotOffersMax = 100_000;

    /// <summary>After the last post: for closes, awards and what is told of them.</summary>
    private static readonly TimeSpan Settles = TimeSpan.FromSeconds(45);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TwoNodes _market;
    private readonly MarketClient _scene;
    private readonly ConcurrentDictionary<string, Posted> _posted = new();
    private readonly ConcurrentDictionary<string, Placed> _placed = new();
    private readonly ConcurrentBag<string> _faults = [];
    private volatile bool _isEnough;
    private int _awards;
    private int _refused;

    private UpgradeRun(TwoNodes market, MarketClient scene) => (_market, _scene) = (market, scene);

    private sealed record Posted(string Id, string TermsHash, string Customer, DateTimeOffset ClosesAt);

    private sealed record Placed(string OfferId, string Vendor);

    /// <summary>Runs until the older node has gone and some seconds more. Its last line says how many checks passed and failed.</summary>
    public static async Task<int> Run(Options options)
    {
        await using var market = new TwoNodes(new Uri(options.Text("before")), new Uri(options.Text("after")));
        using var scene = new MarketClient();
        return await new UpgradeRun(market, scene).Run(TimeSpan.FromSeconds(options.Number("alone", 15)));
    }

    private async Task<int> Run(TimeSpan alone)
    {
        var vendors = await _scene.MakeVendors(VendorsMax + BotsMax);
        List<Vendor> customers = [];
        for (var i = 0; i < CustomersMax; i++)
            customers.Add(await _scene.MakeAccount("customer", $"customer {i}"));
        var bots = new List<(Bot Bot, Round Round)>();
        foreach (var vendor in vendors.Skip(VendorsMax))
        {
            var given = await _scene.MakeCredential(vendor);
            bots.Add((
                await Bot.Connect(
                    new BotAddress(
                        given.Host, given.Port, given.Vhost, given.User, given.Password, given.Exchange, given.Queue, TellsInbox: false),
                    window: 20),
                new Round($"bot-{bots.Count}", BotOffersMax)));
        }
        Console.WriteLine("trading");
        Task[] trading =
        [
            .. customers.Select(customer => Post(customer.Key)), .. vendors.Take(VendorsMax).Select(vendor => Offer(vendor.Key)),
            .. bots.Select(b => Offer(b.Bot, b.Round)),
        ];
        while (_market.Switches.Left is null)
            await Task.Delay(200);
        await Task.Delay(alone);
        _isEnough = true;
        await Task.WhenAll(trading);
        await Task.Delay(_posted.Values.Max(p => p.ClosesAt) - DateTimeOffset.UtcNow is { Ticks: > 0 } open ? open : TimeSpan.Zero);

        var checks = new List<(string What, IReadOnlyList<string> Wrong)>
        {
            ("every auction closed, and told its customer", await Until(() => Closed(customers))),
            ("every accepted offer is there", await Until(() => Kept(vendors))),
            ("every vendor was told of every intent and of each of its offers", await Until(() => Told(vendors))),
            ("every bot's offer got its receipt", await Until(() => Unanswered(bots.Select(b => b.Round)))),
            ("no answer was a fault, but for 503 while a node came or went", [.. _market.Faults, .. _faults]),
        };
        _market.Print();
        var receipts = bots.Sum(b => b.Round.Answered);
        Figures.Print($"{_posted.Count} intents, {_awards} awards");
        Figures.Print($"{_placed.Count} offers were accepted over REST, {_refused} were not; {receipts} got receipts over AMQP");
        foreach (var (what, wrong) in checks.Where(c => c.Wrong.Count > 0))
        {
            Console.WriteLine($"FAILED: {what}: {wrong.Count}");
            foreach (var one in wrong.Take(10))
                Console.WriteLine($"  {one}");
        }
        foreach (var (bot, _) in bots)
            await bot.DisposeAsync();
        Console.WriteLine($"{checks.Count(c => c.Wrong.Count == 0)} passed, {checks.Count(c => c.Wrong.Count > 0)} failed");
        return checks.TrueForAll(c => c.Wrong.Count == 0) ? 0 : 1;
    }

    /// <summary>Posts short auctions, one after the other, and awards each that got offers to the first in rank.</summary>
    private async Task Post(string key)
    {
        var random = new Random(key.GetHashCode(StringComparison.Ordinal));
        var awards = new List<Task>();
        while (!_isEnough)
        {
            var closesAt = DateTimeOffset.UtcNow.AddSeconds(random.Next(6, 14));
            if (await _market.Send(HttpMethod.Post, "intents", key, Intent(closesAt)) is { Status: 201, Body: { } posted })
            {
                var intent = new Posted((string)posted["id"]!, (string)posted["termsHash"]!, key, closesAt);
                _posted[intent.Id] = intent;
                awards.Add(Award(intent));
            }
            await Task.Delay(random.Next(300, 900));
        }
        await Task.WhenAll(awards);
    }

    private async Task Award(Posted intent)
    {
        await Task.Delay(intent.ClosesAt - DateTimeOffset.UtcNow + TimeSpan.FromSeconds(2) is { Ticks: > 0 } left ? left : TimeSpan.Zero);
        for (var until = DateTimeOffset.UtcNow + Settles; DateTimeOffset.UtcNow < until; await Task.Delay(500))
        {
            var read = await _market.Send(HttpMethod.Get, $"intents/{intent.Id}", intent.Customer);
            if ((string?)read?.Body?["status"] is not "evaluating")
            {
                if ((string?)read?.Body?["status"] is "unawarded" or "awarded")
                    return;
                continue;
            }
            var ranked = await _market.Send(HttpMethod.Get, $"intents/{intent.Id}/offers?limit=1", intent.Customer);
            if ((string?)ranked?.Body?["items"]?[0]?["offerId"] is not { } best)
                continue;
            var award = $$"""{"offerId": "{{best}}"}""";
            if (await _market.Send(HttpMethod.Post, $"intents/{intent.Id}/award", intent.Customer, award) is { Status: 200 })
                Interlocked.Increment(ref _awards);
        }
        _faults.Add($"intent {intent.Id} was not awarded within {Settles.TotalSeconds} s");
    }

    /// <summary>Offers on what is open, at random.</summary>
    private async Task Offer(string key)
    {
        var random = new Random(key.GetHashCode(StringComparison.Ordinal));
        for (var number = 0; !_isEnough; await Task.Delay(random.Next(30, 120)))
        {
            if (Pick(random) is not { } intent)
                continue;
            var body = Document(null, intent, $"{number++}", random);
            var answer = await _market.Send(HttpMethod.Post, $"intents/{intent.Id}/offers", key, Encoding.UTF8.GetString(body));
            if (answer is { Status: 200, Body: { } receipt } && (string?)receipt["outcome"] == "accepted")
                _placed[(string)receipt["offerId"]!] = new Placed((string)receipt["offerId"]!, key);
            else
                Interlocked.Increment(ref _refused);
        }
    }

    private async Task Offer(Bot bot, Round round)
    {
        var random = new Random(round.KeyOf(0).GetHashCode(StringComparison.Ordinal));
        for (var number = 0; number < BotOffersMax && !_isEnough; await Task.Delay(random.Next(20, 80)))
        {
            if (Pick(random) is not { } intent || !bot.Routes.ContainsKey(intent.Id))
                continue;
            var key = round.KeyOf(number++);
            await bot.Publish(round, [new BotMessage(key, intent.Id, Document(intent.Id, intent, key, random))], Patience);
        }
    }

    private Posted? Pick(Random random)
    {
        var open = _posted.Values.Where(p => p.ClosesAt > DateTimeOffset.UtcNow.AddSeconds(1)).ToList();
        return open.Count == 0 ? null : open[random.Next(open.Count)];
    }

    private async Task<IReadOnlyList<string>> Closed(List<Vendor> customers)
    {
        var wrong = new List<string>();
        foreach (var customer in customers)
        {
            var told = await Notices(customer.Key);
            foreach (var intent in _posted.Values.Where(p => p.Customer == customer.Key))
            {
                var read = await _market.Send(HttpMethod.Get, $"intents/{intent.Id}", customer.Key);
                if ((string?)read?.Body?["status"] is not ("awarded" or "unawarded"))
                    wrong.Add($"intent {intent.Id} is {(string?)read?.Body?["status"]}");
                if (!told.Contains($"intent.closed {intent.Id}"))
                    wrong.Add($"the customer was not told of the close of {intent.Id}");
            }
        }
        return wrong;
    }

    private async Task<IReadOnlyList<string>> Kept(IReadOnlyList<Vendor> vendors)
    {
        var wrong = new List<string>();
        foreach (var vendor in vendors.Take(VendorsMax))
        {
            var kept = (await Pages("offers?limit=100", vendor.Key)).Select(o => (string)o["offerId"]!).ToHashSet();
            wrong.AddRange(PlacedBy(vendor).Where(offer => !kept.Contains(offer)).Select(offer => $"offer {offer} is not there"));
        }
        return wrong;
    }

    private async Task<IReadOnlyList<string>> Told(IReadOnlyList<Vendor> vendors)
    {
        var wrong = new List<string>();
        foreach (var vendor in vendors.Take(VendorsMax))
        {
            var told = await Notices(vendor.Key);
            wrong.AddRange(_posted.Values.Where(intent => !told.Contains($"intent.opened {intent.Id}"))
                .Select(intent => $"a vendor was not told of {intent.Id}, which closed at {intent.ClosesAt:HH:mm:ss.fff}"));
            var untold = PlacedBy(vendor).Where(offer => !told.Contains($"offer.receipt {offer}"));
            wrong.AddRange(untold.Select(offer => $"no receipt of {offer} was told"));
        }
        return wrong;
    }

    private IEnumerable<string> PlacedBy(Vendor vendor) => _placed.Values.Where(p => p.Vendor == vendor.Key).Select(p => p.OfferId);

    private static Task<IReadOnlyList<string>> Unanswered(IEnumerable<Round> rounds) =>
        Task.FromResult<IReadOnlyList<string>>([.. rounds.SelectMany(round => round.Unanswered)]);

    /// <summary>What an account was told from the first on: types with the offer of a receipt, else the intent.</summary>
    private async Task<HashSet<string>> Notices(string key)
    {
        var first = $"0.0.0.{DateTimeOffset.UtcNow.ToUnixTimeMilliseconds():x}";
        return [.. (await Pages($"notices?limit=100&after={first}", key)).Select(n =>
            $"{(string)n["type"]!} {(string?)((string)n["type"]! == "offer.receipt" ? n["data"]!["offerId"] : n["intentId"])}")];
    }

    private async Task<List<JsonNode>> Pages(string path, string key)
    {
        var items = new List<JsonNode>();
        for (string? after = null; ;)
        {
            var next = after is null ? path : $"{path.Split("&after")[0]}&after={Uri.EscapeDataString(after)}";
            var page = await _market.Send(HttpMethod.Get, next, key);
            var found = page?.Body?["items"]?.AsArray().OfType<JsonNode>().ToList() ?? [];
            items.AddRange(found);
            after = (string?)page?.Body?["next"];
            if (after is null || found.Count == 0)
                return items;
        }
    }

    /// <summary>What is told comes a moment later: looks until nothing is wrong, or its time is over.</summary>
    private static async Task<IReadOnlyList<string>> Until(Func<Task<IReadOnlyList<string>>> wrong)
    {
        for (var until = DateTimeOffset.UtcNow + Settles; ; await Task.Delay(1_000))
        {
            if (await wrong() is var yet && (yet.Count == 0 || DateTimeOffset.UtcNow > until))
                return yet;
        }
    }

    private static string Intent(DateTimeOffset closes) =>
        $$"""
        {
          "title": "Stroller for twins", "category": {"scheme": "CPV", "id": "34900000-6"}, "currency": "GBP", "region": "GB-SCT",
          "lines": [{"id": "1", "description": "Twin stroller", "quantity": "1", "unit": "H87"}],
          "terms": {"require": [{"criterion": "total", "max": "450.00"}],
                    "prefer": [{"criterion": "total", "weight": 75, "best": "250.00", "worst": "450.00"},
                               {"criterion": "warrantyMonths", "weight": 25, "best": 24, "worst": 0}]},
          "auction": {"closesAt": "{{closes.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)}}", "visibility": "rank"}
        }
        """;

    private static byte[] Document(string? intentId, Posted intent, string key, Random random)
    {
        var offer = new JsonObject
        {
            ["key"] = key,
            ["agreesTo"] = intent.TermsHash,
            ["total"] = string.Create(CultureInfo.InvariantCulture, $"{random.Next(250, 450)}.{random.Next(100):00}"),
            ["warrantyMonths"] = random.Next(25),
        };
        if (intentId is not null)
            offer["intentId"] = intentId;
        return Encoding.UTF8.GetBytes(offer.ToJsonString());
    }
}
