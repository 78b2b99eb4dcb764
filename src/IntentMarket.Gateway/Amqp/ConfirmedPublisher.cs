#pragma warning disable CS9113, CA1822
using Microsoft.Extensions.Logging;

namespace IntentMarket.Gateway.Amqp;

/// <summary>A message to the broker. The body must not change until it is confirmed.</summary>
/// <param name="Exchange">Empty: the queue that <paramref name="RoutingKey"/> names.</param>
public sealed record Outgoing(string Exchange, string RoutingKey, ReadOnlyMemory<byte> Body)
{
    public string? MessageId { get; init; }
    public string? Type { get; init; }
    public string? CorrelationId { get; init; }
    public string? ReplyTo { get; init; }
    public string? ContentType { get; init; }

    /// <summary>Kept on disk by durable queues.</summary>
    public bool Persistent { get; init; } = true;

    /// <summary>Answered <see cref="Published.Returned"/> where no queue takes it.</summary>
    public bool Mandatory { get; init; } = true;
}

public enum Published
{
    /// <summary>Every queue that it went to has it.</summary>
    Confirmed,

    /// <summary>No queue took it: there is none by that key.</summary>
    Returned,

    /// <summary>A queue that it went to is full. Of several queues others may have it.</summary>
    Refused,

    /// <summary>The broker takes nothing at present; nothing was sent.</summary>
    Blocked,

    /// <summary>There is no connection, or no room in time; nothing was sent.</summary>
    Down,

    /// <summary>It was sent and not confirmed: the broker has it, or not. Publishing the same message id again is harmless.</summary>
    Unknown,
}

/// <summary>Publishes with confirms, in the order of the calls, on one channel of a link.</summary>
public sealed class ConfirmedPublisher(BrokerLink link, ILogger<ConfirmedPublisher> logger) : IAsyncDisposable
{
    /// <summary>Sent and not yet confirmed; further messages wait.</summary>
    public const int InFlightMax = 1_000;

    /// <summary>Never throws; answers within <see cref="TimeoutMs"/> and a second. Calls made one after the other without waiting keep their order.</summary>
    public Task<Published> Publish(Outgoing message) => throw new NotImplementedException();

    public const int TimeoutMs = 10_000;

    public ValueTask DisposeAsync() => throw new NotImplementedException();
}
