using IntentMarket.Contracts;
using IntentMarket.Engine;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;
using IntentMarket.Services.Access;
using IntentMarket.Services.Market;
using IntentMarket.Services.Wire;
using IntentMarket.Storage;

namespace IntentMarket.Services.Mail;

/// <summary>Which mails somebody wants, and what the two sides of an award write to each other.</summary>
public sealed class MailService(
    Store store, IntentAccess access, MarketIdentity identity, Idempotency idempotency, Mailing mailing, TimeProvider clock)
{
    /// <summary>Messages that one side may write about an award; more are refused with <c>limit</c>.</summary>
    private const int MessagesMax = 200;

    private const long DayMs = 24 * 60 * 60 * 1_000;

    public async Task<MailChoices> Choices(Account account, CancellationToken cancel)
    {
        var chosen = await store.Mail.Choices(account.Id, cancel);
        var kinds = MailReader.KindsOf(account.Kind);
        return new MailChoices(
            Wants(MailKind.FirstOffer), Wants(MailKind.ClosingSoon), Wants(MailKind.TimeToAward), Wants(MailKind.Won), Wants(MailKind.Lost),
            Wants(MailKind.Digest), Wants(MailKind.Message));

        bool? Wants(MailKind kind) => kinds.Contains(kind) ? chosen.GetValueOrDefault(kind, kind != MailKind.Digest) : null;
    }

    public async Task<Answer<MailChoices>> Choose(Account account, JsonTree tree, CancellationToken cancel)
    {
        var reading = MailReader.Choices(tree, account.Kind);
        if (!reading.IsGood)
            return ProblemView.Of(reading.Faults);
        var now = Now;
        foreach (var (kind, wanted) in reading.Value)
            await store.Mail.Choose(account.Id, kind, wanted, now, now + DayMs, cancel);
        return await Choices(account, cancel);
    }

    public async Task<Answer<MessageDocument>> Write(RequestContext call, IntentId intentId, JsonTree tree)
    {
        var reading = MailReader.Message(tree);
        if (!reading.IsGood)
            return ProblemView.Of(reading.Faults);
        var (sides, refused) = await Sides(call.Account, intentId, call.Cancel);
        if (refused is not null)
            return refused;
        var operation = $"POST /intents/{intentId}/messages";
        if (Idempotency.KeyOf(call, operation) is { } before
            && await store.Mail.Message(identity.Derive("message", call.Account.Id, before), call.Cancel) is { } made)
            return Idempotency.IsSame(made.Text, reading.Value) ? Document(made, sides.Customer) : Idempotency.Reused;
        var (key, problem) = await idempotency.Claim(call, operation, tree);
        if (problem is not null)
            return problem;
        var message = new MessageRow(identity.Derive("message", call.Account.Id, key), intentId, call.Account.Id, reading.Value, Now);
        // The mail has the id of what it tells. A market that sends none keeps none.
        var mail = mailing.IsOn && sides.Other is { } other
            ? new MailRow(message.Id, other, MailKind.Message, intentId, null, message.At)
            : null;
        if (!await store.Mail.Write(message, mail, MessagesMax, call.Cancel))
            return ProblemView.Of(Problems.Limit, $"one side writes at most {MessagesMax} messages about an award");
        return Document(await store.Mail.Message(message.Id, call.Cancel) ?? message, sides.Customer);
    }

    /// <summary>What the customer and the winner wrote to each other, oldest first.</summary>
    public async Task<Answer<Page<MessageDocument>>> Messages(Account account, IntentId intentId, CancellationToken cancel)
    {
        var (sides, refused) = await Sides(account, intentId, cancel);
        return refused is not null
            ? refused
            : new Page<MessageDocument>(
                [.. (await store.Mail.Messages(intentId, 2 * MessagesMax, cancel)).Select(m => Document(m, sides.Customer))]);
    }

    /// <summary>The customer and who is on the other side of the caller (null once that is erased), where the caller
    /// is one of the two.</summary>
    private async Task<((AccountId? Customer, AccountId? Other) Sides, Problem? Refused)> Sides(
        Account account, IntentId intentId, CancellationToken cancel)
    {
        if (await access.Read(account, intentId, cancel) is not { } read)
            return (default, ProblemView.Unseen);
        if (read.Row is not { Status: IntentStatus.Awarded, AwardedOffer: { } offerId, Account: var customer })
            return (default, ProblemView.Of(ProblemCodes.NotAwarded, "messages are for the two sides of an award: there is none yet"));
        var winner = (await store.Offers.Get(offerId, cancel))?.Row.Account;
        return account.Id == customer ? ((customer, winner), null)
            : account.Id == winner ? ((customer, customer), null)
            : (default, ProblemView.Of(ProblemCodes.Forbidden, "messages are for the customer and the vendor who won"));
    }

    private static MessageDocument Document(MessageRow message, AccountId? customer) => new(
        message.Id.ToString(), EnumWords.Of(message.Account == customer ? PartyRole.Customer : PartyRole.Vendor), message.Text,
        Time.Format(message.At));

    private long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();
}
