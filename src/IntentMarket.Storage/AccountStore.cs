using System.Data.Common;
using System.Text.Json;
using IntentMarket.Engine;
namespace IntentMarket.Storage;

public enum AccountKind
{
    [Word("customer")] Customer,
    [Word("vendor")] Vendor,
    [Word("operator")] Operator,
}

/// <param name="Salt">32 random bytes; the account's pseudonyms are made from it, so erasing it cuts their link.</param>
/// <param name="Person">Who owns it; null: a program's, which an operator made.</param>
/// <param name="OpenedBy">Of a person's operator account: the key that it was opened with and is closed with.</param>
/// <param name="LeftAt">Its person is leaving or has left: nothing opens it, and it does nothing any more.</param>
public sealed record Account(
    AccountId Id, AccountKind Kind, string? Name, string? Contact, byte[] Salt, long CreatedAt, long? SuspendedAt, string? SuspendedFor,
    Guid? Person = null, string? OpenedBy = null, long? LeftAt = null)
{
    /// <summary>Nothing of its person is left.</summary>
    public bool IsErased => Salt.Length == 0;
}

/// <summary>What a key may do: all that its account may, or only what changes nothing.</summary>
public enum KeyScope
{
    [Word("all")] All,
    [Word("read")] Read,
}

/// <summary>What a key is called by: what stands before the first dot of it.</summary>
public readonly record struct KeyId(string Value)
{
    public override string ToString() => Value;
}

/// <param name="SecretHash">SHA-256 of the secret.</param>
/// <param name="Name">What its owner calls it; may be empty.</param>
/// <param name="UsedAt">The beginning of the hour in which it was last used.</param>
public sealed record ApiKey(
    KeyId Id, AccountId Account, byte[] SecretHash, long CreatedAt, long? RevokedAt, string Name = "",
    KeyScope Scope = KeyScope.All, long? UsedAt = null);

/// <summary>A broker user of a vendor; the password is known to the broker alone.</summary>
public sealed record BrokerCredential(Guid Id, AccountId Account, string User, long CreatedAt);

/// <summary>Who takes part, with what they prove it; and what of theirs must be forgotten in time.</summary>
public sealed partial class AccountStore
{
    private readonly Database _database;

    internal AccountStore(Database database) => _database = database;

    /// <summary>Adds an account with its first key. False where the id exists already (the same request came twice).</summary>
    public Task<bool> Add(Account account, ApiKey key, CancellationToken cancel) => _database.Write(
        async (connection, token) =>
        {
            var added = await connection.Change(
                """
                INSERT INTO accounts (account_id, kind, name, contact, salt, created_at)
                VALUES (@Id, @kind, @Name, @Contact, @Salt, @CreatedAt)
                ON CONFLICT (account_id) DO NOTHING
                """,
                new { account.Id, kind = EnumWords.Of(account.Kind), account.Name, account.Contact, account.Salt, account.CreatedAt },
                token);
            if (added == 1)
            {
                await connection.Change(
                    """
                    INSERT INTO api_keys (key_id, account_id, secret_hash, created_at) VALUES (@id, @Account, @SecretHash, @CreatedAt)
                    """,
                    new { id = key.Id.Value, key.Account, key.SecretHash, key.CreatedAt }, token);
            }

            return added == 1;
        },
        cancel);

    /// <summary>An erased account has an empty salt, no name and no contact.</summary>
    public Task<Account?> Get(AccountId id, CancellationToken cancel) => _database.Read(
        (connection, token) => connection.First(
            $"""
            SELECT {Columns}
            FROM accounts a
            WHERE a.account_id = @id
            """,
            new { id }, r => Account(r, 0), token),
        cancel);

    /// <summary>Those that exist and are neither erased, leaving nor suspended, in no order.</summary>
    public async Task<IReadOnlyList<Account>> GetMany(IReadOnlyCollection<AccountId> ids, CancellationToken cancel) => await _database.Read(
        (connection, token) => connection.List(
            $"""
            SELECT {Columns}
            FROM accounts a
            JOIN {_database.Ids("@ids")} ON a.account_id = value
            WHERE a.suspended_at IS NULL AND a.left_at IS NULL AND length(a.salt) > 0 AND {Names.Known<AccountKind>("a.kind")}
            """,
            new { ids = Ids.Of(ids) }, r => Account(r, 0), token),
        cancel);

