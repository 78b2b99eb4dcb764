using System.Data.Common;
using IntentMarket.Engine;

namespace IntentMarket.Storage;

/// <summary>Someone who uses the site. What they do on the market they do by their accounts, of which they own at
/// most one of each kind.</summary>
/// <param name="EmailKey">The address as it is compared; no two people share one.</param>
/// <param name="PasswordHash">Null where they sign in by passkey alone.</param>
/// <param name="ProvedAt">When they showed that they read the mail of the address; null: not yet, so nothing but the link
/// for it is mailed there.</param>
/// <param name="Stamp">Changes with whatever opens the account.</param>
public sealed record PersonRow(
    Guid Id, string Email, string EmailKey, string? PasswordHash, string Stamp, long CreatedAt, long? ProvedAt = null);

/// <summary>Where a person is signed in.</summary>
/// <param name="Agent">The browser as it names itself.</param>
/// <param name="ProvedAt">When its person last proved who they are.</param>
/// <param name="IsOperator">Its person has an operator account.</param>
public sealed record SessionRow(
    Guid Id, Guid Person, string Agent, long CreatedAt, long SeenAt, long ExpiresAt, long ProvedAt = 0, bool IsOperator = false);

/// <summary>The people who use the site, where they are signed in, and the accounts that they own.</summary>
public sealed partial class PeopleStore
{
    private readonly Database _database;

    internal PeopleStore(Database database) => _database = database;

    /// <summary>False where the address or the id is taken.</summary>
    public Task<bool> Add(PersonRow person, CancellationToken cancel) => _database.Write(
        async (connection, token) => await connection.Change(
            """
            INSERT INTO people (person_id, email, email_key, password_hash, stamp, failures, created_at, proved_at)
            VALUES (@Id, @Email, @EmailKey, @PasswordHash, @Stamp, 0, @CreatedAt, @ProvedAt)
            ON CONFLICT DO NOTHING
            """,
            person, token) == 1,
        cancel);

    /// <summary>False where there is no such person, or another has the address.</summary>
    public Task<bool> Change(PersonRow person, CancellationToken cancel) => _database.Write(
        async (connection, token) => await connection.Change(
            """
            UPDATE people
            SET email = @Email, email_key = @EmailKey, password_hash = @PasswordHash, stamp = @Stamp
            WHERE person_id = @Id AND NOT EXISTS (SELECT 1 FROM people o WHERE o.email_key = @EmailKey AND o.person_id <> @Id)
            """,
            person, token) == 1,
        cancel);

    /// <summary>The same password, hashed anew; nothing where it was changed meanwhile.</summary>
    public Task RenewPassword(Guid id, string hash, string renewed, CancellationToken cancel) => _database.Write(
        (connection, token) => connection.Change(
            """
            UPDATE people SET password_hash = @renewed WHERE person_id = @id AND password_hash = @hash
            """,
            new { id, hash, renewed }, token),
        cancel);

    /// <summary>The person has shown that the address is theirs.</summary>
    public Task Prove(Guid id, long at, CancellationToken cancel) => _database.Write(
        (connection, token) =>
            connection.Change("""UPDATE people SET proved_at = coalesce(proved_at, @at) WHERE person_id = @id""", new { id, at }, token),
        cancel);

