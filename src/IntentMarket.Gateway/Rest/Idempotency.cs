using System.Security.Cryptography;
using System.Text;
using IntentMarket.Contracts;
using IntentMarket.Engine;
using IntentMarket.Storage;

namespace IntentMarket.Gateway;

/// <summary>Requests that no book knows: the same key with the same body is the same request, for 24 hours.</summary>
public sealed class Idempotency(Store store, MarketIdentity identity, TimeProvider clock)
{
    /// <summary>The keyed hash of a message to one operation: the same key may not stand for two of them.</summary>
    public string HashOf(string operation, JsonTree? tree) => Hash(operation + "/" + (tree is null ? "" : BodyHash.Of(identity.Secret, tree)));

    /// <summary>Notes that the request was made. What it makes is to be derived from the key that comes back: then a request that repeats it makes
    /// the same. Without a key of the caller it is one of its own.</summary>
    public async Task<(string Key, Problem? Problem)> Claim(Call call, string operation, JsonTree? tree)
    {
        if (call.Key is not { } key)
            return (Guid.NewGuid().ToString("N"), null);
        var hash = HashOf(operation, tree);
        var first = await store.Accounts.Claim(call.Account.Id, operation, Hash(key), hash, clock.GetUtcNow().ToUnixTimeMilliseconds(), call.Cancel);
        return (operation + "/" + key, first == hash ? null : ProblemView.Of(Problems.KeyReused, "this Idempotency-Key was used before with another body"));
    }

    private string Hash(string text) => Convert.ToHexStringLower(HMACSHA256.HashData(identity.Secret, Encoding.UTF8.GetBytes(text)));
}
