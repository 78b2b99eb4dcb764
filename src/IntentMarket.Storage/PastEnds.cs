using IntentMarket.Engine;
using IntentMarket.Engine.Loop;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;

namespace IntentMarket.Storage;

/// <summary>Intents that ended under a build which kept less of an end: what it took for lost was in part never confirmed, and what had
/// been live until then counted no longer. Their rows are made anew from their events, once, step by step beside all else; who breaks off
/// goes on where it was.</summary>
public sealed class PastEnds
{
    /// <summary>Intents that one step looks at.</summary>
    private const int IntentsMax = 1_000;

    /// <summary>Offers that one step makes anew, unless a single intent has more.</summary>
    private const int OffersMax = 2_000;

    private readonly Database _database;
    private readonly IJournal _journal;

    internal PastEnds(Database database, IJournal journal) => (_database, _journal) = (database, journal);

    /// <summary>Takes the next step; false once all are right. Of nodes that take the same step at once, one makes it.</summary>
    /// <param name="onAltered">Told of an intent whose events are not what the journal wrote: its rows stay as they are.</param>
    public async Task<bool> PutRight(Action<IntentId, Exception> onAltered, CancellationToken cancel)
    {
        var (isDone, after) = await _database.Read(
            (connection, token) => connection.First(
                """
                SELECT s.number, s.bytes FROM settings s WHERE s.name = 'ends'
                """,
                new { }, r => (r.GetInt64(0) == 1, r.IsDBNull(1) ? default : new IntentId(new Guid(r.Bytes(1), bigEndian: true))), token),
            cancel);
        if (isDone)
            return false;
        var page = await _database.Read(
            (connection, token) => connection.List(
                $"""
                SELECT i.intent_id, i.offers, i.status FROM intents i
                WHERE i.intent_id > @after AND {Names.Known<IntentStatus>("i.status")} ORDER BY i.intent_id LIMIT @limit
                """,
                new { after, limit = IntentsMax },
                r => (IntentId: r.Id<IntentId>(0), Offers: r.GetInt32(1), Status: Names.Read<IntentStatus>(r.GetString(2))), token),
            cancel);
        var (over, offers, last) = (new List<IntentId>(), 0, (IntentId?)null);
        foreach (var intent in page)
        {
            var (isOver, made) = (intent.Status is not (IntentStatus.Open or IntentStatus.Evaluating) && intent.Offers > 0, intent.Offers);
            if (isOver && over.Count > 0 && offers + made > OffersMax)
                break;
            last = intent.IntentId;
            if (!isOver)
                continue;
            over.Add(intent.IntentId);
            offers += made;
        }
        var books = (await _journal.ReadIntents(over, cancel)).GroupBy(e => e.IntentId)
            .Select(events => Ended(events.Key, events, onAltered)).OfType<Ends>();
        await Write(after, last, [.. books], cancel);
        return true;
    }

    private static Ends? Ended(IntentId intentId, IEnumerable<StoredEvent> events, Action<IntentId, Exception> onAltered)
    {
        try
        {
            var book = new Book(intentId);
            foreach (var recorded in EventCodec.DecodeChain(events))
                book.Apply(recorded);
            return !book.IsKnown ? null : new Ends(intentId, book.Ranking.Count, book.TakeChangedOffers(Known.Nothing));
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException or System.Text.Json.JsonException)
        {
            onAltered(intentId, e);
            return null;
        }
    }

    /// <param name="last">The last intent of the step; null: there were none, and all are right.</param>
    private Task<bool> Write(IntentId after, IntentId? last, IReadOnlyList<Ends> ends, CancellationToken cancel) => _database.Write(
        async (connection, token) =>
        {
            // First of all, so that another node waits here and then finds the step made.
            var isNext = await connection.Change(
                """
                UPDATE settings SET number = @done, bytes = @to
                WHERE name = 'ends' AND number = 0 AND (bytes = @after OR (bytes IS NULL AND @isFirst))
                """,
                new { done = last is null ? 1 : 0, to = (last ?? after).Blob(), after = after.Blob(), isFirst = after == default },
                token) == 1;
            foreach (var intent in isNext ? ends : [])
            {
                await connection.Change(
                    """
                    UPDATE intents SET live = @Live WHERE intent_id = @IntentId AND live <> @Live
                    """,
                    new { intent.Live, intent.IntentId }, token);
                foreach (var status in (OfferStatus[])[OfferStatus.Ended, OfferStatus.Unconfirmed])
                {
                    var offers = intent.Offers.Where(o => o.Status == status).Select(o => o.OfferId).ToList();
                    if (offers.Count == 0)
                        continue;
                    await connection.Change(
                        $"""
                        UPDATE offers SET status = @status
                        WHERE offer_id IN (SELECT value FROM {_database.Ids("@offers")}) AND status <> @status
                        """,
                        new { status = EnumWords.Of(status), offers = Ids.Of(offers) }, token);
                }
            }
            return isNext;
        },
        cancel);

    private sealed record Ends(IntentId IntentId, int Live, IReadOnlyList<OfferRow> Offers);
}