    /// <summary>A new password by a link that was mailed: the link is used up, and with the sessions all passkeys and keys end that are not
    /// kept. False where the link was used meanwhile: nothing was changed.</summary>
    public Task<bool> Reset(
        Guid id, Guid link, string passwordHash, Func<byte[], bool> keepsPasskey, Func<string, bool> keepsKey, long at,
        CancellationToken cancel) => _database.Write(
        async (connection, token) =>
        {
            if (await connection.Change("""DELETE FROM links WHERE link_id = @link""", new { link }, token) == 0)
                return false;
            await connection.Change(
                """
                UPDATE people SET password_hash = @passwordHash, stamp = @stamp, proved_at = coalesce(proved_at, @at) WHERE person_id = @id
                """,
                new { id, passwordHash, stamp = Guid.NewGuid().ToString("N"), at }, token);
            await connection.Change("""DELETE FROM sessions WHERE person_id = @id""", new { id }, token);
            await connection.Change(
                """
                DELETE FROM links WHERE purpose = 'password' AND email_key IN (SELECT p.email_key FROM people p WHERE p.person_id = @id)
                """,
                new { id }, token);
            var passkeys = await connection.List(
                $"""SELECT {PasskeyColumns} FROM passkeys k WHERE k.person_id = @id""", new { id }, r => Passkey(r).CredentialId, token);
            foreach (var passkey in passkeys.Where(p => !keepsPasskey(p)))
            {
                await connection.Change(
                    """DELETE FROM passkeys WHERE credential_id = @passkey AND person_id = @id""", new { passkey, id }, token);
            }
            var keys = await connection.List(
                """
                SELECT k.key_id FROM api_keys k JOIN accounts a ON a.account_id = k.account_id
                WHERE a.person_id = @id AND k.revoked_at IS NULL
                """,
                new { id }, r => r.GetString(0), token);
            foreach (var key in keys.Where(k => !keepsKey(k)))
            {
                await connection.Change(
                    """UPDATE api_keys SET revoked_at = @at WHERE key_id = @key AND revoked_at IS NULL""", new { key, at }, token);
            }
            return true;
        },
        cancel);

    public Task<PersonRow?> Get(Guid id, CancellationToken cancel) => _database.Read(
        (connection, token) => connection.First($"""SELECT {Columns} FROM people p WHERE p.person_id = @id""", new { id }, Person, token),
        cancel);

    public Task<PersonRow?> FindByEmail(string emailKey, CancellationToken cancel) => _database.Read(
        (connection, token) =>
            connection.First($"""SELECT {Columns} FROM people p WHERE p.email_key = @emailKey""", new { emailKey }, Person, token),
        cancel);

    /// <summary>With all that is theirs alone; their accounts are erased before, by
    /// <see cref="AccountStore.Erase(Engine.AccountId, CancellationToken)"/>.</summary>
    public Task Remove(Guid id, CancellationToken cancel) => _database.Write((connection, token) => Remove(connection, id, token), cancel);

    internal static async Task<int> Remove(DbConnection connection, Guid id, CancellationToken cancel)
    {
        await connection.Change("""DELETE FROM sessions WHERE person_id = @id""", new { id }, cancel);
        await connection.Change("""DELETE FROM passkeys WHERE person_id = @id""", new { id }, cancel);
        await connection.Change(
            """DELETE FROM links WHERE email_key IN (SELECT p.email_key FROM people p WHERE p.person_id = @id)""", new { id }, cancel);
        await connection.Change("""UPDATE accounts SET person_id = NULL WHERE person_id = @id""", new { id }, cancel);
        return await connection.Change("""DELETE FROM people WHERE person_id = @id""", new { id }, cancel);
    }

    /// <summary>Opens an account of theirs. Where they have one of its kind, it is opened anew by another key, and else left as it is.
    /// False where they have left meanwhile: then nobody owns it.</summary>
    public Task<bool> OpenAccount(Guid person, Account account, CancellationToken cancel) => _database.Write(
        async (connection, token) =>
        {
            // Who leaves just then either waits for this account, or is gone.
            var stays = await connection.First(
                $"""SELECT person_id FROM people WHERE person_id = @person {_database.ForUpdate}""", new { person },
                r => r.IdOrNull(0), token);
            await connection.Change(
                """
                INSERT INTO accounts (account_id, kind, name, contact, salt, created_at, person_id, opened_by)
                VALUES (@Id, @kind, @Name, @Contact, @Salt, @CreatedAt, @person, @OpenedBy)
                ON CONFLICT (person_id, kind) DO UPDATE SET opened_by = excluded.opened_by
                """,
                new
                {
                    account.Id,
                    kind = EnumWords.Of(account.Kind),
                    account.Name,
                    account.Contact,
                    account.Salt,
                    account.CreatedAt,
                    person,
                    account.OpenedBy,
                },
                token);
            return stays is not null;
        },
        cancel);

    public async Task<IReadOnlyList<Account>> Accounts(Guid person, CancellationToken cancel) => await _database.Read(
        (connection, token) => connection.List(
            $"""SELECT {AccountStore.Columns} FROM accounts a WHERE a.person_id = @person""",
            new { person }, r => AccountStore.Account(r, 0), token),
        cancel);

