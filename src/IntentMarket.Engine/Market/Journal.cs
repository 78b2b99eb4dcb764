using IntentMarket.Engine.Values;

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
    Task<IReadOnlyList<Commit>> ReadCommits(int partition, long after, int limit, CancellationToken cancel);

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
    IReadOnlyList<Commit> Commits,
    IReadOnlyList<IntentRow> Intents,
    IReadOnlyList<OfferRow> Offers,
    IReadOnlyList<PartyRow> Parties,
    IReadOnlyList<TextRow> Texts)
{
    /// <summary>The commits with the place of each event: ordinals count in the order in which the batch gives them.</summary>
    /// <param name="feed">The batch's transaction; 0: the store knows it later.</param>
    public IEnumerable<Commit> Placed(long feed)
    {
        var ordinal = 0;
        foreach (var commit in Commits)
        {
            yield return commit with
            {
                Events =
                [
                    .. commit.Events.Select(e => e with
                    {
                        Partition = commit.Partition, Position = commit.Position, Feed = feed, Ordinal = ordinal++,
                    }),
                ],
            };
        }
    }
}

/// <summary>What a transaction adds to one partition, whole or not at all.</summary>
/// <param name="Position">Its number in its partition, from 1. A new one expects to be the next.</param>
/// <param name="At">Unix milliseconds.</param>
public sealed record Commit(int Partition, long Position, long At, IReadOnlyList<StoredEvent> Events);

/// <summary>An event as the exact bytes that are stored, and where they stand. What they say is a <see cref="RecordedEvent"/>.</summary>
/// <param name="Seq">Its number among the events of its intent, from 1.</param>
/// <param name="At">Unix milliseconds.</param>
/// <param name="Vendor">The pseudonym of the vendor that it is about; null where it is about the intent.</param>
/// <param name="Hash">SHA-256 of <paramref name="Bytes"/>, which hold the hash of the intent's event before.</param>
/// <param name="Feed">The transaction that stored it, in the one order in which readers see transactions; 0: it is not stored yet.</param>
/// <param name="Ordinal">Its number in that transaction, from 0.</param>
public sealed record StoredEvent(
    IntentId IntentId, int Seq, long At, Pseudonym? Vendor, byte[] Bytes, byte[] Hash, int Partition = 0, long Position = 0, long Feed = 0,
    int Ordinal = 0)
{
    /// <summary>Who is told of it: stored with it, and read by those alone.</summary>
    public IReadOnlyList<ToldTo> Told { get; init; } = [];
}

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

public enum PartyRole
{
    [Word("customer")] Customer,
    [Word("vendor")] Vendor,
}

/// <summary>Who stands behind a pseudonym on an intent, and so is told of it. Erased with the account.</summary>
public sealed record PartyRow(IntentId IntentId, AccountId Account, PartyRole Role, Pseudonym Pseudonym);

/// <summary>A free text beside the journal.</summary>
/// <param name="Subject">The intent or offer that it belongs to.</param>
/// <param name="Part"><c>texts</c>, <c>note</c>, <c>contact</c> or <c>reason</c>.</param>
/// <param name="Hash">The hash by which the journal refers to it.</param>
public sealed record TextRow(IntentId IntentId, Guid Subject, string Part, string Hash, FreeText Text, AccountId Account);
