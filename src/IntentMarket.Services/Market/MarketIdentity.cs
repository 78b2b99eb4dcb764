using System.Security.Cryptography;
using System.Text;
using IntentMarket.Engine;
using IntentMarket.Storage;

namespace IntentMarket.Services.Market;

/// <summary>What the market derives from its secret: ids that repeat with their request, pseudonyms, hashes of bodies.</summary>
public sealed class MarketIdentity(byte[] secret)
{
    private readonly byte[] _encryption = HMACSHA256.HashData(secret, "encryption"u8);

    public byte[] Secret { get; } = secret;

    public IntentId IntentOf(AccountId account, string idempotencyKey) => new IntentId(Derive("intent", account, idempotencyKey));

    /// <summary>Who an account is on one intent. Made from the account's own salt: once that is erased, nothing leads back.</summary>
    public static Pseudonym PseudonymOf(Account account, IntentId intentId) =>
        new Pseudonym(Uuid(HMACSHA256.HashData(account.Salt, intentId.Value.ToByteArray(bigEndian: true))));

    /// <summary>An id that is the same whenever the same account makes the same request of that kind.</summary>
    public Guid Derive(string kind, AccountId account, string key) =>
        Uuid(HMACSHA256.HashData(Secret, Encoding.UTF8.GetBytes($"{kind}/{account}/{key}")));

    /// <summary>What may stand in the database in place of a text, such as an address: nobody finds the text by it.</summary>
    public byte[] Hash(string text) => HMACSHA256.HashData(Secret, Encoding.UTF8.GetBytes(text));

    /// <summary>What may stand in the database in place of a secret: the market's nodes alone read it.</summary>
    public byte[] Encrypt(byte[] clear) => Encryption.Encrypt(_encryption, clear);

    /// <exception cref="AuthenticationTagMismatchException">It is not what <see cref="Encrypt"/> made.</exception>
    public byte[] Decrypt(byte[] encrypted) => Encryption.Decrypt(_encryption, encrypted);

    /// <summary>A secret (base64url of 32 bytes) that is the same whenever the same account makes the same request: so an answer that shows
    /// a secret once can be repeated to the same request though only its hash is stored.</summary>
    public string DeriveSecret(string kind, AccountId account, string key) => DeriveSecret(kind, account.Value, key);

    public string DeriveSecret(string kind, Guid of, string key) =>
        Convert.ToBase64String(HMACSHA256.HashData(Secret, Encoding.UTF8.GetBytes($"secret/{kind}/{of}/{key}")))
            .TrimEnd('=').Replace('+', '-').Replace('/', '_');

    /// <summary>The first 16 bytes of a hash as a UUID of version 8 (RFC 9562).</summary>
    public static Guid Uuid(ReadOnlySpan<byte> hash)
    {
        Span<byte> id = stackalloc byte[16];
        hash[..16].CopyTo(id);
        id[6] = (byte)((id[6] & 0x0F) | 0x80);
        id[8] = (byte)((id[8] & 0x3F) | 0x80);
        return new Guid(id, bigEndian: true);
    }
}
