using IntentMarket.Engine;
using IntentMarket.Engine.Market;
using RabbitMQ.Client;

namespace IntentMarket.Nodes.Broker;

/// <summary>The exchanges and queues of vhost edge that are not one vendor's, and how a vendor's are named.
/// <code>
/// v.&lt;id&gt;.in ─► offers ──────► routes ─► p.0 … p.31 ──► dead          v.&lt;id&gt;.inbox ─► dropped
///  (fanout)    (headers)       (direct)     ▲
///                └► unrouted ◄────┘      commands
/// </code></summary>
/// <remarks>The queues have longer names than these: <see cref="EdgeQueues"/>.</remarks>
public static class EdgeTopology
{
    /// <summary>What all bots send comes by here. It turns away what carries the headers in which the broker writes how a message died: a
    /// bot could else give another vendor out as the sender of its own dead message, or have it dropped in silence as going in a circle.
    /// All else goes on to <see cref="Routes"/>.</summary>
    public const string Offers = "offers";

    /// <summary>From the routing key that an intent's notice gave to the partition's queue.</summary>
    public const string Routes = "routes";

    /// <summary>Commands of nodes; no bot can write here.</summary>
    public const string Commands = "commands";

    public const string Unrouted = "unrouted";

    public const string Dead = "dead";

    public const string Dropped = "dropped";

    /// <summary>Messages that wait in a partition's queue; the sender's next is refused (a negative confirm).</summary>
    public const int PartitionMax = 100_000;

    /// <summary>Bytes that wait in a partition's queue; the sender's next message is refused.</summary>
    public const long PartitionBytesMax = 256L << 20;

    /// <summary>Times that a message comes back to a partition's queue before it is dead.</summary>
    public const int DeliveriesMax = 20;

    /// <summary>Messages that wait in each queue of strays. <c>unrouted</c> and <c>dead</c> take no more (the bot's confirm is negative,
    /// the dead stay where they are), <c>dropped</c> forgets the oldest.</summary>
    public const int StraysMax = 100_000;

    public const long StrayBytesMax = 256L << 20;

    private static readonly string[] BrokersHeaders = ["x-death", "x-first-death-exchange", "x-first-death-queue", "x-first-death-reason"];

    public static string Exchange(AccountId vendor) => $"v.{vendor:D}.in";

    public static string Inbox(AccountId vendor) => $"v.{vendor:D}.inbox";

    /// <summary>The vendor who alone can write to an exchange, or null where it is none of a vendor's.</summary>
    public static AccountId? VendorOfExchange(string exchange) => Vendor(exchange, ".in");

    public static AccountId? VendorOfInbox(string queue) => Vendor(queue, ".inbox");

    public static int? PartitionOf(string queue) =>
        queue.Split('.') is ["p", var number, ..] && int.TryParse(number, out var partition) && partition is >= 0 and < Limits.Partitions
            ? partition
            : null;

    private static AccountId? Vendor(string name, string ending) =>
        name.StartsWith("v.", StringComparison.Ordinal) && name.EndsWith(ending, StringComparison.Ordinal)
        && Guid.TryParseExact(name.AsSpan(2, name.Length - 2 - ending.Length), "D", out var vendor)
            ? new AccountId(vendor)
            : null;

    /// <summary>Declares all of it; what is there already stays.</summary>
    public static async Task Declare(EdgeQueues queues, IConnection connection, CancellationToken cancel)
    {
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancel);

        foreach (var (stray, overflow) in new[] { (Unrouted, "reject-publish"), (Dead, "reject-publish"), (Dropped, "drop-head") })
        {
            await channel.ExchangeDeclareAsync(stray, ExchangeType.Fanout, durable: true, autoDelete: false, cancellationToken: cancel);
            var queue = queues.NameOf(stray);
            await channel.QueueDeclareAsync(
                queue, durable: true, exclusive: false, autoDelete: false, StrayArguments(overflow), cancellationToken: cancel);
            await channel.QueueBindAsync(queue, stray, "", cancellationToken: cancel);
        }

        await channel.ExchangeDeclareAsync(
            Routes, ExchangeType.Direct, durable: true, autoDelete: false, Otherwise(Unrouted), cancellationToken: cancel);
        await channel.ExchangeDeclareAsync(
            Offers, ExchangeType.Headers, durable: true, autoDelete: false, Otherwise(Routes), cancellationToken: cancel);
        var forged = BrokersHeaders.ToDictionary(header => header, _ => (object?)null);
        forged.Add("x-match", "any-with-x");
        await channel.ExchangeBindAsync(Unrouted, Offers, "", forged, cancellationToken: cancel);
        await channel.ExchangeDeclareAsync(Commands, ExchangeType.Direct, durable: true, autoDelete: false, cancellationToken: cancel);

        for (var partition = 0; partition < Limits.Partitions; partition++)
        {
            var route = Partitions.Route(partition);
            var queue = queues.NameOf(route);
            await channel.QueueDeclareAsync(
                queue, durable: true, exclusive: false, autoDelete: false, PartitionArguments(), cancellationToken: cancel);
            await channel.QueueBindAsync(queue, Routes, route, cancellationToken: cancel);
            await channel.QueueBindAsync(queue, Commands, route, cancellationToken: cancel);
        }
    }

    private static Dictionary<string, object?> Otherwise(string exchange) => new() { ["alternate-exchange"] = exchange };

    // Dead letters go on at least once: that wants reject-publish, which the queue has anyway.
    private static Dictionary<string, object?> PartitionArguments() => new()
    {
        ["x-queue-type"] = "quorum",
        ["x-single-active-consumer"] = true,
        ["x-delivery-limit"] = DeliveriesMax,
        ["x-max-length"] = PartitionMax,
        ["x-max-length-bytes"] = PartitionBytesMax,
        ["x-overflow"] = "reject-publish",
        ["x-dead-letter-exchange"] = Dead,
        ["x-dead-letter-strategy"] = "at-least-once",
    };

    private static Dictionary<string, object?> StrayArguments(string overflow) => new()
    {
        ["x-queue-type"] = "quorum",
        ["x-max-length"] = StraysMax,
        ["x-max-length-bytes"] = StrayBytesMax,
        ["x-overflow"] = overflow,
    };
}
