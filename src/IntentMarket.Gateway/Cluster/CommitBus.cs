#pragma warning disable CS9113, CA1822
using IntentMarket.Gateway.Amqp;
using Microsoft.Extensions.DependencyInjection;

namespace IntentMarket.Gateway.Cluster;

/// <summary>A doorbell: this commit is stored, so the feed has something new.</summary>
/// <param name="Intents">The intents that it is about.</param>
public sealed record CommitStored(int Partition, long Position, long Feed, IReadOnlyList<Guid> Intents);

/// <summary>A doorbell: a vendor changed its standing criteria.</summary>
public sealed record SubscriptionsChanged(Guid Vendor, string Node);

/// <summary>Tells all nodes, this one included, that something was stored. A ring may be lost: who listens also looks by itself.</summary>
public sealed class CommitBus
{
    /// <summary>Who listens; called one at a time, must not block. Set before the host starts.</summary>
    public Action<CommitStored> Committed { get; set; } = _ => { };

    public Action<SubscriptionsChanged> Changed { get; set; } = _ => { };

    /// <summary>Never waits and never throws; at most <c>RingsMax</c> wait for the bus, older ones are dropped.</summary>
    public void Ring(CommitStored commit) => throw new NotImplementedException();

    public void Ring(SubscriptionsChanged change) => throw new NotImplementedException();

    public bool IsUp => throw new NotImplementedException();

    public string? Reason => throw new NotImplementedException();
}

public static class CommitBusRegistration
{
    /// <summary>Adds <see cref="CommitBus"/> over MassTransit: on the broker's vhost core, or in this process where there is no broker.</summary>
    public static IServiceCollection AddCommitBus(this IServiceCollection services, BrokerSettings? broker) => throw new NotImplementedException();
}
