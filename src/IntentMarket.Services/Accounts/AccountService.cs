using System.Security.Cryptography;
using IntentMarket.Contracts;
using IntentMarket.Engine;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;
using IntentMarket.Services.Access;
using IntentMarket.Services.Market;
using IntentMarket.Services.Wire;
using IntentMarket.Storage;

namespace IntentMarket.Services.Accounts;

/// <summary>Accounts, their keys, and the broker users of vendors: the same for programs and for pages.</summary>
public sealed class AccountService(
    Store store, ApiKeys keys, RevocableConnections open, Eligibility eligibility, Leavings leavings, MarketIdentity identity,
    Idempotency idempotency, Bots bots, TimeProvider clock)
{
    /// <summary>Keys that an account may have at a time; more are refused with <c>limit</c>.</summary>
    private const int KeysMax = 100;

    /// <summary>Broker users that a vendor may have at a time; more are refused with <c>limit</c>.</summary>
    private const int CredentialsMax = 10;

    public async Task<Answer<AccountCreated>> Create(RequestContext call, JsonTree tree)
    {
        var reading = AccountReader.Account(tree);
        if (!reading.IsGood)
            return ProblemView.Of(reading.Faults);
        const string Operation = "POST /accounts";
        var now = Now;
        if (Idempotency.KeyOf(call, Operation) is { } before && await store.Accounts.Get(IdOf(before), call.Cancel) is { } made)
        {
            var (first, shown) = NewKey(made.Id, call.Account.Id, before, now);
            if (await store.Accounts.FindKey(first.Id, call.Cancel) is null)
                return Revoked("the key of this account is revoked");
            return made.Kind == reading.Value.Kind && Idempotency.IsSame(made.Name, reading.Value.Name)
                && Idempotency.IsSame(made.Contact, reading.Value.Contact)
                    ? new AccountCreated(made.Id.ToString(), EnumWords.Of(made.Kind), reading.Value.Name, shown)
                    : Idempotency.Reused;
        }
        var (key, problem) = await idempotency.Claim(call, Operation, tree);
        if (problem is not null)
            return problem;
        var account = new Account(
            IdOf(key), reading.Value.Kind, reading.Value.Name, reading.Value.Contact,
            RandomNumberGenerator.GetBytes(32), now, null, null);
        var (apiKey, token) = NewKey(account.Id, call.Account.Id, key, now);
        await store.Accounts.Add(account, apiKey, call.Cancel);
        return new AccountCreated(account.Id.ToString(), EnumWords.Of(account.Kind), reading.Value.Name, token);

        AccountId IdOf(string requestKey) => new AccountId(identity.Derive("account", call.Account.Id, requestKey));
    }

    public async Task<Answer<AccountDocument>> Suspend(AccountId id, JsonTree tree, CancellationToken cancel)
    {
        var reading = AccountReader.Reason(tree);
        if (!reading.IsGood)
            return ProblemView.Of(reading.Faults);
        if (await store.Accounts.Get(id, cancel) is not { IsErased: false } account)
            return ProblemView.Unseen;
        if (account.SuspendedAt is null)
        {
            await store.Accounts.Suspend(id, Now, reading.Value, cancel);
            account = await store.Accounts.Get(id, cancel) ?? account;
        }
        keys.Forget(id);
        eligibility.Changed();
        open.Close(id, key: null);
        // The bots of a suspended vendor may not speak; who asks again finishes what the broker did not do the first time.
        if (bots.Broker is { } broker)
        {
            foreach (var credential in await store.Accounts.ListCredentials(id, cancel))
                await broker.RemoveUser(credential.User, cancel);
        }
        return Document(account);
    }

    public async Task<Answer<AccountDocument>> Restore(AccountId id, JsonTree tree, CancellationToken cancel)
    {
        var reading = AccountReader.Reason(tree);
        if (!reading.IsGood)
            return ProblemView.Of(reading.Faults);
        if (await store.Accounts.Get(id, cancel) is not { IsErased: false } account)
            return ProblemView.Unseen;
        if (account.SuspendedAt is not null)
        {
            await store.Accounts.Restore(id, Now, cancel);
            account = await store.Accounts.Get(id, cancel) ?? account;
        }
        keys.Forget(id);
        eligibility.Changed();
        if (bots.Broker is { } broker)
        {
            foreach (var credential in await store.Accounts.ListCredentials(id, cancel))
                await broker.EnsureUser(id, credential.User, PasswordOf(credential), cancel);
        }
        return Document(account);
    }

    /// <summary>The caller's account leaves the market, and its person is erased. Answers until when its offers bind (null: none does):
    /// until then it is kept for those whom they bind to.</summary>
    /// <exception cref="ProblemException">It is the operator's of the setting, who would come back with the next call.</exception>
    public async Task<long?> Leave(Account account, CancellationToken cancel)
    {
        if (keys.IsOfSetting(account.Id))
        {
            throw new ProblemException(
                ProblemView.Of(ProblemCodes.Forbidden, "this account is the setting `Operator__Key`’s: it ends with the setting"));
        }
        await store.Leavings.Begin(account.Id, Now, cancel);
        return await Leave([account.Id], cancel);
    }

    /// <summary>A person leaves, with all of their accounts and all that opens them.</summary>
    public async Task<long?> LeaveAll(Guid person, CancellationToken cancel) =>
        await Leave(await store.Leavings.BeginAll(person, Now, cancel), cancel);

    private Task<long?> Leave(IReadOnlyList<AccountId> accounts, CancellationToken cancel)
    {
        foreach (var account in accounts)
        {
            keys.Forget(account);
            open.CloseAll(account);
        }
        return leavings.Leave(accounts, cancel);
    }

    public async Task<Answer<KeyCreated>> AddKey(RequestContext call, JsonTree tree)
    {
        var reading = AccountReader.Key(tree);
        if (!reading.IsGood)
            return ProblemView.Of(reading.Faults);
        const string Operation = "POST /keys";
        var present = await store.Accounts.ListKeys(call.Account.Id, call.Cancel);
        if (Idempotency.KeyOf(call, Operation) is { } before)
        {
            var (known, shown) = NewKey(call.Account.Id, call.Account.Id, before, Now);
            if (present.FirstOrDefault(k => k.Id == known.Id) is { } made)
            {
                return made.RevokedAt is not null ? Revoked("the key that this made is revoked")
                    : made.Scope == reading.Value.Scope && Idempotency.IsSame(made.Name, reading.Value.Name)
                        ? new KeyCreated(made.Id.Value, shown, Name(made), EnumWords.Of(made.Scope))
                    : Idempotency.Reused;
            }
        }
        var (key, problem) = await idempotency.Claim(call, Operation, tree);
        if (problem is not null)
            return problem;
        var (apiKey, token) = NewKey(call.Account.Id, call.Account.Id, key, Now);
        apiKey = apiKey with { Name = reading.Value.Name, Scope = reading.Value.Scope };
        if (!await store.Accounts.AddKey(apiKey, KeysMax, call.Cancel) && await store.Accounts.FindKey(apiKey.Id, call.Cancel) is null)
            return ProblemView.Of(Problems.Limit, $"an account has at most {KeysMax} keys");
        return new KeyCreated(apiKey.Id.Value, token, Name(apiKey), EnumWords.Of(apiKey.Scope));
    }

    /// <summary>Those that hold.</summary>
    public async Task<Page<KeyDocument>> Keys(Account account, CancellationToken cancel) => new(
        [.. (await store.Accounts.ListKeys(account.Id, cancel))
            .Where(k => k.RevokedAt is null)
            .Select(k => new KeyDocument(
                k.Id.Value, Time.Format(k.CreatedAt), EnumWords.Of(k.Scope), Name(k),
                k.UsedAt is { } usedAt ? Time.Format(usedAt) : null))]);

    /// <summary>What the key opened closes within seconds. False where the account has no such key.</summary>
    public async Task<bool> RevokeKey(Account account, KeyId id, CancellationToken cancel)
    {
        if (!await store.Accounts.RevokeKey(account.Id, id, Now, cancel))
            return false;
        keys.Forget(account.Id);
        open.Close(account.Id, id);
        return true;
    }

    public async Task<Answer<BrokerCredentialCreated>> AddCredential(RequestContext call)
    {
        if (bots.Broker is not { } broker)
            return ProblemView.Of(ProblemCodes.NoBroker, "this market runs without a broker: use REST or the hub");
        var (key, problem) = await idempotency.Claim(call, "POST /broker-credentials", null);
        if (problem is not null)
            return problem;
        var vendor = call.Account.Id;
        var id = identity.Derive("broker-credential", vendor, key);
        var credential = new BrokerCredential(id, vendor, $"v.{id:N}", Now);
        if (await store.Accounts.IsRemovedCredential(id, call.Cancel))
            return Revoked("the broker user that this made is removed");
        // Recorded before it is made: a user that no row knows would be nobody's to remove.
        if (!await store.Accounts.AddCredential(credential, CredentialsMax, call.Cancel)
            && (await store.Accounts.ListCredentials(vendor, call.Cancel)).All(c => c.Id != id))
            return ProblemView.Of(Problems.Limit, $"a vendor has at most {CredentialsMax} broker users");
        return await broker.Open(credential, PasswordOf(credential), call.Cancel);
    }

    public async Task<Page<BrokerCredentialDocument>> Credentials(Account vendor, CancellationToken cancel) => new(
        [.. (await store.Accounts.ListCredentials(vendor.Id, cancel))
            .Select(c => new BrokerCredentialDocument(c.Id.ToString(), c.User, Time.Format(c.CreatedAt)))]);

    /// <summary>The inbox goes with the last one. False where the vendor has no such broker user.</summary>
    public async Task<bool> RemoveCredential(Account vendor, Guid id, CancellationToken cancel)
    {
        var present = await store.Accounts.ListCredentials(vendor.Id, cancel);
        if (present.FirstOrDefault(c => c.Id == id) is not { } credential)
            return false;
        var isLast = present.Count == 1;
        // Recorded after it is done: what the broker does not do now is tried again.
        if (bots.Broker is { } broker)
        {
            await broker.RemoveUser(credential.User, cancel);
            if (isLast)
                await broker.RemoveVendor(vendor.Id, cancel);
        }
        await store.Accounts.RemoveCredential(vendor.Id, id, cancel);
        // Another one was made, or removed, meanwhile.
        if (bots.Broker is { } again && (await store.Accounts.ListCredentials(vendor.Id, cancel)).Count > 0 == isLast)
            await (isLast ? again.EnsureVendor(vendor.Id, cancel) : again.RemoveVendor(vendor.Id, cancel));
        return true;
    }

    private static Problem Revoked(string detail) => ProblemView.Of(ProblemCodes.Revoked, detail);

    private (ApiKey Key, string Token) NewKey(AccountId account, AccountId caller, string requestKey, long now)
    {
        var id = new KeyId(identity.Derive("key", caller, requestKey).ToString("N"));
        var secret = identity.DeriveSecret("key", caller, requestKey);
        return (new ApiKey(id, account, ApiKeys.HashOf(secret), now, null), $"{id}.{secret}");
    }

    /// <summary>Derived from the credential alone: a restored vendor's bots go on with the passwords they have.</summary>
    private string PasswordOf(BrokerCredential credential) =>
        identity.DeriveSecret("broker-password", credential.Account, credential.Id.ToString());

    private static AccountDocument Document(Account account) => new(
        account.Id.ToString(), EnumWords.Of(account.Kind), account.Name, account.Contact, Time.Format(account.CreatedAt),
        account.SuspendedAt is { } at ? Time.Format(at) : null, account.SuspendedFor);

    private static string? Name(ApiKey key) => key.Name.Length > 0 ? key.Name : null;

    private long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();
}
