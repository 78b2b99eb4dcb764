using System.Data.Common;
using IntentMarket.Engine;

namespace IntentMarket.Storage;

/// <summary>What somebody may do who shows by a link that they read the mail of an address.</summary>
public enum LinkPurpose
{
    [Word("sign-up")] SignUp,
    [Word("password")] Password,
    [Word("address")] Address,
}

/// <summary>A link that is mailed once to an address. It is stored in the same way whether anybody is known by the address or not: that is
/// looked up when the mail is written.</summary>
/// <param name="EmailKey">The address as it is compared.</param>
/// <param name="Body">Of a sign-up: what was filled in, as JSON, with the password's hash.</param>
public sealed record LinkRow(Guid Id, LinkPurpose Purpose, string Email, string EmailKey, string? Body, long MadeAt, long ExpiresAt);

/// <summary>The links in mails, and which of them are still to be sent. A link that was used or has expired is deleted.</summary>
public sealed class LinkStore
{
    private const int ForgottenAtOnce = 1_000;

    private readonly Database _database;

    internal LinkStore(Database database) => _database = database;

    /// <summary>Adds a link, whose mail is due at once.</summary>
    public Task Add(LinkRow link, CancellationToken cancel) => _database.Write(
        async (connection, token) =>
        {
            await connection.Change(
                $"""
                DELETE FROM links WHERE link_id IN (
                    SELECT l.link_id FROM links l
                    WHERE l.expires_at < @MadeAt ORDER BY l.expires_at
                    LIMIT @limit {_database.Pick(postgres: "FOR UPDATE SKIP LOCKED", sqlite: "")})
                """,
                new { link.MadeAt, limit = ForgottenAtOnce }, token);
            return await connection.Change(
                $"""
                INSERT INTO links (link_id, purpose, email, email_key, body, made_at, expires_at, state, due_at, attempts)
                VALUES (@Id, @purpose, @Email, @EmailKey, @Body, @MadeAt, @ExpiresAt, 'waiting', {_database.Now}, 0)
                """,
                new { link.Id, purpose = EnumWords.Of(link.Purpose), link.Email, link.EmailKey, link.Body, link.MadeAt, link.ExpiresAt },
                token);
        },
        cancel);

    /// <summary>Null where it was used or has expired.</summary>
    public Task<LinkRow?> Find(Guid id, long now, CancellationToken cancel) => _database.Read(
        (connection, token) => connection.First(
            $"""SELECT {Columns} FROM links l WHERE l.link_id = @id AND l.expires_at > @now""", new { id, now }, r => Link(r), token),
        cancel);

    /// <summary>Uses a link up. False where somebody else has done so.</summary>
    public Task<bool> Use(Guid id, CancellationToken cancel) => _database.Write(
        async (connection, token) => await connection.Change("""DELETE FROM links WHERE link_id = @id""", new { id }, token) == 1, cancel);

    /// <summary>Those whose mail is due, of purposes that this build knows, the longest due first.</summary>
    public async Task<IReadOnlyList<(LinkRow Link, int Attempts)>> Due(int limit, CancellationToken cancel) => await _database.Read(
        (connection, token) => connection.List(
            $"""
            SELECT {Columns}, l.attempts FROM links l
            WHERE l.state = 'waiting' AND l.due_at <= {_database.Now} AND {Names.Known<LinkPurpose>("l.purpose")} ORDER BY l.due_at
            LIMIT @limit
            """,
            new { limit }, r => (Link(r), r.GetInt32(7)), token),
        cancel);

    /// <summary>The mail was sent, or never will be.</summary>
    public Task Settle(Guid id, CancellationToken cancel) => _database.Write(
        (connection, token) => connection.Change("""UPDATE links SET state = 'settled' WHERE link_id = @id""", new { id }, token), cancel);

    public Task Postpone(Guid id, long dueAt, CancellationToken cancel) => _database.Write(
        (connection, token) => connection.Change(
            """UPDATE links SET due_at = @dueAt, attempts = attempts + 1 WHERE link_id = @id""", new { id, dueAt }, token),
        cancel);

    private const string Columns = "l.link_id, l.purpose, l.email, l.email_key, l.body, l.made_at, l.expires_at";

    private static LinkRow Link(DbDataReader r) => new(
        r.Id(0), Names.Read<LinkPurpose>(r.GetString(1)), r.GetString(2), r.GetString(3), r.TextOrNull(4), r.GetInt64(5), r.GetInt64(6));
}
