using System.Text.Json;
using IntentMarket.Engine;
using IntentMarket.Engine.Market;
using IntentMarket.Nodes.Market;
using IntentMarket.Services.Market;
using IntentMarket.Storage;

namespace IntentMarket.Nodes.Cluster;

/// <summary>The courier of a market of several nodes: straight into the mailbox where this node serves the partition, else
/// through its queue.</summary>
public sealed class RabbitCourier(Mailboxes mailboxes, Ownership ownership, CommandLink link, Store store) : ICourier
{
    public async Task<Reply> Send(Command command, TimeSpan timeout, CancellationToken cancel)
    {
        var partition = Partitions.Of(command.IntentId);
        if (ownership.Owns(partition))
            return await mailboxes.Send(command, timeout, cancel);
        // The answer is read in the store.
        if (ownership.IsCutOff)
            return new Reply.Down();
        return await link.Ask(partition, EventCodec.Encode(command), timeout, cancel) switch
        {
            CommandResult.Answered answered => await ReplyCodec.Decode(answered.Reply, command.IntentId, store, cancel),
            CommandResult.Full => new Reply.Full(),
            CommandResult.Down => new Reply.Down(),
            _ => new Reply.Unknown(),
        };
    }

    /// <summary>Through the queue, so that it stands behind every offer that came before.</summary>
    public async ValueTask Wake(Wake wake, CancellationToken cancel) =>
        await link.Tell(Partitions.Of(wake.IntentId), EventCodec.Encode(wake)).WaitAsync(cancel);
}

/// <summary>Replies as they travel between nodes: an event by its number, for it is in the journal.</summary>
public static class ReplyCodec
{
    private sealed record Wire(string Kind, int Seq = 0, bool Repeated = false, string? Code = null, string? Detail = null);

    public static byte[] Encode(Reply reply) => JsonSerializer.SerializeToUtf8Bytes(reply switch
    {
        Reply.Recorded r => new Wire("recorded", r.Event.Seq, r.Repeated),
        Reply.Refused r => new Wire("refused", Code: r.Code, Detail: r.Detail),
        Reply.Down => new Wire("down"),
        Reply.Full => new Wire("full"),
        _ => new Wire("unknown"),
    });

    public static async Task<Reply> Decode(ReadOnlyMemory<byte> bytes, IntentId intentId, Store store, CancellationToken cancel)
    {
        var wire = JsonSerializer.Deserialize<Wire>(bytes.Span)!;
        switch (wire.Kind)
        {
            case "recorded":
                var stored = await store.Journal.ReadEvent(intentId, wire.Seq, cancel);
                // What a newer node recorded is read by newer nodes: the same key, sent again, comes to one.
                return stored is not null && EventCodec.DecodeToPass(stored) is { Event: not UnknownEvent } recorded
                    ? new Reply.Recorded(recorded, wire.Repeated)
                    : new Reply.Unknown();
            case "refused":
                return new Reply.Refused(wire.Code!, wire.Detail!);
            case "down":
                return new Reply.Down();
            case "full":
                return new Reply.Full();
            default:
                return new Reply.Unknown();
        }
    }
}
