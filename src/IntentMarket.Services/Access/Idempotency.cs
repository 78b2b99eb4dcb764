using System.Security.Cryptography;
using System.Text;
using IntentMarket.Contracts;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;
using IntentMarket.Services.Market;
using IntentMarket.Services.Wire;
using IntentMarket.Storage;

namespace IntentMarket.Services.Access;

/// <summary>Requests that no book knows: the same key with the same body is the same request, for 24 hours, and while
/// what it made is there.</summary>
public sealed class Idempotency(Store store, MarketIdentity identity, TimeProvider clock)
{
    /// <summary>The keyed hash of a message to one operation: the same key may not stand for two of them.</summary>
    public string HashOf(string operation, JsonTree? tree) =>
        Hash(operation + "/" + (tree is null ? "" : BodyHash.Of(identity.Secret, tree)));

    /// <summary>Notes that the request was made. What it makes is to be derived from the key that comes back: then a request that repeats
    /// it makes the same. Without a key of the caller it is one of its own.</summary>
    public async Task<(string Key, Problem? Problem)> Claim(RequestContext call, string operation, JsonTree? tree)
    {
        if (call.Key is not { } key || KeyOf(call, operation) is not { } made)
            return (Guid.NewGuid().ToString("N"), null);
        var hash = HashOf(operation, tree);
        var first = await store.Accounts.Claim(
            call.Account.Id, operation, Hash(key), hash, clock.GetUtcNow().ToUnixTimeMilliseconds(), call.Cancel);
        return (made, first == hash ? null : Reused);
    }

    /// <summary>What the request makes is derived from; null where the caller gave no key. Ask with it first what is there already: that
    /// answers for longer than requests are remembered.</summary>
    public static string? KeyOf(RequestContext call, string operation) => call.Key is { } key ? operation + "/" + key : null;

    public static Problem Reused { get; } = ProblemView.Of(Problems.KeyReused, "this Idempotency-Key was used before with another body");

    /// <summary>Whether a stored text is the one that was read: texts of before were stored as they came.</summary>
    public static bool IsSame(string? stored, string? read) => (stored is null ? null : Unicode.Normal(stored)) == read;

    private string Hash(string text) => Convert.ToHexStringLower(HMACSHA256.HashData(identity.Secret, Encoding.UTF8.GetBytes(text)));
}
