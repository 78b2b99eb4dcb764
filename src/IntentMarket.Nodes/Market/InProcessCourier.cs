using IntentMarket.Engine;
using IntentMarket.Engine.Loop;
using IntentMarket.Engine.Market;
using IntentMarket.Services.Market;

namespace IntentMarket.Nodes.Market;

/// <summary>The courier of a market that is one process: straight into the loop's mailbox.</summary>
public sealed class InProcessCourier(Mailboxes mailboxes) : ICourier
{
    public Task<Reply> Send(Command command, TimeSpan timeout, CancellationToken cancel) => mailboxes.Send(command, timeout, cancel);

    public ValueTask Wake(Wake wake, CancellationToken cancel) => mailboxes.Of(wake.IntentId).Post(new Posted(wake, Held: false), cancel);
}

/// <summary>The mailboxes of this node's loops; each loop serves every n-th partition.</summary>
public sealed class Mailboxes(int loops)
{
    private readonly Mailbox[] _mailboxes = [.. Enumerable.Range(0, loops).Select(_ => new Mailbox())];

    public IReadOnlyList<Mailbox> All => _mailboxes;

    public Mailbox Of(IntentId intentId) => OfPartition(Partitions.Of(intentId));

    public Mailbox OfPartition(int partition) => _mailboxes[partition % _mailboxes.Length];

    public async Task<Reply> Send(Command command, TimeSpan timeout, CancellationToken cancel)
    {
        var posted = new Posted(command, Held: false);
        if (!Of(command.IntentId).TryPost(posted))
            return new Reply.Full();
        try
        {
            return await posted.Reply.WaitAsync(timeout, cancel);
        }
        catch (TimeoutException)
        {
            return new Reply.Unknown();
        }
    }
}
