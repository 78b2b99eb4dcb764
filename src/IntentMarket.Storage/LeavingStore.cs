using System.Data.Common;
using IntentMarket.Engine;
using IntentMarket.Engine.Market;

namespace IntentMarket.Storage;

/// <summary>An account that leaves.</summary>
/// <param name="IsSwept">What could be withdrawn is, and all is erased but what offers that bind need.</param>
/// <param name="Until">When the last of these binds no longer, as it was told; null: none does.</param>
/// <param name="Stands">An intent or an offer of it stands; or one won that bound when it left, and its customer is to find out
/// whom they deal with.</param>
/// <param name="HasMore">There is something to withdraw: it was on its way to the market when the account left, or binds no longer.</param>
public sealed record Leaving(AccountId Account, long At, bool IsSwept = false, long? Until = null, bool Stands = true, bool HasMore = true);

/// <summary>An offer that keeps the account of its vendor.</summary>
/// <param name="Until">When it binds no longer, unless the intent ends before or its close is moved; null: it has won.</param>
public sealed record KeptOffer(IntentId IntentId, long? Until);

/// <summary>Accounts that leave. That one does is stored with the end of all that opens it; whoever works off what follows may
/// break off anywhere.</summary>
public sealed class LeavingStore
{
    /// <summary>By how much the clocks of two nodes may differ, and more.</summary>
    private const long ClocksMs = 1_000;

    private readonly Database _database;

    internal LeavingStore(Database database) => _database = database;

    /// <summary>The account leaves: its keys, its broker users and, where it was the last one of a person, all that
    /// is theirs end now.</summary>
    public Task Begin(AccountId account, long at, CancellationToken cancel) => _database.Write(
        async (connection, token) =>
        {
            var person = await connection.First(
                """SELECT a.person_id FROM accounts a WHERE a.account_id = @account""", new { account }, r => r.IdOrNull(0), token);
            return await Begin(connection, person ?? Guid.Empty, "a.account_id = @account", account, at, token);
        },
        cancel);

    /// <summary>A person leaves, with all of their accounts; answers which.</summary>
    public Task<IReadOnlyList<AccountId>> BeginAll(Guid person, long at, CancellationToken cancel) => _database.Write(
        (connection, token) => Begin(connection, person, "a.person_id = @person", default, at, token), cancel);

    private async Task<IReadOnlyList<AccountId>> Begin(
        DbConnection connection, Guid person, string which, AccountId account, long at, CancellationToken cancel)
    {
        // The person first: of two accounts that leave at once one is the last, and nothing is opened meanwhile for who is gone.
        await connection.Change(
            $"""SELECT person_id FROM people WHERE person_id = @person {_database.ForUpdate}""", new { person }, cancel);
        var accounts = await connection.List(
            $"""SELECT a.account_id FROM accounts a WHERE {which} AND a.left_at IS NULL ORDER BY a.account_id {_database.ForUpdate}""",
            new { person, account }, r => r.Id<AccountId>(0), cancel);
        foreach (var id in accounts)
        {
            await connection.Change(
                """UPDATE accounts SET left_at = @at, person_id = NULL, opened_by = NULL WHERE account_id = @id""", new { id, at }, cancel);
            await connection.Change("""DELETE FROM api_keys WHERE account_id = @id""", new { id }, cancel);
            await connection.Change(
                """UPDATE broker_credentials SET removed_at = @at WHERE account_id = @id AND removed_at IS NULL""", new { id, at }, cancel);
            await connection.Change("""INSERT INTO leavings (account_id, at) VALUES (@id, @at)""", new { id, at }, cancel);
        }
        if (await connection.Scalar<long>("""SELECT count(*) FROM accounts a WHERE a.person_id = @person""", new { person }, cancel) == 0)
            await PeopleStore.Remove(connection, person, cancel);
        return accounts;
    }

    public async Task<IReadOnlyList<Leaving>> List(long now, CancellationToken cancel) => await _database.Read(
        (connection, token) => connection.List(
            $"""
            SELECT l.account_id, l.at, l.swept, l.until,
                EXISTS ({Intent}) OR EXISTS ({Offer} AND {Keeps}),
                EXISTS ({Intent}) OR EXISTS ({Offer} AND {MayGo} AND (o.status = 'unconfirmed' OR l.at > @now - {Limits.SettledMs}))
            FROM leavings l
            ORDER BY l.at, l.account_id
            """,
            new { now },
            r => new Leaving(r.Id<AccountId>(0), r.GetInt64(1), r.GetBoolean(2), r.LongOrNull(3), r.GetBoolean(4), r.GetBoolean(5)), token),
        cancel);

