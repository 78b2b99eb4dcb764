#pragma warning disable CS9113, CA1822
using IntentMarket.Gateway.Amqp;
using Microsoft.Extensions.Logging;

namespace IntentMarket.Gateway.Cluster;

/// <summary>What became of a command that was sent to the node that serves a partition.</summary>
public abstract record Asked
{
    /// <summary>The owner's answer.</summary>
    public sealed record Answered(byte[] Reply) : Asked;

    /// <summary>Nothing was sent: there is no broker, or it takes nothing at present.</summary>
    public sealed record Down : Asked;

    /// <summary>The partition's queue is full; nothing was taken.</summary>
    public sealed record Full : Asked;

    /// <summary>It was sent, and no answer came in time: it may be decided yet.</summary>
    public sealed record Unknown : Asked;
}

/// <summary>Commands from node to node, through the queue of the partition that they belong to.</summary>
public sealed class CommandLink(BrokerLink replies, ConfirmedPublisher publisher, ILogger<CommandLink> logger)
{
    public Task<Asked> Ask(int partition, byte[] command, TimeSpan timeout, CancellationToken cancel) => throw new NotImplementedException();

    /// <summary>Sends a command that nobody waits for; it is in the partition's queue when this answers <see cref="Published.Confirmed"/>.</summary>
    public Task<Published> Tell(int partition, byte[] command) => throw new NotImplementedException();

    /// <summary>Answers a command; where nobody waits any more the answer is lost, and the asker looks it up.</summary>
    public void Reply(Delivery command, byte[] answer) => throw new NotImplementedException();
}
