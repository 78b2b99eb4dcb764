using IntentMarket.Engine.Market;
using Microsoft.Extensions.Logging;

namespace IntentMarket.Services.Market;

/// <summary>What goes on beside the market. A fault that nobody expected ends neither it nor the node: it is logged, and the loop begins
/// again.</summary>
public static partial class Loop
{
    /// <summary>A rest that is cancelled is over. It comes back to the context of who rests, which a simulated node has.</summary>
    public const ConfigureAwaitOptions Rest = ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext;

    private static readonly TimeSpan AgainAfter = TimeSpan.FromSeconds(1);

    /// <summary>Runs it until it ends by itself or is told to.</summary>
    public static async Task GoOn(Func<CancellationToken, Task> loop, TimeProvider clock, ILogger logger, CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                await loop(cancel);
                return;
            }
            catch (Exception) when (cancel.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                LogFailed(logger, fault);
                await Task.Delay(AgainAfter, clock, cancel).ConfigureAwait(Rest);
            }
        }
    }

    /// <summary>Makes a step, rests, and makes the next one, by the clock and until it is told to end. Where the store is down the step is
    /// made again after its rest.</summary>
    /// <param name="step">Answers how long to rest; null: <paramref name="rest"/>.</param>
    /// <param name="bell">Rung, it ends the rest.</param>
    public static Task Every(
        TimeSpan rest, Func<CancellationToken, Task<TimeSpan?>> step, TimeProvider clock, ILogger logger,
        CancellationToken cancel, Bell? bell = null)
    {
        return GoOn(Run, clock, logger, cancel);

        async Task Run(CancellationToken stopped)
        {
            while (!stopped.IsCancellationRequested)
            {
                TimeSpan? asked = null;
                try
                {
                    asked = await step(stopped);
                }
                catch (StoreDownException down)
                {
                    LogStoreDown(logger, down.Message);
                }
                var resting = bell is null ? Task.Delay(asked ?? rest, clock, stopped) : bell.Rest(asked ?? rest, clock, stopped);
                await resting.ConfigureAwait(Rest);
            }
        }
    }

    public static Task Every(
        TimeSpan rest, Func<CancellationToken, Task> step, TimeProvider clock, ILogger logger,
        CancellationToken cancel, Bell? bell = null) =>
        Every(
            rest,
            async stopped =>
            {
                await step(stopped);
                return null;
            },
            clock, logger, cancel, bell);

    [LoggerMessage(Level = LogLevel.Warning, Message = "this waits for the store: {Reason}")]
    private static partial void LogStoreDown(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "this is a fault of the market: it begins again")]
    private static partial void LogFailed(ILogger logger, Exception fault);
}
