using System.Text.Json;
using System.Text.Json.Nodes;
using IntentMarket.Engine;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;
using NUnit.Framework;
using Npgsql;

namespace IntentMarket.Tests.Cluster;

/// <summary>A market of several nodes on a database and two vhosts of its own, with the wires between them where a
/// test wants to cut one.</summary>
internal sealed class ClusterMarket : IAsyncDisposable
{
    private const string OperatorKey = "op.0123456789abcdef0123456789abcdef";

    private readonly string _edge = $"cluster-{Guid.NewGuid().ToString("N")[..12]}-edge";
    private readonly string _core = $"cluster-{Guid.NewGuid().ToString("N")[..12]}-core";
    private readonly List<string> _users = [];
    private readonly List<Bot> _bots = [];
    private readonly List<TcpProxy> _wires = [];
    private Dictionary<string, string> _settings = [];

    private ClusterMarket(string database) => Database = database;

    /// <summary>The connection string of the market's database, past the wire.</summary>
    public string Database { get; }

    public string Edge => _edge;

    public string Core => _core;

    public List<ClusterNode> Nodes { get; } = [];

    /// <summary>Between the nodes and PostgreSQL; null where the test did not ask for it.</summary>
    public TcpProxy? DatabaseWire { get; private set; }

    /// <summary>One node more, with a wire of its own between it and PostgreSQL.</summary>
    public async Task<(ClusterNode Node, TcpProxy Wire)> StartNodeOnAWire()
    {
        var database = new NpgsqlConnectionStringBuilder(Database);
        var wire = new TcpProxy(database.Host!, database.Port);
        lock (_wires)
            _wires.Add(wire);
        (database.Host, database.Port) = ("127.0.0.1", wire.Port);
        var settings = new Dictionary<string, string>(_settings) { ["ConnectionStrings__Postgres"] = database.ToString() };
        return (await StartNode(settings), wire);
    }

    /// <summary>Between the nodes and the broker. The bots have wires of their own.</summary>
    public TcpProxy? BrokerWire { get; private set; }

    public MarketClient Operator { get; } = new("", OperatorKey);

    public static async Task<ClusterMarket> Start(int nodes, bool withWires = false, IReadOnlyDictionary<string, string>? settings = null)
    {
        var broker = TestServices.RabbitMq;
        _ = (TestServices.Management, TestServices.Clients);
        var market = new ClusterMarket(await TestServices.CreateDatabase());
        try
        {
            var database = new NpgsqlConnectionStringBuilder(market.Database);
            var amqp = new UriBuilder(broker);
            if (withWires)
            {
                market.DatabaseWire = new TcpProxy(database.Host!, database.Port);
                market.BrokerWire = new TcpProxy(broker.Host, broker.Port);
                (database.Host, database.Port) = ("127.0.0.1", market.DatabaseWire.Port);
                (amqp.Host, amqp.Port) = ("127.0.0.1", market.BrokerWire.Port);
            }
            market._settings = TestServices.Settings(database.ToString(), amqp.Uri, market._edge, market._core);
            market._settings["Operator__Key"] = OperatorKey;
            market._settings["Limits__Rest__PerSecond"] = "0";
            foreach (var (name, value) in settings ?? new Dictionary<string, string>())
                market._settings[name] = value;
            await Task.WhenAll(Enumerable.Range(0, nodes).Select(_ => market.StartNode()));
            return market;
        }
        catch
        {
            await market.DisposeAsync();
            throw;
        }
    }

    /// <summary>One node more, ready to serve.</summary>
    public Task<ClusterNode> StartNode() => StartNode(_settings);

    private async Task<ClusterNode> StartNode(Dictionary<string, string> settings)
    {
        var node = await ClusterNode.Start(settings);
        lock (Nodes)
            Nodes.Add(node);
        await node.Ready();
        return node;
    }

    public Task<MarketClient> NewCustomer() => NewAccount(new { kind = "customer", name = "Ada" });

    /// <summary>A vendor who wants to hear of every intent.</summary>
    public async Task<MarketClient> NewVendor(string name = "Acme Prams")
    {
        var vendor = await NewAccount(new { kind = "vendor", name, contact = $"sales@{name.Replace(' ', '-')}.example" });
        (await vendor.Put(Nodes[0], "subscriptions/all", new { })).Is(200);
        return vendor;
    }

    public async Task<JsonNode> NewCredential(MarketClient vendor, ClusterNode? at = null)
    {
        var credential = (await vendor.Post(at ?? Nodes[0], "broker-credentials")).Is(201).Body;
        lock (_users)
            _users.Add((string)credential["user"]!);
        return credential;
    }

    public async Task<Bot> NewBot(MarketClient vendor, Library library = Library.Pika, bool reads = true)
    {
        var bot = await Bot.Start(vendor, await NewCredential(vendor), library, reads);
        lock (_bots)
            _bots.Add(bot);
        return bot;
    }

