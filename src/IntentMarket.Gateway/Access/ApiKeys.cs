using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using IntentMarket.Storage;
using Microsoft.Extensions.Configuration;

namespace IntentMarket.Gateway;

/// <summary>Who calls: an account, by one of its keys.</summary>
public sealed record Caller(Account Account, string KeyId);

/// <summary>Finds the account behind a token <c>keyId.secret</c>. What was found is remembered for <see cref="KeptFor"/>, so a revoked key or a
/// suspension is heard of within that time.</summary>
public sealed class ApiKeys(Store store, MarketIdentity identity, TimeProvider clock, IConfiguration configuration)
{
    public static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(2);

    /// <summary>The shortest operator's key that a setting may give.</summary>
    public const int OperatorKeyMin = 16;

    private const int TokenMax = 500;

    /// <summary>Keys in memory; when there are more, it starts anew.</summary>
    private const int KeptMax = 50_000;

    private readonly ConcurrentDictionary<string, (ApiKey? Key, Account? Account, long Until)> _found = new();
    private readonly byte[]? _operatorKey = OperatorKey(configuration["Operator:Key"]);
    private Account? _operator;

    /// <summary>Null where the token is no key, or one that was revoked.</summary>
    public async ValueTask<Caller?> Find(string token, CancellationToken cancel)
    {
        if (token.Length is 0 or > TokenMax)
            return null;
        if (_operatorKey is not null && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(token)), _operatorKey))
            return new Caller(_operator ??= await FirstOperator(cancel), OperatorKeyId);
        var dot = token.IndexOf('.');
        if (dot is <= 0 or > 100)
            return null;
        var keyId = token[..dot];
        var (key, account) = await Look(keyId, cancel);
        return key is not null && CryptographicOperations.FixedTimeEquals(HashOf(token[(dot + 1)..]), key.SecretHash)
            ? new Caller(account!, keyId)
            : null;
    }

    /// <summary>The caller behind a session of the site's own sign-in. No key has such an id: a key's ends at its first dot.</summary>
    public static Caller OfSession(Guid session, Account account) => new(account, SessionPrefix + session);

    /// <summary>The account of a key or session as the store has it at this moment; null where it holds no longer.</summary>
    public async Task<Account?> Check(string keyId, Guid account, CancellationToken cancel)
    {
        if (keyId == OperatorKeyId)
            return _operator;
        if (keyId.StartsWith(SessionPrefix, StringComparison.Ordinal))
        {
            var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
            return await store.People.HasSession(Guid.Parse(keyId.AsSpan(SessionPrefix.Length)), now, cancel)
                ? await store.Accounts.Get(account, cancel)
                : null;
        }
        return (await store.Accounts.FindKey(keyId, cancel))?.Account;
    }

    /// <summary>What is remembered of an account or a key holds no longer, on this node.</summary>
    public void Forget(Guid account)
    {
        foreach (var (keyId, found) in _found)
        {
            if (found.Account?.Id == account)
                _found.TryRemove(keyId, out _);
        }
    }

    public static byte[] HashOf(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    private const string OperatorKeyId = "operator";

    private const string SessionPrefix = "session.";

    private async ValueTask<(ApiKey?, Account?)> Look(string keyId, CancellationToken cancel)
    {
        var now = clock.GetTimestamp();
        if (_found.TryGetValue(keyId, out var known) && known.Until > now)
            return (known.Key, known.Account);
        var found = await store.Accounts.FindKey(keyId, cancel);
        if (_found.Count >= KeptMax)
            _found.Clear();
        // Counted from before the look-up: what was read then may have changed since.
        _found[keyId] = (found?.Key, found?.Account, now + (long)(KeptFor.TotalSeconds * clock.TimestampFrequency));
        return (found?.Key, found?.Account);
    }

    /// <summary>The operator whose key is a setting: an account like others, stored when it first calls. Its stored key opens nothing: the setting
    /// alone does.</summary>
    private async Task<Account> FirstOperator(CancellationToken cancel)
    {
        var id = identity.Derive("operator", Guid.Empty, "first");
        if (await store.Accounts.Get(id, cancel) is { } stored)
            return stored;
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var account = new Account(id, AccountKind.Operator, "Operator", null, RandomNumberGenerator.GetBytes(32), now, null, null);
        await store.Accounts.Add(account, new ApiKey(id.ToString("N"), id, RandomNumberGenerator.GetBytes(32), now, now), cancel);
        return await store.Accounts.Get(id, cancel) ?? account;
    }

    private static byte[]? OperatorKey(string? setting) => setting switch
    {
        null or "" => null,
        { Length: < OperatorKeyMin } => throw new InvalidOperationException($"Operator:Key has at least {OperatorKeyMin} characters"),
        _ => HashOf(setting),
    };
}