    /// <summary>All that are suspended, and since when.</summary>
    public async Task<IReadOnlyDictionary<AccountId, long>> Suspended(CancellationToken cancel) => (await _database.Read(
        (connection, token) => connection.List(
            """
            SELECT a.account_id, a.suspended_at FROM accounts a WHERE a.suspended_at IS NOT NULL
            """,
            new { }, r => (Id: r.Id<AccountId>(0), Since: r.GetInt64(1)), token),
        cancel)).ToDictionary(a => a.Id, a => a.Since);

    /// <summary>The other accounts of the person who owns this one; none where no person does.</summary>
    public async Task<IReadOnlyList<AccountId>> OthersOf(AccountId account, CancellationToken cancel) => await _database.Read(
        (connection, token) => connection.List(
            """
            SELECT o.account_id FROM accounts a JOIN accounts o ON o.person_id = a.person_id
            WHERE a.account_id = @account AND o.account_id <> @account
            """,
            new { account }, r => r.Id<AccountId>(0), token),
        cancel);

    /// <summary>The key, unless it is revoked or unknown, and its account.</summary>
    public Task<(ApiKey Key, Account Account)?> FindKey(KeyId key, CancellationToken cancel) => _database.Read(
        (connection, token) => connection.First<(ApiKey, Account)?>(
            $"""
            SELECT k.key_id, k.account_id, k.secret_hash, k.created_at, k.revoked_at, k.name, k.scope, k.used_at, {Columns}
            FROM api_keys k
            JOIN accounts a ON a.account_id = k.account_id
            WHERE k.key_id = @keyId AND k.revoked_at IS NULL AND a.left_at IS NULL
            """,
            new { keyId = key.Value }, r => (Key(r), Account(r, 8)), token),
        cancel);

    /// <summary>The accounts behind those of these keys that hold.</summary>
    public async Task<IReadOnlyDictionary<KeyId, Account>> FindKeys(
        IReadOnlyCollection<KeyId> keys, CancellationToken cancel) => (await _database.Read(
        (connection, token) => connection.List(
            $"""
            SELECT k.key_id, {Columns}
            FROM {_database.Pick(postgres: "unnest(@keyIds) AS list(value)", sqlite: "json_each(@json) AS list")}
            JOIN api_keys k ON k.key_id = list.value
            JOIN accounts a ON a.account_id = k.account_id
            WHERE k.revoked_at IS NULL AND a.left_at IS NULL AND {Names.Known<AccountKind>("a.kind")}
            """,
            new { keyIds = keys.Select(k => k.Value).ToArray(), json = JsonSerializer.Serialize(keys.Select(k => k.Value)) },
            r => (Key: new KeyId(r.GetString(0)), Account: Account(r, 1)), token),
        cancel)).ToDictionary(k => k.Key, k => k.Account);

    /// <summary>The accounts of those of these sessions that hold; a session may be of several.</summary>
    public async Task<IReadOnlyDictionary<(Guid Session, AccountId Account), Account>> FindSessions(
        IReadOnlyCollection<(Guid Session, AccountId Account)> sessions, long now, CancellationToken cancel)
    {
        var holding = (await _database.Read(
            (connection, token) => connection.List(
                $"""
                SELECT s.session_id FROM {_database.Ids("@ids")} JOIN sessions s ON s.session_id = list.value WHERE s.expires_at > @now
                """,
                new { ids = new Ids(sessions.Select(s => s.Session).Distinct()), now }, r => r.Id(0), token),
            cancel)).ToHashSet();
        var accounts = (await _database.Read(
            (connection, token) => connection.List(
                $"""
                SELECT {Columns} FROM {_database.Ids("@ids")} JOIN accounts a ON a.account_id = list.value
                WHERE a.left_at IS NULL AND {Names.Known<AccountKind>("a.kind")}
                """,
                new { ids = Ids.Of(sessions.Select(s => s.Account).Distinct()) }, r => Account(r, 0), token),
            cancel)).ToDictionary(a => a.Id);
        return sessions.Where(s => holding.Contains(s.Session) && accounts.ContainsKey(s.Account)).Distinct()
            .ToDictionary(s => s, s => accounts[s.Account]);
    }

