using System.Security.Cryptography;
using IntentMarket.Contracts;
using IntentMarket.Engine;
using IntentMarket.Gateway.Amqp;
using IntentMarket.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace IntentMarket.Gateway;

/// <summary>Accounts, their keys, and the broker users of vendors.</summary>
internal static class AccountEndpoints
{
    /// <summary>Keys that an account may have at a time; more are refused with <c>limit</c>.</summary>
    private const int KeysMax = 100;

    /// <summary>Broker users that a vendor may have at a time; more are refused with <c>limit</c>.</summary>
    private const int CredentialsMax = 10;

    public static void MapAccounts(this IEndpointRouteBuilder api)
    {
        api.MapPost("/accounts", Create).Writes(AccountKind.Operator)
            .Takes<AccountRequest>().Gives<AccountCreated>(StatusCodes.Status201Created).WithSummary("Opens an account and gives its first key");
        api.MapPost("/accounts/{id:guid}/suspend", Suspend).Writes(AccountKind.Operator)
            .Takes<ReasonRequest>().Gives<AccountDocument>().WithSummary("Suspends an account: it may read what is its own, and change nothing");
        api.MapPost("/accounts/{id:guid}/restore", Restore).Writes(AccountKind.Operator)
            .Takes<ReasonRequest>().Gives<AccountDocument>().WithSummary("Lifts a suspension");
        api.MapPost("/keys", AddKey).Writes().Takes<KeyRequest>().Gives<KeyCreated>(StatusCodes.Status201Created).WithSummary("Makes a further key for the account");
        api.MapGet("/keys", ListKeys).Reads().Gives<Page<KeyDocument>>().WithSummary("The keys of the account");
        api.MapDelete("/keys/{id}", RevokeKey).Revokes().GivesNothing().WithSummary("Revokes a key: what it opened closes within 5 seconds");
        api.MapPost("/broker-credentials", AddCredential).Writes(AccountKind.Vendor)
            .Gives<BrokerCredentialCreated>(StatusCodes.Status201Created).WithSummary("Makes a broker user for a bot");
        api.MapGet("/broker-credentials", ListCredentials).Reads(AccountKind.Vendor)
            .Gives<Page<BrokerCredentialDocument>>().WithSummary("The broker users of the vendor");
        api.MapDelete("/broker-credentials/{id:guid}", RemoveCredential).Revokes(AccountKind.Vendor)
            .GivesNothing().WithSummary("Removes a broker user and closes its connections");
    }

    private static async Task<IResult> Create(Call call, Body body, Store store, MarketIdentity identity, Idempotency idempotency, TimeProvider clock)
    {
        var reading = AccountReader.Account(body.Tree);
        if (!reading.IsGood)
            return Answers.Malformed(reading.Faults);
        var (key, problem) = await idempotency.Claim(call, "POST /accounts", body.Tree);
        if (problem is not null)
            return Answers.Problem(problem);
        var now = Now(clock);
        var account = new Account(
            identity.Derive("account", call.Account.Id, key), reading.Value.Kind, reading.Value.Name, reading.Value.Contact,
            RandomNumberGenerator.GetBytes(32), now, null, null);
        var (apiKey, token) = NewKey(identity, account.Id, call.Account.Id, key, now);
        await store.Accounts.Add(account, apiKey, call.Cancel);
        return Answers.Created(
            null, new AccountCreated(account.Id.ToString(), Word(account.Kind), reading.Value.Name, token));
    }

