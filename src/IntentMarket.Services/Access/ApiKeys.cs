using System.Security.Cryptography;
using System.Text;
using IntentMarket.Engine;
using IntentMarket.Engine.Market;
using IntentMarket.Services.Market;
using IntentMarket.Storage;
using Microsoft.Extensions.Configuration;

namespace IntentMarket.Services.Access;

/// <summary>Who calls: an account, by one of its keys.</summary>
public sealed record Caller(Account Account, KeyId KeyId, KeyScope Scope = KeyScope.All);

/// <summary>Finds the account behind a token <c>keyId.secret</c>. What was found is remembered for <see cref="KeptFor"/>, so a revoked key
/// or a suspension is heard of within that time.</summary>
public sealed class ApiKeys(Store store, MarketIdentity identity, Attempts attempts, TimeProvider clock, IConfiguration configuration)
{
    public static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(2);

    /// <summary>The shortest operator's key that a setting may give.</summary>
    public const int OperatorKeyMin = 16;

    private const int TokenMax = 500;

    private const int KeyIdMax = 100;

    private const long HourMs = 60 * 60 * 1_000;

    /// <summary>Keys in memory.</summary>
    private const int KeptMax = 50_000;

    private readonly Cache<KeyId, Found> _found = new(KeptMax, clock);
    private readonly byte[]? _operatorKey = OperatorKey(configuration["Operator:Key"]);
    private readonly KeyId _operatorKeyName = NameOf(configuration["Operator:Key"] ?? "");
    private readonly string _operatorKeyMark = $"setting.{identity.Derive("operator-key", default, configuration["Operator:Key"] ?? ""):N}";
    private readonly Cache<KeyId, Account> _operator = new(1, clock);

