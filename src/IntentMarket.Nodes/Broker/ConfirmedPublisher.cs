using System.Text;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace IntentMarket.Nodes.Broker;

/// <summary>A message to the broker. The body must not change until it is confirmed. A property of more than 255 bytes, which AMQP has no
/// room for, is left out: a bot's message id can grow past that when it is not UTF-8 and is echoed.</summary>
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

    /// <summary>What was published before and must not come after it: where that was lost, this is not sent either.</summary>
    public Task<Published>? After { get; init; }

    public bool MayGo => After is not { IsCompleted: true, Result: var before } || !before.IsLost();
}

public enum Published
{
    /// <summary>Every queue that it went to has it.</summary>
    Confirmed,

    /// <summary>No queue took it: there is none by that key.</summary>
    Returned,

    /// <summary>A queue that it went to is full (of several queues others may have it), or the body is too long.</summary>
    Refused,

    /// <summary>The broker takes nothing at present; nothing was sent.</summary>
    Blocked,

    /// <summary>There is no connection, or no room in time; nothing was sent.</summary>
    Down,

    /// <summary>It was sent and not confirmed: the broker has it, or not. Publishing the same message id again is harmless.</summary>
    Unknown,
}

public static class PublishedAnswers
{
    /// <summary>It is to be published again. Returned is not: the inbox is gone with its vendor's last credential. Refused cannot be: an
    /// inbox drops its oldest.</summary>
    public static bool IsLost(this Published answer) => answer is Published.Down or Published.Blocked or Published.Unknown;
}

/// <summary>Publishes with confirms, in the order of the calls. One loop writes to the one channel, because the library's count of what is
/// confirmed does not survive two writers or a cancelled one; and the confirms are matched here, because the library would send its count
/// along in a header, and a vendor could read there how much the market sends.</summary>
public sealed partial class ConfirmedPublisher : IAsyncDisposable
{
    /// <summary>Sent and not yet confirmed; further messages wait to be sent.</summary>
    public const int InFlightMax = 1_000;

    /// <summary>Waiting to be sent; who publishes more waits.</summary>
    public const int WaitingMax = 1_000;

    /// <summary>What is not confirmed by then is <see cref="Published.Unknown"/>, and the connection is given up; what is not sent by then
    /// is <see cref="Published.Down"/>.</summary>
    public const int TimeoutMs = 10_000;

    /// <summary>Bytes of a body; the broker would close the connection over a longer one (<c>max_message_size</c>).</summary>
    public const int BodyMax = 1 << 20;

    private const int CheckMs = 1_000;

    private readonly Channel<Pending> _waiting =
        Channel.CreateBounded<Pending>(new BoundedChannelOptions(WaitingMax) { SingleReader = true });
    private readonly BrokerLink _link;
    private readonly ILogger<ConfirmedPublisher> _logger;
    private readonly Task _writing;
    private readonly Timer _overdue;

    // Written by the link's loop when a connection is up, read by the writer.
    private volatile ConfirmChannel? _lane;

    public ConfirmedPublisher(BrokerLink link, ILogger<ConfirmedPublisher> logger)
    {
        _link = link;
        _logger = logger;
        link.OnUp(Open);
        _writing = Task.Run(Write);
        _overdue = new Timer(_ => _lane?.CheckOverdue(), null, CheckMs, CheckMs);
    }

    /// <summary>Never throws; answers within two times <see cref="TimeoutMs"/>, and at once where the link is down or blocked. Calls made
    /// one after the other, not waiting for the answers, keep their order as long as there is room.</summary>
    public Task<Published> Publish(Outgoing message)
    {
        if (message.Body.Length > BodyMax)
            return Task.FromResult(Published.Refused);
        if (!_link.IsUp)
            return Task.FromResult(Published.Down);
        if (_link.IsBlocked)
            return Task.FromResult(Published.Blocked);
        var pending = new Pending(message, _lane);
        return _waiting.Writer.TryWrite(pending) ? pending.Answered : PublishWhenThereIsRoom(pending);
    }

