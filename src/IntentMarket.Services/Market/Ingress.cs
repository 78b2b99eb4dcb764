using System.Security.Cryptography;
using System.Text;
using IntentMarket.Engine;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;
using IntentMarket.Storage;

namespace IntentMarket.Services.Market;

/// <summary>The one door: every edge brings its commands here, where they get their time, their ids and their partition.</summary>
public sealed class Ingress(Store store, ICourier courier, MarketIdentity identity, TimeProvider clock)
{
    /// <summary>How long an edge waits for the answer to a command before it looks it up in the store.</summary>
    public static readonly TimeSpan ReplyTimeout = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan LookUpTimeout = TimeSpan.FromSeconds(1);

    public long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();

    /// <param name="idempotencyKey">The intent's id is made from it, so two nodes that get the same post make the same intent.</param>
    /// <param name="contact">For the winner, where the auction awards by itself.</param>
    public Task<Reply> Post(
        Account customer, string idempotencyKey, string bodyHash, IntentTerms terms, string texts,
        CancellationToken cancel, string? contact = null)
    {
        var id = identity.IntentOf(customer.Id, idempotencyKey);
        return Send(new PostIntent(id, Party(customer, id), Now, RequestOf(customer, id, idempotencyKey, bodyHash), terms, Salted(texts),
            contact is null ? null : Salted(contact)), cancel);
    }

    public Task<Reply> Amend(
        Account customer, IntentId intentId, string? idempotencyKey, string bodyHash, int version, IntentTerms terms, string texts,
        CancellationToken cancel) =>
        Send(new AmendIntent(
            intentId, Party(customer, intentId), Now, RequestOf(customer, intentId, idempotencyKey, bodyHash), version,
            terms, Salted(texts)), cancel);

    public Task<Reply> Withdraw(
        Account customer, IntentId intentId, string? idempotencyKey, string bodyHash, string reason, CancellationToken cancel) =>
        Send(new WithdrawIntent(
            intentId, Party(customer, intentId), Now, RequestOf(customer, intentId, idempotencyKey, bodyHash), Salted(reason)), cancel);

    public Task<Reply> Remove(
        Account @operator, IntentId intentId, string? idempotencyKey, string bodyHash, string reason, CancellationToken cancel) =>
        Send(new RemoveIntent(
            intentId, Party(@operator, intentId), Now, RequestOf(@operator, intentId, idempotencyKey, bodyHash), Salted(reason)), cancel);

    public Task<Reply> Award(
        Account customer, IntentId intentId, string? idempotencyKey, string bodyHash, OfferId offerId, string? contact, string? reason,
        CancellationToken cancel) =>
        Send(new AwardIntent(intentId, Party(customer, intentId), Now, RequestOf(customer, intentId, idempotencyKey, bodyHash), offerId,
            contact is null ? null : Salted(contact), reason is null ? null : Salted(reason)), cancel);

    /// <param name="inOrder">It stands in the partition's queue: see <see cref="IntentMarket.Engine.Market.SubmitOffer.InOrder"/>.</param>
    /// <param name="floor">The offer is a standing bid: the least total, in minor units.</param>
    public SubmitOffer SubmitOffer(
        Account vendor, IntentId intentId, string key, string bodyHash, OfferTerms offer, string? note, bool inOrder, long? floor = null) =>
        new(
            intentId, Party(vendor, intentId), Now, new Request(KeyHash(vendor, intentId, "offer", key), bodyHash), key,
            new OfferId(Guid.CreateVersion7()), offer,
            note is null ? null : Salted(note), inOrder,
            floor is { } least ? new StandingBid(least, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32))) : null);

    public ConfirmOffer ConfirmOffer(
        Account vendor, IntentId intentId, OfferId offerId, string? requestKey, string bodyHash, string agreesTo, bool inOrder) =>
        new(intentId, Party(vendor, intentId), Now, RequestOf(vendor, intentId, requestKey, bodyHash), offerId, agreesTo, inOrder);

    public WithdrawOffer WithdrawOffer(
        Account vendor, IntentId intentId, OfferId offerId, string? requestKey, string bodyHash, bool inOrder) =>
        new(intentId, Party(vendor, intentId), Now, RequestOf(vendor, intentId, requestKey, bodyHash), offerId, inOrder);

    /// <summary>Takes a command to the node that serves its partition, and brings the answer. An offer whose answer does not come is looked
    /// up, so <see cref="Reply.Unknown"/> means that the store did not know it a moment ago.</summary>
    public async Task<Reply> Send(Command command, CancellationToken cancel)
    {
        var reply = await courier.Send(command, ReplyTimeout, cancel);
        if (reply is not Reply.Unknown || command is not SubmitOffer offer)
            return reply;
        try
        {
            using var lookUp = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            lookUp.CancelAfter(LookUpTimeout);
            var found = await store.Offers.ByKey(offer.IntentId, offer.Actor.Account, offer.Key, lookUp.Token);
            var stored = found is null ? null : await store.Journal.ReadEvent(offer.IntentId, found.Row.Receipt, lookUp.Token);
            return stored is not null && EventCodec.DecodeToPass(stored) is { Event: not UnknownEvent } recorded
                ? new Reply.Recorded(recorded, Repeated: true)
                : reply;
        }
        catch (Exception e) when (e is StoreDownException or OperationCanceledException && !cancel.IsCancellationRequested)
        {
            return reply;
        }
    }

    private static Party Party(Account account, IntentId intentId) => new(account.Id, MarketIdentity.PseudonymOf(account, intentId));

    private static Request RequestOf(Account sender, IntentId intentId, string? key, string bodyHash) =>
        new(KeyHash(sender, intentId, "request", key ?? Guid.NewGuid().ToString()), bodyHash);

    /// <summary>What an event holds of a key: the other bidders read the transcript, and a key like <c>acme-42</c> would tell them who it
    /// is. It is made from the account's own salt, as its pseudonym is, so it differs from intent to intent and leads nowhere once the
    /// account is erased. A vendor's own offer keys and the keys of other requests (<paramref name="kind"/>) do not meet.</summary>
    private static string KeyHash(Account sender, IntentId intentId, string kind, string key) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(sender.Salt, Encoding.UTF8.GetBytes($"{kind}/{intentId}/{key}")).AsSpan(0, 16));

    private static FreeText Salted(string text) => new(text, RandomNumberGenerator.GetBytes(32));
}

/// <summary>Takes commands to the node that serves their intent's partition.</summary>
public interface ICourier
{
    /// <summary>The answer, or <see cref="Reply.Full"/>, <see cref="Reply.Down"/> (nothing was recorded) or
    /// <see cref="Reply.Unknown"/>.</summary>
    Task<Reply> Send(Command command, TimeSpan timeout, CancellationToken cancel);

    /// <summary>Puts a wake-up behind whatever waits in the partition. Nobody waits for it; if it is lost, the
    /// next one comes soon.</summary>
    ValueTask Wake(Wake wake, CancellationToken cancel);
}