    /// <summary>Null where the token is no key, or one that was revoked.</summary>
    /// <param name="address">Where it comes from: see <see cref="CallerAddress"/>.</param>
    /// <exception cref="ProblemException">There were too many wrong secrets of this key from there.</exception>
    public async ValueTask<Caller?> Find(string token, string address, CancellationToken cancel)
    {
        if (token.Length is 0 or > TokenMax)
            return null;
        var keyId = NameOf(token);
        attempts.MayTryKey(keyId, address);
        if (_operatorKey is not null
            && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(token)), _operatorKey))
            return new Caller(await Operator(cancel), OperatorKeyId);
        var found = IsWellFormed(keyId) ? await Look(keyId, cancel) : null;
        if (found?.Key is { } key && CryptographicOperations.FixedTimeEquals(HashOf(token[(keyId.Value.Length + 1)..]), key.SecretHash))
        {
            NoteUse(found, key);
            return new Caller(found.Account!, keyId, key.Scope);
        }
        // Of a key that does not exist there is nothing to guess.
        if (found?.Key is not null || (_operatorKey is not null && keyId == _operatorKeyName))
            attempts.NoteWrongKey(keyId, address);
        return null;
    }

    /// <summary>The caller behind a session of the site's own sign-in. No key has such an id: a key's ends at its first dot.</summary>
    public static Caller OfSession(Guid session, Account account) => new(account, new KeyId(SessionPrefix + session));

    /// <summary>What is noted of an operator's key with what it opens.</summary>
    public string MarkOf(Caller caller) => caller.KeyId == OperatorKeyId ? _operatorKeyMark : KeyPrefix + caller.KeyId.Value;

    /// <summary>Whether an operator's key that opened something still holds; heard of within <see cref="KeptFor"/>. With another
    /// <c>Operator:Key</c> the one of before does not.</summary>
    public async ValueTask<bool> Holds(string? mark, CancellationToken cancel)
    {
        if (mark is null || !mark.StartsWith(KeyPrefix, StringComparison.Ordinal))
            return _operatorKey is not null && mark == _operatorKeyMark;
        return await Look(new KeyId(mark[KeyPrefix.Length..]), cancel)
            is { Key.Scope: KeyScope.All, Account: { Kind: AccountKind.Operator, SuspendedAt: null } };
    }

    /// <summary>The accounts of those of these keys and sessions that hold, as the store has them at this moment.</summary>
    public async Task<IReadOnlyDictionary<(KeyId Key, AccountId Account), Account>> Check(
        IReadOnlyCollection<(KeyId Key, AccountId Account)> open, CancellationToken cancel)
    {
        var sessions = open.Where(o => IsSession(o.Key)).Select(o => (SessionOf(o.Key), o.Account)).ToList();
        var stored = open.Where(o => o.Key != OperatorKeyId && !IsSession(o.Key)).Select(o => o.Key).Distinct().ToList();
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var ofSessions = sessions.Count > 0 ? await store.Accounts.FindSessions(sessions, now, cancel) : null;
        var ofKeys = stored.Count > 0 ? await store.Accounts.FindKeys(stored, cancel) : null;
        var first = open.Any(o => o.Key == OperatorKeyId) ? await FirstOperator(cancel) : null;
        var holding = new Dictionary<(KeyId, AccountId), Account>();
        foreach (var (key, account) in open)
        {
            var found = key == OperatorKeyId ? first
                : IsSession(key) ? ofSessions!.GetValueOrDefault((SessionOf(key), account))
                : ofKeys!.GetValueOrDefault(key);
            if (found is not null)
                holding[(key, account)] = found;
        }
        return holding;
    }

    private static bool IsSession(KeyId key) => key.Value.StartsWith(SessionPrefix, StringComparison.Ordinal);

    private static Guid SessionOf(KeyId key) => Guid.Parse(key.Value.AsSpan(SessionPrefix.Length));

    /// <summary>What the market gives is visible ASCII; a NUL, say, would be no text for the database.</summary>
    private static bool IsWellFormed(KeyId key) =>
        key.Value.Length is > 0 and <= KeyIdMax && !key.Value.AsSpan().ContainsAnyExceptInRange('!', '~');

    /// <summary>What is remembered of an account or a key holds no longer, on this node.</summary>
    public void Forget(AccountId account)
    {
        _found.Forget(found => found.Account?.Id == account);
        _operator.Forget(_ => true);
    }

    public static byte[] HashOf(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    /// <summary>What stands before the first dot; empty where there is none.</summary>
    private static KeyId NameOf(string token) => new(token[..Math.Max(0, token.IndexOf('.'))]);

    private static readonly KeyId OperatorKeyId = new("operator");

    private const string KeyPrefix = "key.";

    private const string SessionPrefix = "session.";

    private async ValueTask<Found> Look(KeyId keyId, CancellationToken cancel)
    {
        if (_found.TryGet(keyId, out var known))
            return known;
        var since = clock.GetTimestamp();
        var read = await store.Accounts.FindKey(keyId, cancel);
        // Counted from before the look-up: what was read then may have changed since.
        return _found.Keep(keyId, new Found(read?.Key, read?.Account), KeptFor - clock.GetElapsedTime(since));
    }

    /// <summary>One write an hour and key. It is noted beside the call, which does not wait for it; where the store is down
    /// it is noted later.</summary>
    private void NoteUse(Found found, ApiKey key)
    {
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var hour = now - now % HourMs;
        if (found.IsNews(hour))
            _ = Note();

        async Task Note()
        {
            try
            {
                await store.Accounts.NoteUse(key.Id, hour, CancellationToken.None);
            }
            catch (StoreDownException)
            {
                // The next look-up finds it not noted.
            }
        }
    }

    private async ValueTask<Account> Operator(CancellationToken cancel)
    {
        if (_operator.TryGet(OperatorKeyId, out var known))
            return known;
        var since = clock.GetTimestamp();
        return _operator.Keep(OperatorKeyId, await FirstOperator(cancel), KeptFor - clock.GetElapsedTime(since));
    }

    /// <summary>The account of the operator whose key is a setting.</summary>
    public bool IsOfSetting(AccountId account) => account == FirstOperatorId;

    /// <summary>The operator whose key is a setting: an account like others, stored when it first calls. Its stored key opens nothing: the
    /// setting alone does.</summary>
    private async Task<Account> FirstOperator(CancellationToken cancel)
    {
        var id = FirstOperatorId;
        if (await store.Accounts.Get(id, cancel) is { } stored)
            return stored;
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var account = new Account(id, AccountKind.Operator, "Operator", null, RandomNumberGenerator.GetBytes(32), now, null, null);
        await store.Accounts.Add(account, new ApiKey(new KeyId($"{id:N}"), id, RandomNumberGenerator.GetBytes(32), now, now), cancel);
        return await store.Accounts.Get(id, cancel) ?? account;
    }

    private AccountId FirstOperatorId => new AccountId(identity.Derive("operator", default, "first"));

    /// <summary>What was read of a key; neither where there is no such key.</summary>
    private sealed class Found(ApiKey? key, Account? account)
    {
        private long _usedAt = key?.UsedAt ?? 0;

        public ApiKey? Key { get; } = key;

        public Account? Account { get; } = account;

        /// <summary>Whether nobody has said yet that it was used in that hour.</summary>
        public bool IsNews(long hour) => Interlocked.Read(ref _usedAt) < hour && Interlocked.Exchange(ref _usedAt, hour) < hour;
    }

    private static byte[]? OperatorKey(string? setting) => setting switch
    {
        null or "" => null,
        { Length: < OperatorKeyMin } => throw new InvalidOperationException($"Operator:Key has at least {OperatorKeyMin} characters"),
        _ => HashOf(setting),
    };
}
