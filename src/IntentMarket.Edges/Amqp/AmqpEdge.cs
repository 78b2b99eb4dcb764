using System.Threading.RateLimiting;
using IntentMarket.Contracts;
using IntentMarket.Engine;
using IntentMarket.Engine.Loop;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;
using IntentMarket.Nodes.Broker;
using IntentMarket.Nodes.Cluster;
using IntentMarket.Nodes.Market;
using IntentMarket.Nodes.Publishing;
using IntentMarket.Services.Access;
using IntentMarket.Services.Market;
using IntentMarket.Services.Notices;
using IntentMarket.Services.Offers;
using IntentMarket.Services.Wire;
using IntentMarket.Storage;
using Microsoft.Extensions.Logging;

namespace IntentMarket.Edges.Amqp;

/// <summary>The bots' edge: reads what stands in the partitions' queues, brings it to the market, and answers. A bot's bytes are hostile;
/// who it is, the exchange tells that it could write to.</summary>
public sealed partial class AmqpEdge(
    Store store, OfferService service, MarketIdentity identity, NoticeWriter writer, NoticeCursors cursors, Mailboxes mailboxes,
    VendorInboxes inboxes, CommandLink commands, BotConsole console, AmqpLimits limits, TimeProvider clock, ILogger<AmqpEdge> logger)
{
    private const string NotKnownHere = "the node that serves the intent does not know this yet: send it again with the same key";

    /// <summary>Vendors in memory.</summary>
    private const int VendorsMax = 50_000;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(250);

    private readonly PartitionedRateLimiter<AccountId> _quota = PartitionedRateLimiter.Create<AccountId, AccountId>(vendor =>
        RateLimitPartition.GetTokenBucketLimiter(vendor, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = limits.Burst,
            TokensPerPeriod = Math.Max(1, limits.PerSecond / 10),
            ReplenishmentPeriod = TimeSpan.FromMilliseconds(100),
        }));

    private readonly Cache<AccountId, Account?> _vendors = new(VendorsMax, clock);

    /// <summary>Takes a message from a partition's queue. It is acknowledged once what it asks for is stored, or it is answered.</summary>
    public async ValueTask Handle(Delivery delivery, CancellationToken cancel)
    {
        console.Came(delivery);
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                if (delivery.FromNode)
                    await HandleCommand(delivery, cancel);
                else
                    await HandleMessage(delivery, cancel);
                return;
            }
            catch (Exception down) when (down is StoreDownException or BrokerDownException)
            {
                // Held, not given back: it would only come again at once, and be dead after some rounds.
                LogHeld(down.Message);
                await Task.Delay(RetryAfter, clock, cancel);
            }
        }
    }

    /// <summary>Answers a message that got nowhere.</summary>
    public async ValueTask HandleDeadLetter(DeadLetter deadLetter, CancellationToken cancel)
    {
        var delivery = deadLetter.Message;
        if (deadLetter is { Kind: DeadLetterKind.Dropped, Vendor: { } reader })
            await Resync(reader, delivery);
        else if (deadLetter.Vendor is { } vendor)
        {
            // One that came back too often was shown when it came first.
            if (deadLetter is { Kind: DeadLetterKind.Unrouted } or { Cause: "expired" })
                console.Came(delivery);
            var code = deadLetter.Kind == DeadLetterKind.Unrouted ? "wrong-route"
                : deadLetter.Cause == "expired" ? "expired"
                : "undeliverable";
            await Answer(
                vendor, delivery,
                OfferView.Refused(OfferReader.IntentIdOf(JsonTree.Parse(delivery.Body.Span)), delivery.MessageId, Now, code,
                    deadLetter.Kind == DeadLetterKind.Unrouted
                        ? "the routing key is not the `route` of an intent"
                        : "the message was not taken: send it again, without an expiration"));
        }
        delivery.Ack();
    }

    private async Task HandleCommand(Delivery delivery, CancellationToken cancel)
    {
        Command command;
        try
        {
            command = EventCodec.DecodeCommand(delivery.Body.Span);
        }
        catch (Exception unread) when (unread is System.Text.Json.JsonException or NotSupportedException)
        {
            // Only nodes write here: one of another version, who is told so at once.
            await commands.Reply(delivery, ReplyCodec.Encode(new Reply.Refused(Problems.Down, NotKnownHere)));
            delivery.Ack();
            return;
        }
        var posted = new Posted(command, Held: false);
        await mailboxes.Of(command.IntentId).Post(posted, cancel);
        _ = Finish(delivery, posted, async reply =>
        {
            if (command is not Wake)
                await commands.Reply(delivery, ReplyCodec.Encode(reply));
        }, cancel);
    }

    private async Task HandleMessage(Delivery delivery, CancellationToken cancel)
    {
        if (delivery.Vendor is not { } vendorId || await FindVendor(vendorId, cancel) is not { } vendor)
        {
            delivery.Nack(requeue: false);
            return;
        }
        if (Refusal(delivery, vendorId, vendor) is { } refused)
        {
            await Answer(vendorId, delivery, refused);
            delivery.Ack();
            return;
        }
        var tree = JsonTree.Parse(delivery.Body.Span);
        if (delivery.Type == "offers.submit")
            await HandleMany(vendor, delivery, tree, cancel);
        else
            await HandleOne(vendor, delivery, tree, cancel);
    }

    /// <summary>Many offers in one message: each is answered as if it had come alone, with its key as <c>message_id</c>.</summary>
    private async Task HandleMany(Account vendor, Delivery delivery, JsonTree tree, CancellationToken cancel)
    {
        var offers = OfferReader.Batch(tree);
        var refused = offers.IsGood
            ? OverQuota(vendor.Id, delivery, offers.Value.Count)
            : OfferView.Malformed(null, delivery.MessageId, Now, offers.Faults);
        if (refused is not null)
        {
            await Answer(vendor.Id, delivery, refused);
            delivery.Ack();
            return;
        }
        foreach (var (offer, part) in offers.Value!.Zip(delivery.Split("offer.submit", [.. offers.Value!.Select(o => o.Key)])))
            await HandleOne(vendor, part, offer.Whole, cancel);
    }

    private async Task HandleOne(Account vendor, Delivery delivery, JsonTree tree, CancellationToken cancel)
    {
        var (command, refusal) = await ReadKnown(vendor, delivery, tree, cancel);
        if (command is null)
        {
            await Answer(vendor.Id, delivery, refusal!);
            delivery.Ack();
            return;
        }
        var posted = new Posted(command, Held: true);
        await mailboxes.Of(command.IntentId).Post(posted, cancel);
        _ = Finish(delivery, posted, reply => Answer(vendor, delivery, command, reply), cancel);
    }

    /// <summary>An intent that this node does not know is left to one that does: its bot is told to come again, and nobody waits behind
    /// it.</summary>
    private async Task<(Command? Command, Receipt? Refusal)> ReadKnown(
        Account vendor, Delivery delivery, JsonTree tree, CancellationToken cancel)
    {
        try
        {
            return await Read(vendor, delivery, tree, cancel);
        }
        catch (NotKnownException)
        {
            return (null, OfferView.Refused(OfferReader.IntentIdOf(tree), delivery.MessageId, Now, Problems.Down, NotKnownHere));
        }
    }

    /// <summary>The account, as it was at most <see cref="ApiKeys.KeptFor"/> ago; null where it has left.</summary>
    private async ValueTask<Account?> FindVendor(AccountId id, CancellationToken cancel)
    {
        if (_vendors.TryGet(id, out var known))
            return known;
        var since = clock.GetTimestamp();
        Account? vendor = null;
        try
        {
            vendor = await store.Accounts.Get(id, cancel) is { LeftAt: null } stays ? stays : null;
        }
        catch (NotKnownException)
        {
            // An account of a kind that newer nodes know: here its messages are undeliverable.
        }
        return _vendors.Keep(id, vendor, ApiKeys.KeptFor - clock.GetElapsedTime(since));
    }

    /// <summary>What is refused before the body is read.</summary>
    private Receipt? Refusal(Delivery delivery, AccountId vendorId, Account vendor)
    {
        if (OverQuota(vendorId, delivery, 1) is { } limit)
            return limit;
        if (vendor.SuspendedAt is not null)
            return OfferView.Refused(null, delivery.MessageId, Now, "suspended", "the account is suspended");
        if (delivery.TooLarge)
            return OfferView.Refused(null, delivery.MessageId, Now, "too-large", "a message is at most 64 KiB");
        if (delivery.ContentEncoding is { Length: > 0 } encoding && !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase))
        {
            return OfferView.Malformed(OfferReader.IntentIdOf(JsonTree.Parse(delivery.Body.Span)), delivery.MessageId, Now,
                [new Fault(
                    "", FaultCodes.NotJson,
                    "the property `content_encoding` is left out, or `identity`: a body is plain JSON in UTF-8, not compressed")]);
        }
        return null;
    }

    /// <summary>An offer of many counts as a message, each once, however often it is tried.</summary>
    private Receipt? OverQuota(AccountId vendorId, Delivery delivery, int messages)
    {
        var more = Math.Min(messages, limits.Burst) - delivery.Counted;
        if (more <= 0)
            return null;
        using var lease = _quota.AttemptAcquire(vendorId, more);
        if (lease.IsAcquired)
            delivery.Counted += more;
        return lease.IsAcquired
            ? null
            : OfferView.Refused(null, delivery.MessageId, Now, "limit", $"a vendor may send {limits.PerSecond} messages a second");
    }

    private async Task<(Command? Command, Receipt? Refusal)> Read(
        Account vendor, Delivery delivery, JsonTree tree, CancellationToken cancel)
    {
        var intentId = OfferReader.IntentIdOf(tree);
        if (delivery.ContentType is { } contentType && !contentType.StartsWith("application/json", StringComparison.OrdinalIgnoreCase))
            return Malformed([new Fault("", "not-json", "the property `content_type` is application/json")]);
        if (intentId is { } id && Partitions.Of(id) != delivery.Partition)
        {
            return (null, OfferView.Refused(intentId, delivery.MessageId, Now, "wrong-route",
                $"the routing key of this intent is {Partitions.Route(Partitions.Of(id))}"));
        }
        switch (delivery.Type)
        {
            case "offer.submit":
                if (intentId is not { } asked)
                    return Malformed(OfferReader.AmqpOffer(tree, null, delivery.MessageId, Now).Faults);
                var offer = await service.Read(
                    vendor, asked, tree, terms => OfferReader.AmqpOffer(tree, terms, delivery.MessageId, Now), inOrder: true, cancel);
                return (offer.Value?.Command, Refusal(offer.Problem));
            case "offer.confirm":
                var confirm = OfferReader.AmqpConfirm(tree);
                if (!confirm.IsGood)
                    return Malformed(confirm.Faults);
                var confirmation = await service.Confirmation(vendor, confirm.Value, delivery.MessageId, Hash(), inOrder: true, cancel);
                return (confirmation.Value?.Command, Refusal(confirmation.Problem));
            case "offer.withdraw":
                var withdraw = OfferReader.AmqpWithdraw(tree);
                if (!withdraw.IsGood)
                    return Malformed(withdraw.Faults);
                var withdrawal = await service.Withdrawal(vendor, withdraw.Value, delivery.MessageId, Hash(), inOrder: true, cancel);
                return (withdrawal.Value, Refusal(withdrawal.Problem));
            default:
                return Malformed(
                    [new Fault("", "unknown-type", "the property `type` is offer.submit, offers.submit, offer.confirm or offer.withdraw")]);
        }

        (Command?, Receipt?) Malformed(IReadOnlyList<Fault> faults) =>
            (null, OfferView.Malformed(intentId, delivery.MessageId, Now, faults));

        string Hash() => BodyHash.OfOffer(identity.Secret, tree);

        Receipt? Refusal(Problem? problem) => problem is null ? null : OfferView.Refused(intentId, delivery.MessageId, Now, problem);
    }

    /// <summary>Acknowledges once the reply is there. The receipt of a new offer is on its way by the outbox; everything
    /// else is answered here.</summary>
    private async Task Finish(Delivery delivery, Posted posted, Func<Reply, Task> answer, CancellationToken cancel)
    {
        var reply = await posted.Reply;
        while (true)
        {
            try
            {
                await answer(reply);
                delivery.Ack();
                return;
            }
            catch (Exception e) when (e is StoreDownException or BrokerDownException)
            {
                LogHeld(e.Message);
            }
            catch (Exception fault)
            {
                // It comes again, and is dead when it has come too often.
                LogUnanswered(fault, delivery.MessageId, delivery.Vendor, delivery.Partition);
                await Task.Delay(RetryAfter, clock, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                delivery.Nack(requeue: true);
                return;
            }
            if (cancel.IsCancellationRequested)
            {
                delivery.Nack(requeue: true);
                return;
            }
            await Task.Delay(RetryAfter, clock, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task Answer(Account vendor, Delivery delivery, Command command, Reply reply)
    {
        switch (reply)
        {
            case Reply.Recorded { Repeated: false } when command is SubmitOffer:
                return;
            case Reply.Recorded { Event.Event: OfferWithdrawn withdrawn }:
                await Send(vendor.Id, delivery, NoticeWriter.State(
                    NoticeTypes.OfferWithdrawn, command.IntentId, Now,
                    new OfferState(withdrawn.OfferId.ToString(), EnumWords.Of(OfferStatus.Withdrawn))));
                return;
            case Reply.Recorded recorded:
                var stored = await store.Journal.ReadEvent(command.IntentId, recorded.Event.Seq, CancellationToken.None)
                    ?? throw new InvalidOperationException("a recorded event is not in the journal");
                var item = new FeedItem(
                    new FeedPoint(stored.Feed, stored.Ordinal), recorded.Event.At, vendor.Id, PartyRole.Vendor, command.Actor.Pseudonym,
                    stored.IntentId, stored.Partition, stored);
                foreach (var notice in await writer.Write(item, recorded.Event, CancellationToken.None))
                    await Send(vendor.Id, delivery, notice);
                return;
            case Reply.Refused refused:
                await Answer(
                    vendor.Id, delivery, OfferView.Refused(command.IntentId, delivery.MessageId, Now, refused.Code, refused.Detail));
                return;
            default:
                // It was not decided: it comes again.
                delivery.Nack(requeue: true);
                return;
        }
    }

    private Task Answer(AccountId vendor, Delivery delivery, Receipt receipt) =>
        Send(vendor, delivery, new Notice(
            Guid.CreateVersion7().ToString(), NoticeTypes.OfferReceipt, receipt.IntentId, Time.Format(Now), null, null, receipt));

    /// <param name="answered">Null where it answers no message.</param>
    private async Task Send(AccountId vendor, Delivery? answered, Notice notice)
    {
        if (await inboxes.Publish(vendor, notice, answered?.MessageId) is Published.Down or Published.Blocked or Published.Unknown)
            throw new BrokerDownException("an answer was not taken by the broker");
    }

    private long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();

    [LoggerMessage(Level = LogLevel.Warning, Message = "a bot's message is held: {Reason}")]
    private partial void LogHeld(string reason);

    [LoggerMessage(Level = LogLevel.Error,
        Message = "message {MessageId} of vendor {Vendor} in partition {Partition} was decided and could not be answered: it goes back")]
    private partial void LogUnanswered(Exception fault, string? messageId, AccountId? vendor, int partition);
}

/// <summary>How much a vendor's bots may send; beyond that a message is refused with <c>limit</c>.</summary>
public sealed record AmqpLimits(int PerSecond, int Burst);
