using IntentMarket.Contracts;
using IntentMarket.Engine;
using IntentMarket.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace IntentMarket.Gateway;

/// <summary>Which mails somebody wants, and what the two sides of an award write to each other.</summary>
internal static class MailEndpoints
{
    /// <summary>Messages that one side may write about an award; more are refused with <c>limit</c>.</summary>
    private const int MessagesMax = 200;

    private const long DayMs = 24 * 60 * 60 * 1_000;

    public static void MapMail(this IEndpointRouteBuilder api)
    {
        api.MapGet("/mail-choices", GetChoices).Reads(AccountKind.Customer, AccountKind.Vendor)
            .Gives<MailChoices>().WithSummary("Which mails the account's owner wants");
        api.MapPut("/mail-choices", Choose).Writes(AccountKind.Customer, AccountKind.Vendor)
            .Takes<MailChoices>().Gives<MailChoices>().WithSummary("Turns kinds of mails on or off; those left out stay as they are");
        api.MapPost("/intents/{id:guid}/messages", Write).Writes(AccountKind.Customer, AccountKind.Vendor)
            .Takes<MessageRequest>().Gives<MessageDocument>(StatusCodes.Status201Created)
            .WithSummary("Writes to the other side of an award, which gets it by mail too where it has an address");
        api.MapGet("/intents/{id:guid}/messages", List).Reads(AccountKind.Customer, AccountKind.Vendor)
            .Gives<Page<MessageDocument>>().WithSummary("What the customer and the winner wrote to each other, oldest first");
    }

    private static async Task<IResult> GetChoices(Call call, Store store)
    {
        var chosen = await store.Mail.Choices(call.Account.Id, call.Cancel);
        var kinds = MailReader.KindsOf(call.Account.Kind);
        return Answers.Ok(new MailChoices(
            Wants(MailKind.FirstOffer), Wants(MailKind.ClosingSoon), Wants(MailKind.TimeToAward), Wants(MailKind.Won), Wants(MailKind.Lost),
            Wants(MailKind.Digest), Wants(MailKind.Message)));

        bool? Wants(MailKind kind) => kinds.Contains(kind) ? chosen.GetValueOrDefault(kind, kind != MailKind.Digest) : null;
    }

    private static async Task<IResult> Choose(Call call, Body body, Store store, TimeProvider clock)
    {
        var reading = MailReader.Choices(body.Tree, call.Account.Kind);
        if (!reading.IsGood)
            return Answers.Malformed(reading.Faults);
        var now = Now(clock);
        foreach (var (kind, wanted) in reading.Value)
            await store.Mail.Choose(call.Account.Id, kind, wanted, now, now + DayMs, call.Cancel);
        return await GetChoices(call, store);
    }

    private static async Task<IResult> Write(
        Guid id, Call call, Body body, Store store, Sight sight, MarketIdentity identity, Idempotency idempotency, Mailing mailing, TimeProvider clock)
    {
        var reading = MailReader.Message(body.Tree);
        if (!reading.IsGood)
            return Answers.Malformed(reading.Faults);
        var (sides, refused) = await Sides(id, call, store, sight);
        if (refused is not null)
            return refused;
        var (key, problem) = await idempotency.Claim(call, $"POST /intents/{id}/messages", body.Tree);
        if (problem is not null)
            return Answers.Problem(problem);
        var message = new MessageRow(identity.Derive("message", call.Account.Id, key), id, call.Account.Id, reading.Value, Now(clock));
        // The mail has the id of what it tells. A market that sends none keeps none.
        var mail = mailing.Settings is not null && sides.Other is { } other ? new MailRow(message.Id, other, MailKind.Message, id, null, message.At) : null;
        if (!await store.Mail.Write(message, mail, MessagesMax, call.Cancel))
            return Answers.Problem(Problems.Limit, $"one side writes at most {MessagesMax} messages about an award");
        return Answers.Created(null, Document(await store.Mail.Message(message.Id, call.Cancel) ?? message, sides.Customer));
    }

    private static async Task<IResult> List(Guid id, Call call, Store store, Sight sight)
    {
        var (sides, refused) = await Sides(id, call, store, sight);
        return refused ?? Answers.Ok(new Page<MessageDocument>(
            [.. (await store.Mail.Messages(id, 2 * MessagesMax, call.Cancel)).Select(m => Document(m, sides.Customer))]));
    }

    /// <summary>The customer and who is on the other side of the caller (null once that is erased), where the caller is one of the two.</summary>
    private static async Task<((Guid? Customer, Guid? Other) Sides, IResult? Refused)> Sides(Guid id, Call call, Store store, Sight sight)
    {
        if (await sight.Read(call.Account, id, call.Cancel) is not { } read)
            return (default, Answers.NotFound);
        if (read.Row is not { Status: IntentStatus.Awarded, AwardedOffer: { } offerId, Account: var customer })
            return (default, Answers.Problem(ProblemCodes.NotAwarded, "messages are for the two sides of an award: there is none yet"));
        var winner = (await store.Offers.Get(offerId, call.Cancel))?.Row.Account;
        return call.Account.Id == customer ? ((customer, winner), null)
            : call.Account.Id == winner ? ((customer, customer), null)
            : (default, Answers.Problem(ProblemCodes.Forbidden, "messages are for the customer and the vendor who won"));
    }

    private static MessageDocument Document(MessageRow message, Guid? customer) =>
        new(message.Id.ToString(), message.Account == customer ? "customer" : "vendor", message.Text, Time.Format(message.At));

    private static long Now(TimeProvider clock) => clock.GetUtcNow().ToUnixTimeMilliseconds();
}