    /// <summary>Not of who has left meanwhile.</summary>
    /// <param name="hash">SHA-256 of what the cookie holds.</param>
    /// <param name="ticket">Who is signed in, protected.</param>
    public Task AddSession(SessionRow session, byte[] hash, byte[] ticket, CancellationToken cancel) => _database.Write(
        async (connection, token) =>
        {
            await connection.Change("""DELETE FROM sessions WHERE expires_at < @CreatedAt""", new { session.CreatedAt }, token);
            return await connection.Change(
                $"""
                INSERT INTO sessions (session_hash, session_id, person_id, agent, ticket, created_at, seen_at, expires_at, proved_at)
                SELECT @hash, @Id, p.person_id, @Agent, @ticket, @CreatedAt, @SeenAt, @ExpiresAt, @ProvedAt FROM people p
                WHERE p.person_id = @Person {_database.ForUpdate}
                """,
                new
                {
                    hash,
                    session.Id,
                    session.Person,
                    session.Agent,
                    ticket,
                    session.CreatedAt,
                    session.SeenAt,
                    session.ExpiresAt,
                    session.ProvedAt,
                }, token);
        },
        cancel);

    /// <summary>Null where it was ended or has expired.</summary>
    public Task<(SessionRow Session, byte[] Ticket)?> FindSession(byte[] hash, long now, CancellationToken cancel) => _database.Read(
        (connection, token) => connection.First<(SessionRow, byte[])?>(
            $"""
            SELECT {SessionColumns}, s.ticket FROM sessions s WHERE s.session_hash = @hash AND s.expires_at > @now
            """,
            new { hash, now }, r => (Session(r), r.Bytes(8)), token),
        cancel);

    public Task SeeSession(Guid id, long seenAt, long expiresAt, CancellationToken cancel) => _database.Write(
        (connection, token) => connection.Change(
            """
            UPDATE sessions SET seen_at = @seenAt, expires_at = @expiresAt WHERE session_id = @id
            """,
            new { id, seenAt, expiresAt }, token),
        cancel);

    /// <summary>Its person has proved once more who they are.</summary>
    public Task ProveSession(Guid id, long at, CancellationToken cancel) => _database.Write(
        (connection, token) => connection.Change("""UPDATE sessions SET proved_at = @at WHERE session_id = @id""", new { id, at }, token),
        cancel);

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<SessionRow>> Sessions(Guid person, long now, CancellationToken cancel) => await _database.Read(
        (connection, token) => connection.List(
            $"""
            SELECT {SessionColumns} FROM sessions s WHERE s.person_id = @person AND s.expires_at > @now ORDER BY s.seen_at DESC
            """,
            new { person, now }, Session, token),
        cancel);

    public Task EndSession(byte[] hash, CancellationToken cancel) => _database.Write(
        (connection, token) => connection.Change("""DELETE FROM sessions WHERE session_hash = @hash""", new { hash }, token),
        cancel);

    /// <summary>Ends one of a person's sessions, or (null) all but <paramref name="kept"/>.</summary>
    public Task EndSessions(Guid person, Guid? session, Guid? kept, CancellationToken cancel) => _database.Write(
        (connection, token) => connection.Change(
            """
            DELETE FROM sessions WHERE person_id = @person AND (@every OR session_id = @session) AND session_id <> @kept
            """,
            new { person, every = session is null, session = session ?? Guid.Empty, kept = kept ?? Guid.Empty }, token),
        cancel);

    private const string Columns = "p.person_id, p.email, p.email_key, p.password_hash, p.stamp, p.created_at, p.proved_at";

    private const string SessionColumns = """
        s.session_id, s.person_id, s.agent, s.created_at, s.seen_at, s.expires_at, s.proved_at,
        EXISTS (SELECT 1 FROM accounts a WHERE a.person_id = s.person_id AND a.kind = 'operator' AND a.opened_by IS NOT NULL)
        """;

    private static PersonRow Person(DbDataReader r) => new(
        r.Id(0), r.GetString(1), r.GetString(2), r.TextOrNull(3), r.GetString(4), r.GetInt64(5), r.LongOrNull(6));

    private static SessionRow Session(DbDataReader r) => new(
        r.Id(0), r.Id(1), r.GetString(2), r.GetInt64(3), r.GetInt64(4), r.GetInt64(5), r.GetInt64(6), r.GetBoolean(7));
}
