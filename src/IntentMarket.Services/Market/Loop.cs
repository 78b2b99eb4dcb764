using Microsoft.Extensions.Logging;

namespace IntentMarket.Services.Market;

/// <summary>What goes on beside the market. A fault that nobody expected ends neither it nor the node: it is logged, and the loop begins
/// again.</summary>
public static partial class Loop
{
    private static readonly TimeSpan AgainAfter = TimeSpan.FromSeconds(1);

    /// <summary>Runs it until it ends by itself or is told to.</summary>
    public static async Task GoOn(Func<CancellationToken, Task> loop, ILogger logger, CancellationToken cancel)
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
                await Task.Delay(AgainAfter, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "this is a fault of the market: it begins again")]
    private static partial void LogFailed(ILogger logger, Exception fault);
}
