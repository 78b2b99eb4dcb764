using System.Reflection;
using IntentMarket.Engine;
using IntentMarket.Nodes;
using IntentMarket.Nodes.Broker;
using IntentMarket.Nodes.Cluster;
using IntentMarket.Nodes.Market;
using IntentMarket.Nodes.Publishing;
using IntentMarket.Services.Market;
using IntentMarket.Services.Notices;
using IntentMarket.Services.Routing;
using IntentMarket.Storage;
using IntentMarket.Web;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntentMarket.Tests.Simulation;

/// <summary>The market's own wiring on a computer of the world: its loop, outbox, feed, matching, places and the part of the node, on a
/// store and a broker that are reached by lines which can be cut.</summary>
internal sealed class SimulatedNode : IAsyncDisposable
{
    private static readonly byte[] Secret = new byte[32];
    private static readonly MethodInfo Execute =
        typeof(BackgroundService).GetMethod("ExecuteAsync", BindingFlags.Instance | BindingFlags.NonPublic)!;

    private readonly ServiceProvider _services;
    private readonly CancellationTokenSource _stop = new();
    private Task _serving = Task.CompletedTask;

    public SimulatedNode(World world, string name, Database database, SimulatedBroker broker, ClusterFlaw flaw, Action onWritten)
    {
        Computer = new World.Computer(world, name) { MeasuresBySkew = flaw == ClusterFlaw.MeasuresByAClockThatJumps };
        world.Add(Computer);
        Database = new SimulatedDatabase(database, world, Computer, flaw) { OnWritten = onWritten };
        var store = Store.On(Database, on => new SqliteJournal(on));
        var mailboxes = new Mailboxes(store.Journal.Loops);
        Link = new SimulatedBroker.NodeLink(broker, world, Computer, mailboxes, flaw);
        _services = Wire(store, Computer.Clock, services => services
            .AddSingleton(new NodeName(name)).AddSingleton(mailboxes)
            .AddSingleton<ICourier>(Link).AddSingleton<IPartitionQueues>(Link)
            .AddSingleton<ILoggerFactory>(new FaultLog(world, name))
            .AddSingleton(provider => new VendorInboxes(
                store, Link.Publish, new BotConsole(null!, Computer.Clock, NullLogger<BotConsole>.Instance), Computer.Clock)));
    }

    public World.Computer Computer { get; }

    public SimulatedDatabase Database { get; }

    public SimulatedBroker.NodeLink Link { get; }

    /// <summary>Called with what this node has rung for.</summary>
    public Action<IReadOnlyCollection<IntentId>> OnRung { get; set; } = _ => { };

    /// <summary>Of a store that is sound: to check what was told.</summary>
    public static ServiceProvider Wire(Store store, TimeProvider clock, Action<IServiceCollection> also)
    {
        var services = new ServiceCollection();
        services.AddLogging().AddMarket(new ConfigurationBuilder().Build(), store)
            .AddSingleton(new MarketIdentity(Secret)).AddSingleton(clock)
            .AddSingleton<IHostApplicationLifetime>(new NoHost())
            .AddSingleton(_ => new CommitBus(null!, NullLogger<CommitBus>.Instance));
        also(services);
        return services.BuildServiceProvider();
    }

    public T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    public void Start()
    {
        Get<CommitBus>().Committed = intents =>
        {
            Ring(intents);
            OnRung(intents);
        };
        var node = Get<MarketNode>();
        node.StoreRetryMs = 0;
        foreach (var service in (BackgroundService[])[Get<Matching>(), Get<Outbox>(), Get<NoticeFeed>(), Get<RankPublisher>()])
            Computer.Run(() => (Task)Execute.Invoke(service, [CancellationToken.None])!);
        Computer.Run(() => _serving = (Task)Execute.Invoke(node, [_stop.Token])!);
    }

    /// <summary>As its host does: it gives up its part, and then the rest is over, wherever that is.</summary>
    public void Stop() => Computer.Run(async () =>
    {
        _stop.Cancel();
        await _serving;
        Link.Lose();
        Computer.Die();
    });

    public void Ring(IReadOnlyCollection<IntentId> intents)
    {
        Get<RankPublisher>().Touch(intents);
        Get<NoticeFeed>().Ring();
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private sealed class NoHost : IHostApplicationLifetime
    {
        public CancellationToken ApplicationStarted => default;

        public CancellationToken ApplicationStopping => default;

        public CancellationToken ApplicationStopped => default;

        public void StopApplication()
        {
            // It is seen in the log.
        }
    }

    /// <summary>What no fault of a line explains is a fault of the market.</summary>
    private sealed class FaultLog(World world, string name) : ILoggerFactory, ILogger
    {
        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            world.Log.Add($"{world.NowMs - Engine.Sample.Start} {formatter(state, exception)}");
            world.Note($"{name} says: {formatter(state, exception)}");
            if (logLevel == LogLevel.Critical || (logLevel == LogLevel.Error && exception is not null))
                world.Broken ??= $"{formatter(state, exception)}: {exception}";
        }

        public void Dispose()
        {
            // Nothing is held.
        }
    }
}