    private async Task<Published> PublishWhenThereIsRoom(Pending pending)
    {
        using var limit = new CancellationTokenSource(TimeoutMs);
        try
        {
            await _waiting.Writer.WriteAsync(pending, limit.Token);
        }
        catch (Exception fault) when (fault is OperationCanceledException or ChannelClosedException)
        {
            return Published.Down;
        }
        return await pending.Answered;
    }

    private async Task Write()
    {
        await foreach (var pending in _waiting.Reader.ReadAllAsync())
        {
            if (_link.IsBlocked)
                pending.Answer(Published.Blocked);
            else if (pending.Lane is { } lane && lane == _lane && pending.AgeMs < TimeoutMs && pending.Message.MayGo)
                await lane.Send(pending);
            else
                pending.Answer(Published.Down);
        }
    }

    private async Task Open(IConnection connection, CancellationToken lost)
    {
        var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: false), lost);
        var lane = new ConfirmChannel(channel, () => _link.IsBlocked, reason =>
        {
            if (lost.IsCancellationRequested)
                return;
            LogLost(reason);
            _link.Drop(reason);
        });
        // When the connection is lost, everything in flight is answered at once.
        lost.UnsafeRegister(_ => lane.Fail(""), null);
        _lane = lane;
    }

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _writing;
        await _overdue.DisposeAsync();
        _lane?.Fail("it is stopped");
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Publishing stops on this connection: {Reason}")]
    private partial void LogLost(string reason);

    /// <param name="lane">The one that was open when it was published. It goes by no later one: what was published before it, and got lost
    /// with the connection, would then come after it.</param>
    private sealed class Pending(Outgoing message, ConfirmChannel? lane)
    {
        private readonly TaskCompletionSource<Published> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly long _since = Environment.TickCount64;

        public Outgoing Message => message;

        public ConfirmChannel? Lane => lane;

        public Task<Published> Answered => _answer.Task;

        public long AgeMs => Environment.TickCount64 - _since;

        public long SentAt { get; set; }

        public bool Returned { get; set; }

        public void Answer(Published answer) => _answer.TrySetResult(answer);
    }

    /// <summary>One channel and what is in flight on it. Numbers go up by one with each message, as the broker counts them.</summary>
    private sealed class ConfirmChannel
    {
        private readonly IChannel _channel;
        private readonly Func<bool> _blocked;
        private readonly Action<string> _lost;

        // A ring: message n stands at n modulo its length until it is confirmed. Guarded by _gate, like the rest below: _oldest is the
        // lowest that may be in flight, _next the one to be sent next.
        private readonly Lock _gate = new();
        private readonly Pending?[] _flight = new Pending?[InFlightMax];
        private ulong _oldest = 1;
        private ulong _next = 1;
        private bool _over;
        private TaskCompletionSource? _room;

        public ConfirmChannel(IChannel channel, Func<bool> blocked, Action<string> lost)
        {
            _channel = channel;
            _blocked = blocked;
            _lost = lost;
            channel.BasicAcksAsync += (_, ack) => Settle(ack.DeliveryTag, ack.Multiple, Published.Confirmed);
            channel.BasicNacksAsync += (_, nack) => Settle(nack.DeliveryTag, nack.Multiple, Published.Refused);
            channel.BasicReturnAsync += (_, returned) => Return(returned);
            channel.ChannelShutdownAsync += (_, shutdown) =>
            {
                Fail(shutdown.ReplyText);
                return Task.CompletedTask;
            };
        }

        public async Task Send(Pending pending)
        {
            while (!TryTakePlace(pending, out var room))
            {
                if (room is null)
                {
                    pending.Answer(Published.Down);
                    return;
                }
                await room;
            }
            try
            {
                var message = pending.Message;
                var sent = _channel.BasicPublishAsync(
                    message.Exchange, message.RoutingKey, message.Mandatory, PropertiesOf(message), message.Body, CancellationToken.None);
                if (!sent.IsCompletedSuccessfully)
                    await sent.AsTask().WaitAsync(TimeSpan.FromMilliseconds(TimeoutMs));
            }
            catch (Exception fault)
            {
                Fail(fault.Message);
            }
        }

        /// <summary>False: there is no place before <paramref name="room"/> completes, or, where that is null, never again.</summary>
        private bool TryTakePlace(Pending pending, out Task? room)
        {
            lock (_gate)
            {
                room = null;
                if (_over)
                    return false;
                if (_next - _oldest == InFlightMax)
                {
                    _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                    room = _room.Task;
                    return false;
                }
                pending.SentAt = Environment.TickCount64;
                _flight[_next++ % InFlightMax] = pending;
                return true;
            }
        }

        private static BasicProperties PropertiesOf(Outgoing message)
        {
            var properties = new BasicProperties { Persistent = message.Persistent };
            if (Fits(message.MessageId))
                properties.MessageId = message.MessageId;
            if (Fits(message.Type))
                properties.Type = message.Type;
            if (Fits(message.CorrelationId))
                properties.CorrelationId = message.CorrelationId;
            if (Fits(message.ReplyTo))
                properties.ReplyTo = message.ReplyTo;
            if (Fits(message.ContentType))
                properties.ContentType = message.ContentType;
            return properties;
        }

        private static bool Fits(string? property) => property is not null && Encoding.UTF8.GetByteCount(property) <= byte.MaxValue;

        private Task Settle(ulong number, bool multiple, Published answer)
        {
            lock (_gate)
            {
                for (var n = multiple ? _oldest : number; n <= number && n < _next; n++)
                {
                    ref var place = ref _flight[n % InFlightMax];
                    if (place is null)
                        continue;
                    place.Answer(answer is Published.Confirmed && place.Returned ? Published.Returned : answer);
                    place = null;
                }
                if (_flight[_oldest % InFlightMax] is not null)
                    return Task.CompletedTask;
                while (_oldest < _next && _flight[_oldest % InFlightMax] is null)
                    _oldest++;
                MakeRoom();
            }
            return Task.CompletedTask;
        }

        /// <summary>A returned message names itself by its properties alone; it comes before its confirm, and in
        /// the order of sending.</summary>
        private Task Return(BasicReturnEventArgs returned)
        {
            lock (_gate)
            {
                for (var n = _oldest; n < _next; n++)
                {
                    if (_flight[n % InFlightMax] is { Returned: false } pending
                        && pending.Message.RoutingKey == returned.RoutingKey
                        && pending.Message.Exchange == returned.Exchange
                        && pending.Message.MessageId == returned.BasicProperties.MessageId
                        && pending.Message.CorrelationId == returned.BasicProperties.CorrelationId)
                    {
                        pending.Returned = true;
                        break;
                    }
                }
            }
            return Task.CompletedTask;
        }

        /// <summary>While the broker has an alarm its confirms come late: nobody waits for them, but the connection stays, since a fresh
        /// one would not know of the alarm.</summary>
        public void CheckOverdue()
        {
            var overdue = false;
            lock (_gate)
            {
                for (var n = _oldest; n < _next; n++)
                {
                    if (_flight[n % InFlightMax] is not { Answered.IsCompleted: false } pending)
                        continue;
                    if (Environment.TickCount64 - pending.SentAt < TimeoutMs)
                        break;
                    pending.Answer(Published.Unknown);
                    overdue = true;
                }
            }
            if (overdue && !_blocked())
                Fail($"not confirmed within {TimeoutMs} ms");
        }

        public void Fail(string reason)
        {
            lock (_gate)
            {
                if (_over)
                    return;
                _over = true;
                for (; _oldest < _next; _oldest++)
                {
                    ref var place = ref _flight[_oldest % InFlightMax];
                    place?.Answer(Published.Unknown);
                    place = null;
                }
                MakeRoom();
            }
            _lost(reason);
        }

        private void MakeRoom()
        {
            _room?.TrySetResult();
            _room = null;
        }
    }
}
