using System.Data.Common;

namespace IntentMarket.Storage;

/// <summary>Someone who uses the site. What they do on the market they do by their accounts, of which they own at most one of each kind.</summary>
/// <param name="EmailKey">The address as it is compared; no two people share one.</param>
/// <param name="PasswordHash">Null where they sign in by passkey alone.</param>
/// <param name="Stamp">Changes with whatever opens the account.</param>
public sealed record PersonRow(Guid Id, string Email, string EmailKey, string? PasswordHash, string Stamp, long CreatedAt);

/// <summary>Where a person is signed in.</summary>
/// <param name="Agent">The browser as it names itself.</param>
public sealed record SessionRow(Guid Id, Guid Person, string Agent, long CreatedAt, long SeenAt, long ExpiresAt);

/// <summary>The people who use the site, where they are signed in, and the accounts that they own.</summary>
public sealed partial class PeopleStore
{
    private readonly Database _database;

    internal PeopleStore(Database database) => _database = database;

    /// <summary>False where the address or the id is taken.</summary>
    public Task<bool> Add(PersonRow person, CancellationToken cancel) => _database.Write(
        async (connection, token) => await connection.Change(
            """
            INSERT INTO people (person_id, email, email_key, password_hash, stamp, failures, created_at)
            VALUES (@Id, @Email, @EmailKey, @PasswordHash, @Stamp, 0, @CreatedAt)
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

    public Task<PersonRow?> Get(Guid id, CancellationToken cancel) => _database.Read(
        (connection, token) => connection.First($"""SELECT {Columns} FROM people p WHERE p.person_id = @id""", new { id }, Person, token),
        cancel);

    public Task<PersonRow?> FindByEmail(string emailKey, CancellationToken cancel) => _database.Read(
        (connection, token) => connection.First($"""SELECT {Columns} FROM people p WHERE p.email_key = @emailKey""", new { emailKey }, Person, token),
        cancel);

    /// <summary>With all that is theirs alone; their accounts are erased before, by <see cref="AccountStore.Erase"/>.</summary>
    public Task Remove(Guid id, CancellationToken cancel) => _database.Write(
        async (connection, token) =>
        {
            await connection.Change("""DELETE FROM sessions WHERE person_id = @id""", new { id }, token);
            await connection.Change("""DELETE FROM passkeys WHERE person_id = @id""", new { id }, token);
            await connection.Change("""UPDATE accounts SET person_id = NULL WHERE person_id = @id""", new { id }, token);
            return await connection.Change("""DELETE FROM people WHERE person_id = @id""", new { id }, token);
        },
        cancel);

    /// <summary>Opens an account of theirs. Where they have one of its kind, it is opened anew by another key, and else left as it is.</summary>
    public Task OpenAccount(Guid person, Account account, CancellationToken cancel) => _database.Write(
        (connection, token) => connection.Change(
            """
            INSERT INTO accounts (account_id, kind, name, contact, salt, created_at, person_id, opened_by)
            VALUES (@Id, @kind, @Name, @Contact, @Salt, @CreatedAt, @person, @OpenedBy)
            ON CONFLICT (person_id, kind) DO UPDATE SET opened_by = excluded.opened_by
            """,
            new
            {
                account.Id,
                kind = Names.Kind.Of(account.Kind),
                account.Name,
                account.Contact,
                account.Salt,
                account.CreatedAt,
                person,
                account.OpenedBy,
            },
            token),
        cancel);

    public async Task<IReadOnlyList<Account>> Accounts(Guid person, CancellationToken cancel) => await _database.Read(
        (connection, token) => connection.List(
            $"""SELECT {AccountStore.Columns} FROM accounts a WHERE a.person_id = @person""",
            new { person }, r => AccountStore.Account(r, 0), token),
        cancel);

    /// <param name="hash">SHA-256 of what the cookie holds.</param>
    /// <param name="ticket">Who is signed in, protected.</param>
    public Task AddSession(SessionRow session, byte[] hash, byte[] ticket, CancellationToken cancel) => _database.Write(
        async (connection, token) =>
        {
            await connection.Change("""DELETE FROM sessions WHERE expires_at < @CreatedAt""", new { session.CreatedAt }, token);
            return await connection.Change(
                """
                INSERT INTO sessions (session_hash, session_id, person_id, agent, ticket, created_at, seen_at, expires_at)
                VALUES (@hash, @Id, @Person, @Agent, @ticket, @CreatedAt, @SeenAt, @ExpiresAt)
                """,
                new { hash, session.Id, session.Person, session.Agent, ticket, session.CreatedAt, session.SeenAt, session.ExpiresAt }, token);
        },
        cancel);

    /// <summary>Null where it was ended or has expired.</summary>
    public Task<(SessionRow Session, byte[] Ticket)?> FindSession(byte[] hash, long now, CancellationToken cancel) => _database.Read(
        (connection, token) => connection.First<(SessionRow, byte[])?>(
            $"""
            SELECT {SessionColumns}, s.ticket FROM sessions s WHERE s.session_hash = @hash AND s.expires_at > @now
            """,
            new { hash, now }, r => (Session(r), r.Bytes(6)), token),
        cancel);

    public Task<bool> HasSession(Guid id, long now, CancellationToken cancel) => _database.Read(
        async (connection, token) => await connection.Scalar<long>(
            """SELECT count(*) FROM sessions s WHERE s.session_id = @id AND s.expires_at > @now""", new { id, now }, token) > 0,
        cancel);

    public Task SeeSession(byte[] hash, byte[] ticket, long seenAt, long expiresAt, CancellationToken cancel) => _database.Write(
        (connection, token) => connection.Change(
            """
            UPDATE sessions SET ticket = @ticket, seen_at = @seenAt, expires_at = @expiresAt WHERE session_hash = @hash
            """,
            new { hash, ticket, seenAt, expiresAt }, token),
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

    private const string Columns = "p.person_id, p.email, p.email_key, p.password_hash, p.stamp, p.created_at";

    private const string SessionColumns = "s.session_id, s.person_id, s.agent, s.created_at, s.seen_at, s.expires_at";

    private static PersonRow Person(DbDataReader r) => new(
        r.Id(0), r.GetString(1), r.GetString(2), r.TextOrNull(3), r.GetString(4), r.GetInt64(5));

    private static SessionRow Session(DbDataReader r) => new(r.Id(0), r.Id(1), r.GetString(2), r.GetInt64(3), r.GetInt64(4), r.GetInt64(5));
}
