using System.Collections.Concurrent;
using System.Reflection;
using IntentMarket.Engine;
using IntentMarket.Nodes.Broker;
using IntentMarket.Nodes.Cluster;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NUnit.Framework;

namespace IntentMarket.Tests.Amqp;

/// <summary>Every node hears that something was stored; and no node stands or falls with it.</summary>
public sealed class CommitBusTests
{
    [Test]
    public async Task Node_without_a_broker_hears_itself_at_once()
    {
        await using var node = await Listener.Start(null);
        var intent = IntentId.New();
        node.Bus.Signal([intent]);
        Assert.That(node.Heard.Keys, Does.Contain(intent));
        await node.IsUp();
    }

    [Test]
    public async Task Every_node_hears_of_every_intent()
    {
        var broker = await TestBroker.Get();
        await using var first = await Listener.Start(broker.Settings);
        await using var second = await Listener.Start(broker.Settings);
        await first.IsUp();
        await second.IsUp();
        var intents = Enumerable.Range(0, 5_000).Select(_ => IntentId.New()).ToArray();
        foreach (var some in intents.Chunk(10))
            (some[0].GetHashCode() % 2 == 0 ? first : second).Bus.Signal(some);
        foreach (var node in new[] { first, second })
        {
            for (var soon = TestBroker.Soon(); !intents.All(node.Heard.ContainsKey); await Task.Delay(20, soon))
                soon.ThrowIfCancellationRequested();
        }
    }

    [Test]
    public async Task Bus_that_is_down_holds_nobody_up()
    {
        var nowhere = new BrokerSettings(new Uri("amqp://nobody:nothing@127.0.0.1:1"), new Uri("http://127.0.0.1:1"), "", 0, false);
        await using var node = await Listener.Start(nowhere);
        for (var n = 0; n < 10 * CommitBus.SignalsMax; n++)
            node.Bus.Signal([IntentId.New()]);
        for (var soon = TestBroker.Soon(); await node.Health() is not HealthStatus.Degraded; await Task.Delay(20, soon))
            soon.ThrowIfCancellationRequested();
    }

    private sealed class Listener : IAsyncDisposable
    {
        private readonly IHost _host;

        private Listener(IHost host)
        {
            _host = host;
            Bus = host.Services.GetRequiredService<CommitBus>();
            Bus.Committed = intents =>
            {
                foreach (var intent in intents)
                    Heard[intent] = 0;
            };
        }

        public CommitBus Bus { get; }

        public ConcurrentDictionary<IntentId, byte> Heard { get; } = new();

        public static async Task<Listener> Start(BrokerSettings? broker)
        {
            var builder = Host.CreateEmptyApplicationBuilder(null);
            builder.Services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.None));
            builder.Services.AddCommitBus(broker);
            var listener = new Listener(builder.Build());
            await listener._host.StartAsync(TestBroker.Soon());
            return listener;
        }

        /// <summary>By the library's own check.</summary>
        public async Task<HealthStatus> Health() =>
            (await _host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestBroker.Soon())).Status;

        public async Task IsUp()
        {
            for (var soon = TestBroker.Soon(); await Health() is not HealthStatus.Healthy; await Task.Delay(20, soon))
                soon.ThrowIfCancellationRequested();
        }

        public async ValueTask DisposeAsync()
        {
            await _host.StopAsync(TestBroker.Soon());
            _host.Dispose();
        }
    }

    [TestCase(typeof(CommitsStored), "IntentMarket.Gateway.Cluster:CommitsStored")]
    [TestCase(typeof(BotsWatched), "IntentMarket.Gateway.Amqp:BotsWatched")]
    [TestCase(typeof(BotMessagesPassed), "IntentMarket.Gateway.Amqp:BotMessagesPassed")]
    public void Message_is_known_to_nodes_of_before_by_its_name(Type message, string name)
    {
        Assert.That(MessageUrn.ForTypeString(message), Is.EqualTo($"urn:message:{name}"));
        Assert.That(message.GetCustomAttribute<EntityNameAttribute>()?.EntityName, Is.EqualTo(name));
    }
}
