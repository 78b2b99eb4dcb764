using System.Threading.Channels;
using IntentMarket.Gateway.Amqp;
using IntentMarket.Gateway.Cluster;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NUnit.Framework;

namespace IntentMarket.Tests.Amqp;

/// <summary>Every node hears that something was stored; and no node stands or falls with it.</summary>
public sealed class CommitBusTests
{
    [Test]
    public async Task Node_without_a_broker_hears_itself()
    {
        await using var node = await Listener.Start(null);
        await node.Hears(new CommitStored(3, 4, 5));
        node.Bus.Ring(new SubscriptionsChanged(Guid.Empty, "a"));
        Assert.That(await node.Changes.Reader.ReadAsync(TestBroker.Soon()), Is.EqualTo(new SubscriptionsChanged(Guid.Empty, "a")));
        Assert.That((node.Bus.IsUp, node.Bus.Reason), Is.EqualTo((true, (string?)null)));
    }

    [Test]
    public async Task Every_node_hears_in_order()
    {
        var broker = await TestBroker.Get();
        await using var first = await Listener.Start(broker.Settings);
        await using var second = await Listener.Start(broker.Settings);
        // A node that is not bound yet hears nothing: it looks by itself.
        await first.Hears(new CommitStored(0, 0, 0));
        await second.Hears(new CommitStored(0, 0, 0));
        for (var n = 1; n <= 500; n++)
            first.Bus.Ring(new CommitStored(1, n, n));
        foreach (var node in new[] { first, second })
        {
            for (var n = 1; n <= 500;)
            {
                var heard = await node.Commits.Reader.ReadAsync(TestBroker.Soon());
                if (heard.Partition == 1)
                    Assert.That(heard, Is.EqualTo(new CommitStored(1, n, n++)));
            }
        }
    }

    [Test]
    public async Task Bus_that_is_down_holds_nobody_up()
    {
        var nowhere = new BrokerSettings(new Uri("amqp://nobody:nothing@127.0.0.1:1"), new Uri("http://127.0.0.1:1"), "", 0, false);
        await using var node = await Listener.Start(nowhere);
        for (var n = 0; n < 10 * CommitBus.RingsMax; n++)
            node.Bus.Ring(new CommitStored(1, n, n));
        for (var soon = TestBroker.Soon(); node.Bus.IsUp || node.Bus.Reason is null; await Task.Delay(20, soon))
            soon.ThrowIfCancellationRequested();
    }

    private sealed class Listener : IAsyncDisposable
    {
        private readonly IHost _host;

        private Listener(IHost host)
        {
            _host = host;
            Bus = host.Services.GetRequiredService<CommitBus>();
            Bus.Committed = commit => Commits.Writer.TryWrite(commit);
            Bus.Changed = change => Changes.Writer.TryWrite(change);
        }

        public CommitBus Bus { get; }

        public Channel<CommitStored> Commits { get; } = Channel.CreateUnbounded<CommitStored>();

        public Channel<SubscriptionsChanged> Changes { get; } = Channel.CreateUnbounded<SubscriptionsChanged>();

        public static async Task<Listener> Start(BrokerSettings? broker)
        {
            var builder = Host.CreateEmptyApplicationBuilder(null);
            builder.Services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.None));
            builder.Services.AddCommitBus(broker);
            var listener = new Listener(builder.Build());
            await listener._host.StartAsync(TestBroker.Soon());
            return listener;
        }

        /// <summary>Rings until it hears itself.</summary>
        public async Task Hears(CommitStored commit)
        {
            for (var soon = TestBroker.Soon(); ; await Task.Delay(50, soon))
            {
                Bus.Ring(commit);
                if (Commits.Reader.TryRead(out var heard))
                {
                    Assert.That(heard, Is.EqualTo(commit));
                    return;
                }
            }
        }

        public async ValueTask DisposeAsync()
        {
            await _host.StopAsync(TestBroker.Soon());
            _host.Dispose();
        }
    }
}