    /// <summary>Posts an intent that closes in an hour, unless the change says otherwise.</summary>
    public static async Task<Intent> Post(MarketClient customer, ClusterNode at, Action<JsonObject>? change = null)
    {
        var body = Intent.Sample();
        change?.Invoke(body);
        var key = Guid.NewGuid().ToString();
        var answer = await customer.Post(at, "intents", body, key);
        // On a machine that is busy with other things: the same key may be sent again.
        for (var tries = 1; answer.Status == 503 && tries < 10; tries++)
        {
            await TestContext.Out.WriteLineAsync($"posted again after {answer.Took.TotalMilliseconds:F0} ms: {answer.Text}");
            answer = await customer.Post(at, "intents", body, key);
        }
        return new Intent(answer.Is(201).Body);
    }

    /// <summary>The queues of the edge that hold messages, the inboxes of bots apart, and how many.</summary>
    public async Task<IReadOnlyDictionary<string, int>> Waiting()
    {
        var queues = (await TestServices.Broker(HttpMethod.Get, $"queues/{_edge}"))?.AsArray() ?? [];
        return queues.Where(q => !((string)q!["name"]!).EndsWith(".inbox", StringComparison.Ordinal))
            .Select(q => (Name: (string)q!["name"]!, Messages: (int?)q["messages"] ?? 0))
            .Where(q => q.Messages > 0).ToDictionary(q => q.Name, q => q.Messages);
    }

    /// <summary>Waits until every queue is empty, as the broker counts: some seconds late.</summary>
    public Task Drains(int seconds = 60) => Eventually.Holds(
        async () => await Waiting() is { Count: > 0 } waiting ? JsonSerializer.Serialize(waiting) : null,
        "the queues are drained", seconds);

    public async ValueTask DisposeAsync()
    {
        TcpProxy[] wires = [.. new[] { DatabaseWire, BrokerWire }.OfType<TcpProxy>(), .. _wires];
        foreach (var wire in wires)
            wire.Heal();
        foreach (var bot in _bots)
            await bot.DisposeAsync();
        await Task.WhenAll(Nodes.Select(node => node.DisposeAsync().AsTask()));
        foreach (var wire in wires)
            await wire.DisposeAsync();
        foreach (var user in _users)
            await TestServices.Broker(HttpMethod.Delete, $"users/{user}");
        await TestServices.Broker(HttpMethod.Delete, $"vhosts/{_edge}");
        await TestServices.Broker(HttpMethod.Delete, $"vhosts/{_core}");
        await TestServices.DropDatabase(Database);
    }

    private async Task<MarketClient> NewAccount(object request)
    {
        var made = (await Operator.Post(Nodes[0], "accounts", request)).Is(201);
        return new MarketClient((string)made["id"]!, (string)made["key"]!);
    }
}

/// <summary>An intent as its customer got it.</summary>
internal sealed record Intent(JsonNode Document)
{
    public string Id => (string)Document["id"]!;

    public string TermsHash => (string)Document["termsHash"]!;

    public string Route => Partitions.Route(Partitions.Of(IntentId.Parse(Id)));

    /// <summary>The total decides 75 in 100, the warranty 25; the total is 450.00 at most.</summary>
    public static JsonObject Sample() => JsonSerializer.SerializeToNode(new
    {
        title = "Stroller for twins",
        category = new { scheme = "CPV", id = "34900000-6" },
        currency = "GBP",
        region = "GB-SCT",
        lines = new[] { new { id = "1", description = "Twin stroller", quantity = "1", unit = "H87" } },
        terms = new
        {
            require = new[] { new { criterion = "total", max = "450.00" } },
            prefer = new object[]
            {
                new { criterion = "total", weight = 75, best = "250.00", worst = "450.00" },
                new { criterion = "warrantyMonths", weight = 25, best = 24, worst = 0 },
            },
        },
        auction = new { closesAt = At(3_600), earlyAward = true },
    })!.AsObject();

    /// <summary>So many seconds from now, as on the wire.</summary>
    public static string At(double seconds) => Time.Format(DateTimeOffset.UtcNow.AddSeconds(seconds).ToUnixTimeMilliseconds());

    /// <summary>The body of an offer over AMQP; over REST it has a <c>key</c> instead of the <c>intentId</c>.</summary>
    public JsonObject Offer(string total, int warrantyMonths = 12) => new()
    {
        ["intentId"] = Id,
        ["agreesTo"] = TermsHash,
        ["total"] = total,
        ["warrantyMonths"] = warrantyMonths,
    };

    public JsonObject RestOffer(string key, string total, int warrantyMonths = 12)
    {
        var offer = Offer(total, warrantyMonths);
        offer.Remove("intentId");
        offer["key"] = key;
        return offer;
    }
}
