using IntentMarket.Contracts;
using IntentMarket.Engine.Market;
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
    private long _saidAt;

    /// <summary>As of the last look, for anybody to read; the log alone names whose transaction it is. Null: all is told at once.</summary>
    public FeedDelay? Delay => _lag is { } lag
        ? new FeedDelay(
            lag.WaitsMs / 1_000,
            lag.IsPrepared
                ? "a prepared transaction on the database's server is neither committed nor rolled back"
                : "a transaction on the database's server has written and is not finished")
        : null;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Loop.Every(LookEvery, Step, clock, logger, stoppingToken);

    private async Task Step(CancellationToken cancel)
    {
        var before = _lag;
        FeedLag? lag = null;
        try
        {
            lag = await store.Feed.Lag(LongMs, cancel);
        }
        catch (StoreDownException)
        {
            // The database says so itself.
        }
        if (lag is not null && (before is null || clock.GetElapsedTime(_saidAt) > SayEvery))
        {
            LogHeldBack(lag.WaitsMs / 1_000, lag.HeldBy ?? "a transaction that the server does not show to this role");
            _saidAt = clock.GetTimestamp();
        }
        else if (lag is null && before is not null)
            LogGoesOn();
        _lag = lag;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "notices have waited for {Seconds} s for a transaction that does not end: {HeldBy}")]
    private partial void LogHeldBack(long seconds, string heldBy);

    [LoggerMessage(Level = LogLevel.Information, Message = "notices go on")]
    private partial void LogGoesOn();
}