    private static async Task<IResult> Suspend(
        Guid id, Call call, Body body, Store store, ApiKeys keys, OpenCalls open, TimeProvider clock, Bots bots)
    {
        var reading = AccountReader.Reason(body.Tree);
        if (!reading.IsGood)
            return Answers.Malformed(reading.Faults);
        if (await store.Accounts.Get(id, call.Cancel) is not { } account)
            return Answers.NotFound;
        if (account.SuspendedAt is null)
        {
            await store.Accounts.Suspend(id, Now(clock), reading.Value, call.Cancel);
            account = await store.Accounts.Get(id, call.Cancel) ?? account;
        }
        keys.Forget(id);
        open.Close(id, keyId: null);
        // The bots of a suspended vendor may not speak; who asks again finishes what the broker did not do the first time.
        if (bots.Admin is { } broker)
        {
            foreach (var credential in await store.Accounts.ListCredentials(id, call.Cancel))
                await broker.RemoveUser(credential.User, call.Cancel);
        }
        return Answers.Ok(Document(account));
    }

    private static async Task<IResult> Restore(
        Guid id, Call call, Body body, Store store, ApiKeys keys, MarketIdentity identity, Bots bots)
    {
        var reading = AccountReader.Reason(body.Tree);
        if (!reading.IsGood)
            return Answers.Malformed(reading.Faults);
        if (await store.Accounts.Get(id, call.Cancel) is not { } account)
            return Answers.NotFound;
        if (account.SuspendedAt is not null)
        {
            await store.Accounts.Restore(id, call.Cancel);
            account = await store.Accounts.Get(id, call.Cancel) ?? account;
        }
        keys.Forget(id);
        if (bots.Admin is { } broker)
        {
            foreach (var credential in await store.Accounts.ListCredentials(id, call.Cancel))
                await broker.EnsureUser(id, credential.User, PasswordOf(identity, credential), call.Cancel);
        }
        return Answers.Ok(Document(account));
    }

    private static async Task<IResult> AddKey(Call call, OptionalBody body, Store store, MarketIdentity identity, Idempotency idempotency, TimeProvider clock)
    {
        var reading = AccountReader.Key(body.Tree);
        if (!reading.IsGood)
            return Answers.Malformed(reading.Faults);
        var (key, problem) = await idempotency.Claim(call, "POST /keys", body.Tree);
        if (problem is not null)
            return Answers.Problem(problem);
        var (apiKey, token) = NewKey(identity, call.Account.Id, call.Account.Id, key, Now(clock));
        apiKey = apiKey with { Name = reading.Value.Name, Scope = reading.Value.Scope };
        var present = await store.Accounts.ListKeys(call.Account.Id, call.Cancel);
        if (present.Count(k => k.RevokedAt is null && k.Id != apiKey.Id) >= KeysMax)
            return Answers.Problem(Problems.Limit, $"an account has at most {KeysMax} keys");
        await store.Accounts.AddKey(apiKey, call.Cancel);
        return Answers.Created(null, new KeyCreated(apiKey.Id, token, Name(apiKey), Word(apiKey.Scope)));
    }

    private static async Task<IResult> ListKeys(Call call, Store store)
    {
        var keys = await store.Accounts.ListKeys(call.Account.Id, call.Cancel);
        return Answers.Ok(new Page<KeyDocument>([.. keys.Where(k => k.RevokedAt is null).Select(k => new KeyDocument(
            k.Id, Time.Format(k.CreatedAt), Word(k.Scope), Name(k), k.UsedAt is { } usedAt ? Time.Format(usedAt) : null))]));
    }

    private static async Task<IResult> RevokeKey(string id, Call call, Store store, ApiKeys keys, OpenCalls open, TimeProvider clock)
    {
        if (!await store.Accounts.RevokeKey(call.Account.Id, id, Now(clock), call.Cancel))
            return Answers.NotFound;
        keys.Forget(call.Account.Id);
        open.Close(call.Account.Id, id);
        return Answers.NoContent;
    }

