using System.Buffers.Text;
using IntentMarket.Services.Accounts;
using IntentMarket.Storage;

namespace IntentMarket.Web.People;

/// <summary>Something that opens a person's account, or one of their accounts, without the password.</summary>
/// <param name="Id">Its kind, a dot, and what it is known by there.</param>
/// <param name="Account">The account that it opens; null: all of the person's.</param>
public sealed record WayIn(string Id, string Name, long CreatedAt, long? UsedAt, Account? Account);

/// <summary>All that opens a person's account beside password and sessions: passkeys, the keys of their programs, the broker users of their
/// bots. They are listed here and nowhere else, and ended together.</summary>
internal sealed class WaysIn(Store store, AccountService service, TimeProvider clock)
{
    private const string Passkey = "passkey.", Key = "key.", Bot = "bot.";

    /// <summary>Oldest first.</summary>
    public async Task<IReadOnlyList<WayIn>> List(Guid person, CancellationToken cancel)
    {
        var ways = (await store.People.Passkeys(person, cancel))
            .Select(p => new WayIn(Passkey + Base64Url.EncodeToString(p.CredentialId), $"Passkey “{p.Name}”", p.CreatedAt, null, null))
            .ToList();
        foreach (var account in await store.People.Accounts(person, cancel))
        {
            ways.AddRange((await store.Accounts.ListKeys(account.Id, cancel)).Where(k => k.RevokedAt is null).Select(k => new WayIn(
                Key + k.Id,
                $"Key {(k.Name.Length > 0 ? $"“{k.Name}”" : k.Id.Value[..8])}{(k.Scope == KeyScope.Read ? ", which may only read" : "")}",
                k.CreatedAt, k.UsedAt, account)));
            ways.AddRange((await store.Accounts.ListCredentials(account.Id, cancel)).Select(c => new WayIn(
                $"{Bot}{c.Id}", $"Bot {c.User}", c.CreatedAt, null, account)));
        }
        return [.. ways.OrderBy(w => w.CreatedAt)];
    }

    /// <summary>What it opened closes within seconds.</summary>
    public async Task End(Guid person, string id, CancellationToken cancel)
    {
        if ((await List(person, cancel)).FirstOrDefault(w => w.Id == id) is not { } way)
            return;
        if (way.Account is not { } account)
            await store.People.RemovePasskey(person, Base64Url.DecodeFromChars(id.AsSpan(Passkey.Length)), cancel);
        else if (id.StartsWith(Key, StringComparison.Ordinal))
            await service.RevokeKey(account, new KeyId(id[Key.Length..]), cancel);
        else
            await service.RemoveCredential(account, Guid.Parse(id.AsSpan(Bot.Length)), cancel);
    }

    /// <summary>A new password by a link, which is used up; all sessions and ways in end, but for those that are kept. False where the link
    /// was used meanwhile.</summary>
    public async Task<bool> Reset(PersonRow person, LinkRow link, string passwordHash, IReadOnlySet<string> kept, CancellationToken cancel)
    {
        // The broker may be down: then nothing has happened yet, and the link still holds.
        foreach (var bot in (await List(person.Id, cancel))
            .Where(w => w.Id.StartsWith(Bot, StringComparison.Ordinal) && !kept.Contains(w.Id)))
            await End(person.Id, bot.Id, cancel);
        return await store.People.Reset(
            person.Id, link.Id, passwordHash, passkey => kept.Contains(Passkey + Base64Url.EncodeToString(passkey)),
            key => kept.Contains(Key + key), clock.GetUtcNow().ToUnixTimeMilliseconds(), cancel);
    }
}
