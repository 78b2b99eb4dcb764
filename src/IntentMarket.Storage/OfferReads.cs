using System.Buffers.Binary;
using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using IntentMarket.Engine;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;

namespace IntentMarket.Storage;

/// <summary>An offer's row with its note (null where it has none, or it is erased) and its rank (0: it is not in a
/// ranking that was read).</summary>
/// <param name="Floor">Of a standing bid, in minor units; read where a vendor asks for its own.</param>
public sealed record OfferRead(OfferRow Row, string? Note, int Rank, long? Floor = null);

/// <summary>Where a ranked offer stands, or stood at the end of its intent.</summary>
public sealed record RankedOffer(
    IntentId IntentId, AccountId Account, OfferId OfferId, int Rank, int Of, long Score, long Total, long LeadScore, long LeadTotal,
    byte[] OfferTerms,
    long LeadFine = 0);

public sealed class OfferReads
{
    private readonly Database _database;

    internal OfferReads(Database database) => _database = database;

    public Task<OfferRead?> Get(OfferId offerId, CancellationToken cancel) => _database.Read(
        (connection, token) => connection.First(
            $"""
            SELECT {Columns}
            FROM offers o
            WHERE o.offer_id = @offerId
            """,
            new { offerId }, Offer, token),
        cancel);

    /// <summary>The live offers of an intent (once it is over: those of its end) in the order of rank: score and fine descending, total
    /// ascending, placed ascending.</summary>
    public async Task<IReadOnlyList<OfferRead>> Ranked(IntentId intentId, int afterRank, int limit, CancellationToken cancel)
    {
        var offers = await _database.Read(
            (connection, token) => connection.List(
                $"""
                SELECT {Columns}
                FROM offers o
                WHERE o.intent_id = @intentId AND o.status IN ('live', 'won', 'lost', 'ended')
                ORDER BY o.score DESC, o.fine DESC, o.total, o.placed
                LIMIT @limit OFFSET @afterRank
                """,
                new { intentId, limit, afterRank }, Offer, token),
            cancel);
        return [.. offers.Select((offer, index) => offer with { Rank = afterRank + index + 1 })];
    }

