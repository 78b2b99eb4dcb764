using IntentMarket.Engine;
using IntentMarket.Nodes.Market;

namespace IntentMarket.Nodes;

/// <summary>Which partitions this node serves at present. Written by <see cref="MarketNode"/> alone, read by anyone.</summary>
public sealed class Ownership
{
    private readonly bool[] _broken = new bool[Limits.Partitions];
    private volatile bool[] _owned = new bool[Limits.Partitions];
    private volatile bool _isCutOff;

    public bool Owns(int partition) => _owned[partition];

    /// <summary>The store was silent for so long that the others do not count on this node: it owns nothing
    /// until it answers again.</summary>
    public bool IsCutOff => _isCutOff;

    public IReadOnlyList<int> Owned => [.. Enumerable.Range(0, Limits.Partitions).Where(Owns)];

    /// <summary>Those that this node stopped serving, since it found in them what cannot be. Written by their loops, each once.</summary>
    public IReadOnlyList<int> Broken => [.. Enumerable.Range(0, Limits.Partitions).Where(p => Volatile.Read(ref _broken[p]))];

    /// <summary>Those that it owns and has not stopped: who looks for so many at once does not find only what must wait.</summary>
    public IReadOnlyList<int> Served => [.. Enumerable.Range(0, Limits.Partitions).Where(p => Owns(p) && !Volatile.Read(ref _broken[p]))];

    internal void Break(int partition) => Volatile.Write(ref _broken[partition], true);

    internal void Set(bool[] owned) => (_owned, _isCutOff) = (owned, false);

    internal void CutOff() => (_isCutOff, _owned) = (true, new bool[Limits.Partitions]);
}
