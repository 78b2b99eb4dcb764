using IntentMarket.Engine.Market;
using IntentMarket.Services.Wire;

namespace IntentMarket.Services.Access;

/// <summary>Calls that read the whole history of an intent: few at a time, so that they leave the machine to the others. Who waits too long
/// is answered 503 <c>full</c>.</summary>
public sealed class ReplayLimiter : IDisposable
{
    private const int AtOnce = 2;
    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _room = new(AtOnce);

    public async Task<Answer<T>> Run<T>(Func<CancellationToken, Task<Answer<T>>> work, CancellationToken cancel) where T : class
    {
        if (!await _room.WaitAsync(WaitMax, cancel))
            return ProblemView.Of(new Reply.Full())!;
        try
        {
            return await work(cancel);
        }
        finally
        {
            _room.Release();
        }
    }

    public void Dispose() => _room.Dispose();
}
