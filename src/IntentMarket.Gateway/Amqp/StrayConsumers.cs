#pragma warning disable CS9113, CA1822
using Microsoft.Extensions.Logging;

namespace IntentMarket.Gateway.Amqp;

public enum StrayKind
{
    /// <summary>A bot's message with a routing key that is no partition's, or with headers that are the broker's to write.</summary>
    Unrouted,

    /// <summary>A message that expired in a partition's queue, or came back too often.</summary>
    Dead,

    /// <summary>A notice that an inbox did not keep.</summary>
    Dropped,
}

/// <summary>A message that did not get where it was meant to.</summary>
/// <param name="Vendor">Who sent it (<see cref="StrayKind.Unrouted"/>, <see cref="StrayKind.Dead"/>) or whose inbox it was in
/// (<see cref="StrayKind.Dropped"/>); null for a command of a node.</param>
/// <param name="Exchange">Where it was published first.</param>
/// <param name="Cause">Why it died: <c>expired</c>, <c>delivery_limit</c>, <c>rejected</c>, <c>maxlen</c>; null for an unrouted one.</param>
public sealed record Stray(StrayKind Kind, Guid? Vendor, string Exchange, string? Cause, Delivery Message);

/// <summary>Consumes the three queues of stray messages. The handler answers the vendor, then acknowledges.</summary>
public sealed class StrayConsumers(BrokerLink link, Func<Stray, CancellationToken, ValueTask> handle, ILogger<StrayConsumers> logger)
{
    public void Start() => throw new NotImplementedException();
}
