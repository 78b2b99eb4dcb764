using System.Threading.Channels;
using RabbitMQ.Client;

namespace IntentMarket.Nodes.Broker;

internal enum Verdict { Done, Again, Dead }

/// <summary>Tells the broker what became of a channel's deliveries: those in one run with a single acknowledgement. Whoever
/// settles does not wait.</summary>
internal sealed class AckBatcher(IChannel channel)
{
    private readonly Channel<(ulong Tag, Verdict Verdict)> _settled =
        Channel.CreateUnbounded<(ulong, Verdict)>(new UnboundedChannelOptions { SingleReader = true });

    // Up to _floor all tags are settled; above it those in _above. Only the sending loop touches them.
    private readonly SortedSet<ulong> _above = [];
    private ulong _floor;

    // How many were handed over and are not yet settled at the broker, and who waits for there being none.
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _open;
    private bool _ending;

    public void HandedOver() => Count(1);

    public bool IsIdle
    {
        get
        {
            lock (_gate)
                return _open == 0;
        }
    }

    /// <summary>It was handed over, but not taken: it is given back when the channel closes.</summary>
    public void NotTaken() => Count(-1);

    /// <summary>Bounded by the prefetch: the broker gives no more than that unsettled.</summary>
    public void Settle(ulong tag, Verdict verdict) => _settled.Writer.TryWrite((tag, verdict));

    /// <summary>Waits until all that was handed over is settled. From here on nothing more may be handed over.</summary>
    public Task Settled()
    {
        lock (_gate)
        {
            _ending = true;
            if (_open == 0)
                _idle.TrySetResult();
        }
        return _idle.Task;
    }

    private void Count(int change)
    {
        lock (_gate)
        {
            _open += change;
            if (_ending && _open == 0)
                _idle.TrySetResult();
        }
    }

    public void Close() => _settled.Writer.TryComplete();

    /// <summary>Sends until the ledger is closed or the channel is lost. On a lost channel nothing is left to say: the broker has taken the
    /// deliveries back, and gives them again.</summary>
    public async Task Send()
    {
        var run = new List<(ulong Tag, Verdict Verdict)>();
        try
        {
            while (await _settled.Reader.WaitToReadAsync())
            {
                while (_settled.Reader.TryRead(out var settled))
                    run.Add(settled);
                await Send(run);
                Count(-run.Count);
                run.Clear();
            }
        }
        catch (Exception)
        {
            // What is not settled comes again; the channel is given up by who waits for this.
        }
    }

    private async Task Send(List<(ulong Tag, Verdict Verdict)> run)
    {
        // What is given back goes first: an acknowledgement of a whole run would take it along.
        foreach (var (tag, verdict) in run)
        {
            if (verdict is not Verdict.Done)
                await channel.BasicNackAsync(tag, multiple: false, requeue: verdict is Verdict.Again);
            _above.Add(tag);
        }
        while (_above.Remove(_floor + 1))
            _floor++;

        // The broker knows no tag twice: the run ends at the last one that it was not told of before.
        var last = run.Where(settled => settled.Verdict is Verdict.Done && settled.Tag <= _floor).Select(settled => settled.Tag)
            .DefaultIfEmpty().Max();
        if (last > 0)
            await channel.BasicAckAsync(last, multiple: true);
        foreach (var (tag, verdict) in run)
        {
            if (verdict is Verdict.Done && tag > _floor)
                await channel.BasicAckAsync(tag, multiple: false);
        }
    }
}
