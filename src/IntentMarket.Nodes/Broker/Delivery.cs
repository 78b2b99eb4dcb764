using System.Text;
using IntentMarket.Engine;

namespace IntentMarket.Nodes.Broker;

/// <summary>A message that the broker gave us. It is ours until it is settled once; when its channel is lost it comes again, and what is
/// said of this one then means nothing. Headers are not kept: they are the sender's, and nothing here depends on them.</summary>
public sealed class Delivery
{
    /// <summary>The partition whose queue it came from; -1 where it came from none.</summary>
    public required int Partition { get; init; }

    /// <summary>Where it was published first: tells who sent it, whatever the message says.</summary>
    public required string Exchange { get; init; }

    public required string RoutingKey { get; init; }

    public string? MessageId { get; init; }

    public string? Type { get; init; }

    public string? ContentType { get; init; }

    public string? ContentEncoding { get; init; }

    public string? ReplyTo { get; init; }

    public string? CorrelationId { get; init; }

    public bool Redelivered { get; init; }

    /// <summary>Empty where <see cref="TooLarge"/>.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Bytes of the body, kept or not.</summary>
    public int Size { get; init; }

    /// <summary>Longer than <see cref="BodyMax"/>: it was not kept.</summary>
    public bool TooLarge { get; init; }

    /// <summary>Bytes of a body that is kept. A bot's may have 64 KiB; a node's command says more than the bot's body did.</summary>
    public const int BodyMax = 128 << 10;

    /// <summary>A command of another node.</summary>
    public bool FromNode => Exchange == EdgeTopology.Commands;

    /// <summary>The vendor whose bot sent it.</summary>
    public AccountId? Vendor => EdgeTopology.VendorOfExchange(Exchange);

    /// <summary>How it died, where it was dead-lettered.</summary>
    internal Death? Death { get; init; }

    internal AckBatcher? Ledger { get; init; }

    internal ulong Tag { get; init; }

    /// <summary>Messages of its sender's quota that it has taken. Only who handles it touches it.</summary>
    public int Counted { get; set; }

    private Parts? _partOf;
    private int _settled;

    /// <summary>It is dealt with.</summary>
    public void Ack() => Settle(Verdict.Done);

    /// <summary>It is given back: to come again (<paramref name="requeue"/>), or to be dead-lettered.</summary>
    public void Nack(bool requeue) => Settle(requeue ? Verdict.Again : Verdict.Dead);

    private void Settle(Verdict verdict)
    {
        if (Interlocked.Exchange(ref _settled, 1) == 0)
        {
            Ledger?.Settle(Tag, verdict);
            _partOf?.Settle(verdict);
        }
    }

    /// <summary>What this message holds, each with a <c>message_id</c> of its own. It is dealt with once all of them are, and comes again,
    /// whole, where one of them is given back: what was dealt with is then answered the same.</summary>
    public IReadOnlyList<Delivery> Split(string type, IReadOnlyList<string> messageIds)
    {
        var parts = new Parts(this, messageIds.Count);
        return [.. messageIds.Select(id => new Delivery
        {
            Partition = Partition,
            Exchange = Exchange,
            RoutingKey = RoutingKey,
            MessageId = id,
            Type = type,
            ContentType = ContentType,
            Redelivered = Redelivered,
            Body = ReadOnlyMemory<byte>.Empty,
            _partOf = parts,
        })];
    }

    private sealed class Parts(Delivery whole, int count)
    {
        private int _left = count;
        private int _again;

        public void Settle(Verdict verdict)
        {
            if (verdict == Verdict.Again)
                Interlocked.Exchange(ref _again, 1);
            if (Interlocked.Decrement(ref _left) > 0)
                return;
            if (Volatile.Read(ref _again) == 1)
                whole.Nack(requeue: true);
            else
                whole.Ack();
        }
    }
}

/// <summary>Why and where the broker last took a message off a queue, and where it had been published before that.</summary>
internal sealed record Death(string Exchange, string Queue, string Reason)
{
    /// <summary>Reads what the broker wrote. It can be believed where <see cref="EdgeTopology.Offers"/> lets no bot write it.</summary>
    public static Death? From(IDictionary<string, object?>? headers) =>
        headers is not null
        && headers.TryGetValue("x-death", out var deaths)
        && deaths is IList<object?> { Count: > 0 } list
        && list[0] is IDictionary<string, object?> last
            ? new Death(Text(last, "exchange"), Text(last, "queue"), Text(last, "reason"))
            : null;

    private static string Text(IDictionary<string, object?> table, string key) =>
        table.TryGetValue(key, out var value) && value is byte[] text ? Encoding.UTF8.GetString(text) : "";
}
