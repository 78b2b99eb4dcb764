using System.Net.Security;
using System.Threading.Channels;
using IntentMarket.Engine;
using IntentMarket.Nodes.Broker;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IntentMarket.Nodes.Cluster;

/// <summary>A signal: something was stored, so the feed has something new.</summary>
/// <param name="Intents">The intents that it is about.</param>
[EntityName(Name), MessageUrn(Name)]
public sealed record CommitsStored(IReadOnlyCollection<IntentId> Intents)
{
    /// <summary>As nodes of every version know it.</summary>
    private const string Name = "IntentMarket.Gateway.Cluster:CommitsStored";
}

/// <summary>Tells all nodes, this one included, that something was stored. A signal may be lost (the bus is down, a node is not bound yet):
/// who listens also looks by itself.</summary>
public sealed partial class CommitBus(IBus bus, ILogger<CommitBus> logger) : BackgroundService
{
    /// <summary>Signals that wait for the bus; the oldest are dropped.</summary>
    public const int SignalsMax = 1_024;

    /// <summary>Intents that one message names, but for the last signal's: some 40 KiB.</summary>
    private const int IntentsMax = 1_000;

    private const int TimeoutMs = 30_000;
    private const int AfterFaultMs = 1_000;

    private readonly Channel<IReadOnlyCollection<IntentId>> _signals = Channel.CreateBounded<IReadOnlyCollection<IntentId>>(
        new BoundedChannelOptions(SignalsMax) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    /// <summary>Who listens: called side by side, must not block. Set before the host starts.</summary>
    public Action<IReadOnlyCollection<IntentId>> Committed { get; set; } = _ => { };

    /// <summary>Never waits and never throws. This node hears it at once, the others by the bus.</summary>
    public void Signal(IReadOnlyCollection<IntentId> intents)
    {
        Committed(intents);
        _signals.Writer.TryWrite(intents);
    }

    /// <summary>Publishes one after the other; what is signalled meanwhile becomes one message. No publish is cancelled, which the library
    /// does not bear; one that hangs is left behind.</summary>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var intents = new HashSet<IntentId>(await _signals.Reader.ReadAsync(stoppingToken));
                while (intents.Count < IntentsMax && _signals.Reader.TryRead(out var more))
                    intents.UnionWith(more);
                await bus.Publish(new CommitsStored(intents), CancellationToken.None)
                    .WaitAsync(TimeSpan.FromMilliseconds(TimeoutMs), stoppingToken);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                LogLost(fault.Message);
                await Task.Delay(AfterFaultMs, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The commit bus lost a signal: {Reason}")]
    private partial void LogLost(string reason);
}

/// <summary>Hears the signals of all nodes.</summary>
internal sealed class CommitsStoredConsumer(CommitBus bus) : IConsumer<CommitsStored>
{
    public Task Consume(ConsumeContext<CommitsStored> context)
    {
        bus.Committed(context.Message.Intents);
        return Task.CompletedTask;
    }
}

public static class CommitBusRegistration
{
    /// <summary>Adds <see cref="CommitBus"/> over MassTransit: on the broker's vhost core; where there is no broker no other node
    /// listens. The host starts also while the broker is down.</summary>
    public static IServiceCollection AddCommitBus(this IServiceCollection services, BrokerSettings? broker)
    {
        services.AddMassTransit(bus =>
        {
            // The library would report over the internet what it runs on.
            bus.DisableUsageTelemetry();
            bus.ConfigureHealthCheckOptions(health => health.MinimalFailureStatus = HealthStatus.Degraded);
            if (broker is null)
            {
                bus.UsingInMemory();
                return;
            }
            bus.AddConsumer<CommitsStoredConsumer>();
            bus.AddConsumer<ConsoleListener>();
            bus.UsingRabbitMq((context, rabbit) => Connect(rabbit, context, broker));
        });
        services.Configure<MassTransitHostOptions>(options =>
        {
            options.WaitUntilStarted = false;
            options.StopTimeout = TimeSpan.FromSeconds(5);
        });
        services.AddSingleton<CommitBus>();
        services.AddHostedService(provider => provider.GetRequiredService<CommitBus>());
        return services;
    }

    /// <summary>Signals that wait at the broker for one node; the oldest are dropped.</summary>
    private const int WaitingMax = 10_000;

    /// <summary>Messages of the bots' test console that wait at the broker for one node, at most 256 KiB each; the
    /// oldest are dropped.</summary>
    private const int ConsoleWaitingMax = 100;

    private static void Connect(IRabbitMqBusFactoryConfigurator rabbit, IBusRegistrationContext context, BrokerSettings broker)
    {
        rabbit.Host(broker.Amqp.Host, (ushort)broker.Port, broker.Core, "commits", host =>
        {
            host.Username(broker.User);
            host.Password(broker.Password);
            host.Heartbeat(TimeSpan.FromSeconds(3));
            if (broker.Tls)
            {
                host.UseSsl(ssl =>
                {
                    ssl.ServerName = broker.Amqp.Host;
                    // The library would take a certificate of any authority.
                    ssl.EnforcePolicyErrors(
                        SslPolicyErrors.RemoteCertificateChainErrors | SslPolicyErrors.RemoteCertificateNameMismatch
                        | SslPolicyErrors.RemoteCertificateNotAvailable);
                });
            }
        });
        Receive<CommitsStoredConsumer>(rabbit, context, "commits", WaitingMax);
        // Longer messages, that nobody is to wait behind.
        Receive<ConsoleListener>(rabbit, context, "console", ConsoleWaitingMax);
        rabbit.ConfigurePublish(publish => publish.UseExecute(sent => sent.Durable = false));
    }

    /// <summary>An endpoint that is the node's own, and gone with it; the library names it.</summary>
    private static void Receive<TListener>(
        IRabbitMqBusFactoryConfigurator rabbit, IBusRegistrationContext context, string tag, int waitingMax)
        where TListener : class, IConsumer
    {
        var own = new TemporaryEndpointDefinition(tag, concurrentMessageLimit: 1, prefetchCount: 64);
        rabbit.ReceiveEndpoint(own, null, endpoint =>
        {
            // The library makes it exclusive: after a lost connection it is declared anew until the broker has let go of the old one.
            endpoint.QueueExpiration = TimeSpan.FromMinutes(1);
            endpoint.SetQueueArgument("x-max-length", waitingMax);
            endpoint.PublishFaults = false;
            endpoint.DiscardFaultedMessages();
            endpoint.DiscardSkippedMessages();
            endpoint.ConfigureConsumer<TListener>(context);
        });
    }
}
