using IntentMarket.Engine.Market;
using Microsoft.Extensions.Logging;

namespace IntentMarket.Nodes.Broker;

/// <summary>The queues of partitions, as who serves them takes and leaves them.</summary>
public interface IPartitionQueues
{
    /// <summary>Consumes a partition from now on, also after the link was lost and came back.</summary>
    Task Start(int partition);

    /// <summary>Takes nothing more from the partition's queue, waits at most <paramref name="limit"/> until what was handed over is
    /// settled, then lets the rest go back to the queue for whoever serves it next.</summary>
    Task Stop(int partition, TimeSpan limit);
}

/// <summary>Consumes the queues of the partitions that this node serves. Each partition's messages are handed over one after
/// the other, in the order of the queue; partitions side by side. Each has its own channel, so that one can be handed to
/// another node without the rest.</summary>
/// <param name="handle">Takes a delivery; it is settled later, from anywhere. Its token is cancelled when the partition stops or the
/// connection is lost: what was not taken by then comes again, here or elsewhere. What it throws gives the delivery back.</param>
public sealed class PartitionConsumers(
    BrokerLink link, EdgeQueues queues, Func<Delivery, CancellationToken, ValueTask> handle, ILogger<PartitionConsumers> logger)
    : IPartitionQueues, IAsyncDisposable
{
    /// <summary>Given to this node and not yet settled, a partition; the rest waits at the broker. With every partition on one node and
    /// bodies as large as they may be that is 1 GiB.</summary>
    public const ushort PrefetchMax = 256;

    private readonly QueueConsumers _queues = new(link, queues, PrefetchMax, _ => handle, logger);

    public Task Start(int partition) => _queues.Start(Partitions.Route(partition));

    public Task Stop(int partition, TimeSpan limit) => _queues.Stop(Partitions.Route(partition), limit);

    public ValueTask DisposeAsync() => _queues.DisposeAsync();
}
