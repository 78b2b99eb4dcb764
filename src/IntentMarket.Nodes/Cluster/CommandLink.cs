using System.Collections.Concurrent;
using IntentMarket.Engine.Market;
using IntentMarket.Nodes.Broker;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace IntentMarket.Nodes.Cluster;

/// <summary>What became of a command that was sent to the node that serves a partition.</summary>
public abstract record CommandResult
{
    /// <summary>The owner's answer.</summary>
    public sealed record Answered(ReadOnlyMemory<byte> Reply) : CommandResult;

    /// <summary>Nothing was sent: there is no broker, or it takes nothing at present.</summary>
    public sealed record Down : CommandResult;

    /// <summary>The partition's queue is full, or too many commands of this node wait for an answer; nothing was taken.</summary>
    public sealed record Full : CommandResult;

    /// <summary>It was sent, and no answer came in time: it may be decided yet.</summary>
    public sealed record Unknown : CommandResult;
}

/// <summary>Commands from node to node, through the queue of the partition that they belong to; the answers come back to a queue of this
/// node alone, which goes with its connection.</summary>
public sealed class CommandLink
{
    /// <summary>Commands that wait for an answer; more are answered <see cref="CommandResult.Full"/>.</summary>
    public const int AskedMax = 4_096;

    private readonly ConfirmedPublisher _publisher;
    private readonly ConcurrentDictionary<string, TaskCompletionSource<byte[]>> _asked = new(StringComparer.Ordinal);
    private long _asks;

    // Written when the link of the replies is up or lost.
    private volatile string? _replyTo;

    /// <param name="replies">On vhost edge.</param>
    public CommandLink(BrokerLink replies, ConfirmedPublisher publisher)
    {
        _publisher = publisher;
        replies.OnUp(Listen);
    }

    /// <summary>Never throws; answers within the timeout. The command may be decided also where this answers
    /// <see cref="CommandResult.Unknown"/>.</summary>
    public async Task<CommandResult> Ask(int partition, ReadOnlyMemory<byte> command, TimeSpan timeout, CancellationToken cancel)
    {
        if (_replyTo is not { } replyTo)
            return new CommandResult.Down();
        if (_asked.Count >= AskedMax)
            return new CommandResult.Full();
        var id = Interlocked.Increment(ref _asks).ToString();
        var reply = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        _asked[id] = reply;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(timeout);
        try
        {
            var sent = await _publisher.Publish(To(partition, command) with { ReplyTo = replyTo, CorrelationId = id })
                .WaitAsync(limit.Token);
            return sent switch
            {
                Published.Refused => new CommandResult.Full(),
                Published.Down or Published.Blocked or Published.Returned => new CommandResult.Down(),
                _ => new CommandResult.Answered(await reply.Task.WaitAsync(limit.Token)),
            };
        }
        catch (OperationCanceledException)
        {
            return new CommandResult.Unknown();
        }
        finally
        {
            _asked.TryRemove(id, out _);
        }
    }

    /// <summary>Sends a command that nobody waits for; it is in the partition's queue when this answers
    /// <see cref="Published.Confirmed"/>.</summary>
    public Task<Published> Tell(int partition, ReadOnlyMemory<byte> command) => _publisher.Publish(To(partition, command));

    /// <summary>Answers a command, after it is stored. An answer that gets lost is looked up by who asked.</summary>
    public Task Reply(Delivery command, ReadOnlyMemory<byte> answer) =>
        command is { FromNode: true, ReplyTo: { } replyTo, CorrelationId: { } id }
            ? _publisher.Publish(new Outgoing("", replyTo, answer) { CorrelationId = id, Persistent = false, Mandatory = false })
            : Task.CompletedTask;

    private static Outgoing To(int partition, ReadOnlyMemory<byte> command) =>
        new(EdgeTopology.Commands, Partitions.Route(partition), command);

    private async Task Listen(IConnection connection, CancellationToken lost)
    {
        var channel = await connection.CreateChannelAsync(cancellationToken: lost);
        var queue = await channel.QueueDeclareAsync("", durable: false, exclusive: true, autoDelete: true, cancellationToken: lost);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, arrived) =>
        {
            if (arrived.BasicProperties.CorrelationId is { } id && _asked.TryRemove(id, out var reply))
                reply.TrySetResult(arrived.Body.ToArray());
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(queue.QueueName, autoAck: true, consumer, lost);
        _replyTo = queue.QueueName;
        lost.UnsafeRegister(_ => Interlocked.CompareExchange(ref _replyTo, null, queue.QueueName), null);
    }
}