    /// <summary>False where its id exists already, or <paramref name="max"/> keys of the account hold.</summary>
    public Task<bool> AddKey(ApiKey key, int max, CancellationToken cancel) => _database.Write(
        async (connection, token) =>
        {
            await _database.LockAccount(connection, key.Account, token);
            return await connection.Change(
                """
                INSERT INTO api_keys (key_id, account_id, secret_hash, created_at, name, scope)
                SELECT @id, @Account, @SecretHash, @CreatedAt, @Name, @scope
                WHERE (SELECT count(*) FROM api_keys k WHERE k.account_id = @Account AND k.revoked_at IS NULL) < @max
                ON CONFLICT (key_id) DO NOTHING
                """,
                new { id = key.Id.Value, key.Account, key.SecretHash, key.CreatedAt, key.Name, scope = EnumWords.Of(key.Scope), max },
                token) == 1;
        },
        cancel);

    /// <summary>Notes the hour in which a key was used.</summary>
    public Task NoteUse(KeyId key, long hour, CancellationToken cancel) => _database.Write(
        (connection, token) => connection.Change(
            """
            UPDATE api_keys SET used_at = @hour WHERE key_id = @keyId AND (used_at IS NULL OR used_at < @hour)
            """,
            new { keyId = key.Value, hour }, token),
        cancel);

    /// <summary>Revoked ones included, oldest first.</summary>
    public async Task<IReadOnlyList<ApiKey>> ListKeys(AccountId account, CancellationToken cancel) => await _database.Read(
        (connection, token) => connection.List(
            """
            SELECT k.key_id, k.account_id, k.secret_hash, k.created_at, k.revoked_at, k.name, k.scope, k.used_at
            FROM api_keys k
            WHERE k.account_id = @account
            ORDER BY k.created_at, k.key_id
            """,
            new { account }, Key, token),
        cancel);

    /// <summary>False where the account has no such key, or it is revoked already.</summary>
    public Task<bool> RevokeKey(AccountId account, KeyId key, long at, CancellationToken cancel) => _database.Write(
        async (connection, token) => await connection.Change(
            """
            UPDATE api_keys SET revoked_at = @at WHERE key_id = @keyId AND account_id = @account AND revoked_at IS NULL
            """,
            new { account, keyId = key.Value, at }, token) == 1,
        cancel);

    /// <summary>With it what the vendor offers is on its way out (see <see cref="RemovalStore"/>). False where there
    /// is no such account.</summary>
    public Task<bool> Suspend(AccountId account, long at, string reason, CancellationToken cancel) => _database.Write(
        async (connection, token) =>
        {
            var isThere = await connection.Change(
                """
                UPDATE accounts SET suspended_at = @at, suspended_for = @reason WHERE account_id = @account
                """,
                new { account, at, reason }, token) == 1;
            await connection.Change(
                """
                INSERT INTO removals (account_id, at) SELECT a.account_id, @at FROM accounts a
                WHERE a.account_id = @account AND a.kind = @vendor
                ON CONFLICT (account_id) DO UPDATE SET at = excluded.at, until = NULL
                """,
                new { account, at, vendor = EnumWords.Of(AccountKind.Vendor) }, token);
            return isThere;
        },
        cancel);

    /// <summary>What it offered before does not come back, also what was still on its way out. False where there
    /// is no such account.</summary>
    public Task<bool> Restore(AccountId account, long at, CancellationToken cancel) => _database.Write(
        async (connection, token) =>
        {
            await connection.Change("""UPDATE removals SET until = @at WHERE account_id = @account""", new { account, at }, token);
            return await connection.Change(
                """
                UPDATE accounts SET suspended_at = NULL, suspended_for = NULL WHERE account_id = @account
                """,
                new { account }, token) == 1;
        },
        cancel);