    /// <summary>What a ranking is at present, as a number that is another whenever something of it is: nothing that is not
    /// ranked changes it.</summary>
    /// <remarks>Who comes in has a later place than all, who leaves makes them fewer, and a bid that the market moves costs less.</remarks>
    public async Task<long> RankingState(IntentId intentId, CancellationToken cancel)
    {
        var state = await _database.Read(
            (connection, token) => connection.Scalar<string>(
                """
                SELECT i.status || '/' || i.version || '/' || count(o.placed) || '/' || coalesce(max(o.placed), 0) || '/'
                    || coalesce(sum(o.total), 0)
                FROM intents i
                LEFT JOIN offers o ON o.intent_id = i.intent_id AND o.status IN ('live', 'won', 'lost', 'ended')
                WHERE i.intent_id = @intentId
                GROUP BY i.status, i.version
                """,
                new { intentId }, token),
            cancel);
        return BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(state ?? "")));
    }

    /// <summary>All others of an intent (unconfirmed, superseded, withdrawn, refused, expired), by Receipt.</summary>
    public async Task<IReadOnlyList<OfferRead>> Unranked(IntentId intentId, int afterReceipt, int limit, CancellationToken cancel) =>
        await _database.Read(
            (connection, token) => connection.List(
                $"""
                SELECT {Columns}
                FROM offers o
                WHERE o.intent_id = @intentId AND o.status NOT IN ('live', 'won', 'lost', 'ended') AND o.receipt > @afterReceipt
                    AND {Names.Known<OfferStatus>("o.status")}
                ORDER BY o.receipt
                LIMIT @limit
                """,
                new { intentId, afterReceipt, limit }, Offer, token),
            cancel);

    /// <summary>The offer, where it is that vendor's own.</summary>
    /// <remarks>Without its rank, as all that reads single offers: it takes the longer the more others there are, which its reader may not
    /// know. See <see cref="Places"/>.</remarks>
    public Task<OfferRead?> OfVendor(OfferId offerId, AccountId account, CancellationToken cancel) => _database.Read(
        (connection, token) => connection.First(
            $"""
            SELECT {Columns}, {Next}
            FROM offers o
            WHERE o.offer_id = @offerId AND o.account_id = @account
            """,
            new { offerId, account }, Own, token),
        cancel);

    /// <summary>The offer of that vendor on that intent that is ranked or unconfirmed; else the newest; null where it made none.</summary>
    public Task<OfferRead?> Current(IntentId intentId, AccountId account, CancellationToken cancel) => _database.Read(
        (connection, token) => connection.First(
            $"""
            SELECT {Columns}, {Next}
            FROM offers o
            WHERE o.intent_id = @intentId AND o.account_id = @account
            ORDER BY CASE WHEN o.status IN ('live', 'unconfirmed', 'won', 'lost', 'ended') THEN 0 ELSE 1 END, o.receipt DESC
            LIMIT 1
            """,
            new { intentId, account }, Own, token),
        cancel);

    /// <summary>The same for many intents.</summary>
    public async Task<IReadOnlyList<OfferRead>> CurrentMany(
        IReadOnlyCollection<IntentId> intents, AccountId account, CancellationToken cancel) =>
        await _database.Read(
            (connection, token) => connection.List(
                $"""
                SELECT {Columns}, {Next}
                FROM {_database.Ids("@intents")}
                JOIN offers o ON o.offer_id = (
                    SELECT c.offer_id FROM offers c
                    WHERE c.intent_id = list.value AND c.account_id = @account
                    ORDER BY CASE WHEN c.status IN ('live', 'unconfirmed', 'won', 'lost', 'ended') THEN 0 ELSE 1 END, c.receipt DESC
                    LIMIT 1)
                WHERE {Names.Known<OfferStatus>("o.status")}
                """,
                new { intents = Ids.Of(intents.Distinct()), account }, Own, token),
            cancel);

    /// <summary>The offer that the vendor made with this key on this intent, whatever became of it.</summary>
    public Task<OfferRead?> ByKey(IntentId intentId, AccountId account, string key, CancellationToken cancel) => _database.Read(
        (connection, token) => connection.First(
            $"""
            SELECT {Columns}
            FROM offers o
            WHERE o.intent_id = @intentId AND o.account_id = @account AND o.key = @key
            """,
            new { intentId, account, key }, Offer, token),
        cancel);

    /// <summary>The intents on which the vendor has an offer that is live or to be confirmed.</summary>
    public async Task<IReadOnlySet<IntentId>> BidOn(AccountId account, CancellationToken cancel) => (await _database.Read(
        (connection, token) => connection.List(
            """
            SELECT o.intent_id
            FROM offers o
            WHERE o.account_id = @account AND o.status IN ('live', 'unconfirmed')
            """,
            new { account }, r => r.Id<IntentId>(0), token),
        cancel)).ToHashSet();

    /// <summary>Those of the offers that lost.</summary>
    public async Task<IReadOnlySet<OfferId>> Lost(IReadOnlyCollection<OfferId> offers, CancellationToken cancel) => (await _database.Read(
        (connection, token) => connection.List(
            $"""
            SELECT o.offer_id FROM offers o
            WHERE o.offer_id IN (SELECT value FROM {_database.Ids("@offers")}) AND o.status = 'lost'
            """,
            new { offers = Ids.Of(offers) }, r => r.Id<OfferId>(0), token),
        cancel)).ToHashSet();

    /// <summary>The vendor's own key of an offer; null once it was erased.</summary>
    public Task<string?> Key(OfferId offerId, CancellationToken cancel) => _database.Read(
        (connection, token) =>
            connection.Scalar<string>("""SELECT o.key FROM offers o WHERE o.offer_id = @offerId""", new { offerId }, token), cancel);

    /// <summary>A vendor's own offers, newest first (by At, then id).</summary>
    /// <param name="status">Null: every one.</param>
    /// <param name="revised">With those that a later one took the place of.</param>
    public async Task<IReadOnlyList<OfferRead>> ListByVendor(
        AccountId account, OfferStatus? status, bool revised, (long At, OfferId Id)? after, int limit, CancellationToken cancel) =>
        await _database.Read(
        (connection, token) => connection.List(
            $"""
            SELECT {Columns}, {Next}
            FROM offers o
            WHERE o.account_id = @account AND (o.at, o.offer_id) < (@at, @id)
                AND (@every OR o.status = @status OR (o.status = 'ended' AND @status = 'expired'))
                    AND (@revised OR o.status <> 'superseded')
                AND {Names.Known<OfferStatus>("o.status")}
            ORDER BY o.at DESC, o.offer_id DESC
            LIMIT @limit
            """,
            new
            {
                account,
                every = status is null,
                status = status is { } only ? EnumWords.Of(only) : "",
                revised,
                at = after?.At ?? long.MaxValue,
                id = after?.Id ?? new OfferId(Guid.AllBitsSet),
                limit,
            },
            Own, token),
        cancel);

    /// <summary>Of the ranked offers on these intents: those of these accounts, with rank, how many there are, and the
    /// leader's total and score.</summary>
    /// <param name="accounts">Null: of those that have a broker credential.</param>
    public async Task<IReadOnlyList<RankedOffer>> Places(
        IReadOnlyCollection<IntentId> intents, IReadOnlyCollection<AccountId>? accounts, CancellationToken cancel) => await _database.Read(
        (connection, token) => connection.List(
            accounts?.Count == 1 ? PlacesOfOne : PlacesOfMany(hasCredential: accounts is null),
            new
            {
                intents = Ids.Of(intents.Distinct()),
                accounts = Ids.Of(accounts ?? []),
                account = accounts?.FirstOrDefault() ?? default,
            },
            r => new RankedOffer(
                r.Id<IntentId>(0), r.Id<AccountId>(1), r.Id<OfferId>(2), (int)r.GetInt64(3), (int)r.GetInt64(4),
                r.GetInt64(5), r.GetInt64(6), r.GetInt64(7), r.GetInt64(8), r.Bytes(9), r.GetInt64(10)),
            token),
        cancel);

    /// <summary>Every offer of the intents is looked at, once for all accounts.</summary>
    private string PlacesOfMany(bool hasCredential) =>
        $"""
        WITH ranked AS (
            SELECT o.intent_id, o.account_id, o.offer_id, o.score, o.total,
                row_number() OVER (PARTITION BY o.intent_id ORDER BY o.score DESC, o.fine DESC, o.total, o.placed) AS place,
                count(*) OVER (PARTITION BY o.intent_id) AS places,
                first_value(o.score) OVER (PARTITION BY o.intent_id ORDER BY o.score DESC, o.fine DESC, o.total, o.placed) AS lead_score,
                first_value(o.fine) OVER (PARTITION BY o.intent_id ORDER BY o.score DESC, o.fine DESC, o.total, o.placed) AS lead_fine,
                first_value(o.total) OVER (PARTITION BY o.intent_id ORDER BY o.score DESC, o.fine DESC, o.total, o.placed) AS lead_total
            FROM offers o
            WHERE o.intent_id IN (SELECT value FROM {_database.Ids("@intents")})
                AND o.status IN ('live', 'won', 'lost', 'ended'))
        SELECT r.intent_id, r.account_id, r.offer_id, r.place, r.places, r.score, r.total, r.lead_score, r.lead_total,
            (SELECT o.terms FROM offers o WHERE o.offer_id = r.offer_id), r.lead_fine
        FROM ranked r
        WHERE {(hasCredential ? AccountStore.HasCredential("r.account_id") : $"r.account_id IN (SELECT value FROM {_database.Ids("@accounts")})")}
        """;

    /// <summary>Of each intent three stretches of the ranking's index are counted, which end at the account's own offer: nobody behind it
    /// is looked at, and no row but its own and the leader's.</summary>
    internal string PlacesOfOne =>
        $"""
        SELECT o.intent_id, o.account_id, o.offer_id,
            1 + (SELECT count(*) FROM offers b WHERE {Ranked("b")} AND b.score > o.score)
            + (SELECT count(*) FROM offers b WHERE {Ranked("b")} AND b.score = o.score AND b.fine > o.fine)
            + (SELECT count(*) FROM offers b
               WHERE {Ranked("b")} AND b.score = o.score AND b.fine = o.fine AND (b.total, b.placed) < (o.total, o.placed)),
            (SELECT i.live FROM intents i WHERE i.intent_id = o.intent_id), o.score, o.total, l.score, l.total, o.terms, l.fine
        FROM {_database.Ids("@intents")}
        JOIN offers o ON o.intent_id = list.value AND o.account_id = @account AND o.status IN ('live', 'won', 'lost', 'ended')
        JOIN offers l ON l.offer_id = (
            SELECT b.offer_id FROM offers b WHERE {Ranked("b")} ORDER BY b.score DESC, b.fine DESC, b.total, b.placed LIMIT 1)
        """;

    /// <summary>Among the offers that <c>o</c> is ranked with.</summary>
    private static string Ranked(string offer) =>
        $"""{offer}.intent_id = o.intent_id AND {offer}.status IN ('live', 'won', 'lost', 'ended')""";

    private const string Columns =
        """
        o.offer_id, o.intent_id, o.account_id, o.vendor, o.key, o.status, o.total, o.score, o.points, o.placed, o.receipt, o.at,
            o.valid_until, o.terms, o.fine,
            (SELECT t.text FROM texts t
             WHERE t.subject = o.offer_id AND t.part = 'note' ORDER BY t.feed DESC, t.ordinal DESC LIMIT 1)
        """;

    /// <summary>The event after the one that its receipt tells: a standing bid's floor stands there and nowhere else.</summary>
    private const string Next =
        """
        (SELECT e.bytes FROM events e WHERE e.intent_id = o.intent_id AND e.seq = o.receipt + 1)
        """;

    private static OfferRead Own(DbDataReader r) =>
        Offer(r) with { Floor = r.IsDBNull(16) ? null : EventCodec.FloorIn(r.Bytes(16), r.Id<OfferId>(0)) };

    private static OfferRead Offer(DbDataReader r) => new(
        new OfferRow(
            r.Id<OfferId>(0), r.Id<IntentId>(1), r.IdOrNull<AccountId>(2), r.Id<Pseudonym>(3), r.TextOrNull(4),
            Names.Read<OfferStatus>(r.GetString(5)), r.GetInt64(6), r.GetInt64(7),
            Points(r.GetString(8)), r.GetInt32(9), r.GetInt32(10), r.GetInt64(11), r.GetInt64(12), r.Bytes(13), r.GetInt64(14)),
        r.TextOrNull(15), Rank: 0);

    private static long[] Points(string stored) => stored.Length == 0 ? [] : [.. stored.Split(',').Select(long.Parse)];
}
