using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using IntentMarket.Contracts;
using IntentMarket.Engine;
using IntentMarket.Tests.Cluster;
using IntentMarket.Tests.Stores;
using NUnit.Framework;

namespace IntentMarket.Tests.Edges;

/// <summary>The real program as a process of its own, with its data in a folder of its own. It can be killed and started again.</summary>
public sealed class MarketHost : IAsyncDisposable
{
    public const string OperatorKey = "operator.of-the-tests-of-the-edges";

    private static readonly TimeSpan StartWithin = TimeSpan.FromSeconds(60);
    private static readonly Lazy<Task<MarketHost>> Common = new(() => Start());
    private static readonly ConcurrentBag<MarketHost> Running = [];

    private readonly Dictionary<string, string> _settings;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly HttpClient _http;
    private Process? _process;
    private int _clients;
    private Func<Task> _stopServices = () => Task.CompletedTask;

    private MarketHost(Dictionary<string, string> settings)
    {
        _settings = settings;
        Address = new Uri($"http://127.0.0.1:{FreePort()}");
        DataDir = Directory.CreateTempSubdirectory("intentmarket-edges-").FullName;
        _http = new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(1) })
        {
            BaseAddress = Address,
            Timeout = TimeSpan.FromSeconds(60),
        };
        Operator = Client(OperatorKey);
    }

    public Uri Address { get; }

    public string DataDir { get; }

    public string Database => Path.Combine(DataDir, "market.db");

    /// <summary>The connection string of its PostgreSQL database; null where it is on SQLite.</summary>
    public string? Postgres => _settings.GetValueOrDefault("ConnectionStrings__Postgres");

    public MarketClient Operator { get; }

    /// <summary>What the program wrote, for what must not stand in it.</summary>
    public string Output => string.Join('\n', _output);

    /// <summary>The one that stories share: without quotas, so that they are as fast as they can.</summary>
    public static Task<MarketHost> Shared => Common.Value;

    public static async Task<MarketHost> Start(params (string Name, string Value)[] settings)
    {
        var given = new Dictionary<string, string>
        {
            ["Limits__Rest__PerSecond"] = "0",
            ["Limits__Hub__PerSecond"] = "0",
            ["Limits__Site__PerSecond"] = "0",
            ["Limits__SignIn__PerMinute"] = "0",
            ["Limits__SignUp__PerHour"] = "0",
        };
        foreach (var (name, value) in settings)
            given[name] = value;
        var host = new MarketHost(given);
        Running.Add(host);
        await host.StartProcess();
        return host;
    }

    /// <summary>Over a SQLite file, without a broker, or over services.</summary>
    public static Task<MarketHost> StartOn(StoreKind kind) => kind == StoreKind.Sqlite ? Start() : StartOnServices();

    /// <summary>On a PostgreSQL database and two vhosts of its own.</summary>
    public static async Task<MarketHost> StartOnServices(params (string Name, string Value)[] settings)
    {
        var (name, database) = ($"host-{Guid.NewGuid().ToString("N")[..12]}", await TestServices.CreateDatabase());
        var services = TestServices.Settings(database, TestServices.RabbitMq, $"{name}-edge", $"{name}-core");
        var host = await Start([.. services.Select(s => (s.Key, s.Value)), .. settings]);
        host._stopServices = async () =>
        {
            await TestServices.DropDatabase(database);
            await TestServices.Broker(HttpMethod.Delete, $"vhosts/{name}-edge");
            await TestServices.Broker(HttpMethod.Delete, $"vhosts/{name}-core");
        };
        return host;
    }

    public static async Task StopAll()
    {
        foreach (var host in Running)
            await host.DisposeAsync();
    }

    /// <summary>As a power cut would: no time to finish anything.</summary>
    public async Task Kill()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
    }

    /// <param name="settings">That are others from now on.</param>
    public async Task Restart(params (string Name, string Value)[] settings)
    {
        foreach (var (name, value) in settings)
            _settings[name] = value;
        if (!_process!.HasExited)
            await Kill();
        await StartProcess();
    }

    /// <summary>Starts the program on the same data with other settings, which it must refuse; what it says then.</summary>
    public async Task<string> Refuses(params (string Name, string Value)[] settings)
    {
        using var process = Process.Start(Program(settings))!;
        var said = await process.StandardError.ReadToEndAsync().WaitAsync(StartWithin);
        await process.WaitForExitAsync();
        Assert.That(process.ExitCode, Is.Not.Zero);
        return said;
    }

    public MarketClient Client(string? key) => new(_http, key);

    public Task<MarketClient> Customer(string name = "A customer") => Account("customer", name, null);

    /// <summary>A vendor that hears of every intent, or of those that meet the criteria.</summary>
    public async Task<MarketClient> Vendor(string name = "A vendor", object? criteria = null, bool subscribes = true)
    {
        var vendor = await Account("vendor", name, $"sales at {name}");
        if (subscribes)
            (await vendor.Put("/api/v1/subscriptions/all", criteria ?? new { })).Expect(200);
        return vendor;
    }

    private async Task<MarketClient> Account(string kind, string name, string? contact)
    {
        var key = $"account-{Interlocked.Increment(ref _clients)}-{Guid.NewGuid():N}";
        var created = (await Operator.Post("/api/v1/accounts", new AccountRequest(kind, name, contact), key)).Expect(201);
        var client = Client(created.Text("key"));
        client.Account = AccountId.Parse(created.Text("id"));
        return client;
    }

    private async Task StartProcess()
    {
        _process = Process.Start(Program([])) ?? throw new InvalidOperationException("the program does not start");
        _process.OutputDataReceived += (_, line) => _output.Enqueue(line.Data ?? "");
        _process.ErrorDataReceived += (_, line) => _output.Enqueue(line.Data ?? "");
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        var since = Stopwatch.StartNew();
        while (!await IsReady())
        {
            if (_process.HasExited || since.Elapsed > StartWithin)
                throw new InvalidOperationException($"the program is not ready:\n{Output}");
            await Task.Delay(100);
        }
    }

    private ProcessStartInfo Program((string Name, string Value)[] settings)
    {
        var program = Path.Combine(TestContext.CurrentContext.TestDirectory, "IntentMarket.Web.dll");
        var start = new ProcessStartInfo("dotnet", [program])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DATA_DIR"] = DataDir;
        start.Environment["ASPNETCORE_URLS"] = Address.ToString();
        start.Environment["Operator__Key"] = OperatorKey;
        start.Environment["DOTNET_gcServer"] = "0";
        start.Environment.Remove("ConnectionStrings__Postgres");
        start.Environment.Remove("ConnectionStrings__RabbitMq");
        foreach (var (name, value) in _settings.Select(s => (s.Key, s.Value)).Concat(settings))
            start.Environment[name] = value;
        return start;
    }

    public async Task<bool> IsReady()
    {
        try
        {
            using var ready = await _http.GetAsync(new Uri("/readyz", UriKind.Relative));
            return ready.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _process, null) is not { } process)
            return;
        if (!process.HasExited)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
        process.Dispose();
        _http.Dispose();
        await _stopServices();
        if (Directory.Exists(DataDir))
            Directory.Delete(DataDir, recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
