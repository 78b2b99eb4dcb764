using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using IntentMarket.Tests.Tidy;
using NUnit.Framework;

namespace IntentMarket.Tests.Cluster;

/// <summary>The bots of <c>deploy/bots</c>, run as they stand: what a vendor copies must work.</summary>
[Parallelizable]
[TestFixture("bot.py")]
[TestFixture("bot.js")]
[TestFixture("bot.cs")]
public sealed class ExampleBotTests(string file)
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
    public void Bot_is_a_page_long() =>
        Assert.That(File.ReadAllLines(Tree.Path("deploy", "bots", file)), Has.Length.LessThan(60));

    [Test]
    public async Task Bot_undercuts_until_it_leads_or_reaches_its_floor_and_comes_back()
    {
        var (customer, rival, vendor) =
            (await _market.NewCustomer(), await _market.NewVendor("Rival"), await _market.NewVendor("Owner of a bot"));
        using var bot = await Run(vendor, await _market.NewCredential(vendor));

        var intent = await ClusterMarket.Post(customer, _market.Nodes[0]);
        await Leads(customer, intent, "427.50", "95 in 100 of the 450.00 that the customer pays at most");
        (await rival.Post(_market.Nodes[1], $"intents/{intent.Id}/offers", intent.RestOffer("r-1", "420.50", 24))).Is(200);
        await Leads(customer, intent, "418.50", "a step of 1 in 100, and again");
        (await rival.Post(_market.Nodes[1], $"intents/{intent.Id}/offers", intent.RestOffer("r-2", "350.00", 24))).Is(200);
        await Eventually.Holds(async () => (await Totals(customer, intent)).SequenceEqual(["350.00", "360.00"]), "it stops at 80 in 100");

        // Its connection is lost: it makes another, and hears what came meanwhile.
        foreach (var connection in (await TestServices.Broker(HttpMethod.Get, $"vhosts/{_market.Edge}/connections"))!.AsArray()
            .Where(c => (string?)c!["user"] == bot.User))
            await TestServices.Broker(HttpMethod.Delete, $"connections/{Uri.EscapeDataString((string)connection!["name"]!)}");
        var next = await ClusterMarket.Post(customer, _market.Nodes[1]);
        await Leads(customer, next, "427.50", "it is back");
        (await customer.Post(
            _market.Nodes[0], $"intents/{next.Id}/award", new { offerId = (await Ranked(customer, next))[0]!["offerId"]!.ToString() }))
            .Is(200);
        await Eventually.Holds(
            () => Task.FromResult(bot.Said.Any(line => line.StartsWith($"offer.won {next.Id}", StringComparison.Ordinal))),
            "it hears that it won");
    }

    [Test]
    public async Task Bot_finds_what_was_open_before_it_came_and_what_its_inbox_had_no_room_for()
    {
        var (customer, vendor) = (await _market.NewCustomer(), await _market.NewVendor());
        var before = await ClusterMarket.Post(customer, _market.Nodes[0]);
        var credential = await _market.NewCredential(vendor);
        var reading = (string)(await vendor.Post(_market.Nodes[0], "keys", new { name = "the bot", scope = "read" })).Is(201)["key"]!;
        using var bot = await Run(
            vendor, credential, ("MARKET_URL", _market.Nodes[0].Address.ToString().TrimEnd('/')), ("MARKET_KEY", reading));
        await Leads(customer, before, "427.50", "what was open when it came");

        // It stands still while more comes than the inbox holds.
        await TestServices.Broker(HttpMethod.Put, $"policies/{_market.Edge}/small-{vendor.Id}", new JsonObject
        {
            ["pattern"] = $"^v\\.{vendor.Id}\\.inbox$",
            ["definition"] = new JsonObject { ["max-length"] = 3 },
            ["apply-to"] = "queues",
        });
        bot.Freeze();
        await using var awake = await _market.NewBot(await _market.NewVendor("Awake"));
        var posted = new List<Intent>();
        for (var n = 0; n < 12; n++)
            posted.Add(await ClusterMarket.Post(customer, _market.Nodes[n % 2]));
        foreach (var intent in posted)
            await awake.Hears("intent.opened", intent);
        await Eventually.Holds(
            async () =>
                (int?)(await TestServices.Broker(HttpMethod.Get, $"queues/{_market.Edge}/{credential["queue"]}"))?["messages_ready"] == 3,
            "the inbox is full");
        bot.Thaw();
        foreach (var intent in posted)
            await Leads(customer, intent, "427.50", "it misses none");
        Assert.That(bot.Said.Any(line => line.StartsWith("resync", StringComparison.Ordinal)), string.Join('\n', bot.Said));
    }

    [Test]
    public async Task Bot_takes_the_price_of_a_clock_and_lets_the_market_bid_for_it()
    {
        var (customer, rival, vendor) =
            (await _market.NewCustomer(), await _market.NewVendor("Rival"), await _market.NewVendor("Owner of a bot"));
        using var bot = await Run(vendor, await _market.NewCredential(vendor));
        var english = await ClusterMarket.Post(
            customer, _market.Nodes[0], Auction("""{"format": "english", "decrement": {"amount": "5.00"}}""", closesIn: 3_600));
        await Leads(customer, english, "427.50", "95 in 100 of the 450.00 that the customer pays at most");
        (await rival.Post(_market.Nodes[1], $"intents/{english.Id}/offers", english.RestOffer("r-1", "400.00"))).Is(200);
        await Leads(customer, english, "395.00", "the market lowered it by as much as it must");

        // Its floor is 360.00: it lets 300.00 and 350.00 pass.
        var dutch = await ClusterMarket.Post(
            customer, _market.Nodes[0],
            Auction("""{"format": "dutch", "start": "300.00", "step": "50.00", "interval": "PT2S", "limit": "450.00"}""", closesIn: 12));
        await Eventually.Holds(() => Task.FromResult(bot.Said.Any(line => line.StartsWith($"offer.won {dutch.Id}", StringComparison.Ordinal)
            && line.Contains("400.00", StringComparison.Ordinal))), "it wins at 400.00");
    }

    private static Action<JsonObject> Auction(string auction, int closesIn) => intent =>
    {
        intent["auction"] = JsonNode.Parse(auction);
        intent["auction"]!["closesAt"] = Intent.At(closesIn);
        intent["terms"]!["prefer"] = new JsonArray();
    };

    private async Task<Example> Run(MarketClient vendor, JsonNode credential, params (string Name, string Value)[] settings)
    {
        var script = Tree.Path("deploy", "bots", file);
        var start = file switch
        {
            "bot.py" => new ProcessStartInfo(TestServices.Python, [script]),
            "bot.js" => new ProcessStartInfo("node", [script]),
            _ => new ProcessStartInfo("dotnet", ["run", script]),
        };
        start.Environment["NODE_PATH"] = Path.Combine(TestServices.Clients, "node_modules");
        start.Environment["BOT_CREDENTIAL"] = credential.ToJsonString();
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        var bot = new Example(start, (string)credential["user"]!);
        // The first run of a single file builds it.
        await Eventually.Holds(() => Task.FromResult(bot.Said.Contains("connected")), $"{file} of {vendor.Id} is connected", seconds: 240);
        return bot;
    }

    private Task Leads(MarketClient customer, Intent intent, string total, string why) =>
        Eventually.Holds(async () => (await Totals(customer, intent)) is { Count: > 0 } totals && totals[0] == total
            ? null
            : string.Join(", ", await Totals(customer, intent)), $"{total}: {why};");

    private async Task<JsonArray> Ranked(MarketClient customer, Intent intent) =>
        (await customer.Get(_market.Nodes[0], $"intents/{intent.Id}/offers")).Is(200)["items"]!.AsArray();

    private async Task<IReadOnlyList<string>> Totals(MarketClient customer, Intent intent) =>
        [.. (await Ranked(customer, intent)).Select(o => (string)o!["total"]!)];

    /// <summary>The bot as a process of its own.</summary>
    private sealed class Example : IDisposable
    {
        private const int Cont = 18;
        private const int Stop = 19;

        private readonly Process _process;
        private readonly List<string> _said = [];

        public Example(ProcessStartInfo start, string user)
        {
            (start.UseShellExecute, start.RedirectStandardOutput, start.RedirectStandardError) = (false, true, true);
            User = user;
            _process = Process.Start(start)!;
            _process.OutputDataReceived += (_, line) => Hear(line.Data);
            _process.ErrorDataReceived += (_, line) => Hear(line.Data);
            _process.BeginOutputReadLine();
            _process.BeginErrorReadLine();
        }

        /// <summary>The broker's user whose credential it has.</summary>
        public string User { get; }

        public IReadOnlyList<string> Said
        {
            get
            {
                lock (_said)
                    return [.. _said];
            }
        }

        public void Freeze() => Signal(Stop);

        public void Thaw() => Signal(Cont);

        public void Dispose()
        {
            _process.Kill(true);
            _process.WaitForExit();
            _process.Dispose();
            if (TestContext.CurrentContext.Result.FailCount > 0)
                TestContext.Out.WriteLine(string.Join('\n', Said.TakeLast(40)));
        }

        /// <summary>To it and to what it runs in: a single file is run by a child of <c>dotnet</c>.</summary>
        private void Signal(int signal)
        {
            foreach (var pid in Children(_process.Id).Append(_process.Id).ToList())
                Assert.That(Kill(pid, signal), Is.Zero);
        }

        private static IEnumerable<int> Children(int pid) =>
            File.ReadAllText($"/proc/{pid}/task/{pid}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)
                .SelectMany(child => Children(child).Append(child));

        private void Hear(string? line)
        {
            if (line is null)
                return;
            lock (_said)
                _said.Add(line);
        }

        [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        private static extern int Kill(int pid, int signal);
    }
}
