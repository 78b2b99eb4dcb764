using IntentMarket.Engine;
using IntentMarket.Engine.Market;
using IntentMarket.Services.Market;
using IntentMarket.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IntentMarket.Nodes.Market;

/// <summary>Puts the rows of intents right that ended under an earlier build, at the first start, beside all else.</summary>
public sealed partial class PastEndsWorker(Store store, TimeProvider clock, ILogger<PastEndsWorker> logger) : BackgroundService
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Loop.GoOn(Run, clock, logger, stoppingToken);

    private async Task Run(CancellationToken stoppingToken)
    {
        for (var more = true; more && !stoppingToken.IsCancellationRequested;)
        {
            try
            {
                more = await store.PastEnds.PutRight(LogAltered, stoppingToken);
            }
            catch (StoreDownException down)
            {
                LogStoreDown(down.Message);
                await Task.Delay(RetryAfter, clock, stoppingToken).ConfigureAwait(Loop.Rest);
            }
        }
    }

    [LoggerMessage(
        Level = LogLevel.Error, Message = "the rows of intent {Intent} stay as they are: its events are not what the journal wrote")]
    private partial void LogAltered(IntentId intent, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "past ends wait for the store: {Reason}")]
    private partial void LogStoreDown(string reason);
}
