using System.Data.Common;
using IntentMarket.Engine;
using IntentMarket.Engine.Market;

namespace IntentMarket.Storage;

/// <summary>Who is told of an intent: its customer, the vendors that it was matched to, and those who bid on it.</summary>
public sealed class Audiences
{
    /// <summary>Where a match by <see cref="Add"/> stands in its transaction (see <see cref="FeedPoint.Ordinal"/>): an
    /// account has one at most.</summary>
    public const int MatchOrdinal = -1;

    private readonly Database _database;

    internal Audiences(Database database) => _database = database;

    /// <summary>What the account is to the intent; null where it is nothing.</summary>
    public Task<PartyRow?> Find(IntentId intentId, AccountId account, CancellationToken cancel) => _database.Read(
        (connection, token) => connection.First(
            """
            SELECT a.intent_id, a.account_id, a.role, a.pseudonym
            FROM audience a
            WHERE a.intent_id = @intentId AND a.account_id = @account
            """,
            new { intentId, account }, Party, token),
        cancel);

    /// <summary>Those of the intents that the account is told of.</summary>
    public async Task<IReadOnlySet<IntentId>> ToldOf(AccountId account, IReadOnlyCollection<IntentId> intents, CancellationToken cancel) =>
        (await _database.Read(
            (connection, token) => connection.List(
                $"""
                SELECT a.intent_id FROM audience a
                WHERE a.account_id = @account AND a.intent_id IN (SELECT value FROM {_database.Ids("@intents")})
                """,
                new { account, intents = Ids.Of(intents) }, r => r.Id<IntentId>(0), token),
            cancel)).ToHashSet();

    /// <summary>The accounts behind these pseudonyms of the intent, those that are not erased.</summary>
    public async Task<IReadOnlyList<PartyRow>> Resolve(
        IntentId intentId, IReadOnlyCollection<Pseudonym> pseudonyms, CancellationToken cancel) =>
        await _database.Read(
            (connection, token) => connection.List(
                $"""
                SELECT a.intent_id, a.account_id, a.role, a.pseudonym
                FROM audience a
                WHERE a.intent_id = @intentId AND a.pseudonym IN (SELECT value FROM {_database.Ids("@pseudonyms")})
                    AND {Names.Known<PartyRole>("a.role")}
                """,
                new { intentId, pseudonyms = Ids.Of(pseudonyms) }, Party, token),
            cancel);

    /// <summary>Everyone who is told of the intent and has a broker credential (customers never do).</summary>
    /// <param name="upTo">Who was told of it later hears nothing of what was stored by then.</param>
    public async Task<IReadOnlyList<PartyRow>> WithInbox(IntentId intentId, long upTo, CancellationToken cancel) => await _database.Read(
        (connection, token) => connection.List(
            $"""
            SELECT a.intent_id, a.account_id, a.role, a.pseudonym
            FROM audience a
            WHERE a.intent_id = @intentId AND a.role = 'vendor' AND a.feed <= @upTo
              AND {AccountStore.HasCredential("a.account_id")}
            """,
            new { intentId, upTo }, Party, token),
        cancel);

    /// <summary>Tells vendors of an intent: adds those who are not told of it yet, in one transaction, and returns where it stands in the
    /// feed and who was added.</summary>
    public Task<(long Feed, IReadOnlyList<PartyRow> Added)> Add(
        IntentId intentId, IReadOnlyList<PartyRow> vendors, long at, CancellationToken cancel) => _database.Write(
        async (connection, token) =>
        {
            var inKeyOrder = vendors.OrderBy(vendor => vendor.Account).ToList();
            var feed = await connection.Scalar<long>(_database.NextFeed, null, token);
            var added = await connection.List<PartyRow>(
                $"""
                INSERT INTO audience (intent_id, account_id, role, pseudonym, feed, ordinal, at)
                SELECT @intentId, v.account_id, 'vendor', v.pseudonym, @feed, @ordinal, @at
                FROM {_database.Pick(
                    postgres: "unnest(@accounts, @pseudonyms) AS v(account_id, pseudonym)",
                    sqlite: "(SELECT unhex(value ->> 0) AS account_id, unhex(value ->> 1) AS pseudonym FROM json_each(@pairs)) AS v")}
                WHERE true
                ON CONFLICT (intent_id, account_id) DO NOTHING
                RETURNING intent_id, account_id, role, pseudonym
                """,
                new
                {
                    intentId,
                    feed,
                    ordinal = MatchOrdinal,
                    at,
                    accounts = Ids.Of(inKeyOrder.Select(vendor => vendor.Account)),
                    pseudonyms = Ids.Of(inKeyOrder.Select(vendor => vendor.Pseudonym)),
                    pairs = $"[{string.Join(',', inKeyOrder.Select(v => $"[\"{v.Account:N}\",\"{v.Pseudonym:N}\"]"))}]",
                },
                Party, token);
            return (feed, (IReadOnlyList<PartyRow>)added);
        },
        cancel);

    /// <summary>Of these vendors, those who are told of the intent, and where in their feeds they were told first.</summary>
    public async Task<IReadOnlyList<(PartyRow Party, FeedPoint Point, long At)>> Told(
        IntentId intentId, IReadOnlyCollection<AccountId> accounts, CancellationToken cancel) => await _database.Read(
        (connection, token) => connection.List(
            $"""
            SELECT a.intent_id, a.account_id, a.role, a.pseudonym, a.feed, a.ordinal, a.at
            FROM audience a
            WHERE a.intent_id = @intentId AND a.role = 'vendor' AND a.account_id IN (SELECT value FROM {_database.Ids("@accounts")})
            """,
            new { intentId, accounts = Ids.Of(accounts) },
            r => (Party(r), new FeedPoint(r.GetInt64(4), (int)r.GetInt64(5)), r.GetInt64(6)), token),
        cancel);

    /// <summary>Intents of these partitions whose fan-out was not finished.</summary>
    public async Task<IReadOnlyList<IntentId>> Unfinished(IReadOnlyCollection<int> partitions, CancellationToken cancel) =>
        await _database.Read(
            (connection, token) => connection.List(
                $"""
                SELECT i.intent_id
                FROM intents i
                WHERE i.fan_out AND i.partition IN (SELECT value FROM {_database.Numbers("@partitions")})
                """,
                new { partitions = new Numbers(partitions.Select(p => (long)p)) }, r => r.Id<IntentId>(0), token),
            cancel);

    /// <summary>The vendors whose criteria that version of the intent meets are all told. A newer version is still to be told of.</summary>
    public Task Finish(IntentId intentId, int version, CancellationToken cancel) => _database.Write(
        (connection, token) => connection.Change(
            """
            UPDATE intents SET fan_out = false WHERE intent_id = @intentId AND version = @version
            """,
            new { intentId, version }, token),
        cancel);

    private static PartyRow Party(DbDataReader r) =>
        new(r.Id<IntentId>(0), r.Id<AccountId>(1), Names.Read<PartyRole>(r.GetString(2)), r.Id<Pseudonym>(3));
}
