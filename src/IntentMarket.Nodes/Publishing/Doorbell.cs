using IntentMarket.Services;
using Microsoft.Extensions.Hosting;

namespace IntentMarket.Nodes;

/// <summary>Passes the ring of a stored commit to who looks then: the feed and the places.</summary>
public sealed class Doorbell : IHostedService
{
    public Doorbell(CommitBus bus, NoticeFeed feed, RankTicker ranks)
    {
        bus.Committed = intents =>
        {
            feed.Ring();
            ranks.Touch(intents);
        };
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
