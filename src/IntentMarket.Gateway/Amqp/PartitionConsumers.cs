#pragma warning disable CS9113, CA1822
using Microsoft.Extensions.Logging;

namespace IntentMarket.Gateway.Amqp;

/// <summary>Consumes the queues of the partitions that this node serves. Each partition's messages are handed over one after the other, in the
/// order of the queue; partitions side by side.</summary>
public sealed class PartitionConsumers(BrokerLink link, Func<Delivery, CancellationToken, ValueTask> handle, ILogger<PartitionConsumers> logger)
{
    /// <summary>Handed over and not yet acknowledged, a partition; the rest waits at the broker.</summary>
    public const ushort PrefetchMax = 256;

    public IReadOnlyCollection<int> Running => throw new NotImplementedException();

    /// <summary>Consumes a partition from now on, also after the link was lost and came back.</summary>
    public Task Start(int partition) => throw new NotImplementedException();

    /// <summary>Takes nothing more from the partition's queue, waits at most <paramref name="limit"/> until what was handed over is settled,
    /// then lets the rest go back to the queue for whoever serves it next.</summary>
    public Task Stop(int partition, TimeSpan limit) => throw new NotImplementedException();
}