    /// <summary>The intents of an account that are open or wait for an award, each with its customer's pseudonym, in the
    /// order of their ids.</summary>
    public async Task<IReadOnlyList<(IntentId IntentId, Pseudonym Customer)>> Intents(
        AccountId account, IntentId after, int limit, CancellationToken cancel) =>
        await _database.Read(
            (connection, token) => connection.List(
                """
                SELECT i.intent_id, i.customer FROM intents i
                WHERE i.account_id = @account AND i.intent_id > @after AND i.status IN ('open', 'evaluating')
                ORDER BY i.intent_id LIMIT @limit
                """,
                new { account, after, limit }, r => (r.Id<IntentId>(0), r.Id<Pseudonym>(1)), token),
            cancel);

    /// <summary>The offers of an account that may still be taken back, in the order of their ids. Of one that is swept those alone that
    /// came in since, or wait to be confirmed: the others bind.</summary>
    public async Task<IReadOnlyList<StandingOffer>> Offers(AccountId account, OfferId after, int limit, CancellationToken cancel) =>
        await _database.Read(
            (connection, token) => connection.List(
                $"""
                SELECT o.intent_id, o.offer_id, o.vendor
                FROM leavings l
                JOIN offers o ON o.account_id = l.account_id
                JOIN intents i ON i.intent_id = o.intent_id
                WHERE l.account_id = @account AND o.offer_id > @after AND {MayGo}
                ORDER BY o.offer_id LIMIT @limit
                """,
                new { account, after, limit }, r => new StandingOffer(r.Id<IntentId>(0), r.Id<OfferId>(1), r.Id<Pseudonym>(2)), token),
            cancel);

    /// <summary>The offers that keep the account.</summary>
    public async Task<IReadOnlyList<KeptOffer>> KeptBy(AccountId account, long now, CancellationToken cancel) => await _database.Read(
        (connection, token) => connection.List(
            $"""
            SELECT o.intent_id, o.status, o.terms, i.award_by
            FROM leavings l
            JOIN offers o ON o.account_id = l.account_id
            JOIN intents i ON i.intent_id = o.intent_id
            WHERE l.account_id = @account AND {Keeps}
            """,
            new { account, now },
            r => new KeptOffer(r.Id<IntentId>(0), r.GetString(1) == "won"
                ? null
                : Math.Min(EventCodec.DecodeOfferTerms(r.Bytes(2)).ValidUntil ?? long.MaxValue, r.GetInt64(3))),
            token),
        cancel);

    /// <summary>The names of the broker users that an account has or had.</summary>
    public async Task<IReadOnlyList<string>> BrokerUsers(AccountId account, CancellationToken cancel) => await _database.Read(
        (connection, token) => connection.List(
            """SELECT b.user_name FROM broker_credentials b WHERE b.account_id = @account""", new { account }, r => r.GetString(0), token),
        cancel);

    /// <param name="until">When the last of its offers binds no longer; null: none does.</param>
    public Task NoteSwept(AccountId account, long? until, CancellationToken cancel) => _database.Write(
        (connection, token) => connection.Change(
            """UPDATE leavings SET swept = true, until = @until WHERE account_id = @account""", new { account, until }, token),
        cancel);

    /// <summary>Nothing of the account is left, and nothing is on its way any more.</summary>
    public Task Finish(AccountId account, CancellationToken cancel) => _database.Write(
        async (connection, token) =>
        {
            await SubscriptionStore.Forget(connection, "account_id = @account", new { account }, token);
            return await connection.Change("""DELETE FROM leavings WHERE account_id = @account""", new { account }, token);
        },
        cancel);

    private const string Intent = "SELECT 1 FROM intents i WHERE i.account_id = l.account_id AND i.status IN ('open', 'evaluating')";

    private const string Offer = "SELECT 1 FROM offers o JOIN intents i ON i.intent_id = o.intent_id WHERE o.account_id = l.account_id";

    private const string Keeps =
        """
        ((o.status IN ('live', 'unconfirmed') AND i.status IN ('open', 'evaluating'))
            OR (o.status = 'won' AND i.award_by > @now AND l.until > @now))
        """;

    /// <summary>It came in after its vendor left, by the clock of a node that may be behind; or nobody has tried
    /// yet whether it binds.</summary>
    private static readonly string MayGo =
        $"""
        ((o.status = 'unconfirmed' AND i.status IN ('open', 'evaluating'))
            OR (o.status = 'live' AND i.status = 'open' AND (NOT l.swept OR o.at > l.at - {ClocksMs})))
        """;
}
