#pragma warning disable CS9113, CA1822
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;

namespace IntentMarket.Gateway.Amqp;

/// <summary>One connection to a vhost that comes back by itself. Who uses it says what to do each time that it is up.</summary>
public sealed class BrokerLink(BrokerSettings settings, string vhost, string name, ILogger<BrokerLink> logger) : IAsyncDisposable
{
    public bool IsUp => throw new NotImplementedException();

    /// <summary>The broker has an alarm (memory or disk) and takes nothing that is published.</summary>
    public bool IsBlocked => throw new NotImplementedException();

    /// <summary>Why it is not up, or blocked; null where all is well.</summary>
    public string? Reason => throw new NotImplementedException();

    /// <summary>Adds a step that is done, in the order of adding, on each fresh connection before the link counts as up. A step that fails drops
    /// the connection. The token is cancelled when the connection is lost. Before <see cref="Start"/> only.</summary>
    public void OnUp(Func<IConnection, CancellationToken, Task> step) => throw new NotImplementedException();

    public void Start() => throw new NotImplementedException();

    public Task WaitUp(CancellationToken cancel) => throw new NotImplementedException();

    /// <summary>Gives the present connection up; a fresh one is made.</summary>
    public void Drop(string reason) => throw new NotImplementedException();

    public ValueTask DisposeAsync() => throw new NotImplementedException();
}
