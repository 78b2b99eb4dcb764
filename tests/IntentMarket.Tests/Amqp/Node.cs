using System.Threading.Channels;
using IntentMarket.Nodes.Broker;
using IntentMarket.Nodes.Cluster;
using RabbitMQ.Client;

namespace IntentMarket.Tests.Amqp;

/// <summary>A node's part at the broker, with a handler that only collects.</summary>
internal sealed class Node : IAsyncDisposable
{
    private readonly Channel<Delivery> _got = Channel.CreateUnbounded<Delivery>();
    private IConnection? _connection;

    private Node(TestBroker broker, string name, Func<Delivery, CancellationToken, ValueTask>? handle, EdgeQueues? queues)
    {
        Consuming = broker.Link(name + " consumes");
        Publishing = broker.Link(name + " publishes");
        Publishing.OnUp((connection, _) =>
        {
            _connection = connection;
            return Task.CompletedTask;
        });
        Publisher = new ConfirmedPublisher(Publishing, new TestLog<ConfirmedPublisher>());
        Commands = new CommandLink(Consuming, Publisher);
        Partitions = new PartitionConsumers(
            Consuming, queues ?? broker.Queues, handle ?? ((delivery, _) => _got.Writer.WriteAsync(delivery, CancellationToken.None)),
            new TestLog<PartitionConsumers>());
    }

    public BrokerLink Consuming { get; }

    public BrokerLink Publishing { get; }

    public ConfirmedPublisher Publisher { get; }

    public PartitionConsumers Partitions { get; }

    public CommandLink Commands { get; }

    public static async Task<Node> Start(
        TestBroker broker, string name = "node", Func<Delivery, CancellationToken, ValueTask>? handle = null, EdgeQueues? queues = null)
    {
        var node = new Node(broker, name, handle, queues);
        node.Consuming.Start();
        node.Publishing.Start();
        await node.Consuming.WaitUp(TestBroker.Soon());
        await node.Publishing.WaitUp(TestBroker.Soon());
        return node;
    }

    /// <summary>The next delivery that the collecting handler got, not settled yet.</summary>
    public async Task<Delivery> Taken() => await _got.Reader.ReadAsync(TestBroker.Soon());

    /// <summary>The next delivery that the collecting handler got; it is acknowledged.</summary>
    public async Task<Delivery> Next()
    {
        var delivery = await Taken();
        delivery.Ack();
        return delivery;
    }

    /// <summary>Messages that wait in a queue; those that a consumer has are not among them.</summary>
    public async Task<uint> Waiting(string queue)
    {
        await using var channel = await _connection!.CreateChannelAsync();
        return await channel.MessageCountAsync(queue);
    }

    public async ValueTask DisposeAsync()
    {
        await Partitions.DisposeAsync();
        await Publisher.DisposeAsync();
        await Publishing.DisposeAsync();
        await Consuming.DisposeAsync();
    }
}
