using IntentMarket.Engine;

namespace IntentMarket.Storage;

/// <summary>Who is told of an intent: its customer, the vendors that it was matched to, and those who bid on it.</summary>
public sealed class Audiences
{
    /// <summary>What the account is to the intent; null where it is nothing.</summary>
    public Task<PartyRow?> Find(Guid intentId, Guid account, CancellationToken cancel) => throw new NotImplementedException();

    /// <summary>The accounts behind these pseudonyms of the intent, those that are not erased.</summary>
    public Task<IReadOnlyList<PartyRow>> Resolve(Guid intentId, IReadOnlyCollection<Guid> pseudonyms, CancellationToken cancel) => throw new NotImplementedException();

    /// <summary>Everyone who is told of the intent and has a broker credential (customers never do).</summary>
    public Task<IReadOnlyList<PartyRow>> WithInbox(Guid intentId, CancellationToken cancel) => throw new NotImplementedException();

    /// <summary>Tells vendors of an intent: adds those who are not told of it yet, in one transaction, and returns where it stands in the feed
    /// and who was added.</summary>
    public Task<(long Feed, IReadOnlyList<PartyRow> Added)> Add(Guid intentId, IReadOnlyList<PartyRow> vendors, long at, CancellationToken cancel) => throw new NotImplementedException();

    /// <summary>Intents of these partitions whose fan-out was not finished.</summary>
    public Task<IReadOnlyList<Guid>> Unfinished(IReadOnlyCollection<int> partitions, CancellationToken cancel) => throw new NotImplementedException();

    public Task Finish(Guid intentId, int version, CancellationToken cancel) => throw new NotImplementedException();
}
