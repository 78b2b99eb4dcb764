using IntentMarket.Services.Market;
using IntentMarket.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IntentMarket.Nodes.Publishing;

/// <summary>Forgets whom the market told what, once nobody can read it again. Each node does it; what is gone
/// already costs a look.</summary>
/// <remarks>At the start too, so that a node that never lives for an hour also notes where the feed stood.</remarks>
public sealed class NoticeRetention(Store store, TimeProvider clock, ILogger<NoticeRetention> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Loop.Every(Every, Step, clock, logger, stoppingToken);

    private async Task Step(CancellationToken cancel)
    {
        await store.Feed.Forget(cancel);
        await store.Unpublished.Forget(cancel);
    }
}
