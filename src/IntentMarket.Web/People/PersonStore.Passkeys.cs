using System.Text.Json;
using IntentMarket.Storage;
using Microsoft.AspNetCore.Identity;

namespace IntentMarket.Web.People;

public sealed partial class PersonStore : IUserPasskeyStore<Person>
{
    public Task AddOrUpdatePasskeyAsync(Person user, UserPasskeyInfo passkey, CancellationToken cancellationToken) =>
        store.People.PutPasskey(
            new PasskeyRow(passkey.CredentialId, user.Id, passkey.Name ?? "", Write(passkey), passkey.CreatedAt.ToUnixTimeMilliseconds()),
            cancellationToken);

    public async Task<IList<UserPasskeyInfo>> GetPasskeysAsync(Person user, CancellationToken cancellationToken) =>
        [.. (await store.People.Passkeys(user.Id, cancellationToken)).Select(Read)];

    public async Task<Person?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) =>
        await store.People.FindPasskey(credentialId, cancellationToken) is { } row
            && await store.People.Get(row.Person, cancellationToken) is { } person
                ? Person.Of(person)
                : null;

    public async Task<UserPasskeyInfo?> FindPasskeyAsync(Person user, byte[] credentialId, CancellationToken cancellationToken) =>
        await store.People.FindPasskey(credentialId, cancellationToken) is { } row && row.Person == user.Id ? Read(row) : null;

    public Task RemovePasskeyAsync(Person user, byte[] credentialId, CancellationToken cancellationToken) =>
        store.People.RemovePasskey(user.Id, credentialId, cancellationToken);

    private static string Write(UserPasskeyInfo passkey) => JsonSerializer.Serialize(new IdentityPasskeyData
    {
        PublicKey = passkey.PublicKey,
        Name = passkey.Name,
        CreatedAt = passkey.CreatedAt,
        SignCount = passkey.SignCount,
        Transports = passkey.Transports,
        IsUserVerified = passkey.IsUserVerified,
        IsBackupEligible = passkey.IsBackupEligible,
        IsBackedUp = passkey.IsBackedUp,
        AttestationObject = passkey.AttestationObject,
        ClientDataJson = passkey.ClientDataJson,
    });

    private static UserPasskeyInfo Read(PasskeyRow row)
    {
        var body = JsonSerializer.Deserialize<IdentityPasskeyData>(row.Body)!;
        return new UserPasskeyInfo(
            row.CredentialId, body.PublicKey, body.CreatedAt, body.SignCount, body.Transports, body.IsUserVerified, body.IsBackupEligible,
            body.IsBackedUp, body.AttestationObject, body.ClientDataJson)
        {
            Name = row.Name,
        };
    }
}
