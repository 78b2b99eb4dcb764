using IntentMarket.Contracts;
using IntentMarket.Engine;
using IntentMarket.Services.Market;
using IntentMarket.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IntentMarket.Services.Notices;

/// <summary>Looks whether what is stored can be told: one transaction on the database's server that writes and does not end holds back all
/// that came after it.</summary>
public sealed partial class FeedWatch(Store store, TimeProvider clock, ILogger<FeedWatch> logger) : BackgroundService
{
    /// <summary>What waits no longer is nothing to speak of.</summary>
    private const long LongMs = 5_000;

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SayEvery = TimeSpan.FromMinutes(1);

    private volatile FeedLag? _lag;

    /// <summary>As of the last look, for anybody to read; the log alone names whose transaction it is. Null: all is told at once.</summary>
    public FeedDelay? Delay => _lag is { } lag
        ? new FeedDelay(
            lag.WaitsMs / 1_000,
            lag.IsPrepared
                ? "a prepared transaction on the database's server is neither committed nor rolled back"
                : "a transaction on the database's server has written and is not finished")
        : null;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Loop.GoOn(Run, logger, stoppingToken);

    private async Task Run(CancellationToken stoppingToken)
    {
        var (wasLate, saidAt) = (false, 0L);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                _lag = await store.Feed.Lag(LongMs, stoppingToken);
            }
            catch (StoreDownException)
            {
                _lag = null; // the database says so itself
            }
            if (_lag is { } lag && (!wasLate || clock.GetElapsedTime(saidAt) > SayEvery))
            {
                LogHeldBack(lag.WaitsMs / 1_000, lag.HeldBy ?? "a transaction that the server does not show to this role");
                saidAt = clock.GetTimestamp();
            }
            else if (_lag is null && wasLate)
                LogGoesOn();
            wasLate = _lag is not null;
            await Task.Delay(LookEvery, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "notices have waited for {Seconds} s for a transaction that does not end: {HeldBy}")]
    private partial void LogHeldBack(long seconds, string heldBy);

    [LoggerMessage(Level = LogLevel.Information, Message = "notices go on")]
    private partial void LogGoesOn();
}
