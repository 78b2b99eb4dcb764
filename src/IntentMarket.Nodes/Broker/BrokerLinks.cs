using Microsoft.Extensions.Logging;

namespace IntentMarket.Nodes.Broker;

/// <summary>The node's connections to the broker's vhost edge: what is published does not wait behind what is consumed.</summary>
public sealed class BrokerLinks : IAsyncDisposable
{
    private readonly BrokerAdmin _admin;
    private readonly ILoggerFactory _loggers;
    private readonly List<ConfirmedPublisher> _publishers = [];

    public BrokerLinks(BrokerSettings settings, BrokerAdmin admin, EdgeQueues queues, NodeName node, ILoggerFactory loggers)
    {
        _admin = admin;
        _loggers = loggers;
        Publishing = new BrokerLink(settings, settings.Edge, $"{node.Value} publishes", loggers.CreateLogger<BrokerLink>());
        Consuming = new BrokerLink(settings, settings.Edge, $"{node.Value} consumes", loggers.CreateLogger<BrokerLink>());
        Consuming.OnUp(async (_, cancel) => queues.OfBefore = await admin.QueuesOfBefore(cancel));
        Consuming.OnUp((connection, cancel) => EdgeTopology.Declare(queues, connection, cancel));
    }

    public BrokerLink Publishing { get; }

    public BrokerLink Consuming { get; }

    /// <summary>A channel of its own on the publishing connection. Before <see cref="Start"/> only.</summary>
    public ConfirmedPublisher Publisher(string name)
    {
        var publisher = new ConfirmedPublisher(Publishing, _loggers.CreateLogger<ConfirmedPublisher>());
        _publishers.Add(publisher);
        return publisher;
    }

    /// <summary>Makes the vhosts where they are missing and starts the links; while the broker is down both are tried again.</summary>
    public async Task Start(CancellationToken cancel)
    {
        try
        {
            await _admin.EnsureVhosts(cancel);
        }
        catch (BrokerDownException)
        {
            _ = EnsureVhostsLater(cancel);
        }
        Consuming.Start();
        Publishing.Start();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var publisher in _publishers)
            await publisher.DisposeAsync();
        await Consuming.DisposeAsync();
        await Publishing.DisposeAsync();
    }

    private async Task EnsureVhostsLater(CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                await _admin.EnsureVhosts(cancel);
                return;
            }
            catch (Exception e) when (e is BrokerDownException or OperationCanceledException)
            {
                // Tried again until it answers or the node stops.
            }
        }
    }
}
