using System.Threading.Channels;

namespace IntentMarket.Services.Market;

/// <summary>Ends a rest early: the present one, or the next where nobody rests.</summary>
public sealed class Bell
{
    // Unlike a semaphore with a timeout, a channel comes back to the context of who waits: a simulated node has no other thread.
    private readonly Channel<bool> _rung =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Any thread, never waits.</summary>
    public void Ring() => _rung.Writer.TryWrite(true);

    /// <summary>Over when the time is, at a ring, or when it is cancelled.</summary>
    public async Task Rest(TimeSpan rest, TimeProvider clock, CancellationToken cancel)
    {
        using var over = new CancellationTokenSource(rest, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, over.Token);
        try
        {
            await _rung.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            // Nobody rang.
        }
    }
}
