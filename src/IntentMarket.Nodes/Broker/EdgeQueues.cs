using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace IntentMarket.Nodes.Broker;

/// <summary>How the edge's own queues are named: <c>p.17</c> and <c>dead</c> with a part that the nodes alone know. For the broker lets
/// every user of a vhost ask whether a queue of a given name is there, and how many messages wait in it; about another vendor's inbox one
/// would have to know that vendor's id.</summary>
/// <param name="secret">The same on all nodes; letters, digits, <c>-</c> and <c>_</c>.</param>
public sealed class EdgeQueues(string secret)
{
    /// <summary>Queues that an earlier build made under names without that part, as the broker said last; null where it did not say. What
    /// waits there goes first. Written by the link's steps, read by who consumes.</summary>
    public IReadOnlySet<string>? OfBefore { get; set; } = new HashSet<string>();

    public string NameOf(string queue) => $"{queue}.{secret}";

    /// <summary>How many messages wait in a queue, and how many consumers get them; null where there is no such queue.</summary>
    internal static async Task<QueueDeclareOk?> Look(IConnection connection, string queue, CancellationToken cancel)
    {
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancel);
        try
        {
            return await channel.QueueDeclarePassiveAsync(queue, cancel);
        }
        catch (OperationInterruptedException fault) when (fault.ShutdownReason?.ReplyCode == Constants.NotFound)
        {
            return null;
        }
    }

    /// <summary>Nothing more comes to a queue of before: it goes to the one that has its place.</summary>
    internal static async Task Unbind(IConnection connection, string queue, CancellationToken cancel)
    {
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancel);
        (string Exchange, string Key)[] bindings = EdgeTopology.PartitionOf(queue) is null
            ? [(queue, "")]
            : [(EdgeTopology.Routes, queue), (EdgeTopology.Commands, queue)];
        foreach (var (exchange, key) in bindings)
            await channel.QueueUnbindAsync(queue, exchange, key, cancellationToken: cancel);
    }

    internal static async Task Delete(IConnection connection, string queue, CancellationToken cancel)
    {
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancel);
        await channel.QueueDeleteAsync(queue, ifUnused: false, ifEmpty: false, cancellationToken: cancel);
    }
}
