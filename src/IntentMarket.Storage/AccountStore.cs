

namespace IntentMarket.Storage;

public enum AccountKind { Customer, Vendor, Operator }

/// <param name="Salt">32 random bytes; the account's pseudonyms are made from it, so erasing it cuts their link.</param>
public sealed record Account(Guid Id, AccountKind Kind, string? Name, string? Contact, byte[] Salt, long CreatedAt, long? SuspendedAt, string? SuspendedFor);

/// <param name="SecretHash">SHA-256 of the secret.</param>
public sealed record ApiKey(string Id, Guid Account, byte[] SecretHash, long CreatedAt, long? RevokedAt);

/// <summary>A broker user of a vendor; the password is known to the broker alone.</summary>
public sealed record BrokerCredential(Guid Id, Guid Account, string User, long CreatedAt);

public sealed class AccountStore
{
    /// <summary>Adds an account with its first key. False where the id exists already (the same request came twice).</summary>
    public Task<bool> Add(Account account, ApiKey key, CancellationToken cancel) => throw new NotImplementedException();

    public Task<Account?> Get(Guid id, CancellationToken cancel) => throw new NotImplementedException();

    /// <summary>Those that exist and are not erased or suspended, in no order.</summary>
    public Task<IReadOnlyList<Account>> GetMany(IReadOnlyCollection<Guid> ids, CancellationToken cancel) => throw new NotImplementedException();

    public Task<IReadOnlySet<Guid>> SuspendedVendors(CancellationToken cancel) => throw new NotImplementedException();

    /// <summary>The key, unless it is revoked or unknown, and its account.</summary>
    public Task<(ApiKey Key, Account Account)?> FindKey(string keyId, CancellationToken cancel) => throw new NotImplementedException();

    public Task<bool> AddKey(ApiKey key, CancellationToken cancel) => throw new NotImplementedException();

    public Task<IReadOnlyList<ApiKey>> ListKeys(Guid account, CancellationToken cancel) => throw new NotImplementedException();

    public Task<bool> RevokeKey(Guid account, string keyId, long at, CancellationToken cancel) => throw new NotImplementedException();

    public Task<bool> Suspend(Guid account, long at, string reason, CancellationToken cancel) => throw new NotImplementedException();

    public Task<bool> Restore(Guid account, CancellationToken cancel) => throw new NotImplementedException();

    public Task<bool> AddCredential(BrokerCredential credential, CancellationToken cancel) => throw new NotImplementedException();

    public Task<IReadOnlyList<BrokerCredential>> ListCredentials(Guid? account, CancellationToken cancel) => throw new NotImplementedException();

    public Task<bool> RemoveCredential(Guid account, Guid id, CancellationToken cancel) => throw new NotImplementedException();

    /// <summary>Erases the person: name, contact, salt, keys, credentials, subscriptions, free texts and the links to pseudonyms. Rows of intents and
    /// offers stay without their account; the journal is untouched.</summary>
    public Task Erase(Guid account, CancellationToken cancel) => throw new NotImplementedException();

    /// <summary>Remembers that a request came with this key and body, for 24 hours from <paramref name="at"/>; answers the hash of the body that
    /// the key was first used with.</summary>
    public Task<string> Claim(Guid account, string scope, string keyHash, string bodyHash, long at, CancellationToken cancel) => throw new NotImplementedException();
}
