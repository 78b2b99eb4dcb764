using Microsoft.Extensions.Logging;
using RabbitMQ.Client;

namespace IntentMarket.Nodes.Broker;

/// <summary>A changing set of queues that are consumed on one link, through its losses. A queue whose channel alone is lost gets a fresh
/// one. What an earlier build left under another name (<see cref="EdgeQueues.OfBefore"/>) is consumed first.</summary>
internal sealed partial class QueueConsumers : IAsyncDisposable
{
    private const int ReopenMs = 1_000;
    private const int StopMs = 5_000;
    private const int LookMs = 100;

    private readonly BrokerLink _link;
    private readonly EdgeQueues _queues;
    private readonly ushort _prefetch;
    private readonly Func<string, Func<Delivery, CancellationToken, ValueTask>> _handlerOf;
    private readonly ILogger _logger;

    // Both guarded by _gate: what is to be consumed, by what it is for; and the connection.
    private readonly SemaphoreSlim _gate = new(1);
    private readonly Dictionary<string, Wanted> _wanted = [];
    private (IConnection Connection, CancellationToken Lost)? _up;

    public QueueConsumers(
        BrokerLink link, EdgeQueues queues, ushort prefetch,
        Func<string, Func<Delivery, CancellationToken, ValueTask>> handlerOf, ILogger logger)
    {
        _link = link;
        _queues = queues;
        _prefetch = prefetch;
        _handlerOf = handlerOf;
        _logger = logger;
        link.OnUp(OpenAll);
    }

    /// <summary>A queue that is to be consumed, another each time that it is started.</summary>
    private sealed class Wanted
    {
        /// <summary>Null while it is not consumed: the link is down, or what waited before is not decided yet. Guarded by _gate.</summary>
        public QueueConsumer? Intake { get; set; }
    }

    public async Task Start(string queue)
    {
        await _gate.WaitAsync();
        try
        {
            var wanted = new Wanted();
            if (_wanted.TryAdd(queue, wanted) && _up is { Connection.IsOpen: true } up)
                await TryOpen(up.Connection, queue, wanted, up.Lost);
        }
        finally
        {
            _gate.Release();
        }
    }

    public async Task Stop(string queue, TimeSpan limit)
    {
        Wanted? wanted;
        await _gate.WaitAsync();
        try
        {
            if (!_wanted.Remove(queue, out wanted))
                return;
        }
        finally
        {
            _gate.Release();
        }
        if (wanted.Intake is { } intake)
            await intake.Stop(limit);
    }

    /// <summary>Stops all of them at once; what is not settled soon goes back.</summary>
    public async ValueTask DisposeAsync()
    {
        await _gate.WaitAsync();
        var wanted = _wanted.Keys.ToArray();
        _gate.Release();
        await Task.WhenAll(wanted.Select(queue => Stop(queue, TimeSpan.FromMilliseconds(StopMs))));
    }

    private async Task OpenAll(IConnection connection, CancellationToken lost)
    {
        await _gate.WaitAsync(lost);
        try
        {
            foreach (var (queue, wanted) in _wanted)
            {
                // The connection of an old one is gone: nothing of it can be settled any more.
                if (wanted.Intake is { } old)
                    await old.Stop(TimeSpan.Zero);
                wanted.Intake = null;
                await Open(connection, queue, wanted, lost);
            }
            _up = (connection, lost);
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task TryOpen(IConnection connection, string queue, Wanted wanted, CancellationToken lost)
    {
        try
        {
            await Open(connection, queue, wanted, lost);
        }
        catch (Exception fault)
        {
            // A channel that cannot be opened on a connection that is up: begin again with a fresh one.
            _link.Drop($"{queue} cannot be consumed: {fault.Message}");
        }
    }

    private async Task Open(IConnection connection, string queue, Wanted wanted, CancellationToken lost)
    {
        if (_queues.OfBefore is not { } ofBefore || ofBefore.Contains(queue))
        {
            _ = OpenAfterBefore(connection, queue, wanted, lost);
            return;
        }
        await OpenNow(connection, queue, wanted, lost);
    }

    private async Task OpenNow(IConnection connection, string queue, Wanted wanted, CancellationToken lost)
    {
        wanted.Intake = await Consume(connection, queue, _queues.NameOf(queue), lost);
        _ = ReopenWhenEnded(connection, queue, wanted, wanted.Intake, lost);
    }

    private Task<QueueConsumer> Consume(IConnection connection, string queue, string name, CancellationToken lost) =>
        QueueConsumer.Open(connection, queue, name, _prefetch, _handlerOf(queue), _logger, lost);

    private async Task OpenAfterBefore(IConnection connection, string queue, Wanted wanted, CancellationToken lost)
    {
        try
        {
            await EmptyBefore(connection, queue, wanted, lost);
            await IfWanted(connection, queue, wanted, () => OpenNow(connection, queue, wanted, lost));
        }
        catch (Exception fault) when (!lost.IsCancellationRequested)
        {
            _link.Drop($"{queue} of before cannot be consumed: {fault.Message}");
        }
        catch (Exception)
        {
            // The link was lost: the next one begins again.
        }
    }

    /// <summary>Consumes the queue of before until nothing is left in it, and takes it away. Nothing is left when nothing waits and nobody
    /// consumes it, for who consumes may hold messages that come back.</summary>
    private async Task EmptyBefore(IConnection connection, string queue, Wanted wanted, CancellationToken lost)
    {
        if (await EdgeQueues.Look(connection, queue, lost) is not null)
            await EdgeQueues.Unbind(connection, queue, lost);
        while (await EdgeQueues.Look(connection, queue, lost) is { } before
            && await IfWanted(connection, queue, wanted, () => Task.CompletedTask))
        {
            if (before.MessageCount > 0)
            {
                QueueConsumer? intake = null;
                await IfWanted(connection, queue, wanted, async () =>
                    wanted.Intake = intake = await Consume(connection, queue, queue, lost));
                while (intake is { Ended.IsCompleted: false }
                    && (await EdgeQueues.Look(connection, queue, lost) is { MessageCount: > 0 } || !intake.IsIdle))
                    await Task.Delay(LookMs, lost);
                if (intake is not null)
                    await intake.Stop(TimeSpan.FromMilliseconds(StopMs));
                await IfWanted(connection, queue, wanted, () => Task.FromResult(wanted.Intake = null));
            }
            else if (before.ConsumerCount > 0)
            {
                await Task.Delay(LookMs, lost);
            }
            else
            {
                await EdgeQueues.Delete(connection, queue, lost);
            }
        }
    }

    private async Task ReopenWhenEnded(IConnection connection, string queue, Wanted wanted, QueueConsumer intake, CancellationToken lost)
    {
        var reason = await intake.Ended;
        if (!await IfWanted(connection, queue, wanted, () => Task.CompletedTask))
            return;
        LogReopens(queue, reason);
        await intake.Stop(TimeSpan.Zero);
        await Task.Delay(ReopenMs, CancellationToken.None);
        await IfWanted(connection, queue, wanted, () => TryOpen(connection, queue, wanted, lost));
    }

    /// <summary>Does it where the queue is still wanted and the connection is up; says whether it is.</summary>
    private async Task<bool> IfWanted(IConnection connection, string queue, Wanted wanted, Func<Task> act)
    {
        await _gate.WaitAsync();
        try
        {
            if (!connection.IsOpen || _wanted.GetValueOrDefault(queue) != wanted)
                return false;
            await act();
            return true;
        }
        finally
        {
            _gate.Release();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Queue {Queue} is consumed anew: {Reason}")]
    private partial void LogReopens(string queue, string reason);
}
