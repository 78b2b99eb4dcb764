using IntentMarket.Engine;
using IntentMarket.Engine.Market;
using IntentMarket.Nodes.Publishing;
using IntentMarket.Services.Access;
using IntentMarket.Services.Market;
using IntentMarket.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IntentMarket.Nodes.Market;

/// <summary>Takes the offers of suspended vendors off the market, each node those on the intents that it serves, and lets the
/// intents of a customer who was restored be heard of again. What is left to do stands in the store, so a node that dies
/// leaves it to the next.</summary>
public sealed class RemovalWorker(
    Store store, ICourier courier, Ownership ownership, Outbox outbox, Eligibility eligibility, TimeProvider clock,
    ILogger<RemovalWorker> logger)
    : BackgroundService
{
    /// <summary>Offers that leave together; the next ones when these are gone.</summary>
    private const int AtOnce = 500;

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan ReplyWithin = TimeSpan.FromSeconds(10);

    private readonly Bell _bell = new();
    private IReadOnlyDictionary<AccountId, long> _suspended = new Dictionary<AccountId, long>();

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        eligibility.HasChanged += (_, _) => _bell.Ring();
        return Loop.Every(LookEvery, Step, clock, logger, stoppingToken, _bell);
    }

    private async Task Step(CancellationToken cancel)
    {
        await ResumeRestored(cancel);
        if (await store.Removals.Any(cancel))
            await RemoveAll(cancel);
    }

    private async Task RemoveAll(CancellationToken cancel)
    {
        for (var went = true; went;)
        {
            var offers = await store.Removals.Next(ownership.Served, AtOnce, cancel);
            var replies = await Task.WhenAll(
                offers.Select(o => courier.Send(new RemoveOffer(o.IntentId, Now, o.OfferId, o.Vendor), ReplyWithin, cancel)));
            // What was not taken now (the market is full, the partition moved) is looked for again later.
            went = Array.Exists(replies, reply => reply is Reply.Recorded);
        }
        await store.Removals.Finish(Now - Limits.SettledMs, cancel);
    }

    /// <summary>While a customer is suspended the fan-out of its intents waits, unfinished.</summary>
    private async Task ResumeRestored(CancellationToken cancel)
    {
        var before = _suspended;
        _suspended = await eligibility.Suspended(cancel);
        if (!before.Keys.All(_suspended.ContainsKey))
        {
            foreach (var partition in ownership.Owned)
                outbox.Acquire(partition);
        }
    }

    private long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();
}
