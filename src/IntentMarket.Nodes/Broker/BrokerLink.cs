using Microsoft.Extensions.Logging;
using RabbitMQ.Client;

namespace IntentMarket.Nodes.Broker;

/// <summary>One connection to a vhost that comes back by itself. Who uses it says what to do each time that it is up. The client library's
/// own recovery is off: it is known to hang.</summary>
/// <param name="name">What the broker's operator sees.</param>
public sealed partial class BrokerLink(BrokerSettings settings, string vhost, string name, ILogger<BrokerLink> logger) : IAsyncDisposable
{
    private const int BackOffMinMs = 200;
    private const int BackOffMaxMs = 5_000;
    private const int HeartbeatMs = 3_000;
    private const int TimeoutMs = 10_000;

    private readonly List<Func<IConnection, CancellationToken, Task>> _steps = [];
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    // Written by the loop and by the library's callbacks, read by anyone.
    private volatile State _state = new(null, null, "not started");
    private volatile TaskCompletionSource _up = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="Lost">Completed when the connection is given up, with the reason.</param>
    private sealed record State(IConnection? Up, TaskCompletionSource<string>? Lost, string? Reason)
    {
        public volatile string? Blocked;
    }

    public bool IsUp => _state.Up is { IsOpen: true };

    /// <summary>The broker has an alarm (memory or disk) and takes nothing that is published.</summary>
    public bool IsBlocked => _state.Blocked is not null;

    /// <summary>Why it is not up, or blocked; null where all is well.</summary>
    public string? Reason => _state switch
    {
        { Up: null } down => down.Reason,
        { Blocked: { } alarm } => "the broker has an alarm: " + alarm,
        { Up.IsOpen: false } => "the connection was lost",
        _ => null,
    };

    /// <summary>Adds a step that is done, in the order of adding, on each fresh connection before the link counts as up. A step that fails
    /// drops the connection. The token is cancelled when the connection is lost. Before <see cref="Start"/> only.</summary>
    public void OnUp(Func<IConnection, CancellationToken, Task> step) => _steps.Add(step);

    public void Start() => _running = Task.Run(Run);

    public Task WaitUp(CancellationToken cancel) => _up.Task.WaitAsync(cancel);

    /// <summary>Gives the present connection up; a fresh one is made.</summary>
    public void Drop(string reason) => _state.Lost?.TrySetResult(reason);

    private async Task Run()
    {
        var wait = BackOffMinMs / 2;
        while (!_stop.IsCancellationRequested)
        {
            var started = Environment.TickCount64;
            string reason;
            try
            {
                reason = await Live();
            }
            catch (Exception fault) when (!_stop.IsCancellationRequested)
            {
                // Whatever it was, the answer is the same: try again, and say why at /readyz. The message of an unreachable broker
                // tells more inside than outside.
                reason = fault.GetBaseException().Message;
            }
            catch (Exception)
            {
                break;
            }
            _state = new State(null, null, reason);
            if (_up.Task.IsCompleted)
                _up = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_stop.IsCancellationRequested)
                break;
            wait = Environment.TickCount64 - started > BackOffMaxMs ? BackOffMinMs : Math.Min(wait * 2, BackOffMaxMs);
            LogDown(name, wait, reason);
            await Task.Delay(wait + Random.Shared.Next(wait / 4), _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        _state = new State(null, null, "stopped");
    }

    /// <summary>The life of one connection; answers why it ended.</summary>
    private async Task<string> Live()
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        var connection = await Factory(settings, vhost, name).CreateConnectionAsync(ended.Token);
        var lost = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            connection.ConnectionShutdownAsync += (_, shutdown) =>
            {
                lost.TrySetResult(shutdown.ReplyText);
                return Task.CompletedTask;
            };
            var state = new State(connection, lost, null);
            connection.ConnectionBlockedAsync += (_, alarm) =>
            {
                state.Blocked = alarm.Reason;
                LogBlocked(name, alarm.Reason);
                return Task.CompletedTask;
            };
            connection.ConnectionUnblockedAsync += (_, _) =>
            {
                state.Blocked = null;
                LogUnblocked(name);
                return Task.CompletedTask;
            };

            // A connection comes back open although the broker refused it (no such vhost, no right, too many): a channel does not.
            await (await connection.CreateChannelAsync(cancellationToken: ended.Token)).DisposeAsync();

            var up = Prepare(connection, state, ended.Token);
            if (await Task.WhenAny(up, lost.Task) == up)
                await up;
            await using var stopped = _stop.Token.UnsafeRegister(_ => lost.TrySetResult("stopped"), null);
            return await lost.Task;
        }
        finally
        {
            await ended.CancelAsync();
            await Abandon(connection);
        }
    }

    private async Task Prepare(IConnection connection, State state, CancellationToken cancel)
    {
        foreach (var step in _steps)
            await step(connection, cancel).WaitAsync(TimeSpan.FromMilliseconds(TimeoutMs * 3), cancel);
        _state = state;
        _up.TrySetResult();
        LogUp(name);
    }

    private static async Task Abandon(IConnection connection)
    {
        try
        {
            await connection.CloseAsync(200, "bye", TimeSpan.FromSeconds(1), abort: true, CancellationToken.None)
                .WaitAsync(TimeSpan.FromSeconds(3));
            await connection.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(3));
        }
        catch (Exception)
        {
            // It is given up in any case; the broker misses its heartbeats.
        }
    }

    internal static ConnectionFactory Factory(BrokerSettings settings, string vhost, string name) => new()
    {
        HostName = settings.Amqp.Host,
        Port = settings.Port,
        UserName = settings.User,
        Password = settings.Password,
        VirtualHost = vhost,
        ClientProvidedName = name,
        AutomaticRecoveryEnabled = false,
        TopologyRecoveryEnabled = false,
        RequestedHeartbeat = TimeSpan.FromMilliseconds(HeartbeatMs),
        RequestedConnectionTimeout = TimeSpan.FromMilliseconds(TimeoutMs),
        HandshakeContinuationTimeout = TimeSpan.FromMilliseconds(TimeoutMs),
        ContinuationTimeout = TimeSpan.FromMilliseconds(TimeoutMs),
        SocketFactory = family => GuardedSocket.Make(family, settings.Tls ? settings.Amqp.Host : null),
    };

    /// <summary>Closes the connection; what was not acknowledged goes back.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Broker link {Name} is up")]
    private partial void LogUp(string name);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Broker link {Name} is down, next try in {WaitMs} ms: {Reason}")]
    private partial void LogDown(string name, int waitMs, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Broker link {Name} is blocked by the broker: {Reason}")]
    private partial void LogBlocked(string name, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Broker link {Name} is no longer blocked")]
    private partial void LogUnblocked(string name);
}