    private static async Task<IResult> AddCredential(
        Call call, NoBody _, Store store, MarketIdentity identity, Idempotency idempotency, TimeProvider clock, Bots bots)
    {
        if (bots is not { Admin: { } broker, Settings: { } settings })
            return Answers.Problem(ProblemCodes.NoBroker, "this market runs without a broker: use REST or the hub");
        var (key, problem) = await idempotency.Claim(call, "POST /broker-credentials", null);
        if (problem is not null)
            return Answers.Problem(problem);
        var vendor = call.Account.Id;
        var id = identity.Derive("broker-credential", vendor, key);
        var credential = new BrokerCredential(id, vendor, $"v.{id:N}", Now(clock));
        var present = await store.Accounts.ListCredentials(vendor, call.Cancel);
        if (present.Count(c => c.Id != id) >= CredentialsMax)
            return Answers.Problem(Problems.Limit, $"a vendor has at most {CredentialsMax} broker users");
        // Recorded before it is made: a user that no row knows would be nobody's to remove.
        await broker.EnsureVendor(vendor, call.Cancel);
        await store.Accounts.AddCredential(credential, call.Cancel);
        var password = PasswordOf(identity, credential);
        await broker.EnsureUser(vendor, credential.User, password, call.Cancel);
        await Task.Delay(VendorInboxes.KnownFor, clock, call.Cancel);
        return Answers.Created(null, new BrokerCredentialCreated(
            id.ToString(), settings.PublicHost, settings.PublicPort, settings.PublicTls, settings.Edge, credential.User, password,
            EdgeTopology.Exchange(vendor), EdgeTopology.Inbox(vendor)));
    }

    private static async Task<IResult> ListCredentials(Call call, Store store)
    {
        var credentials = await store.Accounts.ListCredentials(call.Account.Id, call.Cancel);
        return Answers.Ok(new Page<BrokerCredentialDocument>(
            [.. credentials.Select(c => new BrokerCredentialDocument(c.Id.ToString(), c.User, Time.Format(c.CreatedAt)))]));
    }

    private static async Task<IResult> RemoveCredential(Guid id, Call call, Store store, Bots bots)
    {
        var credentials = await store.Accounts.ListCredentials(call.Account.Id, call.Cancel);
        if (credentials.FirstOrDefault(c => c.Id == id) is not { } credential)
            return Answers.NotFound;
        if (bots.Admin is { } broker)
            await broker.RemoveUser(credential.User, call.Cancel);
        await store.Accounts.RemoveCredential(call.Account.Id, id, call.Cancel);
        return Answers.NoContent;
    }

    private static (ApiKey Key, string Token) NewKey(MarketIdentity identity, Guid account, Guid caller, string requestKey, long now)
    {
        var id = identity.Derive("key", caller, requestKey).ToString("N");
        var secret = identity.DeriveSecret("key", caller, requestKey);
        return (new ApiKey(id, account, ApiKeys.HashOf(secret), now, null), $"{id}.{secret}");
    }

    /// <summary>Derived from the credential alone: a restored vendor's bots go on with the passwords they have.</summary>
    private static string PasswordOf(MarketIdentity identity, BrokerCredential credential) =>
        identity.DeriveSecret("broker-password", credential.Account, credential.Id.ToString());

    private static AccountDocument Document(Account account) => new(
        account.Id.ToString(), Word(account.Kind), account.Name, account.Contact, Time.Format(account.CreatedAt),
        account.SuspendedAt is { } at ? Time.Format(at) : null, account.SuspendedFor);

    private static string Word(AccountKind kind) => kind switch
    {
        AccountKind.Customer => "customer",
        AccountKind.Vendor => "vendor",
        _ => "operator",
    };

    private static string Word(KeyScope scope) => scope == KeyScope.Read ? "read" : "all";

    private static string? Name(ApiKey key) => key.Name.Length > 0 ? key.Name : null;

    private static long Now(TimeProvider clock) => clock.GetUtcNow().ToUnixTimeMilliseconds();
}

/// <summary>The broker that vendors' bots use; neither where the market runs without one.</summary>
public sealed record Bots(BrokerAdmin? Admin, BrokerSettings? Settings);
