using System.Diagnostics;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntentMarket.Engine;
using IntentMarket.Nodes.Broker;
using Microsoft.Extensions.Logging;
using NUnit.Framework;

namespace IntentMarket.Tests.Amqp;

/// <summary>Two vhosts of this test run on the broker that <c>TEST_RABBITMQ</c> (an administrator's <c>amqp://user:password@host:port</c>)
/// and <c>TEST_RABBITMQ_MANAGEMENT</c> name. Without them the tests are ignored, and fail where <c>CI</c> is true.</summary>
[SetUpFixture]
[Parallelizable(ParallelScope.Self | ParallelScope.Fixtures)]
public sealed class TestBroker
{
    private static readonly Lazy<Task<TestBroker>> Made = new(Make);

    private readonly HttpClient _http = new();
    private readonly SemaphoreSlim _deadLetters = new(1);

    public BrokerSettings Settings { get; private init; } = null!;

    public BrokerAdmin Admin { get; private init; } = null!;

    public EdgeQueues Queues { get; } = new("of-the-tests");

    public static Task<TestBroker> Get() => Made.Value;

    private static async Task<TestBroker> Make()
    {
        var amqp = Environment.GetEnvironmentVariable("TEST_RABBITMQ");
        var management = Environment.GetEnvironmentVariable("TEST_RABBITMQ_MANAGEMENT");
        if (string.IsNullOrEmpty(amqp) || string.IsNullOrEmpty(management))
        {
            const string Missing = "TEST_RABBITMQ and TEST_RABBITMQ_MANAGEMENT name no broker";
            if (Environment.GetEnvironmentVariable("CI") == "true")
                Assert.Fail(Missing);
            Assert.Ignore(Missing);
        }
        var address = new Uri(amqp!);
        var run = Guid.NewGuid().ToString("N")[..8];
        var settings = new BrokerSettings(address, new Uri(management!), address.Host, address.Port, false)
        {
            Edge = $"test-{run}-edge",
            Core = $"test-{run}-core",
        };
        var http = new HttpClient();
        var broker = new TestBroker { Settings = settings, Admin = new BrokerAdmin(http, settings) };
        await broker.Admin.EnsureVhosts(CancellationToken.None);
        await using var link = broker.Link("setup");
        link.OnUp((connection, cancel) => EdgeTopology.Declare(broker.Queues, connection, cancel));
        link.Start();
        await link.WaitUp(Soon());
        return broker;
    }

    [OneTimeTearDown]
    public async Task TearDown()
    {
        if (!Made.IsValueCreated || !Made.Value.IsCompletedSuccessfully)
            return;
        var broker = await Made.Value;
        foreach (var user in broker.UsersMade)
            await broker.Admin.RemoveUser(user, CancellationToken.None);
        await broker.Api(HttpMethod.Delete, $"vhosts/{broker.Settings.Edge}");
        await broker.Api(HttpMethod.Delete, $"vhosts/{broker.Settings.Core}");
    }

    private HashSet<string> UsersMade { get; } = [];

    public BrokerLink Link(string name) => new(Settings, Settings.Edge, name, new TestLog<BrokerLink>());

    /// <summary>A token that ends a wait that would else hang.</summary>
    public static CancellationToken Soon(int seconds = 20) => new CancellationTokenSource(TimeSpan.FromSeconds(seconds)).Token;

    /// <summary>A dead letter comes to one of those who read them, so one test at a time does.</summary>
    /// <returns>The next may read when it is disposed.</returns>
    public async Task<IDisposable> ReadDeadLettersAlone()
    {
        await _deadLetters.WaitAsync(Soon(60));
        return new Turn(_deadLetters);
    }

    public async Task<Bot> NewBot()
    {
        var (vendor, user, password) = (AccountId.New(), $"bot.{Guid.NewGuid()}", Guid.NewGuid().ToString("N"));
        UsersMade.Add(user);
        await Admin.EnsureVendor(vendor, CancellationToken.None);
        await Admin.EnsureUser(vendor, user, password, CancellationToken.None);
        return new Bot(this, vendor, user, password);
    }

    public async Task<JsonNode?> Api(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(Settings.Management, "/api/" + path));
        request.Headers.Authorization =
            new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Settings.User}:{Settings.Password}")));
        if (body is not null)
            request.Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        using var answer = await _http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode && text.Length > 0 ? JsonNode.Parse(text) : null;
    }

    /// <summary>Closes the connections of a name, as a broker that restarts would. Its list of connections lags by some seconds, and fails
    /// while one of them ends.</summary>
    public async Task CloseConnections(string name)
    {
        for (var closed = 0; closed == 0; await Task.Delay(200))
        {
            foreach (var connection in (await Api(HttpMethod.Get, $"vhosts/{Settings.Edge}/connections"))?.AsArray() ?? [])
            {
                if ((string?)connection!["user_provided_name"] != name)
                    continue;
                await Api(HttpMethod.Delete, "connections/" + Uri.EscapeDataString((string)connection["name"]!));
                closed++;
            }
        }
    }
}

internal sealed class Turn(SemaphoreSlim taken) : IDisposable
{
    public void Dispose() => taken.Release();
}

/// <summary>A vendor's program in Python, on a library of its own.</summary>
public sealed record Bot(TestBroker Broker, AccountId Vendor, string User, string Password)
{
    public async Task<IReadOnlyList<JsonElement>> Run(string task, object? more = null)
    {
        using var process = Start(task, more);
        var errors = process.StandardError.ReadToEndAsync();
        var lines = new List<JsonElement>();
        while (await process.StandardOutput.ReadLineAsync(TestBroker.Soon(60)) is { } line)
            lines.Add(JsonSerializer.Deserialize<JsonElement>(line));
        await process.WaitForExitAsync();
        Assert.That(process.ExitCode, Is.Zero, await errors);
        return lines;
    }

    public Process Start(string task, object? more = null)
    {
        var given = JsonSerializer.SerializeToNode(more ?? new { })!.AsObject();
        given["host"] = Broker.Settings.Amqp.Host;
        given["port"] = Broker.Settings.Port;
        given["vhost"] = Broker.Settings.Edge;
        given["core"] = Broker.Settings.Core;
        given["user"] = User;
        given["password"] = Password;
        given["vendor"] = Vendor.ToString();
        return Process.Start(new ProcessStartInfo(
            Environment.GetEnvironmentVariable("TEST_PYTHON") is { Length: > 0 } python ? python : "/usr/bin/python3",
            [Script(), task, given.ToJsonString()])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
    }

    private static string Script([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "bot.py");
}

internal sealed class TestLog<T> : ILogger<T>
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        TestContext.Out.WriteLine($"{DateTime.UtcNow:HH:mm:ss.fff} {logLevel} {formatter(state, exception)} {exception}");
}
