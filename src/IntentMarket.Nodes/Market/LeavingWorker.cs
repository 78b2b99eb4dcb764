using IntentMarket.Engine.Market;
using IntentMarket.Services.Accounts;
using IntentMarket.Services.Market;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IntentMarket.Nodes.Market;

/// <summary>Looks after the accounts that leave, each node after those of its partitions.</summary>
public sealed class LeavingWorker(Leavings leavings, Ownership ownership, TimeProvider clock, ILogger<LeavingWorker> logger)
    : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Loop.Every(LookEvery, Step, clock, logger, stoppingToken);

    private async Task Step(CancellationToken cancel)
    {
        await leavings.SweepDue(account => ownership.Owns(Partitions.Of(account)), cancel);
    }
}
