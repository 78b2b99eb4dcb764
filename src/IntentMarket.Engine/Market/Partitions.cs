using System.Buffers.Binary;

namespace IntentMarket.Engine.Market;

/// <summary>Which share of the intents an intent belongs to.</summary>
public static class Partitions
{
    /// <summary>A stable hash of the id modulo <see cref="Limits.Partitions"/>: FNV-1a over the id's 16 bytes in network order.</summary>
    public static int Of(IntentId intentId) => Of(intentId.Value);

    /// <summary>Whose node sees to what an account leaves behind.</summary>
    public static int Of(AccountId account) => Of(account.Value);

    private static int Of(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        var hash = 14695981039346656037UL;
        foreach (var b in bytes)
            hash = (hash ^ b) * 1099511628211UL;
        return (int)((hash ^ (hash >> 32)) % Limits.Partitions);
    }

    /// <summary>The routing key of a partition on the broker: <c>p.17</c>.</summary>
    public static string Route(int partition) => "p." + partition;

    /// <summary>The node that serves a partition: the live one with the highest hash of both (rendezvous hashing), so that a node that
    /// comes or goes moves only its own share.</summary>
    public static string Owner(int partition, IEnumerable<string> live) =>
        live.MaxBy(node => (Weight(partition, node), node)) ?? throw new InvalidOperationException("no node is live");

    private static ulong Weight(int partition, string node)
    {
        Span<byte> hash = stackalloc byte[32];
        System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{partition}/{node}"), hash);
        return BinaryPrimitives.ReadUInt64BigEndian(hash);
    }
}
