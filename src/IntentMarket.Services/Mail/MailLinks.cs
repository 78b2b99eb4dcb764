using System.Security.Cryptography;
using System.Text;
using IntentMarket.Services.Access;
using IntentMarket.Services.Market;
using IntentMarket.Storage;

namespace IntentMarket.Services.Mail;

/// <summary>Links that are mailed to an address, and what they are worth when they come back. The token in a link is derived from its id
/// with the market's secret.</summary>
public sealed class MailLinks(Store store, MarketIdentity identity, Attempts attempts, TimeProvider clock)
{
    private static readonly TimeSpan SignUpFor = TimeSpan.FromDays(1), OthersFor = TimeSpan.FromHours(1);

    /// <summary>Has a link mailed to an address; nothing tells whether somebody is known by it.</summary>
    public Task Send(LinkPurpose purpose, string email, string emailKey, string? body, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var until = now + (purpose == LinkPurpose.SignUp ? SignUpFor : OthersFor);
        return store.Links.Add(
            new LinkRow(
                Guid.CreateVersion7(), purpose, email, emailKey, body, now.ToUnixTimeMilliseconds(),
                until.ToUnixTimeMilliseconds()), cancel);
    }

    /// <summary>The link that a token is of; null where it is none, was used or has expired.</summary>
    /// <param name="address">Where it comes from: a token that is wrong is an attempt.</param>
    /// <exception cref="ProblemException">There were too many wrong ones.</exception>
    public async Task<LinkRow?> Find(LinkPurpose purpose, string token, string address, CancellationToken cancel)
    {
        var id = Guid.TryParseExact(token.Split('.')[0], "N", out var named) ? named : Guid.Empty;
        LinkRow? link = null;
        await attempts.Try($"link/{id}", address, async () =>
        {
            var isOurs = CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Token(id)), Encoding.UTF8.GetBytes(token));
            link = isOurs && await store.Links.Find(id, clock.GetUtcNow().ToUnixTimeMilliseconds(), cancel) is { } found
                && found.Purpose == purpose
                    ? found
                    : null;
            return link is not null;
        }, cancel);
        return link;
    }

    public string Token(Guid id) => $"{id:N}.{identity.DeriveSecret("link", id, "")}";
}
