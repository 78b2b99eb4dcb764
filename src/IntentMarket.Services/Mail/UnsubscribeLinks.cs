using System.Security.Cryptography;
using System.Text;
using IntentMarket.Engine;
using IntentMarket.Services.Market;
using IntentMarket.Storage;

namespace IntentMarket.Services.Mail;

/// <summary>The links in mails that stop mails of their kind. Who has the mail may: its token is signed with the market's secret, opens
/// nothing else, and holds for as long as the account.</summary>
public sealed class UnsubscribeLinks(MarketIdentity identity)
{
    public const string Path = "/mail/stop";

    private const int SignatureBytes = 16;

    public string Address(string site, AccountId account, MailKind kind) => $"{site}{Path}?t={Token(account, kind)}";

    /// <summary>What a token is for; null where it is none of ours.</summary>
    public (AccountId Account, MailKind Kind)? Read(string? token)
    {
        if (token?.Split('.') is not [var id, var word, _] || !Guid.TryParseExact(id, "N", out var uuid))
            return null;
        var account = new AccountId(uuid);
        return EnumWords.TryRead<MailKind>(word, out var kind)
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Token(account, kind)), Encoding.UTF8.GetBytes(token))
                ? (account, kind)
                : null;
    }

    private string Token(AccountId account, MailKind kind)
    {
        var signed = $"{account:N}.{EnumWords.Of(kind)}";
        return $"{signed}.{Convert.ToHexStringLower(
            HMACSHA256.HashData(identity.Secret, Encoding.UTF8.GetBytes("mail-stop/" + signed)).AsSpan(0, SignatureBytes))}";
    }
}
