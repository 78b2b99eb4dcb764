using Microsoft.AspNetCore.Http;

namespace IntentMarket.Edges;

/// <summary>How long a request may take until it is answered 503: the store may hang, and its caller is told within five seconds.</summary>
public sealed class Deadline : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(4.5);

    private readonly CancellationTokenSource _source;
    private readonly CancellationToken _aborted;

    public Deadline(CancellationToken aborted)
    {
        _aborted = aborted;
        _source = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        Restart();
    }

    public static Deadline Of(HttpContext context) =>
        context.Features.Get<Deadline>() ?? throw new InvalidOperationException("a request without a deadline");

    /// <summary>Cancelled when the time is over or the caller has gone.</summary>
    public CancellationToken Token => _source.Token;

    public bool IsOver => _source.IsCancellationRequested && !_aborted.IsCancellationRequested;

    /// <summary>The call takes as long as it takes: it reads a slow body, or waits for something to happen.</summary>
    public void Lift() => _source.CancelAfter(Timeout.InfiniteTimeSpan);

    public void Restart() => _source.CancelAfter(Limit);

    public void Dispose() => _source.Dispose();
}
