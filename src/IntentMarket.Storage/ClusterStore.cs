namespace IntentMarket.Storage;

/// <summary>What the nodes share: who lives, the clock, how far each partition is published, secrets.</summary>
public sealed class ClusterStore
{
    /// <summary>Refreshes this node's row by the database's clock; answers the nodes refreshed within <paramref name="liveMs"/>, this one included,
    /// and the database's time in Unix milliseconds.</summary>
    public Task<(IReadOnlyList<string> Live, long Now)> Beat(string node, int liveMs, CancellationToken cancel) => throw new NotImplementedException();

    public Task Leave(string node, CancellationToken cancel) => throw new NotImplementedException();

    public Task<IReadOnlyDictionary<int, long>> Published(IReadOnlyCollection<int> partitions, CancellationToken cancel) => throw new NotImplementedException();

    /// <summary>Never goes back.</summary>
    public Task SetPublished(IReadOnlyCollection<(int Partition, long Position)> positions, CancellationToken cancel) => throw new NotImplementedException();

    /// <summary>The market's own secret of 32 bytes; the first node to ask stores the one it proposes.</summary>
    public Task<byte[]> Secret(byte[] proposed, CancellationToken cancel) => throw new NotImplementedException();
}
