using IntentMarket.Engine;
using IntentMarket.Services.Accounts;
using IntentMarket.Services.Market;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IntentMarket.Nodes.Market;

/// <summary>Looks after the accounts that leave, each node after those of its partitions.</summary>
public sealed partial class LeavingWorker(Leavings leavings, Ownership ownership, TimeProvider clock, ILogger<LeavingWorker> logger) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Loop.GoOn(Run, logger, stoppingToken);

    private async Task Run(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await leavings.SweepDue(account => ownership.Owns(Partitions.Of(account)), stoppingToken);
            }
            catch (StoreDownException down)
            {
                LogStoreDown(down.Message);
            }
            await Task.Delay(LookEvery, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "accounts that leave wait for the store: {Reason}")]
    private partial void LogStoreDown(string reason);
}
