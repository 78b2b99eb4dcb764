using System.Data.Common;

namespace IntentMarket.Storage;

/// <summary>A key that a person signs in with instead of a password (WebAuthn).</summary>
/// <param name="CredentialId">As its authenticator names it.</param>
/// <param name="Name">What its owner calls it.</param>
/// <param name="Body">The public key and its state, as JSON.</param>
public sealed record PasskeyRow(byte[] CredentialId, Guid Person, string Name, string Body, long CreatedAt);

public sealed partial class PeopleStore
{
    /// <summary>Adds it, or takes over its new state. One of another person stays theirs; who has left meanwhile has none.</summary>
    public Task PutPasskey(PasskeyRow passkey, CancellationToken cancel) => _database.Write(
        (connection, token) => connection.Change(
            $"""
            INSERT INTO passkeys (credential_id, person_id, name, body, created_at)
            SELECT @CredentialId, p.person_id, @Name, @Body, @CreatedAt FROM people p WHERE p.person_id = @Person {_database.ForUpdate}
            ON CONFLICT (credential_id) DO UPDATE SET name = excluded.name, body = excluded.body
            WHERE passkeys.person_id = excluded.person_id
            """,
            passkey, token),
        cancel);

    /// <summary>Oldest first.</summary>
    public async Task<IReadOnlyList<PasskeyRow>> Passkeys(Guid person, CancellationToken cancel) => await _database.Read(
        (connection, token) => connection.List(
            $"""SELECT {PasskeyColumns} FROM passkeys k WHERE k.person_id = @person ORDER BY k.created_at""", new { person },
            Passkey, token),
        cancel);

    public Task<PasskeyRow?> FindPasskey(byte[] credentialId, CancellationToken cancel) => _database.Read(
        (connection, token) => connection.First(
            $"""SELECT {PasskeyColumns} FROM passkeys k WHERE k.credential_id = @credentialId""", new { credentialId }, Passkey, token),
        cancel);

    public Task RemovePasskey(Guid person, byte[] credentialId, CancellationToken cancel) => _database.Write(
        (connection, token) => connection.Change(
            """DELETE FROM passkeys WHERE credential_id = @credentialId AND person_id = @person""", new { person, credentialId }, token),
        cancel);

    private const string PasskeyColumns = "k.credential_id, k.person_id, k.name, k.body, k.created_at";

    private static PasskeyRow Passkey(DbDataReader r) => new(r.Bytes(0), r.Id(1), r.GetString(2), r.GetString(3), r.GetInt64(4));
}
