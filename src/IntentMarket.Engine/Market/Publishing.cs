namespace IntentMarket.Engine.Market;

/// <summary>A commit that was stored and now goes out, with what the node has at hand of it.</summary>
/// <param name="Events">What happened, in the order of the stored events.</param>
public sealed record OutgoingCommit(Commit Stored, IReadOnlyList<RecordedEvent> Events, Known Known);

/// <summary>What a node knows without the store: the accounts behind pseudonyms, and vendors' own keys of their offers.</summary>
public sealed record Known(IReadOnlyDictionary<Pseudonym, AccountId> Accounts, IReadOnlyDictionary<OfferId, string> Keys)
{
    public static Known Nothing { get; } = new(new Dictionary<Pseudonym, AccountId>(), new Dictionary<OfferId, string>());

    public AccountId? AccountOf(Pseudonym? pseudonym) =>
        pseudonym is { } known && Accounts.TryGetValue(known, out var account) ? account : null;

    public string? KeyOf(OfferId offerId) => Keys.GetValueOrDefault(offerId);
}

/// <summary>Where the loop hands over what it has stored, in the order of positions of each partition. Waits when too much waits.</summary>
public interface IPublisher
{
    ValueTask Publish(OutgoingCommit commit, CancellationToken cancel);
}
