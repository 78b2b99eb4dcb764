using IntentMarket.Engine;

namespace IntentMarket.Storage;

/// <summary>An intent's row with its texts (null once they are erased) and whether it is the account's own.</summary>
public sealed record IntentRead(IntentRow Row, string? Texts);

public sealed class IntentReads
{
    public Task<IntentRead?> Get(Guid intentId, CancellationToken cancel) => throw new NotImplementedException();

    /// <summary>Those that exist, in no order.</summary>
    public Task<IReadOnlyList<IntentRead>> GetMany(IReadOnlyCollection<Guid> intents, CancellationToken cancel) => throw new NotImplementedException();

    /// <summary>A customer's own intents, newest first (by OpenedAt, then id); <paramref name="after"/> is the last one of the page before.</summary>
    public Task<IReadOnlyList<IntentRead>> ListByCustomer(Guid account, IntentStatus? status, (long OpenedAt, Guid Id)? after, int limit, CancellationToken cancel) => throw new NotImplementedException();

    /// <summary>The open intents, oldest first (by OpenedAt, then id).</summary>
    public Task<IReadOnlyList<IntentRead>> ListOpen((long OpenedAt, Guid Id)? after, int limit, CancellationToken cancel) => throw new NotImplementedException();

    /// <summary>The text with that hash, part and subject; null once it is erased.</summary>
    public Task<string?> Text(Guid intentId, string hash, CancellationToken cancel) => throw new NotImplementedException();

    /// <summary>Intents of these partitions whose WakeAt is at or before <paramref name="now"/>, earliest first.</summary>
    public Task<IReadOnlyList<(Guid IntentId, long WakeAt, int Partition)>> Due(IReadOnlyCollection<int> partitions, long now, int limit, CancellationToken cancel) => throw new NotImplementedException();
}
