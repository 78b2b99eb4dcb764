using System.Threading.Channels;
using IntentMarket.Engine.Market;

namespace IntentMarket.Engine.Loop;

/// <summary>A command on its way to a decision.</summary>
/// <param name="Held">It stands in a durable queue until it is answered: while the store is down it is kept and tried again. Others are
/// answered <see cref="Reply.Down"/>.</param>
public sealed record Posted(Command Command, bool Held)
{
    private readonly TaskCompletionSource<Reply> _reply = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What the market answers, once that is stored.</summary>
    public Task<Reply> Reply => _reply.Task;

    public void Answer(Reply reply) => _reply.TrySetResult(reply);
}

/// <summary>The commands that wait for one loop: bounded, in the order in which they came.</summary>
public sealed class Mailbox
{
    private readonly Channel<Posted> _channel = Channel.CreateBounded<Posted>(
        new BoundedChannelOptions(Limits.MailboxMax) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    /// <summary>False where the mailbox is full: nothing was taken.</summary>
    public bool TryPost(Posted posted) => _channel.Writer.TryWrite(posted);

    /// <summary>Waits for room: for senders that hold their command in a queue of their own.</summary>
    public ValueTask Post(Posted posted, CancellationToken cancel) => _channel.Writer.WriteAsync(posted, cancel);

    /// <summary>Waits for commands, then takes all that are there, at most <see cref="Limits.BatchMax"/>.</summary>
    public async Task Collect(List<Posted> batch, CancellationToken cancel)
    {
        batch.Clear();
        await _channel.Reader.WaitToReadAsync(cancel);
        while (batch.Count < Limits.BatchMax && _channel.Reader.TryRead(out var posted))
            batch.Add(posted);
    }
}
