namespace IntentMarket.Storage;

/// <param name="Body">The criteria as JSON; null: it was removed.</param>
/// <param name="Changed">A number that grows with every change, for <see cref="SubscriptionStore.ChangedSince"/>.</param>
public sealed record SubscriptionRow(Guid Account, string Name, string? Body, long Changed);

public sealed class SubscriptionStore
{
    /// <summary>False where the vendor has <paramref name="max"/> others already.</summary>
    public Task<bool> Put(Guid account, string name, string body, int max, CancellationToken cancel) => throw new NotImplementedException();

    public Task<bool> Remove(Guid account, string name, CancellationToken cancel) => throw new NotImplementedException();

    public Task<IReadOnlyList<SubscriptionRow>> List(Guid account, CancellationToken cancel) => throw new NotImplementedException();

    /// <summary>What changed after that number, removed ones included, in no order, and the number to go on from. Every change that was confirmed
    /// before the call is in it; a change may come twice.</summary>
    public Task<(IReadOnlyList<SubscriptionRow> Rows, long Next)> ChangedSince(long changed, CancellationToken cancel) => throw new NotImplementedException();
}
