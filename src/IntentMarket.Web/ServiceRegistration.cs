using IntentMarket.Edges.Amqp;
using IntentMarket.Engine.Market;
using IntentMarket.Nodes;
using IntentMarket.Nodes.Broker;
using IntentMarket.Nodes.Cluster;
using IntentMarket.Nodes.Mail;
using IntentMarket.Nodes.Market;
using IntentMarket.Nodes.Publishing;
using IntentMarket.Services.Access;
using IntentMarket.Services.Accounts;
using IntentMarket.Services.Mail;
using IntentMarket.Services.Market;
using IntentMarket.Services.Notices;
using IntentMarket.Services.Routing;
using IntentMarket.Services.Wire;
using IntentMarket.Storage;

namespace IntentMarket.Web;

/// <summary>Wires the stages that an offer passes, for one process or for many nodes: the same parts, with or without a broker.</summary>
public static class ServiceRegistration
{
    /// <summary>How long a node that starts waits for its database, which may be starting too; then it ends.</summary>
    private const int OpenWithinMs = 60_000;

    private const int OpenAgainMs = 1_000;

    /// <summary>Opens the store that the settings name: <c>ConnectionStrings:Postgres</c>, or a SQLite file in <c>DATA_DIR</c>.</summary>
    public static async Task<Store> OpenStore(IConfiguration configuration)
    {
        var dataDir = MarketKey.DataDir(configuration);
        var postgres = configuration.GetConnectionString("Postgres");
        if (string.IsNullOrEmpty(postgres))
            Directory.CreateDirectory(dataDir);
        var giveUpAt = Environment.TickCount64 + OpenWithinMs;
        while (true)
        {
            try
            {
                return await Store.Open(postgres, Path.Combine(dataDir, "market.db"), CancellationToken.None);
            }
            catch (StoreDownException down) when (Environment.TickCount64 < giveUpAt)
            {
                await Console.Error.WriteLineAsync($"waiting for the database: {down.Message}");
                await Task.Delay(OpenAgainMs);
            }
        }
    }

    public static IServiceCollection AddMarket(this IServiceCollection services, IConfiguration configuration, Store store)
    {
        var broker = BrokerSettings.From(configuration);
        if (broker is not null && string.IsNullOrEmpty(configuration.GetConnectionString("Postgres")))
        {
            throw new InvalidOperationException(
                "ConnectionStrings:RabbitMq needs ConnectionStrings:Postgres: several nodes cannot share a file");
        }

        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(store);
        services.AddSingleton(new NodeName(broker is null ? "embedded" : $"{Environment.MachineName}-{Guid.NewGuid():N}"));

        services.AddSingleton<Ingress>();
        services.AddSingleton(new Mailboxes(store.Journal.Loops));
        services.AddSingleton<Ownership>();
        services.AddSingleton<DatabaseClock>();
        services.AddSingleton<Eligibility>();
        services.AddSingleton<TermsCache>();
        services.AddSingleton<OpenFacts>();
        services.AddSingleton<Cursors>();
        services.AddSingleton<NoticeCursors>();
        services.AddSingleton<RankCursors>();
        services.AddSingleton<FeedPageCursors>();
        services.AddSingleton<NoticeWriter>();
        services.AddSingleton<UnpublishedEvents>();
        services.AddSingleton<UnsubscribeLinks>();
        services.AddCommitBus(broker);
        if (broker is null)
            services.AddSingleton<ICourier, InProcessCourier>();
        else
            services.AddBroker(configuration, broker);

        // Hosted services stop in the reverse order of their start: the node hands its partitions over before the outbox and the feed end.
        services.AddHostedSingleton<Taxonomies>();
        services.AddHostedSingleton<Matching>();
        services.AddHostedSingleton<NoticeFeed>();
        services.AddHostedSingleton<FeedWatch>();
        services.AddHostedSingleton<Outbox>();
        services.AddHostedSingleton<RankPublisher>();
        services.AddHostedSingleton<MarketNode>();
        services.AddHostedService<CommitSignal>();
        services.AddHostedService<PastEndsWorker>();
        services.AddHostedSingleton<RemovalWorker>();
        services.AddSingleton<Leavings>();
        services.AddHostedService<LeavingWorker>();
        services.AddHostedService<NoticeRetention>();
        var mail = MailSettings.From(configuration);
        services.AddSingleton(new Mailing(mail is not null));
        if (mail is not null)
        {
            services.AddSingleton(mail);
            services.AddHostedService<MailWorker>();
        }
        return services;
    }

    /// <summary>Brings the broker's links up; they come back by themselves whenever they are lost. Does not wait for a
    /// broker that is down.</summary>
    public static async Task StartBroker(this IServiceProvider services, CancellationToken cancel)
    {
        if (services.GetService<BrokerLinks>() is not { } links)
            return;
        // Made now, so that their steps on a fresh connection are known before the first one.
        services.GetRequiredService<VendorInboxes>();
        services.GetRequiredService<CommandLink>();
        services.GetRequiredService<PartitionConsumers>();
        await services.GetRequiredService<DeadLetterConsumers>().Start();
        await links.Start(cancel);
    }

    private static void AddBroker(this IServiceCollection services, IConfiguration configuration, BrokerSettings broker)
    {
        services.AddSingleton(broker);
        services.AddSingleton<BrokerLinks>();
        services.AddSingleton(
            new AmqpLimits(configuration.GetValue("Limits:Amqp:PerSecond", 500), configuration.GetValue("Limits:Amqp:Burst", 2_000)));
        services.AddHttpClient<BrokerAdmin>();
        services.AddSingleton<IBotBroker, BotBroker>();
        services.AddSingleton(
            provider => new EdgeQueues(provider.GetRequiredService<MarketIdentity>().DeriveSecret("edge-queues", Guid.Empty, "")));
        services.AddHostedSingleton<BotConsole>();
        services.AddSingleton(provider => new VendorInboxes(
            provider.GetRequiredService<Store>(), provider.GetRequiredService<BrokerLinks>().Publisher("notices").Publish,
            provider.GetRequiredService<BotConsole>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new CommandLink(
            provider.GetRequiredService<BrokerLinks>().Publishing, provider.GetRequiredService<BrokerLinks>().Publisher("commands")));
        services.AddSingleton<AmqpEdge>();
        services.AddSingleton(provider => new PartitionConsumers(
            provider.GetRequiredService<BrokerLinks>().Consuming, provider.GetRequiredService<EdgeQueues>(),
            (delivery, cancel) => provider.GetRequiredService<AmqpEdge>().Handle(delivery, cancel),
            provider.GetRequiredService<ILogger<PartitionConsumers>>()));
        services.AddSingleton<IPartitionQueues>(provider => provider.GetRequiredService<PartitionConsumers>());
        services.AddSingleton(provider => new DeadLetterConsumers(
            provider.GetRequiredService<BrokerLinks>().Consuming, provider.GetRequiredService<EdgeQueues>(),
            (deadLetter, cancel) => provider.GetRequiredService<AmqpEdge>().HandleDeadLetter(deadLetter, cancel),
            provider.GetRequiredService<ILogger<DeadLetterConsumers>>()));
        services.AddSingleton<ICourier, RabbitCourier>();
    }

    private static void AddHostedSingleton<T>(this IServiceCollection services) where T : class, IHostedService
    {
        services.AddSingleton<T>();
        services.AddHostedService(provider => provider.GetRequiredService<T>());
    }
}