    /// <summary>False where its id or its user exists already, or the account has <paramref name="max"/> of them.</summary>
    public Task<bool> AddCredential(BrokerCredential credential, int max, CancellationToken cancel) => _database.Write(
        async (connection, token) =>
        {
            await _database.LockAccount(connection, credential.Account, token);
            return await connection.Change(
                """
                INSERT INTO broker_credentials (credential_id, account_id, user_name, created_at)
                SELECT @Id, @Account, @User, @CreatedAt
                WHERE (SELECT count(*) FROM broker_credentials b WHERE b.account_id = @Account AND b.removed_at IS NULL) < @max
                ON CONFLICT DO NOTHING
                """,
                new { credential.Id, credential.Account, credential.User, credential.CreatedAt, max }, token) == 1;
        },
        cancel);

    /// <summary>An account's, oldest first.</summary>
    public async Task<IReadOnlyList<BrokerCredential>> ListCredentials(AccountId account, CancellationToken cancel) => await _database.Read(
        (connection, token) => connection.List(
            """
            SELECT b.credential_id, b.account_id, b.user_name, b.created_at
            FROM broker_credentials b
            WHERE b.account_id = @account AND b.removed_at IS NULL
            ORDER BY b.created_at, b.credential_id
            """,
            new { account },
            r => new BrokerCredential(r.Id(0), r.Id<AccountId>(1), r.GetString(2), r.GetInt64(3)), token),
        cancel);

    /// <summary>Of these accounts, those that have one.</summary>
    public async Task<IReadOnlySet<AccountId>> WithCredential(
        IReadOnlyCollection<AccountId> accounts, CancellationToken cancel) => (await _database.Read(
        (connection, token) => connection.List(
            $"""
            SELECT list.value
            FROM {_database.Ids("@accounts")}
            WHERE {HasCredential("list.value")}
            """,
            new { accounts = Ids.Of(accounts) }, r => r.Id<AccountId>(0), token),
        cancel)).ToHashSet();

    /// <summary>A condition on a column of accounts.</summary>
    internal static string HasCredential(string account) =>
        $"EXISTS (SELECT 1 FROM broker_credentials b WHERE b.account_id = {account} AND b.removed_at IS NULL)";

    /// <summary>It is noted, so that the request which made it does not make it again.</summary>
    public Task<bool> RemoveCredential(AccountId account, Guid id, CancellationToken cancel) => _database.Write(
        async (connection, token) => await connection.Change(
            $"""
            UPDATE broker_credentials SET removed_at = {_database.Now}
            WHERE credential_id = @id AND account_id = @account AND removed_at IS NULL
            """,
            new { account, id }, token) == 1,
        cancel);

    public Task<bool> IsRemovedCredential(Guid id, CancellationToken cancel) => _database.Read(
        async (connection, token) => await connection.Scalar<long>(
            """
            SELECT count(*) FROM broker_credentials b WHERE b.credential_id = @id AND b.removed_at IS NOT NULL
            """,
            new { id }, token) > 0,
        cancel);

    private static ApiKey Key(DbDataReader r) => new(
        new KeyId(r.GetString(0)), r.Id<AccountId>(1), r.Bytes(2), r.GetInt64(3), r.LongOrNull(4), r.GetString(5),
        Names.Read<KeyScope>(r.GetString(6)), r.LongOrNull(7));

    internal const string Columns = "a.account_id, a.kind, a.name, a.contact, a.salt, a.created_at, a.suspended_at, a.suspended_for, "
        + "a.person_id, a.opened_by, a.left_at";

    internal static Account Account(DbDataReader r, int from) => new(
        r.Id<AccountId>(from), Names.Read<AccountKind>(r.GetString(from + 1)), r.TextOrNull(from + 2), r.TextOrNull(from + 3),
        r.Bytes(from + 4), r.GetInt64(from + 5), r.LongOrNull(from + 6), r.TextOrNull(from + 7), r.IdOrNull(from + 8),
        r.TextOrNull(from + 9), r.LongOrNull(from + 10));
}
