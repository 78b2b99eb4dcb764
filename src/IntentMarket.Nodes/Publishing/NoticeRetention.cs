using IntentMarket.Engine;
using IntentMarket.Services.Market;
using IntentMarket.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IntentMarket.Nodes.Publishing;

/// <summary>Forgets whom the market told what, once nobody can read it again. Each node does it; what is gone already costs a look.</summary>
public sealed partial class NoticeRetention(Store store, TimeProvider clock, ILogger<NoticeRetention> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Loop.GoOn(Run, logger, stoppingToken);

    private async Task Run(CancellationToken stoppingToken)
    {
        // At the start too, so that a node that never lives for an hour also notes where the feed stood.
        using var timer = new PeriodicTimer(Every, clock);
        do
        {
            try
            {
                await store.Feed.Forget(stoppingToken);
                await store.Unpublished.Forget(stoppingToken);
            }
            catch (StoreDownException down)
            {
                LogStoreDown(down.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "what was told long ago is kept on: {Reason}")]
    private partial void LogStoreDown(string reason);
}
