#pragma warning disable CS9113, CA1822
namespace IntentMarket.Gateway.Amqp;

/// <summary>A message that the broker gave us. It is ours until it is acknowledged once; after its channel is lost it comes again, and what is said
/// of this one means nothing.</summary>
public sealed class Delivery
{
    /// <summary>The partition whose queue it came from; -1 for a <see cref="Stray"/>.</summary>
    public required int Partition { get; init; }

    /// <summary>Where it was published: tells who sent it, whatever the message says.</summary>
    public required string Exchange { get; init; }
    public required string RoutingKey { get; init; }
    public string? MessageId { get; init; }
    public string? Type { get; init; }
    public string? ContentType { get; init; }
    public string? ReplyTo { get; init; }
    public string? CorrelationId { get; init; }
    public bool Redelivered { get; init; }

    /// <summary>Empty where <see cref="TooLarge"/>.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Longer than a body may be; it was not kept.</summary>
    public bool TooLarge { get; init; }

    /// <summary>A command of another node.</summary>
    public bool FromNode => Exchange == EdgeTopology.Commands;

    /// <summary>The vendor whose bot sent it.</summary>
    public Guid? Vendor => EdgeTopology.VendorOfExchange(Exchange);

    /// <summary>It is dealt with.</summary>
    public void Ack() => throw new NotImplementedException();

    /// <summary>It is given back, to come again (<paramref name="requeue"/>) or to be dead-lettered.</summary>
    public void Nack(bool requeue) => throw new NotImplementedException();
}
