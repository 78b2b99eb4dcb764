using IntentMarket.Nodes.Cluster;
using IntentMarket.Services.Notices;
using Microsoft.Extensions.Hosting;

namespace IntentMarket.Nodes.Publishing;

/// <summary>Passes the ring of a stored commit to who looks then: the feed and the places.</summary>
public sealed class CommitSignal : IHostedService
{
    public CommitSignal(CommitBus bus, NoticeFeed feed, RankPublisher ranks)
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
