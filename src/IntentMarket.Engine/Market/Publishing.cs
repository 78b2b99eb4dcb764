namespace IntentMarket.Engine.Market;

/// <summary>A commit that was stored and now goes out.</summary>
public sealed record StoredBatchCommit(int Partition, long Position, long Feed, long At, IReadOnlyList<OutgoingEvent> Events);

/// <param name="Ordinal">Its number in its transaction, from 0.</param>
/// <param name="VendorAccount">The account of the vendor that it is about, where it is about one and the node knows it.</param>
/// <param name="OfferKey">The vendor's own key of the offer that it is about, likewise.</param>
public sealed record OutgoingEvent(NewEvent Event, int Ordinal, AccountId? VendorAccount, string? OfferKey = null);

/// <summary>Where the loop hands over what it has stored, in the order of positions of each partition. Waits when too much waits.</summary>
public interface IPublisher
{
    ValueTask Publish(StoredBatchCommit commit, CancellationToken cancel);
}
