using IntentMarket.Engine;
using Microsoft.Extensions.Logging;

namespace IntentMarket.Nodes.Broker;

public enum DeadLetterKind
{
    /// <summary>A bot's message with a routing key that is no partition's, or with headers that are the broker's to write.</summary>
    Unrouted,

    /// <summary>A message that expired in a partition's queue, or came back too often.</summary>
    Dead,

    /// <summary>A notice that an inbox did not keep.</summary>
    Dropped,
}

/// <summary>A message that did not get where it was meant to.</summary>
/// <param name="Vendor">Who sent it (<see cref="DeadLetterKind.Unrouted"/>, <see cref="DeadLetterKind.Dead"/>) or whose inbox it was in
/// (<see cref="DeadLetterKind.Dropped"/>); null for a command of a node.</param>
/// <param name="Cause">What ended it on its queue: <c>expired</c>, <c>delivery_limit</c>, <c>rejected</c>, <c>maxlen</c>; null
/// for an unrouted one.</param>
/// <param name="Message">Its exchange is the one where it was published first, its partition the one in whose queue it died.</param>
public sealed record DeadLetter(DeadLetterKind Kind, AccountId? Vendor, string? Cause, Delivery Message);

/// <summary>Consumes the three queues of dead letters, on every node. The handler answers the vendor, then acknowledges.</summary>
public sealed class DeadLetterConsumers(
    BrokerLink link, EdgeQueues queues, Func<DeadLetter, CancellationToken, ValueTask> handle,
    ILogger<DeadLetterConsumers> logger) : IAsyncDisposable
{
    /// <summary>Given to this node and not yet settled, a queue.</summary>
    public const ushort PrefetchMax = 100;

    private readonly QueueConsumers _queues =
        new(link, queues, PrefetchMax, queue => (delivery, stopped) => handle(Read(queue, delivery), stopped), logger);

    /// <summary>Consumes from now on, also after the link was lost and came back.</summary>
    public async Task Start()
    {
        foreach (var queue in new[] { EdgeTopology.Unrouted, EdgeTopology.Dead, EdgeTopology.Dropped })
            await _queues.Start(queue);
    }

    public ValueTask DisposeAsync() => _queues.DisposeAsync();

    private static DeadLetter Read(string queue, Delivery delivery) => queue switch
    {
        EdgeTopology.Unrouted => new(DeadLetterKind.Unrouted, delivery.Vendor, null, delivery),
        EdgeTopology.Dead => new(DeadLetterKind.Dead, delivery.Vendor, delivery.Death?.Reason, delivery),
        _ => new(DeadLetterKind.Dropped, EdgeTopology.VendorOfInbox(delivery.Death?.Queue ?? ""), delivery.Death?.Reason, delivery),
    };
}
