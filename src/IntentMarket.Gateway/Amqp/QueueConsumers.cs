using Microsoft.Extensions.Logging;
using RabbitMQ.Client;

namespace IntentMarket.Gateway.Amqp;

/// <summary>A changing set of queues that are consumed on one link, through its losses. A queue whose channel alone is lost gets a fresh one.</summary>
internal sealed partial class QueueConsumers : IAsyncDisposable
{
    private const int ReopenMs = 1_000;
    private const int StopMs = 5_000;

    private readonly BrokerLink _link;
    private readonly ushort _prefetch;
    private readonly Func<string, Func<Delivery, CancellationToken, ValueTask>> _handlerOf;
    private readonly ILogger _logger;

    // Both guarded by _gate: what is to be consumed, with its intake where the link is up; and the connection.
    private readonly SemaphoreSlim _gate = new(1);
    private readonly Dictionary<string, QueueIntake?> _wanted = [];
    private (IConnection Connection, CancellationToken Lost)? _up;

    public QueueConsumers(
        BrokerLink link, ushort prefetch, Func<string, Func<Delivery, CancellationToken, ValueTask>> handlerOf, ILogger logger)
    {
        _link = link;
        _prefetch = prefetch;
        _handlerOf = handlerOf;
        _logger = logger;
        link.OnUp(OpenAll);
    }

    public async Task Start(string queue)
    {
        await _gate.WaitAsync();
        try
        {
            if (_wanted.TryAdd(queue, null) && _up is { Connection.IsOpen: true } up)
                await TryOpen(up.Connection, queue, up.Lost);
        }
        finally
        {
            _gate.Release();
        }
    }

    public async Task Stop(string queue, TimeSpan limit)
    {
        QueueIntake? intake;
        await _gate.WaitAsync();
        try
        {
            if (!_wanted.Remove(queue, out intake))
                return;
        }
        finally
        {
            _gate.Release();
        }
        if (intake is not null)
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
            foreach (var (queue, old) in _wanted.ToArray())
            {
                // The connection of an old one is gone: nothing of it can be settled any more.
                if (old is not null)
                    await old.Stop(TimeSpan.Zero);
                _wanted[queue] = await Open(connection, queue, lost);
            }
            _up = (connection, lost);
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task TryOpen(IConnection connection, string queue, CancellationToken lost)
    {
        try
        {
            _wanted[queue] = await Open(connection, queue, lost);
        }
        catch (Exception fault)
        {
            // A channel that cannot be opened on a connection that is up: begin again with a fresh one.
            _link.Drop($"{queue} cannot be consumed: {fault.Message}");
        }
    }

    private async Task<QueueIntake> Open(IConnection connection, string queue, CancellationToken lost)
    {
        var intake = await QueueIntake.Open(connection, queue, _prefetch, _handlerOf(queue), _logger, lost);
        _ = ReopenWhenEnded(connection, queue, intake, lost);
        return intake;
    }

    private async Task ReopenWhenEnded(IConnection connection, string queue, QueueIntake intake, CancellationToken lost)
    {
        var reason = await intake.Ended;
        if (!connection.IsOpen || !await IsWanted(queue, intake))
            return;
        LogReopens(queue, reason);
        await intake.Stop(TimeSpan.Zero);
        await Task.Delay(ReopenMs, CancellationToken.None);
        await _gate.WaitAsync(CancellationToken.None);
        try
        {
            if (connection.IsOpen && _wanted.GetValueOrDefault(queue) == intake)
                await TryOpen(connection, queue, lost);
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<bool> IsWanted(string queue, QueueIntake intake)
    {
        await _gate.WaitAsync();
        try
        {
            return _wanted.GetValueOrDefault(queue) == intake;
        }
        finally
        {
            _gate.Release();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Queue {Queue} is consumed anew: {Reason}")]
    private partial void LogReopens(string queue, string reason);
}
