using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace IntentMarket.Nodes.Broker;

/// <summary>Consumes one queue on a channel of its own, and hands its messages over one after the other. The library's callback only
/// copies, so a handler that waits holds nobody else up, and what waits is bounded: the prefetch times
/// <see cref="Delivery.BodyMax"/>.</summary>
internal sealed partial class QueueConsumer
{
    private const int TimeoutMs = 5_000;
    private const int AfterFaultMs = 200;

    private readonly IChannel _channel;
    private readonly string _queue;
    private readonly Func<Delivery, CancellationToken, ValueTask> _handle;
    private readonly ILogger _logger;
    private readonly AckBatcher _ledger;
    private readonly Channel<Delivery> _waiting;
    private readonly CancellationTokenSource _stop;
    private readonly TaskCompletionSource<string> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _handing;
    private readonly Task _settling;
    private Task? _stopping;

    private QueueConsumer(
        IChannel channel, string queue, ushort prefetch, Func<Delivery, CancellationToken, ValueTask> handle,
        ILogger logger, CancellationToken lost)
    {
        _channel = channel;
        _queue = queue;
        _handle = handle;
        _logger = logger;
        _ledger = new AckBatcher(channel);
        _waiting = Channel.CreateBounded<Delivery>(new BoundedChannelOptions(prefetch) { SingleReader = true, SingleWriter = true });
        _stop = CancellationTokenSource.CreateLinkedTokenSource(lost);
        channel.ChannelShutdownAsync += (_, shutdown) => End(shutdown.ReplyText);
        _handing = Task.Run(HandOver, CancellationToken.None);
        _settling = Task.Run(Settle, CancellationToken.None);
    }

    /// <summary>Completed with the reason when nothing more comes: the channel is gone, or the queue.</summary>
    public Task<string> Ended => _ended.Task;

    /// <summary>All that came is settled.</summary>
    public bool IsIdle => _waiting.Reader.Count == 0 && _ledger.IsIdle;

    /// <param name="queue">What it is for: <c>p.17</c>, <c>dead</c>.</param>
    /// <param name="name">How the broker knows it.</param>
    /// <param name="lost">Cancelled when the connection is lost.</param>
    public static async Task<QueueConsumer> Open(
        IConnection connection, string queue, string name, ushort prefetch, Func<Delivery, CancellationToken, ValueTask> handle,
        ILogger logger, CancellationToken lost)
    {
        var channel = await connection.CreateChannelAsync(cancellationToken: lost);
        var intake = new QueueConsumer(channel, queue, prefetch, handle, logger, lost);
        await channel.BasicQosAsync(0, prefetch, global: false, lost);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, arrived) => intake.Take(arrived);
        consumer.UnregisteredAsync += (_, _) => intake.End("the broker cancelled the consumer");
        await channel.BasicConsumeAsync(name, autoAck: false, consumer, lost);
        return intake;
    }

    private Task End(string reason)
    {
        _ended.TrySetResult(reason);
        return Task.CompletedTask;
    }

    private Task Take(BasicDeliverEventArgs arrived)
    {
        var properties = arrived.BasicProperties;
        // Elsewhere a bot may have written how its message died.
        var death = _queue is EdgeTopology.Dead or EdgeTopology.Dropped ? Death.From(properties.Headers) : null;
        var tooLarge = arrived.Body.Length > Delivery.BodyMax;
        // There is room: the broker gives no more than the prefetch, and the room is as large.
        _waiting.Writer.TryWrite(new Delivery
        {
            Partition = EdgeTopology.PartitionOf(death?.Queue ?? _queue) ?? -1,
            Exchange = death?.Exchange ?? arrived.Exchange,
            RoutingKey = arrived.RoutingKey,
            MessageId = properties.MessageId,
            Type = properties.Type,
            ContentType = properties.ContentType,
            ContentEncoding = properties.ContentEncoding,
            ReplyTo = properties.ReplyTo,
            CorrelationId = properties.CorrelationId,
            Redelivered = arrived.Redelivered,
            Body = tooLarge ? ReadOnlyMemory<byte>.Empty : arrived.Body.ToArray(),
            Size = arrived.Body.Length,
            TooLarge = tooLarge,
            Death = death,
            Ledger = _ledger,
            Tag = arrived.DeliveryTag,
        });
        return Task.CompletedTask;
    }

    private async Task HandOver()
    {
        try
        {
            await foreach (var delivery in _waiting.Reader.ReadAllAsync(_stop.Token))
            {
                _ledger.HandedOver();
                try
                {
                    await _handle(delivery, _stop.Token);
                }
                catch (OperationCanceledException) when (_stop.IsCancellationRequested)
                {
                    _ledger.NotTaken();
                }
                catch (Exception fault)
                {
                    // Not acknowledged: it comes again, and is dead when it has come too often.
                    LogFault(fault, _queue);
                    await Task.Delay(AfterFaultMs, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    delivery.Nack(requeue: true);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped, or the connection is lost: what waits goes back to the queue.
        }
    }

    /// <summary>A channel on which nothing can be settled any more is of no use, whatever the reason.</summary>
    private async Task Settle()
    {
        await _ledger.Send();
        await End("nothing can be settled");
    }

    /// <summary>Hands nothing more over, waits until what was handed over is settled, and closes the channel: the rest goes back to the
    /// queue. The consumer is not cancelled before, because its successor would then start while ours are still open. Who stops it again
    /// waits for the first time.</summary>
    public Task Stop(TimeSpan limit)
    {
        lock (_waiting)
            return _stopping ??= StopOnce(limit);
    }

    private async Task StopOnce(TimeSpan limit)
    {
        await _stop.CancelAsync();
        await _handing;
        await Task.WhenAny(_ledger.Settled(), _ended.Task, Task.Delay(limit, CancellationToken.None));
        _ledger.Close();
        await Task.WhenAny(_settling, Task.Delay(TimeoutMs, CancellationToken.None));
        try
        {
            await _channel.CloseAsync(200, "bye", abort: true, CancellationToken.None).WaitAsync(TimeSpan.FromMilliseconds(TimeoutMs));
            await _channel.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromMilliseconds(TimeoutMs));
        }
        catch (Exception)
        {
            // The connection takes it along.
        }
        _ended.TrySetResult("stopped");
        _stop.Dispose();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A message of queue {Queue} could not be handled and goes back")]
    private partial void LogFault(Exception fault, string queue);
}
