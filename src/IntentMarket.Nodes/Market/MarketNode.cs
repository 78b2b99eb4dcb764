using IntentMarket.Engine;
using IntentMarket.Engine.Loop;
using IntentMarket.Engine.Market;
using IntentMarket.Nodes.Broker;
using IntentMarket.Nodes.Publishing;
using IntentMarket.Services.Market;
using IntentMarket.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IntentMarket.Nodes.Market;

/// <summary>This node's part in the market: it says that it lives, serves the partitions that fall to it, and
/// wakes their intents.</summary>
public sealed partial class MarketNode(
    Store store, Mailboxes mailboxes, ICourier courier, Outbox outbox, Ownership ownership, DatabaseClock databaseClock, NodeName name,
    TimeProvider clock, IHostApplicationLifetime lifetime, ILogger<MarketNode> logger, IPartitionQueues? queues = null)
    : BackgroundService
{
    private const int LiveMs = 4_000;
    private static readonly TimeSpan LiveFor = TimeSpan.FromMilliseconds(LiveMs);
    private const int DueMax = 1_000;
    private static readonly TimeSpan BeatEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LookForDueEvery = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan HandOverWithin = TimeSpan.FromSeconds(2);
    private const long WakeAgainAfterMs = 2_000;

    /// <summary>A simulation has a time of its own, in which its store lets nobody ask too often.</summary>
    internal int StoreRetryMs { get; set; } = Limits.StoreRetryMs;

    private readonly List<MarketLoop> _loops = [];
    private readonly Dictionary<IntentId, long> _woken = [];
    private IReadOnlyList<string> _live = [];
    private Task _moving = Task.CompletedTask;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var mailbox in mailboxes.All)
        {
            _loops.Add(new MarketLoop(store.Deciding, mailbox, outbox, StoreRetryMs, onBroken: (partition, why) =>
            {
                ownership.Break(partition);
                LogStopped(partition, why);
            }));
        }
        using var served = new CancellationTokenSource();
        var serving = Task.WhenAll(_loops.Select(loop => Serve(loop, served.Token)));
        await Task.WhenAll(KeepAlive(stoppingToken), WakeDue(stoppingToken));
        // What was taken is decided yet, then the loops end.
        await _moving;
        await Task.WhenAll(ownership.Owned.Select(Release));
        served.Cancel();
        await serving;
        await Leave();
    }

    /// <summary>A loop ends with the node only: what is wrong in a partition stops that partition. Any other end is a bug in the loop
    /// itself, so the node stops rather than guess on.</summary>
    private async Task Serve(MarketLoop loop, CancellationToken cancel)
    {
        try
        {
            // A store may answer without a pause: the loops begin side by side all the same.
            await Task.Yield();
            await loop.Run(cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // The node is told to stop.
        }
        catch (Exception e)
        {
            LogBroken(e);
            Environment.ExitCode = 1;
            lifetime.StopApplication();
        }
    }

    private async Task KeepAlive(CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(BeatEvery, clock);
        var (beatAt, wasGone) = (clock.GetTimestamp(), false);
        try
        {
            do
            {
                try
                {
                    var askedAt = clock.GetTimestamp();
                    var (live, now) = await Beat(clock.GetElapsedTime(beatAt), cancel);
                    databaseClock.Learn(now, clock.GetElapsedTime(askedAt));
                    // A node that was frozen, or cut off, was not live to the others: they served its partitions meanwhile.
                    wasGone |= clock.GetElapsedTime(beatAt) > LiveFor;
                    beatAt = clock.GetTimestamp();
                    if (_moving.IsCompleted)
                    {
                        await _moving;
                        _moving = Share(live, wasGone);
                        wasGone = false;
                    }
                }
                catch (StoreDownException down)
                {
                    LogStoreDown(down.Message);
                }
                catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
                {
                    LogStoreDown("it was silent for too long");
                }
                catch (Exception fault) when (!cancel.IsCancellationRequested)
                {
                    LogFailed(fault);
                }
                if (!ownership.IsCutOff && clock.GetElapsedTime(beatAt) >= LiveFor)
                    _moving = GiveUp(_moving);
            }
            while (await timer.WaitForNextTickAsync(cancel));
        }
        catch (OperationCanceledException)
        {
            // The node is told to stop.
        }
    }

    /// <summary>Waits no longer than the others count on this node.</summary>
    /// <param name="silent">How long the store has been silent.</param>
    private async Task<(IReadOnlyList<string> Live, long Now)> Beat(TimeSpan silent, CancellationToken cancel)
    {
        using var late = new CancellationTokenSource(silent < LiveFor ? LiveFor - silent : LiveFor, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, late.Token);
        return await store.Cluster.Beat(name.Value, LiveMs, either.Token);
    }

    /// <summary>The others serve its partitions from now on. Each queue has one consumer, which the broker would leave
    /// to it: it lets go.</summary>
    private async Task GiveUp(Task moving)
    {
        var owned = ownership.Owned;
        ownership.CutOff();
        LogCutOff(owned.Count);
        await moving;
        await Task.WhenAll(owned.Select(Release));
    }

    /// <summary>Takes and gives partitions as the live nodes ask. The beats go on meanwhile.</summary>
    private async Task Share(IReadOnlyList<string> live, bool wasGone)
    {
        var owned = new bool[Limits.Partitions];
        for (var p = 0; p < owned.Length; p++)
            owned[p] = Partitions.Owner(p, live) == name.Value;
        var changed = Enumerable.Range(0, owned.Length).Where(p => owned[p] != ownership.Owns(p) || (wasGone && owned[p])).ToList();
        foreach (var partition in changed.Where(p => owned[p]))
            _loops[partition % _loops.Count].Forget(partition);
        ownership.Set(owned);
        // One that is gone may have stored, until it knew of this one, what it told nobody.
        var isOneGone = _live.Except(live).Any();
        _live = live;
        foreach (var partition in isOneGone ? ownership.Owned : changed.Where(p => owned[p]))
            outbox.Acquire(partition);
        if (changed.Count == 0)
            return;
        var count = owned.Count(o => o);
        LogOwned(count, live.Count);
        await Task.WhenAll(changed.Select(p => owned[p] ? Take(p) : Release(p)));
    }

    private Task Take(int partition) => queues is null ? Task.CompletedTask : Move(partition, queues.Start(partition));

    private Task Release(int partition) => queues is null ? Task.CompletedTask : Move(partition, queues.Stop(partition, HandOverWithin));

    /// <summary>What goes wrong with the broker here costs a partition's bots time, not the node its life: a link that is lost comes back.
    /// Nobody cancels a move: what says that it was is a fault as any other, and out of here it would be met again at each beat.</summary>
    private async Task Move(int partition, Task move)
    {
        try
        {
            await move;
        }
        catch (Exception e)
        {
            LogNotMoved(e, partition);
        }
    }

    private async Task WakeDue(CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(LookForDueEvery, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(cancel))
            {
                try
                {
                    await WakeDueOnce(cancel);
                }
                catch (StoreDownException down)
                {
                    LogStoreDown(down.Message);
                }
                catch (Exception fault) when (!cancel.IsCancellationRequested)
                {
                    LogFailed(fault);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The node is told to stop.
        }
    }

    /// <summary>Sends a wake-up to each intent that is due. One that changes nothing yet (it waits in the queue)
    /// is sent again later.</summary>
    private async Task WakeDueOnce(CancellationToken cancel)
    {
        var served = ownership.Served;
        if (served.Count == 0)
            return;
        // What was woken and is due yet (a newer node may be the one to decide it) leaves room for as many others.
        var due = await store.Intents.Due(served, DueMax + _woken.Count, cancel);
        foreach (var intentId in _woken.Keys.Except(due.Select(d => d.IntentId)).ToList())
            _woken.Remove(intentId);
        foreach (var (intentId, wakeAt, _, now) in due)
        {
            // The call to close and the close are two wake-ups within a second: a later due time is a new reason.
            if (_woken.TryGetValue(intentId, out var wokenAt) && wokenAt >= wakeAt && wokenAt >= now - WakeAgainAfterMs)
                continue;
            _woken[intentId] = now;
            await courier.Wake(new Wake(intentId, now), cancel);
        }
    }

    private async Task Leave()
    {
        try
        {
            await store.Cluster.Leave(name.Value, CancellationToken.None);
        }
        catch (StoreDownException down)
        {
            LogStoreDown(down.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Critical,
        Message = "an invariant is broken in partition {Partition}: it is served no longer, the others go on, "
            + "and the journal is as it was")]
    private partial void LogStopped(int partition, Exception exception);

    [LoggerMessage(Level = LogLevel.Critical, Message = "an invariant is broken; the node stops and the journal is as it was")]
    private partial void LogBroken(Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "this is a fault of the market: the node goes on")]
    private partial void LogFailed(Exception fault);

    [LoggerMessage(Level = LogLevel.Warning, Message = "the node waits for the store: {Reason}")]
    private partial void LogStoreDown(string reason);

    [LoggerMessage(Level = LogLevel.Error,
        Message = "the store is silent for too long: the node gives up its {Owned} partitions until it answers")]
    private partial void LogCutOff(int owned);

    [LoggerMessage(Level = LogLevel.Warning, Message = "partition {Partition} did not move cleanly")]
    private partial void LogNotMoved(Exception exception, int partition);

    [LoggerMessage(Level = LogLevel.Information, Message = "serves {Owned} partitions; {Live} nodes live")]
    private partial void LogOwned(int owned, int live);
}
