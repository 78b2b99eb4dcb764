using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using NUnit.Framework;

namespace IntentMarket.Tests.Edges;

/// <summary>The hub's own client, in this process.</summary>
public sealed class HubClient : IAsyncDisposable
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(30);

    private readonly HubConnection _connection;
    private readonly ConcurrentQueue<JsonNode> _notices = new();
    private readonly ConcurrentQueue<JsonNode> _botMessages = new();
    private readonly SemaphoreSlim _heard = new(0);
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private HubClient(Uri market, string? key, string? origin)
    {
        _connection = new HubConnectionBuilder().WithUrl(new Uri(market, "/hubs/market"), options =>
        {
            options.Transports = HttpTransportType.WebSockets;
            options.AccessTokenProvider = () => Task.FromResult(key);
            if (origin is not null)
                options.Headers["Origin"] = origin;
        }).Build();
        _connection.On<JsonNode>("Notice", notice => Hear(notice, _notices));
        _connection.On<JsonNode>("BotMessage", message => Hear(message, _botMessages));
        _connection.Closed += _ =>
        {
            _closed.TrySetResult();
            return Task.CompletedTask;
        };
    }

    public IReadOnlyList<JsonNode> Notices => [.. _notices];

    /// <summary>What passed between the vendor's bots and the market, as far as it was shown.</summary>
    public IReadOnlyList<JsonNode> BotMessages => [.. _botMessages];

    public string? Failure { get; private set; }

    public static async Task<HubClient> Connect(MarketHost market, MarketClient account)
    {
        var client = await TryConnect(market, account);
        Assert.That(client.Failure, Is.Null);
        return client;
    }

    public static Task<HubClient> TryConnect(MarketHost market, MarketClient account, string? origin = null) =>
        TryConnect(market.Address, account.Key, origin);

    public static async Task<HubClient> TryConnect(Uri market, string? key, string? origin = null)
    {
        var client = new HubClient(market, key, origin);
        try
        {
            await client._connection.StartAsync().WaitAsync(Within);
        }
        catch (HttpRequestException refused)
        {
            client.Failure = refused.Message;
        }
        return client;
    }

    /// <summary>The answer of a call that the hub must answer.</summary>
    public async Task<JsonNode> Invoke(string method, params JsonNode?[] arguments)
    {
        var said = await InvokeAny(method, arguments);
        Assert.That((string?)said["error"], Is.Null);
        return said["answer"]!;
    }

    /// <summary><c>answer</c>, or <c>error</c> where the hub answers none.</summary>
    public async Task<JsonNode> InvokeAny(string method, params JsonNode?[] arguments)
    {
        try
        {
            var answer = await _connection.InvokeCoreAsync<JsonNode>(method, arguments).WaitAsync(Within);
            Observed.Note(answer);
            return new JsonObject { ["answer"] = answer };
        }
        catch (HubException refused)
        {
            return new JsonObject { ["error"] = refused.Message };
        }
    }

    public Task<JsonNode> Notice(string type, string intentId, Func<JsonNode, bool>? with = null) =>
        Until(_notices, n => (string?)n["type"] == type && (string?)n["intentId"] == intentId && (with is null || with(n)), type);

    public Task<JsonNode> BotMessage(Func<JsonNode, bool> with, string what) => Until(_botMessages, with, what);

    public Task Closed() => _closed.Task.WaitAsync(Within);

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private void Hear(JsonNode message, ConcurrentQueue<JsonNode> heard)
    {
        Observed.Note(message);
        heard.Enqueue(message);
        _heard.Release();
    }

    private async Task<JsonNode> Until(ConcurrentQueue<JsonNode> heard, Func<JsonNode, bool> isIt, string what)
    {
        for (var since = Stopwatch.StartNew(); since.Elapsed < Within; await _heard.WaitAsync(TimeSpan.FromSeconds(1)))
        {
            if (heard.FirstOrDefault(isIt) is { } found)
                return found;
        }
        throw new AssertionException($"the hub's client did not hear: {what}");
    }
}

/// <summary>The hub's client for JavaScript, in Node: <c>TEST_CLIENTS</c> names the folder with its packages. Without it the stories are
/// skipped, and fail in CI.</summary>
public sealed class NodeHubClient(Process node) : IAsyncDisposable
{
    private readonly List<JsonNode> _said = [];

    public IEnumerable<JsonNode> Notices => _said.Select(s => s["notice"]).OfType<JsonNode>();

    public static async Task<NodeHubClient> Connect(MarketHost market, MarketClient account)
    {
        var folder = Environment.GetEnvironmentVariable("TEST_CLIENTS");
        if (string.IsNullOrEmpty(folder))
        {
            if (Environment.GetEnvironmentVariable("CI") == "true")
                Assert.Fail("TEST_CLIENTS is not set: in CI the stories of the hub must run.");
            Assert.Ignore("TEST_CLIENTS is not set.");
        }
        var node = new ProcessStartInfo("node", ["hub.js"])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var client = new NodeHubClient(Process.Start(node)!);
        var hub = new Uri(market.Address, "/hubs/market");
        await client.Tell(new JsonObject { ["do"] = "connect", ["url"] = hub.ToString(), ["token"] = account.Key });
        await client.Said("connected");
        return client;
    }

    public async Task<JsonNode> Invoke(string method, params JsonNode?[] arguments)
    {
        var id = _said.Count;
        await Tell(new JsonObject { ["do"] = "invoke", ["id"] = id, ["method"] = method, ["args"] = new JsonArray(arguments) });
        return (await Until(said => (int?)said["id"] == id, method))["answer"]!;
    }

    public Task Drop() => Tell(new JsonObject { ["do"] = "drop" });

    public Task Said(string word) => Until(said => said[word] is not null, word);

    public async Task<JsonNode> Notice(string type, string intentId, Func<JsonNode, bool>? with = null) => (await Until(
        said => said["notice"] is { } n && (string?)n["type"] == type && (string?)n["intentId"] == intentId && (with is null || with(n)),
        type))["notice"]!;

    public async ValueTask DisposeAsync()
    {
        node.Kill();
        await node.WaitForExitAsync();
        node.Dispose();
    }

    private Task Tell(JsonNode command) => node.StandardInput.WriteLineAsync(command.ToJsonString(JsonSerializerOptions.Default));

    private async Task<JsonNode> Until(Func<JsonNode, bool> isIt, string what)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!_said.Any(isIt))
        {
            var line = await node.StandardOutput.ReadLineAsync(limit.Token);
            var said = JsonNode.Parse(line ?? throw new AssertionException($"the hub's client ended, and did not say: {what}"))!;
            Assert.That((string?)said["failed"], Is.Null);
            Observed.Note(said);
            _said.Add(said);
        }
        return _said.First(isIt);
    }
}
