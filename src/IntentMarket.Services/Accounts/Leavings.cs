using System.Security.Cryptography;
using IntentMarket.Engine;
using IntentMarket.Engine.Market;
using IntentMarket.Services.Access;
using IntentMarket.Services.Market;
using IntentMarket.Storage;
using Microsoft.Extensions.Logging;

namespace IntentMarket.Services.Accounts;

/// <summary>Ends what an account that leaves still has on the market, and erases its person: at once where that can be, and where an offer
/// binds when it binds no longer. What is left to do stands in the store, so a node that dies leaves it to the next.</summary>
public sealed partial class Leavings(
    Store store, ICourier courier, Bots bots, TimeProvider clock, ILogger<Leavings> logger)
{
    /// <summary>What is withdrawn together; the next when these are gone.</summary>
    private const int AtOnce = 500;

    /// <summary>Who leaves waits so long for the answer; what is not done by then is done after it.</summary>
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan ReplyWithin = TimeSpan.FromSeconds(10);

    /// <summary>Does at once what can be done, and answers until when an offer of these accounts binds; null: none does.</summary>
    public async Task<long?> Leave(IReadOnlyList<AccountId> accounts, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(AnswerWithin);
        try
        {
            foreach (var account in accounts)
                await Sweep(new Leaving(account, Now), limit.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            // There is much of it: the node that looks after it does the rest.
        }
        var kept = await Task.WhenAll(accounts.Select(account => store.Leavings.KeptBy(account, Now, cancel)));
        return kept.SelectMany(offers => offers).Max(offer => offer.Until);
    }

    /// <summary>Sweeps those that are due and among these.</summary>
    public async Task SweepDue(Func<AccountId, bool> isAmongThese, CancellationToken cancel)
    {
        foreach (var leaving in await store.Leavings.List(Now, cancel))
        {
            if (!isAmongThese(leaving.Account) || !IsDue(leaving))
                continue;
            try
            {
                await Sweep(leaving, cancel);
            }
            catch (Exception e) when (e is not (StoreDownException or OperationCanceledException))
            {
                // The others go on; this one is tried again.
                LogFailed(e, leaving.Account);
            }
        }
    }

    private bool IsDue(Leaving leaving) => leaving.IsSwept
        ? leaving.HasMore || (!leaving.Stands && (leaving.Until is not null || leaving.At < Now - Limits.SettledMs))
        : leaving.At < Now - (long)AnswerWithin.TotalMilliseconds;

    /// <summary>Withdraws what can be, and erases all but what offers that bind need. What could not be done is done when
    /// it is swept again.</summary>
    private async Task Sweep(Leaving leaving, CancellationToken cancel)
    {
        var account = leaving.Account;
        if (!(await EndBots(account, cancel) & await WithdrawIntents(account, cancel) & await WithdrawOffers(account, cancel)))
            return;
        var kept = await store.Leavings.KeptBy(account, Now, cancel);
        await store.Accounts.EraseLeaving(account, [.. kept.Select(offer => offer.IntentId).Distinct()], cancel);
        if (kept.Count == 0 && leaving.At < Now - Limits.SettledMs)
            await store.Leavings.Finish(account, cancel);
        else
            await store.Leavings.NoteSwept(account, kept.Count == 0 ? null : kept.Max(offer => offer.Until) ?? leaving.Until, cancel);
    }

    private async Task<bool> EndBots(AccountId account, CancellationToken cancel)
    {
        if (bots.Broker is not { } broker || await store.Leavings.BrokerUsers(account, cancel) is not { Count: > 0 } users)
            return true;
        try
        {
            foreach (var user in users)
                await broker.RemoveUser(user, cancel);
            await broker.RemoveVendor(account, cancel);
            return true;
        }
        catch (DownException down) when (down is not StoreDownException)
        {
            LogBrokerDown(account, down.Message);
            return false;
        }
    }

    private Task<bool> WithdrawIntents(AccountId account, CancellationToken cancel) =>
        WithdrawAll<(IntentId IntentId, Pseudonym Customer), IntentId>(
            after => store.Leavings.Intents(account, after, AtOnce, cancel), intent => intent.IntentId,
            intent => new WithdrawIntent(
                intent.IntentId, new Party(account, intent.Customer), Now, RequestFor(intent.IntentId),
                new FreeText("The customer has left the market.", RandomNumberGenerator.GetBytes(32))),
            cancel);

    private Task<bool> WithdrawOffers(AccountId account, CancellationToken cancel) => WithdrawAll<StandingOffer, OfferId>(
        after => store.Leavings.Offers(account, after, AtOnce, cancel), offer => offer.OfferId,
        offer => new WithdrawOffer(
            offer.IntentId, new Party(account, offer.Vendor), Now, RequestFor(offer.OfferId), offer.OfferId, InOrder: false),
        cancel);

    /// <summary>False where some were not decided: the market is full or down, or the partition moved.</summary>
    private async Task<bool> WithdrawAll<T, TId>(
        Func<TId, Task<IReadOnlyList<T>>> next, Func<T, TId> idOf, Func<T, Command> command, CancellationToken cancel)
        where TId : struct, IId<TId>
    {
        var areDecided = true;
        IReadOnlyList<T> some;
        for (var after = default(TId); (some = await next(after)).Count > 0; after = idOf(some[^1]))
        {
            var replies = await Task.WhenAll(some.Select(one => courier.Send(command(one), ReplyWithin, cancel)));
            areDecided &= Array.TrueForAll(replies, reply => reply is Reply.Recorded or Reply.Refused { Code: not Problems.Down });
        }
        return areDecided;
    }

    private static Request RequestFor<TId>(TId id) where TId : struct, IId<TId> => new($"{id:N}", "");

    private long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();

    [LoggerMessage(Level = LogLevel.Error, Message = "account {Account} leaves, and could not be erased yet")]
    private partial void LogFailed(Exception exception, AccountId account);

    [LoggerMessage(Level = LogLevel.Warning, Message = "account {Account} leaves, and its bots wait for the broker to end them: {Reason}")]
    private partial void LogBrokerDown(AccountId account, string reason);
}
