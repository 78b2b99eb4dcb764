namespace IntentMarket.Services.Market;

/// <summary>Ends a rest early: the present one, or the next where nobody rests.</summary>
public sealed class Bell
{
    private readonly SemaphoreSlim _rung = new(0, 1);

    public void Ring()
    {
        try
        {
            _rung.Release();
        }
        catch (SemaphoreFullException)
        {
            // It rings already.
        }
    }

    /// <summary>Over when the time is, or at a ring.</summary>
    public async Task Rest(TimeSpan rest, TimeProvider clock, CancellationToken cancel)
    {
        await using var alarm = clock.CreateTimer(_ => Ring(), null, rest, Timeout.InfiniteTimeSpan);
        await _rung.WaitAsync(cancel);
    }
}
