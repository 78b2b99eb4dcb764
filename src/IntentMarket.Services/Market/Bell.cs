namespace IntentMarket.Services.Market;

/// <summary>Ends a rest early: the present one, or the next where nobody rests.</summary>
public sealed class Bell
{
    private readonly SemaphoreSlim _rung = new(0, 1);

    /// <summary>Any thread, never waits.</summary>
    public void Ring()
    {
        if (_rung.CurrentCount > 0)
            return;
        try
        {
            _rung.Release();
        }
        catch (SemaphoreFullException)
        {
            // Somebody else rang at the same moment.
        }
    }

    /// <summary>Over when the time is, or at a ring.</summary>
    public Task Rest(TimeSpan rest, CancellationToken cancel) => _rung.WaitAsync(rest, cancel);
}
