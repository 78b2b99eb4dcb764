using IntentMarket.Engine.Intents;
using IntentMarket.Engine.Offers;

namespace IntentMarket.Engine.Market;

/// <summary>The truth: for each partition numbered commits with their events. A batch is stored whole or not at all.</summary>
public interface IJournal
{
    /// <summary>How many loops may decide side by side on one node: one where the store has one writer, two where one can decide
    /// while the other waits for the disk.</summary>
    int Loops { get; }

    /// <summary>Stores a batch in one transaction, synced to disk, unless another writer took one of its positions.</summary>
    /// <exception cref="StoreDownException">The store did not answer.</exception>
    Task<Appended> Append(Batch batch, CancellationToken cancel);

    /// <summary>All events of the intents, each intent's in their order. An unknown intent has none.</summary>
    Task<IReadOnlyList<StoredEvent>> ReadIntents(IReadOnlyCollection<IntentId> intents, CancellationToken cancel);

    /// <summary>The event of an intent with that number, or null.</summary>
    Task<StoredEvent?> ReadEvent(IntentId intentId, int seq, CancellationToken cancel);

    /// <summary>The commits of a partition after a position, oldest first, at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<StoredCommit>> ReadCommits(int partition, long after, int limit, CancellationToken cancel);

    /// <summary>The last position of each partition asked for; 0 where there is none.</summary>
    Task<IReadOnlyDictionary<int, long>> Heads(IReadOnlyCollection<int> partitions, CancellationToken cancel);
}

/// <summary>Something that the market works with did not answer: what was asked is asked again later.</summary>
public abstract class DownException(string message, Exception? inner) : Exception(message, inner);

/// <summary>The store did not answer. <see cref="MaybeStored"/>: it was lost at the commit, so what was asked may have been done.</summary>
public sealed class StoreDownException(string message, bool maybeStored, Exception? inner = null) : DownException(message, inner)
{
    public bool MaybeStored { get; } = maybeStored;
}

/// <summary>What became of a batch: where it stands in the feed, or that another writer was faster.</summary>
/// <param name="Feed">The transaction's number in the feed of the whole market (see <see cref="StoredEvent.Feed"/>).</param>
public readonly record struct Appended(bool Conflict, long Feed);

/// <summary>All that one turn of the market loop stores: commits, and the rows that reads use.</summary>
public sealed record Batch(
    IReadOnlyList<NewCommit> Commits,
    IReadOnlyList<IntentRow> Intents,
    IReadOnlyList<OfferRow> Offers,
    IReadOnlyList<PartyRow> Parties,
    IReadOnlyList<TextRow> Texts);

/// <param name="Position">The position that this commit expects to be next in its partition.</param>
/// <param name="At">Unix milliseconds.</param>
public sealed record NewCommit(int Partition, long Position, long At, IReadOnlyList<NewEvent> Events);

/// <summary>An event with the exact bytes that are stored.</summary>
/// <param name="Seq">Its number among the events of its intent, from 1.</param>
/// <param name="Vendor">The pseudonym of the vendor that it is about; null where it is about the intent.</param>
/// <param name="Hash">SHA-256 of <paramref name="Bytes"/>, which hold the hash of the intent's event before.</param>
public sealed record NewEvent(IntentId IntentId, int Seq, long At, Pseudonym? Vendor, MarketEvent Event, byte[] Bytes, byte[] Hash)
{
    public IReadOnlyList<ToldTo> Told { get; init; } = [];
}

/// <param name="Feed">The transaction that stored it, in the one order in which readers see transactions.</param>
/// <param name="Ordinal">Its number in that transaction, from 0.</param>
public sealed record StoredEvent(
    IntentId IntentId, int Seq, Pseudonym? Vendor, byte[] Bytes, byte[] Hash, int Partition, long Position, long Feed, int Ordinal);

public sealed record StoredCommit(int Partition, long Position, long Feed, IReadOnlyList<StoredEvent> Events);

/// <summary>The present state of an intent: the fold of its events.</summary>
/// <param name="Account">Who posted it; null where it is known already (the stored one stays) or was erased.</param>
/// <param name="Terms">The <see cref="IntentTerms"/> as EventCodec writes them.</param>
/// <param name="WakeAt">When it next has something to do, in Unix milliseconds; null: never again.</param>
/// <param name="Live">How many offers are live; once it is over, how many were at its end.</param>
/// <param name="FanOut">The vendors whose criteria it meets are still to be found and told.</param>
/// <param name="Rules">The version of the rules that it was opened under.</param>
public sealed record IntentRow(
    IntentId IntentId, int Partition, AccountId? Account, Pseudonym Customer, IntentStatus Status, int Version, byte[] Terms,
    long OpenedAt, long ClosesAt, long AwardBy, long? WakeAt, int Seq, int Live, int Offers, int Extensions, OfferId? AwardedOffer,
    bool FanOut, int Rules)
{
    public bool IsOver => Status is not (IntentStatus.Open or IntentStatus.Evaluating);
}

/// <summary>The present state of an offer: the fold of its events.</summary>
/// <param name="Account">Who made it; null where it is known already or was erased.</param>
/// <param name="Key">The vendor's own; null where it is known already (the stored one stays) or was erased.</param>
/// <param name="Placed">The number of the event that gave it its place in time; breaks ties of score and total.</param>
/// <param name="Receipt">The number of the event that its receipt tells.</param>
/// <param name="Terms">The <see cref="OfferTerms"/> as EventCodec writes them.</param>
/// <param name="Fine">See <see cref="Evaluation.Score"/>: of equal scores the higher one ranks first.</param>
public sealed record OfferRow(
    OfferId OfferId, IntentId IntentId, AccountId? Account, Pseudonym Vendor, string? Key, OfferStatus Status, long Total, long Score,
    IReadOnlyList<long> Points, int Placed, int Receipt, long At, long ValidUntil, byte[] Terms, long Fine = 0);

public enum PartyRole { Customer, Vendor }

/// <summary>Who stands behind a pseudonym on an intent, and so is told of it. Erased with the account.</summary>
public sealed record PartyRow(IntentId IntentId, AccountId Account, PartyRole Role, Pseudonym Pseudonym);

/// <summary>A free text beside the journal.</summary>
/// <param name="Subject">The intent or offer that it belongs to.</param>
/// <param name="Part"><c>texts</c>, <c>note</c>, <c>contact</c> or <c>reason</c>.</param>
/// <param name="Hash">The hash by which the journal refers to it.</param>
public sealed record TextRow(IntentId IntentId, Guid Subject, string Part, string Hash, FreeText Text, AccountId Account);
